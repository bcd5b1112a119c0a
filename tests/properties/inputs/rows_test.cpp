// Batches as they are drawn, and as tokens tell of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "properties/inputs/distributions.hpp"
#include "properties/inputs/generate.hpp"

namespace gibbs::properties {
namespace {

using generate::LabelledRows;
const std::vector<Unit> all_units{Unit::nat, Unit::bit};

Source source(std::uint64_t seed, std::optional<Metric> metric = std::nullopt) {
  return {rc::Random(rc::Random::Key{seed, 0, 0, 0}), static_cast<int>(seed % 101), reference::binary64, all_units, 0, false, metric};
}
Inputs rows_and_one() {
  return takes(row("row")).beside_rows([](Source& s, std::size_t rows) { return static_cast<int>(s.below(rows)); });
}
bool of_labels(Metric metric) { return reference::info(metric).parameters[0].domain == reference::Domain::logit_rows; }

TEST(RowsDrawn, AreOneToSomeHundredOnBothSidesOfVectorWidths) {
  std::map<std::size_t, int> met;
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    Source s = source(seed);
    ++met[generate::number_of_rows(s)];
  }
  for (const std::size_t tile : {2u, 8u, 32u, 128u}) {
    for (const std::size_t rows : {tile - 1, tile, tile + 1}) EXPECT_GT(met[rows], 10) << rows;
  }
  EXPECT_GE(met.rbegin()->first, 250u);
}

TEST(RowsDrawn, AreOfOneShapeAndValid) {
  for (const auto& info : reference::metrics()) {
    if (of_labels(info.metric)) continue;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      Source s = source(seed, info.metric);
      const Case c = rows_and_one()(s);
      ASSERT_EQ(c.metric, info.metric);
      const std::size_t rows = number_of_rows(c);
      ASSERT_EQ(c.inputs.size(), rows * info.parameters.size() + 1);
      ASSERT_LT(c.inputs.back().values[0], static_cast<double>(rows));
      for (std::size_t i = 0; i + 1 < c.inputs.size(); ++i) {
        const Input &input = c.inputs[i], &first = c.inputs[i % info.parameters.size()];
        ASSERT_TRUE(is_valid(input, reference::binary64)) << to_token("", c);
        ASSERT_TRUE(!is_mass(input.role) || is_rounded_image(input.values, reference::binary64)) << to_token("", c);
        ASSERT_TRUE(input.values.size() == first.values.size() && input.columns == first.columns) << to_token("", c);
      }
    }
  }
}

TEST(RowsDrawn, WithLabelsFitEachOther) {
  int ignored = 0, unweighted = 0, zero = 0, anything = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Source s = source(seed);
    const Case c = generate::for_metric(Metric::mean_softmax_cross_entropy)(s);
    ASSERT_TRUE(rows_fit(c)) << to_token("", c);
    const auto &z = c.inputs[0].values, &y = c.inputs[1].values, &w = c.inputs[2].values;
    ignored += std::ranges::count(y, -1.0) > 0;
    unweighted += w.empty();
    zero += std::ranges::count(w, 0.0) > 0;
    anything += std::ranges::any_of(z, [](double x) { return std::isnan(x); });
  }
  EXPECT_GT(ignored, 200);
  EXPECT_GT(unweighted, 400);
  EXPECT_GT(zero, 100);
  EXPECT_GT(anything, 50);
}

TEST(RowsInTokens, AreReadBack) {
  for (const auto& info : reference::metrics()) {
    if (of_labels(info.metric)) continue;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
      Source s = source(seed, info.metric);
      const Case c = rows_and_one()(s), again = rows_and_one().read(parse_token(to_token("a-law", c)));
      ASSERT_EQ(c.inputs, again.inputs) << to_token("", c);
      ASSERT_EQ(c.metric, again.metric);
      ASSERT_EQ(c.unit, again.unit);
    }
  }
}

TEST(RowsInTokens, AreRefusedWhereTheyAreNoBatch) {
  const auto refused = [](const std::string& text, const std::string& why) {
    EXPECT_THAT([&] { rows_and_one().read(parse_token(text)); }, testing::ThrowsMessage<std::invalid_argument>(testing::HasSubstr(why))) << text;
  };
  refused("a-law z[0]=1,0 row=0", "does not say of which metric");
  refused("a-law metric=softmaxx z[0]=1,0 row=0", "'softmaxx' is no metric");
  refused("a-law metric=softmax row=0", "lacks the input 'z[0]'");
  refused("a-law metric=kl_divergence p[0]=1 q[0]=1 p[1]=1 row=0", "lacks the input 'q[1]'");
  refused("a-law metric=softmax z[0]=1,0 z[1]=1 row=0", "'z[1]' has length 1, not 2 as 'z[0]'");
  refused("a-law metric=softmax z[0]=1,0 z[2]=1,0 row=0", "a-law has no input 'z[2]'");
  refused("a-law metric=mutual_information w[0]=1/2,1/2;0,0 w[1]=1/2,1/2 row=0", "'w[1]' has another shape than 'w[0]'");
  refused("a-law metric=softmax metric=softmax z[0]=1,0 row=0", "'metric' is given twice");
}

}  // namespace
}  // namespace gibbs::properties
