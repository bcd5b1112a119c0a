#include <gtest/gtest.h>

#include <set>
#include <string>

#include "properties/run/show.hpp"
#include "properties/theorems/theorem.hpp"
#include "tests/properties/judge/implementations.hpp"

namespace gibbs::properties {
namespace {

TEST(Catalogue, EveryTheoremIsWhole) {
  std::set<std::string_view> ids;
  for (const Theorem& t : catalogue()) {
    EXPECT_TRUE(ids.insert(t.id).second) << t.id << " stands twice";
    EXPECT_FALSE(t.statement.empty()) << t.id;
    EXPECT_FALSE(t.proof.empty()) << t.id;
    EXPECT_FALSE(t.source.empty()) << t.id;
    EXPECT_FALSE(t.breaks.empty()) << t.id;
    EXPECT_FALSE(t.metrics.empty()) << t.id;
    EXPECT_TRUE(t.kind != Theorem::Kind::law || !t.example.empty()) << t.id << " has no example";
    EXPECT_EQ(find_theorem(t.id), &t);
  }
}

TEST(Catalogue, EveryMetricHasALawOfItsOwnBesidesAccuracyAndDomain) {
  std::set<Metric> covered;
  for (const Theorem& t : catalogue()) {
    if (t.kind == Theorem::Kind::law && !t.each) covered.insert(t.metrics.begin(), t.metrics.end());
  }
  for (const auto& info : reference::metrics()) EXPECT_TRUE(covered.contains(info.metric)) << info.name;
}

TEST(Catalogue, TheLiveExamplesHoldAndShowSomething) {
  tests::Functions subject = tests::textbook();
  for (const Theorem& t : catalogue()) {
    const Demonstration d = demonstrate(t, subject);
    EXPECT_TRUE(d.verdict == Status::held || d.verdict == Status::rounded) << t.id << " " << to_string(d.verdict);
    EXPECT_FALSE(d.relations.empty()) << t.id;
  }
}

}  // namespace
}  // namespace gibbs::properties
