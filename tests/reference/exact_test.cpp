#include "reference/exact.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "inputs.hpp"
#include "reference/evaluate.hpp"

namespace gibbs::reference {
namespace {

using Rational = boost::multiprecision::mpq_rational;

TEST(IsOne, ExactlyWhenTheProductIs) {
  Inputs inputs(1);
  std::size_t ones = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::vector<Power> product;
    Rational value = 1;
    for (std::size_t k = 0; k < 4; ++k) {
      const auto x = static_cast<long>(1 + inputs.below(24)), exponent = static_cast<long>(inputs.below(5)) - 2;
      product.push_back({x, exponent});
      for (long j = 0; j < std::abs(exponent); ++j) value *= exponent > 0 ? Rational(x) : 1 / Rational(x);
    }
    ASSERT_EQ(is_one(product), value == 1);
    ones += value == 1;
  }
  EXPECT_GT(ones, 100u);  // both outcomes were seen
}

// The quick test modulo 2⁶¹ − 1 must not have the last word: 2⁶¹ is 1 there, and the prime itself has no inverse.
TEST(IsOne, IsNotFooledByThePrime) {
  const Integer prime = (Integer(1) << 61) - 1;
  EXPECT_FALSE(is_one({{2, 61}}));
  EXPECT_FALSE(is_one({{3, prime - 1}}));
  EXPECT_FALSE(is_one({{prime, 1}, {3, -2}}));
  EXPECT_TRUE(is_one({{prime, 2}, {prime * prime, -1}}));
}

TEST(LogIdentity, DecidesEqualityInEachUnit) {
  const auto is = [](std::vector<double> p, Unit unit, long mantissa, long exponent) {
    return is_exactly({Metric::entropy, {{std::move(p)}}, unit}, mantissa, exponent);
  };
  EXPECT_TRUE(is({9, 6, 8, 1}, Unit::bit, 7, -2));
  EXPECT_FALSE(is({9, 6, 8, 1}, Unit::bit, 3, -1));
  EXPECT_FALSE(is({9, 6, 1, 8 + 0x1p-40}, Unit::bit, 7, -2));
  EXPECT_FALSE(is({9, 6, 8, 1}, Unit::hartley, 7, -2));
  EXPECT_TRUE(is(std::vector<double>(100, 0.1), Unit::hartley, 2, 0));
  EXPECT_TRUE(is(std::vector<double>(100, 0.1), Unit::hartley, 1, 1));
  EXPECT_FALSE(is(std::vector<double>(100, 0.1), Unit::nat, 2, 0));
  EXPECT_TRUE(is({5e-324}, Unit::nat, 0, 0));
  EXPECT_FALSE(is({5e-324, 1}, Unit::bit, 0, 0));
}

TEST(LogIdentity, DecidesEveryMetricMadeOfLogarithms) {
  const auto is = [](Question question, long mantissa) { return is_exactly(question, mantissa, -1); };
  EXPECT_TRUE(is({Metric::self_information, {{{0x1p-9}}}, Unit::bit}, 18));
  EXPECT_TRUE(is({Metric::perplexity, {{{0.3, 0.3, 0.3}}}}, 6));
  EXPECT_TRUE(is({Metric::cross_entropy, {{{3, 3, 8, 2}}, {{1, 1, 1, 1}}}, Unit::bit}, 4));
  EXPECT_TRUE(is({Metric::kl_divergence, {{{3, 3, 8, 2}}, {{1, 9, 4, 2}}}, Unit::bit}, 1));
  EXPECT_FALSE(is({Metric::kl_divergence, {{{3, 3, 8, 2}}, {{1, 9, 4, 2}}}, Unit::nat}, 1));
  EXPECT_TRUE(is({Metric::js_divergence, {{{3, 4, 0}}, {{0, 0, 0.1}}}, Unit::bit}, 2));
  EXPECT_TRUE(is({Metric::conditional_entropy, {{{3, 3, 5, 5}, 2}}, Unit::bit}, 2));
  EXPECT_TRUE(is({Metric::mutual_information, {{{0.7, 0, 0, 0.7}, 2}}, Unit::bit}, 2));
  EXPECT_FALSE(is({Metric::cross_entropy, {{{1, 1}}, {{1, 0}}}, Unit::bit}, 2));  // infinite
  EXPECT_FALSE(is({Metric::softmax, {{{0, 0}}}}, 1));                             // not asked of exponentials
}

TEST(ScaledIntegers, KeepTheirRatios) {
  const auto x = scaled_integers({0x1p-1074, 3, 0, -0x1.8p1000});
  EXPECT_EQ(x[1], x[0] * 3 << 1074);
  EXPECT_EQ(x[2], 0);
  EXPECT_EQ(x[3] * 2, x[1] * -1 << 1000);
}

}  // namespace
}  // namespace gibbs::reference
