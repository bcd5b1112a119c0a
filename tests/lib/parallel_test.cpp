// What all cores compute has the bits of what one does; errors are the same too.
#include "lib/detail/fast.hpp"
#include "tests/lib/inputs.hpp"
#include "tests/lib/judge.hpp"

namespace gibbs::test {
namespace {

template <class T>
struct Large {
  std::vector<T> p, q, z;

  /// Chunks have 2¹⁶ elements. The largest logit, a tie for it and the masked ones are in different ones.
  Large(unsigned seed, std::size_t n) : p(n), q(n), z(n) {
    Inputs inputs(seed);
    double p_mass = 0, q_mass = 0;
    for (std::size_t i = 0; i < n; ++i) {
      p[i] = static_cast<T>(inputs.between(0, 1));
      q[i] = static_cast<T>(inputs.between(0.1, 1));
      z[i] = static_cast<T>(inputs.between(-20, 5));
      if (i % (n / 7) == 5) p[i] = 0, z[i] = -std::numeric_limits<T>::infinity();
      p_mass += static_cast<double>(p[i]);
      q_mass += static_cast<double>(q[i]);
    }
    for (std::size_t i = 0; i < n; ++i) {
      p[i] = static_cast<T>(static_cast<double>(p[i]) / p_mass);
      q[i] = static_cast<T>(static_cast<double>(q[i]) / q_mass);
    }
    z[n / 3] = z[2 * n / 3] = 5;
  }
};

template <class T>
void expect_same(const std::vector<T>& a, const std::vector<T>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    ASSERT_TRUE(same(static_cast<double>(a[i]), static_cast<double>(b[i]))) << i;
}

template <class T>
class InParallel : public testing::Test {};
using Formats = testing::Types<double, float>;
TYPED_TEST_SUITE(InParallel, Formats);

TYPED_TEST(InParallel, VectorsHaveTheSameBits) {
  using T = TypeParam;
  for (const std::size_t n : {200000u, 65537u, 300001u}) {
    const Large<T> x(static_cast<unsigned>(n), n);
    EXPECT_EQ(entropy(parallel(x.p), Unit::bit), entropy(x.p, Unit::bit));
    EXPECT_EQ(entropy(counts(parallel(x.q))), entropy(counts(x.q)));
    EXPECT_EQ(cross_entropy(parallel(x.p), parallel(x.q)), cross_entropy(x.p, x.q));
    EXPECT_EQ(kl_divergence(parallel(x.p), x.q), kl_divergence(x.p, x.q));
    EXPECT_EQ(js_divergence(x.p, parallel(x.q)), js_divergence(x.p, x.q));
    EXPECT_EQ(log_sum_exp(parallel(x.z)), log_sum_exp(x.z));
    EXPECT_EQ(softmax_cross_entropy(parallel(x.z), x.p), softmax_cross_entropy(x.z, x.p));
    std::vector<T> one(n), all(n);
    softmax(x.z, one);
    softmax(parallel(x.z), all);
    expect_same(one, all);
    log_softmax(x.z, one);
    log_softmax(parallel(x.z), all);
    expect_same(one, all);
    softmax_cross_entropy_gradient(x.z, x.p, one);
    softmax_cross_entropy_gradient(parallel(x.z), parallel(x.p), all);
    expect_same(one, all);
  }
}

/// Some chunks can be summed as they are, others only around their largest logit; the largest of all is in either.
TYPED_TEST(InParallel, ChunksSummedInDifferentWaysMakeTheSameBits) {
  using T = TypeParam;
  constexpr std::size_t n = 140000;
  Large<T> x(9, n);
  const auto expect_same_values = [&](const char* what) {
    EXPECT_EQ(log_sum_exp(parallel(x.z)), log_sum_exp(x.z)) << what;
    EXPECT_EQ(softmax_cross_entropy(parallel(x.z), x.p), softmax_cross_entropy(x.z, x.p)) << what;
  };
  for (std::size_t i = 0; i < n; ++i) x.z[i] -= static_cast<T>(i < n / 2 ? 350 : 0);
  expect_same_values("a chunk far below 0");
  for (std::size_t i = 0; i < n; ++i) x.z[i] -= static_cast<T>(i < n / 2 ? -250 : 150);
  x.z[77] = -650;
  expect_same_values("a label far below 0 in the chunk with the largest logit");
}

TYPED_TEST(InParallel, RowsHaveTheSameBits) {
  using T = TypeParam;
  constexpr std::size_t rows = 500, columns = 300;
  Large<T> x(1, rows * columns);
  for (std::size_t i = 0; i < rows; ++i) {
    double mass = 0;
    for (std::size_t j = 0; j < columns; ++j) mass += static_cast<double>(x.q[i * columns + j]);
    for (std::size_t j = 0; j < columns; ++j)
      x.p[i * columns + j] = static_cast<T>(static_cast<double>(x.q[i * columns + j]) / mass);
  }
  std::vector<T> one(rows), all(rows), gradient(rows * columns), gradients(rows * columns);
  entropy(Rows(x.p, columns), one);
  entropy(Rows(parallel(x.p), columns), all);
  expect_same(one, all);
  softmax_cross_entropy_with_gradient(Rows(x.z, columns), Rows(x.p, columns), one, gradient);
  softmax_cross_entropy_with_gradient(Rows(parallel(x.z), columns), Rows(x.p, columns), all, gradients);
  expect_same(one, all);
  expect_same(gradient, gradients);
}

TEST(InParallel, TheFirstErrorIsReported) {
  Large<double> x(2, 400000);
  x.p[399999] = -1;
  x.p[70000] = 2;
  expect_refused([&] { (void)entropy(parallel(x.p)); }, "p", 70000, 2, "p[70000] = 2 is not a probability");
  x.z[3] = std::numeric_limits<double>::quiet_NaN();
  x.z[390000] = std::numeric_limits<double>::infinity();
  std::vector<double> out(x.z.size());
  expect_refused([&] { softmax(Rows(parallel(x.z), 100), out); }, "z", 3, x.z[3],
                 "z[0][3] = NaN is not a logit (finite or -Infinity)");
}

/// The balls of chunks put together hold what one pass finds: neither loses the other's value.
TEST(Chunks, AgreeWithOnePass) {
  namespace fast = detail::fast;
  const Large<double> x(3, 250000);
  const auto one = detail::argument(Logits<double>(x.z)), all = detail::argument(Logits<double>(parallel(x.z)));
  const auto p = detail::argument(Distribution<double>(x.p), "p");
  const auto overlap = [](const detail::kernels::Sum& a, const detail::kernels::Sum& b) {
    const double gap = (a.hi - b.hi) + (a.lo - b.lo);
    return std::fabs(gap) <= 1.01 * (a.error + b.error);
  };
  using detail::Purpose;
  fast::Kept none;
  const auto whole = fast::loss_sums(one, p, Purpose::precision, none),
             chunked = fast::loss_sums(all, p, Purpose::precision, none);
  ASSERT_TRUE(whole && chunked && whole->rest && chunked->rest && whole->gap && chunked->gap);
  EXPECT_EQ(whole->peak, chunked->peak);
  EXPECT_TRUE(overlap(*whole->rest, *chunked->rest));
  EXPECT_TRUE(overlap(whole->total, chunked->total));
  EXPECT_TRUE(overlap(whole->log_total, chunked->log_total));
  EXPECT_TRUE(overlap(*whole->gap, *chunked->gap));
  EXPECT_LT(chunked->rest->error, chunked->rest->hi * 0x1p-70);
  EXPECT_LT(chunked->total.error, chunked->total.hi * 0x1p-70);
}

/// … nor does it get wider with their number: what one pass decides, many chunks do too.
TEST(Chunks, LeaveNoMoreOpenThanOnePass) {
  namespace fast = detail::fast;
  const Large<double> x(4, 3000000);
  const auto one = detail::argument(Distribution<double>(x.p), "p"),
             other = detail::argument(Distribution<double>(x.q), "q");
  const auto all = detail::argument(Distribution<double>(parallel(x.p)), "p");
  constexpr auto rough = detail::Purpose::value;
  EXPECT_LE(fast::entropy(rough, all).err, 2 * fast::entropy(rough, one).err);
  EXPECT_LE(fast::cross_entropy(rough, all, other).err, 2 * fast::cross_entropy(rough, one, other).err);
  EXPECT_LE(fast::js_divergence(rough, all, other).err, 2 * fast::js_divergence(rough, one, other).err);
  const auto z = detail::argument(Logits<double>(x.z)), parts = detail::argument(Logits<double>(parallel(x.z)));
  const auto width = [](const auto& a) { return fast::log_sum_exp(rough, a).err; };
  EXPECT_LE(width(parts), 2 * width(z));
}

}  // namespace
}  // namespace gibbs::test
