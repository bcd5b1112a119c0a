// Known failures: a file says what is expected to fail, and a trial is held to exactly that.
//
// A line of the file, for one subject:
//     WHAT | SUBJECT | UNTIL | REASON
// WHAT is a property's id or a cause's name (entropy: NaN); SUBJECT the subject's name, as a report gives it; UNTIL the
// last day, YYYY-MM-DD, on which the failure is accepted. Empty lines and what follows a # at a line's start are comments.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/text.hpp"
#include "properties/run/check.hpp"

namespace gibbs::cli {

struct Expectation {
  std::string place;  // "known.txt, line 3"
  std::string what, subject, until, reason;
};

/// Throws UsageError for the first line that cannot be read, or that names what gibbs does not know.
std::vector<Expectation> read_expectations(const std::string& path);

/// A trial beside what was expected of it.
struct Expected {
  std::vector<std::string> problems;            // a sentence each
  std::map<std::string, std::string> excused;   // causes and properties that fail as expected, with the reason
  bool green() const { return problems.empty(); }
};
/// `today` is YYYY-MM-DD. Lines about other subjects say nothing.
Expected compare(const properties::Report& report, const std::vector<Expectation>& expectations, const std::string& today);

/// For people: that all is as expected, or what is not.
std::string to_text(const Expected& expected, const Style& style);

/// In UTC.
std::string today();

}  // namespace gibbs::cli
