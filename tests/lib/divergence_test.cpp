// Cross-entropy and divergences: special values, ties, supports, rows.
#include <algorithm>
#include <gibbs/divergence.hpp>

#include "tests/lib/inputs.hpp"
#include "tests/lib/judge.hpp"

namespace gibbs::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
using Vector = std::vector<double>;

TEST(KlDivergence, OfADistributionFromItselfIsPlusZero) {
  Inputs inputs(1);
  for (int i = 0; i < 100; ++i) {
    const auto p = inputs.distribution<double>(inputs.length(50));
    Vector half = p;
    for (double& x : half) x /= 2;  // the same distribution, unless a subnormal lost its last bit
    const bool exact = std::ranges::all_of(p, [](double x) { return x / 2 * 2 == x; });
    for (const Unit unit : {Unit::nat, Unit::bit, Unit::hartley}) {
      EXPECT_TRUE(same(kl_divergence(p, p, unit), 0.0));
      EXPECT_TRUE(same(js_divergence(p, p, unit), 0.0));
      if (exact) {
        EXPECT_TRUE(same(kl_divergence(p, counts(half), unit), 0.0));
        EXPECT_TRUE(same(js_divergence(p, counts(half), unit), 0.0));
      }
    }
  }
  // Proportional by a factor no double is.
  EXPECT_TRUE(same(kl_divergence(counts(here(Vector{3, 6, 9})), counts(here(Vector{7, 14, 21}))), 0.0));
  EXPECT_TRUE(same(js_divergence(counts(here(Vector{3, 6, 9})), counts(here(Vector{7, 14, 21}))), 0.0));
}

TEST(KlDivergence, OfNeighboursIsTinyButPositive) {
  const Vector p{0.5, 0.5}, q{0.5, std::nextafter(0.5, 1)};
  EXPECT_GT(kl_divergence(p, q), 0);
  expect_correct<double>({Metric::kl_divergence, {argument(std::span(p)), argument(std::span(q))}},
                         Vector{kl_divergence(p, q)});
  const Vector a{1, 0x1p-1074}, b{1, 0x2p-1074};  // 1 + 2⁻¹⁰⁷⁴ is not 1
  expect_correct<double>({Metric::kl_divergence, {argument(std::span(a)), argument(std::span(b))}},
                         Vector{kl_divergence(a, b)});
}

TEST(Divergences, KnowSupports) {
  const Vector p{0.5, 0.5, 0}, q{0.5, 0, 0.5}, r{0, 0, 1};
  EXPECT_EQ(kl_divergence(p, q), infinity);
  EXPECT_EQ(cross_entropy(p, q), infinity);
  EXPECT_EQ(kl_divergence(p, Vector{0.25, 0.25, 0.5}, Unit::bit), 1);
  EXPECT_EQ(cross_entropy(p, Vector{0.25, 0.25, 0.5}, Unit::bit), 2);
  EXPECT_EQ(js_divergence(p, q, Unit::bit), 0.5);
  EXPECT_EQ(js_divergence(p, r, Unit::bit), 1);  // disjoint
  EXPECT_EQ(js_divergence(counts(here(Vector{5, 3, 0})), r, Unit::bit), 1);
  EXPECT_TRUE(same(cross_entropy(r, r), 0.0));
  EXPECT_EQ(kl_divergence(std::vector<float>{1, 0}, std::vector<float>{0, 1}), std::numeric_limits<float>::infinity());
}

TEST(CrossEntropy, IsDecidedEvenWhereItIsATie) {
  // With q = (½, ¼, ¼) the value is 1 + p₂ bits.
  const Vector q{0.5, 0.25, 0.25};
  const auto bits = [&](double p2) { return cross_entropy(Vector{1 - p2, p2, 0}, q, Unit::bit); };
  EXPECT_EQ(bits(0x1p-52), 1 + 0x1p-52);
  EXPECT_EQ(bits(0x1p-53), 1);
  EXPECT_EQ(bits(0x3p-53), 1 + 0x1p-51);
  // (9, 1, 2)/12 under (½ ± d, ½ ∓ d, 0): log₂ 12 − ½·log₂ 9 − … is rational at d = 0, where it is 2 bits.
  EXPECT_EQ(cross_entropy(Vector{0.5, 0.5, 0}, counts(here(Vector{9, 1, 2})), Unit::bit), 2);
  // Far from dyadic: q = (10, 1, 989)/1000 gives 2p₁ + 3p₂ hartleys.
  const auto hartleys = [&](double p1) {
    return cross_entropy(Vector{p1, 1 - p1, 0}, counts(here(Vector{10, 1, 989})), Unit::hartley);
  };
  EXPECT_EQ(hartleys(0x1p-52), 3);            // 3 − 2⁻⁵², halfway between 3 − 2⁻⁵¹ and 3
  EXPECT_EQ(hartleys(0x3p-52), 3 - 0x2p-51);  // 3 − 3·2⁻⁵², halfway: to even
}

TEST(JsDivergence, IsSymmetricToTheBit) {
  Inputs inputs(2);
  for (int i = 0; i < 200; ++i) {
    const auto p = inputs.distribution<double>(inputs.length(20)), q = inputs.partner(p);
    EXPECT_EQ(js_divergence(p, counts(q)), js_divergence(counts(q), p));
  }
}

TEST(Divergences, DoNotDependOnOrder) {
  Inputs inputs(3);
  for (int i = 0; i < 100; ++i) {
    const auto p = inputs.distribution<double>(inputs.length(200));
    const auto q = inputs.weights<double>(p.size());
    Vector p_back(p.rbegin(), p.rend()), q_back(q.rbegin(), q.rend());
    EXPECT_EQ(entropy(p), entropy(p_back));
    EXPECT_EQ(kl_divergence(p, counts(q)), kl_divergence(p_back, counts(q_back)));
  }
}

TEST(Divergences, RefuseWhatIsOutsideTheirDomain) {
  const Vector p{0.5, 0.5}, three{0.5, 0.25, 0.25}, bad{1.25, -0.25};
  expect_refused([&] { kl_divergence(p, bad); }, "q", 0, 1.25, "q[0] = 1.25 is not a probability");
  expect_refused([&] { js_divergence(bad, p); }, "p", 0, 1.25, "p[0] = 1.25 is not a probability");
  expect_refused([&] { cross_entropy(p, three); }, "q", DomainError::whole, 3, "q has length 3, not 2");
  expect_refused([&] { cross_entropy(p, Vector{}); }, "q", DomainError::whole, 0, "q is empty");
  Vector out(2);
  expect_refused(
      [&] {
        kl_divergence(Rows(here(Vector{1, 0, 0, 1}), 2), Rows(here(Vector{1, 0, 0, 1}), 4), out);
      },
      "q", DomainError::whole, 4, "q has length 4, not 2");
  expect_refused(
      [&] {
        kl_divergence(Rows(here(Vector{1, 0, 0, 1}), 2), Rows(here(Vector{1, 0, 2, 1}), 2), out);
      },
      "q", 2, 2, "q[1][0] = 2 is not a probability");
}

TEST(Divergences, OfRowsAreThoseOfEachRow) {
  const Vector p{0.5, 0.5, 0, 1, 0.3, 0.7}, q{0.25, 0.75, 0.5, 0.5, 0.3, 0.7};
  for (const auto metric : {0, 1, 2}) {
    Vector out(3);
    if (metric == 0) cross_entropy(Rows(p, 2), Rows(q, 2), out, Unit::bit);
    if (metric == 1) kl_divergence(Rows(p, 2), Rows(q, 2), out, Unit::bit);
    if (metric == 2) js_divergence(Rows(p, 2), Rows(q, 2), out, Unit::bit);
    for (std::size_t i = 0; i < 3; ++i) {
      const Distribution<double> a(Rows(p, 2).row(i)), b(Rows(q, 2).row(i));
      EXPECT_EQ(out[i], metric == 0   ? cross_entropy(a, b, Unit::bit)
                        : metric == 1 ? kl_divergence(a, b, Unit::bit)
                                      : js_divergence(a, b, Unit::bit));
    }
  }
}

}  // namespace
}  // namespace gibbs::test
