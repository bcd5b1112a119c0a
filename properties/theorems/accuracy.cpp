// Accuracy: each metric against the rigorous enclosure of its exact value. The one kind of property that needs an oracle.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "properties/theorems/laws.hpp"
#include "properties/theorems/questions.hpp"

namespace gibbs::properties {
namespace {

Fault::Kind kind_of(double returned, double exact) {
  return std::isinf(returned) != std::isinf(exact) ? Fault::Kind::infinity : Fault::Kind::inaccuracy;
}

/// How far off, as a share of the value.
double share(const reference::Assessment& a) { return a.error.lower / std::abs(a.exact.nearest); }

}  // namespace

Question question_of(Metric metric, const Case& c) {
  Question question{metric, {}, reference::info(metric).has_unit ? c.unit : Unit::nat};
  for (const Input& input : c.inputs) {
    if (input.role == Role::weights && input.values.empty()) continue;  // left out
    const bool table = is_table(input.role) && input.columns == 0;
    question.arguments.push_back({input.values, table ? input.values.size() : input.columns});
  }
  return question;
}

void claim_accuracy(const Hearing::Asked& asked) {
  Hearing& hearing = Hearing::current();
  const auto& [question, answer, place] = asked;
  const std::vector<double>& values = answer.values;
  const auto assessments = reference::assess(question, values, hearing.format());
  const Accuracy& accuracy = hearing.accuracy(question.metric);
  const auto radius = allowed_errors(question, values, hearing.format());
  const double breadth = reference::breadth(question);
  const auto note = [&](std::string_view what, Fault::Kind kind) {
    hearing.mark_rounded(hearing.describing() ? hearing.text_of(asked) + std::string(what) : "", kind);
  };
  std::optional<std::size_t> worst;
  double felt = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (says_nothing(accuracy, radius[i], breadth, hearing.format())) {
      hearing.mark_unjudged();
    } else {
      hearing.grade({question.metric, assessments[i], values[i], radius[i], share_of_bound(assessments[i], accuracy, radius[i])});
    }
    if (!contradicts(assessments[i], values[i], accuracy, radius[i])) {
      if (is_wrong_zero(assessments[i], values[i])) {
        note(" is −0 where the exact value is 0: a zero result is +0", Fault::Kind::negative_zero);
      } else if (accuracy.level == Accuracy::Level::correct && is_wrong_tie(assessments[i], values[i])) {
        note(": the exact value is a tie, the odd neighbour was returned", Fault::Kind::inaccuracy);
      }
      continue;
    }
    felt = std::max(felt, felt_error(assessments[i]));
    if (!worst || share(assessments[i]) > share(assessments[*worst])) worst = i;
  }
  if (!worst) {
    if (hearing.describing()) hearing.note_relation(hearing.text_of(asked) + " is as accurate as claimed: " + to_string(accuracy));
    return;
  }
  const auto& a = assessments[*worst];
  Fault fault{kind_of(values[*worst], a.exact.nearest), share(a), {}, question.metric, felt};
  if (hearing.describing()) {
    const std::string component = reference::info(question.metric).vectorial() ? fmt::format("[{}]", *worst) : "";
    const std::string allowed = accuracy.level == Accuracy::Level::stable
                                    ? fmt::format("error {:.3g}, allowed {:.3g}", a.error.lower, radius[*worst])
                                    : fmt::format("the claim is `{}`", to_string(accuracy));
    fault.why = fmt::format("{}{}{} = {} is {}", hearing.text_of(question), component, place, values[*worst], how_far_off(a.ulps.lower));
    if (std::isfinite(a.ulps.lower)) fault.why += fmt::format(" ({})", allowed);
  }
  hearing.refute(std::move(fault));
}

std::vector<Theorem> accuracy_theorems() {
  static std::deque<std::string> texts;  // theorems keep views of them
  std::vector<Theorem> all;
  for (const auto& info : reference::metrics()) {
    const Metric metric = info.metric;
    const std::string_view id = texts.emplace_back(fmt::format("accuracy-of-{}", info.name));
    const std::string_view statement = texts.emplace_back(fmt::format("{}: {}, as accurately as claimed", info.name, info.formula));
    Theorem t;
    t.id = id;
    t.statement = statement;
    t.proof = "No theorem but a comparison: the exact value is enclosed by interval arithmetic (MPFI), with the precision "
              "raised until it is decided whether the returned number keeps the accuracy claimed for it.";
    t.source = "the metric's formula; the accuracy levels are defined in docs/contracts.md";
    t.breaks = "rounding errors larger than claimed, overflow on the way, cancellation, a wrong formula";
    t.metrics = {metric};
    t.inputs = generate::for_metric(metric);
    t.law = [metric](const Case& c) { claim_accuracy(Hearing::current().answered(question_of(metric, c))); };
    t.kind = Theorem::Kind::accuracy;
    all.push_back(std::move(t));
  }
  all.push_back(accuracy_of_rows());
  return all;
}

}  // namespace gibbs::properties
