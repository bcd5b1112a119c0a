// Every fallacy is refuted by a counterexample that was found, and small enough to check by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "properties/fallacies/fallacy.hpp"
#include "subjects/library.hpp"
#include "tests/properties/judge/implementations.hpp"

namespace gibbs::properties {
namespace {

Refutation refuted(const Fallacy& fallacy, std::uint64_t seed) {
  static const auto exact = subjects::library();
  Options options;
  options.seed = seed;
  return refute(fallacy, *exact, options);
}

/// At most three classes, sixteenths or coarser, nothing beyond 4.
void expect_small(const Refutation& refutation) {
  ASSERT_TRUE(refutation.result.counterexample);
  for (const ShownInput& input : refutation.result.counterexample->inputs) {
    EXPECT_LE(input.values.size(), 3u) << refutation.result.counterexample->replay;
    for (const double x : input.values) {
      EXPECT_TRUE(std::abs(x) <= 4 && x * 16 == std::floor(x * 16)) << refutation.result.counterexample->replay;
    }
  }
}

TEST(Fallacies, AreWholeAndNoTheorems) {
  std::set<std::string_view> ids;
  for (const Fallacy& f : fallacies()) {
    EXPECT_TRUE(ids.insert(f.id).second) << f.id << " stands twice";
    EXPECT_EQ(find_theorem(f.id), nullptr) << f.id;
    EXPECT_EQ(find_fallacy(f.id), &f);
    EXPECT_FALSE(f.statement.empty() || f.why_plausible.empty() || f.why_false.empty() || f.source.empty()) << f.id;
    EXPECT_FALSE(f.metrics.empty()) << f.id;
  }
  EXPECT_EQ(find_fallacy("gibbs-inequality"), nullptr);
}

TEST(Fallacies, AreRefutedBySmallCounterexamplesWhateverTheSeed) {
  for (const Fallacy& fallacy : fallacies()) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      SCOPED_TRACE(std::string(fallacy.id) + ", seed " + std::to_string(seed));
      const Refutation refutation = refuted(fallacy, seed);
      EXPECT_EQ(refutation.result.status, Status::refuted);
      expect_small(refutation);
    }
  }
}

TEST(Fallacies, TheSameSeedFindsTheSameCounterexample) {
  for (const Fallacy& fallacy : fallacies()) {
    const Refutation once = refuted(fallacy, 1), again = refuted(fallacy, 1);
    EXPECT_EQ(once.result.counterexample->replay, again.result.counterexample->replay);
    EXPECT_EQ(once.result.refuted, again.result.refuted);
    EXPECT_EQ(once.counterexample.relations, again.counterexample.relations);
  }
}

/// The claim is what breaks, not the subject: every answer keeps its accuracy, and what is true beside it holds.
TEST(Fallacies, FailByTheirClaimAlone) {
  for (const Fallacy& fallacy : fallacies()) {
    const Demonstration shown = refuted(fallacy, 1).counterexample;
    EXPECT_EQ(shown.verdict, Status::refuted) << fallacy.id;
    ASSERT_FALSE(shown.relations.empty()) << fallacy.id;
    EXPECT_NE(shown.relations.back().find("is certainly not"), std::string::npos) << shown.relations.back();
    for (const Observation& seen : shown.observations) EXPECT_LE(seen.ulps, 0.5) << fallacy.id << ' ' << seen.call;
    EXPECT_EQ(shown.calls.size(), shown.observations.size());
  }
}

TEST(Fallacies, ATextbookImplementationRefutesThemToo) {
  tests::Functions textbook = tests::textbook();
  for (const Fallacy& fallacy : fallacies()) {
    EXPECT_EQ(refute(fallacy, textbook, {}).result.status, Status::refuted) << fallacy.id;
  }
}

}  // namespace
}  // namespace gibbs::properties
