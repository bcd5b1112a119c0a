// Which cases are whose, and that what is counted apart adds up.
#include "properties/run/shares.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "properties/inputs/source.hpp"

namespace gibbs::properties {
namespace {

/// Large cases are the dear ones, and follow each other in steps of 250: no share may have them all.
TEST(Shares, LargeCasesAreSharedOutToo) {
  constexpr std::size_t cases = 4'000'000, large = cases / large_every;
  for (const std::size_t count : {2u, 5u, 8u, 25u, 250u}) {
    std::vector<std::size_t> mine(count);
    for (std::size_t i = large_every - 1; i < cases; i += large_every) {
      for (std::size_t index = 0; index < count; ++index) mine[index] += Share{index, count}.has(key("gibbs-inequality"), i) ? 1 : 0;
    }
    EXPECT_GT(2 * std::ranges::min(mine), large / count) << count;
    EXPECT_LT(std::ranges::max(mine), 2 * large / count) << count;
  }
}

TEST(Shares, OfTwoAsBadTheFirstIsTheWorst) {
  const auto seen = [](std::size_t number, double ulps, double p) {
    Grade::State state;
    state.max_ulp = ulps;
    state.worst = Case{{{"p", Role::probability, {p}}}};
    state.number = number;
    return Grade(state);
  };
  const auto worst = [](std::vector<Grade> grades) {
    Tally all;
    for (const Grade& grade : grades) {
      Tally one;
      one.grades[Metric::self_information] = grade;
      all.add(one);
    }
    return all.grades.at(Metric::self_information).state().worst->inputs[0].values[0];
  };
  const Grade early = seen(10, 2, 0.25), late = seen(20, 2, 0.5), mild = seen(5, 1, 0.75);
  EXPECT_EQ(worst({early, late, mild}), 0.25);
  EXPECT_EQ(worst({mild, late, early}), 0.25);
  EXPECT_EQ(worst({late, mild, Grade()}), 0.5);
}

TEST(Shares, TheLastThatWasDeclinedSaysWhy) {
  Tally first, last, none;
  first.declined = 2, first.last_declined = 10, first.why_declined = "first";
  last.declined = 1, last.last_declined = 30, last.why_declined = "last";
  for (const auto& order : {std::vector{first, last, none}, std::vector{none, last, first}}) {
    Tally all;
    for (const Tally& one : order) all.add(one);
    EXPECT_EQ(all.declined, 3u);
    EXPECT_EQ(all.why_declined, "last");
  }
}

}  // namespace
}  // namespace gibbs::properties
