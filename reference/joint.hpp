// Information in a joint table, as sums of logarithms (see log_sum.hpp).
#pragma once

#include "reference/log_sum.hpp"

namespace gibbs::reference {

/// A joint table with its row sums r, column sums c and mass W. Rows follow each other in w.
template <class Real>
struct Joint {
  Joint(std::vector<Real> table, std::size_t columns)
      : w(std::move(table)), r(w.size() / columns), c(columns), W(total(w)) {
    for (std::size_t k = 0; k < w.size(); ++k) {
      r[row(k)] += w[k];
      c[column(k)] += w[k];
    }
  }
  std::size_t row(std::size_t k) const { return k / c.size(); }
  std::size_t column(std::size_t k) const { return k % c.size(); }

  std::vector<Real> w, r, c;
  Real W;
};

/// H(column | row) = −Σ ŵᵢⱼ log(ŵᵢⱼ/r̂ᵢ) = Σ wᵢⱼ log(rᵢ/wᵢⱼ) / W
template <class Sum, class Real = typename Sum::Real>
void add_conditional_entropy(const Joint<Real>& t, Sum& sum) {
  for (std::size_t k = 0; k < t.w.size(); ++k) sum.add(t.w[k], t.r[t.row(k)], t.w[k]);
  sum.divide_by(t.W);
}

/// I = Σ ŵᵢⱼ log(ŵᵢⱼ/(r̂ᵢ ĉⱼ)) = Σ wᵢⱼ log(wᵢⱼW / rᵢcⱼ) / W
template <class Sum, class Real = typename Sum::Real>
void add_mutual_information(const Joint<Real>& t, Sum& sum) {
  for (std::size_t k = 0; k < t.w.size(); ++k) {
    if (!t.w[k].is_zero()) sum.add(t.w[k], t.w[k] * t.W, t.r[t.row(k)] * t.c[t.column(k)]);
  }
  sum.divide_by(t.W);
}

}  // namespace gibbs::reference
