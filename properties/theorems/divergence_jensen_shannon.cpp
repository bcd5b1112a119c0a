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
       .statement = "0 ≤ J(P,Q) ≤ log 2, that is 1 bit",
       .proof = "J = ½D(P‖M) + ½D(Q‖M) with M = ½(P+Q), and D ≥ 0. As mᵢ ≥ ½pᵢ, log(pᵢ/mᵢ) ≤ log 2, so D(P‖M) ≤ log "
                "2; the same for Q.",
       .source = "Lin 1991, Divergence Measures Based on the Shannon Entropy",
       .breaks = "a tiny negative number for near-equal distributions, of which √J is NaN; the symmetrised D(P‖Q) + "
                 "D(Q‖P) returned instead, which has no bound; vectors that are not divided by their sum",
       .metrics = {Metric::js_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         claim(js_divergence(p, q) >= 0);
         claim(js_divergence(p, q) <= log(2));
       },
       .example = "unit=bit p=1/2,1/2 q=1/4,3/4"},
      {.id = "jsd-symmetric",
       .statement = "J(P,Q) = J(Q,P)",
       .proof = "Swapping P and Q swaps the two terms of ½D(P‖M) + ½D(Q‖M) and leaves M as it is.",
       .source = "Lin 1991",
       .breaks = "unequal weights; one of the two divergences taken from P instead of M; zeros handled on one side "
                 "only",
       .metrics = {Metric::js_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) { claim(js_divergence(p, q) == js_divergence(q, p)); },
       .example = "p=1,0 q=1/4,3/4"},
      {.id = "jsd-zero",
       .statement = "J(P,Q) = 0 if P = Q; otherwise J(P,Q) > 0, and more exactly J(P,Q) ≥ ⅛ (Σ∣pᵢ − qᵢ∣)² nats",
       .proof = "J = ½D(P‖M) + ½D(Q‖M). If P = Q, both are P = M, and D(P‖P) = 0. For every P and Q, Σ∣pᵢ − mᵢ∣ = "
                "Σ∣qᵢ − mᵢ∣ = ½Σ∣pᵢ − qᵢ∣, so Pinsker's inequality gives each D ≥ ½(½Σ∣pᵢ − qᵢ∣)² nats, and the same "
                "for their mean.",
       .source = "Lin 1991; Cover and Thomas 2006, lemma 11.6.1 (Pinsker)",
       .breaks = "rounding errors larger than J where P is near Q; clipping at 0, which hides a difference; an ε "
                 "inside the logarithm",
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
       .statement = "J(P,Q) = log 2 exactly when no class is possible under both P and Q",
       .proof = "If the supports are disjoint, mᵢ = ½pᵢ wherever pᵢ > 0, so D(P‖M) = log 2, and the same for Q. If "
                "some class has pᵢ, qᵢ > 0, then mᵢ > ½pᵢ there, so log(pᵢ/mᵢ) < log 2 for that term, and J < log 2.",
       .source = "Lin 1991",
       .breaks = "nats returned where bits are promised; 0·log(0/m) evaluated as NaN; ε added to zeros",
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
       .statement = "J(P,Q) = H(M) − ½(H(P) + H(Q)), M = ½(P+Q)",
       .proof = "½pᵢ log(pᵢ/mᵢ) + ½qᵢ log(qᵢ/mᵢ) = ½pᵢ log pᵢ + ½qᵢ log qᵢ − mᵢ log mᵢ, since ½pᵢ + ½qᵢ = mᵢ. Sum "
                "over the classes.",
       .source = "Lin 1991",
       .breaks = "a mixture with the wrong weights; a factor 2; the square root (the distance) returned instead",
       .metrics = {Metric::js_divergence, Metric::entropy},
       .inputs = some_pair_to_halve(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(exactly_normalised(p) && exactly_normalised(q));
         claim(js_divergence(p, q) == entropy(mix(p, q, 0.5)) - (entropy(p) + entropy(q)) / 2);
       },
       .example = "unit=bit p=1,0 q=0,1"},
      {.id = "jsd-is-mean-kl",
       .statement = "J(P,Q) = ½D(P‖M) + ½D(Q‖M), M = ½(P+Q)",
       .proof = "That is its definition; the theorem is that an implementation's two divergences agree.",
       .source = "Lin 1991",
       .breaks = "a mixture with the wrong weights; a factor 2; J-divergence D(P‖Q) + D(Q‖P) in its place",
       .metrics = {Metric::js_divergence, Metric::kl_divergence},
       .inputs = some_pair_to_halve(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(exactly_normalised(p) && exactly_normalised(q));
         const Vector m = mix(p, q, 0.5);
         claim(js_divergence(p, q) == kl_divergence(p, m) / 2 + kl_divergence(q, m) / 2);
       },
       .example = "unit=bit p=1,0 q=1/2,1/2"},
      {.id = "jsd-root-is-a-metric",
       .statement = "√J(P,R) ≤ √J(P,Q) + √J(Q,R): the root of J is a distance",
       .proof = "For x > 0, x ln x is an affine function plus k(x) = ∫ (e^−tx − e^−t (1 + t − tx)) dt/t² over t > 0: "
                "both have second derivative 1/x, and k and k′ vanish at x = 1 (the integrand is what the tangent at "
                "1 leaves of e^−tx, so it is ≥ 0). In L(f) = ½f(2a) + ½f(2b) − f(a+b) affine functions cancel; L(x ln "
                "x) = a ln(2a/(a+b)) + b ln(2b/(a+b)), which is 2J for one class, and L(e^−tx) = ½(e^−ta − e^−tb)². "
                "So 4J(P,Q) = Σᵢ ∫ (e^−tpᵢ/t − e^−tqᵢ/t)² dt, with masses 0 by continuity: 2√J is the Euclidean (L²) "
                "distance of the functions (i,t) ↦ e^−tpᵢ/t, and Euclidean distances obey the triangle inequality.",
       .source = "Endres and Schindelin 2003, A new metric for probability distributions; Fuglede and Topsøe 2004, "
                 "Jensen–Shannon divergence and Hilbert space embedding",
       .breaks = "a power of J above 1, or the symmetrised D(P‖Q) + D(Q‖P), in its place; unequal weights of P and Q",
       .metrics = {Metric::js_divergence},
       .inputs = some_triangle(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r) {
         claim(sqrt(js_divergence(p, r)) <= sqrt(js_divergence(p, q)) + sqrt(js_divergence(q, r)));
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
