#include "properties/run/causes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "properties/run/code.hpp"
#include "properties/run/descent.hpp"
#include "properties/run/ordinary.hpp"
#include "properties/run/recorded.hpp"

namespace gibbs::properties {
namespace {

using Verdict = Hearing::Verdict;

std::string_view word(Fault::Kind kind) {
  switch (kind) {
    case Fault::Kind::negative_zero: return "−0 for 0";
    case Fault::Kind::inequality: return "unexplained";
    case Fault::Kind::inaccuracy: return "inaccurate";
    case Fault::Kind::infinity: return "infinite or not";
    case Fault::Kind::not_a_number: return "NaN";
    case Fault::Kind::refusal: return "valid input refused";
    case Fault::Kind::acceptance: return "invalid input accepted";
    case Fault::Kind::nonsense: return "no usable answer";
    case Fault::Kind::silence: return "no answer in time";
    case Fault::Kind::death: return "death";
  }
  return "";
}
constexpr std::string_view inconsistent = "inconsistent", rounded = "rounded", wrong_in_a_batch = "wrong in a batch";

/// A metric and how it fails.
struct Way {
  Metric metric{};
  std::string_view kind;
  Theorem::Kind shown_by{};  // on valid input, on invalid input, or only by the relation itself
  auto operator<=>(const Way&) const = default;
};

/// A case that shows it.
struct Showing {
  const Theorem* theorem;
  Failure failure;
};

struct Suspicion {
  Way way;
  std::vector<Showing> showings, gravest;
  std::optional<Outcome> again;  // of an inconsistent one: what became of its case the second time
  std::set<std::size_t> breaks;  // properties, by their place
  std::string rows;              // of the user's data, that show it
};

Failure failure_of(Case at, Outcome outcome) {
  const Complexity size = complexity(at);
  return {std::move(at), std::move(outcome), size};
}

/// One answer by itself: does it keep its claim? If not, the case of `accuracy-of-METRIC` that shows it.
std::optional<Showing> contradiction(const Hearing::Asked& asked, Subject& subject) {
  const auto& info = reference::info(asked.question.metric);
  const Theorem* theorem = find_theorem("accuracy-of-" + std::string(info.name));
  Token token{std::string(theorem->id), asked.question.unit, {}};
  for (std::size_t i = 0; i < info.parameters.size(); ++i) {
    // One that was left out is an input without numbers.
    const bool given = i < asked.question.arguments.size();
    const reference::Argument argument = given ? asked.question.arguments[i] : reference::Argument{};
    token.inputs.push_back({std::string(info.parameters[i].name), {}, argument.values, argument.columns});
  }
  Case c = theorem->inputs.read(token);
  Recorded before(subject, {asked});
  Outcome outcome = judge(*theorem, c, before);
  if (outcome.verdict != Verdict::refuted) return std::nullopt;
  return Showing{theorem, failure_of(std::move(c), std::move(outcome))};
}

/// The showings of a failed case: every answer that does not keep its claim; the case itself where there is none.
std::vector<std::pair<Way, Showing>> showings_of(const Theorem& theorem, const Failure& failure, Metric blamed, Subject& subject) {
  std::vector<std::pair<Way, Showing>> all;
  const Fault& fault = failure.outcome.fault;
  if (failure.outcome.verdict == Verdict::rounded) return {{{blamed, fault.kind == Fault::Kind::negative_zero ? word(fault.kind) : rounded, Theorem::Kind::law}, {&theorem, failure}}};
  if (theorem.kind == Theorem::Kind::domain) return {{{theorem.metrics.front(), word(fault.kind), theorem.kind}, {&theorem, failure}}};
  for (const Hearing::Asked& asked : failure.outcome.asked) {
    auto showing = contradiction(asked, subject);
    if (!showing) continue;
    if (!asked.place.empty()) {  // a row: is it wrong by itself, too?
      showing = contradiction({asked.question, subject.answer(asked.question)}, subject);
      if (!showing) {
        all.push_back({{asked.question.metric, wrong_in_a_batch, Theorem::Kind::law}, {&theorem, failure}});
        continue;
      }
    }
    const Way way{asked.question.metric, word(showing->failure.outcome.fault.kind), Theorem::Kind::accuracy};
    all.emplace_back(way, std::move(*showing));
  }
  if (all.empty()) all.push_back({{blamed, word(fault.kind), Theorem::Kind::law}, {&theorem, failure}});
  return all;
}

std::vector<Suspicion> suspicions(const std::vector<const Theorem*>& theorems, const std::vector<PropertyRun>& runs, Subject& subject, const Options& options) {
  std::map<Way, Suspicion> found;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Status status = runs[i].result.status;
    if (status != Status::refuted && !(options.strict && status == Status::rounded)) continue;
    for (const Failure& failure : runs[i].failures) {
      for (auto& [way, showing] : showings_of(*theorems[i], failure, runs[i].result.counterexample->metric, subject)) {
        Suspicion& suspicion = found[way];
        suspicion.way = way;
        suspicion.breaks.insert(i);
        if (suspicion.rows.empty()) suspicion.rows = failure.rows;
        suspicion.showings.push_back(std::move(showing));
      }
    }
  }
  for (std::size_t i = 0; i < runs.size() && options.gravest; ++i) {
    for (const Failure& failure : runs[i].gravest) {
      for (auto& [way, showing] : showings_of(*theorems[i], failure, runs[i].result.counterexample->metric, subject)) {
        if (const auto same = found.find(way); same != found.end()) same->second.gravest.push_back(std::move(showing));
      }
    }
  }
  std::vector<Suspicion> all;
  for (auto& [way, suspicion] : found) all.push_back(std::move(suspicion));
  return all;
}

auto simplicity(const Showing& showing) { return std::pair(showing.failure.size, to_token("", showing.failure.at)); }

/// Shrinks the simplest of its showings. One that cannot be shown again is inconsistent, and stays as it was seen.
Showing simplest(Suspicion& suspicion, Subject& subject) {
  std::ranges::sort(suspicion.showings, {}, simplicity);
  Showing first = suspicion.showings.front();
  const Fault::Kind kind = first.failure.outcome.fault.kind;
  if (suspicion.way.shown_by == Theorem::Kind::law || is_costly(first.failure.outcome)) return first;
  const auto fails = [&](const Outcome& o) { return o.verdict == Verdict::refuted && o.fault.kind == kind; };
  Descent descent(*first.theorem, subject);
  std::optional<Showing> best;
  std::set<std::string> tried;
  for (const Showing& start : suspicion.showings) {
    if (!tried.insert(to_token("", start.failure.at)).second) continue;
    if (tried.size() > starting_points) break;
    Outcome again = judge(*start.theorem, start.failure.at, subject);
    if (!fails(again)) {
      if (!suspicion.again) suspicion.again = std::move(again);
      continue;
    }
    Showing end{start.theorem, descent.from(failure_of(start.failure.at, std::move(again)), fails)};
    if (!best || simplicity(end) < simplicity(*best)) best = std::move(end);
  }
  if (!best) suspicion.way.kind = inconsistent;
  return best ? *best : first;
}

bool is_ordinary(const Showing& showing, Subject& subject) { return Ordinary(*showing.theorem, subject.description())(showing.failure.at); }

/// Of what was seen, on ordinary inputs or on all, the simplest that is as grave as the gravest; `simplest` if it is.
std::optional<Showing> gravest(const Suspicion& suspicion, bool ordinary, const Showing& simplest, Subject& subject) {
  const auto taken = [&](const Showing& showing) { return !ordinary || is_ordinary(showing, subject); };
  const auto weight = [](const Showing& showing) { return showing.failure.outcome.fault.weight(); };
  std::optional<Showing> most;
  for (const Showing& one : suspicion.gravest) {
    if (taken(one) && (!most || std::pair(-weight(one), simplicity(one)) < std::pair(-weight(*most), simplicity(*most)))) most = one;
  }
  if (taken(simplest) && (!most || weight(simplest) >= weight(*most))) return simplest;
  if (!most || suspicion.way.kind == inconsistent) return std::nullopt;
  if (suspicion.way.shown_by == Theorem::Kind::law || is_costly(most->failure.outcome)) return most;
  const Ordinary within(*most->theorem, subject.description());
  const auto as_grave = [kind = most->failure.outcome.fault.kind, least = weight(*most)](const Outcome& o) {
    return o.verdict == Verdict::refuted && o.fault.kind == kind && o.fault.weight() >= least;
  };
  most->failure = Descent(*most->theorem, subject).from(std::move(most->failure), as_grave, [&](const Case& c) { return !ordinary || within(c); });
  return most;
}

/// One time-out or restart is enough: where asking again would cost another, what was answered is shown.
Counterexample describe_once(const Showing& showing, Subject& subject) {
  const Outcome& outcome = showing.failure.outcome;
  Recorded before(subject, is_costly(outcome) ? outcome.asked : std::deque<Hearing::Asked>());
  return describe(*showing.theorem, showing.failure.at, outcome, before);
}

/// What the cause's case shows counts for the metric's grade, like any other.
void count_for_grade(const Way& way, const Showing& showing, Subject& subject, const std::vector<const Theorem*>& theorems, std::vector<PropertyRun>& runs) {
  if (way.shown_by != Theorem::Kind::accuracy) return;
  const auto place = std::ranges::find(theorems, showing.theorem) - theorems.begin();
  if (place == std::ssize(theorems)) return;
  Grade& grade = runs[static_cast<std::size_t>(place)].grades[way.metric];
  Recorded before(subject, showing.failure.outcome.asked);
  Hearing hearing(before, showing.failure.at);
  hearing.run(showing.theorem->law);
  const bool ordinary = is_ordinary(showing, subject);
  for (const auto& grading : hearing.gradings()) grade.add(grading, showing.failure.at, ordinary);
  if (hearing.gradings().empty() || way.kind == inconsistent) grade.spoil();
}

}  // namespace

std::vector<Cause> find_causes(const std::vector<const Theorem*>& theorems, std::vector<PropertyRun>& runs, Team& team, const Options& options) {
  Subject& subject = team.first();
  std::vector<Suspicion> all = suspicions(theorems, runs, subject, options);
  std::vector<Showing> shown(all.size());
  std::vector<Counterexample> described(all.size());
  std::vector<std::optional<Counterexample>> grave(all.size()), ordinary(all.size());
  team.share(all.size(), [&](std::size_t i, Subject& own) {
    shown[i] = simplest(all[i], own);
    const auto& [theorem, failure] = shown[i];
    described[i] = all[i].way.kind == inconsistent ? describe_unsteady(*theorem, failure.at, failure.outcome, *all[i].again, own)
                                                   : describe_once(shown[i], own);
    if (!options.gravest) return;
    if (const auto most = gravest(all[i], false, shown[i], own)) grave[i] = describe_once(*most, own);
    if (const auto most = gravest(all[i], true, shown[i], own)) ordinary[i] = describe_once(*most, own);
  });
  std::map<Way, std::pair<Cause, std::set<std::size_t>>> causes;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Way& way = all[i].way;
    auto& [cause, breaks] = causes[way];
    if (breaks.empty()) {
      const std::string_view on = way.shown_by == Theorem::Kind::domain && way.kind != word(Fault::Kind::acceptance) ? " on invalid input" : "";
      described[i].metric = way.metric;
      for (auto* other : {&grave[i], &ordinary[i]}) {
        if (*other) (*other)->metric = way.metric;
      }
      cause = {fmt::format("{}: {}{}", reference::info(way.metric).name, way.kind, on), way.kind, described[i], {}, {}, grave[i], ordinary[i], all[i].rows};
      if (way.shown_by != Theorem::Kind::law) cause.code = code(described[i], subject.description());
    }
    breaks.merge(all[i].breaks);
    count_for_grade(way, shown[i], subject, theorems, runs);
  }
  std::vector<Cause> result;
  for (auto& [way, found] : causes) {
    for (const std::size_t place : found.second) {
      found.first.breaks.push_back(runs[place].result.id);
      runs[place].result.causes.push_back(found.first.name);
    }
    result.push_back(std::move(found.first));
  }
  std::ranges::stable_sort(result, std::ranges::greater(), [](const Cause& cause) { return cause.breaks.size(); });
  return result;
}

}  // namespace gibbs::properties
