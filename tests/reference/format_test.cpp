#include "reference/format.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "inputs.hpp"

namespace gibbs::reference {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The 16 bits of an IEEE 754 interchange format as a number, by the standard's own definition (§3.4).
double decode(unsigned bits, const Format& format) {
  const int fraction_bits = format.precision - 1;
  const unsigned fraction = bits % (1u << fraction_bits);
  const int biased = static_cast<int>(bits >> fraction_bits) % (1 << (15 - fraction_bits));
  const int special = (1 << (15 - fraction_bits)) - 1;
  const double sign = bits >> 15 != 0 ? -1 : 1;
  if (biased == special) return fraction == 0 ? sign * infinity : std::nan("");
  if (biased == 0) return sign * std::ldexp(fraction, format.min_exponent - fraction_bits);
  return sign * std::ldexp((1u << fraction_bits) + fraction, biased - 1 + format.min_exponent - fraction_bits);
}

class SixteenBits : public testing::TestWithParam<Format> {};
INSTANTIATE_TEST_SUITE_P(Formats, SixteenBits, testing::Values(binary16, bfloat16),
                         [](const auto& format) { return std::string(format.param.name); });

// Neighbours are neighbouring bit patterns; between them lie one tie and its two sides. This is every number there is.
TEST_P(SixteenBits, NeighboursTiesAndUlpsOfEveryNumber) {
  const Format& format = GetParam();
  unsigned numbers = 0;
  for (unsigned bits = 0; decode(bits, format) < infinity; ++bits, ++numbers) {
    const double a = decode(bits, format), b = decode(bits + 1, format);
    ASSERT_TRUE(representable(a, format) && representable(-a, format)) << a;
    ASSERT_EQ(next_up(a, format), b);
    ASSERT_EQ(next_down(b, format), b < infinity ? a : max_finite(format));
    ASSERT_EQ(next_down(-a, format), -b);
    ASSERT_EQ(next_up(-b, format), b < infinity ? -a : -max_finite(format));
    const double gap = b < infinity ? b - a : a - decode(bits - 1, format);
    ASSERT_EQ(ulp(a, format), gap) << a;
    ASSERT_EQ(ulp(-a, format), gap) << a;

    const double tie = a + gap / 2;
    for (const double sign : {1.0, -1.0}) {
      ASSERT_EQ(round_to(sign * a, format), sign * a);
      ASSERT_EQ(round_to(sign * tie, format), sign * (bits % 2 == 0 ? a : b)) << tie;
      ASSERT_EQ(round_to(sign * std::nextafter(tie, 0.0), format), sign * a) << tie;
      ASSERT_EQ(round_to(sign * std::nextafter(tie, infinity), format), sign * b) << tie;
      ASSERT_FALSE(representable(sign * tie, format)) << tie;
    }
    ASSERT_EQ(ulp(tie, format), gap);
    ASSERT_EQ(next_up(tie, format), b);
    ASSERT_EQ(next_down(tie, format), a);
    ASSERT_EQ(next_up(-tie, format), -a);
  }
  EXPECT_EQ(numbers, format == binary16 ? 0x7c00u : 0x7f80u);
}

/// Doubles of every exponent and sign, and the special ones.
template <class Check>
void for_many_doubles(Check check) {
  for (const double x : {0.0, 0x1p-1074, 0x1p-1022, 0x1p-150, 0x1p-149, 0x1.fffffep127, 0x1.ffffffp127, 1.0, infinity,
                         std::numeric_limits<double>::max()}) {
    for (const double y : {x, std::nextafter(x, 0.0), std::nextafter(x, infinity)}) check(y), check(-y);
  }
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const auto bits = random();
    if (const auto x = std::bit_cast<double>(bits); !std::isnan(x)) check(x);
    if (const auto x = std::bit_cast<float>(static_cast<std::uint32_t>(bits)); !std::isnan(x)) check(x);
  }
}

TEST(Binary64, IsTheHardwareDouble) {
  for_many_doubles([](double x) {
    ASSERT_TRUE(representable(x, binary64));
    ASSERT_EQ(std::bit_cast<std::uint64_t>(round_to(x, binary64)), std::bit_cast<std::uint64_t>(x));
    ASSERT_EQ(next_up(x, binary64), std::nextafter(x, infinity));
    ASSERT_EQ(next_down(x, binary64), std::nextafter(x, -infinity));
    if (std::fabs(x) < max_finite(binary64)) {
      ASSERT_EQ(ulp(x, binary64), std::nextafter(std::fabs(x), infinity) - std::fabs(x));
    }
  });
}

TEST(Binary32, IsTheHardwareFloat) {
  for_many_doubles([](double x) {
    const auto nearest = static_cast<float>(x);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(round_to(x, binary32)), std::bit_cast<std::uint64_t>(double{nearest}));
    ASSERT_EQ(representable(x, binary32), nearest == x);
    const float up = nearest > x ? nearest : std::nextafter(nearest, std::numeric_limits<float>::infinity());
    ASSERT_EQ(next_up(x, binary32), up);
    ASSERT_EQ(next_down(-x, binary32), -up);
  });
}

TEST(Format, Constants) {
  using Double = std::numeric_limits<double>;
  using Float = std::numeric_limits<float>;
  EXPECT_EQ(max_finite(binary64), Double::max());
  EXPECT_EQ(min_normal(binary64), Double::min());
  EXPECT_EQ(min_subnormal(binary64), Double::denorm_min());
  EXPECT_EQ(epsilon(binary64), Double::epsilon());
  EXPECT_EQ(max_finite(binary32), Float::max());
  EXPECT_EQ(min_normal(binary32), Float::min());
  EXPECT_EQ(min_subnormal(binary32), Float::denorm_min());
  EXPECT_EQ(epsilon(binary32), Float::epsilon());
  EXPECT_EQ(max_finite(binary16), 65504);
  EXPECT_EQ(find_format("bfloat16"), bfloat16);
  EXPECT_EQ(find_format("binary128"), std::nullopt);
}

TEST(Format, NaNAndInfinity) {
  for (const Format& format : {binary64, binary32, binary16, bfloat16}) {
    EXPECT_TRUE(std::isnan(round_to(std::nan(""), format)) && std::isnan(next_up(std::nan(""), format)) &&
                std::isnan(ulp(std::nan(""), format)) && representable(std::nan(""), format));
    EXPECT_EQ(next_up(infinity, format), infinity);
    EXPECT_EQ(next_up(-infinity, format), -max_finite(format));
    EXPECT_EQ(ulp(infinity, format), ulp(max_finite(format), format));
    EXPECT_TRUE(std::signbit(round_to(-0.0, format)));
    EXPECT_EQ(next_up(-0.0, format), min_subnormal(format));
  }
}

}  // namespace
}  // namespace gibbs::reference
