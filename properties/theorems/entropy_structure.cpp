// Entropy: how it behaves when outcomes are reordered, split, mixed and observed in pairs. Shannon's axioms are among
// them.
#include <algorithm>
#include <iterator>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

Inputs some_turn() {
  return takes(distribution("p"), natural("turn")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    return std::tuple{generate::distribution(source, n), static_cast<int>(source.below(n))};
  });
}

/// Distributions with half the bits of the format: products of two are exact.
Vector short_distribution(Source& source) {
  const std::size_t n = std::min<std::size_t>(generate::number_of_classes(source), 24);
  return generate::exact_distribution(source, n, source.between(1, source.format().precision / 2));
}

Inputs two_short_distributions() {
  return takes(distribution("p", 0), distribution("q", 1)).from([](Source& source) {
    return std::tuple{short_distribution(source), short_distribution(source)};
  });
}

Inputs some_groups() {
  return takes(distribution("groups", 0), distribution("r", 1), distribution("s", 2)).from([](Source& source) {
    return std::tuple{short_distribution(source), short_distribution(source), short_distribution(source)};
  });
}

/// Two on the same classes, and a weight in sixteenths: the counts leave four bits of room for it.
Inputs some_mixture() {
  return takes(distribution("p"), distribution("q"), probability("t")).from([](Source& source) {
    const int k = source.between(1, source.format().precision - 4);
    auto [p, q] = generate::exact_pair(source, generate::number_of_classes(source), k);
    return std::tuple{std::move(p), std::move(q), generate::weight(source)};
  });
}

Inputs some_spread() {
  return takes(distribution("p")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    Vector p = generate::distribution(source, n);
    if (source.one_in(3)) p.assign(n, reference::round_to(1 / static_cast<double>(n), source.format()));
    return p;
  });
}

std::vector<Theorem> invariance() {
  return {
      {.id = "entropy-permutation",
       .metrics = {Metric::entropy},
       .inputs = some_turn(),
       .law = LAW(const Vector& p, int turn) {
         claim(entropy(rotated(p, turn)) == entropy(p));
         claim(entropy(reversed(p)) == entropy(p));
       },
       .example = "p=1/2,1/4,1/4 turn=1"},
      {.id = "entropy-expansible",
       .metrics = {Metric::entropy},
       .inputs = some_distribution(),
       .law = LAW(const Vector& p) {
         Vector more = p;
         more.push_back(0);
         claim(entropy(more) == entropy(p));
         more.insert(more.begin(), 3, 0.0);
         claim(entropy(more) == entropy(p));
       },
       .example = "p=1/2,1/2"},
  };
}

std::vector<Theorem> composition() {
  return {
      {.id = "entropy-grouping",
       .metrics = {Metric::entropy},
       .inputs = some_groups(),
       .law = LAW(const Vector& groups, const Vector& r, const Vector& s) {
         for (const Vector& v : {groups, r, s}) assume(exactly_normalised(v));
         Vector p;
         std::vector<Quantity> within;
         for (std::size_t k = 0; k < groups.size();
              ++k) {  // the outcomes of every other group are shared out like r, like s
           const Vector& shares = k % 2 == 0 ? r : s;
           for (const double share : shares) p.push_back(times(groups[k], share));
           within.push_back(groups[k] * entropy(shares));
         }
         claim(entropy(p) == entropy(groups) + sum(within));
       },
       .example = "unit=bit groups=1/2,1/2 r=1 s=1/4,3/4"},
      {.id = "entropy-additive",
       .metrics = {Metric::entropy},
       .inputs = two_short_distributions(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(exactly_normalised(p) && exactly_normalised(q));
         claim(entropy(product(p, q)) == entropy(p) + entropy(q));
       },
       .example = "unit=bit p=1/2,1/2 q=1/2,1/4,1/4"},
      {.id = "entropy-concave",
       .metrics = {Metric::entropy},
       .inputs = some_mixture(),
       .law = LAW(const Vector& p, const Vector& q, double t) {
         assume(t > 0 && t < 1 && exactly_normalised(p) && exactly_normalised(q));
         claim(entropy(mix(p, q, t)) >= (1 - t) * entropy(p) + t * entropy(q));
       },
       .example = "unit=bit p=1,0 q=0,1 t=1/2"},
      {.id = "perplexity-range",
       .metrics = {Metric::perplexity},
       .inputs = some_spread(),
       .law = LAW(const Vector& p) {
         const auto n = static_cast<double>(p.size());
         claim(perplexity(p) >= 1);
         claim(perplexity(p) <= n);
         if (same_distribution(p, Vector(p.size(), 1.0))) claim(perplexity(p) == n);
       },
       .example = "p=1/4,1/4,1/4,1/4"},
      {.id = "perplexity-is-exp-of-entropy",
       .metrics = {Metric::perplexity, Metric::entropy},
       .inputs = some_spread(),
       .law = LAW(const Vector& p) { claim(perplexity(p) == exp(entropy(p) / nat())); },
       .example = "p=1/2,1/4,1/4"},
  };
}

}  // namespace

std::vector<Theorem> entropy_structure_theorems() {
  std::vector<Theorem> all = invariance();
  std::ranges::move(composition(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
