// A trial's report: for people, for programs, for continuous integration.
#pragma once

#include <string>

#include "cli/expect.hpp"
#include "cli/text.hpp"
#include "properties/run/check.hpp"

namespace gibbs::cli {

enum class Detail {
  verdict,     // one sentence
  causes,      // grades per metric, the causes of what broke, and what held as counts
  everything,  // what broke and what was rounded too, each property with its counterexamples
};

/// At most 100 columns, but for lines to be pasted. `subject` is the argument of --subject,
/// `shell_quoted`, for the lines that replay.
std::string to_text(const properties::Report& report, const std::string& subject, const Style& style, Detail detail);
/// One cause: what is wrong, on which input, what it breaks, and the line that runs it again: the
/// subject's own code, or a token.
std::string to_text(const properties::Cause& cause, const properties::Description& of, const std::string& subject, const Style& style);

/// Is the grade below the claim?
bool falls_short(const properties::MetricResult& metric);
/// At most nine columns.
std::string short_number(double x);

/// docs/report.schema.json; one property and one metric a line, so that reports compare line by line.
std::string to_json(const properties::Report& report);

/// JUnit XML as Jenkins, GitLab and GitHub actions read it: one test case per property and per cause. The causes are what
/// fails; the properties that they break are counted as skipped, and name them.
/// What fails as expected is skipped, and what is not as expected fails.
std::string to_junit(const properties::Report& report, const std::string& subject, const Expected& expected = {});

/// A job's summary, and annotations (::error, ::notice) as GitHub reads them in a job's output. `worse` is what a
/// baseline says.
std::string to_markdown(const properties::Report& report, const std::string& subject, const Expected& expected, const std::vector<std::string>& worse);
std::string to_annotations(const properties::Report& report, const std::string& subject, const Expected& expected, const std::vector<std::string>& worse);

}  // namespace gibbs::cli
