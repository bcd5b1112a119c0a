// Where a search for large errors may go, and the steps it takes there: in the ordering of the format's numbers, by
// powers of two, by masses moved between classes, by logits shifted, by classes split, merged and swapped.
#pragma once

#include <string_view>

#include "properties/case.hpp"
#include "properties/source.hpp"
#include "reference/format.hpp"

namespace gibbs::properties {

/// The number n places further in the ordering of the format's numbers (about that many where it is subnormal), kept
/// finite. Precondition: x is finite and of the format.
double stepped(double x, std::int64_t n, const reference::Format& format);

/// Is the vector the correctly rounded image of a distribution: of real numbers with sum 1, each rounded to nearest?
/// An exactly normalised vector is.
bool is_rounded_image(const std::vector<double>& p, const reference::Format& format);

/// Inputs that may be sent to any subject (contracts §3), and ask nobody for hundreds of digits: valid, of the format,
/// distributions exactly normalised or rounded images, logits and numbers no larger than generators draw them. Masses
/// below 2^−precision need two classes above it beside them, subnormal ones have halves and quarters, and no joint table
/// has any; two distributions are equal or 2^−precision apart somewhere; squared errors behind equal logits have a
/// one-hot label.
bool searchable(const Case& c, const reference::Format& format);

/// The case after one step, or a few; maybe not searchable.
Case neighbour(Case c, Source& source);

/// On from `at`, twice as far as it is from `before`; `at` itself where they differ in shape.
Case beyond(const Case& before, const Case& at, const reference::Format& format);

}  // namespace gibbs::properties
