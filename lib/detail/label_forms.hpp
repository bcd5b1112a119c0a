// Losses of rows whose labels are classes, in forms as in logit_forms.hpp.
#pragma once

#include <gibbs/arguments.hpp>

#include "lib/detail/logit_forms.hpp"

namespace gibbs::inline v0::detail {

/// Rows of logits, their labels and weights (none: each 1). A row of label −1 or weight 0 is ignored; one at least is
/// not.
template <class T>
struct LabelledRows {
  const Rows<T>& z;
  const Labels& y;
  std::span<const T> w;

  double weight(std::size_t i) const {
    if (y[i] < 0) return 0;
    return w.empty() ? 1 : static_cast<double>(w[i]);
  }
  /// f(row, its label, its weight) for each row that counts.
  template <class F>
  void each(F f) const {
    for (std::size_t i = 0; i < z.rows(); ++i)
      if (weight(i) > 0) f(z.row(i), static_cast<std::size_t>(y[i]), weight(i));
  }
  /// W.
  template <class N>
  N total_weight() const {
    PairwiseSum<N> total;
    each([&](const auto&, std::size_t, double weight) { total.add(N(weight)); });
    return total.total();
  }
};

/// Σ wᵢLᵢ/W, Lᵢ = (m − z_y) + log1p(T) of row i.
template <class T>
struct MeanLoss {
  const LabelledRows<T>& rows;
  bool is_infinite() const {
    bool masked = false;
    rows.each([&](const auto& z, std::size_t label, double) { masked = masked || std::isinf(z[label]); });
    return masked;
  }
  template <class N>
  N value() const {
    PairwiseSum<N> terms;
    rows.each([&](const auto& z, std::size_t label, double weight) {
      const Softened<N> s = soften<N>(z);
      terms.add((N::difference(s.peak, static_cast<double>(z[label])) + log1p(s.rest)) * weight);
    });
    return terms.total() / rows.template total_weight<N>();
  }
};

/// exp of that.
template <class T>
struct MeanLossExponential {
  const LabelledRows<T>& rows;
  /// Or beyond both formats, by the distance of the labels' logits from the largest alone.
  bool is_infinite() const {
    double gaps = 0, weights = 0;
    rows.each([&](const auto& z, std::size_t label, double weight) {
      gaps += weight * (static_cast<double>(z[largest(z)]) - static_cast<double>(z[label]));
      weights += weight;
    });
    return gaps > 1000 * weights;
  }
  template <class N>
  N value() const {
    return exp(MeanLoss<T>{rows}.template value<N>());
  }
};

/// Of one row z of them: w·eⱼ/(W·S); at the label w·(e_y − S)/(W·S), if that has the largest logit −w·T/(W·S).
template <class T>
struct LabelGradient {
  const LabelledRows<T>& rows;
  std::span<const T> z;
  std::size_t label;
  double weight;
  Ball total;  // W, which is the same for all rows
  template <class N>
  struct State {
    Softened<N> soft;
    N share;  // w/W
  };
  template <class N>
  State<N> prepare() const {
    if constexpr (std::is_same_v<N, Ball>) return {soften<N>(z), N(weight) / total};
    return {soften<N>(z), N(weight) / rows.template total_weight<N>()};
  }
  template <class N>
  Scaled<N> component(const State<N>& s, std::size_t j) const {
    const bool masked = std::isinf(z[j]);
    Scaled<N> result{s.share};
    if (j != label) {
      result = Softmax<T>{z}.component(s.soft, j);
      result.value = result.value * s.share;
    } else {
      const double x = static_cast<double>(z[j]);
      if (!masked)
        result.value = (j == s.soft.top ? s.soft.rest : s.soft.total - exp(N::difference(x, s.soft.peak))) * s.share /
                       s.soft.total;
      result.value = -result.value;
    }
    return result;
  }
};

}  // namespace gibbs::inline v0::detail
