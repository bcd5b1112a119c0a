// Cross-entropy and divergences between two distributions, as sums of logarithms (see log_sum.hpp).
#pragma once

#include "reference/metrics/mathematics.hpp"

namespace gibbs::reference {

/// −Σ p̂ᵢ log q̂ᵢ = Σ pᵢ log(Q/qᵢ) / P
template <>
struct Mathematics<Metric::cross_entropy> : SumOfLogarithms<Metric::cross_entropy> {
  template <class Sum, class Real = typename Sum::Real>
  static void add_terms(const Question& question, Sum& sum) {
    const auto p = read<Real>(question.arguments[0].values), q = read<Real>(question.arguments[1].values);
    const Real P = total(p), Q = total(q);
    for (std::size_t i = 0; i < p.size(); ++i) sum.add(p[i], Q, q[i]);
    sum.divide_by(P);
  }

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values &p = question.arguments[0].values, &q = question.arguments[1].values;
    const double weight = stable::cross_weight(p, q);
    if (std::isinf(weight)) return {0};
    return {stable::logarithmic(static_cast<double>(p.size()), weight, 1, question.unit, f)};
  }
};

/// D = Σ p̂ᵢ log(p̂ᵢ/q̂ᵢ) = Σ pᵢ log(pᵢQ / qᵢP) / P
template <>
struct Mathematics<Metric::kl_divergence> : SumOfLogarithms<Metric::kl_divergence> {
  template <class Sum, class Real = typename Sum::Real>
  static void add_terms(const Question& question, Sum& sum) {
    const auto p = read<Real>(question.arguments[0].values), q = read<Real>(question.arguments[1].values);
    const Real P = total(p), Q = total(q);
    for (std::size_t i = 0; i < p.size(); ++i) {
      if (!p[i].is_zero()) sum.add(p[i], p[i] * Q, q[i] * P);
    }
    sum.divide_by(P);
  }

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values &p = question.arguments[0].values, &q = question.arguments[1].values;
    const double weight = stable::cross_weight(p, q);
    if (std::isinf(weight)) return {0};
    const double n = static_cast<double>(p.size());
    return {stable::logarithmic(n, weight + stable::cross_weight(p, p), 2, question.unit, f)};
  }
};

/// J = ½ Σ p̂ᵢ log(p̂ᵢ/m̂ᵢ) + ½ Σ q̂ᵢ log(q̂ᵢ/m̂ᵢ), m̂ = (p̂+q̂)/2; with aᵢ = pᵢQ, bᵢ = qᵢP: p̂/m̂ = 2a/(a+b), q̂/m̂ = 2b/(a+b)
/// and J = Σ (aᵢ log(2aᵢ/(aᵢ+bᵢ)) + bᵢ log(2bᵢ/(aᵢ+bᵢ))) / 2PQ
template <>
struct Mathematics<Metric::js_divergence> : SumOfLogarithms<Metric::js_divergence> {
  template <class Sum, class Real = typename Sum::Real>
  static void add_terms(const Question& question, Sum& sum) {
    const auto p = read<Real>(question.arguments[0].values), q = read<Real>(question.arguments[1].values);
    const Real P = total(p), Q = total(q);
    for (std::size_t i = 0; i < p.size(); ++i) {
      const Real a = p[i] * Q, b = q[i] * P, m = a + b;
      sum.add(a, 2 * a, m);
      sum.add(b, 2 * b, m);
    }
    sum.divide_by(2 * P * Q);
  }

  /// The logarithm of the mixture m = (p+q)/2, and the two divergences from it.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values &p = question.arguments[0].values, &q = question.arguments[1].values;
    double weight = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      const double m = stable::abs_log(p[i] / 2 + q[i] / 2);
      weight += p[i] / 2 * (stable::abs_log(p[i]) + m) + q[i] / 2 * (stable::abs_log(q[i]) + m);
    }
    return {stable::logarithmic(static_cast<double>(p.size()), weight, 4, question.unit, f)};
  }
};

}  // namespace gibbs::reference
