// Counterexamples and demonstrations, described for people; tokens read back.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "properties/run/row_by_row.hpp"
#include "properties/run/run.hpp"
#include "properties/run/show.hpp"
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

std::string shown(double x) { return std::isnan(x) ? "NaN" : fmt::format("{}", x); }

/// The component that is furthest from the exact value; a NaN is further than any number.
std::size_t worst_component(const std::vector<reference::Assessment>& assessments) {
  std::size_t worst = 0;
  const auto distance = [&](std::size_t i) { return std::isnan(assessments[i].ulps.lower) ? HUGE_VAL : assessments[i].ulps.lower; };
  for (std::size_t i = 1; i < assessments.size(); ++i) worst = distance(i) > distance(worst) ? i : worst;
  return worst;
}

bool same(double a, double b) { return a == b ? std::signbit(a) == std::signbit(b) : std::isnan(a) && std::isnan(b); }
bool same(const Answer& a, const Answer& b) {
  return a.kind == b.kind && std::ranges::equal(a.values, b.values, [](double x, double y) { return same(x, y); });
}

/// One component of an answer, or what was answered instead of numbers.
std::string said(const Answer& answer, std::size_t place) {
  if (answer.kind == Answer::Kind::value) return shown(answer.values.at(place));
  return (answer.kind == Answer::Kind::refusal ? "refused: " : "") + answer.message;
}

/// One component beside its exact value.
void compare(Observation& o, const Hearing& hearing, const Hearing::Asked& asked, const reference::Assessment& assessment, std::size_t i) {
  o.observed_hex = to_hex(asked.answer.values[i]);
  o.exact = reference::decimal(asked.question, i, 17);
  o.ulps = assessment.ulps.lower;
  o.error = assessment.error.lower;
  o.tiny = std::abs(assessment.exact.nearest) < reference::min_normal(hearing.format());
}

Observation observation(const Hearing& hearing, const Hearing::Asked& asked) {
  const auto& [question, answer, place] = asked;
  Observation o;
  o.metric = question.metric;
  o.call = hearing.text_of(question);
  if (reference::info(question.metric).has_unit && question.unit != Unit::nat) o.call += fmt::format(" in {}s", reference::name(question.unit));
  o.ulps = std::nan("");
  if (answer.kind != Answer::Kind::value) {
    o.call += place;
    o.observed = said(answer, 0);
    return o;
  }
  const auto assessments = reference::assess(question, answer.values, hearing.format());
  const std::size_t i = worst_component(assessments);
  if (reference::info(question.metric).vectorial()) {
    o.call += fmt::format("[{}]", i);
    o.place = i;
  }
  o.call += place;
  o.observed = shown(answer.values[i]);
  compare(o, hearing, asked, assessments[i], i);
  return o;
}

/// The first question whose two answers differ, and both of them: where they differ, the component that is furthest off.
std::optional<Observation> wavering(const Hearing& hearing, const Outcome& first, const Outcome& again, bool valid) {
  for (const auto& asked : first.asked) {
    const auto& [question, answer, row] = asked;
    const auto other = std::ranges::find_if(
        again.asked, [&](const Hearing::Asked& later) { return later.question == asked.question && later.place == asked.place; });
    if (other == again.asked.end() || same(answer, other->answer)) continue;
    Observation o;
    o.metric = question.metric;
    o.call = hearing.text_of(question);
    o.ulps = std::nan("");
    std::size_t place = 0;
    if (valid && answer.kind == Answer::Kind::value) {
      const auto assessments = reference::assess(question, answer.values, hearing.format());
      place = worst_component(assessments);
      compare(o, hearing, asked, assessments[place], place);
    }
    if (reference::info(question.metric).vectorial()) o.call += fmt::format("[{}]", place);
    o.call += row;
    o.observed = said(answer, place);
    o.again = said(other->answer, place);
    return o;
  }
  return std::nullopt;
}

/// What is known without asking: the inputs and how to run them again.
Counterexample outline(const Theorem& theorem, const Case& c) {
  Counterexample result;
  result.inputs = shown_inputs(c);
  const auto units = [](Metric m) { return reference::info(m).has_unit; };
  if (c.metric ? units(*c.metric) : std::ranges::any_of(theorem.metrics, units)) result.unit = c.unit;
  result.metric = c.metric.value_or(theorem.metrics.front());
  result.replay = to_token(theorem.id, c);
  return result;
}

/// p=1/2,1/4,1/4
std::string named(std::string_view name, const reference::Argument& argument) {
  std::string text(name);
  for (std::size_t i = 0; i < argument.values.size(); ++i) {
    text += i == 0 ? "=" : argument.columns != 0 && i % argument.columns == 0 ? ";" : ",";
    text += to_fraction(argument.values[i]);
  }
  return argument.columns == 0 ? text : "'" + text + "'";
}

std::string call(const Question& question) {
  std::string text = fmt::format("gibbs eval {}", reference::info(question.metric).name);
  for (std::size_t i = 0; i < question.arguments.size(); ++i) {
    text += " " + named(reference::info(question.metric).parameters[i].name, question.arguments[i]);
  }
  return text + (question.unit == Unit::nat ? "" : fmt::format(" --unit {}", reference::name(question.unit)));
}

/// By name, since compilers choose in which order the sides of a relation are asked.
std::vector<const Hearing::Asked*> asked_by_name(const Hearing& hearing) {
  std::vector<const Hearing::Asked*> all;
  for (const auto& asked : hearing.asked()) all.push_back(&asked);
  std::ranges::stable_sort(all, {}, [&](const auto* asked) { return hearing.text_of(*asked); });
  return all;
}

std::vector<Observation> observations_by_name(const Hearing& hearing) {
  std::vector<Observation> all;
  for (const auto* asked : asked_by_name(hearing)) all.push_back(observation(hearing, *asked));
  return all;
}

Breach breach(Fault::Kind kind) {
  switch (kind) {
    case Fault::Kind::inequality: return Breach::theorem;
    case Fault::Kind::inaccuracy:
    case Fault::Kind::infinity: return Breach::accuracy;
    default: return Breach::handling;
  }
}

/// For a property without an example of its own: one that the subject answers, and that says something.
Case some_case(const Theorem& theorem, Subject& subject) {
  const std::optional<Metric> metric =
      theorem.each ? std::optional(metrics_offered(theorem, subject.description()).front()) : std::nullopt;
  for (std::uint64_t seed = 1;; ++seed) {
    Source source(rc::Random(seed), 5, subject.description().format, std::vector<Unit>{Unit::nat}, 0, false, metric);
    Case c = theorem.inputs(source);
    const auto verdict = Hearing(subject, c).run(theorem.law);
    const bool judged = verdict == Hearing::Verdict::held || verdict == Hearing::Verdict::rounded || verdict == Hearing::Verdict::refuted;
    if (judged || seed == 20) return c;
  }
}

}  // namespace

std::vector<ShownInput> shown_inputs(const Case& c) {
  std::vector<ShownInput> all;
  for (const Input& input : c.inputs) {
    ShownInput s{input.name, {}, {}, input.values, input.columns};
    for (const double x : input.values) {
      s.fractions.push_back(to_fraction(x));
      s.hex.push_back(is_whole(input.role) || input.role == Role::labels ? to_fraction(x) : to_hex(x));
    }
    all.push_back(std::move(s));
  }
  return all;
}

std::vector<Observation> observations(const Hearing& hearing, std::optional<Metric> culprit) {
  std::vector<Observation> all = observations_by_name(hearing);
  const auto guilt = [&](const Observation& o) {
    if (culprit) return o.metric == *culprit ? 1.0 : 0.0;
    return std::isnan(o.ulps) ? HUGE_VAL : o.ulps;
  };
  std::ranges::stable_sort(all, [&](const Observation& a, const Observation& b) { return guilt(a) > guilt(b); });
  if (all.size() > 6) all.resize(6);
  return all;
}

Counterexample describe(const Theorem& theorem, const Case& c, const Outcome& outcome, Subject& subject) {
  Hearing hearing(subject, c, true);
  const auto verdict = hearing.run(theorem.law);
  if (verdict != outcome.verdict) {
    return describe_unsteady(theorem, c, outcome, {verdict, hearing.fault(), hearing.take_asked()}, subject);
  }
  Counterexample result = outline(theorem, c);
  result.breach = breach(outcome.fault.kind);
  result.why = verdict == Hearing::Verdict::held ? fmt::format("{}", fmt::join(hearing.relations(), "; ")) : hearing.fault().why;
  if (theorem.kind != Theorem::Kind::domain) {
    result.observations = observations(hearing, hearing.fault().culprit);
  } else {
    for (const auto& asked : hearing.asked()) {
      const auto& [question, answer, place] = asked;
      const std::string values = answer.values.empty() ? answer.message : shown(answer.values[0]);
      const std::string hex = answer.values.empty() ? "" : to_hex(answer.values[0]);
      result.observations.push_back({hearing.text_of(asked), question.metric, values, hex, "", "", std::nan("")});
    }
  }
  if (!result.observations.empty()) result.metric = result.observations.front().metric;
  return result;
}

Counterexample describe_unsteady(const Theorem& theorem, const Case& c, const Outcome& first, const Outcome& again,
                                 Subject& subject) {
  Counterexample result = outline(theorem, c);
  result.breach = Breach::handling;
  result.unsteady = true;
  const Hearing words(subject, c, true);
  const auto seen = wavering(words, first, again, theorem.kind != Theorem::Kind::domain);
  if (!seen) {
    result.why = "the subject does not answer the same questions when it is asked again";
    return result;
  }
  result.why = fmt::format("{} = {} at first, and {} when it is asked again", seen->call, seen->observed, seen->again);
  result.metric = seen->metric;
  result.observations = {*seen};
  return result;
}

Case read_case(const Theorem& theorem, const std::string& text, const Description& description) {
  const Token token = parse_token(text);
  const std::vector<Metric> offered = metrics_offered(theorem, description);
  if (theorem.each && (!token.metric || std::ranges::find(offered, *token.metric) == offered.end())) {
    throw std::invalid_argument(fmt::format("the token of {} names no metric that the subject offers{}", theorem.id, theorem.each->way));
  }
  if (!theorem.each && token.metric) throw std::invalid_argument(fmt::format("{} is not about each of several metrics", theorem.id));
  const std::vector<Metric> asked = theorem.each ? std::vector{*token.metric} : theorem.metrics;
  const std::vector<Unit> units = common_units(theorem, description, token.metric);
  const bool has_unit = std::ranges::any_of(asked, [](Metric m) { return reference::info(m).has_unit; });
  if (has_unit && std::ranges::find(units, token.unit) == units.end()) {
    throw std::invalid_argument(fmt::format("the subject does not offer the unit {} here", reference::name(token.unit)));
  }
  const Case c = theorem.inputs.read(token);
  const bool correct = std::ranges::all_of(asked, [&](Metric m) { return description.metrics.at(m).accuracy.level == Accuracy::Level::correct; });
  for (const Input& input : c.inputs) {
    if (input.role != Role::raw && !is_valid(input, description.format)) {
      throw std::invalid_argument(fmt::format("'{}' of the token is outside its domain, or no {} number", input.name, description.format.name));
    }
    if (is_mass(input.role) && !correct && !is_rounded_image(input.values, description.format)) {
      throw std::invalid_argument(fmt::format("'{}' of the token is neither exactly normalised nor the rounded image of a distribution: "
                                              "only who claims to be `correct` is asked such", input.name));
    }
  }
  if (!rows_fit(c)) throw std::invalid_argument("the labels, weights and rows of the token do not fit each other, or no row counts");
  return c;
}

Demonstration demonstrate(const Theorem& theorem, Subject& subject) {
  if (theorem.each && metrics_offered(theorem, subject.description()).empty()) {
    RowByRow rows(subject);
    return demonstrate(theorem, rows);
  }
  Demonstration d;
  const std::string example = std::string(theorem.id) + " " + std::string(theorem.example);
  const Case c = theorem.example.empty() ? some_case(theorem, subject) : read_case(theorem, example, subject.description());
  Hearing hearing(subject, c, true);
  const auto verdict = hearing.run(theorem.law);
  d.inputs = shown_inputs(c);
  const auto has_unit = [](Metric m) { return reference::info(m).has_unit; };
  if (c.metric ? has_unit(*c.metric) : std::ranges::any_of(theorem.metrics, has_unit)) d.unit = c.unit;
  if (theorem.kind != Theorem::Kind::domain) d.observations = observations_by_name(hearing);
  for (const auto* asked : asked_by_name(hearing)) d.calls.push_back({call(asked->question), asked->answer.values});
  d.relations = hearing.relations();
  if (verdict == Hearing::Verdict::refuted) d.relations.push_back(hearing.fault().why);
  d.verdict = verdict == Hearing::Verdict::held      ? Status::held
              : verdict == Hearing::Verdict::rounded ? Status::rounded
              : verdict == Hearing::Verdict::refuted ? Status::refuted
                                                   : Status::skipped;
  return d;
}

}  // namespace gibbs::properties
