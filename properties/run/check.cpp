#include "properties/run/check.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>

#include "properties/run/causes.hpp"
#include "properties/run/lost.hpp"
#include "properties/run/run.hpp"
#include "properties/run/team.hpp"

namespace gibbs::properties {
namespace {

bool selected(const Theorem& theorem, const Options& options) {
  const auto matches = [&](const std::string& glob) { return fnmatch(glob.c_str(), std::string(theorem.id).c_str(), 0) == 0; };
  if (!options.only.empty() && std::ranges::none_of(options.only, matches)) return false;
  if (std::ranges::any_of(options.skip, matches)) return false;
  const auto wanted = [&](Metric m) { return std::ranges::find(options.metrics, m) != options.metrics.end(); };
  return options.metrics.empty() || std::ranges::any_of(theorem.metrics, wanted);
}

/// Runs all properties, each whole on one thread, so that nothing depends on who was faster.
class Runs {
 public:
  Runs(const std::vector<const Theorem*>& theorems, const Description& description, const Options& options)
      : theorems_(theorems), description_(description), options_(options), runs_(theorems.size()), done_(theorems.size(), false) {}

  std::vector<PropertyRun> all(Team& team) {
    team.share(theorems_.size(), [&](std::size_t i, Subject& own) {
      try {
        if (is_to_try(i)) enter(i, run_property(*theorems_[i], own, options_));
      } catch (...) {
        const std::lock_guard lock(mutex_);
        failed_ = true;
        changed_.notify_all();
        throw;
      }
    });
    return std::move(runs_);
  }

 private:
  /// Where those that have ended make one doubt it, the answer waits for all that come before.
  bool is_to_try(std::size_t i) {
    std::unique_lock lock(mutex_);
    if (seen_.reason(*theorems_[i], description_).empty()) return true;
    changed_.wait(lock, [&] { return failed_ || judged_ == i; });
    if (failed_) return false;
    if (lost_.reason(*theorems_[i], description_).empty()) return true;
    finish(i);
    return false;
  }

  void enter(std::size_t i, PropertyRun run) {
    const std::lock_guard lock(mutex_);
    runs_[i] = std::move(run);
    seen_.add(runs_[i]);
    finish(i);
  }

  /// In order: what is lost by those before is given up, though it may have been tried meanwhile.
  void finish(std::size_t i) {
    done_[i] = true;
    for (; judged_ < done_.size() && done_[judged_]; ++judged_) {
      std::string why = lost_.reason(*theorems_[judged_], description_);
      if (!why.empty()) runs_[judged_] = given_up(*theorems_[judged_], std::move(why));
      lost_.add(runs_[judged_]);
    }
    changed_.notify_all();
    ++count_;
    if (options_.progress) options_.progress(count_, theorems_.size(), runs_[i].result);
  }

  const std::vector<const Theorem*>& theorems_;
  const Description& description_;
  const Options& options_;
  std::vector<PropertyRun> runs_;
  std::vector<bool> done_;
  std::size_t judged_ = 0, count_ = 0;  // that many are done, with all before them; that many in all
  Lost lost_;                           // by those judged
  Lost seen_;                           // by all that have ended
  bool failed_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
};

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
  result.grade = grade.name();
  result.max_ulp = grade.max_ulp();
  result.max_share = grade.max_share();
  result.on_ordinary = grade.on_ordinary();
  result.cases = run.result.cases;
  result.unjudged = run.result.unjudged;
  if (grade.worst()) {
    const Case& worst = *grade.worst();
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

Report check(Subject& subject, const Options& options) {
  std::vector<const Theorem*> theorems;
  for (const Theorem& theorem : catalogue()) {
    if (selected(theorem, options)) theorems.push_back(&theorem);
  }
  if (theorems.empty()) throw std::invalid_argument("no property matches the filters");
  Report report{subject.description(), options.seed, options.cases, {}, {}, {}};
  Team team(subject, std::min<std::size_t>(threads_of(options.threads), theorems.size()));
  std::vector<PropertyRun> runs = Runs(theorems, report.subject, options).all(team);
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
