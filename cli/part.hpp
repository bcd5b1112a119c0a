// One share of a trial as a file, which `gibbs merge` joins with the others.
//
//     {"schema":"gibbs-part/1","part":[1,3],
//     "trial":{"gibbs":"0.1.0",…},     what must be the same in all parts: version, platform, subject, options
//     "properties":[
//     {"id":"gibbs-inequality",…},     a tally a line
//     …
//     ],"sum":"…"}                     over all that stands before it: a part that is cut off or broken is not read
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "properties/run/shares.hpp"

namespace gibbs::cli {

/// Names and values that all parts of one trial share: the version of gibbs, the platform, the subject, the options.
using Origin = std::vector<std::pair<std::string, std::string>>;
Origin origin_of(const std::string& subject, const properties::Options& options, const properties::Description& description);

struct Part {
  properties::Share share;
  properties::Options options;  // cases, seed, filters, tokens
  Origin origin;
  std::vector<properties::Tally> tallies;
  std::string path{};  // of the file that it was read from
};

std::string to_text(const Part& part);
/// The text of a part but for its end, with its sum.
std::string sealed(const std::string& text);

/// The parts of one trial, each once, in files of these names. Throws UsageError naming those that are not.
std::vector<Part> read_parts(const std::vector<std::string>& paths);
/// Throws UsageError naming the first thing in which a trial differs that is held `where`: "here", "in FILE".
void require_same(const Part& part, const Origin& other, const std::string& where);

}  // namespace gibbs::cli
