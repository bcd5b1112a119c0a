// A trial's report: for people, for programs, for continuous integration.
#pragma once

#include <string>

#include "cli/text.hpp"
#include "properties/run/check.hpp"

namespace gibbs::cli {

/// At most 100 columns: the verdict, grades per metric, what broke with its counterexamples, and what held as counts.
/// `subject` is the argument of --subject, `shell_quoted`, for the lines that replay.
std::string to_text(const properties::Report& report, const std::string& subject, const Style& style);

/// docs/report.schema.json; one property and one metric a line, so that reports compare line by line.
std::string to_json(const properties::Report& report);

/// JUnit XML as Jenkins, GitLab and GitHub actions read it: one test case per property.
std::string to_junit(const properties::Report& report, const std::string& subject);

}  // namespace gibbs::cli
