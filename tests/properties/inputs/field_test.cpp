// Faults that hide behind sizes and masks, as reported of real kernels: found at 1000 cases, whatever the seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "properties/judge/functions.hpp"
#include "properties/run/check.hpp"

namespace gibbs::properties {
namespace {

using Vector = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();

bool refuted(Subject& subject, std::uint64_t seed) {
  Options options;
  options.seed = seed;
  const Report report = check(subject, options);
  return std::ranges::any_of(report.properties, [](const PropertyResult& p) { return p.status == Status::refuted; });
}

Description kernel() {
  Description description;
  description.name = "kernel";
  return description;
}

/// A running maximum and sum, tile by tile: −∞ − (−∞) while all so far is masked.
double lse_by_tiles(const Vector& z, std::size_t tile) {
  double top = -infinity, sum = 0;
  for (std::size_t i = 0; i < z.size(); i += tile) {
    const auto end = z.begin() + static_cast<std::ptrdiff_t>(std::min(z.size(), i + tile));
    const double before = top;
    top = std::max(top, *std::max_element(z.begin() + static_cast<std::ptrdiff_t>(i), end));
    sum *= i == 0 ? 0 : std::exp(before - top);
    for (auto x = z.begin() + static_cast<std::ptrdiff_t>(i); x != end; ++x) sum += std::exp(*x - top);
  }
  return top + std::log(sum);
}

TEST(Field, TilesThatAreMaskedFromTheStart) {
  for (const std::size_t tile : {2u, 32u, 1024u}) {
    for (const std::uint64_t seed : {1u, 2u}) {
      Functions subject(kernel(), {{Metric::log_sum_exp, [=](const Question& q) { return Vector{lse_by_tiles(q.arguments[0].values, tile)}; }}});
      EXPECT_TRUE(refuted(subject, seed)) << "tiles of " << tile << ", seed " << seed;
    }
  }
}

/// Between 513 and 1023 classes, odd ones, what a last warp holds is lost.
Vector softmax_that_loses_a_warp(Vector z) {
  const std::size_t n = z.size();
  const double top = *std::ranges::max_element(z);
  const bool loses = n > 512 && n < 1024 && n % 2 == 1 && n % 32 != 31;
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    z[i] = std::exp(z[i] - top);
    if (!loses || i < n - n % 32) sum += z[i];
  }
  for (double& x : z) x /= sum;
  return z;
}

TEST(Field, SizesBetweenPowersOfTwo) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    Functions subject(kernel(), {{Metric::softmax, [](const Question& q) { return softmax_that_loses_a_warp(q.arguments[0].values); }}});
    EXPECT_TRUE(refuted(subject, seed)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace gibbs::properties
