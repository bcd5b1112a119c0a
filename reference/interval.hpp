// Intervals with rigorous (outward rounded) arithmetic: MPFI through Boost.Multiprecision.
#pragma once

#include <boost/multiprecision/mpfi.hpp>

#include "reference/metric.hpp"

namespace gibbs::reference {

/// A closed interval of extended reals whose ends have the given number of decimal digits. The precision is part of
/// the type: there is no global state, so threads need no care.
///
/// Beware of <, == and their kin on intervals: Boost throws from a noexcept function where the answer is ambiguous.
/// Ask about the ends instead: certainly_less, is_point, lower_double, ….
template <unsigned Digits>
using IntervalOf =
    boost::multiprecision::number<boost::multiprecision::mpfi_float_backend<Digits>, boost::multiprecision::et_off>;

/// The interval in which relations between observed values are judged, and the first precision: 38 digits are 128 bits,
/// two machine words.
using Interval = IntervalOf<38>;

template <class Real>
mpfr_srcptr left(const Real& x) {
  return x.backend().left_data();
}
template <class Real>
mpfr_srcptr right(const Real& x) {
  return x.backend().right_data();
}

/// Is every number of a less than every number of b?
template <class Real>
bool certainly_less(const Real& a, const Real& b) {
  return mpfr_less_p(right(a), left(b)) != 0;
}

/// Is it one point?
template <class Real>
bool is_point(const Real& x) {
  return mpfr_equal_p(left(x), right(x)) != 0;
}

/// The ends as doubles, rounded outward.
template <class Real>
double lower_double(const Real& x) {
  return mpfr_get_d(left(x), MPFR_RNDD);
}
template <class Real>
double upper_double(const Real& x) {
  return mpfr_get_d(right(x), MPFR_RNDU);
}

/// A function of MPFR.
using Function = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

/// f(x) for an increasing f, evaluated once if x is a point: f rounded up is the next number after f rounded down.
template <class Real>
Real increasing(Function f, const Real& x) {
  Real y;
  const bool exact = f(y.backend().left_data(), left(x), MPFR_RNDD) == 0;
  if (!is_point(x)) {
    f(y.backend().right_data(), right(x), MPFR_RNDU);
    return y;
  }
  mpfr_set(y.backend().right_data(), left(y), MPFR_RNDU);
  if (!exact) mpfr_nextabove(y.backend().right_data());
  return y;
}

/// √x of a number that is not negative, though its enclosure may reach below 0.
template <class Real>
Real root_of_nonnegative(Real x) {
  if (mpfr_sgn(left(x)) < 0) mpfr_set_zero(x.backend().left_data(), 1);
  return increasing(mpfr_sqrt, x);
}

/// log x in a unit, for x > 0: a point where MPFR's result is exact, at powers of 2 in bits and of 10 in hartleys.
/// One logarithm serves both ends, as log r ≤ log l + 2 (r − l)/l in each of the units (1/ln 2 < 2).
template <class Real>
Real log_in(Unit unit, const Real& x) {
  static constexpr Function log_of_unit[] = {mpfr_log, mpfr_log2, mpfr_log10};
  Real low;
  mpfi_set_fr(low.backend().data(), left(x));
  Real y = increasing(log_of_unit[static_cast<std::size_t>(unit)], low);
  if (is_point(x)) return y;
  const Real slack = 2 * (x - low) / low;
  mpfr_add(y.backend().right_data(), right(y), right(slack), MPFR_RNDU);
  return y;
}

}  // namespace gibbs::reference
