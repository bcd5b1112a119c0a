// The cross-entropy loss of one logit, and its derivative.
#pragma once

#include <cmath>

#include "reference/metrics/mathematics.hpp"

namespace gibbs::reference {

/// A sigmoid is the softmax of z and 0: where they differ, it is irrational (see logits.hpp).
struct OfOneLogit {
  static bool is_irrational(const Question& question) {
    const double z = question.arguments[0].values[0];
    return std::isfinite(z) && z != 0;
  }
};

namespace stable {

/// σ = 1/(1+exp(−z)) with its relative error in units of u: the exponential (8, and 2|z| in base two) moves it by 1−σ of
/// that, sum and quotient by 1 each. ½(1 + tanh(z/2)) is not covered: it loses small probabilities.
struct Sigmoid {
  double value, error;
  explicit Sigmoid(double z) : value(1 / (1 + std::exp(-z))), error(2) {
    const double rest = 1 / (1 + std::exp(z));
    if (value > 0 && rest > 0) error += rest * (8 + 2 * std::abs(z));
  }
};

}  // namespace stable

/// ln(1 + exp z) − y z = (z > 0 ? (1 − y) z : −y z) + ln(1 + exp(−|z|)); z = −∞ gives 0 for y = 0, else +∞
template <>
struct Mathematics<Metric::sigmoid_cross_entropy> : OfOneLogit {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const double z = question.arguments[0].values[0];
    const Real y(question.arguments[1].values[0]);
    if (std::isinf(z)) return {y.is_zero() ? Real(0) : Real(-z)};
    const Real magnitude(std::fabs(z)), weight = z > 0 ? Real(1 - y) : y;
    return {weight * magnitude + increasing(mpfr_log1p, Real(increasing(mpfr_exp, Real(-magnitude))))};
  }

  static double breadth(const Question& q) { return stable::breadth_of_logs({q.arguments[0].values[0], 0}); }

  /// max(z,0) − y z, or its like in 1 − y, has products of size y|z| (exact where y is 0 or 1) and three roundings of its
  /// own size. To it ln(1+e), e = exp(−|z|), is added: 8 and, in base two, 2|z| for e; 1 + e is rounded, by no more than e;
  /// 12 for the logarithm; and the sum. What this does not cover is a form that rounds |z| + ln(1+e) and takes |z| off
  /// again, as softplus(z) − y z and (1−y) z − log σ(z) do: they lose the loss of what is known for certain.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const double z = question.arguments[0].values[0], y = question.arguments[1].values[0];
    if (std::isinf(z)) return {0};
    const double size = std::abs(z), e = std::exp(-size), logarithm = std::log1p(e);
    const double linear = z > 0 ? (1 - y) * size : y * size, product = y == 0 || y == 1 ? 0 : y * size;
    const double of_e = e > 0 ? (8 + 2 * size) * e + 13 * logarithm : 0;
    const double bound = product * f.u + linear * (4 * f.u) + of_e * f.u + std::min(f.u, e);
    return {stable::first_order(bound, 32 * f.u) + 2 * f.lambda};
  }
};

/// 1/(1 + exp(−z)) − y; with e = exp(−|z|): (1 − y − y e)/(1 + e) for z ≥ 0, ((1 − y) e − y)/(1 + e) for z < 0
template <>
struct Mathematics<Metric::sigmoid_cross_entropy_gradient> : OfOneLogit {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const double z = question.arguments[0].values[0];
    const Real y(question.arguments[1].values[0]), other = 1 - y;
    const Real e = std::isinf(z) ? Real(0) : increasing(mpfr_exp, Real(-std::fabs(z)));
    return {(z >= 0 ? Real(other - y * e) : Real(other * e - y)) / (1 + e)};
  }

  static double breadth(const Question&) { return 1; }

  /// σ, and the difference.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const double z = question.arguments[0].values[0], y = question.arguments[1].values[0];
    const auto [s, error] = stable::Sigmoid(z);
    return {stable::first_order((s * error + std::abs(s - y) + std::abs(y - s)) * f.u, 32 * f.u) + 2 * f.lambda};
  }
};

}  // namespace gibbs::reference
