// The losses and their gradients: masks, extremes, ties, domain, rows.
#include <gibbs/loss.hpp>

#include "tests/lib/judge.hpp"
#include "tests/lib/kernels.hpp"

namespace gibbs::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity(), most = std::numeric_limits<double>::max();
using Vector = std::vector<double>;

Vector gradient_of(const Vector& z, const In<Distribution<double>>& p) {
  Vector out(z.size());
  softmax_cross_entropy_gradient(z, p, out);
  return out;
}

TEST(SoftmaxCrossEntropy, OfAConfidentRightAnswerIsTinyButPositive) {
  EXPECT_EQ(softmax_cross_entropy(Vector{40, 0}, Vector{1, 0}), 4.248354255291589e-18);
  EXPECT_EQ(softmax_cross_entropy(Vector{1e8, 1e8}, Vector{1, 0}), 0.6931471805599453);
  EXPECT_EQ(gradient_of({40, 0}, Vector{1, 0}), (Vector{-4.248354255291589e-18, 4.248354255291589e-18}));
}

TEST(SoftmaxCrossEntropy, KnowsMasks) {
  EXPECT_TRUE(same(softmax_cross_entropy(Vector{-infinity, 0}, Vector{0, 1}), 0.0));
  EXPECT_EQ(softmax_cross_entropy(Vector{-infinity, 0}, Vector{0.5, 0.5}), infinity);
  EXPECT_EQ(gradient_of({-infinity, 0}, Vector{0.5, 0.5}), (Vector{-0.5, 0.5}));
  EXPECT_TRUE(same(gradient_of({-infinity, 0}, Vector{0, 1})[0], 0.0));
  EXPECT_TRUE(same(gradient_of({-infinity, 0}, Vector{0, 1})[1], 0.0));
}

TEST(SoftmaxCrossEntropy, OverflowsOnlyWhereTheValueDoes) {
  EXPECT_EQ(softmax_cross_entropy(Vector{most, -most}, Vector{0, 1}), infinity);
  EXPECT_EQ(softmax_cross_entropy(Vector{most, -most}, Vector{0.5, 0.5}), most);
  EXPECT_EQ(softmax_cross_entropy(Vector{most, 0}, Vector{0, 1}), most);
}

TEST(SoftmaxCrossEntropy, SeesWhatIsBeyondATie) {
  EXPECT_EQ(softmax_cross_entropy(Vector{0x1p-33, -0x1p20}, Vector{0, 1}), 0x1.0000000000001p20);
  EXPECT_EQ(softmax_cross_entropy(Vector{0x1p-33, -infinity, -0x1p20}, Vector{0, 0, 1}), 0x1.0000000000001p20);
}

/// A labelled class too far down for sums in one pass, with the largest logit at many places: the exponentials that
/// pass kept must not serve the sums around the largest.
template <class T>
void expect_correct_far_down() {
  for (const double peak : {0.0, -3.25, -100.5, -299.0, -310.0, -499.0, 20.0, 499.0})
    for (const double below : {350.0, 590.0, 599.5, 601.0, 650.0, 746.5}) {
      const std::vector<T> z{static_cast<T>(peak), static_cast<T>(peak - 1), static_cast<T>(peak - below)};
      const std::vector<T> p{T{0.5}, T{0.25}, T{0.25}};
      std::vector<T> gradient(3);
      const T loss = softmax_cross_entropy_with_gradient(z, p, gradient);
      const auto values = [](const std::vector<T>& x) { return argument(std::span<const T>(x)); };
      const std::vector<reference::Argument> both{values(z), values(p)};
      expect_correct<T>({Metric::softmax_cross_entropy, both}, {{loss}});
      expect_correct<T>({Metric::softmax_cross_entropy_gradient, both}, gradient);
      softmax(z, gradient);
      expect_correct<T>({Metric::softmax, {values(z)}}, gradient);
    }
}
TEST(SoftmaxCrossEntropyWithGradient, IsCorrectForClassesFarDown) {
  expect_correct_far_down<double>();
  expect_correct_far_down<float>();
}

/// q is as nothing beside p/P, whose inverse mass is then all that is rounded, next to a midpoint.
template <class T>
void expect_correct_gradient(const std::vector<T>& z, std::vector<T> p) {
  p.resize(z.size());
  std::vector<T> gradient(z.size());
  on_every_target([&](const std::string& target) {
    softmax_cross_entropy_gradient(z, p, gradient);
    SCOPED_TRACE(target);
    const auto values = [](const std::vector<T>& x) { return argument(std::span<const T>(x)); };
    expect_correct<T>({Metric::softmax_cross_entropy_gradient, {values(z), values(p)}}, gradient);
  });
}
TEST(SoftmaxCrossEntropyGradient, IsCorrectForMassesOff1) {
  const double low = -0x1.c6e1eb70c3402p+5;
  expect_correct_gradient<double>({low, 0, -5, -5, -5, -5, -5, -5},
                                  {0x1.00bbac2fa998fp-1, 0x1.fe88a7563d7aep-2, 0x1.f7b1327f3b1f4p-56});
  for (const std::vector<float>& p : {std::vector{0x1.7264p-1f, 0x1.1af818p-2f, 0x1.0ded2p-31f},
                                      {0x1.b8d5bcp-1f, 0x1.1c2948p-3f, 0x1.8ce72p-31f},
                                      {0x1.494026p-1f, 0x1.6d3fd4p-2f, 0x1.4b0ap-34f}})
    expect_correct_gradient<float>({-550, -350, -380, -380, -380, -380, -380, -380}, p);
}

TEST(SoftmaxCrossEntropyGradient, IsDecidedEvenWhereItIsATieOrBesideOne) {
  const Vector exact{0x1p-55, 1 - 0x1p-53, 0x3p-55};                       // sums to 1
  EXPECT_EQ(gradient_of({0, 0, -infinity}, exact)[0], 0.5);                // ½ − 2⁻⁵⁵: a tie
  EXPECT_EQ(gradient_of({0, 0, -1e6}, exact)[0], std::nextafter(0.5, 0));  // less exp(−10⁶)/4
  EXPECT_EQ(gradient_of({0, -infinity, -1e6}, exact)[0], 1);               // 1 − 2⁻⁵⁵ − …: nearest is 1
  EXPECT_EQ(gradient_of({-1e6, 0, -1e6}, exact)[1], 0x1p-53);
  for (const Vector& z : {Vector{0, -1e6}, Vector{0, -infinity}, Vector{0, 0}, Vector{-3, -3}})
    for (const Vector& p : {Vector{0x1p-54, 1}, Vector{0x1p-54, 1 - 0x1p-53}, Vector{0x3p-54, 1 - 0x1p-52}}) {
      expect_correct<double>({Metric::softmax_cross_entropy_gradient, {argument(std::span(z)), argument(std::span(p))}},
                             gradient_of(z, p));
    }
}

TEST(SoftmaxCrossEntropyGradient, IsPlusZeroWhereTheModelIsRight) {
  for (const double g : gradient_of(Vector(5, 2.5), counts(here(Vector(5, 1))))) EXPECT_TRUE(same(g, 0.0));
  for (const double g : gradient_of({0, -1e9}, Vector{1, 0})) EXPECT_TRUE(same(g, 0.0));
}

TEST(SoftmaxCrossEntropyWithGradient, IsBothAtOnce) {
  const Vector z{1, -2, 0.5, 3, 3, 3}, p{0.2, 0.3, 0.5, 0, 1, 0};
  Vector gradient(6), losses(2), both(6), separate(2), alone(6);
  for (std::size_t i = 0; i < 2; ++i) {
    const Vector a(z.begin() + static_cast<std::ptrdiff_t>(3 * i), z.begin() + static_cast<std::ptrdiff_t>(3 * i + 3));
    const Vector b(p.begin() + static_cast<std::ptrdiff_t>(3 * i), p.begin() + static_cast<std::ptrdiff_t>(3 * i + 3));
    const std::span row = std::span(gradient).subspan(3 * i, 3);
    EXPECT_EQ(softmax_cross_entropy_with_gradient(a, b, row), softmax_cross_entropy(a, b));
    EXPECT_EQ(Vector(row.begin(), row.end()), gradient_of(a, b));
  }
  softmax_cross_entropy_with_gradient(Rows(z, 3), Rows(p, 3), losses, both);
  softmax_cross_entropy(Rows(z, 3), Rows(p, 3), separate);
  softmax_cross_entropy_gradient(Rows(z, 3), Rows(p, 3), alone);
  EXPECT_EQ(both, gradient);
  EXPECT_EQ(alone, gradient);
  EXPECT_EQ(losses, separate);
  EXPECT_EQ(losses[1], softmax_cross_entropy(std::span(z).subspan(3), std::span(p).subspan(3)));
}

TEST(SigmoidCrossEntropy, KnowsExtremes) {
  EXPECT_EQ(sigmoid_cross_entropy(0.0, 0.3), 0.6931471805599453);
  EXPECT_TRUE(same(sigmoid_cross_entropy(-infinity, 0.0), 0.0));
  EXPECT_EQ(sigmoid_cross_entropy(-infinity, 0x1p-1074), infinity);
  EXPECT_EQ(sigmoid_cross_entropy(most, 0.0), most);
  EXPECT_TRUE(same(sigmoid_cross_entropy(most, 1.0), 0.0));
  EXPECT_EQ(sigmoid_cross_entropy(-most, 0.5), most / 2);
  EXPECT_EQ(sigmoid_cross_entropy(40.0, 1.0), 4.248354255291589e-18);
}

TEST(SigmoidCrossEntropyGradient, KnowsExtremes) {
  EXPECT_TRUE(same(sigmoid_cross_entropy_gradient(0.0, 0.5), 0.0));
  EXPECT_EQ(sigmoid_cross_entropy_gradient(0.0, 0.0), 0.5);
  EXPECT_EQ(sigmoid_cross_entropy_gradient(0.0, 0x1p-55), 0.5);  // a tie
  EXPECT_EQ(sigmoid_cross_entropy_gradient(0.0, 0x1p-54), std::nextafter(0.5, 0));
  EXPECT_EQ(sigmoid_cross_entropy_gradient(5000.0, 0x1p-54), std::nextafter(1.0, 0));  // beside one
  EXPECT_EQ(sigmoid_cross_entropy_gradient(-infinity, 0.25), -0.25);
  EXPECT_TRUE(same(sigmoid_cross_entropy_gradient(-infinity, 0.0), 0.0));
  EXPECT_TRUE(same(sigmoid_cross_entropy_gradient(1000.0, 1.0), 0.0));  // −exp(−1000) rounds to zero
  EXPECT_EQ(sigmoid_cross_entropy_gradient(-1000.0f, 1.0f), -1);
}

TEST(Losses, RefuseWhatIsOutsideTheirDomain) {
  Vector out(2);
  const Vector z{1, 2}, p{0.5, 0.5};
  expect_refused(
      [&] {
        softmax_cross_entropy(Vector{1, infinity}, p);
      },
      "z", 1, infinity, "z[1] = Infinity is not a logit (finite or -Infinity)");
  expect_refused(
      [&] {
        softmax_cross_entropy(z, Vector{0.5, 0.6});
      },
      "p", DomainError::whole, 1.1, "p sums to 1.1, not 1");
  expect_refused([&] { softmax_cross_entropy(z, Vector{1}); }, "p", DomainError::whole, 1, "p has length 1, not 2");
  expect_refused(
      [&] {
        softmax_cross_entropy_gradient(z, Vector{-1, 2}, out);
      },
      "p", 0, -1, "p[0] = -1 is not a probability");
  expect_refused([&] { softmax_cross_entropy_gradient(z, p, std::span(out).first(1)); }, "out", DomainError::whole, 1,
                 "out has length 1, not 2");
  expect_refused([&] { softmax_cross_entropy_with_gradient(z, p, std::span(out).first(1)); }, "gradient",
                 DomainError::whole, 1, "gradient has length 1, not 2");
  expect_refused([] { sigmoid_cross_entropy(infinity, 0.5); }, "z", DomainError::whole, infinity,
                 "z = Infinity is not a logit (finite or -Infinity)");
  expect_refused([] { sigmoid_cross_entropy_gradient(0.0, 1.5); }, "y", DomainError::whole, 1.5,
                 "y = 1.5 is not a probability");
  expect_refused(
      [&] {
        sigmoid_cross_entropy(z, Vector{0, NAN}, out);
      },
      "y", 1, NAN, "y[1] = NaN is not a probability");
}

TEST(SigmoidMetrics, ServeManyAtOnce) {
  const Vector z{-infinity, -3, 0, 800}, y{0.5, 0.25, 1, 0};
  Vector losses(4), slopes(4);
  sigmoid_cross_entropy(z, y, losses);
  sigmoid_cross_entropy_gradient(z, y, slopes);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(losses[i], sigmoid_cross_entropy(z[i], y[i]));
    EXPECT_EQ(slopes[i], sigmoid_cross_entropy_gradient(z[i], y[i]));
  }
}

}  // namespace
}  // namespace gibbs::test
