// The mean squared error, and its gradient through a softmax.
#pragma once

#include "reference/logits.hpp"

namespace gibbs::reference {

/// (1/n) Σ (xᵢ − yᵢ)²
template <class Real>
Real mean_squared_error(const std::vector<Real>& x, const std::vector<Real>& y) {
  Real sum(0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Real difference = x[i] - y[i];
    sum += difference * difference;
  }
  return sum / x.size();
}

/// ∂/∂zᵢ (1/n) Σ (qⱼ − yⱼ)², q = softmax z:  (2/n) qᵢ ((qᵢ − yᵢ) − Σ qⱼ(qⱼ − yⱼ)).
///
/// With qⱼ = eⱼ/S and dⱼ = S (qⱼ − yⱼ) = (1 − yⱼ) eⱼ − yⱼ (S − eⱼ) this is (2/n) eᵢ Σ eⱼ (dᵢ − dⱼ) / S³. Where i is at
/// the top, dᵢ − dⱼ = S (yⱼ − yᵢ) for the others there; with A = Σ_top (yⱼ − yᵢ), the sums over the tail being t dᵢ and
/// L, (2/n) (A/S² + (t dᵢ − L)/S³) = (2/n) (A/k² + ((t dᵢ − L)/S − A t (2k + t)/k²)/S²).
template <class Real>
std::vector<Real> softmax_mean_squared_error_gradient(const std::vector<double>& z, const std::vector<Real>& y) {
  const Exponentials<Real> x(z);
  const Real &S = x.sum, &k = x.k, &t = x.t;
  std::vector<Real> d(z.size());
  Real L(0), top_d(0), top_y(0);  // Σ eⱼ dⱼ over the tail; Σ dⱼ and Σ yⱼ over the top
  for (std::size_t j = 0; j < z.size(); ++j) {
    d[j] = (1 - y[j]) * x.e[j] - y[j] * (x.is_top(j) ? Real((k - 1) + t) : Real(S - x.e[j]));
    if (x.is_top(j)) {
      top_d += d[j];
      top_y += y[j];
    } else {
      L += x.e[j] * d[j];
    }
  }
  const Real n(z.size()), kk = k * k, SS = S * S, ed = top_d + L, shrink = t * (2 * k + t) / kk;
  std::vector<Real> gradient(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (x.is_top(i)) {
      const Real A = top_y - k * y[i];
      gradient[i] = 2 * A / (n * kk) + 2 * ((t * d[i] - L) / S - A * shrink) / (n * SS);
    } else {
      gradient[i] = 2 * x.e[i] * (S * d[i] - ed) / (n * SS * S);
    }
  }
  return gradient;
}

}  // namespace gibbs::reference
