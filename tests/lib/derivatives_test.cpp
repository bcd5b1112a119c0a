// Products with Jacobians and second derivatives: random inputs against MPFR, ties, masks, domain, rows.
#include <gibbs/derivatives.hpp>

#include "lib/detail/derivative_forms.hpp"
#include "lib/detail/last_stage.hpp"
#include "tests/lib/exact_results.hpp"
#include "tests/lib/inputs.hpp"

namespace gibbs::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity(), most = std::numeric_limits<double>::max();
using Vector = std::vector<double>;

template <class T>
class Derivatives : public testing::Test {};
using Formats = testing::Types<double, float>;
TYPED_TEST_SUITE(Derivatives, Formats);

TYPED_TEST(Derivatives, AreRoundedCorrectly) {
  using T = TypeParam;
  Inputs inputs(91);
  Judged judged;
  for (int round = 0; round < 150; ++round) {
    const auto z = inputs.logits<T>(inputs.length(12));
    const std::size_t n = z.size();
    auto u = inputs.numbers<T>(n);
    if (round % 3 == 0) u = inputs.target(z);
    if (round % 7 == 0) std::ranges::fill(u, u[0]);
    const Exponentials<T> x(z);
    Long all = 0, mean = 0;
    for (std::size_t i = 0; i < n; ++i) all += u[i], mean += x.q(i) * Long(u[i]);
    std::vector<T> soft(n), logs(n), diagonal(n);
    softmax_vjp(z, u, soft);
    log_softmax_vjp(z, u, logs);
    softmax_cross_entropy_hessian_diagonal(z, diagonal);
    for (std::size_t i = 0; i < n; ++i) {
      Long product = 0, others = 0;
      for (std::size_t j = 0; j < n; ++j) {
        product += x.e[j] * (Long(u[i]) - Long(u[j]));
        if (j != i) others += x.e[j];
      }
      const std::string where = " " + std::to_string(round) + "[" + std::to_string(i) + "]";
      judged.expect(soft[i], x.e[i] * product / x.total / x.total, x.lossy, "softmax_vjp" + where);
      judged.expect(logs[i], (Long(u[i]) * x.total - x.e[i] * all) / x.total, x.lossy, "log_softmax_vjp" + where);
      judged.expect(diagonal[i], x.e[i] * others / x.total / x.total, x.lossy, "diagonal" + where);
    }
    const Long e = std::isinf(z[0]) ? Long(0) : exp(-abs(Long(z[0])));
    judged.expect(sigmoid_cross_entropy_hessian(z[0]), e / (1 + e) / (1 + e), false,
                  "sigmoid " + std::to_string(round));
  }
  EXPECT_GT(judged.results, 2000);
  EXPECT_LT(20 * judged.left_out, judged.results);
}

Vector softmax_vjp_of(const Vector& z, const Vector& u) {
  Vector out(z.size());
  softmax_vjp(z, u, out);
  return out;
}
Vector log_softmax_vjp_of(const Vector& z, const Vector& u) {
  Vector out(z.size());
  log_softmax_vjp(z, u, out);
  return out;
}

TEST(SoftmaxVjp, IsZeroForEqualUHoweverTheLogits) {
  for (const Vector& z : {Vector{1, 2, -3}, Vector{0, 0, -infinity}, Vector{0, -5000, 1e300}, Vector{0, -1e308, most}})
    for (const double product : softmax_vjp_of(z, Vector(3, 0.1))) EXPECT_TRUE(same(product, 0.0));
  // Each different logit has the mean 2.
  EXPECT_TRUE(same(softmax_vjp_of({1, 1, 3, 3, 4}, {1, 3, 0, 4, 2})[4], 0.0));
}

TEST(SoftmaxVjp, IsDecidedWhereItIsATieOrBesideOne) {
  // ¼(uᵢ − uⱼ) for two equal logits; 1 + 2⁻⁵³ is a tie.
  const double big = 4, small = -0x1p-51;
  EXPECT_EQ(softmax_vjp_of({7, 7}, {big, small}), (Vector{1, -1}));
  EXPECT_EQ(softmax_vjp_of({7, 7, -infinity}, {big, small, 9}), (Vector{1, -1, 0}));
  // A third class far below with the u of the first draws nearer to 0 what the first has, and what the second has.
  const Vector below = softmax_vjp_of({7, 7, -1e6}, {big, small, big});
  EXPECT_EQ(below[0], 1);
  // With a u far away on the other side it adds to the first.
  const Vector above = softmax_vjp_of({7, 7, -1e6}, {big, small, -100});
  EXPECT_EQ(above[0], 1 + 0x1p-52);
  EXPECT_EQ(above[1], -1);
}

TEST(LogSoftmaxVjp, IsDecidedWhereItIsATieOrBesideOne) {
  EXPECT_EQ(log_softmax_vjp_of({1, 2, 3}, {0.5, -0.75, 0.25}), (Vector{0.5, -0.75, 0.25}));
  EXPECT_EQ(log_softmax_vjp_of({1, -infinity}, {3, 5}), (Vector{-5, 5}));
  // u₀ − U/2 = ½(u₀ − u₁) = 1 + 2⁻⁵³, and with a third class far below more of it, U being positive.
  const double own = 3, other = 1 - 0x1p-52;
  EXPECT_EQ(log_softmax_vjp_of({0, 0}, {own, other})[0], 1);
  EXPECT_EQ(log_softmax_vjp_of({0, 0, -1e6}, {own, other, 0})[0], 1 + 0x1p-52);
  EXPECT_EQ(log_softmax_vjp_of({0, 0, -1e6}, {-own, -other, 0})[0], -1 - 0x1p-52);
}

TEST(SoftmaxVjp, StandsHugeNumbers) {
  EXPECT_EQ(softmax_vjp_of({0, 0}, {most, -most}), (Vector{most / 2, -most / 2}));
  EXPECT_EQ(log_softmax_vjp_of({0, 0}, {most, -most}), (Vector{most, -most}));
  EXPECT_EQ(log_softmax_vjp_of({0, -infinity, -infinity}, {-most, most, most})[0], -infinity);
}

TEST(HessianDiagonal, KnowsItsExactValues) {
  Vector out(4);
  softmax_cross_entropy_hessian_diagonal(Vector{3, 3, 3, 3}, out);
  EXPECT_EQ(out, Vector(4, 3.0 / 16));
  softmax_cross_entropy_hessian_diagonal(Vector{3, -infinity, -infinity, -1e9}, out);
  for (const double x : out) EXPECT_TRUE(same(x, 0.0));
  softmax_cross_entropy_hessian_diagonal(Vector{0, 0, -1e9, -infinity}, out);
  EXPECT_EQ(out, (Vector{0.25, 0.25, 0, 0}));
}

TEST(HessianDiagonal, IsRoundedToEvenWhereEqualLogitsMakeATie) {
  // (k − 1)/k² for k = 2²⁵ has 25 bits: midway between two floats. With one class more, far below, it is less.
  const std::size_t k = std::size_t{1} << 25;
  std::vector<float> z(k + 1, 1.5f), out(k + 1);
  const auto first = [&] {
    detail::last_stage<float>(detail::SoftmaxHessianDiagonal<float>{z}, std::array<std::size_t, 1>{0}, out);
    return out[0];
  };
  z.back() = -std::numeric_limits<float>::infinity();
  EXPECT_EQ(first(), 0x1p-25f);
  z.back() = -1e30f;
  EXPECT_EQ(first(), 0x1.fffffep-26f);
}

TEST(SigmoidHessian, KnowsItsExtremes) {
  EXPECT_EQ(sigmoid_cross_entropy_hessian(0.0), 0.25);
  EXPECT_TRUE(same(sigmoid_cross_entropy_hessian(-infinity), 0.0));
  EXPECT_TRUE(same(sigmoid_cross_entropy_hessian(most), 0.0));
  EXPECT_EQ(sigmoid_cross_entropy_hessian(745.0), 0x1p-1074);
  EXPECT_EQ(sigmoid_cross_entropy_hessian(-745.0), 0x1p-1074);
  EXPECT_TRUE(same(sigmoid_cross_entropy_hessian(746.0), 0.0));
  EXPECT_EQ(sigmoid_cross_entropy_hessian(0x1p-30), 0.25);
}

TEST(DerivativeMetrics, RefuseWhatIsOutsideTheirDomain) {
  Vector out(2);
  const Vector z{1, 2}, u{3, 4};
  expect_refused(
      [&] {
        softmax_vjp(Vector{1, NAN}, u, out);
      },
      "z", 1, NAN, "z[1] = NaN is not a logit (finite or -Infinity)");
  expect_refused(
      [&] {
        softmax_vjp(z, Vector{1, infinity}, out);
      },
      "u", 1, infinity, "u[1] = Infinity is not a finite number");
  expect_refused([&] { log_softmax_vjp(z, Vector{1}, out); }, "u", DomainError::whole, 1, "u has length 1, not 2");
  expect_refused([&] { log_softmax_vjp(z, u, std::span(out).first(1)); }, "out", DomainError::whole, 1,
                 "out has length 1, not 2");
  expect_refused(
      [&] {
        softmax_cross_entropy_hessian_diagonal(Vector{1, infinity}, out);
      },
      "z", 1, infinity, "z[1] = Infinity is not a logit (finite or -Infinity)");
  expect_refused([] { sigmoid_cross_entropy_hessian(infinity); }, "z", DomainError::whole, infinity,
                 "z = Infinity is not a logit (finite or -Infinity)");
}

TEST(DerivativeMetrics, OfRowsAreThoseOfEachRowInPlaceToo) {
  const Vector z{1, 2, 3, -infinity, 0, 40}, u{0.5, -1, 2, 7, 3, 3};
  Vector soft(6), logs(6), diagonal(6), slopes(6);
  softmax_vjp(Rows(z, 3), Rows(u, 3), soft);
  logs = u;
  log_softmax_vjp(Rows(z, 3), Rows(logs, 3), logs);
  diagonal = z;
  softmax_cross_entropy_hessian_diagonal(Rows(diagonal, 3), diagonal);
  sigmoid_cross_entropy_hessian(z, slopes);
  for (std::size_t i = 0; i < 2; ++i) {
    const Vector a(z.begin() + static_cast<std::ptrdiff_t>(3 * i), z.begin() + static_cast<std::ptrdiff_t>(3 * i + 3));
    const Vector b(u.begin() + static_cast<std::ptrdiff_t>(3 * i), u.begin() + static_cast<std::ptrdiff_t>(3 * i + 3));
    Vector alone(3);
    softmax_cross_entropy_hessian_diagonal(a, alone);
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_EQ(soft[3 * i + j], softmax_vjp_of(a, b)[j]);
      EXPECT_EQ(logs[3 * i + j], log_softmax_vjp_of(a, b)[j]);
      EXPECT_EQ(diagonal[3 * i + j], alone[j]);
      EXPECT_EQ(slopes[3 * i + j], sigmoid_cross_entropy_hessian(a[j]));
    }
  }
}

}  // namespace
}  // namespace gibbs::test
