// The squared error and its gradient behind a softmax: ties, extremes, exact zeros, domain, rows.
#include <gibbs/squared_error.hpp>

#include "tests/lib/judge.hpp"

namespace gibbs::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity(), most = std::numeric_limits<double>::max();
using Vector = std::vector<double>;

Vector gradient_of(const Vector& z, const Vector& y) {
  Vector out(z.size());
  softmax_mean_squared_error_gradient(z, y, out);
  return out;
}

TEST(MeanSquaredError, IsExactWhereItCanBe) {
  EXPECT_EQ(mean_squared_error(Vector{1, 2, 3}, Vector{1, 4, 7}), 20.0 / 3);
  EXPECT_TRUE(same(mean_squared_error(Vector{-0.0, most}, Vector{0.0, most}), 0.0));
}

TEST(MeanSquaredError, RoundsTiesToEven) {
  EXPECT_EQ(mean_squared_error(std::vector<float>{4097}, std::vector<float>{0}), 0x1.002p24f);  // 2²⁴ + 2¹³ + 1
  EXPECT_EQ(mean_squared_error(Vector{0x1p27 + 1}, Vector{0}), 0x1p54 + 0x1p28);                // … + 1: below half
  EXPECT_EQ(mean_squared_error(Vector{1, 0x1p-26, 0x1p-26}, Vector{0, 0, 0}), (1 + 0x1p-51) / 3);
  EXPECT_EQ(mean_squared_error(Vector{1, 0x1p-26}, Vector{0, 0}), 0.5 * (1 + 0x1p-52));
  EXPECT_EQ(mean_squared_error(Vector{1, 0x1p-26, 0x1p-27, 0x1p-27}, Vector{0, 0, 0, 0}), 0.25 * (1 + 0x1p-51));
  EXPECT_EQ(mean_squared_error(Vector{1, 0x1p-27, 0x1p-27, 0}, Vector{0, 0, 0, 0}), 0.25);
}

TEST(MeanSquaredError, UnderflowsAndOverflowsLikeTheExactValue) {
  EXPECT_EQ(mean_squared_error(Vector{0x1p-537}, Vector{0}), 0x1p-1074);
  EXPECT_TRUE(same(mean_squared_error(Vector{0x1p-537, 0}, Vector{0, 0}), 0.0));  // half the smallest: a tie
  EXPECT_EQ(mean_squared_error(Vector{0x1p-537, 0x1p-600}, Vector{0, 0}), 0x1p-1074);
  EXPECT_EQ(mean_squared_error(Vector{most}, Vector{-most}), infinity);
  EXPECT_EQ(mean_squared_error(Vector{0x1p512, 0, 0, 0}, Vector{0, 0, 0, 0}), 0x1p1022);
  EXPECT_EQ(mean_squared_error(Vector{0x1p512}, Vector{0}), infinity);
}

TEST(SoftmaxMeanSquaredErrorGradient, IsPlusZeroWhereItVanishes) {
  for (const double g : gradient_of({1, 1, 1}, {0.5, 0.5, 0.5})) EXPECT_TRUE(same(g, 0.0));
  EXPECT_TRUE(same(gradient_of({3}, {7})[0], 0.0));
  // S²·(q₀ − y₀ − Σ q² + Σ q y) = e²·S − e⁴ − e² − 1 − e·S + S = 0 with S = e² + e + 1.
  EXPECT_TRUE(same(gradient_of({2, 1, 0}, {0, -1, 1})[0], 0.0));
  EXPECT_TRUE(same(gradient_of({0, -infinity}, {0.25, 5})[1], 0.0));
}

TEST(SoftmaxMeanSquaredErrorGradient, SeesWhatIsBeyondATie) {
  // Two equal largest logits, two far ones: (y₁ − y₀)/8 and a trifle; y₁ − y₀ = 1 + 2⁻⁵³ is a tie, to even 1.
  const Vector z{0, 0, -1e5, -2e5};
  EXPECT_EQ(gradient_of({0, 0, -infinity, -infinity}, {-0x1p-53, 1, 0, 0})[0], 0.125);
  // The trifle's sign is that of y₂ + y₀ + ½ − (y₀ + y₁).
  EXPECT_EQ(gradient_of(z, {-0x1p-53, 1, 0, 0})[0], 0.125);
  EXPECT_EQ(gradient_of(z, {-0x1p-53, 1, 1, 0})[0], 0.125 * (1 + 0x1p-52));
  EXPECT_EQ(gradient_of(z, {-0x1p-53, 1, 0.5, 0})[0], 0.125);  // 0 at first order: the next one decides
}

TEST(SoftmaxMeanSquaredErrorGradient, StandsHugeTargets) {
  for (const Vector& z : {Vector{0, 0}, Vector{5, -5}, Vector{0, -800}})
    for (const Vector& y : {Vector{most, -most}, Vector{-most, 1}, Vector{0x1p-1074, 0}}) {
      expect_correct<double>(
          {Metric::softmax_mean_squared_error_gradient, {argument(std::span(z)), argument(std::span(y))}},
          gradient_of(z, y));
    }
}

TEST(SquaredErrors, RefuseWhatIsOutsideTheirDomain) {
  Vector out(2);
  expect_refused(
      [] {
        mean_squared_error(Vector{1, NAN}, Vector{1, 2});
      },
      "x", 1, NAN, "x[1] = NaN is not a finite number");
  expect_refused(
      [] {
        mean_squared_error(Vector{1, 2}, Vector{-infinity, 2});
      },
      "y", 0, -infinity, "y[0] = -Infinity is not a finite number");
  expect_refused(
      [] {
        mean_squared_error(Vector{1, 2}, Vector{1});
      },
      "y", DomainError::whole, 1, "y has length 1, not 2");
  expect_refused([] { mean_squared_error(Vector{}, Vector{}); }, "x", DomainError::whole, 0, "x is empty");
  expect_refused(
      [&] {
        softmax_mean_squared_error_gradient(Vector{0, infinity}, Vector{0, 1}, out);
      },
      "z", 1, infinity, "z[1] = Infinity is not a logit (finite or -Infinity)");
  expect_refused(
      [&] {
        softmax_mean_squared_error_gradient(Vector{0, 1}, Vector{0, NAN}, out);
      },
      "y", 1, NAN, "y[1] = NaN is not a finite number");
}

TEST(SquaredErrors, OfRowsAreThoseOfEachRow) {
  const Vector a{1, 2, 3, 4}, b{0, 0.5, 3, 9};
  Vector errors(2), slopes(4);
  mean_squared_error(Rows(a, 2), Rows(b, 2), errors);
  softmax_mean_squared_error_gradient(Rows(a, 2), Rows(b, 2), slopes);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto x = Rows(a, 2).row(i), y = Rows(b, 2).row(i);
    EXPECT_EQ(errors[i], mean_squared_error(x, y));
    const Vector slope = gradient_of({x.begin(), x.end()}, {y.begin(), y.end()});
    EXPECT_EQ(slopes[2 * i], slope[0]);
    EXPECT_EQ(slopes[2 * i + 1], slope[1]);
  }
}

}  // namespace
}  // namespace gibbs::test
