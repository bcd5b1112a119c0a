#include "properties/run/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "properties/run/causes.hpp"
#include "properties/run/run.hpp"
#include "properties/run/runs.hpp"

namespace gibbs::properties {
namespace {

constexpr std::string_view accuracy_of_rows = "accuracy-of-rows";

/// What was seen of rows counts for the grades of their metrics.
void grade_rows(const std::vector<const Theorem*>& theorems, std::vector<PropertyRun>& runs) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (std::size_t k = 0; k < runs.size() && theorems[i]->id == accuracy_of_rows; ++k) {
      if (theorems[k]->kind != Theorem::Kind::accuracy || k == i) continue;
      const auto rows = runs[i].grades.find(theorems[k]->metrics.front());
      if (rows != runs[i].grades.end()) runs[k].grades[rows->first].merge(rows->second);
    }
  }
}

MetricResult grade(Metric metric, const PropertyRun& run, const Description& description) {
  MetricResult result;
  result.metric = metric;
  result.accuracy = description.metrics.at(metric).accuracy;
  result.narrowing = description.metrics.at(metric).narrowing();
  const auto found = run.grades.find(metric);
  const Grade grade = found == run.grades.end() ? Grade{} : found->second;
  const Grade::State& seen = grade.state();
  result.grade = grade.name();
  result.max_ulp = seen.max_ulp;
  result.max_share = seen.max_share;
  result.on_ordinary = seen.on_ordinary;
  result.cases = run.result.cases;
  result.unjudged = run.result.unjudged;
  if (seen.worst) {
    const Case& worst = *seen.worst;
    result.worst = shown_inputs(worst);
    if (reference::info(metric).has_unit) result.worst_unit = worst.unit;
    result.worst_replay = to_token(number_of_rows(worst) > 0 ? accuracy_of_rows : run.result.id, worst);
  }
  return result;
}

}  // namespace

std::string_view to_string(Status status) {
  switch (status) {
    case Status::held: return "held";
    case Status::rounded: return "rounded";
    case Status::refuted: return "refuted";
    case Status::starved: return "starved";
    case Status::skipped: return "skipped";
    case Status::declined: return "declined";
  }
  return "";
}

std::string_view to_string(Breach breach) {
  switch (breach) {
    case Breach::theorem: return "theorem";
    case Breach::accuracy: return "accuracy";
    case Breach::handling: return "handling";
  }
  return "";
}

Report conclude(const std::vector<const Theorem*>& theorems, std::vector<PropertyRun> runs, Team& team, const Options& options) {
  Report report{team.first().description(), options.seed, options.cases, {}, {}, {}, {}};
  if (options.data != nullptr) report.data = options.data->summary();
  report.causes = find_causes(theorems, runs, team, options);
  grade_rows(theorems, runs);
  std::set<Metric> unsteady;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const bool ran = runs[i].lost || (runs[i].result.status != Status::skipped && runs[i].result.cases + runs[i].result.unjudged > 0);
    if (theorems[i]->kind == Theorem::Kind::accuracy && ran && !theorems[i]->each) {
      report.metrics.push_back(grade(theorems[i]->metrics.front(), runs[i], report.subject));
    }
    PropertyResult& result = runs[i].result;
    if (result.unsteady) unsteady.insert(*result.unsteady);
    if (options.strict && result.status == Status::rounded) result.status = Status::refuted;
    report.properties.push_back(std::move(result));
  }
  for (MetricResult& metric : report.metrics) {
    if (unsteady.contains(metric.metric)) metric.grade = "none";
  }
  return report;
}

Report check(Subject& subject, const Options& options) {
  const std::vector<const Theorem*> theorems = selected(options);
  Team team(subject, std::min(threads_of(options.threads), theorems.size()));
  auto runs = run_all(theorems, team, options, [&](std::size_t i, Subject& own) { return run_property(*theorems[i], own, options); });
  return conclude(theorems, std::move(runs), team, options);
}

PropertyResult replay(const std::string& token, Subject& subject, bool strict) {
  const std::string id = parse_token(token).id;
  const Theorem* theorem = find_theorem(id);
  if (theorem == nullptr) throw std::invalid_argument(fmt::format("no property is called '{}'", id));
  PropertyResult result;
  result.id = theorem->id;
  result.statement = theorem->statement;
  result.metrics = theorem->metrics;
  result.cases = 1;
  result.note = reason_to_skip(*theorem, subject.description());
  if (!result.note.empty()) {
    result.status = Status::skipped;
    return result;
  }
  const Case c = read_case(*theorem, token, subject.description());
  if (c.metric) result.metrics = {*c.metric};
  const Outcome outcome = judge(*theorem, c, subject);
  switch (outcome.verdict) {
    case Hearing::Verdict::held: break;
    case Hearing::Verdict::discarded:
      result.status = Status::skipped;
      result.note = "the inputs do not meet the theorem's conditions";
      return result;
    case Hearing::Verdict::declined:
      result.status = Status::skipped;
      result.note = "the subject does not take these inputs: " + outcome.fault.why;
      return result;
    case Hearing::Verdict::outside:
      result.status = Status::skipped;
      result.note = "the inputs are outside the domain that the subject offers";
      return result;
    case Hearing::Verdict::unjudged:
      result.status = Status::skipped;
      result.note = "nothing can be judged here: the claimed accuracy says nothing about these inputs";
      return result;
    case Hearing::Verdict::rounded: result.status = strict ? Status::refuted : Status::rounded, result.rounded = 1; break;
    case Hearing::Verdict::refuted: result.status = Status::refuted, result.refuted = 1; break;
  }
  result.counterexample = describe(*theorem, c, outcome, subject);
  return result;
}

}  // namespace gibbs::properties
