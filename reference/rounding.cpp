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
  const auto rounded = [&](mpfr_rnd_t direction) {
    mpfr_rint(integer, scaled, direction);
    const double result = std::ldexp(mpfr_get_d(integer, direction), last_place) + 0.0;  // exact within the limits
    const double limit = max_finite(format);
    if (std::fabs(result) <= limit) return result;
    const bool towards_zero = direction == (result > 0 ? MPFR_RNDD : MPFR_RNDU);
    return std::copysign(towards_zero ? limit : HUGE_VAL, result);
  };
  Rounded result{rounded(MPFR_RNDN), rounded(MPFR_RNDD), rounded(MPFR_RNDU), true};
  mpfr_clears(scaled, integer, nullptr);
  return result;
}

double least_magnitude(const Rounded& rounded) {
  if (rounded.below <= 0 && rounded.above >= 0) return 0;
  return std::min(std::fabs(rounded.below), std::fabs(rounded.above));
}

double largest_magnitude(const Rounded& rounded) {
  return std::max(std::fabs(rounded.below), std::fabs(rounded.above));
}

}  // namespace gibbs::reference
