// Jensen–Shannon divergence: how far two distributions are from their mixture, always finite, and a squared distance.
#include <algorithm>
#include <iterator>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

/// Both exactly normalised, with a bit to spare for the mixture.
Inputs some_pair_to_halve() {
  return takes(distribution("p"), distribution("q")).from([](Source& source) {
    const int k = source.between(1, source.format().precision - 1);
    auto [p, q] = generate::exact_pair(source, generate::number_of_classes(source), k);
    return std::tuple{std::move(p), std::move(q)};
  });
}

/// P on the first classes, Q on the others, rotated.
Inputs some_disjoint_pair() {
  return takes(distribution("p"), distribution("q")).from([](Source& source) {
    if (source.one_in(4)) return generate::pair(source, generate::number_of_classes(source));
    const std::size_t n = generate::number_of_classes(source), m = generate::number_of_classes(source);
    Vector p = generate::distribution(source, n), q(n, 0.0);
    p.resize(n + m, 0.0);
    std::ranges::copy(generate::distribution(source, m), std::back_inserter(q));
    const auto turn = static_cast<std::ptrdiff_t>(source.below(n + m));
    std::rotate(p.begin(), p.begin() + turn, p.end());
    std::rotate(q.begin(), q.begin() + turn, q.end());
    return std::pair{std::move(p), std::move(q)};
  });
}

/// Three distributions: unrelated ones, and degenerate triangles.
Inputs some_triangle() {
  return takes(distribution("p"), distribution("q"), distribution("r")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    auto [p, r] = generate::pair(source, n);
    Vector q = generate::distribution(source, n);
    if (source.one_in(3))
      q = halfway(p, r, source.format());
    else if (source.one_in(4))
      q = p;
    return std::tuple{p, q, r};
  });
}

bool disjoint(const Vector& p, const Vector& q) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0 && q[i] > 0) return false;
  }
  return true;
}

std::vector<Theorem> bounds() {
  return {
      {.id = "jsd-bounds",
       .metrics = {Metric::js_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         claim(js_divergence(p, q) >= 0);
         claim(js_divergence(p, q) <= log(2));
       },
       .example = "unit=bit p=1/2,1/2 q=1/4,3/4"},
      {.id = "jsd-symmetric",
       .metrics = {Metric::js_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) { claim(js_divergence(p, q) == js_divergence(q, p)); },
       .example = "p=1,0 q=1/4,3/4"},
      {.id = "jsd-zero",
       .metrics = {Metric::js_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         claim(js_divergence(p, p) == 0);
         if (same_distribution(p, q)) return;
         claim(js_divergence(p, q) > 0);
         const Quantity distance = variation(p, q);
         claim(js_divergence(p, q) >= distance * distance / 8 * nat());
       },
       .example = "p=1/2,1/2 q=1/4,3/4"},
      {.id = "jsd-disjoint",
       .metrics = {Metric::js_divergence},
       .inputs = some_disjoint_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         if (disjoint(p, q))
           claim(js_divergence(p, q) == log(2));
         else
           claim(js_divergence(p, q) < log(2));
       },
       .example = "unit=bit p=1/2,1/2,0 q=0,0,1"},
  };
}

std::vector<Theorem> identities() {
  return {
      {.id = "jsd-is-entropy-gap",
       .metrics = {Metric::js_divergence, Metric::entropy},
       .inputs = some_pair_to_halve(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(exactly_normalised(p) && exactly_normalised(q));
         claim(js_divergence(p, q) == entropy(mix(p, q, 0.5)) - (entropy(p) + entropy(q)) / 2);
       },
       .example = "unit=bit p=1,0 q=0,1"},
      {.id = "jsd-is-mean-kl",
       .metrics = {Metric::js_divergence, Metric::kl_divergence},
       .inputs = some_pair_to_halve(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(exactly_normalised(p) && exactly_normalised(q));
         const Vector m = mix(p, q, 0.5);
         claim(js_divergence(p, q) == kl_divergence(p, m) / 2 + kl_divergence(q, m) / 2);
       },
       .example = "unit=bit p=1,0 q=1/2,1/2"},
      {.id = "jsd-root-is-a-metric",
       .metrics = {Metric::js_divergence},
       .inputs = some_triangle(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r) {
         claim(sqrt(js_divergence(p, r)) <= sqrt(js_divergence(p, q)) + sqrt(js_divergence(q, r)));
       },
       .example = "unit=bit p=1,0 q=1/2,1/2 r=0,1"},
      {.id = "js-distance-is-root",
       .metrics = {Metric::js_distance, Metric::js_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         const auto square = [&] { return js_distance(p, q) * js_distance(p, q); };
         claim(js_distance(p, q) >= 0);
         claim(square() == js_divergence(p, q));
         alike_in_all_units(Metric::js_distance, square);
       },
       .example = "unit=bit p=1,0 q=1/2,1/2"},
      {.id = "js-distance-is-a-metric",
       .metrics = {Metric::js_distance},
       .inputs = some_triangle(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r) {
         claim(js_distance(p, p) == 0);
         if (!same_distribution(p, q)) claim(js_distance(p, q) > 0);
         claim(js_distance(p, q) == js_distance(q, p));
         claim(js_distance(p, r) <= js_distance(p, q) + js_distance(q, r));
       },
       .example = "unit=bit p=1,0 q=1/2,1/2 r=0,1"},
  };
}

}  // namespace

std::vector<Theorem> jensen_shannon_theorems() {
  std::vector<Theorem> all = bounds();
  std::ranges::move(identities(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
