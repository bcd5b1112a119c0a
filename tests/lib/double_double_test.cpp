// The lemmas of double_double.hpp, against exact arithmetic.
#include "lib/detail/double_double.hpp"

#include <gtest/gtest.h>

#include <cfenv>
#include <cfloat>
#include <limits>

#include "tests/lib/exactly.hpp"

namespace gibbs::test {
namespace {

using namespace detail;

constexpr int cases = 20'000;

TEST(FloatingPoint, IsIeee754WithSubnormalsAndRoundingToNearest) {
  static_assert(std::numeric_limits<double>::is_iec559 && std::numeric_limits<float>::is_iec559);
  static_assert(FLT_EVAL_METHOD == 0);
  EXPECT_EQ(std::fegetround(), FE_TONEAREST);
  volatile double tiny = 0x1p-1022;
  EXPECT_EQ(tiny / 2, 0x1p-1023);      // results are not flushed
  EXPECT_EQ(tiny / 2 * 2, 0x1p-1022);  // nor are operands
  volatile float small = 0x1p-126f;
  EXPECT_EQ(small / 2 * 2, 0x1p-126f);
  volatile double one = 1;
  EXPECT_EQ(one + 0x1p-53, 1);                            // a tie goes to even,
  EXPECT_EQ(one + 0x1p-52 + 0x1p-53, 1 + 0x1p-51);        // upwards too
  EXPECT_EQ(one * (1 + 0x1p-30) * (1 - 0x1p-30) - 1, 0);  // contracted to an fma it would be −2⁻⁶⁰
}

TEST(TwoSum, IsExactForAllExponents) {
  Bits random(1);
  for (int i = 0; i < cases; ++i) {
    const double a = random(-1074, 1022);
    const double b = i % 2 ? random(-1074, 1022) : random(std::max(-1074, std::ilogb(a) - 60), std::ilogb(a));
    EXPECT_TRUE(Real(two_sum(a, b)) == Real(a) + Real(b)) << a << ' ' << b;
    EXPECT_EQ(two_sum(a, b).hi, a + b);
    if (std::fabs(a) >= std::fabs(b)) {
      EXPECT_TRUE(Real(fast_two_sum(a, b)) == Real(a) + Real(b)) << a << ' ' << b;
    }
  }
}

TEST(TwoProd, IsExactAboveUnderflow) {
  Bits random(2);
  for (int i = 0; i < cases; ++i) {
    const double a = random(-480, 480), b = random(-480, 480);
    EXPECT_TRUE(Real(two_prod(a, b)) == Real(a) * Real(b)) << a << ' ' << b;
    EXPECT_EQ(two_prod(a, b).hi, a * b);
  }
}

/// |got − exact| ≤ units·u²·|exact|.
void expect_within(DoubleDouble got, const Real& exact, double units) {
  EXPECT_TRUE(abs(Real(got) - exact) <= abs(exact) * Real(std::ldexp(units, -106))) << got.hi << ' ' << got.lo;
  EXPECT_EQ(got.hi, got.hi + got.lo);  // normalised
}

TEST(DoubleDoubles, AddWithinThreeUnitsAndAHalfEvenWhereTheyCancel) {
  Bits random(3);
  for (int i = 0; i < cases; ++i) {
    const DoubleDouble x = random.pair(-300, 300);
    const int e = std::ilogb(x.hi);
    DoubleDouble y = random.pair(e - 110, e + 2);
    if (i % 3 == 0) y = {-x.hi, random(e - 110, e - 54)};
    expect_within(x + y, Real(x) + Real(y), 3.5);
    expect_within(x + y.hi, Real(x) + Real(y.hi), 2.5);
  }
}

TEST(DoubleDoubles, HaveRootsWithinThreeUnitsAndAnEighth) {
  Bits random(6);
  for (int i = 0; i < cases; ++i) {
    DoubleDouble x = random.pair(-900, 900);
    if (x.hi < 0) x = -x;
    expect_within(sqrt(x), Real(x).apply(mpfr_sqrt), 3.125);
  }
}

TEST(DoubleDoubles, MultiplyWithinSevenUnits) {
  Bits random(4);
  for (int i = 0; i < cases; ++i) {
    const DoubleDouble x = random.pair(-400, 400), y = random.pair(-400, 400);
    expect_within(x * y, Real(x) * Real(y), 7);
    expect_within(x * y.hi, Real(x) * Real(y.hi), 3);
  }
}

TEST(DoubleDoubles, DivideWithinSeventeenUnits) {
  Bits random(5);
  for (int i = 0; i < cases; ++i) {
    const DoubleDouble x = random.pair(-400, 400), y = random.pair(-400, 400);
    expect_within(x / y, Real(x) / Real(y), 17);
  }
}

}  // namespace
}  // namespace gibbs::test
