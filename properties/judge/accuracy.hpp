// What a returned number says about the exact value, given the accuracy that is claimed for it (contracts §2).
#pragma once

#include <span>
#include <vector>

#include "properties/judge/subject.hpp"
#include "reference/interval.hpp"
#include "reference/reference.hpp"

namespace gibbs::properties {

using reference::Format;
using reference::Interval;
using reference::stable_radius;

/// [low, high]; the ends may be infinite.
Interval interval(double low, double high);
/// Certainly: every number of a is below (at most) every number of b. False where an end is NaN.
bool certainly_less(const Interval& a, const Interval& b);
bool certainly_at_most(const Interval& a, const Interval& b);

/// The set of exact values for which `returned` keeps the claim; it contains the exact value if the claim is true.
///   correct    the midpoints to both neighbours, closed (a tie may have gone either way)
///   faithful   both neighbours, closed
///   ulp:K      ±K ulp of the largest exact value that could have been meant
///   stable     ±`radius`, from stable_radius()
/// An infinite result stands for everything from where rounding overflows, and infinity itself.
Interval implied_enclosure(double returned, const Accuracy& accuracy, const Format& format, double radius);

/// Does the exact value certainly contradict the claim? `radius` is for `stable` alone.
bool contradicts(const reference::Assessment& assessment, double returned, const Accuracy& accuracy, double radius);

/// The exact value is the midpoint of two numbers, and the odd one was returned. A computation in many digits, rounded,
/// may do that where the exact value is dyadic; it costs the grade `correct`, and makes the property `rounded`, but it is
/// no refutation.
bool is_wrong_tie(const reference::Assessment& assessment, double returned);

}  // namespace gibbs::properties
