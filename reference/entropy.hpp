// Information and entropies of distributions, as sums of logarithms (see log_sum.hpp).
#pragma once

#include "reference/log_sum.hpp"

namespace gibbs::reference {

/// I = −log p = log(1/p); the number 1 is passed in, as integers come scaled
template <class Sum, class Real = typename Sum::Real>
void add_self_information(const Real& one, const Real& p, Sum& sum) {
  sum.add(one, one, p);
  sum.divide_by(one);
}

/// H = −Σ p̂ᵢ log p̂ᵢ = Σ pᵢ log(P/pᵢ) / P
template <class Sum, class Real = typename Sum::Real>
void add_entropy(const std::vector<Real>& p, Sum& sum) {
  const Real P = total(p);
  for (const Real& pi : p) sum.add(pi, P, pi);
  sum.divide_by(P);
}

/// −Σ p̂ᵢ log q̂ᵢ = Σ pᵢ log(Q/qᵢ) / P
template <class Sum, class Real = typename Sum::Real>
void add_cross_entropy(const std::vector<Real>& p, const std::vector<Real>& q, Sum& sum) {
  const Real P = total(p), Q = total(q);
  for (std::size_t i = 0; i < p.size(); ++i) sum.add(p[i], Q, q[i]);
  sum.divide_by(P);
}

}  // namespace gibbs::reference
