// Ordinary inputs: what most callers have. A function that errs on them is wrong for everybody; one that errs elsewhere
// only, for some.
#pragma once

#include "properties/inputs/case.hpp"
#include "properties/judge/subject.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::properties {

/// No logit is masked, no logit or number is beyond ±100, no mass or probability lies between 0 and 10⁻¹⁵; and where one
/// of the theorem's metrics takes counts, none of them is beyond 2³¹.
class Ordinary {
 public:
  Ordinary(const Theorem& theorem, const Description& subject);
  bool operator()(const Case& c) const;

 private:
  bool counts_;
};

}  // namespace gibbs::properties
