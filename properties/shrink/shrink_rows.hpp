// Batches made simpler: fewer rows, the guilty one first; fewer classes; plainer rows.
#pragma once

#include <functional>

#include "properties/inputs/case.hpp"

namespace gibbs::properties {

/// Offers cases that are simpler than one with rows; nothing where it has none. They may lie outside the domain.
void simplify_rows(const Case& c, const std::function<void(Case)>& offer);

}  // namespace gibbs::properties
