// Simpler cases than a given one, most daring first, that stay in the domain: Σp = 1 is kept exactly, or made exact.
#pragma once

#include <rapidcheck.h>

#include <vector>

#include "properties/inputs/case.hpp"
#include "reference/format.hpp"

namespace gibbs::properties {

/// Every candidate is below `c` in the order of complexity(), so descending from candidate to candidate ends.
std::vector<Case> simpler(const Case& c, const reference::Format& format);

/// The case with everything below it, as RapidCheck walks it.
rc::Shrinkable<Case> shrinkable(Case c, const reference::Format& format);

}  // namespace gibbs::properties
