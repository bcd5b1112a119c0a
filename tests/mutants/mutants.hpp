// Planted faults, by a table: every operator on every metric that it applies to. A mutant is an honest implementation
// but for one metric; all else of it is right.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "properties/judge/functions.hpp"

namespace gibbs::tests {

struct Mutant {
  std::string id;  // operator:metric
  properties::Metric metric;
  std::string_view fault;
  properties::Accuracy accuracy;
  std::string_view needs;  // why three classes, sixteenths and whole logits do not show the fault, if they do not
  properties::Functions subject;
  std::string_view
      equivalent;  // why no trial can tell it from a correct implementation at its claim; empty for a fault
};

std::vector<Mutant> mutants();

}  // namespace gibbs::tests
