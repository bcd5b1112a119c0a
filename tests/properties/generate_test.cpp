#include "properties/generate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "properties/theorem.hpp"

namespace gibbs::properties {
namespace {

using generate::Values;
using reference::Format;

const std::vector<Unit> all_units{Unit::nat, Unit::bit, Unit::hartley};
const std::vector<Format> formats{reference::binary64, reference::binary32, reference::binary16, reference::bfloat16};

Source source(std::uint64_t seed, const Format& format = reference::binary64) {
  return {rc::Random(rc::Random::Key{seed, 0, 0, 0}), static_cast<int>(seed % 101), format, all_units};
}

void expect_masses(const Values& p, const Format& format) {
  double sum = 0;
  for (const double x : p) {
    ASSERT_TRUE(x >= 0 && x <= 1) << x;
    ASSERT_TRUE(reference::representable(x, format)) << x;
    sum += x;
  }
  ASSERT_LE(std::abs(sum - 1), std::sqrt(reference::epsilon(format)) / 2);
}

TEST(Generate, EveryInputOfEveryMetricIsInItsDomainAndFormat) {
  for (const Format& format : formats) {
    for (const auto& info : reference::metrics()) {
      for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Source s = source(seed, format);
        const Case c = generate::for_metric(info.metric)(s);
        ASSERT_EQ(c.inputs.size(), info.parameters.size());
        for (const Input& input : c.inputs) {
          ASSERT_FALSE(input.values.empty());
          if (input.role == Role::distribution || input.role == Role::joint) expect_masses(input.values, format);
          bool finite = input.role == Role::logit;
          for (const double x : input.values) {
            ASSERT_TRUE(reference::representable(x, format)) << format.name << " " << info.name << " " << x;
            ASSERT_FALSE(std::isnan(x) || x == HUGE_VAL);
            finite = finite || std::isfinite(x);
          }
          ASSERT_TRUE(finite);
        }
      }
    }
  }
}

TEST(Generate, ExactDistributionsSumToOneWithoutError) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Source s = source(seed);
    const auto [counts, k] = generate::counts(s, generate::classes(s));
    std::uint64_t total = 0;
    for (const auto c : counts) total += c;
    ASSERT_EQ(total, std::uint64_t{1} << k);
  }
}

/// Every class has a chance above 1/200 in a draw of its generator, so 4000 draws miss one with a chance below 2·10⁻⁹
/// each; the seeds being fixed, the test itself never wavers.
TEST(Generate, EachInputClassIsReallyMet) {
  std::map<std::string_view, int> met;
  const auto draw = [&](auto generator) {
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
      Source s = source(seed);
      generator(s);
      for (const auto c : s.classes()) ++met[c];
    }
  };
  draw([](Source& s) { generate::pair(s, generate::classes(s)); });
  draw([](Source& s) { generate::joint(s, generate::classes(s), generate::classes(s)); });
  draw([](Source& s) { generate::logits(s, generate::classes(s)); });
  draw([](Source& s) { generate::probability(s); });
  draw([](Source& s) { generate::logit(s); });
  draw([](Source& s) { generate::numbers(s, 3); });
  draw([](Source& s) { generate::for_metric(Metric::softmax_cross_entropy_gradient)(s); });
  draw([](Source& s) { generate::invalid_for(Metric::kl_divergence)(s); });
  draw([](Source& s) { generate::invalid_for(Metric::softmax_cross_entropy)(s); });
  for (const std::string_view c :
       {"uniform over 2^k", "near uniform", "one-hot", "nearly one-hot", "with zeros", "power law", "powers of two", "Dirichlet",
        "rounded image", "subnormal mass", "tiny mass", "equal", "near", "permuted", "disjoint", "unrelated", "q = 0 < p",
        "p/q beyond the range", "independent", "deterministic", "product of marginals below the range", "dependent",
        "equal logits", "tied logits", "dominated logits", "offset logits", "LSE near 0", "huge logits", "any logits",
        "common logits", "masked logits", "logit 0", "tiny logit", "logit at a threshold", "large logit", "probability 1",
        "near 1", "power of two", "numbers of any size", "squares below the range", "label = softmax", "bad number",
        "no class", "unequal lengths", "sum is not 1", "all masked"}) {
    EXPECT_GT(met[c], 0) << c;
  }
}

TEST(Generate, SizesLieOnBothSidesOfVectorWidthsAndReachThousands) {
  std::map<std::size_t, int> met;
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    Source s = source(seed);
    ++met[generate::classes(s)];
  }
  for (const std::size_t n : {1u, 2u, 3u, 7u, 8u, 9u, 15u, 16u, 17u, 31u, 32u, 33u, 63u, 64u, 65u}) EXPECT_GT(met[n], 0) << n;
  EXPECT_GT(met.rbegin()->first, 500u);
  Source large(rc::Random(rc::Random::Key{1, 0, 0, 0}), 0, reference::binary64, all_units, true);
  EXPECT_GE(generate::classes(large), 1000u);
}

TEST(Generate, NearPairsComeAsNearAsOneUlp) {
  double nearest = 1;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    Source s = source(seed);
    const auto [p, q] = generate::pair(s, 2);
    if (p[0] != q[0]) nearest = std::min(nearest, std::abs(p[0] - q[0]));
  }
  EXPECT_EQ(nearest, 0x1p-53);
}

TEST(Generate, TheSameSeedGivesTheSameCases) {
  for (const auto& info : reference::metrics()) {
    Source a = source(7), b = source(7), other = source(8 + 101);
    const Case first = generate::for_metric(info.metric)(a), second = generate::for_metric(info.metric)(b);
    EXPECT_EQ(to_token("", first), to_token("", second));
    EXPECT_NE(to_token("", first), to_token("", generate::for_metric(info.metric)(other))) << info.name;
  }
}

}  // namespace
}  // namespace gibbs::properties
