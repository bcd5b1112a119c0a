// A trial in shares: more cases than one machine can run.
//
// Case i of a property is drawn from the seed, the property and i alone. A share counts its cases and keeps the numbers of
// those that a counterexample may come from; the shares together judge these few once more, and make of it what one
// machine would have: the same report, byte for byte, of a subject that stands by its answers.
#pragma once

#include <vector>

#include "properties/run/check.hpp"
#include "properties/run/tally.hpp"

namespace gibbs::properties {

/// The cases with number ≡ index (mod count).
struct Share {
  std::size_t index = 0, count = 1;
};
/// A tally per property that the options choose, in the order of the catalogue.
/// Throws as check() does.
std::vector<Tally> tally(Subject& subject, const Options& options, const Share& share);

/// The report of all cases. Precondition: one set of tallies for each share of a trial with these options.
Report merge(Subject& subject, const Options& options, const std::vector<std::vector<Tally>>& shares);

}  // namespace gibbs::properties
