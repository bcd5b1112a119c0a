// A trial in shares, for more cases than one machine can run.
//
// Each share judges its cases, counts them, and keeps the answers in those few that a counterexample may come from. The
// shares together are judged as one machine's cases are: they make the same report, byte for byte, of a subject that
// answers a question alike wherever and whenever it is asked.
#pragma once

#include <cstdint>
#include <vector>

#include "properties/run/check.hpp"
#include "properties/run/tally.hpp"

namespace gibbs::properties {

struct Share {
  std::size_t index = 0, count = 1;
  /// Chance decides, by the property's key and the number of the case, so that no share has more of the large cases, whose
  /// numbers follow a pattern.
  bool has(std::uint64_t key, std::size_t i) const;
};

/// A tally per property that the options choose, in the order of the catalogue. Throws as check() does.
std::vector<Tally> tally(Subject& subject, const Options& options, const Share& share);

/// The report of all cases. A property that one machine would have ended early, since the subject does not answer, is tried
/// anew up to there. Throws std::invalid_argument where the tallies of a share are not those of this trial.
Report join(Subject& subject, const Options& options, const std::vector<std::vector<Tally>>& shares);

}  // namespace gibbs::properties
