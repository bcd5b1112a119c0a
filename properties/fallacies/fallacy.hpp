// What is plausible and false. A fallacy is stated like a theorem and tried like one, on a subject known to be right:
// so the counterexample is found, not made up, and shrunk like any other.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "properties/run/show.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::properties {

struct Fallacy {
  std::string_view id;
  // Its English words, which `fallacies` fills in (properties/words/ID.txt).
  std::string_view statement = {};  // as it would be claimed
  std::string_view why_plausible = {};
  std::string_view why_false = {};  // what is true instead, and why
  std::string_view source = {};
  std::vector<Metric> metrics;
  Inputs inputs;
  Law law;  // what is true beside it first, then the false claim
  Theorem as_theorem() const;
};

/// In the order of the catalogue. No subject is judged by them: every correct one breaks them.
std::span<const Fallacy> fallacies();
const Fallacy* find_fallacy(std::string_view id);

/// How the suite refutes a fallacy by itself.
struct Refutation {
  PropertyResult result;         // with the simplest counterexample
  Demonstration counterexample;  // the same, with every relation on the way
};
/// Depends on the fallacy, the seed and the number of cases alone if every answer of the subject is right. Of
/// `options`, only these two count.
Refutation refute(const Fallacy& fallacy, Subject& subject, const Options& options);

// The rooms of the fallacies, in their order.
std::vector<Fallacy> information_fallacies();
std::vector<Fallacy> divergence_fallacies();
std::vector<Fallacy> loss_fallacies();
std::vector<Fallacy> derivative_fallacies();

}  // namespace gibbs::properties
