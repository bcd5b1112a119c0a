// Correct implementations are never accused: 10⁵ cases each for the two that stand at the ends (plain double, and many
// bits rounded once), as many again for a dozen styles in between.
#include <gtest/gtest.h>

#include "implementations.hpp"
#include "properties/check.hpp"
#include "properties/show.hpp"
#include "properties/theorem.hpp"
#include "styles.hpp"

namespace gibbs::tests {
namespace {

std::size_t never_accused(Functions subject, std::size_t cases_per_property) {
  properties::Options options;
  options.cases = cases_per_property;
  options.seed = 20;
  std::size_t cases = 0;
  for (const auto& property : check(subject, options).properties) {
    cases += property.cases;
    EXPECT_NE(property.status, properties::Status::refuted)
        << subject.description().name << ": " << property.id << "\n"
        << (property.counterexample ? show(*property.counterexample, "") : "");
  }
  return cases;
}

std::size_t enough_for(std::size_t cases) { return cases / properties::catalogue().size() + 200; }

TEST(Honest, TextbookFormulasInDouble) { EXPECT_GE(never_accused(textbook(), enough_for(100'000)), 100'000u); }
TEST(Honest, ManyBitsRoundedOnce) { EXPECT_GE(never_accused(rounded_from_many_bits(), enough_for(100'000)), 100'000u); }

using Sum = Style::Sum;
const Style styles[] = {
    {.name = "forwards"},
    {.name = "backwards", .sum = Sum::backwards},
    {.name = "pairwise", .sum = Sum::pairwise},
    {.name = "compensated", .sum = Sum::compensated},
    {.name = "trusting the sum", .divide = false},
    {.name = "base 2 inside", .base_two = true},
    {.name = "ratios", .ratio = true},
    {.name = "differences of entropies", .by_entropies = true},
    {.name = "online maximum", .online = true},
    {.name = "everything at once", .sum = Sum::pairwise, .divide = false, .base_two = true, .ratio = true, .online = true},
};

class HonestStyles : public testing::TestWithParam<Style> {};
TEST_P(HonestStyles, InDouble) { EXPECT_GE(never_accused(styled<double>(GetParam(), reference::binary64), 120), 10'000u); }
TEST_P(HonestStyles, InFloat) { EXPECT_GE(never_accused(styled<float>(GetParam(), reference::binary32), 120), 10'000u); }
INSTANTIATE_TEST_SUITE_P(All, HonestStyles, testing::ValuesIn(styles),
                         [](const auto& suite) { return std::to_string(suite.index); });

TEST(HonestFormats, FloatWithDoubleInside) { EXPECT_GE(never_accused(styled<double>(styles[0], reference::binary32), 200), 10'000u); }
TEST(HonestFormats, HalfWithDoubleInside) { EXPECT_GE(never_accused(styled<double>(styles[0], reference::binary16), 200), 10'000u); }
TEST(HonestFormats, BrainFloatWithFloatInside) { EXPECT_GE(never_accused(styled<float>(styles[0], reference::bfloat16), 200), 10'000u); }

}  // namespace
}  // namespace gibbs::tests
