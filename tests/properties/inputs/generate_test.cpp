#include "properties/inputs/generate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "properties/inputs/classes.hpp"
#include "properties/inputs/distributions.hpp"
#include "properties/theorems/theorem.hpp"

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
    ASSERT_TRUE(x >= 0 && x <= 1 && !std::signbit(x)) << x;
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
        ASSERT_TRUE(rows_fit(c));
        for (const Input& input : c.inputs) {
          const bool left_out = input.role == Role::weights && input.values.empty();
          ASSERT_TRUE(left_out || !input.values.empty());
          if (input.role == Role::distribution || input.role == Role::joint) expect_masses(input.values, format);
          bool finite = input.role == Role::logit || left_out;
          for (std::size_t i = 0; i < input.values.size(); ++i) {
            const double x = input.values[i];
            ASSERT_TRUE(reference::representable(x, format)) << format.name << " " << info.name << " " << x;
            if (input.role == Role::logit_rows && c.inputs[1].values[i / input.columns] == -1) continue;  // ignored: anything
            ASSERT_FALSE(std::isnan(x) || x == HUGE_VAL) << info.name;
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
    const auto [counts, k] = generate::counts(s, generate::number_of_classes(s));
    std::uint64_t total = 0;
    for (const auto c : counts) total += c;
    ASSERT_EQ(total, std::uint64_t{1} << k);
  }
}

/// Of some property's inputs. The seeds being fixed, the test never wavers; how often a class must be met is the gates'.
TEST(Generate, EachInputClassIsReallyMet) {
  Classes met;
  for (const Theorem& theorem : catalogue()) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      Source s(rc::Random(rc::Random::Key{seed, 0, 0, 0}), static_cast<int>(seed % 101), reference::binary64, all_units, seed >= 290 ? seed - 289 : 0, true);
      met |= classify(theorem.inputs(s), reference::binary64);
    }
  }
  for (std::size_t k = 0; k < input_classes().size(); ++k) EXPECT_TRUE(met[k]) << input_classes()[k].name;
}

TEST(Generate, SizesLieOnBothSidesOfVectorWidthsAndReachThousands) {
  std::map<std::size_t, int> met;
  for (std::uint64_t seed = 0; seed < 200000; ++seed) {
    Source s = source(seed);
    ++met[generate::number_of_classes(s)];
  }
  for (std::size_t n = 1; n <= 128; ++n) EXPECT_GT(met[n], 0) << n;
  for (const std::size_t power : {256u, 512u, 1024u}) {
    for (const std::size_t n : {power - 1, power, power + 1}) EXPECT_GT(met[n], 0) << n;
  }
  EXPECT_GT(std::ranges::count_if(met, [](const auto& m) { return m.first > 512 && m.first < 1024; }), 100);
}

TEST(Generate, TheLargeCasesOfARunTakeTurns) {
  std::size_t longest = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const auto size_of = [&](std::size_t which) {
      Source s(rc::Random(rc::Random::Key{seed, 0, 0, 0}), 0, reference::binary64, all_units, which);
      return generate::number_of_classes(s);
    };
    for (const std::size_t which : {1u, 2u, 3u, 4u, 5u}) ASSERT_GE(size_of(which), 1000u);
    const std::size_t n = size_of(3);
    ASSERT_TRUE(std::has_single_bit(n - 1) || std::has_single_bit(n) || std::has_single_bit(n + 1)) << n;
    longest = std::max(longest, size_of(4));
    Source s(rc::Random(rc::Random::Key{seed, 0, 0, 0}), 0, reference::binary64, all_units, 2);
    const Values z = generate::logits(s, generate::number_of_classes(s));
    ASSERT_TRUE(std::all_of(z.begin(), z.begin() + widest_tile, [](double x) { return std::isinf(x); }));
    ASSERT_TRUE(std::ranges::any_of(z, [](double x) { return std::isfinite(x); }));
  }
  EXPECT_GT(longest, 100'000u);
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

TEST(Generate, MassesWithoutAHalfAreDrawnWhereTheyAreAskedForAlone) {
  for (const bool finest : {false, true}) {
    bool met = false;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
      Source s(rc::Random(rc::Random::Key{seed, 0, 0, 0}), 50, reference::binary64, all_units, 0, finest);
      const Values p = generate::distribution(s, 4);
      met = met || std::ranges::any_of(p, [](double x) { return x == 0x1p-1074; });
    }
    EXPECT_EQ(met, finest);
  }
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
