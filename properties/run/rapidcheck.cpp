#include "properties/run/rapidcheck.hpp"

#include "properties/run/run.hpp"

namespace gibbs::properties {

rc::Gen<Case> cases(const Theorem& theorem, const Description& description) {
  if (!theorem.each) return gen::cases(theorem.inputs, description.format, common_units(theorem, description));
  return rc::gen::mapcat(rc::gen::elementOf(metrics_offered(theorem, description)), [theorem, description](Metric metric) {
    return gen::cases(theorem.inputs, description.format, common_units(theorem, description, metric), metric);
  });
}

void holds(const Theorem& theorem, Subject& subject) {
  const std::string skipped = reason_to_skip(theorem, subject.description());
  if (!skipped.empty()) throw std::invalid_argument(std::string(theorem.id) + ": the subject " + skipped);
  const Case c = *cases(theorem, subject.description());
  const Outcome outcome = judge(theorem, c, subject);
  RC_PRE(outcome.verdict != Hearing::Verdict::discarded);
  if (outcome.verdict == Hearing::Verdict::refuted) RC_FAIL(describe(theorem, c, outcome, subject).why);
}

}  // namespace gibbs::properties
