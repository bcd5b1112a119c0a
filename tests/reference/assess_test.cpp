// Distances worked out by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

#include "inputs.hpp"

namespace gibbs::reference {
namespace {

using enum Metric;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double tiny = 0x1p-1074;

Assessment assess_one(const Question& question, double returned, const Format& format = binary64) {
  return assess(question, std::vector{returned}, format).at(0);
}

Question square(double x) { return {mean_squared_error, {{{x}}, {{0}}}}; }

void expect_ulps(const Question& question, double returned, double ulps, const Format& format = binary64) {
  const Assessment a = assess_one(question, returned, format);
  EXPECT_TRUE(a.exact.decided);
  EXPECT_EQ(a.ulps.lower, ulps) << question << ' ' << returned;
  EXPECT_EQ(a.ulps.upper, ulps) << question << ' ' << returned;
}

TEST(Ulps, AreThoseOfTheBinadeOfTheExactValue) {
  expect_ulps(square(1.5), 2.25, 0);
  expect_ulps(square(1.5), next_up(2.25, binary64), 1);
  expect_ulps(square(1), next_down(1, binary64), 0.5);  // 2⁻⁵³, and ulp(1) = 2⁻⁵²
  expect_ulps(square(1), -1, 0x1p53);
  expect_ulps(square(1), 0, 0x1p7, bfloat16);
  expect_ulps(square(0), 3 * tiny, 3);
  expect_ulps(square(0x1p-537), 0, 1);
  expect_ulps(square(0x1p-537), 3 * tiny, 2);
  expect_ulps(square(0x1p-12), 0, 1, binary16);                 // 2⁻²⁴ is the smallest subnormal
  expect_ulps(square(0x1p10), 65504, 0x1p15 - 2047, binary16);  // 2²⁰ lies 32 · 31·2¹⁰ + … beyond; ulp is 32
}

TEST(Ulps, AreFractionalAndRoundedOutward) {
  const Question third{mean_squared_error, {{{1, 1, 1}}, {{1, 1, 0}}}};  // 1/3 = 0x1.5555555555555|555…p-2
  const Assessment a = assess_one(third, 0x1.5555555555555p-2);
  EXPECT_EQ(a.ulps.lower, 0x1.5555555555555p-2);  // 1/3 ulp
  EXPECT_EQ(a.ulps.upper, 0x1.5555555555556p-2);
  EXPECT_EQ(a.error.lower, 0x1.5555555555555p-56);
  EXPECT_EQ(a.error.upper, 0x1.5555555555556p-56);
  EXPECT_EQ(assess_one(third, 0x1.5555555555556p-2).ulps.upper, 0x1.5555555555556p-1);  // 2/3
}

TEST(Ulps, OfInfinitiesAndNaN) {
  const Question infinite{self_information, {{{0}}}}, overflows = square(0x1p600);
  expect_ulps(infinite, infinity, 0);
  expect_ulps(infinite, 1e308, infinity);
  expect_ulps(infinite, -infinity, infinity);
  expect_ulps(square(1), infinity, infinity);
  expect_ulps(overflows, infinity, 0);
  expect_ulps(overflows, -infinity, infinity);
  expect_ulps(overflows, 0, 0x1p229);  // 2¹²⁰⁰ / 2⁹⁷¹
  EXPECT_EQ(assess_one(overflows, infinity).error.upper, 0);
  EXPECT_EQ(assess_one(overflows, 0).error.upper, infinity);
  EXPECT_EQ(assess_one(overflows, 0).error.lower, max_finite(binary64));
  EXPECT_EQ(assess_one(infinite, 1).error.lower, infinity);
  for (const Question& question : {infinite, overflows, square(1)}) {
    const Assessment a = assess_one(question, std::nan(""));
    EXPECT_TRUE(std::isnan(a.ulps.lower) && std::isnan(a.ulps.upper) && std::isnan(a.error.lower) &&
                std::isnan(a.error.upper));
  }
}

// Near 1 from an unknown side, the ulp is 2⁻⁷ or 2⁻⁸: both bounds allow for it.
TEST(Ulps, WhereTheSideIsUnknown) {
  const Question question{softmax_mean_squared_error_gradient, {{{0, 0, -1e10}}, {{0, 6, 0}}}};
  const auto a = assess(question, std::vector{1 + 0x1p-7, 0.0, 0.0}, bfloat16)[0];
  EXPECT_LE(a.ulps.lower, 1);
  EXPECT_GE(a.ulps.upper, 2);
}

// Precision is part of the type, MPFR's caches are per thread: nothing is shared (run under the sanitizers, too).
TEST(Assess, IsTheSameInEveryThread) {
  const auto work = [](double& sum) {
    Inputs inputs(7);
    for (int i = 0; i < 100; ++i) {
      for (const MetricInfo& metric : metrics()) {
        const Question question = inputs.question(metric.metric);
        const std::vector<double> returned(result_size(question), 0.5);
        const Assessment a = assess(question, returned, binary64)[0];
        if (std::isfinite(a.ulps.lower)) sum += std::log(1 + a.ulps.lower);
      }
    }
  };
  double sums[3] = {};
  {
    std::jthread one(work, std::ref(sums[0])), two(work, std::ref(sums[1]));
    work(sums[2]);
  }
  EXPECT_GT(sums[0], 0);
  EXPECT_EQ(sums[0], sums[1]);
  EXPECT_EQ(sums[0], sums[2]);
}

TEST(Assess, RefusesMissingComponents) {
  EXPECT_THROW(assess({softmax, {{{1, 2}}}}, std::vector{0.5}, binary64), std::domain_error);
}

TEST(Assess, BoundsAreNarrowAndHoldTheErrorOfTheNeighbours) {
  Inputs inputs(5);
  std::size_t compared = 0;
  for (const MetricInfo& metric : metrics()) {
    for (int i = 0; i < 200; ++i) {
      const Question question = inputs.question(metric.metric);
      for (const Format& format : {binary64, bfloat16}) {
        const auto exact = round(question, format);
        std::vector<double> below, above;
        for (const Rounded& r : exact) below.push_back(r.below), above.push_back(r.above);
        const auto from_below = assess(question, below, format), from_above = assess(question, above, format);
        for (std::size_t k = 0; k < exact.size(); ++k) {
          const Bounds b = from_below[k].ulps, a = from_above[k].ulps;
          ASSERT_TRUE(b.upper - b.lower <= 0x1p-20 * b.upper || b.upper <= 0x1p-20 || std::isinf(b.lower)) << question;
          if (!std::isfinite(below[k]) || !std::isfinite(above[k]) || (below[k] < 0 && above[k] > 0)) continue;
          // Between neighbours, one ulp apart, the two distances make one ulp.
          const double gap = below[k] == above[k] ? 0 : 1;
          ASSERT_LE(b.lower + a.lower, gap) << question;
          ASSERT_GE(b.upper + a.upper, gap) << question;
          ASSERT_LE(exact[k].nearest == below[k] ? b.lower : a.lower, 0.5) << question;
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 5'000u);
}

}  // namespace
}  // namespace gibbs::reference
