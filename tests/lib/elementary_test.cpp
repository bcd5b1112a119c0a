// Logarithm and exponential of pairs against MPFR, and balls: the number meant is always inside.
#include "lib/detail/elementary.hpp"

#include <gtest/gtest.h>

#include "lib/detail/ball.hpp"
#include "lib/detail/round.hpp"
#include "tests/lib/exactly.hpp"

namespace gibbs::test {
namespace {

using namespace detail;

constexpr int cases = 20'000;

/// log₂ of the relative error.
double relative_error(const Real& got, const Real& exact) {
  return got == exact ? -HUGE_VAL : ((got - exact) / exact).log2();
}

TEST(Constants, LnTwoIsRightToItsLastBit) {
  const Real exact = Real(2.0).apply(mpfr_log);
  EXPECT_TRUE(abs(Real(ln2) - exact) <= Real(0x1p-108));
  EXPECT_EQ(ln2.hi, mpfr_get_d(exact.get(), MPFR_RNDN));
  EXPECT_EQ(ln2.lo, mpfr_get_d((exact - Real(ln2.hi)).get(), MPFR_RNDN));
}

TEST(Logarithm, IsWithinItsBoundEverywhere) {
  Bits random(1);
  for (int i = 0; i < cases; ++i) {
    DoubleDouble x = i % 3 == 0   ? random.pair(-900, 1023)
                     : i % 3 == 1 ? random.pair(-2, 1)
                                  : two_sum(1, random(-100, -1));
    if (i % 50 == 0) x = {random(-1074, -960), 0};
    if (x.hi < 0) x = -x;
    if (x.hi == 1 && x.lo == 0) continue;
    EXPECT_LE(relative_error(log(x), Real(x).apply(mpfr_log)), std::log2(elementary_error)) << x.hi << ' ' << x.lo;
  }
  EXPECT_EQ(log(DoubleDouble{1, 0}).hi, 0);
}

TEST(Logarithm, IsWithinItsBoundInEveryCellOfItsTables) {
  // 49 cells of width 1/64 and 161 of width 1/4096: 2¹⁷ points see the middle and both ends of each, from both sides.
  for (int i = 0; i < (1 << 16); ++i) {
    const DoubleDouble x = two_sum(0.75 + i * 0x0.cp-16, (i % 5 - 2) * 0x1p-70);
    const double error = relative_error(log(x), Real(x).apply(mpfr_log));
    ASSERT_LE(error, std::log2(elementary_error)) << x.hi;
  }
}

TEST(LogarithmOfOnePlus, IsWithinItsBound) {
  Bits random(2);
  for (int i = 0; i < cases; ++i) {
    const DoubleDouble x = random.pair(i % 2 ? -300 : -16, -13);
    EXPECT_LE(relative_error(log1p_small(x), Real(x).apply(mpfr_log1p)), std::log2(elementary_error)) << x.hi;
  }
  EXPECT_LE(relative_error(log1p_small({0x1p-12, 0}), Real(0x1p-12).apply(mpfr_log1p)), std::log2(elementary_error));
}

TEST(Exponential, IsWithinItsBoundEverywhere) {
  Bits random(3);
  for (int i = 0; i < cases; ++i) {
    DoubleDouble x = i % 2 ? random.pair(-120, 9) : random.pair(-14, 16);
    if (i % 4 == 0) x = two_sum(i * (ln2.hi / 8192), random(-70, -60));  // where cells meet
    const ScaledDoubleDouble e = exp(x);
    const double bound = std::log2(elementary_error + std::fabs(x.hi) * 0x1p-104);
    EXPECT_LE(relative_error(Real(e.m).scaled(e.k), Real(x).apply(mpfr_exp)), bound) << x.hi;
    EXPECT_TRUE(e.m.hi >= 0.9 && e.m.hi < 2.1);
  }
}

/// 2·err is the bound that round.hpp relies on.
void expect_inside(const Ball& ball, const Real& exact) {
  EXPECT_TRUE(abs(Real(ball.v) - exact) <= Real(ball.err) * Real(2)) << ball.v.hi << " ± " << ball.err;
}

TEST(Balls, KeepTheNumberMeantInside) {
  Bits random(4);
  for (int i = 0; i < cases; ++i) {
    const int range = i % 2 ? 20 : 500;
    Ball x(random.pair(-range, range), 0), y(random.pair(-range, range), 0);
    Real a(x.v), b(y.v);
    const auto blur = [&](Ball& ball, Real& real) {  // the number meant, off the middle by just the error
      ball.err = std::fabs(ball.v.hi) * std::fabs(random(-100, -40));
      real = real + Real(random(0, 0) > 0 ? ball.err : -ball.err);
    };
    if (i % 3) blur(x, a);
    if (i % 5) blur(y, b);
    expect_inside(x + y, a + b);
    expect_inside(x - y, a - b);
    expect_inside(x * y, a * b);
    expect_inside(x / y, a / b);
    expect_inside(x + y.v.hi, a + Real(y.v.hi));
    expect_inside(x * y.v.hi, a * Real(y.v.hi));
    if (x.v.hi > 0) {
      expect_inside(log(x), a.apply(mpfr_log));
      expect_inside(log1p(x), a.apply(mpfr_log1p));
      expect_inside(sqrt(x), a.apply(mpfr_sqrt));
    }
    if (std::fabs(x.v.hi) < 700) expect_inside(exp(x), a.apply(mpfr_exp));
  }
}

TEST(Balls, SurviveUnderflow) {
  Bits random(5);
  for (int i = 0; i < cases; ++i) {
    const Ball x(random(-1074, -400)), y(random(-1074, 100));
    expect_inside(x * y, Real(x.v) * Real(y.v));
    expect_inside(x / y, Real(x.v) / Real(y.v));
    if (x.v.hi > 0) expect_inside(sqrt(x), Real(x.v).apply(mpfr_sqrt));
    const Ball deep(-std::fabs(random(9, 12)));
    expect_inside(exp(deep), Real(deep.v).apply(mpfr_exp));
  }
}

TEST(Balls, OfSeriesKeepTheirSumsInside) {
  Bits random(6);
  for (int i = 0; i < 1000; ++i) {
    const Ball w(std::fabs(random(-30, -13)));
    Real atanh(0), entropy(0), power(1);
    for (int k = 0; k < 20; ++k) {
      atanh = atanh + power / Real(2.0 * k + 3);
      entropy = entropy + power / Real((k + 1.0) * (2 * k + 1));
      power = power * Real(w.v);
    }
    expect_inside(atanh_series(w), atanh);
    expect_inside(entropy_series(w), entropy);
  }
}

TEST(Rounding, AgreesWithMpfrWhereItDecides) {
  Bits random(7);
  int decided = 0;
  for (int i = 0; i < cases; ++i) {
    const bool narrow = i % 2;
    const int low = narrow ? -148 : -900;
    Ball ball(random.pair(low, narrow ? 127 : 900), 0);
    ball.err = std::fabs(ball.v.hi) * std::fabs(random(-100, -60));
    for (const double side : {-2.0, 0.0, 2.0}) {
      Real exact = Real(ball.v) + Real(ball.err) * Real(side);
      const auto wide = rounded<double>(ball);
      if (wide) {
        EXPECT_EQ(*wide, mpfr_get_d(exact.get(), MPFR_RNDN));
      }
      const auto thin = rounded<float>(ball);
      if (thin) {
        EXPECT_EQ(*thin, mpfr_get_flt(exact.get(), MPFR_RNDN));
      }
      const int scale = -1000 + i % 2000;
      const auto scaled = rounded<double>(ball, scale);
      if (scaled) {
        EXPECT_EQ(*scaled, mpfr_get_d(exact.scaled(scale).get(), MPFR_RNDN)) << ball.v.hi << ' ' << scale;
      }
      decided += wide.has_value() + thin.has_value() + scaled.has_value();
    }
  }
  EXPECT_GT(decided, cases);  // it does decide
}

TEST(Rounding, DecidesNoTieAndNoInfinity) {
  EXPECT_FALSE(rounded<double>(Ball({1, 0x1p-53}, 0x1p-120)).has_value());
  EXPECT_FALSE(rounded<float>(Ball({1 + 0x1p-24, 0}, 0x1p-120)).has_value());
  EXPECT_FALSE(rounded<double>(Ball({HUGE_VAL, 0}, 0)).has_value());
  EXPECT_FALSE(rounded<double>(Ball({1, 0}, NAN)).has_value());
  EXPECT_FALSE(rounded<double>(Ball({1, 0}, HUGE_VAL)).has_value());
  EXPECT_FALSE(std::signbit(*rounded<double>(Ball({-0.0, 0}, 0))));
}

}  // namespace
}  // namespace gibbs::test
