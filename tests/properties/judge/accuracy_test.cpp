#include "properties/judge/accuracy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
using Level = Accuracy::Level;
using Point = reference::IntervalOf<640>;

double ends(const Interval& i, bool upper) {
  const auto* raw = i.backend().data();
  return mpfr_get_d(upper ? &raw->right : &raw->left, MPFR_RNDN);
}
bool contains(const Interval& i, const Point& x) {
  return mpfr_lessequal_p(&i.backend().data()->left, &x.backend().data()->left) != 0 &&
         mpfr_greaterequal_p(&i.backend().data()->right, &x.backend().data()->right) != 0;
}

TEST(Accuracy, CorrectReachesToTheMidpointsAndNoFurther) {
  const Interval i = implied_enclosure(1, {Level::correct, 0}, reference::binary64, 0);
  EXPECT_TRUE(contains(i, Point(1) + Point(0x1p-53)));
  EXPECT_FALSE(contains(i, Point(1) + Point(0x1p-53) + Point(0x1p-120)));
  EXPECT_TRUE(contains(i, Point(1) - Point(0x1p-54)));
  EXPECT_FALSE(contains(i, Point(1) - Point(0x1p-54) - Point(0x1p-120)));
}

TEST(Accuracy, CorrectAroundZeroIsHalfASubnormal) {
  const Interval i = implied_enclosure(0, {Level::correct, 0}, reference::binary64, 0);
  EXPECT_TRUE(contains(i, Point(5e-324) / 2));
  EXPECT_FALSE(contains(i, Point(5e-324) * 3 / 4));
}

TEST(Accuracy, FaithfulReachesToTheNeighbours) {
  const Interval i = implied_enclosure(1, {Level::faithful, 0}, reference::binary32, 0);
  EXPECT_EQ(ends(i, true), 1 + 0x1p-23);
  EXPECT_EQ(ends(i, false), 1 - 0x1p-24);
}

TEST(Accuracy, UlpsAreThoseOfTheExactValue) {
  // Just below 2, returned 2 − 1 ulp: an exact value beyond 2 has larger ulps.
  const double below_two = std::nextafter(2.0, 0.0);
  const Interval i = implied_enclosure(below_two, {Level::ulp, 2}, reference::binary64, 0);
  EXPECT_TRUE(contains(i, Point(2) + Point(0x1p-52) * 3));
  EXPECT_EQ(ends(implied_enclosure(1, {Level::ulp, 0x1p52}, reference::binary64, 0), true), infinity);
}

TEST(Accuracy, AnInfiniteResultMeansFromWhereRoundingOverflows) {
  const Interval i = implied_enclosure(infinity, {Level::correct, 0}, reference::binary64, 0);
  const double top = std::numeric_limits<double>::max();
  EXPECT_TRUE(contains(i, Point(top) + Point(0x1p970)));
  EXPECT_FALSE(contains(i, Point(top)));
  EXPECT_EQ(ends(implied_enclosure(-infinity, {Level::correct, 0}, reference::binary64, 0), false), -infinity);
}

TEST(Accuracy, CertainlyMeansForEveryPairOfNumbers) {
  EXPECT_TRUE(certainly_less(interval(1, 2), interval(3, 4)));
  EXPECT_FALSE(certainly_less(interval(1, 3), interval(3, 4)));
  EXPECT_TRUE(certainly_at_most(interval(1, 3), interval(3, 4)));
  EXPECT_FALSE(certainly_less(interval(std::nan(""), std::nan("")), interval(3, 4)));
}

TEST(Accuracy, FaithfulAtTheEndOfTheRangeMayBeTheLargestNumberOrInfinity) {
  const double top = std::numeric_limits<double>::max();
  EXPECT_EQ(ends(implied_enclosure(top, {Level::faithful, 0}, reference::binary64, 0), true), infinity);
  EXPECT_EQ(ends(implied_enclosure(infinity, {Level::faithful, 0}, reference::binary64, 0), false), top);
}

/// What `stable` allows one answer, and how far off it is.
double share(const Question& q, double returned, const Format& format, std::size_t place = 0) {
  std::vector<double> values(reference::stable_radius(q, format).size(), 0.0);
  values[place] = returned;
  const auto radius = allowed_errors(q, values, format)[place];
  return reference::assess(q, values, format)[place].error.lower / radius;
}

TEST(Accuracy, StableCoversWhatEverybodyWrites) {
  using reference::binary64;
  EXPECT_LT(share({Metric::self_information, {{{127.0 / 128}}}, Unit::nat}, std::log(1 / (127.0 / 128)), binary64), 1);
  const double lse = 250 + std::log(1 + std::exp(-2));
  EXPECT_LT(share({Metric::log_softmax, {{{250, 248}}}, Unit::nat}, 250 - lse, binary64), 1);
  const double large = 0x1p46 + std::log(1 + std::exp(-2));
  EXPECT_GT(share({Metric::log_softmax, {{{0x1p46, 0x1p46 - 2}}}, Unit::nat}, 0x1p46 - large, binary64), 1);
}

TEST(Accuracy, StableDoesNotCoverAnEpsilonOrACutOff) {
  using reference::binary64;
  const double rare = 0x1p-20;
  const double clipped = -(1 - rare) * std::log(1 - rare + 1e-16) - rare * std::log(rare + 1e-16);
  EXPECT_GT(share({Metric::entropy, {{{1 - rare, rare}}}, Unit::nat}, clipped, binary64), 1);
  EXPECT_GT(share({Metric::log_sum_exp, {{{0, -34.5}}}, Unit::nat}, 0, binary64), 1);
  EXPECT_GT(share({Metric::log_softmax, {{{0, -34.5}}}, Unit::nat}, 0, binary64), 1);
  EXPECT_GT(share({Metric::softmax_cross_entropy, {{{0, -34.5}}, {{1, 0}}}, Unit::nat}, 0, binary64), 1);
  EXPECT_GT(share({Metric::sigmoid_cross_entropy, {{{34}}, {{1}}}, Unit::nat}, 0, binary64), 1);
}

TEST(Accuracy, NarrowFormatsAreComputedInBinary32AndRoundedOnce) {
  // A gradient whose error may be half a gap of bfloat16 and no more, whatever the number of classes.
  const std::vector<double> z(64, 0.0), y{[] { std::vector<double> one(64, 0.0); one[0] = 1; return one; }()};
  const Question q{Metric::softmax_mean_squared_error_gradient, {{z}, {y}}, Unit::nat};
  EXPECT_GT(share(q, 42, reference::bfloat16), 1);
  const double exact = reference::round(q, reference::bfloat16)[0].nearest;
  EXPECT_LE(share(q, exact, reference::bfloat16), 1);
  EXPECT_GT(share(q, reference::next_up(exact, reference::bfloat16), reference::bfloat16), 1);
}

TEST(Accuracy, ABoundAsWideAsTheRangeSaysNothing) {
  const Accuracy stable{Level::stable, 0}, ulps{Level::ulp, 200};
  EXPECT_TRUE(says_nothing(stable, infinity, infinity, reference::binary64));
  EXPECT_TRUE(says_nothing(stable, 1, 1, reference::binary64));
  EXPECT_FALSE(says_nothing(stable, 0.5, 1, reference::binary64));
  EXPECT_TRUE(says_nothing(ulps, 0, 1, reference::bfloat16));
  EXPECT_FALSE(says_nothing(ulps, 0, 1, reference::binary16));
}

TEST(Accuracy, LevelsAreReadAndWritten) {
  for (const char* text : {"correct", "faithful", "ulp:1.5", "stable"}) EXPECT_EQ(to_string(parse_accuracy(text)), text);
  for (const char* text : {"", "ulp:", "ulp:-1", "ulp:0.4", "ulp:nan", "ulp:1x", "Correct", "exact"}) {
    EXPECT_THROW(parse_accuracy(text), std::invalid_argument) << text;
  }
}

TEST(Accuracy, StableIsInfinitelyFarFromAccusingWhereTheValueIsInfinite) {
  const Question q{Metric::kl_divergence, {{{0.5, 0.5}}, {{1, 0}}}, Unit::nat};
  EXPECT_EQ(stable_radius(q, reference::binary64)[0], 0);  // nothing is rounded: +∞ it must be
}

TEST(Accuracy, OfAnExponentBeyondTheRangeInfinityAloneIsStable) {
  const auto radius = [](double loss) {
    return stable_radius({Metric::sequence_perplexity, {{{0, loss}, 2}, {{0}}}, Unit::nat}, reference::binary64)[0];
  };
  EXPECT_GT(radius(700), 0);
  EXPECT_EQ(radius(1000), 0);
  EXPECT_EQ(radius(1e300), 0);  // an error of 10²⁸⁴ in the exponent changes nothing
}

TEST(Accuracy, StableGrowsWithTheSpreadOfLogitsNotWithTheirSize) {
  const auto radius = [](std::vector<double> z) {
    return stable_radius({Metric::softmax, {{std::move(z)}}, Unit::nat}, reference::binary64)[0];
  };
  EXPECT_EQ(radius({1000, 1001}), radius({0x1p40, 0x1p40 + 1}));
  EXPECT_LT(radius({0, 1}), radius({700, 701}));  // z − LSE(z) is what people write of everyday logits
  EXPECT_LT(radius({0, -1}), radius({0, -100}) + 1);
  EXPECT_GT(radius({-30, 0}) / std::exp(-30), radius({-1, 0}) / std::exp(-1));
}

}  // namespace
}  // namespace gibbs::properties
