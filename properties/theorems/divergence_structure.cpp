// Kullback–Leibler divergence: what leaves it alone, what lowers it, and what bounds it.
#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

/// Any, where no possible outcome is believed to be impossible.
Inputs some_supported_pair() {
  return takes(distribution("p"), distribution("q")).from([](Source& source) {
    auto [p, q] = generate::pair(source, generate::number_of_classes(source));
    if (!supports(q, p)) q = halfway(p, q, source.format());
    return std::tuple{std::move(p), std::move(q)};
  });
}

Inputs some_rotation() {
  return takes(distribution("p"), distribution("q"), natural("turn")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    auto [p, q] = generate::pair(source, n);
    return std::tuple{std::move(p), std::move(q), static_cast<int>(source.below(n))};
  });
}

/// Two pairs, each with half the bits of the format: products of them are exact.
Inputs two_short_pairs() {
  return takes(distribution("p"), distribution("q"), distribution("r", 1), distribution("s", 1)).from([](Source& source) {
    const auto draw = [&] {
      const std::size_t n = std::min<std::size_t>(generate::number_of_classes(source), 12);
      return generate::exact_pair(source, n, source.between(1, source.format().precision / 2));
    };
    auto [p, q] = draw();
    auto [r, s] = draw();
    return std::tuple{p, q, r, s};
  });
}

/// Two pairs on the same classes, and a weight in sixteenths: the counts leave four bits of room for it.
Inputs two_pairs_to_mix() {
  return takes(distribution("p"), distribution("q"), distribution("r"), distribution("s"), probability("t"))
      .from([](Source& source) {
        const int k = source.between(1, source.format().precision - 4);
        const std::size_t n = generate::number_of_classes(source);
        auto [p, q] = generate::exact_pair(source, n, k);
        auto [r, s] = generate::exact_pair(source, n, k);
        return std::tuple{p, q, r, s, generate::weight(source)};
      });
}

Inputs two_truths_and_a_belief() {
  return takes(distribution("p"), distribution("r"), distribution("q"), probability("t")).from([](Source& source) {
    const int k = source.between(1, source.format().precision - 4);
    const std::size_t n = generate::number_of_classes(source);
    auto [p, r] = generate::exact_pair(source, n, k);
    Vector q = generate::distribution(source, n);
    if (source.one_in(4)) q = generate::exact_pair(source, n, k).second;
    return std::tuple{p, r, q, generate::weight(source)};
  });
}

Inputs some_merger() {
  return takes(distribution("p"), distribution("q"), natural("left")).from([](Source& source) {
    const std::size_t n = std::max<std::size_t>(2, generate::number_of_classes(source));
    auto [p, q] = generate::exact_pair(source, n);
    return std::tuple{p, q, 1 + static_cast<int>(source.below(n))};
  });
}

/// χ² = Σ (p̂ᵢ − q̂ᵢ)²/q̂ᵢ over the classes that Q allows.
Quantity chi_square(const Vector& p, const Vector& q) {
  const Quantity P = total(p), Q = total(q);
  std::vector<Quantity> terms;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (q[i] == 0) continue;
    const Quantity expected = q[i] / Q, excess = p[i] / P - expected;
    terms.push_back(excess * excess / expected);
  }
  return called("χ²", sum(terms));
}

std::vector<Theorem> invariance() {
  return {
      {.id = "kl-permutation",
       .metrics = {Metric::kl_divergence},
       .inputs = some_rotation(),
       .law = LAW(const Vector& p, const Vector& q, int turn) {
         claim(kl_divergence(rotated(p, turn), rotated(q, turn)) == kl_divergence(p, q));
         claim(kl_divergence(reversed(p), reversed(q)) == kl_divergence(p, q));
       },
       .example = "p=1/2,1/4,1/4 q=1/4,1/4,1/2 turn=1"},
      {.id = "kl-additive",
       .metrics = {Metric::kl_divergence},
       .inputs = two_short_pairs(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r, const Vector& s) {
         claim(kl_divergence(product(p, r), product(q, s)) == kl_divergence(p, q) + kl_divergence(r, s));
       },
       .example = "unit=bit p=1/2,1/2 q=1/4,3/4 r=1,0 s=1/2,1/2"},
      {.id = "kl-jointly-convex",
       .metrics = {Metric::kl_divergence},
       .inputs = two_pairs_to_mix(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r, const Vector& s, double t) {
         assume(t > 0 && t < 1);
         for (const Vector& v : {p, q, r, s}) assume(exactly_normalised(v));
         claim(kl_divergence(mix(p, r, t), mix(q, s, t)) <= (1 - t) * kl_divergence(p, q) + t * kl_divergence(r, s));
       },
       .example = "p=1,0 q=1/2,1/2 r=1/4,3/4 s=3/4,1/4 t=1/2"},
      {.id = "data-processing",
       .metrics = {Metric::kl_divergence},
       .inputs = some_merger(),
       .law = LAW(const Vector& p, const Vector& q, int left) {
         assume(left >= 1);
         const auto m = static_cast<std::size_t>(left);
         claim(kl_divergence(merged(p, m), merged(q, m)) <= kl_divergence(p, q));
       },
       .example = "p=1/2,0,1/2 q=1/4,1/2,1/4 left=2"},
  };
}

std::vector<Theorem> bounds() {
  return {
      {.id = "pinsker",
       .metrics = {Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         const Quantity distance = variation(p, q);
         claim(kl_divergence(p, q) >= distance * distance / 2 * nat());
       },
       .example = "p=1/2,1/2 q=1/4,3/4"},
      {.id = "kl-below-chi-square",
       .metrics = {Metric::kl_divergence},
       .inputs = some_supported_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(supports(q, p));
         claim(kl_divergence(p, q) <= log(1 + chi_square(p, q)));
       },
       .example = "p=1/2,1/2 q=1/4,3/4"},
      {.id = "compensation",
       .metrics = {Metric::kl_divergence},
       .inputs = two_truths_and_a_belief(),
       .law = LAW(const Vector& p, const Vector& r, const Vector& q, double t) {
         assume(t > 0 && t < 1 && exactly_normalised(p) && exactly_normalised(r));
         const Vector m = mix(p, r, t);
         claim((1 - t) * kl_divergence(p, q) + t * kl_divergence(r, q) ==
               (1 - t) * kl_divergence(p, m) + t * kl_divergence(r, m) + kl_divergence(m, q));
       },
       .example = "unit=bit p=1,0 r=0,1 q=1/4,3/4 t=1/2"},
  };
}

}  // namespace

std::vector<Theorem> divergence_structure_theorems() {
  std::vector<Theorem> all = invariance();
  std::ranges::move(bounds(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
