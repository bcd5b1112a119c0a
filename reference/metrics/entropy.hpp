// Information and entropies of distributions, as sums of logarithms (see log_sum.hpp).
#pragma once

#include "reference/metrics/mathematics.hpp"

namespace gibbs::reference {

/// I = −log p = log(1/p)
template <>
struct Mathematics<Metric::self_information> : SumOfLogarithms<Metric::self_information> {
  template <class Sum>
  static void add_terms(const Question& question, Sum& sum) {
    const auto values = read<typename Sum::Real>({1.0, question.arguments[0].values[0]});
    const auto &one = values[0], &p = values[1];  // 1 is read too, as integers come scaled
    sum.add(one, one, p);
    sum.divide_by(one);
  }

  static double breadth(const Question&) { return stable::infinity; }

  /// Logarithm, base and unit; and 1/p, where it is rounded.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values& p = question.arguments[0].values;
    if (p[0] == 0) return {0};
    const double quotient = stable::rounded_reciprocals({1}, p);
    const double bound = (12 * stable::abs_log(p[0]) + quotient) * f.u * stable::per_nat(question.unit);
    return {stable::first_order(bound + f.eta, 12 * f.u)};
  }
};

/// H = −Σ p̂ᵢ log p̂ᵢ = Σ pᵢ log(P/pᵢ) / P
template <>
struct Mathematics<Metric::entropy> : SumOfLogarithms<Metric::entropy> {
  template <class Sum>
  static void add_terms(const Question& question, Sum& sum) {
    const auto p = read<typename Sum::Real>(question.arguments[0].values);
    const auto P = total(p);
    for (const auto& pi : p) sum.add(pi, P, pi);
    sum.divide_by(P);
  }

  static double breadth(const Question& q) { return stable::log_of(q.arguments[0].values.size(), q.unit); }

  /// A sum over the masses that are not 0; each 1/p that is rounded; and since −p log p has the derivative −log p − 1, a
  /// relative disturbance of all p̂ moves H by at most (1 + H) times as much.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values& p = question.arguments[0].values;
    const double m = stable::positives(p), h = stable::cross_weight(p, p);
    const double sum = stable::of_log_sum(m, f), disturbed = stable::Disturbance(p, f).all();
    const double bound = sum * h + stable::rounded_reciprocals(p, p) * f.u + disturbed * (1 + h);
    return {stable::first_order(bound * stable::per_nat(question.unit), sum + disturbed) + stable::underflow(m, f)};
  }
};

/// exp H, H in nats: 2^H, H in bits
template <>
struct Mathematics<Metric::perplexity> {
  using Entropy = Mathematics<Metric::entropy>;

  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    return {increasing(mpfr_exp2, Entropy::sum<Real>(question, Unit::bit))};
  }
  static bool is_exactly(const Question& question, const Integer& mantissa, long exponent) {
    return Entropy::identity(question).equals_log_of(mantissa, exponent);
  }

  static double breadth(const Question& q) { return std::max(1.0, static_cast<double>(q.arguments[0].values.size()) - 1); }

  /// The error of the exponent, in nats; the exponential, and up to 3u of the exponent for another base.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const double h = stable::cross_weight(question.arguments[0].values, question.arguments[0].values);
    const Question in_nats{Metric::entropy, question.arguments, Unit::nat};
    const double relative = Entropy::stable_radius(in_nats, f)[0] + (8 + 3 * h) * f.u;
    return {stable::first_order(std::exp(h) * std::expm1(relative), relative)};
  }
};

}  // namespace gibbs::reference
