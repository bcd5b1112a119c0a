// Batches made simpler: few rows, the guilty one first, few classes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "properties/inputs/distributions.hpp"
#include "properties/inputs/generate.hpp"
#include "properties/shrink/shrink.hpp"
#include "tests/properties/shrink/shrunk.hpp"

namespace gibbs::properties {
namespace {

Case batch_of_softmax(std::size_t rows, std::size_t n, std::size_t guilty) {
  Case c;
  c.metric = Metric::softmax;
  for (std::size_t i = 0; i < rows; ++i) {
    Input z = logits("z[" + std::to_string(i) + "]")(Vector(n, static_cast<double>(i % 5) / 4));
    z.row = static_cast<int>(i);
    if (i == guilty) z.values[n / 2] = 1000;
    c.inputs.push_back(z);
  }
  c.inputs.push_back(row("row")(static_cast<int>(guilty)));
  return c;
}
std::size_t told(const Case& c) { return static_cast<std::size_t>(c.inputs.back().values[0]); }

TEST(ShrinkRows, EndsWithTheGuiltyRowFirstAndOneBesideIt) {
  for (const std::size_t guilty : {0u, 17u, 127u}) {
    const Case c = shrunk(batch_of_softmax(128, 5, guilty), [](const Case& x) {
      const std::size_t rows = number_of_rows(x);
      return rows > 1 && told(x) < rows && *std::ranges::max_element(x.inputs[told(x)].values) > 700;
    });
    EXPECT_EQ(number_of_rows(c), 2u) << to_token("law", c);
    EXPECT_EQ(told(c), 0u) << to_token("law", c);
    EXPECT_EQ(c.inputs[0].values.size(), 1u) << to_token("law", c);
    EXPECT_EQ(c.inputs[1].values, Vector{0});
  }
}

TEST(ShrinkRows, KeepsAsManyRowsAsTheFaultNeeds) {
  const Case c = shrunk(batch_of_softmax(129, 3, 40), [](const Case& x) { return number_of_rows(x) > 32; });
  EXPECT_EQ(number_of_rows(c), 33u);
  EXPECT_EQ(c.inputs[0].values.size(), 1u);
}

TEST(ShrinkRows, LabelledRowsLoseRowsAndClassesTogether) {
  Case c;
  c.inputs = {logit_rows("z")({Vector(40, 2.0), 8}), labels("y")({7, 2, -1, 0, 3}), weights("w")({1, 2, 0.5, 1, 3})};
  for (double& x : c.inputs[0].values) x += 0.25;
  const Case end = shrunk(c, [](const Case& x) { return std::ranges::count(x.inputs[1].values, -1.0) > 0; });
  EXPECT_EQ(to_token("law", end), "law unit=nat z=0x0p+0;0x0p+0 y=0,-1 w=");
  const Case labelled = shrunk(c, [](const Case& x) { return std::ranges::any_of(x.inputs[1].values, [](double y) { return y > 0; }); });
  EXPECT_EQ(to_token("law", labelled), "law unit=nat z=0x0p+0,0x0p+0 y=1 w=");
}

TEST(ShrinkRows, NeverLeavesTheDomainAndAlwaysGoesDown) {
  for (const auto& info : reference::metrics()) {
    if (info.parameters[0].domain == reference::Domain::logit_rows) continue;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Source s(rc::Random(rc::Random::Key{seed, 3, 0, 0}), static_cast<int>(seed * 5), reference::binary64,
               std::vector<Unit>{Unit::nat, Unit::bit}, 0, false, info.metric);
      const Inputs inputs = takes(row("row")).beside_rows([](Source& source, std::size_t rows) { return static_cast<int>(source.below(rows)); });
      const Case c = inputs(s);
      if (complexity(c).numbers > 60) continue;
      for (const Case& simple : simpler(c, reference::binary64)) {
        ASSERT_LT(complexity(simple), complexity(c)) << to_token("law", simple);
        ASSERT_EQ(inputs.read(parse_token(to_token("law", simple))).inputs, simple.inputs) << to_token("law", simple);
        for (const Input& input : simple.inputs) ASSERT_TRUE(is_valid(input, reference::binary64)) << to_token("law", simple);
      }
    }
  }
}

}  // namespace
}  // namespace gibbs::properties
