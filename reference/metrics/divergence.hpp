// Cross-entropy and divergences between two distributions, as sums of logarithms (see log_sum.hpp).
#pragma once

#include <numbers>

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

  static double breadth(const Question&) { return stable::infinity; }

  /// A sum over the masses of P; a disturbance of p̂ moves it like its terms, one of q̂ moves each logarithm.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values &p = question.arguments[0].values, &q = question.arguments[1].values;
    const double weight = stable::cross_weight(p, q), m = stable::positives(p);
    if (std::isinf(weight)) return {0};
    const double sum = stable::of_log_sum(m, f);
    const double of_p = stable::Disturbance(p, f).all(), of_q = stable::Disturbance(q, f).all();
    const double bound = (sum + of_p) * weight + of_q + stable::rounded_reciprocals(p, q) * f.u;
    return {stable::first_order(bound * stable::per_nat(question.unit), sum + of_p + of_q) + stable::underflow(m, f)};
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

  static double breadth(const Question&) { return stable::infinity; }

  /// p·log(p/q) rounds the quotient, p·(log p − log q) and the difference of two entropies have terms of the size of
  /// |log p| + |log q|. p log(p/q) has the derivatives log(p/q) + 1 and −p/q.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values &p = question.arguments[0].values, &q = question.arguments[1].values;
    const double crossed = stable::cross_weight(p, q), m = stable::positives(p);
    if (std::isinf(crossed)) return {0};
    const double sum = stable::of_log_sum(m, f);
    const double of_p = stable::Disturbance(p, f).all(), of_q = stable::Disturbance(q, f).all();
    const double bound = sum * (crossed + stable::cross_weight(p, p)) + of_p * (1 + stable::ratio_weight(p, q)) + of_q + f.u;
    return {stable::first_order(bound * stable::per_nat(question.unit), sum + of_p + of_q) + stable::underflow(m, f)};
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

  static double breadth(const Question& q) { return stable::log_of(2, q.unit); }

  /// Two divergences from the mixture m, which rounds p + q, and their quotients or their entropies. In J the derivatives
  /// of the logarithms cancel: ∂J/∂p = ½ log(p/m), so that a disturbance of p̂ counts by the ratio alone, and to the second
  /// order by less than its square.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values &p = question.arguments[0].values, &q = question.arguments[1].values;
    double weight = 0, m = 0;
    const auto ratios = [&](const stable::Values& of) {
      double sum = 0;
      for (std::size_t i = 0; i < of.size(); ++i) {
        if (of[i] == 0) continue;
        const double twice = p[i] + q[i];  // half of it may underflow
        weight += of[i] / 2 * (stable::abs_log(of[i]) + std::abs(std::log(twice) - std::numbers::ln2));
        sum += of[i] / 2 * std::abs(std::log(of[i] / twice) + std::numbers::ln2);
      }
      m += stable::positives(of);
      return sum;
    };
    const double ratios_of_p = ratios(p), ratios_of_q = ratios(q), sum = stable::of_log_sum(m, f);
    const double of_p = stable::Disturbance(p, f).all(), of_q = stable::Disturbance(q, f).all();
    const double bound = sum * weight + of_p * (ratios_of_p + of_p) + of_q * (ratios_of_q + of_q) + 2 * f.u;
    return {stable::first_order(bound * stable::per_nat(question.unit), sum + of_p + of_q) + stable::underflow(m, f)};
  }
};

/// √J, J in the unit
template <>
struct Mathematics<Metric::js_distance> {
  using Square = Mathematics<Metric::js_divergence>;

  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    return {root_of_nonnegative(Square::enclose<Real>(question)[0])};
  }
  static bool is_exactly(const Question& question, const Integer& mantissa, long exponent) {
    return mantissa >= 0 && Square::is_exactly(question, mantissa * mantissa, 2 * exponent);
  }

  static double breadth(const Question& question) { return std::sqrt(Square::breadth(question)); }

  /// |√a − √J| is at most |a − J|/√J, and at most √|a − J| where J is too small for that; the root is rounded once.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const double of_square = Square::stable_radius(question, f)[0];
    const Interval square = Square::enclose<Interval>(question)[0];
    const double root = std::sqrt(std::max(0.0, lower_double(square)));
    return {stable::first_order(std::min(std::sqrt(of_square), of_square / root) +
                                    f.u * std::sqrt(upper_double(square) + of_square), 0)};
  }
};

}  // namespace gibbs::reference
