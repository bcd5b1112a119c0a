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

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const double p = question.arguments[0].values[0];
    if (p == 0) return {0};
    return {stable::first_order(16 * f.u * stable::abs_log(p) * stable::per_nat(question.unit) + f.eta, 16 * f.u)};
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

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values& p = question.arguments[0].values;
    return {stable::logarithmic(static_cast<double>(p.size()), stable::cross_weight(p, p), 1, question.unit, f)};
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

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values& p = question.arguments[0].values;
    const double h = stable::cross_weight(p, p);
    // Of the exponent, and of the exponential itself.
    const double disturbance = Entropy::stable_radius(question, f)[0] + (16 + 4 * h) * f.u;
    return {stable::first_order(std::exp(h) * std::expm1(disturbance), disturbance)};
  }
};

}  // namespace gibbs::reference
