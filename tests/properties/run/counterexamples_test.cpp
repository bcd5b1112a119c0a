// Which counterexamples are kept of a refuted property: the simplest, the worst, and the simplest as severe as the
// worst.
#include <gtest/gtest.h>

#include "properties/run/check.hpp"
#include "tests/properties/judge/implementations.hpp"

namespace gibbs::tests {
namespace {

using properties::Counterexample;
using properties::PropertyResult;
using properties::Status;
using reference::Unit;

/// The textbook's entropy times a factor that depends on the number of classes.
Functions faulty(std::function<double(std::size_t)> factor) {
  return textbook().with(Metric::entropy, [factor](const Question& q) {
    static Functions honest = textbook();
    return Vector{honest.answer(q).values[0] * factor(q.arguments[0].values.size())};
  });
}

PropertyResult tried(Functions& subject, const char* property) {
  properties::Options options;
  options.cases = 300;
  options.only = {property};
  return check(subject, options).properties.at(0);
}

std::size_t classes(const Counterexample& c) { return c.inputs.at(0).values.size(); }

TEST(Counterexamples, OneThatIsAllThreeIsShownOnce) {
  Functions subject = faulty([](std::size_t) { return 2.0; });
  const PropertyResult result = tried(subject, "accuracy-of-entropy");
  ASSERT_EQ(result.status, Status::refuted);
  EXPECT_EQ(result.counterexample->inputs[0].fractions, (std::vector<std::string>{"1/2", "1/2"}));
  EXPECT_FALSE(result.simplest_as_severe);
  EXPECT_FALSE(result.worst);
}

TEST(Counterexamples, AreInAUnitThatTheSubjectOffers) {
  properties::Description bits{"bits", "1", reference::binary64, {}};
  bits.metrics[Metric::entropy].units = {Unit::bit};
  Functions subject(bits, {{Metric::entropy, [](const Question& q) {
                              EXPECT_EQ(q.unit, Unit::bit);
                              return Vector{-1 - static_cast<double>(q.arguments[0].values.size())};
                            }}});
  const PropertyResult result = tried(subject, "entropy-bounds");
  ASSERT_TRUE(result.counterexample);
  EXPECT_EQ(properties::replay(result.counterexample->replay, subject, false).status, Status::refuted);
}

TEST(Counterexamples, ASmallErrorDoesNotHideALargeOne) {
  // A millionth with two classes, half of the value and more from five classes on: the more, the worse.
  Functions subject = faulty([](std::size_t n) { return n < 5 ? 1 + 0x1p-20 : 1.5 + static_cast<double>(n) / 1024; });
  const PropertyResult result = tried(subject, "accuracy-of-entropy");
  ASSERT_TRUE(result.counterexample && result.simplest_as_severe && result.worst);
  EXPECT_EQ(classes(*result.counterexample), 2u);
  EXPECT_EQ(classes(*result.simplest_as_severe), 5u);
  EXPECT_GT(classes(*result.worst), 8u);
  for (const auto* c : {&*result.counterexample, &*result.simplest_as_severe, &*result.worst}) {
    EXPECT_EQ(properties::replay(c->replay, subject, false).status, Status::refuted) << c->replay;
  }
}

TEST(Counterexamples, TheSimplestKeepsTheOrderOfMagnitudeOfTheWorst) {
  Functions subject = faulty([](std::size_t n) { return n < 3 ? 1 + 0x1p-20 : 1.5; });
  const PropertyResult result = tried(subject, "accuracy-of-entropy");
  ASSERT_TRUE(result.counterexample && result.simplest_as_severe);
  EXPECT_FALSE(result.worst) << result.worst->why;
  EXPECT_GE(result.simplest_as_severe->observations.at(0).ulps, 0x1p50);
  EXPECT_LE(result.counterexample->observations.at(0).ulps, 0x1p40);
}

TEST(Counterexamples, HeldAndRoundedPropertiesHaveNoWorst) {
  Functions good = textbook();
  properties::Options options;
  options.cases = 100;
  for (const PropertyResult& result : check(good, options).properties) {
    EXPECT_FALSE(result.worst || result.simplest_as_severe) << result.id;
  }
}

}  // namespace
}  // namespace gibbs::tests
