// How much larger the errors are that the directed search finds, beside drawing at random:
//     build/default/tests/properties/search_gain [TRIES] [SEEDS] [METRIC …]
// gives for each metric (or those named) of the textbook formulas in double the largest error of TRIES inputs (10000)
// either way, in ulps and as a share of what `stable` allows, and the ratios: medians over SEEDS seeds (3).
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "tests/properties/judge/implementations.hpp"
#include "tests/properties/search/searches.hpp"

namespace gibbs::tests {
namespace {

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void compare(const properties::Theorem& theorem, std::size_t tries, std::uint64_t seeds) {
  Functions subject = textbook();
  std::vector<double> columns[6];
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto random = drawn(theorem, subject, tries, seed), directed = searched(theorem, subject, tries, seed);
    const double ulps[]{random.by_ulps->error.ulps, directed.by_ulps->error.ulps};
    const double shares[]{random.by_share->error.share, directed.by_share->error.share};
    const double row[]{ulps[0], ulps[1], ulps[1] / ulps[0], shares[0], shares[1], shares[1] / shares[0]};
    for (std::size_t i = 0; i < 6; ++i) columns[i].push_back(row[i]);
  }
  fmt::print("| `{}` |", reference::info(theorem.metrics.front()).name);
  for (const auto& column : columns) fmt::print(" {:.3g} |", median(column));
  fmt::print("\n");
  std::fflush(stdout);
}

}  // namespace
}  // namespace gibbs::tests

int main(int argc, char** argv) {
  using namespace gibbs;
  const std::size_t tries = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000;
  const std::uint64_t seeds = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 3;
  const std::vector<std::string_view> named(argv + std::min(argc, 3), argv + argc);
  fmt::print("| metric | ulps, drawn | searched | ratio | share, drawn | searched | ratio |\n|---|---|---|---|---|---|---|\n");
  for (const auto& info : reference::metrics()) {
    if (named.empty() || std::ranges::find(named, info.name) != named.end()) tests::compare(tests::accuracy_of(info.metric), tries, seeds);
  }
}
