// Conditional entropy and mutual information: special tables, ties, domain.
#include <gibbs/joint.hpp>

#include "tests/lib/judge.hpp"

namespace gibbs::test {
namespace {

using Vector = std::vector<double>;

TEST(ConditionalEntropy, IsPlusZeroWhereTheRowDecides) {
  EXPECT_TRUE(same(conditional_entropy(Joint(here(Vector{0.5, 0, 0, 0.5}), 2)), 0.0));
  EXPECT_TRUE(same(conditional_entropy(Joint(here(Vector{0, 1, 0, 0}), 2), Unit::bit), 0.0));
  EXPECT_TRUE(same(conditional_entropy(counts(Joint(here(Vector{3, 5}), 1))), 0.0));
}

TEST(ConditionalEntropy, AveragesTheRows) {
  EXPECT_EQ(conditional_entropy(Joint(here(Vector{0.25, 0.25, 0.5, 0}), 2), Unit::bit), 0.5);
  EXPECT_EQ(conditional_entropy(Joint(here(std::vector<float>(16, 0x1p-4f)), 8), Unit::bit), 3);
  EXPECT_EQ(conditional_entropy(counts(Joint(here(Vector{9, 8, 6, 1, 9, 8, 6, 1}), 4)), Unit::bit), 1.75);
}

TEST(MutualInformation, OfIndependentVariablesIsPlusZero) {
  for (const Unit unit : {Unit::nat, Unit::bit, Unit::hartley}) {
    EXPECT_TRUE(same(mutual_information(counts(Joint(here(Vector{2, 4, 6, 3, 6, 9}), 3)), unit), 0.0));
    EXPECT_TRUE(same(mutual_information(counts(Joint(here(Vector{1, 0, 5, 0, 0, 0}), 3)), unit), 0.0));
    EXPECT_TRUE(same(mutual_information(Joint(here(Vector{1}), 1), unit), 0.0));
  }
}

TEST(MutualInformation, OfEqualVariablesIsTheirEntropy) {
  EXPECT_EQ(mutual_information(Joint(here(Vector{0.5, 0, 0, 0.5}), 2), Unit::bit), 1);
  EXPECT_EQ(mutual_information(Joint(here(Vector{0.5, 0, 0, 0, 0.25, 0, 0, 0, 0.25}), 3), Unit::bit), 1.5);
  // 53 halves and a rest: 2 − 2⁻⁵³ bits are a tie (entropy_test.cpp).
  Vector diagonal(55 * 55, 0);
  for (std::size_t i = 0; i < 55; ++i) diagonal[i * 56] = std::ldexp(1.0, -static_cast<int>(i < 54 ? i + 1 : 54));
  EXPECT_EQ(mutual_information(Joint(diagonal, 55), Unit::bit), 2);
}

TEST(MutualInformation, OfALargeTableOfCounts) {
  // A contingency table whose row and column totals multiply beyond 32 bits.
  const Vector w{52632, 2529, 14660, 793, 3271, 204, 814, 39, 316, 20};
  const double value = mutual_information(counts(Joint(w, 2)));
  expect_correct<double>({Metric::mutual_information, {argument(std::span(w), 2)}}, Vector{value});
}

TEST(JointMetrics, RefuseWhatIsNoTable) {
  expect_refused(
      [] {
        mutual_information(Joint(here(Vector{0.5, 0.25, -0.25, 0.5}), 2));
      },
      "w", 2, -0.25, "w[1][0] = -0.25 is not a probability");
  expect_refused(
      [] {
        mutual_information(Joint(here(Vector{0.5, 0.25, 0.25}), 2));
      },
      "w", DomainError::whole, 3, "w has 3 elements, not rows of 2");
  expect_refused([] { conditional_entropy(Joint(here(Vector{}), 2)); }, "w", DomainError::whole, 0, "w is empty");
  expect_refused([] { conditional_entropy(Joint(here(Vector{}), 0)); }, "w", DomainError::whole, 0,
                 "w has 0 elements, not rows of 0");
  expect_refused(
      [] {
        conditional_entropy(Joint(here(Vector{0.5, 0.25}), 1));
      },
      "w", DomainError::whole, 0.75, "w sums to 0.75, not 1");
  expect_refused(
      [] {
        conditional_entropy(counts(Joint(here(Vector{0, 0}), 1)));
      },
      "w", DomainError::whole, 0, "w has no mass");
}

}  // namespace
}  // namespace gibbs::test
