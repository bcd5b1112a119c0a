// The metrics of logits and the squared error, in forms without cancellation, over a number type N as in
// probability_forms.hpp. With m the (first) largest logit: eᵢ = exp(zᵢ − m), zᵢ − m being an exact difference of two
// numbers, S = Σ eᵢ = 1 + T, T the sum without m's own term. A masked class (zᵢ = −∞) has eᵢ = 0.
//
// A vectorial form is prepared once and then asked for its components, each as value·2^exponent, so that the tails of a
// softmax do not underflow on the way. Preconditions: arguments in their domain, and the component finite.
#pragma once

#include <cmath>

#include "lib/detail/ball.hpp"
#include "lib/detail/probability_forms.hpp"

namespace gibbs::inline v0::detail {

template <class N>
struct Softened {
  std::size_t top;  // the first class with the largest logit
  double peak;      // its logit
  N rest;           // T
  N total;          // S
};

template <class N, class T>
Softened<N> soften(std::span<const T> z) {
  Softened<N> result{largest(z), 0, {}, {}};
  PairwiseSum<N> rest;
  result.peak = static_cast<double>(z[result.top]);
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double x = static_cast<double>(z[i]);
    if (i != result.top && !std::isinf(x)) rest.add(exp(N::difference(x, result.peak)));
  }
  result.rest = rest.total();
  result.total = result.rest + 1.0;
  return result;
}

/// m + log1p(T).
template <class T>
struct LogSumExp {
  std::span<const T> z;
  template <class N>
  N value() const {
    const Softened<N> s = soften<N>(z);
    return log1p(s.rest) + s.peak;
  }
};

/// eᵢ/S.
template <class T>
struct Softmax {
  std::span<const T> z;
  template <class N>
  auto prepare() const {
    return soften<N>(z);
  }
  template <class N>
  Scaled<N> component(const Softened<N>& s, std::size_t i) const {
    const double x = static_cast<double>(z[i]);
    if (std::isinf(x)) return Scaled<N>{};
    Scaled<N> e = scaled_exp(N::difference(x, s.peak));
    e.value = e.value / s.total;
    return e;
  }
};

/// (zᵢ − m) − log1p(T), zᵢ > −∞.
template <class T>
struct LogSoftmax {
  std::span<const T> z;
  bool is_masked(std::size_t i) const { return std::isinf(z[i]); }
  template <class N>
  struct State {
    double peak;
    N log_total;
  };
  template <class N>
  State<N> prepare() const {
    const Softened<N> s = soften<N>(z);
    return {s.peak, log1p(s.rest)};
  }
  template <class N>
  Scaled<N> component(const State<N>& s, std::size_t i) const {
    return {N::difference(static_cast<double>(z[i]), s.peak) - s.log_total};
  }
};

/// Σ pᵢ(m − zᵢ)/P + log1p(T).
template <class T>
struct SoftmaxCrossEntropy {
  std::span<const T> z, p;
  bool is_infinite() const {
    for (std::size_t i = 0; i < z.size(); ++i)
      if (std::isinf(z[i]) && p[i] > 0) return true;
    return false;
  }
  template <class N>
  N value() const {
    return value(soften<N>(z), sum<N>(p));
  }
  template <class N>
  N value(const Softened<N>& s, const N& mass) const {
    N terms{};
    for (std::size_t i = 0; i < p.size(); ++i)
      if (p[i] > 0) terms = terms + N::difference(s.peak, static_cast<double>(z[i])) * static_cast<double>(p[i]);
    return terms / mass + log1p(s.rest);
  }
};

/// (P·eᵢ − pᵢ·S)/(P·S); at the largest logit, where eᵢ = 1, ((P − pᵢ) − pᵢ·T)/(P·S).
template <class T>
struct SoftmaxCrossEntropyGradient {
  std::span<const T> z, p;
  template <class N>
  struct State {
    Softened<N> soft;
    N mass;
  };
  template <class N>
  State<N> prepare() const {
    return {soften<N>(z), sum<N>(p)};
  }
  template <class N>
  Scaled<N> component(const State<N>& s, std::size_t i) const {
    const double x = static_cast<double>(z[i]), weight = static_cast<double>(p[i]);
    if (weight == 0) return Softmax<T>{z}.component(s.soft, i);
    if (std::isinf(x)) return {-(N(weight) / s.mass)};
    const N numerator = i == s.soft.top ? (s.mass + -weight) - s.soft.rest * weight
                                        : exp(N::difference(x, s.soft.peak)) * s.mass - s.soft.total * weight;
    return {numerator / (s.mass * s.soft.total)};
  }
};

/// z ≥ 0: z(1 − y) + log1p(exp(−z)); z < 0: −zy + log1p(exp z).
template <class T>
struct SigmoidCrossEntropy {
  double z, y;
  bool is_infinite() const { return std::isinf(z) && y > 0; }
  template <class N>
  N value() const {
    const N linear = (z >= 0 ? N::difference(1, y) : N(y)) * std::fabs(z);
    return linear + log1p(exp(N(-std::fabs(z))));
  }
};

/// With e = exp(−|z|), z ≥ 0: ((1 − y) − ye)/(1 + e); z < 0: ((1 − y)e − y)/(1 + e).
template <class T>
struct SigmoidCrossEntropyGradient {
  double z, y;
  template <class N>
  N value() const {
    const N e = exp(N(-std::fabs(z)));
    const N rest = N::difference(1, y);
    return (z >= 0 ? rest - e * y : rest * e + -y) / (e + 1.0);
  }
};

template <class T>
struct MeanSquaredError {
  std::span<const T> x, y;
  template <class N>
  N value() const {
    N total{};
    for (std::size_t i = 0; i < x.size(); ++i) {
      const N d = N::difference(static_cast<double>(x[i]), static_cast<double>(y[i]));
      total = total + d * d;
    }
    return total / N(static_cast<double>(x.size()));
  }
};

/// (2/n)·qᵢ·(rᵢ − Σ qⱼrⱼ), rⱼ = qⱼ − yⱼ = (eⱼ − yⱼS)/S. Without the largest logit m, G = Σ_{j≠m} qⱼrⱼ; then the bracket
/// is rᵢ − (q_m r_m + G), at m itself r_m·T/S − G, and r_m = ((1 − y_m) − y_m·T)/S.
template <class T>
struct SoftmaxMeanSquaredErrorGradient {
  std::span<const T> z, y;
  template <class N>
  struct State {
    Softened<N> soft;
    N top_residual, others;  // r_m, G
  };
  template <class N>
  N residual(const Softened<N>& s, std::size_t i) const {
    const double target = static_cast<double>(y[i]), x = static_cast<double>(z[i]);
    if (i == s.top) return (N::difference(1, target) - s.rest * target) / s.total;
    return std::isinf(x) ? N(-target) : exp(N::difference(x, s.peak)) / s.total + -target;
  }
  template <class N>
  State<N> prepare() const {
    State<N> s{soften<N>(z), {}, {}};
    s.top_residual = residual(s.soft, s.soft.top);
    for (std::size_t j = 0; j < z.size(); ++j) {
      const double x = static_cast<double>(z[j]);
      if (j == s.soft.top || std::isinf(x)) continue;
      s.others = s.others + exp(N::difference(x, s.soft.peak)) * residual(s.soft, j);
    }
    s.others = s.others / s.soft.total;
    return s;
  }
  template <class N>
  Scaled<N> component(const State<N>& s, std::size_t i) const {
    const N bracket = i == s.soft.top ? s.top_residual * (s.soft.rest / s.soft.total) - s.others
                                      : residual(s.soft, i) - (s.top_residual / s.soft.total + s.others);
    Scaled<N> q = Softmax<T>{z}.component(s.soft, i);
    q.value = q.value * bracket * 2.0 / N(static_cast<double>(z.size()));
    return q;
  }
};

}  // namespace gibbs::inline v0::detail
