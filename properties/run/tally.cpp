#include "properties/run/tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "properties/inputs/gates.hpp"
#include "properties/run/finds.hpp"

namespace gibbs::properties {
namespace {

using Verdict = Hearing::Verdict;

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

/// Those that the cases of a property about each of its metrics take in turn.
std::vector<Metric> metrics_tried(const Theorem& theorem, const Description& description, const Options& options) {
  std::vector<Metric> metrics = metrics_offered(theorem, description);
  std::erase_if(metrics, [&](Metric m) { return !is_chosen(m, options); });
  return metrics;
}

/// Where no case was judged: why.
void say_why_none(PropertyResult& result) {
  result.status = result.unjudged > 0 ? Status::starved : Status::skipped;
  result.note = result.unjudged > 0  ? "none judged: the claimed accuracy says nothing about them"
                : result.outside > 0 ? "all its cases are outside the domain that the subject offers"
                                     : "its conditions are never met here (one unit only, or too narrow a format)";
}

/// The same of the user's rows, which nobody chose for this.
void say_why_not_judged(PropertyResult& result) {
  result.status = Status::skipped;
  result.note = result.unjudged > 0  ? "not judged: the claimed accuracy says nothing about this data"
                : result.outside > 0 ? "not judged: all this data is outside the domain that the subject offers"
                                     : "not judged: its conditions are never met by this data";
}

/// Who answered, and who cost a time-out or a restart.
void note_answers(const Outcome& outcome, Tally& tally) {
  for (const Hearing::Asked& asked : outcome.asked) {
    const Answer::Kind kind = asked.answer.kind;
    if (kind == Answer::Kind::value || kind == Answer::Kind::refusal || kind == Answer::Kind::declined) tally.answered.insert(asked.question.metric);
  }
  if (outcome.verdict == Verdict::refuted && is_costly(outcome)) tally.mute.insert(outcome.asked.back().question.metric);
}

std::vector<Answer> answers_of(const Outcome& outcome) {
  std::vector<Answer> answers;
  for (const Hearing::Asked& asked : outcome.asked) answers.push_back(asked.answer);
  return answers;
}

/// A subject that gives again, in their order, the answers that it gave in an earlier hearing.
class Retelling final : public Subject {
 public:
  Retelling(Subject& subject, const std::vector<Answer>& answers) : subject_(subject), answers_(answers) {}
  const Description& description() const override { return subject_.description(); }
  std::unique_ptr<Subject> another() const override { return std::make_unique<Retelling>(*this); }
  Answer answer(const Question&) override { return next(); }
  Answer answer_rows(const Batch& batch) override {  // a hearing notes rows one by one, up to the first that is no number
    Answer all = next();
    for (std::size_t row = 1; row < batch.rows.size() && all.kind == Answer::Kind::value && next_ < answers_.size(); ++row) {
      const Answer& one = next();
      all.values.insert(all.values.end(), one.values.begin(), one.values.end());
    }
    if (all.kind == Answer::Kind::value) all.values.resize(batch.result_size());
    return all;
  }

 private:
  const Answer& next() {
    if (next_ == answers_.size()) throw std::invalid_argument("a question was asked that has no answer");
    return answers_[next_++];
  }

  Subject& subject_;
  const std::vector<Answer>& answers_;
  std::size_t next_ = 0;
};

}  // namespace

void Tally::add(const Tally& other) {
  for (const auto member : {&Tally::cases, &Tally::rounded, &Tally::refuted, &Tally::declined, &Tally::unjudged, &Tally::outside, &Tally::drawn, &Tally::costly}) {
    this->*member += other.*member;
  }
  for (std::size_t k = 0; k < seen.size(); ++k) seen[k] += other.seen[k], excused[k] += other.excused[k];
  if (other.declined > 0 && other.last_declined >= last_declined) why_declined = other.why_declined, last_declined = other.last_declined;
  for (const auto& [metric, grade] : other.grades) grades[metric].merge_by_number(grade);
  answered.insert(other.answered.begin(), other.answered.end());
  mute.insert(other.mute.begin(), other.mute.end());
  lost = lost || other.lost;
}

bool is_chosen(Metric metric, const Options& options) {
  return options.metrics.empty() || std::ranges::find(options.metrics, metric) != options.metrics.end();
}

PropertyTrial::PropertyTrial(const Theorem& theorem, Subject& subject, const Options& options)
    : theorem_(theorem), subject_(subject), options_(options), is_ordinary_(theorem, subject.description()) {
  const Description& description = subject.description();
  result_.id = theorem.id;
  result_.statement = theorem.statement;
  result_.metrics = theorem.metrics;
  result_.note = reason_to_skip(theorem, description);
  if (result_.note.empty() && theorem.each) {
    result_.metrics = metrics_ = metrics_tried(theorem, description, options);
    if (metrics_.empty()) result_.note = fmt::format("of the metrics chosen, none is offered{}", theorem.each->way);
  }
  if (result_.note.empty() && options.data != nullptr) {
    own_.emplace(*options.data, theorem, options.cases);
    if (!own_->why_none().empty()) result_.note = "not judged: " + own_->why_none();
  }
  if (!result_.note.empty()) {
    result_.status = Status::skipped;
    return;
  }
  if (!own_) known_ = known_finds(theorem, description);
  for (const std::string& token : options.known) {
    if (parse_token(token).id == theorem.id) known_.push_back(read_case(theorem, token, description));
  }
  // Of a property about each of its metrics, as many for every eight of them.
  to_draw_ = (own_ ? own_->size() : options.cases) * (1 + (theorem.each ? (metrics_.size() - 1) / 8 : 0));
}

std::optional<DataCases::Bound> PropertyTrial::drawn(std::size_t number) const {
  const std::size_t k = number / attempts - known_.size(), attempt = number % attempts;
  const Description& description = subject_.description();
  const rc::Random random(rc::Random::Key{options_.seed, key(theorem_.id), k, attempt});
  const std::size_t large = !own_ && k % large_every == large_every - 1 ? k / large_every + 1 : 0;
  const std::optional<Metric> metric = theorem_.each ? std::optional(metrics_[k % metrics_.size()]) : std::nullopt;
  const auto is_stable = [&](Metric m) { return description.metrics.at(m).accuracy.level == Accuracy::Level::stable; };
  const bool finest = metric ? !is_stable(*metric) : std::ranges::none_of(theorem_.metrics, is_stable);
  const std::vector<Unit> units = common_units(theorem_, description, metric);
  Source source(random, static_cast<int>(k * 101 / to_draw_), description.format, units, large, finest, metric);
  if (own_) return own_->at(k, source);
  return DataCases::Bound{theorem_.inputs(source), {}};
}

Verdict PropertyTrial::hear(const Case& c, std::size_t number, const std::string& rows) {
  Hearing hearing(subject_, c);
  const Outcome outcome{hearing.run(theorem_.law), hearing.fault(), hearing.take_asked()};
  const bool ordinary = is_ordinary_(c);
  for (const auto& grading : hearing.gradings()) tally_.grades[grading.metric].add(grading, c, ordinary, number);
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
      if (result_.rows.empty()) result_.rows = rows;
      if (hearing.gradings().empty()) tally_.grades[c.metric.value_or(theorem_.metrics.front())].spoil();
      if (is_costly(outcome)) {
        ++tally_.costly;
      } else if (tally_.refuted <= most_repeated) {
        Outcome again = properties::judge(theorem_, c, subject_);
        if (again.verdict != Verdict::refuted) failures_.add_unsteady(c, outcome, std::move(again), number);
      }
  }
  ++tally_.cases;
  if (outcome.verdict != Verdict::held) failures_.add(c, outcome, ordinary, number, rows);
  return outcome.verdict;
}

void PropertyTrial::judge(std::size_t i) {
  if (i < known_.size()) {
    hear(known_[i], i * attempts);
    return;
  }
  for (std::size_t number = i * attempts; number < (i + 1) * attempts; ++number) {
    const auto bound = drawn(number);
    if (!bound) continue;
    const Case& c = bound->at;
    const Format& format = subject_.description().format;
    const Verdict verdict = hear(c, number, bound->rows);
    if (verdict == Verdict::outside || verdict == Verdict::declined) count(tally_.excused, classify(c, format));
    if (verdict == Verdict::outside || verdict == Verdict::discarded) continue;
    if (verdict != Verdict::unjudged && verdict != Verdict::declined) count(tally_.seen, classify(c, format));
    ++tally_.drawn;
    break;
  }
}

Tally PropertyTrial::tally() const {
  Tally tally = tally_;
  for (const auto& [failure, again] : failures_.kept()) {
    Tally::Failed& failed = tally.failed[failure->number];
    failed.at = failure->at;
    failed.answers = answers_of(failure->outcome);
    if (again) failed.again = answers_of(*again);
  }
  return tally;
}

void PropertyTrial::add(const std::vector<const Tally*>& tallies) {
  std::map<std::size_t, const Tally::Failed*> failed;
  for (const Tally* tally : tallies) {
    tally_.add(*tally);
    for (const auto& [number, one] : tally->failed) failed[number] = &one;
  }
  for (const auto& entry : failed) {
    const std::size_t number = entry.first;
    const Tally::Failed& one = *entry.second;
    const auto outcome_by = [&](const std::vector<Answer>& answers) {
      Retelling before(subject_, answers);
      return properties::judge(theorem_, one.at, before);
    };
    const Outcome outcome = outcome_by(one.answers);
    if (outcome.verdict != Verdict::refuted && outcome.verdict != Verdict::rounded) {
      throw std::invalid_argument("a case does not fail by the answers that it is said to have failed by: " + to_token(theorem_.id, one.at));
    }
    if (one.again) failures_.add_unsteady(one.at, outcome, outcome_by(*one.again), number);
    failures_.add(one.at, outcome, is_ordinary_(one.at), number);
  }
}

PropertyRun PropertyTrial::finish() {
  PropertyRun run;
  run.result = std::move(result_);
  PropertyResult& result = run.result;
  if (cases() == 0) return run;
  result.cases = tally_.cases, result.rounded = tally_.rounded, result.refuted = tally_.refuted;
  result.declined = tally_.declined, result.unjudged = tally_.unjudged, result.outside = tally_.outside;
  run.grades = tally_.grades;
  run.answered = tally_.answered, run.mute = tally_.mute;
  if (result.declined > 0) {
    result.note = fmt::format("declined {} of {} inputs: {}", result.declined, result.cases + result.declined, tally_.why_declined);
  } else if (result.cases == 0) {
    own_ ? say_why_not_judged(result) : say_why_none(result);
  }
  const auto start = std::chrono::steady_clock::now();
  failures_.report(theorem_, subject_, run);
  result.shrinking = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (result.status != Status::skipped) pass_gates(tally_, own_ || enough() ? 0 : tally_.drawn, result);
  if (result.status == Status::held && result.declined > result.cases) result.status = Status::declined;
  return run;
}

PropertyRun run_property(const Theorem& theorem, Subject& subject, const Options& options) {
  PropertyTrial trial(theorem, subject, options);
  for (std::size_t i = 0; i < trial.cases() && !trial.enough(); ++i) trial.judge(i);
  return trial.finish();
}

}  // namespace gibbs::properties
