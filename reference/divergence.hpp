// Divergences between two distributions, as sums of logarithms (see log_sum.hpp).
#pragma once

#include "reference/log_sum.hpp"

namespace gibbs::reference {

/// D = Σ p̂ᵢ log(p̂ᵢ/q̂ᵢ) = Σ pᵢ log(pᵢQ / qᵢP) / P
template <class Sum, class Real = typename Sum::Real>
void add_kl_divergence(const std::vector<Real>& p, const std::vector<Real>& q, Sum& sum) {
  const Real P = total(p), Q = total(q);
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!p[i].is_zero()) sum.add(p[i], p[i] * Q, q[i] * P);
  }
  sum.divide_by(P);
}

/// J = ½ Σ p̂ᵢ log(p̂ᵢ/m̂ᵢ) + ½ Σ q̂ᵢ log(q̂ᵢ/m̂ᵢ), m̂ = (p̂+q̂)/2; with aᵢ = pᵢQ, bᵢ = qᵢP: p̂/m̂ = 2a/(a+b), q̂/m̂ = 2b/(a+b)
/// and J = Σ (aᵢ log(2aᵢ/(aᵢ+bᵢ)) + bᵢ log(2bᵢ/(aᵢ+bᵢ))) / 2PQ
template <class Sum, class Real = typename Sum::Real>
void add_js_divergence(const std::vector<Real>& p, const std::vector<Real>& q, Sum& sum) {
  const Real P = total(p), Q = total(q);
  for (std::size_t i = 0; i < p.size(); ++i) {
    const Real a = p[i] * Q, b = q[i] * P, m = a + b;
    sum.add(a, 2 * a, m);
    sum.add(b, 2 * b, m);
  }
  sum.divide_by(2 * P * Q);
}

}  // namespace gibbs::reference
