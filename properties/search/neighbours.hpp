// Where a search for large errors may go, and the steps it takes there: in the ordering of the format's numbers, by
// powers of two, by masses moved between classes, by logits shifted, by classes split, merged and swapped.
#pragma once

#include <string_view>

#include "properties/inputs/case.hpp"
#include "properties/inputs/source.hpp"
#include "reference/format.hpp"

namespace gibbs::properties {

/// The number n places further in the ordering of the format's numbers (about that many where it is subnormal), kept
/// finite. Precondition: x is finite and of the format.
double stepped(double x, std::int64_t n, const reference::Format& format);

/// The case after one step, or a few; maybe not searchable.
Case neighbour(Case c, Source& source);

/// On from `at`, twice as far as it is from `before`; `at` itself where they differ in shape.
Case beyond(const Case& before, const Case& at, const reference::Format& format);

}  // namespace gibbs::properties
