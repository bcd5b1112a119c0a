// The library's metrics of weights.
#pragma once

#include <memory>

#include "properties/judge/subject.hpp"

namespace gibbs::cli {

/// The metrics that take distributions or joint tables, of weights of any positive mass: `counts(p)` for each of them.
/// Precondition: binary64 or binary32.
std::unique_ptr<properties::Subject> library_of_counts(const reference::Format& format);

}  // namespace gibbs::cli
