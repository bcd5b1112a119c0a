// MPFR at a precision where sums and products of doubles are exact, for checking lemmas.
#pragma once

#include <mpfr.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>

#include "lib/detail/ball.hpp"

namespace gibbs::test {

/// A real number with 4400 bits: any product of two doubles, and any sum of a few, fits without rounding.
class Real {
 public:
  Real(double x = 0) {
    mpfr_init2(x_, 4400);
    mpfr_set_d(x_, x, MPFR_RNDN);
  }
  Real(detail::DoubleDouble x) : Real(x.hi) { mpfr_add_d(x_, x_, x.lo, MPFR_RNDN); }
  Real(const Real& other) : Real() { mpfr_set(x_, other.x_, MPFR_RNDN); }
  Real& operator=(const Real& other) {
    mpfr_set(x_, other.x_, MPFR_RNDN);
    return *this;
  }
  ~Real() { mpfr_clear(x_); }

  friend Real operator+(Real a, const Real& b) { return mpfr_add(a.x_, a.x_, b.x_, MPFR_RNDN), a; }
  friend Real operator-(Real a, const Real& b) { return mpfr_sub(a.x_, a.x_, b.x_, MPFR_RNDN), a; }
  friend Real operator*(Real a, const Real& b) { return mpfr_mul(a.x_, a.x_, b.x_, MPFR_RNDN), a; }
  friend Real operator/(Real a, const Real& b) { return mpfr_div(a.x_, a.x_, b.x_, MPFR_RNDN), a; }
  friend Real abs(Real a) { return mpfr_abs(a.x_, a.x_, MPFR_RNDN), a; }
  friend bool operator==(const Real& a, const Real& b) { return mpfr_equal_p(a.x_, b.x_) != 0; }
  friend bool operator<=(const Real& a, const Real& b) { return mpfr_lessequal_p(a.x_, b.x_) != 0; }

  /// f rounded to 400 bits: more than enough to judge 2⁻¹⁰⁰.
  template <class F>
  Real apply(F f) const {
    Real result;
    mpfr_set_prec(result.x_, 400);
    f(result.x_, x_, MPFR_RNDN);
    return result;
  }
  /// this·2ᵏ.
  Real scaled(long k) const {
    Real result(*this);
    mpfr_mul_2si(result.x_, result.x_, k, MPFR_RNDN);
    return result;
  }
  double log2() const {
    if (mpfr_zero_p(x_)) return -HUGE_VAL;
    long exponent = 0;
    const double fraction = mpfr_get_d_2exp(&exponent, x_, MPFR_RNDN);
    return std::log2(std::fabs(fraction)) + static_cast<double>(exponent);
  }
  mpfr_srcptr get() const { return x_; }
  mpfr_ptr get() { return x_; }

 private:
  mpfr_t x_;
};

/// Random doubles: any bits within a range of exponents, nice numbers among them.
class Bits {
 public:
  explicit Bits(unsigned seed) : engine_(seed) {}
  double operator()(int low, int high) {
    const auto bits = engine_();
    const int exponent = std::uniform_int_distribution<int>(low, high)(engine_);
    double mantissa = std::bit_cast<double>((bits & 0x800fffffffffffff) | 0x3ff0000000000000);
    switch (engine_() % 5) {  // few bits, or bits at both ends, are where rounding goes wrong
      case 0:
        mantissa = std::copysign(1.0, mantissa);
        break;
      case 1:
        mantissa = std::copysign(1.0 + 0x1p-52, mantissa);
        break;
      case 2:
        mantissa = std::copysign(2.0 - 0x1p-52, mantissa);
        break;
      default:
        break;
    }
    return std::ldexp(mantissa, exponent);
  }
  /// A normalised pair: |lo| ≤ ½ ulp(hi), now and then equal or zero.
  detail::DoubleDouble pair(int low, int high) {
    const double hi = (*this)(low, high);
    if (engine_() % 8 == 0) return {hi, 0};
    return detail::two_sum(hi, (*this)(-60, -54) * std::ldexp(1.0, std::ilogb(hi)));
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace gibbs::test
