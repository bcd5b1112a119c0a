// All properties of a trial.
#pragma once

#include <functional>
#include <vector>

#include "properties/run/run.hpp"
#include "properties/run/team.hpp"

namespace gibbs::properties {

/// Those that the options choose. Throws std::invalid_argument where there are none.
std::vector<const Theorem*> selected(const Options& options);

/// Runs property i on a subject of the team.
using RunOne = std::function<PropertyRun(std::size_t i, Subject& own)>;
/// Runs them, each whole on one thread, so that nothing depends on who was faster. What lost.hpp gives up is not tried.
std::vector<PropertyRun> run_all(const std::vector<const Theorem*>& theorems, Team& team, const Options& options, const RunOne& run_one);

/// Finds causes and grades, and reports.
Report conclude(const std::vector<const Theorem*>& theorems, std::vector<PropertyRun> runs, Team& team, const Options& options);

}  // namespace gibbs::properties
