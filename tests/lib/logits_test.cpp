// Log-sum-exp, softmax, log-softmax: masks, extremes, ties, domain, rows.
#include <gibbs/logits.hpp>

#include "tests/lib/judge.hpp"

namespace gibbs::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity(), most = std::numeric_limits<double>::max();
using Vector = std::vector<double>;

Vector softmax_of(const Vector& z) {
  Vector out(z.size());
  softmax(z, out);
  return out;
}
Vector log_softmax_of(const Vector& z) {
  Vector out(z.size());
  log_softmax(z, out);
  return out;
}

TEST(LogSumExp, OfOneClassIsItsLogit) {
  for (const double z : {0.0, 1.5, -most, most, 0x1p-1074}) {
    EXPECT_EQ(log_sum_exp(Vector{z}), z);
    EXPECT_EQ(log_sum_exp(Vector{-infinity, z}), z);
  }
  EXPECT_TRUE(same(log_sum_exp(Vector{-0.0}), 0.0));
}

TEST(LogSumExp, KeepsTheTail) {
  EXPECT_EQ(log_sum_exp(Vector{0, -40}), 4.248354255291589e-18);
  EXPECT_TRUE(same(log_sum_exp(Vector{0, -most}), 0.0));
  EXPECT_EQ(log_sum_exp(Vector{0x1p-1074, -most}), 0x1p-1074);
  EXPECT_EQ(log_sum_exp(Vector{100, -1e6}), 100);
  EXPECT_EQ(log_sum_exp(Vector{most, most}), most);
}

TEST(LogSumExp, NearZeroKeepsItsDigits) {
  for (const double shift : {0.0, 0x1p-52, -0x1p-53, 1e-13}) {
    const Vector z(7, -std::log(7.0) + shift);
    expect_correct<double>({Metric::log_sum_exp, {argument(std::span(z))}}, Vector{log_sum_exp(z)});
  }
}

TEST(Softmax, OfEqualLogitsIsUniform) {
  EXPECT_EQ(softmax_of({7, 7, 7}), Vector(3, 1.0 / 3));
  EXPECT_EQ(softmax_of({most, most}), Vector(2, 0.5));
  EXPECT_EQ(softmax_of({-most, -infinity}), (Vector{1, 0}));
}

TEST(Softmax, ReachesTheSmallestSubnormalAndThenPlusZero) {
  const Vector z{0, -708, -744, -745.13, -745.14, -746, -1e300, -most, -infinity};
  const Vector q = softmax_of(z);
  expect_correct<double>({Metric::softmax, {argument(std::span(z))}}, q);
  EXPECT_EQ(q[3], 0x1p-1074);
  EXPECT_TRUE(same(q[4], 0.0) && same(q[7], 0.0) && same(q[8], 0.0));
}

TEST(LogSoftmax, HasFullRelativeAccuracyForTheLikelyClass) {
  EXPECT_EQ(log_softmax_of({40, 0}), (Vector{-4.248354255291589e-18, -40}));
  EXPECT_TRUE(same(log_softmax_of({0, -infinity})[0], 0.0));
  EXPECT_EQ(log_softmax_of({0, -infinity})[1], -infinity);
  EXPECT_TRUE(same(log_softmax_of({0, -800})[0], 0.0));              // −exp(−800) rounds to zero
  EXPECT_EQ(log_softmax_of({most, -most}), (Vector{0, -infinity}));  // −2·max overflows
}

TEST(LogSoftmax, SeesWhatIsBeyondATie) {
  // −(2²⁰ + 2⁻³³) would be a tie, to even −2²⁰; the value is below it by exp(−2²⁰).
  const Vector tie = log_softmax_of({0x1p-33, -0x1p20});
  EXPECT_EQ(tie[1], -0x1.0000000000001p20);
  EXPECT_EQ(log_softmax_of({0x3p-33, -0x1p20})[1], -0x1.0000000000002p20);
}

TEST(LogitMetrics, RefuseWhatIsNoLogit) {
  Vector out(2);
  expect_refused(
      [] {
        log_sum_exp(Vector{0, infinity});
      },
      "z", 1, infinity, "z[1] = Infinity is not a logit (finite or -Infinity)");
  expect_refused([&] { softmax(Vector{NAN, 0}, out); }, "z", 0, NAN, "z[0] = NaN is not a logit (finite or -Infinity)");
  expect_refused(
      [&] {
        log_softmax(Vector{-infinity, -infinity}, out);
      },
      "z", 0, -infinity, "z[0] = -Infinity, and so is every other logit");
  expect_refused([] { log_sum_exp(Vector{}); }, "z", DomainError::whole, 0, "z is empty");
  expect_refused([&] { softmax(Vector{1, 2, 3}, out); }, "out", DomainError::whole, 2, "out has length 2, not 3");
  expect_refused(
      [&] {
        softmax(Rows(here(Vector{1, NAN}), 1), out);
      },
      "z", 1, NAN, "z[1][0] = NaN is not a logit (finite or -Infinity)");
}

TEST(LogitMetrics, OfRowsAreThoseOfEachRow) {
  const Vector z{1, 2, 3, -infinity, 0, 40};
  Vector soft(6), logs(6), sums(2);
  softmax(Rows(z, 3), soft);
  log_softmax(Rows(z, 3), logs);
  log_sum_exp(Rows(z, 3), sums);
  for (std::size_t i = 0; i < 2; ++i) {
    const Vector row(z.begin() + static_cast<std::ptrdiff_t>(3 * i),
                     z.begin() + static_cast<std::ptrdiff_t>(3 * i + 3));
    EXPECT_EQ(sums[i], log_sum_exp(row));
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_EQ(soft[3 * i + j], softmax_of(row)[j]);
      EXPECT_EQ(logs[3 * i + j], log_softmax_of(row)[j]);
    }
  }
}

}  // namespace
}  // namespace gibbs::test
