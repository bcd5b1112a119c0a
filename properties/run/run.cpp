#include "properties/inputs/classes.hpp"
#include "properties/inputs/gates.hpp"
#include "properties/run/counterexamples.hpp"
#include "properties/run/finds.hpp"
#include "properties/run/ordinary.hpp"

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

/// Enters the counts; a property that held without having judged what it must is starved. (One that failed has shown what
/// it had to.) `excused` are cases that the subject did not offer to answer, or declined.
void pass_gates(const Seen& seen, const Seen& excused, std::size_t drawn, PropertyResult& result) {
  for (std::size_t k = 0; k < input_classes().size(); ++k) {
    const std::string_view name = input_classes()[k].name;
    const std::size_t least = least_count(result.id, name, drawn);
    if (seen[k] == 0 && least == 0) continue;
    result.classes.push_back({name, seen[k], least});
    if (seen[k] + excused[k] >= least || result.status == Status::refuted) continue;
    result.status = Status::starved;
    result.note += fmt::format("{}{}: {} seen, at least {} expected", result.note.empty() ? "" : "; ", name, seen[k], least);
  }
}

/// Those that the cases of a property about each of its metrics take in turn.
std::vector<Metric> metrics_tried(const Theorem& theorem, const Description& description, const Options& options) {
  std::vector<Metric> metrics = metrics_offered(theorem, description);
  const auto wanted = [&](Metric m) { return std::ranges::find(options.metrics, m) != options.metrics.end(); };
  if (!options.metrics.empty()) std::erase_if(metrics, [&](Metric m) { return !wanted(m); });
  return metrics;
}

/// Who answered, and who cost a time-out or a restart.
void note_answers(const Outcome& outcome, PropertyRun& run) {
  for (const Hearing::Asked& asked : outcome.asked) {
    const Answer::Kind kind = asked.answer.kind;
    if (kind == Answer::Kind::value || kind == Answer::Kind::refusal || kind == Answer::Kind::declined) run.answered.insert(asked.question.metric);
  }
  if (outcome.verdict == Verdict::refuted && is_costly(outcome)) run.mute.insert(outcome.asked.back().question.metric);
}

/// Where no case was judged: why.
void say_why_none(PropertyResult& result) {
  result.status = result.unjudged > 0 ? Status::starved : Status::skipped;
  result.note = result.unjudged > 0  ? "none judged: the claimed accuracy says nothing about them"
                : result.outside > 0 ? "all its cases are outside the domain that the subject offers"
                                     : "its conditions are never met here (one unit only, or too narrow a format)";
}

/// How many refuted cases of a property are judged a second time, to see whether the subject stands by its answers.
constexpr std::size_t most_repeated = 20;

}  // namespace

std::uint64_t key(std::string_view id) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : id) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return h;
}

bool is_costly(const Outcome& outcome) {
  if (outcome.fault.kind == Fault::Kind::silence || outcome.fault.kind == Fault::Kind::death) return true;
  return outcome.fault.kind == Fault::Kind::nonsense && !outcome.asked.empty() && outcome.asked.back().answer.message.starts_with(endless);
}

Outcome judge(const Theorem& theorem, const Case& inputs, Subject& subject) {
  Hearing hearing(subject, inputs);
  const Verdict verdict = hearing.run(theorem.law);
  return {verdict, hearing.fault(), hearing.take_asked()};
}

void Grade::add(const Hearing::Grading& g, const Case& inputs, bool ordinary) {
  const auto& a = g.assessment;
  if (!a.exact.decided) return;
  ++results_;
  correct_ = correct_ && g.returned == a.exact.nearest && !is_wrong_zero(a, g.returned);
  max_share_ = std::max(max_share_, g.share);
  faithful_ = faithful_ && !contradicts(a, g.returned, {Accuracy::Level::faithful, 0}, 0);
  stable_ = stable_ && !contradicts(a, g.returned, {Accuracy::Level::stable, 0}, g.stable_radius);
  if (a.error.lower > 0 && std::isfinite(a.ulps.lower)) {
    smallest_radius_ = std::min(smallest_radius_, g.stable_radius / a.error.lower * a.ulps.lower);
  }
  if (a.ulps.lower > max_ulp_ || !worst_) {
    max_ulp_ = a.ulps.lower;
    worst_ = inputs;
  }
  if (!ordinary) return;
  ++on_ordinary_.results;
  on_ordinary_.error = std::max(on_ordinary_.error, felt_error(a));
}

void Grade::merge(const Grade& other) {
  correct_ = correct_ && other.correct_;
  faithful_ = faithful_ && other.faithful_;
  stable_ = stable_ && other.stable_;
  spoilt_ = spoilt_ || other.spoilt_;
  if (other.worst_ && (!worst_ || other.max_ulp_ > max_ulp_)) worst_ = other.worst_;
  max_ulp_ = std::max(max_ulp_, other.max_ulp_);
  max_share_ = std::max(max_share_, other.max_share_);
  smallest_radius_ = std::min(smallest_radius_, other.smallest_radius_);
  results_ += other.results_;
  on_ordinary_.results += other.on_ordinary_.results;
  on_ordinary_.error = std::max(on_ordinary_.error, other.on_ordinary_.error);
}

std::string Grade::name() const {
  if (spoilt_) return "none";
  if (results_ == 0) return "none judged";
  if (correct_) return "correct";
  if (faithful_) return "faithful";
  const double k = std::ceil(max_ulp_);
  if (std::isfinite(k) && (k <= smallest_radius_ || !stable_) && k < 0x1p20) return to_string({Accuracy::Level::ulp, k});
  return stable_ ? "stable" : "none";
}

std::vector<Unit> common_units(const Theorem& theorem, const Description& description, std::optional<Metric> metric) {
  std::vector<Unit> common;
  const std::vector<Metric> metrics = metric ? std::vector{*metric} : metrics_offered(theorem, description);
  const bool any = theorem.each.has_value();
  for (const Unit unit : {Unit::nat, Unit::bit, Unit::hartley}) {
    const auto offers = [&](Metric m) {
      const auto& units = description.metrics.at(m).units;
      return reference::info(m).has_unit ? std::ranges::find(units, unit) != units.end() : any ? unit == Unit::nat : true;
    };
    if (any ? std::ranges::any_of(metrics, offers) : std::ranges::all_of(metrics, offers)) common.push_back(unit);
  }
  const bool unitless = std::ranges::none_of(metrics, [](Metric m) { return reference::info(m).has_unit; });
  return unitless ? std::vector<Unit>{Unit::nat} : common;
}

std::string reason_to_skip(const Theorem& theorem, const Description& description) {
  if (theorem.each && metrics_offered(theorem, description).empty()) {
    return fmt::format("offers none of its metrics{}", theorem.each->way);
  }
  for (const Metric metric : theorem.metrics) {
    if (!theorem.each && !description.metrics.contains(metric)) return "lacks " + std::string(reference::info(metric).name);
  }
  if (theorem.kind == Theorem::Kind::domain && !description.metrics.at(theorem.metrics.front()).validates) {
    return "gives no promise about invalid input (`validates`)";
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
  const std::vector<Metric> metrics = metrics_tried(theorem, subject.description(), options);
  if (theorem.each) result.metrics = metrics;
  if (theorem.each && metrics.empty()) {
    result.note = fmt::format("of the metrics chosen, none is offered{}", theorem.each->way);
    result.status = Status::skipped;
    return run;
  }
  const auto finest = [&](std::optional<Metric> metric) {
    const auto is_stable = [&](Metric m) { return subject.description().metrics.at(m).accuracy.level == Accuracy::Level::stable; };
    return metric ? !is_stable(*metric) : std::ranges::none_of(theorem.metrics, is_stable);
  };
  const Ordinary is_ordinary(theorem, subject.description());
  Failures failures;
  Seen seen{};
  std::string why_declined;
  const auto tried = [&](const Case& c) {
    Hearing hearing(subject, c);
    const Outcome outcome{hearing.run(theorem.law), hearing.fault(), hearing.take_asked()};
    const bool ordinary = is_ordinary(c);
    for (const auto& grading : hearing.gradings()) run.grades[grading.metric].add(grading, c, ordinary);
    note_answers(outcome, run);
    switch (outcome.verdict) {
      case Verdict::discarded: return outcome.verdict;
      case Verdict::declined:
        ++result.declined;
        why_declined = outcome.fault.why;
        return outcome.verdict;
      case Verdict::outside: ++result.outside; return outcome.verdict;
      case Verdict::unjudged: ++result.unjudged; return outcome.verdict;
      case Verdict::held: break;
      case Verdict::rounded: ++result.rounded; break;
      case Verdict::refuted:
        ++result.refuted;
        if (hearing.gradings().empty()) run.grades[c.metric.value_or(theorem.metrics.front())].spoil();
        if (result.refuted <= most_repeated && !is_costly(outcome)) {
          Outcome again = judge(theorem, c, subject);
          if (again.verdict != Verdict::refuted) failures.add_unsteady(c, outcome, std::move(again));
        }
    }
    ++result.cases;
    if (outcome.verdict != Verdict::held) failures.add(c, outcome, ordinary);
    return outcome.verdict;
  };
  for (const Case& known : known_finds(theorem, subject.description())) {
    if (!failures.enough()) tried(known);
  }
  for (const std::string& token : options.known) {
    if (!failures.enough() && parse_token(token).id == theorem.id) tried(read_case(theorem, token, subject.description()));
  }
  std::size_t drawn = 0;  // the gates are about these: a known find is of no class
  Seen excused{};
  // Of a property about each of its metrics, as many for every eight of them.
  const std::size_t cases = options.cases * (1 + (theorem.each ? (metrics.size() - 1) / 8 : 0));
  for (std::size_t i = 0; i < cases && !failures.enough(); ++i) {
    for (std::uint64_t attempt = 0; attempt < 10; ++attempt) {
      const rc::Random random(rc::Random::Key{options.seed, key(theorem.id), i, attempt});
      const std::size_t large = i % large_every == large_every - 1 ? i / large_every + 1 : 0;
      const std::optional<Metric> metric = theorem.each ? std::optional(metrics[i % metrics.size()]) : std::nullopt;
      const std::vector<Unit> units = common_units(theorem, subject.description(), metric);
      Source source(random, static_cast<int>(i * 101 / cases), format, units, large, finest(metric), metric);
      const Case c = theorem.inputs(source);
      const Verdict verdict = tried(c);
      if (verdict == Verdict::outside || verdict == Verdict::declined) count(excused, classify(c, format));
      if (verdict == Verdict::outside || verdict == Verdict::discarded) continue;
      if (verdict != Verdict::unjudged && verdict != Verdict::declined) count(seen, classify(c, format));
      ++drawn;
      break;
    }
  }
  if (result.declined > 0) {
    result.note = fmt::format("declined {} of {} inputs: {}", result.declined, result.cases + result.declined, why_declined);
  } else if (result.cases == 0) {
    say_why_none(result);
  }
  const auto start = std::chrono::steady_clock::now();
  failures.report(theorem, subject, run);
  result.shrinking = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (result.status != Status::skipped) pass_gates(seen, excused, failures.enough() ? 0 : drawn, result);
  if (result.status == Status::held && result.declined > result.cases) result.status = Status::declined;
  return run;
}

}  // namespace gibbs::properties
