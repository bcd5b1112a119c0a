// Libraries beside each other: what became of each metric in each of them, and every cause once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/text.hpp"
#include "properties/run/check.hpp"
#include "subjects/adapter_files.hpp"

namespace gibbs::cli {

/// What became of one subject.
struct Tried {
  std::string name;                          // as --subject calls it
  std::optional<properties::Report> report;  // none where it could not be started
  std::string problem, install;              // then: why, and the command that would help
  std::vector<subjects::Note> notes;         // of its adapter's head
  bool composed = false;                     // it says that all its formulas are its own
};

/// What people call it: of a program, the name it gives itself.
std::string label(const Tried& tried);

enum class Mark {
  right,       // for every input tried
  extreme,     // wrong, but on ordinary inputs right
  rough,       // on ordinary inputs right but for the last digits, which careful formulas would have
  wrong,       // on ordinary inputs
  convention,  // as its documentation says
  composed,    // a formula of the adapter's: not the library's
  internal,    // no part of the public interface
  declined,    // it takes too few of the inputs to be judged
  lacking,     // the library has none
};
struct MarkSign {
  std::string_view sign, name, meaning;
};
const MarkSign& sign_of(Mark mark);

struct Cell {
  Mark mark = Mark::lacking;
  std::string_view word;               // of its gravest cause
  std::string number;                  // the largest error on ordinary inputs: 2e-16, NaN
  std::optional<std::size_t> finding;  // its gravest one: the place in `findings` or, if it is the adapter's, in `apart`
};

inline constexpr std::string_view ordinary_means =
    "Ordinary: no logit masked, none beyond ±100, no probability between 0 and 1e-15, no count beyond 2^31.";
inline constexpr std::string_view number_means =
    "The number is the largest error on ordinary inputs, relative to the exact value, or absolute where that is below 1.";

enum class Judged { defect, clipping, convention, last_digits };
std::string_view to_string(Judged judged);
enum class Severity { low, medium, high };
std::string_view to_string(Severity severity);

/// One cause; of several with the same word in one function, the gravest.
struct Finding {
  std::size_t subject = 0;  // its place
  properties::Metric metric{};
  Mark mark{};
  std::string_view word;
  properties::Cause cause;
  properties::Counterexample shown;  // the input that tells most; ordinary, if it is wrong there
  bool ordinary = false;
  std::vector<std::string> code;  // two lines that show it without gibbs, in the subject's language; empty if it gives none
  std::string upstream;           // what its makers know of it; or what its documentation says, where it is a convention
  Judged judged{};
  Severity severity{};
};
bool is_composed(const Tried& tried, const properties::Offer& offer);
Finding finding(std::size_t place, const Tried& tried, const properties::Cause& cause);
/// The gravest first. Of one function those with the same word are one finding, which breaks what any of them does.
std::vector<Finding> each_word_once(std::vector<Finding> findings);

struct SideBySide {
  std::vector<Tried> subjects;              // that were tried: each has its report
  std::vector<Tried> missing;               // that could not be started
  std::vector<properties::Metric> metrics;  // that one of them offers
  std::vector<std::vector<Cell>> cells;     // by metric, then by subject
  std::vector<Finding> findings;            // the gravest first
  std::vector<Finding> apart;               // of composed and private functions

  const properties::Report& report(const Finding& finding) const { return *subjects[finding.subject].report; }
};

SideBySide compare(std::vector<Tried> tried);
/// The places of the subjects that have a function which is no formula of the adapter's; the names of the others.
std::vector<std::size_t> with_own_functions(const SideBySide& comparison);
std::string without_own_functions(const SideBySide& comparison);

// For people, for programs.

/// What stands beside the mark: "zeros" and "NaN", or "composed".
struct CellText {
  std::string_view word;
  std::string number;
};
CellText text_of(const Cell& cell);
/// Few columns: "softmax loss", "mean softmax grad".
std::string short_name(properties::Metric metric);
/// "js_divergence(p, q) is NaN; exactly 4.6e-19"
std::string what_happens(const Finding& finding);
/// "defect, severity high"
std::string severity_and_kind(const Finding& finding);
/// What came back, or what the library said, without the protocol's number of the error.
std::string returned(const properties::Observation& seen);
/// "p = [0.5, 0.5], q = [1.0, 0.0], bit"; what is long is left to the token.
std::string inputs_of(const properties::Counterexample& counterexample);
/// What a subject says of a metric that keeps inputs from it: "scikit-learn cross_entropy: labels, clips q at 1e-15".
std::vector<std::string> narrowed(const SideBySide& comparison);

/// At most 100 columns, but for lines to be pasted.
std::string to_text(const SideBySide& comparison, const Style& style);
std::string to_json(const SideBySide& comparison);
std::string to_html(const SideBySide& comparison);
/// docs/findings.md: every finding, to be pasted into a bug report.
std::string to_findings(const SideBySide& comparison);

}  // namespace gibbs::cli
