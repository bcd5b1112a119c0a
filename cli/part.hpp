// One share of a trial as a file, which `gibbs merge` joins with the others.
#pragma once

#include <string>
#include <vector>

#include "properties/run/shares.hpp"

namespace gibbs::cli {

struct Part {
  properties::Share share;
  std::string subject;  // the argument of --subject
  std::string who;      // what the subject says it is: name, version, format
  properties::Options options;  // seed, cases, filters, tokens
  std::vector<properties::Tally> tallies;
};

/// JSON, a property a line.
std::string to_text(const Part& part);
/// Throws UsageError naming the file where it is no part, is of another version of gibbs, or was cut off.
Part read_part(const std::string& path);

/// Throws UsageError unless these are all parts of one trial, each once.
void require_whole(const std::vector<Part>& parts, const std::vector<std::string>& paths);

/// "numpy 1.24.2 (binary64)"
std::string who(const properties::Description& description);

}  // namespace gibbs::cli
