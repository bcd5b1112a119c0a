// A trial: every property against one subject, and the report of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "properties/inputs/data.hpp"
#include "properties/judge/subject.hpp"

namespace gibbs::properties {

enum class Status {
  held,
  rounded,
  refuted,
  starved,  // it held, but saw too few cases of some input class to say so
  skipped,
  declined,  // the subject takes less than half of the inputs; in those it takes, it held
};
std::string_view to_string(Status status);

/// One value that a counterexample rests on.
struct Observation {
  std::string call;      // kl_divergence(p, q), bit
  Metric metric{};
  std::string observed;  // shortest decimal that reads back; "NaN"; "refused: …"; one component of a vector result
  std::string observed_hex;
  std::string again;     // what the same call answered when it was asked again, where that is something else
  std::string exact;     // leading digits of the exact value
  double ulps = 0;       // error in ulps of the exact value, NaN where there is no number to compare
  double error = 0;      // the same without a unit
  bool tiny = false;     // the exact value is below the smallest normal number, where ulps tell nothing of a share
  std::optional<std::size_t> place{};  // of the component, in a vector result
};

/// One input of a counterexample.
struct ShownInput {
  std::string name;                    // p
  std::vector<std::string> fractions;  // 1/2, 1/4, 1/4, or decimals where the fraction is no shorter
  std::vector<std::string> hex;        // 0x1p-1, …
  std::vector<double> values;
  std::size_t columns = 0;             // of a joint table
};

/// What a counterexample breaks.
enum class Breach {
  theorem,   // a relation between the subject's own answers, whatever the exact values are: no oracle is needed
  accuracy,  // an answer is further from the exact value than claimed
  handling,  // no number where there is one (NaN, refusal, crash, silence), or a number for invalid input
};
std::string_view to_string(Breach breach);

struct Counterexample {
  Breach breach{};
  Metric metric{};  // whose value is at fault, as far as can be told
  std::vector<ShownInput> inputs;
  std::optional<Unit> unit;
  std::vector<Observation> observations;  // the culprit's first
  std::string why;                        // one sentence
  bool unsteady = false;                  // the subject answers otherwise when it is asked again
  std::string replay;                     // the token: property and input values
};

/// How many of a property's cases belong to an input class.
struct ClassCount {
  std::string_view name;
  std::size_t seen = 0;
  std::size_t least = 0;  // that it must have seen
};

struct PropertyResult {
  std::string id;
  std::string statement;
  Status status = Status::held;
  std::vector<Metric> metrics;  // that it needs
  std::size_t cases = 0;        // that were judged
  std::size_t rounded = 0;      // of them
  std::size_t refuted = 0;      // of them
  std::size_t declined = 0;     // inputs beside these that the subject does not take
  std::size_t unjudged = 0;     // cases of which the claimed accuracy says nothing, since any value keeps it
  std::size_t outside = 0;      // cases that were not sent: outside the domain that the subject offers
  std::optional<Metric> unsteady;  // whose answer was another one when it was asked again
  std::string note;             // why it was skipped, or what it saw too few of
  std::optional<Counterexample> counterexample;  // of `refuted`, else of `rounded`: the simplest; of a replay: the case
  std::optional<Counterexample> simplest_as_severe;  // as the worst, of `refuted`, unless it is the simplest
  std::optional<Counterexample> worst;  // of the cases as drawn, of `refuted`, unless one of those two is as bad
  std::vector<std::string> causes;      // by their names: what broke it
  std::vector<ClassCount> classes;
  std::string rows{};  // of the user's data: those of the first case that was refuted
  double shrinking = 0;  // seconds; in no report, as two runs report the same
};

/// How a metric did on ordinary inputs (ordinary.hpp).
struct OnOrdinary {
  std::size_t results = 0;  // numbers that were judged
  double error = 0;         // the largest, as it is felt
};

struct MetricResult {
  Metric metric{};
  Accuracy accuracy;
  std::string narrowing;  // of its domain, by the subject's offer: "no masks, n ≤ 1024"
  std::string grade;  // the best level no case contradicted: "correct", "faithful", "ulp:K", "stable" or "none"; or "none judged"
  double max_ulp = 0;
  double max_share = 0;  // of what the claim allows
  std::size_t cases = 0, unjudged = 0;
  std::vector<ShownInput> worst;  // the inputs of max_ulp
  std::optional<Unit> worst_unit;
  std::string worst_replay;
  OnOrdinary on_ordinary{};
};

/// One fault of one metric, however many properties it breaks.
struct Cause {
  std::string name;                 // the metric and how it fails: "entropy: NaN"
  std::string_view way;             // how it fails: "NaN"
  Counterexample counterexample;    // the simplest input on which the metric fails so
  std::vector<std::string> breaks;  // ids of properties, in the order of the catalogue
  std::string code{};               // that shows it without gibbs, in the subject's language, if the subject gives any
  /// Where wanted: the simplest input whose error is of the same severity as the worst (within a power of 2¹⁰, and at
  /// least a hundredth of it); and the same of ordinary inputs, if it fails so on any. Often the counterexample itself.
  std::optional<Counterexample> gravest{}, on_ordinary{};
  std::string rows{};  // of the user's data, on which it was met
};

struct Report {
  Description subject;
  std::uint64_t seed = 0;
  std::size_t cases = 0;
  std::vector<PropertyResult> properties;
  std::vector<MetricResult> metrics;
  std::vector<Cause> causes;  // of all that was refuted, those that break most properties first
  std::string data{};         // the user's, in place of drawn inputs: how many rows of which files
};

struct Options {
  std::size_t cases = 1000;  // per property
  std::uint64_t seed = 1;
  std::vector<std::string> only;  // globs on property ids, of which one must match; empty: all
  std::vector<std::string> skip;  // globs on property ids, of which none may match
  std::vector<Metric> metrics;  // properties that concern one of these; empty: all
  std::vector<std::string> known;  // tokens: cases that their properties begin with, beyond `cases`
  const Data* data = nullptr;   // the user's rows, in place of drawn inputs; of the subject's format
  bool strict = false;          // `rounded` counts as refuted
  bool gravest = false;         // of each cause the gravest inputs are wanted, too
  unsigned threads = 0;         // 0: as many as cores
  /// Called (one call at a time) when a property is done: how many are done, how many there are, and the result.
  std::function<void(std::size_t done, std::size_t all, const PropertyResult&)> progress;
};

/// Runs the trial. The report depends on subject, seed, cases, filters and data alone.
/// Throws std::invalid_argument if the filters match no property; SubjectUnavailable if the subject fails for good.
Report check(Subject& subject, const Options& options);

/// Runs one counterexample again. Throws std::invalid_argument if the token cannot be read (saying where and why).
PropertyResult replay(const std::string& token, Subject& subject, bool strict);

}  // namespace gibbs::properties
