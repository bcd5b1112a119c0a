// What entropies and divergences are made of: Σ weightᵢ · log(aᵢ/bᵢ) / total.
//
// The formulas hand their terms to a sum and do not know what it does with them: LogSum encloses the value, and
// LogIdentity (exact.hpp) decides whether it equals a given number. All ratios are formed from sums and products of
// the inputs, and divided only at the end, so whatever is exact in the formula is a point in the enclosure.
#pragma once

#include <numeric>
#include <vector>

#include "reference/interval.hpp"

namespace gibbs::reference {

template <class Real>
Real total(const std::vector<Real>& values) {
  Real sum(0);
  for (const Real& value : values) sum += value;
  return sum;
}

template <class Interval>
class LogSum {
 public:
  using Real = Interval;
  explicit LogSum(Unit unit) : unit_(unit) {}

  /// Adds weight · log(a/b). 0·log is 0, whatever a and b; a positive weight with b = 0 < a makes the sum +∞.
  void add(const Real& weight, const Real& a, const Real& b) {
    if (weight.is_zero()) return;
    if (b.is_zero()) {
      infinite_ = true;
    } else {
      sum_ += weight * log_in(unit_, Real(a / b));
    }
  }
  void divide_by(const Real& total) { sum_ /= total; }

  Real value() const { return infinite_ ? Real(std::numeric_limits<double>::infinity()) : sum_; }

 private:
  Unit unit_;
  Real sum_{0};
  bool infinite_ = false;
};

}  // namespace gibbs::reference
