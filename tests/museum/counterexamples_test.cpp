// What a trial shows of a real defect can be checked by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "museum/exhibit.hpp"
#include "properties/check.hpp"
#include "tests/museum/by_hand.hpp"

namespace gibbs::museum {
namespace {

/// Exhibits whose fault needs more than three classes, or more than sixteenths and whole logits.
const std::map<std::string_view, std::string_view> needs_more{
    {"scipy-20083", "its sum is rounded below zero only for distributions that are nearly equal"},
    {"scipy-20710", "x/y leaves the range only where y is tiny"},
    {"sklearn-9772", "the product of two totals leaves 32 bits only for counts in the ten thousands"},
    {"candle-3727", "the running sum stalls only over many classes"},
};

TEST(Museum, EachFaultIsShownBySomethingToCheckByHand) {
  for (const Exhibit& exhibit : exhibits()) {
    properties::Options options;
    options.cases = 300;
    const auto subject = open(exhibit);
    bool caught = false, shown = false;
    for (const auto& result : check(*subject, options).properties) {
      if (result.status != properties::Status::refuted) continue;
      caught = true;
      shown = shown || std::ranges::all_of(result.counterexample->inputs, by_hand);
    }
    EXPECT_TRUE(caught) << exhibit.id;
    EXPECT_NE(shown, needs_more.contains(exhibit.id)) << exhibit.id;
  }
}

}  // namespace
}  // namespace gibbs::museum
