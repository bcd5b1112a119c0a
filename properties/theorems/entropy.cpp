// Self-information and entropy: why the formula is what it is, and what it measures.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/theorems/huffman.hpp"
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Inputs some_probability() {
  return takes(probability("p")).from([](Source& source) {
    const double p = source.one_in(20) ? 0 : generate::probability(source);
    return p;
  });
}

Inputs two_probabilities() {
  return takes(probability("a"), probability("b")).from([](Source& source) {
    const double a = source.one_in(20) ? 0 : generate::probability(source);
    const double b = source.one_in(3) ? reference::next_up(a, source.format()) : generate::probability(source);
    return std::tuple{std::min(a, b), std::min(1.0, std::max(a, b))};
  });
}

/// A product of half as many bits each is exact.
Inputs two_short_probabilities() {
  return takes(probability("a"), probability("b")).from([](Source& source) {
    const int half = source.format().precision / 2;
    const auto draw = [&] {
      const int bits = source.between(1, half);
      const double whole = static_cast<double>(1 + source.below(std::uint64_t{1} << bits));
      return std::ldexp(whole, -bits - (source.one_in(3) ? source.between(0, -source.format().min_exponent / 2 - bits) : 0));
    };
    return std::tuple{draw(), draw()};
  });
}

Inputs some_halvings() {
  return takes(natural("k")).from([](Source& source) {
    const auto& f = source.format();
    return source.between(0, f.precision - 1 - f.min_exponent);
  });
}

Inputs some_uniform() {
  return takes(distribution("p")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    if (source.one_in(2)) return generate::distribution(source, n);
    const double each = reference::round_to(1 / static_cast<double>(n), source.format());
    return Vector(n, each);
  });
}

Inputs some_power_of_two() {
  return takes(natural("k")).from([](Source& source) {
    const int most = std::min(source.format().precision, source.size() < 50 ? 6 : 12);
    return source.between(0, most);
  });
}

/// A distribution of few bits, its likeliest class, a less likely one, and what part of their difference to move: exact.
Inputs some_transfer() {
  return takes(distribution("p"), natural("from"), natural("to"), natural("halvings")).from([](Source& source) {
    const std::size_t n = std::max<std::size_t>(2, generate::number_of_classes(source));
    const int half = source.format().precision / 2;
    const Vector p = generate::exact_distribution(source, n, source.between(1, half));
    const auto from = static_cast<std::size_t>(std::ranges::max_element(p) - p.begin());
    std::size_t to = source.below(n);
    for (std::size_t i = 0; i < n && p[to] == p[from]; ++i) to = (to + 1) % n;
    return std::tuple{p, static_cast<int>(from), static_cast<int>(to), source.between(1, half - 1)};
  });
}

/// Expected number of questions of a Huffman code.
Quantity huffman_length(const Vector& p) {
  const std::vector<std::string> code = huffman_code(p);
  std::vector<Quantity> terms;
  std::string words;
  for (std::size_t i = 0; i < p.size(); ++i) {
    terms.push_back(p[i] * Quantity(static_cast<double>(code[i].size())));
    if (p[i] > 0) words += (words.empty() ? "" : ", ") + code[i];
  }
  remark("answers that lead to each class", words);
  return called("L", sum(terms));
}

std::vector<Theorem> information() {
  return {
      {.id = "information-nonnegative",
       .statement = "I(p) ≥ 0, I(1) = 0 and I(0) = +∞",
       .proof = "0 < p ≤ 1 gives log p ≤ 0 = log 1, and I = −log p. As p falls to 0, −log p grows beyond every bound; I(0) "
                "is its limit.",
       .source = "Shannon 1948, A Mathematical Theory of Communication, §6; Cover and Thomas 2006, §2.1",
       .breaks = "the minus sign forgotten; log(p + ε), which makes I(1) negative and I(0) finite",
       .metrics = {Metric::self_information},
       .inputs = some_probability(),
       .law = LAW(double p) {
         claim(self_information(p) >= 0);
         if (p == 1) claim(self_information(p) == 0);
         if (p == 0) claim(self_information(p) == infinity);
       },
       .example = "p=1/2"},
      {.id = "information-decreasing",
       .statement = "a < b implies I(a) > I(b): the rarer, the more surprising",
       .proof = "The logarithm increases strictly, so −log decreases strictly.",
       .source = "Shannon 1948, §6",
       .breaks = "a table or an approximation that is not monotone; the sign; clipping small probabilities to ε",
       .metrics = {Metric::self_information},
       .inputs = two_probabilities(),
       .law = LAW(double a, double b) {
         assume(a < b);
         claim(self_information(a) > self_information(b));
       },
       .example = "a=1/4 b=1/2"},
      {.id = "information-adds",
       .statement = "I(a·b) = I(a) + I(b): the surprises of independent events add up",
       .proof = "log(a·b) = log a + log b. Conversely a decreasing function on (0, 1] that adds up in this way is −c·log p "
                "with c > 0: put g(x) = I(e^−x); then g(x+y) = g(x) + g(y) and g is monotone, so g(x) = c·x (Cauchy). "
                "That is why information is a logarithm.",
       .source = "Shannon 1948, §6 and appendix 2; Aczél 1966, Lectures on Functional Equations, §2.1",
       .breaks = "any other decreasing measure of surprise, such as 1 − p or 1/p − 1",
       .metrics = {Metric::self_information},
       .inputs = two_short_probabilities(),
       .law = LAW(double a, double b) {
         claim(self_information(times(a, b)) == self_information(a) + self_information(b));
       },
       .example = "a=1/2 b=1/4"},
      {.id = "information-of-halves",
       .statement = "I(2⁻ᵏ) = k bits: as much as k yes/no questions tell",
       .proof = "−log₂ 2⁻ᵏ = k. Each question that halves the candidates leaves one of 2ᵏ after k of them.",
       .source = "Hartley 1928, Transmission of Information; Shannon 1948, §1",
       .breaks = "the wrong base of the logarithm",
       .metrics = {Metric::self_information},
       .inputs = some_halvings(),
       .law = LAW(int k) {
         const double p = std::ldexp(1.0, -k);
         assume(p > 0);
         claim(self_information(p) == k * log(2));
       },
       .example = "k=3"},
  };
}

std::vector<Theorem> extremes() {
  return {
      {.id = "entropy-is-expected-information",
       .statement = "H(P) = Σ pᵢ I(pᵢ): entropy is the information to expect",
       .proof = "I(pᵢ) = −log pᵢ, so Σ pᵢ I(pᵢ) = −Σ pᵢ log pᵢ. A class with pᵢ = 0 never happens and adds nothing "
                "(x log x → 0 as x → 0).",
       .source = "Shannon 1948, §6; Cover and Thomas 2006, §2.1",
       .breaks = "weights forgotten or applied twice; different bases in the two; zeros that give NaN",
       .metrics = {Metric::entropy, Metric::self_information},
       .inputs = some_exact_distribution(),
       .law = LAW(const Vector& p) {
         assume(exactly_normalised(p));
         std::vector<Quantity> expected;
         for (const double x : p) {
           if (x > 0) expected.push_back(x * self_information(x));
         }
         claim(entropy(p) == sum(expected));
       },
       .example = "p=1/2,1/4,1/4"},
      {.id = "entropy-bounds",
       .statement = "0 ≤ H(P) ≤ log n",
       .proof = "Each −pᵢ log pᵢ ≥ 0. By concavity of log (Jensen), Σ pᵢ log(1/pᵢ) ≤ log Σ pᵢ/pᵢ, the sums over pᵢ > 0, and "
                "the last sum counts at most n classes.",
       .source = "Shannon 1948, §6, properties 1 and 2; Cover and Thomas 2006, theorem 2.6.4",
       .breaks = "the sign; log(p + ε) beyond 1; a sum over classes that is not divided by Σp",
       .metrics = {Metric::entropy},
       .inputs = some_distribution(),
       .law = LAW(const Vector& p) {
         claim(entropy(p) >= 0);
         claim(entropy(p) <= log(static_cast<double>(p.size())));
       },
       .example = "p=3/4,1/4"},
      {.id = "entropy-minimum",
       .statement = "H(P) = 0 exactly when one outcome is certain",
       .proof = "A sum of terms −pᵢ log pᵢ ≥ 0 is 0 only if each is 0, that is if every pᵢ is 0 or 1; as Σ pᵢ = 1, one of them "
                "is 1.",
       .source = "Shannon 1948, §6, property 1",
       .breaks = "an ε inside the logarithm; 0·log 0 evaluated as NaN",
       .metrics = {Metric::entropy},
       .inputs = some_distribution(),
       .law = LAW(const Vector& p) {
         if (is_one_hot(p)) claim(entropy(p) == 0);
         else claim(entropy(p) > 0);
       },
       .example = "p=1,0"},
      {.id = "entropy-maximum",
       .statement = "H(P) = log n for the uniform distribution, and H(P) < log n for every other",
       .proof = "Put q = uniform in Gibbs' inequality: log n − H(P) = Σ pᵢ log(pᵢ/(1/n)) = D(P‖uniform) ≥ 0, with equality "
                "only for P = uniform.",
       .source = "Shannon 1948, §6, property 2; Cover and Thomas 2006, theorem 2.6.4",
       .breaks = "the wrong base of the logarithm; a normalisation by n or by log n",
       .metrics = {Metric::entropy},
       .inputs = some_uniform(),
       .law = LAW(const Vector& p) {
         const bool uniform = std::ranges::all_of(p, [&](double x) { return x == p[0]; });
         const Quantity most = log(static_cast<double>(p.size()));
         if (uniform) claim(entropy(p) == most);
         else claim(entropy(p) < most);
       },
       .example = "p=1/4,1/4,1/4,1/4"},
      {.id = "entropy-of-2^k-classes",
       .statement = "the uniform distribution on 2ᵏ classes has exactly k bits",
       .proof = "H = −2ᵏ · 2⁻ᵏ · log₂ 2⁻ᵏ = k.",
       .source = "Hartley 1928; Cover and Thomas 2006, example 2.1.1",
       .breaks = "the wrong base of the logarithm; a sum that loses terms when there are many",
       .metrics = {Metric::entropy},
       .inputs = some_power_of_two(),
       .law = LAW(int k) {
         assume(k <= 20);
         const Vector p(std::size_t{1} << k, times(1, std::ldexp(1.0, -k)));
         claim(entropy(p) == k * log(2));
       },
       .example = "unit=bit k=2"},
      {.id = "entropy-grows-with-evenness",
       .statement = "moving mass from a likelier to a less likely class, short of swapping them, raises H",
       .proof = "Let a > b be the two masses and 0 < t < a − b. f(x) = −x log x is strictly concave, and a − t, b + t lie "
                "strictly between b and a with the same sum, so f(a−t) + f(b+t) > f(a) + f(b). The other terms do not change.",
       .source = "Marshall, Olkin and Arnold 2011, Inequalities: Theory of Majorization, §3.C (Schur concavity)",
       .breaks = "any term that is not concave: a wrong power, a wrong sign, a clipped probability",
       .metrics = {Metric::entropy},
       .inputs = some_transfer(),
       .law = LAW(const Vector& p, int from, int to, int halvings) {
         const auto n = static_cast<int>(p.size());
         assume(from < n && to < n && from >= 0 && to >= 0 && halvings >= 1);  // halvings 0 would swap the two
         const double a = p[static_cast<std::size_t>(from)], b = p[static_cast<std::size_t>(to)];
         assume(a > b);
         const double moved = times(minus(a, b), std::ldexp(1.0, -halvings));
         Vector even = p;
         even[static_cast<std::size_t>(from)] = minus(a, moved);
         even[static_cast<std::size_t>(to)] = plus(b, moved);
         claim(entropy(even) > entropy(p));
       },
       .example = "p=3/4,1/4 from=0 to=1 halvings=1"},
      {.id = "entropy-counts-questions",
       .statement = "a Huffman code, the best strategy of yes/no questions, takes L questions on average with H₂ ≤ L < H₂ + 1; "
                    "L = H₂ if all pᵢ are powers of ½",
       .proof = "Questions that tell the outcomes apart are a binary tree with outcome i at some depth lᵢ. Coins in place of "
                "answers lead to i with probability 2^−lᵢ, so Σ 2^−lᵢ ≤ 1 (Kraft). With qᵢ = 2^−lᵢ/Σ 2^−lⱼ, L − H₂ = "
                "D(P‖Q) − log₂ Σ 2^−lᵢ ≥ 0 (Gibbs): no strategy asks less than H₂. Conversely all lengths with Σ 2^−lᵢ ≤ 1 "
                "are depths in some tree: give out places from the shallowest, leftmost free place first. ⌈−log₂ pᵢ⌉ are "
                "such lengths, as Σ 2^−⌈−log₂ pᵢ⌉ ≤ Σ pᵢ = 1, and cost less than H₂ + 1, or H₂ where nothing is rounded up. "
                "Huffman's tree does no worse, being the best: in some best tree the two least likely outcomes are "
                "siblings at the greatest depth (to swap them with those there does not raise L). To merge the two takes "
                "their mass off L, whatever the rest of the tree; so the rest is a best tree for the merged outcomes, and "
                "those are one fewer (induction).",
       .source = "Huffman 1952; Cover and Thomas 2006, theorems 5.3.1, 5.4.1 and 5.8.1",
       .breaks = "any wrong factor or base: questions can be counted",
       .metrics = {Metric::entropy},
       .inputs = some_exact_distribution(),
       .law = LAW(const Vector& p) {
         assume(exactly_normalised(p) && p.size() <= 64);
         const Quantity questions = huffman_length(p) * log(2);  // each is worth log 2, whatever the unit
         claim(entropy(p) <= questions);
         claim(questions < entropy(p) + log(2));
         if (powers_of_half(p, p)) claim(entropy(p) == questions);
       },
       .example = "unit=bit p=1/2,1/4,1/4"},
  };
}

}  // namespace

std::vector<Theorem> entropy_theorems() {
  std::vector<Theorem> all = information();
  std::ranges::move(extremes(), std::back_inserter(all));
  std::ranges::move(entropy_structure_theorems(), std::back_inserter(all));
  std::ranges::move(unit_theorems(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
