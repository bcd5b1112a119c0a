// Losses of rows labelled by class: against dense labels and MPFR; ignored rows, weights, ties, domain.
#include <gibbs/labels.hpp>
#include <gibbs/loss.hpp>

#include "lib/detail/label_forms.hpp"
#include "lib/detail/last_stage.hpp"
#include "tests/lib/exact_results.hpp"
#include "tests/lib/inputs.hpp"

namespace gibbs::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity(), most = std::numeric_limits<double>::max();
using Vector = std::vector<double>;
using Indices = std::vector<int>;

template <class T>
class LabelledLosses : public testing::Test {};
using Formats = testing::Types<double, float>;
TYPED_TEST_SUITE(LabelledLosses, Formats);

TYPED_TEST(LabelledLosses, AreThoseOfOneHotDistributions) {
  using T = TypeParam;
  Inputs inputs(92);
  for (int round = 0; round < 300; ++round) {
    const auto z = inputs.logits<T>(inputs.length(round % 50 == 0 ? 300 : 12));
    const std::size_t n = z.size(), y = inputs.below(n);
    std::vector<T> p(n, 0), dense(n), sparse(n);
    p[y] = 1;
    const auto label = static_cast<std::int64_t>(y);
    EXPECT_TRUE(
        same(static_cast<double>(softmax_cross_entropy(z, label)), static_cast<double>(softmax_cross_entropy(z, p))))
        << round;
    softmax_cross_entropy_gradient(z, p, dense);
    softmax_cross_entropy_gradient(z, label, sparse);
    for (std::size_t i = 0; i < n; ++i)
      EXPECT_TRUE(same(static_cast<double>(sparse[i]), static_cast<double>(dense[i]))) << round << ' ' << i;
  }
}

TYPED_TEST(LabelledLosses, HaveMeansRoundedCorrectly) {
  using T = TypeParam;
  Inputs inputs(93);
  Judged judged;
  for (int round = 0; round < 150; ++round) {
    const std::size_t b = inputs.length(6), n = inputs.length(8);
    std::vector<T> z, w;
    Indices y;
    for (std::size_t i = 0; i < b; ++i) {
      const auto row = inputs.logits<T>(n);
      z.insert(z.end(), row.begin(), row.end());
      y.push_back(inputs.below(5) == 0 ? -1 : static_cast<int>(inputs.below(n)));
      w.push_back(static_cast<T>(inputs.below(4) == 0 ? 0 : inputs.between(0, 3)));
      if (y[i] == -1 && inputs.below(2)) std::fill_n(z.end() - static_cast<std::ptrdiff_t>(n), n, static_cast<T>(NAN));
    }
    y[0] = 0;
    w[0] = 1;
    if (std::isnan(z[0])) std::fill_n(z.begin(), n, T{1});
    for (const bool weighted : {false, true}) {
      Long total = 0, weights = 0;
      bool infinite = false, lossy = false;
      std::vector<Long> slopes(b * n, 0);
      const auto weight = [&](std::size_t i) { return y[i] < 0 ? Long(0) : weighted ? Long(w[i]) : Long(1); };
      for (std::size_t i = 0; i < b; ++i) weights += weight(i);
      for (std::size_t i = 0; i < b; ++i) {
        if (weight(i) == 0) continue;
        const auto row = std::span<const T>(z).subspan(i * n, n);
        const Exponentials<T> x(row);
        const auto label = static_cast<std::size_t>(y[i]);
        lossy = lossy || x.lossy;
        if (std::isinf(row[label]))
          infinite = true;
        else
          total += weight(i) * (log(x.total) + Long(*std::ranges::max_element(row)) - Long(row[label]));
        for (std::size_t j = 0; j < n; ++j) {
          Long others = 0;
          for (std::size_t k = 0; k < n; ++k)
            if (k != j) others += x.e[k];
          slopes[i * n + j] = (j == label ? -others : x.e[j]) / x.total * weight(i) / weights;
        }
      }
      const std::string where = " " + std::to_string(round) + (weighted ? " weighted" : "");
      const Rows<T> rows(z, n);
      const std::span<const T> v(w);
      const T mean = weighted ? mean_softmax_cross_entropy(rows, y, v) : mean_softmax_cross_entropy(rows, y);
      std::vector<T> gradient(b * n, T{7});
      if (weighted)
        mean_softmax_cross_entropy_gradient(rows, y, v, gradient);
      else
        mean_softmax_cross_entropy_gradient(rows, y, gradient);
      for (std::size_t i = 0; i < b * n; ++i) judged.expect(gradient[i], slopes[i], lossy, "gradient" + where);
      if (infinite) {
        EXPECT_EQ(mean, std::numeric_limits<T>::infinity()) << where;
        if (!weighted) {
          EXPECT_EQ(sequence_perplexity(rows, y), std::numeric_limits<T>::infinity()) << where;
        }
        continue;
      }
      judged.expect(mean, total / weights, lossy, "mean" + where);
      if (!weighted) {
        const Long power = total / weights;
        judged.expect(sequence_perplexity(rows, y), power > 1e5 ? Long(infinity) : exp(power), lossy,
                      "perplexity" + where);
      }
    }
  }
  EXPECT_GT(judged.results, 2000);
  EXPECT_LT(20 * judged.left_out, judged.results);
}

TEST(MeanLoss, IgnoresRowsWhateverTheyHold) {
  const Vector z{1, 2, NAN, infinity, -infinity, -infinity, 0, 3}, part{1, 2, 0, 3};
  const Indices y{1, -1, -1, 0}, kept{1, 0};
  EXPECT_EQ(mean_softmax_cross_entropy(Rows(z, 2), y), mean_softmax_cross_entropy(Rows(part, 2), kept));
  EXPECT_EQ(sequence_perplexity(Rows(z, 2), y), sequence_perplexity(Rows(part, 2), kept));
  const Indices zero{1, 1, 0, 0};
  const Vector w{2, 0, 0, 1}, w_part{2, 1};
  EXPECT_EQ(mean_softmax_cross_entropy(Rows(z, 2), zero, w), mean_softmax_cross_entropy(Rows(part, 2), kept, w_part));
  Vector out(8, 7), losses(4);
  mean_softmax_cross_entropy_gradient(Rows(z, 2), zero, w, out);
  for (std::size_t i = 2; i < 6; ++i) EXPECT_TRUE(same(out[i], 0.0));
  softmax_cross_entropy_gradient(Rows(z, 2), y, out);
  for (std::size_t i = 2; i < 6; ++i) EXPECT_TRUE(same(out[i], 0.0));
  softmax_cross_entropy(Rows(z, 2), y, losses);
  EXPECT_EQ(losses[0], softmax_cross_entropy(Vector{1, 2}, 1));
  EXPECT_TRUE(same(losses[1], 0.0) && same(losses[2], 0.0));
}

TEST(MeanLoss, SeesWhatIsBeyondATie) {
  // The mean of 2²⁰ + 2⁻³³ and that again is a tie; above it by exp(−2²⁰).
  const Vector z{0x1p-33, -0x1p20, 0x1p-33, -0x1p20};
  EXPECT_EQ(mean_softmax_cross_entropy(Rows(z, 2), Indices{1, 1}), 0x1.0000000000001p20);
  EXPECT_EQ(mean_softmax_cross_entropy(Rows(here(Vector{5, -infinity}), 2), Indices{0}), 0);
  EXPECT_EQ(mean_softmax_cross_entropy(Rows(here(Vector{most, -most}), 2), Indices{1}), infinity);
}

TEST(MeanLossGradient, IsExactForEqualLogits) {
  Vector out(4);
  mean_softmax_cross_entropy_gradient(Rows(here(Vector{0, 0, 1, 1}), 2), Indices{0, 1}, Vector{3, 1}, out);
  EXPECT_EQ(out, (Vector{-0.375, 0.375, 0.125, -0.125}));
  mean_softmax_cross_entropy_gradient(Rows(here(Vector{0, -infinity, 1, -1e9}), 2), Indices{1, 0}, out);
  EXPECT_EQ(out, (Vector{0.5, -0.5, 0, 0}));
}

TEST(SequencePerplexity, OfEqualLogitsIsTheNumberOfClasses) {
  for (const std::size_t n : {1u, 2u, 3u, 7u, 1000u})
    EXPECT_EQ(sequence_perplexity(Rows(here(Vector(3 * n, 0.1)), n), Indices(3, 0)), static_cast<double>(n));
  // 2 and 8 classes in two rows: √16.
  Vector z(16, -infinity);
  std::fill_n(z.begin(), 2, 5);
  std::fill_n(z.begin() + 8, 8, -3);
  EXPECT_EQ(sequence_perplexity(Rows(z, 8), Indices{0, 3}), 4);
}

TEST(SequencePerplexity, IsDecidedWhereItIsATieOrBesideOne) {
  const std::size_t n = (std::size_t{1} << 24) + 2;
  std::vector<float> z(n, 1);
  const Rows<float> rows(z, n);
  const Indices y{0};
  const Labels labels(y);
  const detail::LabelledRows<float> one{rows, labels, {}};
  // The last stage is asked at once: the one before takes seconds to find out that it cannot tell.
  const auto decided = [&] {
    return detail::last_stage<float>(detail::MeanLossExponential<float>{one}, detail::Ball({0x1p24 + 1, 0}, 0x1p-60),
                                     Unit::nat);
  };
  z[5] = -std::numeric_limits<float>::infinity();
  EXPECT_EQ(decided(), 0x1p24f);  // 2²⁴ + 1
  z[5] = -1e30f;
  EXPECT_EQ(decided(), 0x1p24f + 2);
}

TEST(SequencePerplexity, OverflowsOnlyWhereTheValueDoes) {
  EXPECT_EQ(sequence_perplexity(Rows(here(Vector{0, -1e300}), 2), Indices{1}), infinity);
  EXPECT_EQ(sequence_perplexity(Rows(here(Vector{0, -infinity}), 2), Indices{1}), infinity);
  EXPECT_TRUE(std::isfinite(sequence_perplexity(Rows(here(Vector{0, -709}), 2), Indices{1})));
  EXPECT_EQ(sequence_perplexity(Rows(here(Vector{0, -710}), 2), Indices{1}), infinity);
}

TEST(LabelledMetrics, RefuseWhatIsOutsideTheirDomain) {
  const Vector z{1, 2, 3, 4};
  Vector out(4), two(2);
  const Rows rows(z, 2);
  expect_refused([&] { softmax_cross_entropy(z, 4); }, "y", DomainError::whole, 4, "y = 4 is not a class of 4");
  expect_refused([&] { softmax_cross_entropy_gradient(z, -1, out); }, "y", DomainError::whole, -1,
                 "y = -1 is not a class of 4");
  expect_refused(
      [&] {
        mean_softmax_cross_entropy(rows, Indices{0, 2});
      },
      "y", 1, 2, "y[1] = 2 is not a class of 2, nor -1");
  expect_refused(
      [&] {
        mean_softmax_cross_entropy(rows, Indices{0, -2});
      },
      "y", 1, -2, "y[1] = -2 is not a class of 2, nor -1");
  expect_refused([&] { mean_softmax_cross_entropy(rows, Indices{0}); }, "y", DomainError::whole, 1,
                 "y has length 1, not 2");
  expect_refused(
      [&] {
        mean_softmax_cross_entropy(rows, Indices{-1, -1});
      },
      "y", DomainError::whole, 2, "y leaves no row to take a mean of");
  expect_refused(
      [&] {
        mean_softmax_cross_entropy(rows, Indices{0, 1}, Vector{0, 0});
      },
      "w", DomainError::whole, 0, "w has no mass");
  expect_refused(
      [&] {
        mean_softmax_cross_entropy(rows, Indices{0, 1}, Vector{1, -1});
      },
      "w", 1, -1, "w[1] = -1 is not a finite weight >= 0");
  expect_refused(
      [&] {
        sequence_perplexity(Rows(here(Vector{1, NAN}), 2), Indices{0});
      },
      "z", 1, NAN, "z[0][1] = NaN is not a logit (finite or -Infinity)");
  expect_refused(
      [&] {
        mean_softmax_cross_entropy_gradient(rows, Indices{0, 1}, two);
      },
      "out", DomainError::whole, 2, "out has length 2, not 4");
  expect_refused(
      [&] {
        softmax_cross_entropy(rows, Indices{0, 1}, out);
      },
      "out", DomainError::whole, 4, "out has length 4, not 2");
}

}  // namespace
}  // namespace gibbs::test
