// The exact value of a metric, as an enclosure that is refined until the question asked of it is decided.
//
// This is the judge's only source of truth. Each metric is its textbook formula in interval arithmetic; nothing here
// is shared with lib/. Precision climbs 38, 160, 640, 2560 decimal digits. Where an enclosure cannot decide however
// narrow it is, since the exact value is a number of the format or a tie, mathematics does: identities between
// logarithms are decided in integers (exact.hpp), and exponentials are known to be irrational (metrics/logits.hpp). What is
// still undecided then is reported as undecided, never guessed.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "reference/format.hpp"
#include "reference/interval.hpp"
#include "reference/metric.hpp"

namespace gibbs::reference {

/// A closed range of doubles.
struct Bounds {
  double lower;
  double upper;
};

/// Enclosure of each component of the exact result at the first precision; ±∞ is a point.
/// Here and below: throws std::domain_error where the question is outside the domain of its metric (domain.hpp).
std::vector<Interval> enclose(const Question& question);

/// The exact result (one component) as a number of a format sees it.
struct Rounded {
  double nearest;  // rounded to nearest, ties to even; +0 for a zero of any sign; ±∞ on overflow
  double below;    // the largest number of the format ≤ the exact value
  double above;    // the smallest ≥ it; equal to `below` exactly when the value is representable
  bool decided;    // false: even the last precision could not tell; only below ≤ exact value ≤ above is certain
};
// One case is decided without its side: a value that at the last precision is still within the enclosure's width of a
// number of the format, and may equal it (no input is known where this is so but for
// softmax_mean_squared_error_gradient with logits more than 7·10⁸ apart). Then `nearest` is that number, and `below`
// and `above` are its neighbours, so that nobody is refuted by what is not known.

std::vector<Rounded> round(const Question& question, const Format& format);

/// How one returned number compares with the exact value. NaN has NaN for all bounds. An infinity is 0 away from an
/// exact result that is this infinity or is rounded to it, and ∞ away from any other; so is a finite number from an
/// infinite result. Where `exact.decided` is false the bounds hold all the same, but need not be narrow.
struct Assessment {
  Rounded exact;
  Bounds ulps;  // |returned − exact| / ulp, rounded outward; the ulp is that of the binade which holds the exact value:
                // min_subnormal below the normal range, that of the top binade beyond max_finite
  Bounds error;  // |returned − exact|, rounded outward
};

/// One assessment per component; throws std::domain_error unless `returned` has as many components as the result. Where `exact.decided`, both bounds
/// have a relative width below 2⁻²⁰, or the error is below 2⁻²⁰ ulp, or the exact value is beyond MPFR's numbers.
std::vector<Assessment> assess(const Question& question, std::span<const double> returned, const Format& format);

/// How far from the exact value a carefully written textbook formula may be: one bound per component of the result,
/// derived beside each metric (metrics/stable.hpp). 0 where the exact value is infinite: nothing is rounded there.
std::vector<double> stable_radius(const Question& question, const Format& format);

/// How wide the range of the metric is for inputs of this shape (as many classes, logits no larger and no further apart):
/// an answer that may be as far off as that says nothing. +∞ where there is no such limit.
double breadth(const Question& question);

/// One component in decimal, rounded to nearest, with `digits` significant digits or as many as are certain, without
/// trailing zeros: 4.2483542552915889e-18, 1.5, 0, -Infinity. "0" as well where it cannot be told from zero, and a bound
/// such as "> 2.09e+323228496" where it is beyond MPFR's numbers.
std::string decimal(const Question& question, std::size_t component, unsigned digits);
/// Lower and upper end of an enclosure of one component, in decimal, rounded outward to `digits` significant digits.
std::pair<std::string, std::string> decimal_bounds(const Question& question, std::size_t component, unsigned digits);

}  // namespace gibbs::reference
