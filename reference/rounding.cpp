#include "reference/rounding.hpp"

#include <algorithm>
#include <cmath>

namespace gibbs::reference {

Rounded round_point(mpfr_srcptr x, const Format& format) {
  if (mpfr_regular_p(x) == 0) {
    const double same = mpfr_get_d(x, MPFR_RNDN) + 0.0;  // −0 becomes +0
    return {same, same, same, true};
  }
  // In units of the last place of x's binade the format's numbers are the integers.
  const auto exponent = std::clamp<mpfr_exp_t>(mpfr_get_exp(x) - 1, format.min_exponent, format.max_exponent);
  const int last_place = static_cast<int>(exponent) - format.precision + 1;
  mpfr_t scaled, integer;
  mpfr_inits2(mpfr_get_prec(x), scaled, integer, nullptr);
  mpfr_mul_2si(scaled, x, -last_place, MPFR_RNDN);  // exact
  const bool exact = mpfr_floor(integer, scaled) == 0;
  const double floor = mpfr_get_d(integer, MPFR_RNDN);  // exact: no more bits than the format has
  mpfr_sub(scaled, scaled, integer, MPFR_RNDN);         // exact, in [0, 1)
  const int half = exact ? -1 : mpfr_cmp_d(scaled, 0.5);
  const bool up = half > 0 || (half == 0 && std::fmod(floor, 2) != 0);
  mpfr_clears(scaled, integer, nullptr);
  // Beyond the largest number lies infinity, but for a direction that points back from it.
  const double limit = max_finite(format);
  const auto number = [&](double whole, bool downward, bool upward) {
    const double result = std::ldexp(whole, last_place) + 0.0;  // exact within the limits
    if (std::fabs(result) <= limit) return result;
    return std::copysign((result > 0 ? downward : upward) ? limit : HUGE_VAL, result);
  };
  return {number(up ? floor + 1 : floor, false, false), number(floor, true, false), number(exact ? floor : floor + 1, false, true), true};
}

double least_magnitude(const Rounded& rounded) {
  if (rounded.below <= 0 && rounded.above >= 0) return 0;
  return std::min(std::fabs(rounded.below), std::fabs(rounded.above));
}

double largest_magnitude(const Rounded& rounded) {
  return std::max(std::fabs(rounded.below), std::fabs(rounded.above));
}

}  // namespace gibbs::reference
