// Correct implementations are never accused: the short form of false_alarms.cpp. The two that stand at the ends (plain
// double, and many bits rounded once) go through 10⁵ cases each, the styles in between through 10⁴.
#include <gtest/gtest.h>

#include <algorithm>

#include "properties/run/check.hpp"
#include "properties/run/show.hpp"
#include "tests/properties/judge/styles.hpp"

namespace gibbs::tests {
namespace {

const std::vector<Functions> implementations = honest_implementations();

class Honest : public testing::TestWithParam<std::size_t> {};
TEST_P(Honest, IsNeverAccused) {
  Functions subject = implementations[GetParam()];
  const bool at_an_end = GetParam() < 2;
  properties::Options options;
  options.cases = at_an_end ? 1000 : 120;
  options.seed = 20;
  std::size_t cases = 0;
  for (const auto& property : check(subject, options).properties) {
    cases += property.cases;
    EXPECT_NE(property.status, properties::Status::refuted)
        << subject.description().name << ": " << property.id << "\n"
        << (property.counterexample ? show(*property.counterexample, "") : "");
  }
  EXPECT_GE(cases, at_an_end ? 100'000u : 10'000u);
}
INSTANTIATE_TEST_SUITE_P(All, Honest, testing::Range(std::size_t{0}, implementations.size()), [](const auto& test) {
  const auto& subject = implementations[test.param].description();
  std::string name(subject.name);
  std::ranges::replace_if(name, [](char c) { return c == ' ' || c == '-'; }, '_');
  return name + "_" + std::string(subject.format.name);
});

/// 1 − 0.275… is a tie, rounded away from what p̂ makes of it: with P = 1 − 2⁻¹⁰ all of the bound is used up, but for the
/// second order of P − 1.
TEST(Honest, MayTrustASumBelow1) {
  const auto trusting = std::ranges::find_if(implementations, [](const Functions& f) {
    return f.description().name == "float inside trusting the sum" && f.description().format == reference::bfloat16;
  });
  ASSERT_NE(trusting, implementations.end());
  Functions subject = *trusting;
  const auto result = properties::replay(
      "accuracy-of-softmax_cross_entropy_gradient unit=nat z=-inf,-inf,-inf,0x0p+0 p=0x1.0cp-2,0x1.dep-3,0x1.d4p-3,0x1.1ap-2",
      subject, false);
  EXPECT_EQ(result.status, properties::Status::held);
}

}  // namespace
}  // namespace gibbs::tests
