// Functions for generators that give the same bits on every machine.
#pragma once

#include <mpfr.h>

#include "properties/inputs/source.hpp"

namespace gibbs::properties::generate {

/// e^x and ln x rounded to nearest by MPFR: the same bits on every machine, which the C library does not promise.
template <class Function>
double rounded_once(double x, Function function) {
  mpfr_t t;
  mpfr_init2(t, 53);
  mpfr_set_d(t, x, MPFR_RNDN);
  function(t, t, MPFR_RNDN);
  const double result = mpfr_get_d(t, MPFR_RNDN);
  mpfr_clear(t);
  return result;
}
inline double exponential(double x) { return rounded_once(x, mpfr_exp); }
inline double logarithm(double x) { return rounded_once(x, mpfr_log); }

/// Roughly normal: the sum of twelve uniform numbers, centred.
inline double bell(Source& source) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += source.fraction();
  return sum;
}

}  // namespace gibbs::properties::generate
