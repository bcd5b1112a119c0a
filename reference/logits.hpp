// Functions of logits: log-sum-exp, softmax and its logarithm.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "reference/interval.hpp"

namespace gibbs::reference {

/// The exponentials eᵢ = exp(zᵢ − m), m = max z; masked classes (zᵢ = −∞) have eᵢ = 0. The sum is kept as k + t, the
/// number of classes at the top and the tail of all others: Σ exp zᵢ = exp m · (k + t). So nothing is lost where a few
/// classes dominate, and an enclosure has one end at the limit t → 0, which the exact value never reaches.
template <class Real>
struct Exponentials {
  explicit Exponentials(const std::vector<double>& z) : m(*std::ranges::max_element(z)), e(z.size()), below(z.size()) {
    for (std::size_t i = 0; i < z.size(); ++i) {
      if (is_masked(z[i])) continue;
      below[i] = m - z[i];
      e[i] = increasing(mpfr_exp, Real(-below[i]));
      is_top(i) ? k += 1 : t += e[i];
    }
    sum = k + t;
  }
  static bool is_masked(double z) { return std::isinf(z); }
  bool is_top(std::size_t i) const { return below[i].is_zero() && !e[i].is_zero(); }

  /// ln(k + t)
  Real log_sum() const { return log1p(Real((k - 1) + t)); }

  Real m;
  std::vector<Real> e;
  std::vector<Real> below;  // m − zᵢ ≥ 0, where not masked
  Real k{0}, t{0};
  Real sum;  // S = k + t
};

/// ln Σ exp zᵢ = m + ln(k + t)
template <class Real>
Real log_sum_exp(const std::vector<double>& z) {
  const Exponentials<Real> x(z);
  return x.m + x.log_sum();
}

/// exp zᵢ / Σ exp zⱼ
template <class Real>
std::vector<Real> softmax(const std::vector<double>& z) {
  Exponentials<Real> x(z);
  for (Real& e : x.e) e /= x.sum;
  return std::move(x.e);
}

/// zᵢ − ln Σ exp zⱼ = −((m − zᵢ) + ln(k + t)); −∞ where masked
template <class Real>
std::vector<Real> log_softmax(const std::vector<double>& z) {
  const Exponentials<Real> x(z);
  const Real log_sum = x.log_sum();
  std::vector<Real> result(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) result[i] = x.is_masked(z[i]) ? Real(z[i]) : Real(-(x.below[i] + log_sum));
  return result;
}

}  // namespace gibbs::reference
