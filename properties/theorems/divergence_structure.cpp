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
       .statement = "D(πP‖πQ) = D(P‖Q) for every permutation π of the classes",
       .proof = "A sum does not depend on the order of its terms.",
       .source = "Kullback and Leibler 1951, On Information and Sufficiency",
       .breaks = "vectorised code that treats the last few classes in another way; a sum that loses small terms "
                 "beside large ones",
       .metrics = {Metric::kl_divergence},
       .inputs = some_rotation(),
       .law = LAW(const Vector& p, const Vector& q, int turn) {
         claim(kl_divergence(rotated(p, turn), rotated(q, turn)) == kl_divergence(p, q));
         claim(kl_divergence(reversed(p), reversed(q)) == kl_divergence(p, q));
       },
       .example = "p=1/2,1/4,1/4 q=1/4,1/4,1/2 turn=1"},
      {.id = "kl-additive",
       .statement = "D(P×R‖Q×S) = D(P‖Q) + D(R‖S): independent observations add up",
       .proof = "log(pᵢrⱼ/(qᵢsⱼ)) = log(pᵢ/qᵢ) + log(rⱼ/sⱼ). Multiply by pᵢrⱼ and sum over all i and j; Σⱼ rⱼ = Σᵢ pᵢ "
                "= 1.",
       .source = "Kullback and Leibler 1951; Cover and Thomas 2006, theorem 2.5.3 (chain rule)",
       .breaks = "a mean over classes instead of a sum; clipping; a squared distance in place of the logarithm",
       .metrics = {Metric::kl_divergence},
       .inputs = two_short_pairs(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r, const Vector& s) {
         claim(kl_divergence(product(p, r), product(q, s)) == kl_divergence(p, q) + kl_divergence(r, s));
       },
       .example = "unit=bit p=1/2,1/2 q=1/4,3/4 r=1,0 s=1/2,1/2"},
      {.id = "kl-jointly-convex",
       .statement = "D((1−t)P + tR ‖ (1−t)Q + tS) ≤ (1−t) D(P‖Q) + t D(R‖S)",
       .proof = "Class by class: let a, b be the weighted masses (1−t)pᵢ, trᵢ and c, d the weighted beliefs (1−t)qᵢ, "
                "tsᵢ. f(x) = x log x is convex, so with weights c/(c+d) and d/(c+d): (a+b) log((a+b)/(c+d)) = (c+d) "
                "f((a+b)/(c+d)) ≤ c f(a/c) + d f(b/d) = a log(a/c) + b log(b/d). (With c = 0: if a > 0 the right side "
                "is +∞; if a = 0, then b log(b/d) is on both sides. d = 0 likewise.) Sum over the classes; the "
                "factors 1−t and t cancel in the ratios.",
       .source = "Cover and Thomas 2006, theorems 2.7.1 (log-sum inequality) and 2.7.2",
       .breaks = "clipping at ε, which is not convex; 0·log 0 evaluated as NaN",
       .metrics = {Metric::kl_divergence},
       .inputs = two_pairs_to_mix(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r, const Vector& s, double t) {
         assume(t > 0 && t < 1);
         for (const Vector& v : {p, q, r, s}) assume(exactly_normalised(v));
         claim(kl_divergence(mix(p, r, t), mix(q, s, t)) <= (1 - t) * kl_divergence(p, q) + t * kl_divergence(r, s));
       },
       .example = "p=1,0 q=1/2,1/2 r=1/4,3/4 s=3/4,1/4 t=1/2"},
      {.id = "data-processing",
       .statement = "merging classes never raises D(P‖Q): who sees less can tell less",
       .proof = "Merge two classes with masses a, b and beliefs c, d: (a+b) log((a+b)/(c+d)) ≤ a log(a/c) + b "
                "log(b/d), by the convexity of x log x (see kl-jointly-convex). Any merger is a sequence of such "
                "steps.",
       .source = "Kullback and Leibler 1951; Csiszár and Körner 2011, Information Theory, chapter 3",
       .breaks = "a mean over classes, which merging changes; smoothing with ε, which counts the classes",
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
       .statement = "D(P‖Q) ≥ ½ (Σ∣pᵢ − qᵢ∣)² nats",
       .proof = "Merge the classes with pᵢ ≥ qᵢ into one, with mass a and belief b, and all others into a second: D "
                "does not rise (data-processing), and Σ∣pᵢ−qᵢ∣ = 2(a−b) stays. For two classes let g(b) = a ln(a/b) + "
                "(1−a) ln((1−a)/(1−b)) − 2(a−b)². Then g(a) = 0 and g′(b) = (b−a)·(1/(b(1−b)) − 4). As b(1−b) ≤ ¼, g "
                "falls until b = a and rises after it: g ≥ 0. So D ≥ 2(a−b)² = ½(2(a−b))².",
       .source = "Pinsker 1964, Csiszár 1967, Kullback 1967; Cover and Thomas 2006, lemma 11.6.1",
       .breaks = "a divergence that is too small by a constant: the wrong base, a mean over classes, a half too many",
       .metrics = {Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         const Quantity distance = variation(p, q);
         claim(kl_divergence(p, q) >= distance * distance / 2 * nat());
       },
       .example = "p=1/2,1/2 q=1/4,3/4"},
      {.id = "kl-below-chi-square",
       .statement = "D(P‖Q) ≤ log(1 + χ²), χ² = Σ (pᵢ − qᵢ)²/qᵢ",
       .proof = "The logarithm is concave, so (Jensen) Σ pᵢ log(pᵢ/qᵢ) ≤ log Σ pᵢ²/qᵢ. And χ² = Σ pᵢ²/qᵢ − 2Σpᵢ + Σqᵢ "
                "= Σ pᵢ²/qᵢ − 1. Where some qᵢ = 0 < pᵢ, both are +∞.",
       .source = "Gibbs and Su 2002, On choosing and bounding probability metrics, theorem 5",
       .breaks = "a divergence that is too large: the wrong base, P and Q swapped, cross-entropy in its place",
       .metrics = {Metric::kl_divergence},
       .inputs = some_supported_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(supports(q, p));
         claim(kl_divergence(p, q) <= log(1 + chi_square(p, q)));
       },
       .example = "p=1/2,1/2 q=1/4,3/4"},
      {.id = "compensation",
       .statement = "(1−t) D(P‖Q) + t D(R‖Q) = (1−t) D(P‖M) + t D(R‖M) + D(M‖Q), M = (1−t)P + tR",
       .proof = "log(pᵢ/qᵢ) = log(pᵢ/mᵢ) + log(mᵢ/qᵢ), and the same for R. Multiply by (1−t)pᵢ and by trᵢ, and sum: "
                "the weights of log(mᵢ/qᵢ) add up to mᵢ. Where some qᵢ = 0 < mᵢ, both sides are +∞. So M is the "
                "belief that serves both best.",
       .source = "Topsøe 2001, Basic concepts, identities and inequalities (compensation identity)",
       .breaks = "different treatment of zeros, clipping, P and Q swapped: nothing but the logarithm compensates "
                 "exactly",
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
