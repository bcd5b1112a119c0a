// Self-information, entropy, perplexity: special values, units, ties, rows.
#include <gibbs/entropy.hpp>

#include "tests/lib/judge.hpp"

namespace gibbs::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
using Vector = std::vector<double>;

TEST(SelfInformation, OfHalvesIsTheNumberOfQuestions) {
  for (int k = 0; k <= 1074; ++k) EXPECT_TRUE(same(self_information(std::ldexp(1.0, -k), Unit::bit), k));
  for (int k = 0; k <= 149; ++k) EXPECT_EQ(self_information(std::ldexp(1.0f, -k), Unit::bit), static_cast<float>(k));
}

TEST(SelfInformation, OfCertaintyIsPlusZeroAndOfTheImpossibleInfinite) {
  for (const Unit unit : {Unit::nat, Unit::bit, Unit::hartley}) {
    EXPECT_TRUE(same(self_information(1.0, unit), 0.0));
    EXPECT_EQ(self_information(0.0, unit), infinity);
    EXPECT_EQ(self_information(-0.0f, unit), std::numeric_limits<float>::infinity());
  }
}

TEST(SelfInformation, RefusesWhatIsNoProbability) {
  expect_refused([] { self_information(-0.5); }, "p", DomainError::whole, -0.5, "p = -0.5 is not a probability");
  expect_refused([] { self_information(NAN); }, "p", DomainError::whole, NAN, "p = NaN is not a probability");
  expect_refused([] { self_information(1.5f); }, "p", DomainError::whole, 1.5, "p = 1.5 is not a probability");
  Vector out(2);
  expect_refused(
      [&] {
        self_information(Vector{1, infinity}, out);
      },
      "p", 1, infinity, "p[1] = Infinity is not a probability");
  expect_refused([&] { self_information(Vector{1}, out); }, "out", DomainError::whole, 2, "out has length 2, not 1");
}

TEST(SelfInformation, ServesManyAtOnce) {
  const Vector p{1, 0.5, 0.1, 0};
  Vector out(4);
  self_information(p, out, Unit::hartley);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(out[i], self_information(p[i], Unit::hartley));
}

TEST(Entropy, OfCertaintyIsPlusZero) {
  for (const Unit unit : {Unit::nat, Unit::bit, Unit::hartley}) {
    EXPECT_TRUE(same(entropy(Vector{1}, unit), 0.0));
    EXPECT_TRUE(same(entropy(Vector{0, 1, 0}, unit), 0.0));
    EXPECT_TRUE(same(entropy(counts(here(Vector{0, 0x1p-1074, 0})), unit), 0.0));
    EXPECT_TRUE(same(entropy(counts(here(std::vector<float>{0, 7, 0})), unit), 0.0));
  }
  EXPECT_EQ(perplexity(Vector{0, 1}), 1);
}

TEST(Entropy, OfUniformClassesIsTheLogarithmOfTheirNumber) {
  for (unsigned k = 0; k <= 12; ++k) {
    const Vector p(1u << k, std::ldexp(1.0, -static_cast<int>(k)));
    EXPECT_EQ(entropy(p, Unit::bit), k);
    EXPECT_EQ(perplexity(p), 1 << k);
  }
  for (std::size_t n = 1; n <= 300; ++n) {
    EXPECT_EQ(perplexity(counts(here(Vector(n, 3)))), static_cast<double>(n));
    if (n % 10 == 0 && n <= 100) {
      const Vector p(n, 1);
      expect_correct<double>({Metric::entropy, {argument(std::span(p))}}, Vector{entropy(counts(p))});
    }
  }
  EXPECT_EQ(entropy(counts(here(Vector(1000, 1))), Unit::hartley), 3);
}

TEST(Entropy, OfHalvesQuartersAndEighthsIsExactInBits) {
  EXPECT_EQ(entropy(Vector{0.5, 0.25, 0.25}, Unit::bit), 1.5);
  EXPECT_EQ(entropy(std::vector<float>{0.5f, 0.25f, 0.125f, 0.125f}, Unit::bit), 1.75f);
  EXPECT_EQ(entropy(counts(here(Vector{9, 8, 6, 1})), Unit::bit), 1.75);  // 24²⁴ = 9⁹·8⁸·6⁶·2⁴²
}

TEST(Entropy, IsDecidedEvenWhereItIsATie) {
  // Dyadic masses 2⁻¹, 2⁻², …, 2⁻ᵏ, 2⁻ᵏ have 2 − 2¹⁻ᵏ bits: at k = 25 a tie in binary32, at k = 54 one in binary64.
  const auto halves = []<class T>(int k, T) {
    std::vector<T> p;
    for (int i = 1; i <= k; ++i) p.push_back(std::ldexp(T{1}, -i));
    p.push_back(p.back());
    return p;
  };
  EXPECT_EQ(entropy(halves(24, 0.0f), Unit::bit), 2 - 0x1p-23f);
  EXPECT_EQ(entropy(halves(25, 0.0f), Unit::bit), 2);
  EXPECT_EQ(entropy(halves(53, 0.0), Unit::bit), 2 - 0x1p-52);
  EXPECT_EQ(entropy(halves(54, 0.0), Unit::bit), 2);
}

TEST(Perplexity, IsDecidedEvenWhereItIsATie) {
  // 2²⁴ + 1 equal classes: halfway between two numbers of binary32.
  EXPECT_EQ(perplexity(counts(here(std::vector<float>((1u << 24) + 1, 1)))), 0x1p24f);
}

TEST(Entropy, OfTinyAndHugeMassesNeitherUnderflowsNorOverflows) {
  const double most = std::numeric_limits<double>::max();
  EXPECT_EQ(entropy(counts(here(Vector{most, most, most, most})), Unit::bit), 2);
  EXPECT_EQ(entropy(counts(here(Vector{0x1p-1074, 0x1p-1074})), Unit::bit), 1);
  for (const Vector& p : {Vector{1, 0x1p-1074}, Vector{most, 0x1p-1074}, Vector{1, 1e-300, 1e-16}})
    expect_correct<double>({Metric::entropy, {argument(std::span(p))}}, Vector{entropy(counts(p))});
}

TEST(Entropy, RefusesWhatIsNoDistribution) {
  expect_refused([] { entropy(Vector{-0.5, 1.5}); }, "p", 0, -0.5, "p[0] = -0.5 is not a probability");
  expect_refused([] { entropy(Vector{0.5, NAN}); }, "p", 1, NAN, "p[1] = NaN is not a probability");
  expect_refused([] { entropy(Vector{0.5, 0.51}); }, "p", DomainError::whole, 1.01, "p sums to 1.01, not 1");
  expect_refused([] { entropy(Vector{}); }, "p", DomainError::whole, 0, "p is empty");
  expect_refused([] { entropy(counts(here(Vector{3, -1}))); }, "p", 1, -1, "p[1] = -1 is not a finite weight >= 0");
  expect_refused(
      [] {
        entropy(counts(here(Vector{3, infinity})));
      },
      "p", 1, infinity, "p[1] = Infinity is not a finite weight >= 0");
  expect_refused([] { perplexity(counts(here(Vector{0, 0}))); }, "p", DomainError::whole, 0, "p has no mass");
  Vector out(2);
  expect_refused(
      [&] {
        entropy(Rows(here(Vector{1, 0, 0.5, -0.1}), 2), out);
      },
      "p", 3, -0.1, "p[1][1] = -0.1 is not a probability");
  expect_refused(
      [&] {
        entropy(Rows(here(Vector{1, 0, 0.5, 0}), 2), out);
      },
      "p", DomainError::whole, 0.5, "row 1 of p sums to 0.5, not 1");
  expect_refused(
      [&] {
        entropy(Rows(here(Vector{1, 0, 1}), 2), out);
      },
      "p", DomainError::whole, 3, "p has 3 elements, not rows of 2");
  expect_refused(
      [&] {
        entropy(Rows(here(Vector{1, 0}), 2), out);
      },
      "out", DomainError::whole, 2, "out has length 2, not 1");
}

TEST(Domain, EndsWhereTheSumIsTheRootOfEpsilonFromOne) {
  // binary64: √ε = 2⁻²⁶. The sums are exact, however far below the last bit of 1 they reach.
  EXPECT_NO_THROW(entropy(Vector{1, 0x1p-26}));
  EXPECT_THROW(entropy(Vector{1, 0x1p-26, 0x1p-1074}), DomainError);
  EXPECT_NO_THROW(entropy(Vector{1 - 0x1p-26}));
  EXPECT_NO_THROW(entropy(Vector{1 - 0x1p-26, 0x1p-1074}));
  EXPECT_THROW(entropy(Vector{std::nextafter(1 - 0x1p-26, 0)}), DomainError);
  // binary32: √ε = 2⁻¹¹·⁵, between 0x1.6a09e6p-12 and the next number.
  EXPECT_NO_THROW(entropy(std::vector<float>{1, 0x1.6a09e6p-12f}));
  EXPECT_THROW(entropy(std::vector<float>{1, 0x1.6a09e8p-12f}), DomainError);
}

TEST(Entropy, OfRowsIsTheEntropyOfEachRow) {
  const Vector p{0.5, 0.5, 0, 1, 0, 0, 0.2, 0.3, 0.5};
  Vector out(3);
  entropy(Rows(p, 3), out, Unit::bit);
  Vector perplexities(3);
  perplexity(Rows(p, 3), perplexities);
  for (std::size_t i = 0; i < 3; ++i) {
    const Distribution<double> row(Rows(p, 3).row(i));
    EXPECT_EQ(out[i], entropy(row, Unit::bit));
    EXPECT_EQ(perplexities[i], perplexity(row));
  }
  const std::vector<float> c{1, 3, 2, 2};
  std::vector<float> wide(2);
  entropy(counts(Rows(c, 2)), wide);
  EXPECT_EQ(wide[1], entropy(counts(std::span(c).subspan(2))));
}

}  // namespace
}  // namespace gibbs::test
