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

TEST(Accuracy, StableGrowsWithTheSpreadOfLogitsNotWithTheirSize) {
  const auto radius = [](std::vector<double> z) {
    return stable_radius({Metric::softmax, {{std::move(z)}}, Unit::nat}, reference::binary64)[0];
  };
  EXPECT_EQ(radius({0, 1}), radius({0x1p40, 0x1p40 + 1}));
  EXPECT_LT(radius({0, -1}), radius({0, -100}) + 1);
  EXPECT_GT(radius({-30, 0}) / std::exp(-30), radius({-1, 0}) / std::exp(-1));
}

}  // namespace
}  // namespace gibbs::properties
