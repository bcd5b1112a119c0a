// From a question to its formula.
#pragma once

#include <cmath>
#include <stdexcept>

#include "reference/divergence.hpp"
#include "reference/entropy.hpp"
#include "reference/exact.hpp"
#include "reference/joint.hpp"
#include "reference/loss.hpp"
#include "reference/squared_error.hpp"

namespace gibbs::reference {

/// The inputs as exact numbers: points, or integers that are all scaled by one power of two.
template <class Real>
std::vector<Real> read(const std::vector<double>& values) {
  if constexpr (std::is_same_v<Real, Integer>) {
    return scaled_integers(values);
  } else {
    return {values.begin(), values.end()};
  }
}

/// Is the metric (or, for the perplexity, its logarithm) a sum of logarithms of rational numbers?
inline bool is_log_sum(Metric metric) { return info(metric).has_unit || metric == Metric::perplexity; }

/// Hands the terms of such a metric to `sum`.
template <class Sum>
void add_terms(const Question& question, Sum& sum) {
  using Real = typename Sum::Real;
  const auto argument = [&](std::size_t i) { return read<Real>(question.arguments[i].values); };
  const auto joint = [&] { return Joint<Real>(argument(0), question.arguments[0].columns); };
  switch (question.metric) {
    case Metric::self_information: {
      const auto values = read<Real>({1.0, question.arguments[0].values[0]});
      return add_self_information(values[0], values[1], sum);
    }
    case Metric::entropy:
    case Metric::perplexity:
      return add_entropy(argument(0), sum);
    case Metric::cross_entropy:
      return add_cross_entropy(argument(0), argument(1), sum);
    case Metric::kl_divergence:
      return add_kl_divergence(argument(0), argument(1), sum);
    case Metric::js_divergence:
      return add_js_divergence(argument(0), argument(1), sum);
    case Metric::conditional_entropy:
      return add_conditional_entropy(joint(), sum);
    case Metric::mutual_information:
      return add_mutual_information(joint(), sum);
    default:
      throw std::logic_error("not a sum of logarithms");
  }
}

/// Enclosure of each component of the exact result. Precondition: the question is in the domain.
template <class Real>
std::vector<Real> evaluate(const Question& question) {
  const auto& arguments = question.arguments;
  const std::vector<double>& first = arguments[0].values;
  const auto second = [&] { return read<Real>(arguments[1].values); };
  if (is_log_sum(question.metric)) {
    const bool exponentiate = question.metric == Metric::perplexity;
    LogSum<Real> sum(exponentiate ? Unit::bit : question.unit);
    add_terms(question, sum);
    Real value = sum.value();
    if (exponentiate) value = increasing(mpfr_exp2, value);  // 2^(H in bits) = exp(H in nats)
    return {value};
  }
  switch (question.metric) {
    case Metric::log_sum_exp:
      return {log_sum_exp<Real>(first)};
    case Metric::softmax:
      return softmax<Real>(first);
    case Metric::log_softmax:
      return log_softmax<Real>(first);
    case Metric::softmax_cross_entropy:
      return {softmax_cross_entropy(first, second())};
    case Metric::softmax_cross_entropy_gradient:
      return softmax_cross_entropy_gradient(first, second());
    case Metric::sigmoid_cross_entropy:
      return {sigmoid_cross_entropy(first[0], second()[0])};
    case Metric::sigmoid_cross_entropy_gradient:
      return {sigmoid_cross_entropy_gradient(first[0], second()[0])};
    case Metric::mean_squared_error:
      return {mean_squared_error(read<Real>(first), second())};
    case Metric::softmax_mean_squared_error_gradient:
      return softmax_mean_squared_error_gradient(first, second());
    default:
      throw std::logic_error("unknown metric");
  }
}

/// Is the value known to be m · 2^e? An exact decision for sums of logarithms, false for everything else.
inline bool is_exactly(const Question& question, const Integer& mantissa, long exponent) {
  if (!is_log_sum(question.metric)) return false;
  LogIdentity identity;
  add_terms(question, identity);
  if (question.metric == Metric::perplexity) return identity.equals_log_of(mantissa, exponent);
  return identity.equals(mantissa, exponent, question.unit);
}

/// Is each component irrational, or zero, or a point, or else strictly inside its enclosure? So it is where two finite
/// logits differ: exponentials of distinct rationals are linearly independent over the rationals
/// (Lindemann–Weierstrass), so no softmax is rational, no log-sum-exp is, and adding a rational changes nothing. (The
/// logits of a sigmoid are z and 0.) In the gradient of the squared error, rᵢ n S³ = 2 eᵢ Σ eⱼ (dᵢ − dⱼ), the terms in
/// exp(3 max z) and in exp(3 min z) show that a rational rᵢ ≠ 0 needs an i both at the top and at the bottom.
inline bool is_irrational(const Question& question) {
  const Domain domain = info(question.metric).parameters[0].domain;
  const std::vector<double>& z = question.arguments[0].values;
  if (domain == Domain::logit) return std::isfinite(z[0]) && z[0] != 0;
  if (domain != Domain::logits) return false;
  const double top = *std::ranges::max_element(z);
  return std::ranges::any_of(z, [&](double zi) { return std::isfinite(zi) && zi != top; });
}

}  // namespace gibbs::reference
