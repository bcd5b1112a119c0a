// Theorems as properties of RapidCheck.
#include "properties/run/rapidcheck.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>

#include "tests/properties/judge/implementations.hpp"

namespace gibbs::properties {
namespace {

RC_GTEST_PROP(RapidCheck, ATheoremIsTriedByIt, ()) {
  static tests::Functions textbook = tests::textbook();
  holds(*find_theorem("gibbs-inequality"), textbook);
}

/// RC_PARAMS, set in main(), says how many cases there are.
TEST(RapidCheck, ItsParametersCount) {
  tests::Functions textbook = tests::textbook();
  int cases_tried = 0;
  EXPECT_TRUE(rc::check("entropy of the uniform distribution", [&] {
    holds(*find_theorem("entropy-maximum"), textbook);
    ++cases_tried;
  }));
  EXPECT_EQ(cases_tried, 37);
}

/// A divergence with P and Q swapped in one place; RapidCheck shrinks what it finds.
TEST(RapidCheck, ARefutationFailsAndIsShrunk) {
  tests::Functions faulty = tests::textbook().with(Metric::kl_divergence, [](const Question& question) {
    const auto &p = question.arguments[0].values, &q = question.arguments[1].values;
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] > 0 ? q[i] * std::log(p[i] / q[i]) : 0;
    return std::vector<double>{sum};
  });
  const auto result = rc::detail::checkTestable([&] { holds(*find_theorem("gibbs-inequality"), faulty); });
  ASSERT_TRUE(result.is<rc::detail::FailureResult>());
  const auto& failure = result.get<rc::detail::FailureResult>();
  EXPECT_NE(failure.description.find("kl_divergence(p, q)"), std::string::npos) << failure.description;
  ASSERT_FALSE(failure.counterExample.empty());
  EXPECT_LE(failure.counterExample[0].second.size(), 90u) << failure.counterExample[0].second;
}

TEST(RapidCheck, AMetricThatIsMissingIsSaid) {
  tests::Functions nothing(Description(), {});
  EXPECT_THROW(holds(*find_theorem("gibbs-inequality"), nothing), std::invalid_argument);
}

}  // namespace
}  // namespace gibbs::properties

int main(int argc, char** argv) {
  setenv("RC_PARAMS", "seed=5 max_success=37", 1);  // read once, at RapidCheck's first use
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
