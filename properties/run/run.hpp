// One property against one subject: generating cases, judging them, and making a counterexample simple.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "properties/judge/hearing.hpp"
#include "properties/run/check.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::properties {

/// What became of one case.
struct Outcome {
  Hearing::Verdict verdict{};
  Fault fault;
  std::deque<Hearing::Asked> asked;
};
Outcome judge(const Theorem& theorem, const Case& inputs, Subject& subject);

/// The best accuracy that no case contradicted, as it builds up.
class Grade {
 public:
  /// All that it has seen.
  struct State {
    bool correct = true, faithful = true, stable = true, spoilt = false;
    double max_ulp = 0, max_share = 0;  // the latter of what the claim allows
    double smallest_radius = 1e300;     // of `stable`, in ulps: below it, ulp:K says more
    std::size_t results = 0;
    std::optional<Case> worst;
    std::size_t number = 0;  // of the worst among the cases of its property
    OnOrdinary on_ordinary{};
  };
  Grade() = default;
  explicit Grade(State state) : state_(std::move(state)) {}

  void add(const Hearing::Grading& grading, const Case& inputs, bool ordinary, std::size_t number = 0);
  void spoil() { state_.spoilt = true; }  // no number came back: no level survives
  std::string name() const;
  /// As if what the other saw had been added here, after what was seen here.
  void merge(const Grade& other);
  /// The same where both saw cases of one property: of two as bad, the one with the lower number is the worst.
  void merge_by_number(const Grade& other);
  const State& state() const { return state_; }

 private:
  State state_;
};

/// How the message of an answer begins that had no end and was cut off.
inline constexpr std::string_view endless = "a line of more than ";
/// Silence, death and an answer without end cost a time-out or a restart each time.
bool is_costly(const Outcome& outcome);

/// A case that failed.
struct Failure {
  Case at;
  Outcome outcome;
  Complexity size;
  std::size_t number = 0;  // of a case that was tried: its place in its property
  std::string rows{};      // of the user's data, that it is made of as it was tried
};

struct PropertyRun {
  PropertyResult result;
  std::map<Metric, Grade> grades;  // of an accuracy property
  std::vector<Failure> failures;  // of those refuted: the simplest of each kind, and the counterexamples
  std::vector<Failure> gravest;   // of those refuted: the gravest of each kind, on all inputs and on ordinary ones
  std::set<Metric> answered;  // that gave a number or a refusal at least once
  std::set<Metric> mute;      // that cost a time-out or a restart
  bool lost = false;          // not tried, as one of its metrics never answers
};

/// What a property draws from, beside the seed: its name (by FNV-1a), and not its place in the catalogue.
std::uint64_t key(std::string_view id);

/// Runs `options.cases` cases, drawn from the seed and the property's id alone.
PropertyRun run_property(const Theorem& theorem, Subject& subject, const Options& options);

/// Why the property cannot be tried on this subject; empty if it can.
std::string reason_to_skip(const Theorem& theorem, const Description& description);
/// The units that all metrics of the theorem offer; of one about each of its metrics, those of the metric, or of any.
std::vector<Unit> common_units(const Theorem& theorem, const Description& description, std::optional<Metric> metric = std::nullopt);

/// The counterexample for people: runs the case once more, in full description.
Counterexample describe(const Theorem& theorem, const Case& inputs, const Outcome& outcome, Subject& subject);
/// The same where the verdict was another one when the case was judged again: both answers.
Counterexample describe_unsteady(const Theorem& theorem, const Case& inputs, const Outcome& first, const Outcome& again,
                                 Subject& subject);
std::vector<ShownInput> shown_inputs(const Case& inputs);
std::vector<Observation> observations(const Hearing& hearing, std::optional<Metric> culprit);

/// The case a token means to a subject. Throws std::invalid_argument where the token does not fit the theorem or its
/// domain, or has a vector that this subject may not be sent (contracts §3).
Case read_case(const Theorem& theorem, const std::string& token, const Description& description);

}  // namespace gibbs::properties
