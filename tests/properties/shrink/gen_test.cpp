// The generators as a user of RapidCheck takes them.
#include "properties/shrink/gen.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "properties/inputs/distributions.hpp"

namespace gibbs::gen {
namespace {

using reference::Format;

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }
double my_entropy(const std::vector<double>& p) {
  double h = 0;
  for (const double x : p) h -= x > 0 ? x * std::log(x) : 0;
  return h / sum(p);
}

RC_GTEST_PROP(Gen, DistributionsAreExactOrRoundedImages, (const Distribution& p)) {
  RC_ASSERT(properties::is_rounded_image(p.values, reference::binary64));
  RC_CLASSIFY(p.values.size() > 64, "beyond vector widths");
}

RC_GTEST_PROP(Gen, EntropyIsAtMostLogN, ()) {
  const auto p = *distribution();
  RC_ASSERT(my_entropy(p.values) <= std::log(static_cast<double>(p.values.size())) * (1 + 1e-13));
}

/// Composed with what RapidCheck has: a number of classes, then two distributions on as many.
RC_GTEST_PROP(Gen, GoesTogetherWithRapidChecksOwn, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(2, 9);
  const auto [p, q] = *rc::gen::pair(distribution({.classes = n}), label({.classes = n}));
  RC_ASSERT(p.values.size() == n && q.values.size() == n);
  const auto batch = *rc::gen::container<std::vector<Logits>>(3, logits({.classes = n}));
  for (const Logits& row : batch) RC_ASSERT(row.values.size() == n);
  const auto sparse = *rc::gen::suchThat(distribution({.classes = n}), [](const Distribution& d) {
    return std::ranges::count(d.values, 0.0) > 0;
  });
  RC_ASSERT(my_entropy(sparse.values) < std::log(static_cast<double>(n)));
}

RC_GTEST_PROP(Gen, PairsKeepTheirPromises, ()) {
  const auto [p, q] = *near_pair();
  RC_ASSERT(p != q);
  for (std::size_t i = 0; i < p.values.size(); ++i) RC_ASSERT((p.values[i] > 0) == (q.values[i] > 0));
  const auto [a, b] = *disjoint_pair({.format = reference::binary32});
  for (std::size_t i = 0; i < a.values.size(); ++i) RC_ASSERT(a.values[i] == 0 || b.values[i] == 0);
}

RC_GTEST_PROP(Gen, TablesAndLogits, (const Joint& w, const Logits& z)) {
  RC_ASSERT(w.values.size() % w.columns == 0);
  RC_ASSERT(std::ranges::any_of(z.values, [](double x) { return std::isfinite(x); }));
  const auto masked = *masked_logits();
  RC_ASSERT(std::ranges::any_of(masked.values, [](double x) { return x == -INFINITY; }));
  RC_ASSERT(std::ranges::any_of(masked.values, [](double x) { return std::isfinite(x); }));
  const auto [logits, label] = *logits_and_label();
  RC_ASSERT(logits.values.size() == label.values.size());
}

/// Everything below what was drawn keeps the promise too, and every number is one of the format.
template <class T, class Keeps>
void expect_tree(const rc::Gen<T>& gen, Keeps keeps) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    auto tree = gen(rc::Random(seed), static_cast<int>(seed * 2));
    for (int depth = 0; depth < 30; ++depth) {
      ASSERT_TRUE(keeps(tree.value())) << rc::toString(tree.value());
      auto shrinks = tree.shrinks();
      for (int k = 0; k < depth % 5; ++k) shrinks.next();
      auto next = shrinks.next();
      if (!next) break;
      tree = *next;
    }
  }
}

TEST(Gen, ShrinksKeepThePromise) {
  const Format format = reference::bfloat16;
  const auto in_format = [&](const std::vector<double>& v) {
    return std::ranges::all_of(v, [&](double x) { return reference::representable(x, format); });
  };
  expect_tree(distribution({.classes = 5, .format = format}), [&](const Distribution& p) {
    return p.values.size() == 5 && in_format(p.values) && properties::is_rounded_image(p.values, format);
  });
  expect_tree(near_pair({.format = format}), [&](const Pair& x) { return x.first != x.second && in_format(x.second.values); });
  expect_tree(label({.classes = 3}), [](const Distribution& p) { return std::ranges::count(p.values, 1.0) == 1; });
  expect_tree(joint(2, 3, format), [&](const Joint& w) { return w.columns == 3 && w.values.size() == 6 && in_format(w.values); });
  expect_tree(masked_logits(), [](const Logits& z) {
    return std::ranges::count(z.values, -INFINITY) > 0 && std::ranges::count(z.values, -INFINITY) < std::ssize(z.values);
  });
}

/// What fails is shrunk to the simplest distribution that does, and shown as a person would write it.
TEST(Gen, ACounterexampleIsSimpleAndReadable) {
  const auto failing = [](const Distribution& p) { RC_ASSERT(my_entropy(p.values) <= 0.5); };
  const auto result = rc::detail::checkTestable(failing);
  ASSERT_TRUE(result.is<rc::detail::FailureResult>());
  const auto example = result.get<rc::detail::FailureResult>().counterExample;
  ASSERT_EQ(example.size(), 1u);
  EXPECT_EQ(example[0].second, "((1/2, 1/2))");  // a tuple of one argument
}

TEST(Gen, SubnormalMassesAreAmongThem) {
  bool met = false;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const auto values = distribution()(rc::Random(seed), 50).value().values;
    met = met || std::ranges::any_of(values, [](double x) { return x > 0 && x < 0x1p-1022; });
  }
  EXPECT_TRUE(met);
}

}  // namespace
}  // namespace gibbs::gen
