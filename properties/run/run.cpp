#include "properties/inputs/classes.hpp"
#include "properties/inputs/gates.hpp"
#include "properties/run/counterexamples.hpp"
#include "properties/run/finds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace gibbs::properties {
namespace {

using Verdict = Hearing::Verdict;

using Seen = std::array<std::size_t, Classes().size()>;

void count(Seen& seen, const Classes& classes) {
  for (std::size_t k = 0; k < seen.size(); ++k) seen[k] += classes[k] ? 1 : 0;
}

/// Enters the counts; a property that held without having seen what it must is starved. (One that failed has shown what
/// it had to.)
void pass_gates(const Seen& seen, std::size_t drawn, PropertyResult& result) {
  for (std::size_t k = 0; k < input_classes().size(); ++k) {
    const std::string_view name = input_classes()[k].name;
    const std::size_t least = least_count(result.id, name, drawn);
    if (seen[k] == 0 && least == 0) continue;
    result.classes.push_back({name, seen[k], least});
    if (seen[k] >= least || result.status == Status::refuted) continue;
    result.status = Status::starved;
    result.note += fmt::format("{}{}: {} seen, at least {} expected", result.note.empty() ? "" : "; ", name, seen[k], least);
  }
}

}  // namespace

std::uint64_t key(std::string_view id) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : id) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return h;
}

Outcome judge(const Theorem& theorem, const Case& inputs, Subject& subject) {
  Hearing hearing(subject, inputs);
  const Verdict verdict = hearing.run(theorem.law);
  return {verdict, hearing.fault()};
}

void Grade::add(const Hearing::Grading& g, const Case& inputs) {
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
  if (theorem.kind == Theorem::Kind::domain && !description.metrics.at(theorem.metrics.front()).validates) {
    return "makes no promise (`validates`) to refuse invalid input";
  }
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
  const Format& format = subject.description().format;
  const std::vector<Unit> units = common_units(theorem, subject.description());
  Failures failures;
  Seen seen{};
  std::string why_declined;
  // Counts a case, and says whether it met the theorem's conditions.
  const auto tried = [&](const Case& c) {
    Hearing hearing(subject, c);
    const Outcome outcome{hearing.run(theorem.law), hearing.fault()};
    if (outcome.verdict == Verdict::discarded) return false;
    if (outcome.verdict == Verdict::declined) {
      ++result.declined;
      why_declined = outcome.fault.why;
      return true;
    }
    ++result.cases;
    for (const auto& grading : hearing.gradings()) run.grade.add(grading, c);
    if (outcome.verdict == Verdict::held) return true;
    ++(outcome.verdict == Verdict::refuted ? result.refuted : result.rounded);
    if (outcome.verdict == Verdict::refuted && hearing.gradings().empty()) run.grade.spoil();
    failures.add(c, outcome);
    return true;
  };
  for (const Case& known : known_finds(theorem, subject.description())) {
    if (!failures.enough()) tried(known);
  }
  const std::size_t known = result.cases + result.declined;  // of no class: the gates are about what is drawn
  for (std::size_t i = 0; i < options.cases && !failures.enough(); ++i) {
    for (std::uint64_t attempt = 0; attempt < 10; ++attempt) {
      const rc::Random random(rc::Random::Key{options.seed, key(theorem.id), i, attempt});
      Source source(random, static_cast<int>(i * 101 / options.cases), format, units, i % large_every == large_every - 1);
      const Case c = theorem.inputs(source);
      if (!tried(c)) continue;
      count(seen, classify(c, format));
      break;
    }
  }
  if (result.declined > 0) {
    result.note = fmt::format("declined {} of {} inputs: {}", result.declined, result.cases + result.declined, why_declined);
  } else if (result.cases == 0) {
    result.status = Status::skipped;
    result.note = "its conditions are never met here (one unit only, or too narrow a format)";
  }
  const auto start = std::chrono::steady_clock::now();
  failures.report(theorem, subject, result);
  result.shrinking = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  // The gates are about what is drawn, declined or not.
  const std::size_t drawn = result.cases + result.declined - known;
  if (result.status != Status::skipped) pass_gates(seen, failures.enough() ? 0 : drawn, result);
  if (result.status == Status::held && result.declined > result.cases) result.status = Status::declined;
  return run;
}

}  // namespace gibbs::properties
