#include "properties/fallacies/fallacy.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string>

#include "properties/run/run.hpp"
#include "properties/words/words.hpp"

namespace gibbs::properties {
namespace {

void speak(Fallacy& fallacy) {
  const Spoken* words = spoken(fallacy.id);
  if (words == nullptr) throw std::logic_error("properties/words has no words of " + std::string(fallacy.id));
  fallacy.statement = words->statement;
  fallacy.why_plausible = words->believed;
  fallacy.why_false = words->falsehood;
  fallacy.source = words->source;
}

}  // namespace

Theorem Fallacy::as_theorem() const {
  Theorem theorem;
  theorem.id = id;
  theorem.statement = statement;
  theorem.metrics = metrics;
  theorem.inputs = inputs;
  theorem.law = law;
  return theorem;
}

std::span<const Fallacy> fallacies() {
  static const std::vector<Fallacy> all = [] {
    std::vector<Fallacy> found;
    for (const auto& room : {information_fallacies, divergence_fallacies, loss_fallacies, derivative_fallacies}) {
      std::ranges::move(room(), std::back_inserter(found));
    }
    for (const Fallacy& f : found) check_binding(f.id, f.inputs, f.law);
    std::ranges::for_each(found, speak);
    return found;
  }();
  return all;
}

const Fallacy* find_fallacy(std::string_view id) {
  const auto all = fallacies();
  const auto found = std::ranges::find(all, id, &Fallacy::id);
  return found == all.end() ? nullptr : &*found;
}

Refutation refute(const Fallacy& fallacy, Subject& subject, const Options& options) {
  Theorem theorem = fallacy.as_theorem();
  Refutation refutation{run_property(theorem, subject, options).result, {}};
  if (!refutation.result.counterexample) return refutation;
  const std::string& token = refutation.result.counterexample->replay;
  theorem.example = std::string_view(token).substr(token.find(' ') + 1);
  refutation.counterexample = demonstrate(theorem, subject);
  return refutation;
}

}  // namespace gibbs::properties
