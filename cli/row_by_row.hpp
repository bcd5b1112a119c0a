// Batches for live examples.
#pragma once

#include "properties/judge/functions.hpp"

namespace gibbs::cli {

/// The same answers for batches of any axis and layout, row by row: laws of these have a live example too. `subject` must
/// outlive what is returned.
properties::Functions row_by_row(properties::Subject& subject);

}  // namespace gibbs::cli
