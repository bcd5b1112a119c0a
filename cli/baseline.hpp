// A trial's results, kept to be compared with later ones: text, a line per metric and property, that diffs well.
//
//     gibbs-baseline/1 ~5b1c
//     subject numpy ~…             as it was then; with its version, format, platform, the version of gibbs, cases and seed
//     metric entropy grade=ulp:2 max_ulp=1.364 max_share=0.2 bits=6f0c… ~…
//     property entropy-bounds held ~…
//     end 110 ~…                   how many lines there are
//
// What stands behind ~ is a sum over the line. A line that was changed by hand does not have the right one, and needs a
// reason: # at its end, and words. That is how a baseline is loosened; gibbs only tightens it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/text.hpp"
#include "properties/run/check.hpp"

namespace gibbs::cli {

struct Baseline {
  struct Metric {
    std::string grade, bits;
    double max_ulp = 0, max_share = 0;
    std::string reason;  // of a line loosened by hand
  };
  struct Property {
    std::string status;
    std::string reason;
  };
  std::vector<std::pair<std::string, std::string>> origin;  // what makes two trials comparable, and what is good to know
  std::map<std::string, Metric> metrics;
  std::map<std::string, Property> properties;
};

/// "Linux x86_64": where bits can be compared.
std::string platform();
/// Asks the subject once more, for its bits.
Baseline baseline_of(const properties::Report& report, properties::Subject& subject);
std::string to_text(const Baseline& baseline);
/// Throws UsageError naming the file and the line.
Baseline read_baseline(const std::string& path);

/// A trial beside a baseline: a sentence each.
struct Comparison {
  std::vector<std::string> worse, bits, better, notes;
};
/// Throws UsageError where the two cannot be compared. `subject` is the argument of --subject, for lines that replay.
Comparison compare(const Baseline& before, const Baseline& now, const properties::Report& report, const std::string& subject);
/// `exact`: changed bits are as bad as a lost grade.
std::string to_text(const Comparison& comparison, const std::string& path, bool exact, const Style& style);

/// The new results, with the reasons of lines that were loosened by hand and are no better now.
Baseline tightened(const Baseline& before, Baseline now);

}  // namespace gibbs::cli
