// Cross-entropy losses of logits, and their gradients.
#pragma once

#include <cmath>

#include "reference/log_sum.hpp"
#include "reference/logits.hpp"

namespace gibbs::reference {

/// L = ln Σ exp zⱼ − Σ p̂ᵢ zᵢ = Σ pᵢ (m − zᵢ) / P + ln(k + t); +∞ where a masked class has mass
template <class Real>
Real softmax_cross_entropy(const std::vector<double>& z, const std::vector<Real>& p) {
  const Exponentials<Real> x(z);
  Real sum(0);
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (p[i].is_zero()) continue;
    if (x.is_masked(z[i])) return Real(std::numeric_limits<double>::infinity());
    sum += p[i] * x.below[i];
  }
  return sum / total(p) + x.log_sum();
}

/// softmax(z)ᵢ − p̂ᵢ = eᵢ/S − pᵢ/P; at the top, where eᵢ = 1, this is (P − k pᵢ)/kP − t/kS
template <class Real>
std::vector<Real> softmax_cross_entropy_gradient(const std::vector<double>& z, const std::vector<Real>& p) {
  const Exponentials<Real> x(z);
  const Real P = total(p), kP = x.k * P, pull = x.t / (x.k * x.sum);
  std::vector<Real> gradient(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    gradient[i] = x.is_top(i) ? Real((P - x.k * p[i]) / kP - pull) : Real(x.e[i] / x.sum - p[i] / P);
  }
  return gradient;
}

/// ln(1 + exp z) − y z = (z > 0 ? (1 − y) z : −y z) + ln(1 + exp(−|z|)); z = −∞ gives 0 for y = 0, else +∞
template <class Real>
Real sigmoid_cross_entropy(double z, const Real& y) {
  if (std::isinf(z)) return y.is_zero() ? Real(0) : Real(-z);
  const Real magnitude(std::fabs(z)), weight = z > 0 ? Real(1 - y) : y;
  return weight * magnitude + log1p(increasing(mpfr_exp, Real(-magnitude)));
}

/// 1/(1 + exp(−z)) − y; with e = exp(−|z|): (1 − y − y e)/(1 + e) for z ≥ 0, ((1 − y) e − y)/(1 + e) for z < 0
template <class Real>
Real sigmoid_cross_entropy_gradient(double z, const Real& y) {
  const Real e = std::isinf(z) ? Real(0) : increasing(mpfr_exp, Real(-std::fabs(z)));
  const Real other = 1 - y;
  return (z >= 0 ? Real(other - y * e) : Real(other * e - y)) / (1 + e);
}

}  // namespace gibbs::reference
