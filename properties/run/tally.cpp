#include "properties/run/tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "properties/inputs/gates.hpp"
#include "properties/run/finds.hpp"

namespace gibbs::properties {
namespace {

using Verdict = Hearing::Verdict;

/// Drawn cases have their numbers from here on, known ones from 0.
constexpr std::size_t first_drawn = 1 << 20;
/// How many refuted cases of a property are judged a second time, to see whether the subject stands by its answers.
constexpr std::size_t most_repeated = 20;

void count(Tally::Seen& seen, const Classes& classes) {
  for (std::size_t k = 0; k < seen.size(); ++k) seen[k] += classes[k] ? 1 : 0;
}

/// Enters the counts; a property that held without having judged what it must is starved. (One that failed has shown what
/// it had to.)
void pass_gates(const Tally& tally, std::size_t drawn, PropertyResult& result) {
  for (std::size_t k = 0; k < input_classes().size(); ++k) {
    const std::string_view name = input_classes()[k].name;
    const std::size_t least = least_count(result.id, name, drawn);
    if (tally.seen[k] == 0 && least == 0) continue;
    result.classes.push_back({name, tally.seen[k], least});
    if (tally.seen[k] + tally.excused[k] >= least || result.status == Status::refuted) continue;
    result.status = Status::starved;
    result.note += fmt::format("{}{}: {} seen, at least {} expected", result.note.empty() ? "" : "; ", name, tally.seen[k], least);
  }
}

std::vector<Metric> metrics_tried(const Theorem& theorem, const Description& description, const Options& options) {
  std::vector<Metric> metrics = metrics_offered(theorem, description);
  const auto wanted = [&](Metric m) { return std::ranges::find(options.metrics, m) != options.metrics.end(); };
  if (!options.metrics.empty()) std::erase_if(metrics, [&](Metric m) { return !wanted(m); });
  return metrics;
}

/// Where no case was judged: why.
void say_why_none(PropertyResult& result) {
  result.status = result.unjudged > 0 ? Status::starved : Status::skipped;
  result.note = result.unjudged > 0  ? "none judged: the claimed accuracy says nothing about them"
                : result.outside > 0 ? "all its cases are outside the domain that the subject offers"
                                     : "its conditions are never met here (one unit only, or too narrow a format)";
}

/// Who answered, and who cost a time-out or a restart.
void note_answers(const Outcome& outcome, Tally& tally) {
  for (const Hearing::Asked& asked : outcome.asked) {
    const Answer::Kind kind = asked.answer.kind;
    if (kind == Answer::Kind::value || kind == Answer::Kind::refusal || kind == Answer::Kind::declined) tally.answered.insert(asked.question.metric);
  }
  if (outcome.verdict == Verdict::refuted && is_costly(outcome)) tally.mute.insert(outcome.asked.back().question.metric);
}

}  // namespace

void Tally::add(const Tally& other) {
  for (const auto member : {&Tally::cases, &Tally::rounded, &Tally::refuted, &Tally::declined, &Tally::unjudged, &Tally::outside, &Tally::drawn}) {
    this->*member += other.*member;
  }
  for (std::size_t k = 0; k < seen.size(); ++k) seen[k] += other.seen[k], excused[k] += other.excused[k];
  if (other.declined > 0 && other.last_declined >= last_declined) why_declined = other.why_declined, last_declined = other.last_declined;
  for (const auto& [metric, grade] : other.grades) grades[metric].add_part(grade);
  answered.insert(other.answered.begin(), other.answered.end());
  mute.insert(other.mute.begin(), other.mute.end());
}

PropertyTrial::PropertyTrial(const Theorem& theorem, Subject& subject, const Options& options)
    : theorem_(theorem), subject_(subject), options_(options), metrics_(metrics_tried(theorem, subject.description(), options)) {
  result_.id = theorem.id;
  result_.statement = theorem.statement;
  result_.metrics = theorem.metrics;
  result_.note = reason_to_skip(theorem, subject.description());
  if (theorem.each && result_.note.empty()) {
    result_.metrics = metrics_;
    if (metrics_.empty()) result_.note = fmt::format("of the metrics chosen, none is offered{}", theorem.each->way);
  }
  begins_ = result_.note.empty();
  if (!begins_) result_.status = Status::skipped;
  // Of a property about each of its metrics, as many for every eight of them.
  if (begins_) cases_ = options.cases * (1 + (theorem.each ? (metrics_.size() - 1) / 8 : 0));
}

bool PropertyTrial::is_finest(std::optional<Metric> metric) const {
  const auto is_stable = [&](Metric m) { return subject_.description().metrics.at(m).accuracy.level == Accuracy::Level::stable; };
  return metric ? !is_stable(*metric) : std::ranges::none_of(theorem_.metrics, is_stable);
}

Verdict PropertyTrial::judge(const Case& c, std::size_t number) {
  Hearing hearing(subject_, c);
  const Outcome outcome{hearing.run(theorem_.law), hearing.fault(), hearing.take_asked()};
  for (const auto& grading : hearing.gradings()) tally_.grades[grading.metric].add(grading, c, number);
  note_answers(outcome, tally_);
  switch (outcome.verdict) {
    case Verdict::discarded: return outcome.verdict;
    case Verdict::declined:
      ++tally_.declined;
      tally_.why_declined = outcome.fault.why;
      tally_.last_declined = number;
      return outcome.verdict;
    case Verdict::outside: ++tally_.outside; return outcome.verdict;
    case Verdict::unjudged: ++tally_.unjudged; return outcome.verdict;
    case Verdict::held: break;
    case Verdict::rounded: ++tally_.rounded; break;
    case Verdict::refuted:
      ++tally_.refuted;
      if (hearing.gradings().empty()) tally_.grades[c.metric.value_or(theorem_.metrics.front())].spoil();
      if ((retelling_ || tally_.refuted <= most_repeated) && !is_costly(outcome)) {
        Outcome again = properties::judge(theorem_, c, subject_);
        if (again.verdict != Verdict::refuted) failures_.add_unsteady(c, outcome, std::move(again), number);
      }
  }
  ++tally_.cases;
  if (outcome.verdict != Verdict::held) failures_.add(c, outcome, number);
  return outcome.verdict;
}

void PropertyTrial::try_known() {
  std::size_t number = 0;
  for (const Case& known : known_finds(theorem_, subject_.description())) {
    if (!enough()) judge(known, number++);
  }
  for (const std::string& token : options_.known) {
    if (!enough() && parse_token(token).id == theorem_.id) judge(read_case(theorem_, token, subject_.description()), number++);
  }
}

void PropertyTrial::draw(std::size_t i) {
  const Format& format = subject_.description().format;
  for (std::uint64_t attempt = 0; attempt < 10; ++attempt) {
    const rc::Random random(rc::Random::Key{options_.seed, key(theorem_.id), i, attempt});
    const std::size_t large = i % large_every == large_every - 1 ? i / large_every + 1 : 0;
    const std::optional<Metric> metric = theorem_.each ? std::optional(metrics_[i % metrics_.size()]) : std::nullopt;
    const std::vector<Unit> units = common_units(theorem_, subject_.description(), metric);
    Source source(random, static_cast<int>(i * 101 / cases_), format, units, large, is_finest(metric), metric);
    const Case c = theorem_.inputs(source);
    const Verdict verdict = judge(c, first_drawn + i);
    if (verdict == Verdict::outside || verdict == Verdict::declined) count(tally_.excused, classify(c, format));
    if (verdict == Verdict::outside || verdict == Verdict::discarded) continue;
    // A known find is of no class: the gates are about what is drawn.
    if (verdict != Verdict::unjudged && verdict != Verdict::declined) count(tally_.seen, classify(c, format));
    ++tally_.drawn;
    break;
  }
}

void PropertyTrial::add(const std::vector<const Tally*>& shares) {
  std::set<std::size_t> telling;
  for (const Tally* share : shares) {
    tally_.add(*share);
    telling.insert(share->telling.begin(), share->telling.end());
  }
  const Tally counted = tally_;
  retelling_ = true;
  for (const std::size_t number : telling) draw(number - first_drawn);
  retelling_ = false;
  tally_ = counted;
}

Tally PropertyTrial::tally() const {
  Tally tally = tally_;
  for (const std::size_t number : failures_.numbers()) {
    if (number >= first_drawn) tally.telling.insert(number);
  }
  tally.costly = failures_.any_costly();
  return tally;
}

PropertyRun PropertyTrial::finish() {
  PropertyRun run;
  run.result = std::move(result_);
  if (!begins_) return run;
  PropertyResult& result = run.result;
  result.cases = tally_.cases, result.rounded = tally_.rounded, result.refuted = tally_.refuted;
  result.declined = tally_.declined, result.unjudged = tally_.unjudged, result.outside = tally_.outside;
  run.grades = tally_.grades;
  run.answered = tally_.answered, run.mute = tally_.mute;
  if (result.declined > 0) {
    result.note = fmt::format("declined {} of {} inputs: {}", result.declined, result.cases + result.declined, tally_.why_declined);
  } else if (result.cases == 0) {
    say_why_none(result);
  }
  const auto start = std::chrono::steady_clock::now();
  failures_.report(theorem_, subject_, run);
  result.shrinking = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (result.status != Status::skipped) pass_gates(tally_, enough() ? 0 : tally_.drawn, result);
  if (result.status == Status::held && result.declined > result.cases) result.status = Status::declined;
  return run;
}

PropertyRun run_property(const Theorem& theorem, Subject& subject, const Options& options) {
  PropertyTrial trial(theorem, subject, options);
  if (trial.begins()) trial.try_known();
  for (std::size_t i = 0; i < trial.cases() && !trial.enough(); ++i) trial.draw(i);
  return trial.finish();
}

}  // namespace gibbs::properties
