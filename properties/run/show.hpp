// Counterexamples and demonstrations as text for people.
#pragma once

#include <string>
#include <vector>

#include "properties/run/check.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::properties {

/// Several lines, at most 100 columns each, no trailing newline: why; inputs in fractions and in hexadecimal; what was
/// observed, the exact value and the distance; the line that replays it. `subject` is added to the replay line.
std::string show(const Counterexample& counterexample, const std::string& subject_argument);

/// All counterexamples of a property: the simplest as above; of the others what was wrong and how to run them again. One
/// that is two of the three is shown once.
std::string show(const PropertyResult& property, const std::string& subject_argument);

/// A question as a line for the terminal, "gibbs eval entropy p=1/2,1/2", and the subject's answer: no numbers if it gave none.
struct Call {
  std::string line;
  std::vector<double> values;
};
/// A theorem on definite inputs: what the subject answered, the exact values, and the verdict.
struct Demonstration {
  std::vector<ShownInput> inputs;
  std::optional<Unit> unit;
  std::vector<Observation> observations;
  std::vector<Call> calls;             // the same for `gibbs eval`, whole vectors
  std::vector<std::string> relations;  // each claim with both sides' values: "entropy(p) = 1.5 ≤ log 3 = 1.5849…"; a broken one last
  Status verdict = Status::held;
};
/// The theorem's live example.
Demonstration demonstrate(const Theorem& theorem, Subject& subject);

}  // namespace gibbs::properties
