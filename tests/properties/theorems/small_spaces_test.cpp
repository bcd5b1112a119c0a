// Spaces so small that nothing in them is left untried: all distributions with denominators up to 16 and up to 4
// classes, and all pairs of those with denominators up to 10 and up to 3 classes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "properties/judge/functions.hpp"
#include "properties/run/run.hpp"
#include "properties/theorems/laws.hpp"
#include "subjects/library.hpp"

namespace gibbs::properties {
namespace {

/// All (k₁/d, …, kₙ/d) with Σk = d, n ≤ classes and d ≤ denominators; each once.
std::vector<Vector> distributions(std::size_t classes, int denominators) {
  std::set<Vector> all;
  for (int d = 1; d <= denominators; ++d) {
    const auto extend = [&](auto& self, std::vector<int> counts, int rest) -> void {
      if (rest == 0 || counts.size() + 1 == classes) {
        if (rest > 0) counts.push_back(rest);
        Vector p;
        for (const int k : counts) p.push_back(static_cast<double>(k) / d);
        while (p.size() <= classes) {
          all.insert(p);
          p.push_back(0);
        }
        return;
      }
      for (int k = 0; k <= rest; ++k) {
        counts.push_back(k);
        self(self, counts, rest - k);
        counts.pop_back();
      }
    };
    extend(extend, {}, d);
  }
  return {all.begin(), all.end()};
}

/// The theorems about that many distributions and nothing else, by what they are tried on.
std::vector<const Theorem*> theorems_about(std::size_t count) {
  std::vector<const Theorem*> found;
  for (const Theorem& t : catalogue()) {
    if (t.kind == Theorem::Kind::domain) continue;
    const auto& inputs = t.inputs.declared();
    const auto is_one = [](const Declared& x) { return x.role == Role::distribution; };
    if (inputs.size() == count && std::ranges::all_of(inputs, is_one)) found.push_back(&t);
  }
  return found;
}

struct Tried {
  std::size_t theorems = 0, cases = 0, refuted = 0;
};
void judge_all(const std::vector<const Theorem*>& theorems, const std::vector<Vector>& values, Unit unit, Subject& subject, Tried& tried) {
  tried.theorems = theorems.size();
  for (const Theorem* theorem : theorems) {
    Case c{{}, unit};
    for (std::size_t i = 0; i < values.size(); ++i) c.inputs.push_back(distribution(std::string(theorem->inputs.declared()[i].name))(values[i]));
    for (const Metric metric : theorem->each ? theorem->metrics : std::vector{theorem->metrics.front()}) {
      if (theorem->each) c.metric = metric;
      const auto verdict = judge(*theorem, c, subject).verdict;
      tried.cases += verdict != Hearing::Verdict::discarded;
      tried.refuted += verdict == Hearing::Verdict::refuted || verdict == Hearing::Verdict::rounded;
    }
  }
}

TEST(SmallSpaces, AllDistributions) {
  const auto library = subjects::library();
  const auto theorems = theorems_about(1);
  const auto space = distributions(4, 16);
  Tried tried;
  for (const Vector& p : space) judge_all(theorems, {p}, Unit::nat, *library, tried);
  EXPECT_EQ(space.size(), 5010u);
  EXPECT_GE(tried.theorems, 11u);
  EXPECT_GE(tried.cases, 40'000u);
  EXPECT_EQ(tried.refuted, 0u);
}

TEST(SmallSpaces, AllPairs) {
  const auto library = subjects::library();
  const auto theorems = theorems_about(2);
  const auto space = distributions(3, 10);
  Tried tried;
  for (const Vector& p : space)
    for (const Vector& q : space) {
      if (p.size() != q.size()) continue;
      judge_all(theorems, {p, q}, Unit::bit, *library, tried);
    }
  EXPECT_GE(tried.theorems, 22u);
  EXPECT_GE(tried.cases, 400'000u);
  EXPECT_EQ(tried.refuted, 0u);
}

/// The library, but for one ulp at one distribution.
TEST(SmallSpaces, OneWrongAnswerAmongAllIsFound) {
  const std::shared_ptr<Subject> library = subjects::library();
  std::map<Metric, Function> functions;
  for (const auto& [metric, offer] : library->description().metrics) {
    functions[metric] = [library](const Question& question) {
      Vector values = library->answer(question).values;
      if (question.metric == Metric::entropy && question.arguments[0].values == Vector{2. / 13, 4. / 13, 7. / 13})
        values[0] = std::nextafter(values[0], 2);
      return values;
    };
  }
  Functions faulty(library->description(), std::move(functions));
  Tried tried;
  for (const Vector& p : distributions(4, 16))
    judge_all(theorems_about(1), {p}, Unit::nat, faulty, tried);
  EXPECT_GE(tried.refuted, 1u);
}

}  // namespace
}  // namespace gibbs::properties
