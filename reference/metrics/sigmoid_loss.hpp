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

  /// max(z,0) − y z + ln(1+exp(−|z|)): two products of size |z| at most, a logarithm below 1.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const double z = question.arguments[0].values[0];
    if (std::isinf(z)) return {0};
    return {stable::first_order((24 + 8 * std::abs(z)) * f.u, 32 * f.u) + 2 * f.lambda};
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

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const double s = 1 / (1 + std::exp(-question.arguments[0].values[0])), y = question.arguments[1].values[0];
    return {stable::first_order((24 * s + 4 * y) * f.u, 32 * f.u) + 2 * f.lambda};
  }
};

}  // namespace gibbs::reference
