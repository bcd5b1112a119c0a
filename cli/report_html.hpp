// A trial's report as one page to look at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/baseline.hpp"
#include "cli/expect.hpp"
#include "properties/run/scatter.hpp"

namespace gibbs::cli {

struct TrialPage {
  const properties::Report& report;
  std::string subject;  // the argument of --subject, `shell_quoted`
  const Expected& expected;
  const std::vector<properties::Scatter>& scatters;  // one for each metric of the report
  std::optional<Comparison> since;                   // a baseline, if there is one
  bool exact = false;                                // changed bits are worse
  int status = 0;                                    // the exit status; 2 where nothing was tried
};
std::string to_html(const TrialPage& page);

}  // namespace gibbs::cli
