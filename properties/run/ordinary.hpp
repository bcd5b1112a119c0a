// Ordinary inputs: what most callers have. A function that errs on them is wrong for everybody; one that errs elsewhere
// only, for some.
#pragma once

#include "properties/inputs/case.hpp"

namespace gibbs::properties {

/// No logit is masked, no logit or number is beyond ±100, and no mass or probability lies between 0 and 10⁻¹⁵.
bool is_ordinary(const Case& c);

/// How a metric did on them.
struct OnOrdinary {
  std::size_t results = 0;  // numbers that were judged
  double error = 0;         // the largest, relative to the exact value; where that is below 1, absolute
  std::size_t failures = 0; // cases in which the metric's claim was broken, or there was no number at all
};

}  // namespace gibbs::properties
