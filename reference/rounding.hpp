// From an enclosure to the numbers of a format.
#pragma once

#include <mpfr.h>

#include <limits>

#include "reference/interval.hpp"
#include "reference/reference.hpp"

namespace gibbs::reference {

/// The number x itself, rounded in one step to nearest, down and up. Zeros are +0.
Rounded round_point(mpfr_srcptr x, const Format& format);

/// Does the enclosure of a finite value reach beyond the numbers of MPFR, and far beyond those of any format?
template <class Real>
bool is_beyond(const Real& value) {
  return mpfr_inf_p(right(value)) != 0 && mpfr_inf_p(left(value)) == 0 && mpfr_cmp_d(left(value), std::numeric_limits<double>::max()) > 0;
}

/// What the enclosure says of the exact value. If it is not decided, the exact value still is in [below, above].
template <class Real>
Rounded round_enclosure(const Real& value, const Format& format) {
  const Rounded low = round_point(left(value), format);
  if (is_point(value) || is_beyond(value)) return low;
  const Rounded high = round_point(right(value), format);
  const bool decided = low.nearest == high.nearest && low.below == high.below && low.above == high.above;
  return {low.nearest, low.below, high.above, decided};
}

/// The least and largest magnitude in [below, above]. The ulp of the least is that of the exact value, if decided.
double least_magnitude(const Rounded& rounded);
double largest_magnitude(const Rounded& rounded);

}  // namespace gibbs::reference
