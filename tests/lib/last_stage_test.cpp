// The last stage: balls of any precision against MPFR, and what is decided exactly.
#include <gtest/gtest.h>

#include "lib/detail/exact.hpp"
#include "tests/lib/exactly.hpp"

namespace gibbs::test {
namespace {

using namespace detail;

/// The integer as a real, by its hexadecimal digits.
Real real(const Integer& x, std::int64_t exponent) {
  Real result;
  mpfr_set_str(result.get(), Integer(abs(x)).str(0, std::ios_base::hex).c_str(), 16, MPFR_RNDN);
  return (x < 0 ? Real(0) - result : result).scaled(exponent);
}

/// Inside the ball, and the ball no wider than 2^−width relative.
void expect_inside(const Big& ball, const Real& exact, double width) {
  EXPECT_TRUE(abs(real(ball.m, ball.e) - exact) <= real(ball.r, ball.e));
  EXPECT_LE(real(ball.r, ball.e).log2(), exact.log2() - width);
}

TEST(BigBalls, KeepTheNumberMeantInsideAndStayNarrow) {
  Bits random(1);
  for (int i = 0; i < 2000; ++i) {
    const double a = random(-1074, 1000), b = random(-1074, 1000);
    expect_inside(Big(a) + Big(b), Real(a) + Real(b), 180);
    expect_inside(Big(a) * Big(b), Real(a) * Real(b), 180);
    expect_inside(Big(a) / Big(b), Real(a) / Real(b), 180);
    expect_inside((Big(a) / Big(b)) * Big(b), Real(a), 180);
    expect_inside(log(Big(std::fabs(a))), Real(std::fabs(a)).apply(mpfr_log), 170);
    expect_inside(sqrt(Big(std::fabs(a))), Real(std::fabs(a)).apply(mpfr_sqrt), 180);
    expect_inside(sqrt(Big(std::fabs(a)) / Big(std::fabs(b))), (Real(std::fabs(a)) / Real(std::fabs(b))).apply(mpfr_sqrt), 180);
    const double small = random(-60, 12);
    expect_inside(exp(Big(small)), Real(small).apply(mpfr_exp), 160);
    expect_inside(log1p(Big(std::fabs(small))), Real(std::fabs(small)).apply(mpfr_log1p), 170);
  }
}

TEST(BigBalls, GrowMorePreciseOnDemand) {
  const ExtraPrecision more(1000);
  // log(3)·log(5) − log(5)·log(3) = 0 and exp(log 3) = 3, to a thousand bits.
  const Big three(3), five(5);
  EXPECT_LT((log(three) * log(five) - log(five) * log(three)).size(), -1100);
  EXPECT_LT((exp(log(three)) - three).size(), -1100);
}

TEST(BigBalls, AreLostRatherThanWrong) {
  EXPECT_GT(log(Big(0, 1, 0)).size(), 1 << 20);
  EXPECT_GT((Big(1) / Big(0, 1, 0)).size(), 1 << 20);
  EXPECT_GT(exp(Big(0x1p40)).size(), 1 << 20);
  EXPECT_GT(sqrt(Big(1, 1, 0)).size(), 1 << 20);
  const Big tiny = exp(Big(-0x1p1000));
  EXPECT_TRUE(tiny.r > 0 && tiny.size() < -1'000'000);
}

TEST(Nearest, AgreesWithMpfr) {
  Bits random(2);
  for (int i = 0; i < 5000; ++i) {
    const double a = random(-1074, 1023), b = random(-60, 60);
    const Rational quotient{scaled(a), scaled(std::fabs(b)), 0};
    const Real exact = Real(a) / Real(std::fabs(b));
    // MPFR rounds the 4400-bit quotient: a second rounding, harmless where the quotient is no tie; ties are next.
    EXPECT_EQ(nearest<double>(quotient), mpfr_get_d(exact.get(), MPFR_RNDN)) << a << '/' << b;
    EXPECT_EQ(nearest<float>(quotient), mpfr_get_flt(exact.get(), MPFR_RNDN)) << a << '/' << b;
  }
}

TEST(Nearest, TiesGoToEvenUnlessNudged) {
  const auto at = [](double x, int nudge) { return nearest<float>({scaled(x), 1, -1074, nudge}); };
  const double low_tie = 1 + 0x1p-24, high_tie = 1 + 0x3p-24;
  EXPECT_EQ(at(low_tie, 0), 1.0f);
  EXPECT_EQ(at(low_tie, 1), 1.0f + 0x1p-23f);
  EXPECT_EQ(at(low_tie, -1), 1.0f);
  EXPECT_EQ(at(high_tie, 0), 1.0f + 0x1p-22f);
  EXPECT_EQ(at(high_tie, -1), 1.0f + 0x1p-23f);
  EXPECT_EQ(at(-low_tie, -1), -1.0f - 0x1p-23f);
  EXPECT_EQ(at(-low_tie, 1), -1.0f);
  EXPECT_EQ(at(0x1p-150, 0), 0.0f);  // half the smallest subnormal
  EXPECT_EQ(at(0x1p-150, 1), 0x1p-149f);
  EXPECT_EQ(at(0x3p-150, 0), 0x1p-148f);
  EXPECT_EQ(at(0x1.ffffffp127, 0), std::numeric_limits<float>::infinity());
  EXPECT_EQ(at(0x1.ffffffp127, -1), std::numeric_limits<float>::max());
  EXPECT_FALSE(std::signbit(at(-0x1p-200, 0)));
}

TEST(Relations, AreFoundExactlyWhereTheyHold) {
  const auto holds = [](const std::vector<std::pair<Integer, Integer>>& terms) {
    LogSum sum;
    for (const auto& [weight, argument] : terms) sum.add(weight, argument);
    return vanishes(sum);
  };
  EXPECT_TRUE(holds({{2, 6}, {-2, 2}, {-1, 9}}));  // 6²/(2²·9)
  EXPECT_FALSE(holds({{2, 6}, {-2, 2}, {-1, 8}}));
  EXPECT_TRUE(holds({{3, 15}, {-3, 3}, {-3, 5}}));
  EXPECT_TRUE(holds({{1, 45}, {1, 75}, {-3, 15}}));  // 45·75 = 15³: no member divides another
  EXPECT_FALSE(holds({{1, 45}, {1, 75}, {-3, 15}, {1, 7}}));
  EXPECT_TRUE(holds({{1, 1024}, {-10, 2}}));
  EXPECT_TRUE(holds({}));
  EXPECT_FALSE(holds({{1, 2}}));
  // (2⁸⁹ − 1)·(2¹⁰⁷ − 1), two primes, against their product.
  const Integer a = (Integer(1) << 89) - 1, b = (Integer(1) << 107) - 1;
  EXPECT_TRUE(holds({{5, a}, {5, b}, {-5, a * b}}));
  EXPECT_FALSE(holds({{5, a}, {4, b}, {-5, a * b}}));
}

TEST(Relations, CoprimeBasesAreCoprime) {
  std::mt19937_64 engine(3);
  for (int i = 0; i < 200; ++i) {
    std::vector<Integer> numbers;
    for (int k = 0; k < 6; ++k) {
      Integer x = 1;
      for (const int prime : {3, 5, 7, 11}) x *= pow(Integer(prime), static_cast<unsigned>(engine() % 4));
      if (x != 1) numbers.push_back(x);
    }
    const auto base = coprime_base(numbers);
    for (std::size_t j = 0; j < base.size(); ++j)
      for (std::size_t k = 0; k < j; ++k) EXPECT_EQ(gcd(base[j], base[k]), 1);
    for (Integer x : numbers) {
      for (const Integer& member : base)
        while (x % member == 0) x /= member;
      EXPECT_EQ(x, 1);
    }
  }
}

TEST(ExponentialSums, HaveASign) {
  const Integer one = scaled(1);
  EXPECT_EQ(sign({}), 0);
  EXPECT_EQ(sign({{one, 0}, {0, 0}}), 0);
  EXPECT_EQ(sign({{one, 1}, {0, -3}}), -1);  // e < 3
  EXPECT_EQ(sign({{one, 1}, {0, -2}}), 1);   // e > 2
  EXPECT_EQ(sign({{0, 1}, {-5000 * one, -1}}), 1);
  EXPECT_EQ(sign({{0, 1}, {-1, -1}}), 1);  // 1 > exp(−2⁻¹⁰⁷⁴)
}

}  // namespace
}  // namespace gibbs::test
