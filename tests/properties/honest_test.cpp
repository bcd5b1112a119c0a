// Correct implementations are never accused, over 10⁵ cases each.
#include <gtest/gtest.h>

#include "implementations.hpp"
#include "properties/check.hpp"
#include "properties/show.hpp"
#include "properties/theorem.hpp"

namespace gibbs::tests {
namespace {

void never_accused(Functions subject) {
  properties::Options options;
  options.cases = 100'000 / properties::catalogue().size() + 200;
  options.seed = 20;
  std::size_t cases = 0;
  for (const auto& property : check(subject, options).properties) {
    cases += property.cases;
    EXPECT_NE(property.status, properties::Status::refuted)
        << property.id << "\n" << (property.counterexample ? show(*property.counterexample, "") : "");
    EXPECT_NE(property.status, properties::Status::skipped) << property.id << ": " << property.note;
  }
  EXPECT_GE(cases, 100'000u);
}

TEST(Honest, TextbookFormulasInDouble) { never_accused(textbook()); }
TEST(Honest, ManyBitsRoundedOnce) { never_accused(rounded_from_many_bits()); }

}  // namespace
}  // namespace gibbs::tests
