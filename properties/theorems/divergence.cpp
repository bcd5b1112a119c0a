// Cross-entropy and Kullback–Leibler divergence: what it costs to believe Q where P is true.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A truth and two beliefs.
Inputs some_beliefs() {
  return takes(distribution("p"), distribution("q1"), distribution("q2")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    auto [p, first] = generate::pair(source, n);
    Vector second = generate::distribution(source, n);
    if (source.one_in(3)) {
      second = first;
      std::rotate(second.begin(), second.begin() + static_cast<std::ptrdiff_t>(source.below(n)), second.end());
    } else if (source.one_in(4)) {
      second = p;
    }
    return std::tuple{p, first, second};
  });
}

/// P, Q and two steps on the way from Q to P, in sixteenths: the counts leave four bits of room for them.
Inputs some_way() {
  return takes(distribution("p"), distribution("q"), probability("s"), probability("t")).from([](Source& source) {
    const int k = source.between(1, source.format().precision - 4);
    auto [p, q] = generate::exact_pair(source, generate::number_of_classes(source), k);
    const int s = source.between(0, 14), t = source.between(s + 1, 15);
    return std::tuple{p, q, s / 16.0, t / 16.0};
  });
}

/// Powers of ½ with Σ = 1: halves of halves of 1.
Vector halvings(Source& source, std::size_t n) {
  Vector p{1};
  while (p.size() < n) {
    double& parent = p[source.below(p.size())];
    parent /= 2;
    p.push_back(parent);
  }
  return p;
}

/// Truth and belief, both exactly normalised, where no possible outcome is believed to be impossible.
Inputs some_exactly_supported_pair() {
  return takes(distribution("p"), distribution("q")).from([](Source& source) {
    const std::size_t n = std::min<std::size_t>(generate::number_of_classes(source), 64);
    auto [p, q] = generate::exact_pair(source, n, source.between(1, source.format().precision - 1));
    if (n <= 16 && source.one_in(3)) {
      q = halvings(source, n);
      if (source.one_in(2)) p = halvings(source, n);
    } else if (!supports(q, p)) {
      q = halfway(p, q, source.format());  // exact, by the spare bit
    }
    return std::tuple{p, q};
  });
}

/// ⌈−log₂ q⌉, exactly: q = m·2ᵉ with ½ ≤ m < 1 has −e < −log₂ q ≤ 1 − e.
int code_length(double q) {
  int e;
  std::frexp(q, &e);
  return 1 - e;
}

/// Expected number of questions for outcomes of P, each asked with the code that is made for Q.
Quantity questions(const Vector& p, const Vector& q) {
  std::vector<Quantity> expected{0.0};
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0) expected.push_back(p[i] * Quantity(code_length(q[i])));
  }
  return called("L", sum(expected));
}

std::vector<Theorem> gibbs() {
  return {
      {.id = "gibbs-inequality",
       .statement = "D(P‖Q) ≥ 0",
       .proof = "ln x ≤ x − 1 for all x > 0. Sum over the classes with pᵢ > 0: −D(P‖Q) = Σ pᵢ ln(qᵢ/pᵢ) ≤ Σ pᵢ (qᵢ/pᵢ "
                "− 1) = Σ qᵢ − 1 ≤ 0, since the qᵢ of some classes add up to at most 1. (If some of these qᵢ is 0, D "
                "= +∞.)",
       .source = "Gibbs 1902, Statistical Mechanics, chapter XI; Kullback and Leibler 1951; Cover and Thomas 2006, "
                 "theorem 2.6.3",
       .breaks = "the textbook sum where Q is near P: its rounding errors are larger than D and of either sign; "
                 "vectors that are not divided by their sum; P and Q swapped in one place, which turns the sign",
       .metrics = {Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) { claim(kl_divergence(p, q) >= 0); },
       .example = "p=1/2,1/4,1/4 q=1/4,1/4,1/2"},
      {.id = "gibbs-equality",
       .statement = "D(P‖P) = 0, and D(P‖Q) > 0 where P ≠ Q",
       .proof = "ln x = x − 1 only at x = 1. So equality in the proof of Gibbs' inequality needs qᵢ = pᵢ wherever pᵢ "
                "> 0; these qᵢ then add up to 1, which leaves 0 for the other classes: Q = P.",
       .source = "Kullback and Leibler 1951; Cover and Thomas 2006, theorem 2.6.3",
       .breaks = "clipping at ε; log P and log Q computed in two ways that round differently; rounding errors larger "
                 "than D",
       .metrics = {Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         claim(kl_divergence(p, p) == 0);
         if (!same_distribution(p, q)) claim(kl_divergence(p, q) > 0);
       },
       .example = "p=1/2,1/2 q=1/4,3/4"},
      {.id = "cross-entropy-decomposes",
       .statement = "H(P,Q) = H(P) + D(P‖Q)",
       .proof = "−log qᵢ = −log pᵢ + log(pᵢ/qᵢ). Multiply by pᵢ and sum over the classes with pᵢ > 0. Where some qᵢ = "
                "0 < pᵢ, both sides are +∞.",
       .source = "Cover and Thomas 2006, §2.3 and theorem 5.4.3; MacKay 2003, Information Theory, Inference, and "
                 "Learning Algorithms, §2.6",
       .breaks = "different bases or different treatment of zeros in the three; clipping in one of them",
       .metrics = {Metric::cross_entropy, Metric::entropy, Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) { claim(cross_entropy(p, q) == entropy(p) + kl_divergence(p, q)); },
       .example = "unit=bit p=1/2,1/2 q=1/4,3/4"},
      {.id = "cross-entropy-of-itself",
       .statement = "H(P,P) = H(P)",
       .proof = "Put Q = P in −Σ pᵢ log qᵢ.",
       .source = "Cover and Thomas 2006, §2.1",
       .breaks = "0·log 0 evaluated as NaN in one of the two; an ε inside one of the logarithms",
       .metrics = {Metric::cross_entropy, Metric::entropy},
       .inputs = some_distribution(),
       .law = LAW(const Vector& p) { claim(cross_entropy(p, p) == entropy(p)); },
       .example = "p=3/4,1/4,0"},
      {.id = "cross-entropy-exceeds-entropy",
       .statement = "H(P,Q) ≥ H(P): no belief does better than the truth",
       .proof = "H(P,Q) − H(P) = D(P‖Q) ≥ 0, by Gibbs' inequality.",
       .source = "Shannon 1948, §6; Cover and Thomas 2006, theorems 2.6.3 and 5.4.3",
       .breaks = "clipping that bounds the loss (max(q, ε) keeps −log q below −log ε); the sum of Q ignored",
       .metrics = {Metric::cross_entropy, Metric::entropy},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) { claim(cross_entropy(p, q) >= entropy(p)); },
       .example = "p=1/2,1/4,1/4 q=1/4,1/4,1/2"},
      {.id = "same-minimiser",
       .statement = "H(P,Q₁) − H(P,Q₂) = D(P‖Q₁) − D(P‖Q₂): whatever minimises one, minimises the other",
       .proof = "H(P,Q) = H(P) + D(P‖Q), and H(P) does not depend on Q: it cancels. So for fixed P both rank all Q "
                "alike.",
       .source = "Bishop 2006, Pattern Recognition and Machine Learning, §1.6.1; Goodfellow, Bengio and Courville "
                 "2016, §3.13",
       .breaks = "a cross-entropy that clips, smooths or normalises in another way than the divergence",
       .metrics = {Metric::cross_entropy, Metric::kl_divergence},
       .inputs = some_beliefs(),
       .law = LAW(const Vector& p, const Vector& q1, const Vector& q2) {
         assume(supports(q1, p) || supports(q2, p));  // ∞ − ∞ says nothing
         claim(cross_entropy(p, q1) - cross_entropy(p, q2) == kl_divergence(p, q1) - kl_divergence(p, q2));
       },
       .example = "unit=bit p=1/2,1/2 q1=1/4,3/4 q2=1/8,7/8"},
      {.id = "moving-towards-the-truth",
       .statement = "Qₜ = (1−t)Q + tP: D(P‖Qₜ) ≤ (1−t) D(P‖Q) and falls strictly with t; H(P,Qₜ) falls with it "
                    "towards H(P)",
       .proof = "−log is convex, so −log((1−t)qᵢ + tpᵢ) ≤ −(1−t) log qᵢ − t log pᵢ. Multiply by pᵢ, sum and add Σ pᵢ "
                "log pᵢ: D(P‖Qₜ) ≤ (1−t) D(P‖Q). For s < t, Qₜ lies the part u = (t−s)/(1−s) of the way from Qₛ to P, "
                "so D(P‖Qₜ) ≤ (1−u) D(P‖Qₛ), which is less than D(P‖Qₛ) unless that is 0, that is Q = P. (D(P‖Q) may "
                "be +∞; D(P‖Qₜ) is finite, as no class has less than t·pᵢ.) H(P,Qₜ) = H(P) + D(P‖Qₜ) does the same.",
       .source = "Cover and Thomas 2006, theorem 2.7.2 (convexity of D); Boyd and Vandenberghe 2004, §3.2.6",
       .breaks = "a loss that saturates where Q is far from P (clipping at ε) or turns up near it (rounding, label "
                 "smoothing)",
       .metrics = {Metric::cross_entropy, Metric::entropy, Metric::kl_divergence},
       .inputs = some_way(),
       .law = LAW(const Vector& p, const Vector& q, double s, double t) {
         assume(s < t && t < 1 && exactly_normalised(p) && exactly_normalised(q));
         const Vector sooner = mix(q, p, s), later = mix(q, p, t);
         claim(kl_divergence(p, later) <= (1 - t) * kl_divergence(p, q));
         claim(cross_entropy(p, later) >= entropy(p));
         if (same_distribution(p, q)) return;
         claim(kl_divergence(p, later) < kl_divergence(p, sooner));
         claim(cross_entropy(p, later) < cross_entropy(p, sooner));
       },
       .example = "p=1,0 q=1/4,3/4 s=0 t=1/2"},
  };
}

std::vector<Theorem> zeros() {
  return {
      {.id = "kl-support",
       .statement = "D(P‖Q) = +∞ exactly when some qᵢ = 0 < pᵢ; otherwise D(P‖Q) ≤ log max pᵢ/qᵢ",
       .proof = "A class with qᵢ = 0 < pᵢ contributes pᵢ log(pᵢ/0) = +∞, and no class contributes −∞. Otherwise D is "
                "a weighted mean of the finite numbers log(pᵢ/qᵢ) over pᵢ > 0, so it is at most the largest of them.",
       .source = "Cover and Thomas 2006, §2.3; Rényi 1961 (the bound is the divergence of order ∞)",
       .breaks = "zeros of Q replaced by ε, so that an impossible belief costs little; pᵢ/qᵢ that overflows to +∞ "
                 "although its logarithm is small",
       .metrics = {Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         if (!supports(q, p)) {
           claim(kl_divergence(p, q) == infinity);
           return;
         }
         Quantity largest = 0;
         for (std::size_t i = 0; i < p.size(); ++i) {
           if (p[i] > 0) largest = max(largest, Quantity(p[i]) / q[i]);
         }
         claim(kl_divergence(p, q) <= log(largest * total(q) / total(p)));
       },
       .example = "p=1/2,1/2,0 q=1/4,1/2,1/4"},
      {.id = "zero-log-zero",
       .statement = "classes with pᵢ = 0 add nothing to D(P‖Q) and H(P,Q), whatever their qᵢ, 0 included",
       .proof = "x log x → 0 as x → 0, so the term 0·log(0/q) is 0 for q > 0, and for q = 0 it is 0 by convention: "
                "such an outcome does not occur. Replacing all classes with pᵢ = 0 by a single one, with the sum of "
                "their qᵢ, keeps every other term and the sum of Q.",
       .source = "Cover and Thomas 2006, §2.1 and §2.3 (conventions)",
       .breaks = "0·log 0 or 0·log(0/0) evaluated as NaN; smoothing with ε, which counts the classes; a mean over "
                 "classes",
       .metrics = {Metric::kl_divergence, Metric::cross_entropy},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         Vector possible, believed;
         double rest = 0;
         for (std::size_t i = 0; i < p.size(); ++i) {
           if (p[i] > 0)
             possible.push_back(p[i]), believed.push_back(q[i]);
           else
             rest = plus(rest, q[i]);
         }
         possible.push_back(0);
         believed.push_back(rest);
         claim(kl_divergence(possible, believed) == kl_divergence(p, q));
         claim(cross_entropy(possible, believed) == cross_entropy(p, q));
       },
       .example = "p=1/2,1/2,0,0 q=1/2,1/4,1/4,0"},
  };
}

std::vector<Theorem> coding() {
  return {
      {.id = "cross-entropy-counts-the-wrong-questions",
       .statement = "asking P's outcomes with the yes/no questions made for Q, ⌈−log₂ qᵢ⌉ of them for outcome i, "
                    "takes L on average: H₂(P,Q) ≤ L < H₂(P,Q) + 1, and L = H₂(P,Q) if all qᵢ are powers of ½. "
                    "Believing Q costs D(P‖Q) more than knowing P, give or take less than one question",
       .proof = "−log₂ qᵢ ≤ ⌈−log₂ qᵢ⌉ < 1 − log₂ qᵢ, with equality on the left if qᵢ is a power of ½. Multiply by pᵢ "
                "and sum: that is the log q of cross-entropy, the length of the question list that Q's believer "
                "prepared. Such lists exist: their lengths satisfy Kraft's inequality Σ 2^−⌈−log₂ qᵢ⌉ ≤ Σ qᵢ = 1. The "
                "same with Q = P puts the best list for P between H₂(P) and H₂(P) + 1; the difference of the two is "
                "within 1 of H₂(P,Q) − H₂(P) = D₂(P‖Q).",
       .source = "Cover and Thomas 2006, theorem 5.4.3 (wrong code); Shannon 1948, §9",
       .breaks = "p and q swapped: the logarithm belongs to the belief, the weight to the truth; the wrong base; "
                 "clipping",
       .metrics = {Metric::cross_entropy, Metric::kl_divergence},
       .inputs = some_exactly_supported_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(exactly_normalised(p) && exactly_normalised(q) && supports(q, p));
         const Quantity one = log(2);  // what a question is worth, whatever the unit
         const Quantity asked = questions(p, q) * one, best = questions(p, p) * one;
         claim(cross_entropy(p, q) <= asked);
         claim(asked < cross_entropy(p, q) + one);
         claim(asked - best < kl_divergence(p, q) + one);
         claim(kl_divergence(p, q) < asked - best + one);
         if (!powers_of_half(q, p)) return;
         claim(cross_entropy(p, q) == asked);
         if (powers_of_half(p, p)) claim(kl_divergence(p, q) == asked - best);
       },
       .example = "unit=bit p=1/2,1/4,1/4 q=1/4,1/4,1/2"},
  };
}

}  // namespace

std::vector<Theorem> divergence_theorems() {
  std::vector<Theorem> all;
  for (const auto& part :
       {gibbs, zeros, divergence_structure_theorems, coding, density_theorems, jensen_shannon_theorems}) {
    std::ranges::move(part(), std::back_inserter(all));
  }
  return all;
}

}  // namespace gibbs::properties
