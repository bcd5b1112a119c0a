// The reference's formulas in a second arithmetic: Arb's balls, ten times as fast as MPFI's intervals at a hundred
// bits. What the formulas ask of a number type beyond + − · / stands here; evaluate<ArbBall> (reference/evaluate.hpp)
// finds it.
#pragma once

#include <arb.h>

#include <stdexcept>
#include <type_traits>
#include <utility>

#include "reference/interval.hpp"

namespace gibbs::test {

/// A real number in a ball, with as many bits as `precision` says.
class ArbBall {
 public:
  inline static thread_local slong precision = 128;

  ArbBall() { arb_init(x_); }
  ArbBall(double x) : ArbBall() { arb_set_d(x_, x); }
  template <class N>
  requires std::is_integral_v<N> ArbBall(N x) : ArbBall() { arb_set_si(x_, static_cast<slong>(x)); }
  ArbBall(const ArbBall& other) : ArbBall() { arb_set(x_, other.x_); }
  ArbBall(ArbBall&& other) noexcept : ArbBall() { arb_swap(x_, other.x_); }
  ArbBall& operator=(ArbBall other) noexcept { return arb_swap(x_, other.x_), *this; }
  ~ArbBall() { arb_clear(x_); }

  arb_ptr get() { return x_; }
  arb_srcptr get() const { return x_; }
  bool is_zero() const { return arb_is_zero(x_) != 0; }

  ArbBall& operator+=(const ArbBall& b) { return arb_add(x_, x_, b.x_, precision), *this; }
  ArbBall& operator/=(const ArbBall& b) { return arb_div(x_, x_, b.x_, precision), *this; }
  friend ArbBall operator+(ArbBall a, const ArbBall& b) { return std::move(a += b); }
  friend ArbBall operator-(ArbBall a, const ArbBall& b) { return arb_sub(a.x_, a.x_, b.x_, precision), a; }
  friend ArbBall operator*(ArbBall a, const ArbBall& b) { return arb_mul(a.x_, a.x_, b.x_, precision), a; }
  friend ArbBall operator/(ArbBall a, const ArbBall& b) { return std::move(a /= b); }
  ArbBall operator-() const {
    ArbBall result;
    arb_neg(result.x_, x_);
    return result;
  }

 private:
  arb_t x_;
};

/// The reference asks for exp, 2ˣ and log(1+x) by MPFR's names.
inline ArbBall increasing(reference::Function f, ArbBall x) {
  if (f == mpfr_log1p) return arb_log1p(x.get(), x.get(), ArbBall::precision), x;
  if (f != mpfr_exp && f != mpfr_exp2) throw std::logic_error("a function that is not translated");
  if (f == mpfr_exp2) {
    ArbBall ln2;
    arb_const_log2(ln2.get(), ArbBall::precision);
    x = x * ln2;
  }
  return arb_exp(x.get(), x.get(), ArbBall::precision), x;
}

inline ArbBall root_of_nonnegative(ArbBall x) { return arb_sqrtpos(x.get(), x.get(), ArbBall::precision), x; }

inline ArbBall log_in(reference::Unit unit, ArbBall x) {
  arb_log(x.get(), x.get(), ArbBall::precision);
  if (unit == reference::Unit::nat) return x;
  ArbBall base;
  (unit == reference::Unit::bit ? arb_const_log2 : arb_const_log10)(base.get(), ArbBall::precision);
  return x / base;
}

}  // namespace gibbs::test
