// The longer a vector of logits, the more precisely its exponentials are summed: each of these ways on every dispatch
// target. Few numbers in many places, so that MPFR takes few exponentials.
#include <array>
#include <gibbs/gibbs.hpp>
#include <random>

#include "lib/kernels/bounds.hpp"
#include "lib/kernels/kernels.hpp"
#include "tests/lib/kernels.hpp"

namespace gibbs::test {
namespace {

using namespace detail::kernels;

double nearest(const Exact& x, double) { return mpfr_get_d(x.backend().data(), MPFR_RNDN); }
float nearest(const Exact& x, float) { return mpfr_get_flt(x.backend().data(), MPFR_RNDN); }

/// n logits of deviation 3 and labels that all but sum to 1, out of `kinds` pairs, and what is exact of them.
template <class T>
struct Long {
  static constexpr std::size_t kinds = 997;
  std::vector<T> z, p;
  Exact total, mass, product;

  explicit Long(std::size_t n) {
    std::mt19937_64 random(n);
    std::normal_distribution<double> normal(0, 3);
    std::exponential_distribution<double> weight;
    std::array<double, kinds> logits{}, weights{};
    for (double& x : logits) x = normal(random);
    for (double& x : weights) x = weight(random);
    double all = 0;
    for (std::size_t i = 0; i < n; ++i) all += weights[i % kinds];
    for (std::size_t i = 0; i < n; ++i) {
      z.push_back(static_cast<T>(logits[i % kinds]));
      p.push_back(static_cast<T>(weights[i % kinds] / all));
    }
    for (std::size_t i = 0; i < kinds; ++i) {
      const std::size_t times = (n - i + kinds - 1) / kinds;
      total += times * exp(Exact(z[i]));
      mass += times * Exact(p[i]);
      product += times * (Exact(p[i]) * z[i]);
    }
  }
};

/// One length for each way.
const std::array<std::size_t, 4> lengths{most_rough, most_rough + 1001, most_kept + 1001, most_precise + 1001};

template <class T>
class LongVectors : public testing::Test {};
using Formats = testing::Types<double, float>;
TYPED_TEST_SUITE(LongVectors, Formats);

TYPED_TEST(LongVectors, HaveSumsWithinTheirBounds) {
  using T = TypeParam;
  for (const std::size_t n : lengths) {
    const Long<T> x(n);
    on_every_target([&](const std::string& target) {
      Kept kept;
      Worst worst;
      const auto see = [&](const Sum& sum, const Exact& exact) {
        worst.see(exact - sum.hi - sum.lo, sum.error, static_cast<double>(n));
      };
      for (const Purpose purpose : {Purpose::value, Purpose::logs, Purpose::shares}) {
        const auto sums = loss_sums<T>(x.z, x.p, purpose, kept);
        ASSERT_TRUE(sums && !sums->rest && sums->gap);
        see(sums->total, x.total);
        see(sums->log_total, log(x.total));
        see(sums->mass, x.mass);
        see(*sums->gap, -x.product);
      }
      worst.expect_within_bound(target + "_" + std::to_string(n));
    });
  }
}

/// However long a vector, what its sums are rounded by must be in proportion to the few logits that make them up.
TYPED_TEST(LongVectors, OfFewLogitsHaveSumsWithinTheirBounds) {
  using T = TypeParam;
  for (const std::size_t n : lengths) {
    std::vector<T> z(n, -std::numeric_limits<T>::infinity());
    std::mt19937_64 random(n);
    on_every_target([&](const std::string& target) {
      Kept kept;
      Worst worst;
      for (int tries = 0; tries < 20; ++tries) {
        Exact total = 0;
        for (std::size_t i = 0; i < 8; ++i) {
          z[i] = static_cast<T>(i == 0 ? -0.7 : std::uniform_real_distribution<double>(-25, -15)(random));
          total += exp(Exact(z[i]));
        }
        const auto sums = logit_sums<T>(z, Purpose::shares, kept);
        ASSERT_TRUE(sums);
        worst.see(total - sums->total.hi - sums->total.lo, sums->total.error, static_cast<double>(n));
      }
      worst.expect_within_bound(target + "_few_of_" + std::to_string(n));
    });
  }
}

TYPED_TEST(LongVectors, HaveComponentsRoundedCorrectly) {
  using T = TypeParam;
  for (const std::size_t n : lengths) {
    const Long<T> x(n);
    const Exact log_total = log(x.total);
    std::vector<std::array<T, 3>> expected;
    for (std::size_t i = 0; i < Long<T>::kinds; ++i) {
      const Exact q = exp(Exact(x.z[i])) / x.total;
      expected.push_back({nearest(q, T{}), nearest(x.z[i] - log_total, T{}), nearest(q - x.p[i] / x.mass, T{})});
    }
    const Distribution<T> p(x.p);
    on_every_target([&](const std::string& target) {
      std::vector<T> shares(n), logs(n), slopes(n);
      softmax(Logits<T>(x.z), std::span<T>(shares));
      log_softmax(Logits<T>(x.z), std::span<T>(logs));
      softmax_cross_entropy_gradient(Logits<T>(x.z), p, std::span<T>(slopes));
      int wrong = 0;
      for (std::size_t i = 0; i < n; ++i)
        wrong += expected[i % Long<T>::kinds] != std::array<T, 3>{shares[i], logs[i], slopes[i]};
      EXPECT_EQ(wrong, 0) << target << ' ' << n;
    });
  }
}

}  // namespace
}  // namespace gibbs::test
