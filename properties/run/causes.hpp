// Causes, not symptoms: which metrics are at fault where properties were refuted, in which way, and on which simplest
// input each fails so.
//
// A law is refuted only where it is false of every number that the answers may stand for if they keep their claims. It is
// true of the exact values; so one answer at least does not keep its claim, and the reference tells which. A cause is
// a metric and the way in which it fails: its simplest input is shrunk on that metric alone, from all cases that
// show it, and it breaks all properties whose cases show it.
#pragma once

#include <vector>

#include "properties/run/run.hpp"
#include "properties/run/team.hpp"

namespace gibbs::properties {

/// The causes of all that was refuted, those that break most properties first; with `strict`, of what was rounded too.
/// Whatever a cause shows of a metric counts for its grade.
std::vector<Cause> find_causes(const std::vector<const Theorem*>& theorems, std::vector<PropertyRun>& runs, Team& team, const Options& options);

}  // namespace gibbs::properties
