// Derivatives beyond the gradients of losses, in forms as in logit_forms.hpp, whose eᵢ, m, S and T these are.
#pragma once

#include "lib/detail/logit_forms.hpp"

namespace gibbs::inline v0::detail {

/// σ(z)(1 − σ(z)) = e/(1 + e)², e = exp(−|z|).
template <class T>
struct SigmoidHessian {
  double z;
  template <class N>
  N value() const {
    if (std::isinf(z)) return {};
    const N e = exp(N(-std::fabs(z))), total = e + 1.0;
    return e / (total * total);
  }
};

/// qᵢ(1 − qᵢ) = eᵢ·(S − eᵢ)/S², at the largest logit T/S².
template <class T>
struct SoftmaxHessianDiagonal {
  std::span<const T> z;
  template <class N>
  auto prepare() const {
    return soften<N>(z);
  }
  template <class N>
  Scaled<N> component(const Softened<N>& s, std::size_t i) const {
    if (std::isinf(z[i])) return Scaled<N>{};
    Scaled<N> q = Softmax<T>{z}.component(s, i);
    const N others = i == s.top ? s.rest : s.total - exp(N::difference(static_cast<double>(z[i]), s.peak));
    q.value = q.value * others / s.total;
    return q;
  }
};

/// qᵢ(uᵢ − Σ qⱼuⱼ) = qᵢ((uᵢ − u_m) − G), G = Σ_{j≠m} eⱼ(uⱼ − u_m)/S.
template <class T>
struct SoftmaxVjp {
  std::span<const T> z, u;
  template <class N>
  struct State {
    Softened<N> soft;
    N lean;  // G
  };
  template <class N>
  N difference(std::size_t i, std::size_t j) const {
    return N::difference(static_cast<double>(u[i]), static_cast<double>(u[j]));
  }
  template <class N>
  State<N> prepare() const {
    const Softened<N> soft = soften<N>(z);
    PairwiseSum<N> lean;
    for (std::size_t j = 0; j < z.size(); ++j) {
      if (j == soft.top || std::isinf(z[j])) continue;
      lean.add(exp(N::difference(static_cast<double>(z[j]), soft.peak)) * difference<N>(j, soft.top));
    }
    return {soft, lean.total() / soft.total};
  }
  template <class N>
  Scaled<N> component(const State<N>& s, std::size_t i) const {
    if (std::isinf(z[i])) return Scaled<N>{};
    Scaled<N> q = Softmax<T>{z}.component(s.soft, i);
    q.value = q.value * (difference<N>(i, s.soft.top) - s.lean);
    return q;
  }
};

/// uᵢ − qᵢU = (uᵢS − eᵢU)/S, U = Σ uⱼ; at the largest logit (u_mT − V)/S, V = U − u_m. A masked class has uᵢ.
template <class T>
struct LogSoftmaxVjp {
  std::span<const T> z, u;
  template <class N>
  struct State {
    Softened<N> soft;
    N all, others;  // U, V
  };
  template <class N>
  State<N> prepare() const {
    const Softened<N> soft = soften<N>(z);
    const N others = sum<N>(u.first(soft.top)) + sum<N>(u.subspan(soft.top + 1));
    return {soft, others + static_cast<double>(u[soft.top]), others};
  }
  template <class N>
  Scaled<N> component(const State<N>& s, std::size_t i) const {
    const double x = static_cast<double>(z[i]), own = static_cast<double>(u[i]);
    if (std::isinf(x)) return {N(own)};
    if (own == 0) {
      Scaled<N> q = Softmax<T>{z}.component(s.soft, i);
      q.value = -(q.value * s.all);
      return q;
    }
    const N numerator = i == s.soft.top ? s.soft.rest * own - s.others
                                        : s.soft.total * own - exp(N::difference(x, s.soft.peak)) * s.all;
    return {numerator / s.soft.total};
  }
};

}  // namespace gibbs::inline v0::detail
