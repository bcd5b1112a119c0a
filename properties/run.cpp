#include "properties/run.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "properties/shrink.hpp"

namespace gibbs::properties {
namespace {

using Verdict = Trial::Verdict;

/// FNV-1a, so that a property's cases depend on its name and not on its place in the catalogue.
std::uint64_t hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return h;
}

rc::Gen<Case> generator(const Theorem& theorem, const Format& format, const std::vector<Unit>& units) {
  return rc::Gen<Case>([&theorem, format, units](const rc::Random& random, int size) {
    Source source(random, size, format, units);
    return shrinkable(theorem.inputs(source), format);
  });
}

/// How many more times a subject may be asked for the sake of a simpler counterexample: an answer that costs a time-out
/// or a restart is dear.
int shrink_budget(Fault::Kind kind) {
  if (kind == Fault::Kind::silence) return 1;
  if (kind == Fault::Kind::death) return 30;
  return 4000;
}
std::size_t patience(Fault::Kind kind) {
  return kind == Fault::Kind::silence ? 1 : kind == Fault::Kind::death ? 10 : SIZE_MAX;
}

struct Found {
  rc::Shrinkable<Case> at;
  Complexity size;
  Outcome outcome;
};

bool as_bad(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.fault.kind == b.fault.kind && a.fault.severity >= b.fault.severity;
}

/// Walks down RapidCheck's tree of simpler cases, keeping the kind and the severity of the fault.
Case shrink(const Theorem& theorem, Found found, Subject& subject) {
  const Outcome original = found.outcome;
  int budget = shrink_budget(original.fault.kind);
  std::set<std::string> tried;
  for (bool descended = true; descended;) {
    descended = false;
    auto candidates = found.at.shrinks();
    for (auto next = candidates.next(); next && budget > 0; next = candidates.next()) {
      const Case c = next->value();
      if (!tried.insert(to_token("", c)).second) continue;
      --budget;
      if (as_bad(judge(theorem, c, subject), original)) {
        found.at = *next;
        descended = true;
        break;
      }
    }
  }
  return found.at.value();
}

void keep_worst(std::optional<Found>& kept, const rc::Shrinkable<Case>& at, const Case& c, const Outcome& outcome) {
  const Complexity size = complexity(c);
  const auto rank = [](const Outcome& o) { return std::pair(o.verdict == Verdict::refuted, o.fault.severity); };
  if (!kept || rank(outcome) > rank(kept->outcome) || (rank(outcome) == rank(kept->outcome) && size < kept->size)) {
    kept = Found{at, size, outcome};
  }
}

}  // namespace

Outcome judge(const Theorem& theorem, const Case& inputs, Subject& subject) {
  Trial trial(subject, inputs);
  const Verdict verdict = trial.run(theorem.law);
  return {verdict, trial.fault()};
}

void Grade::add(const Trial::Grading& g, const Case& inputs) {
  const auto& a = g.assessment;
  if (!a.exact.decided) return;
  ++results_;
  correct_ = correct_ && g.returned == a.exact.nearest;
  faithful_ = faithful_ && !contradicts(a, g.returned, {Accuracy::Level::faithful, 0}, 0);
  stable_ = stable_ && !contradicts(a, g.returned, {Accuracy::Level::stable, 0}, g.stable_radius);
  if (a.error.lower > 0 && std::isfinite(a.ulps.lower)) {
    smallest_radius_ = std::min(smallest_radius_, g.stable_radius / a.error.lower * a.ulps.lower);
  }
  if (a.ulps.lower > max_ulp_ || !worst_) {
    max_ulp_ = a.ulps.lower;
    worst_ = inputs;
  }
}

std::string Grade::name() const {
  if (spoilt_ || results_ == 0) return "none";
  if (correct_) return "correct";
  if (faithful_) return "faithful";
  const double k = std::ceil(max_ulp_);
  if (std::isfinite(k) && (k <= smallest_radius_ || !stable_) && k < 0x1p20) return to_string({Accuracy::Level::ulp, k});
  return stable_ ? "stable" : "none";
}

std::vector<Unit> common_units(const Theorem& theorem, const Description& description) {
  std::vector<Unit> common{Unit::nat, Unit::bit, Unit::hartley};
  bool any = false;
  for (const Metric metric : theorem.metrics) {
    if (!reference::info(metric).has_unit) continue;
    any = true;
    const auto& units = description.metrics.at(metric).units;
    std::erase_if(common, [&](Unit unit) { return std::ranges::find(units, unit) == units.end(); });
  }
  return any ? common : std::vector<Unit>{Unit::nat};
}

std::string reason_to_skip(const Theorem& theorem, const Description& description) {
  for (const Metric metric : theorem.metrics) {
    if (!description.metrics.contains(metric)) return "lacks " + std::string(reference::info(metric).name);
  }
  if (theorem.kind == Theorem::Kind::domain && !description.validates) return "makes no promise about invalid input";
  if (common_units(theorem, description).empty()) return "its metrics have no unit in common";
  return {};
}

PropertyRun run_property(const Theorem& theorem, Subject& subject, const Options& options) {
  PropertyRun run;
  PropertyResult& result = run.result;
  result.id = theorem.id;
  result.statement = theorem.statement;
  result.metrics = theorem.metrics;
  result.note = reason_to_skip(theorem, subject.description());
  if (!result.note.empty()) {
    result.status = Status::skipped;
    return run;
  }
  const auto draw = generator(theorem, subject.description().format, common_units(theorem, subject.description()));
  std::optional<Found> kept;
  std::size_t costly = 0;
  for (std::size_t i = 0; i < options.cases; ++i) {
    for (std::uint64_t attempt = 0; attempt < 10; ++attempt) {
      const rc::Random random(rc::Random::Key{options.seed, hash(theorem.id), i, attempt});
      const auto at = draw(random, static_cast<int>(i * 101 / options.cases));
      const Case c = at.value();
      Trial trial(subject, c);
      const Outcome outcome{trial.run(theorem.law), trial.fault()};
      if (outcome.verdict == Verdict::discarded) continue;
      ++result.cases;
      for (const auto& grading : trial.gradings()) run.grade.add(grading, c);
      if (outcome.verdict == Verdict::held) break;
      ++(outcome.verdict == Verdict::refuted ? result.refuted : result.rounded);
      if (outcome.verdict == Verdict::refuted && trial.gradings().empty()) run.grade.spoil();
      keep_worst(kept, at, c, outcome);
      if (outcome.verdict == Verdict::refuted && patience(outcome.fault.kind) != SIZE_MAX) ++costly;
      break;
    }
    if (kept && costly >= patience(kept->outcome.fault.kind)) break;  // it has been shown; each more costs a restart
  }
  if (result.cases == 0) {
    result.status = Status::skipped;
    result.note = "its conditions are never met here (one unit only, or too narrow a format)";
  }
  if (kept) {
    result.status = kept->outcome.verdict == Verdict::refuted ? Status::refuted : Status::rounded;
    const Outcome outcome = kept->outcome;
    const Case simplest = shrink(theorem, std::move(*kept), subject);
    result.counterexample = describe(theorem, simplest, outcome, subject);
  }
  return run;
}

}  // namespace gibbs::properties
