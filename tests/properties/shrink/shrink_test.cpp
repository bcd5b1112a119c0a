#include "properties/shrink/shrink.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "properties/inputs/generate.hpp"
#include "properties/theorems/laws.hpp"
#include "tests/properties/shrink/shrunk.hpp"

namespace gibbs::properties {
namespace {

Case drawn(Metric metric, std::uint64_t seed, const reference::Format& format) {
  const std::vector<Unit> units{Unit::nat, Unit::bit};
  Source s(rc::Random(rc::Random::Key{seed, 1, 0, 0}), static_cast<int>(seed * 7 % 60), format, units);
  return generate::for_metric(metric)(s);
}

TEST(Shrink, NeverLeavesTheDomainAndAlwaysGoesDown) {
  for (const auto& format : {reference::binary64, reference::binary32, reference::bfloat16}) {
    for (const auto& info : reference::metrics()) {
      for (std::uint64_t seed = 0; seed < 25; ++seed) {
        const Case c = drawn(info.metric, seed, format);
        if (complexity(c).numbers > 60) continue;
        for (const Case& simple : simpler(c, format)) {
          ASSERT_LT(complexity(simple), complexity(c)) << to_token(info.name, simple);
          for (std::size_t i = 0; i < c.inputs.size(); ++i) {
            const Input& input = simple.inputs[i];
            if (input.role == Role::distribution || input.role == Role::joint) {
              double sum = 0;
              for (const double x : input.values) sum += x;
              ASSERT_LE(std::abs(sum - 1), std::sqrt(reference::epsilon(format))) << to_token(info.name, simple);
              ASSERT_TRUE(is_rounded_image(input.values, format) || !is_rounded_image(c.inputs[i].values, format)) << to_token(info.name, simple);
            }
            for (const double x : input.values) {
              const bool padding = input.role == Role::logit_rows && std::isnan(x);  // of an ignored row
              ASSERT_TRUE(padding || reference::representable(x, format)) << to_token(info.name, simple);
              const bool mass = input.role == Role::distribution || input.role == Role::joint || input.role == Role::probability;
              ASSERT_TRUE(!mass || (x >= 0 && x <= 1)) << to_token(info.name, simple);
            }
            if (has_classes(input.role)) {
              ASSERT_EQ(input.values.size() == simple.inputs[0].values.size(), c.inputs[i].values.size() == c.inputs[0].values.size());
            }
          }
          ASSERT_TRUE(rows_fit(simple)) << to_token(info.name, simple);
        }
      }
    }
  }
}

TEST(Shrink, AnExactSumStaysExact) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Source s(rc::Random(rc::Random::Key{seed, 2, 0, 0}), 30, reference::binary64, std::vector<Unit>{Unit::nat});
    const auto [p, q] = generate::exact_pair(s, 1 + seed % 12);
    const Case c{{distribution("p")(p), distribution("q")(q)}, Unit::nat};
    for (const Case& simple : simpler(c, reference::binary64)) {
      ASSERT_TRUE(exactly_normalised(simple.inputs[0].values)) << to_token("p", simple);
      ASSERT_TRUE(exactly_normalised(simple.inputs[1].values)) << to_token("q", simple);
    }
  }
}

TEST(Shrink, EndsAtTheSimplestCaseOfAll) {
  for (const auto& info : reference::metrics()) {
    const Case c = shrunk(drawn(info.metric, 3, reference::binary64), [](const Case&) { return true; });
    EXPECT_LE(complexity(c).numbers, info.parameters.size()) << to_token(info.name, c);
    EXPECT_LE(complexity(c).bits, 2u) << to_token(info.name, c);
  }
}

TEST(Shrink, FindsSmallFractionsForAnUnequalPair) {
  Source s(rc::Random(4), 60, reference::binary64, std::vector<Unit>{Unit::nat});
  const auto [p, q] = std::pair(generate::distribution(s, 30), generate::distribution(s, 30));
  const Case c = shrunk({{distribution("p")(p), distribution("q")(q)}, Unit::bit}, [](const Case& x) {
    const auto &a = x.inputs[0].values, &b = x.inputs[1].values;
    return a != b && std::ranges::all_of(a, [](double v) { return v > 0; }) && std::ranges::all_of(b, [](double v) { return v > 0; });
  });
  EXPECT_EQ(to_token("law", c), "law unit=nat p=0x1p-1,0x1p-1 q=0x1p-2,0x1.8p-1");
}

TEST(Shrink, NearPairsStayNear) {
  constexpr double ulp = 0x1p-53;
  const Case near{{distribution("p")({0.3125 + ulp, 0.1875, 0.5 - ulp}), distribution("q")({0.3125, 0.1875, 0.5})}, Unit::nat};
  const Case c = shrunk(near, [](const Case& x) {
    const auto &a = x.inputs[0].values, &b = x.inputs[1].values;
    return a != b && std::ranges::equal(a, b, [](double x1, double x2) { return std::abs(x1 - x2) <= ulp; });
  });
  EXPECT_EQ(c.inputs[0].values.size(), 2u) << to_token("near", c);
  EXPECT_LE(std::abs(c.inputs[0].values[0] - c.inputs[1].values[0]), ulp);
}

}  // namespace
}  // namespace gibbs::properties
