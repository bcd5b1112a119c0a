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
///   stable     ±`radius`, from allowed_errors()
/// An infinite result stands for everything from where rounding overflows, and infinity itself.
Interval implied_enclosure(double returned, const Accuracy& accuracy, const Format& format, double radius);

/// Does the exact value certainly contradict the claim? `radius` is for `stable` alone.
bool contradicts(const reference::Assessment& assessment, double returned, const Accuracy& accuracy, double radius);

/// The exact value is the midpoint of two numbers, and the odd one was returned. A computation in many digits, rounded,
/// may do that where the exact value is dyadic; it costs the grade `correct`, and makes the property `rounded`, but it is
/// no refutation.
bool is_wrong_tie(const reference::Assessment& assessment, double returned);

/// What `stable` allows each component of an answer: stable_radius(), and for formats narrower than binary32, in which
/// nobody computes, the one rounding at the end: half the gap beside the number returned.
std::vector<double> allowed_errors(const Question& question, std::span<const double> returned, const Format& format);

/// −0 was returned, and the exact value is 0: contracts §1 asks for +0. Likewise no refutation.
bool is_wrong_zero(const reference::Assessment& assessment, double returned);

/// Is the claim so wide here that any value of the metric keeps it? Such an answer is not judged. `breadth` is that of the
/// values the metric may have; `radius` is for `stable` alone.
bool says_nothing(const Accuracy& accuracy, double radius, double breadth, const Format& format);

/// The error as a share of what the claim allows: of `radius` for `stable`, ½ ulp for `correct`, 1 for `faithful`, K for
/// `ulp:K`. Above 1 it is broken.
double share_of_bound(const reference::Assessment& assessment, const Accuracy& accuracy, double radius);

/// The error as a caller feels it: relative to the exact value, or absolute where that is below 1.
double felt_error(const reference::Assessment& assessment);

/// "2.5 ulp off"; "infinitely far off".
std::string how_far_off(double ulps);

}  // namespace gibbs::properties
