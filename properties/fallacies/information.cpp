// Fallacies about surprise and entropy.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/fallacies/fallacy.hpp"
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

/// a, b in (0, 1), so short that their product is exact.
Inputs two_chances() {
  return takes(probability("a"), probability("b")).from([](Source& source) {
    const auto draw = [&] {
      const int bits = source.between(1, std::min(12, source.format().precision / 2));
      return std::ldexp(1 + static_cast<double>(source.below((std::uint64_t{1} << bits) - 1)), -bits);
    };
    return std::tuple{draw(), draw()};
  });
}

/// p and q, of different numbers of classes.
Inputs two_sizes() {
  return takes(distribution("p", 0), distribution("q", 1)).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source), m = generate::number_of_classes(source);
    return std::tuple{generate::exact_distribution(source, n), generate::exact_distribution(source, m)};
  });
}

/// What X is like where Y says yes (p) and where it says no (q), and the chance of yes (t).
Inputs an_observation() {
  return takes(distribution("p"), distribution("q"), probability("t")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    auto [p, q] = generate::exact_pair(source, n, source.between(1, source.format().precision / 2));
    return std::tuple{std::move(p), std::move(q), generate::weight(source)};
  });
}

/// A density: so much mass in each of its bins of width 2^−k.
Inputs a_histogram() {
  return takes(distribution("p"), natural("k")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    return std::tuple{generate::exact_distribution(source, n), source.between(0, 9)};
  });
}

bool all_positive(const Vector& p) {
  return std::ranges::all_of(p, [](double x) { return x > 0; });
}

/// What else falls from one certainty to the next, by the name a reader would give it.
struct Measure {
  std::string_view name;
  Quantity (*of)(const Quantity& p);
};
constexpr Measure measures[] = {
    {"1 − p", [](const Quantity& p) { return 1 - p; }},
    {"1/p", [](const Quantity& p) { return 1 / p; }},
    {"1/p − 1", [](const Quantity& p) { return 1 / p - 1; }},
    {"1 − p²", [](const Quantity& p) { return 1 - p * p; }},
};

}  // namespace

std::vector<Fallacy> information_fallacies() {
  return {
      {.id = "any-decreasing-function-measures-surprise",
       .statement = "1 − p, 1/p, 1/p − 1 or 1 − p² measures surprise as well as −log p does",
       .why_plausible =
           "The rarer an event, the more it surprises. All of these fall as p grows, and 1 − p is even 0 for "
           "what is certain and never infinite; nothing so far asks for a logarithm.",
       .why_false =
           "Surprises must add up: two independent events, of probabilities a and b, happen together with "
           "probability ab, and hearing of both is hearing of the one and then of the other. So I(ab) = I(a) + "
           "I(b) is wanted, and only −c·log p does that (`gibbs explain information-adds` has the proof). Two "
           "tosses of a coin show it for 1 − p: ¾ for both heads, but ½ + ½ for one after the other. 1/p passes "
           "that very test (4 = 2 + 2) and fails the next; it also finds a certain event surprising. So a toss "
           "of a coin is worth one bit, and entropy, the expected surprise, counts questions.",
       .source = "Shannon 1948, §6 and appendix 2; Aczél and Daróczy 1975, On Measures of Information",
       .metrics = {Metric::self_information},
       .inputs = two_chances(),
       .law = LAW(double a, double b) {
         assume(0 < a && a < 1 && 0 < b && b < 1);
         const double both = times(a, b);
         claim(self_information(both) == self_information(a) + self_information(b));
         Quantity least = std::numeric_limits<double>::infinity();
         for (const auto& [name, of] : measures) {
           const Quantity excess = of(both) - (of(a) + of(b));
           remark(called("f(ab) − f(a) − f(b) for f(p) = " + std::string(name), excess));
           least = min(least, abs(excess));
         }
         claim(called("the least ∣f(ab) − f(a) − f(b)∣", least) == 0);
       }},
      {.id = "more-classes-more-entropy",
       .statement = "of two distributions, the one over more classes has more entropy",
       .why_plausible =
           "The most entropy there can be, log n, grows with n, and a fair die is less certain than a fair "
           "coin.",
       .why_false =
           "The number of classes bounds entropy from above only. What counts is how even the probabilities "
           "are: extra classes that hardly ever happen add hardly anything (x·log x → 0), while a fair coin has "
           "all the entropy that two classes can have.",
       .source = "Cover and Thomas 2006, theorem 2.6.4",
       .metrics = {Metric::entropy},
       .inputs = two_sizes(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(p.size() < q.size() && all_positive(p) && all_positive(q));
         claim(log(static_cast<double>(p.size())) < log(static_cast<double>(q.size())));
         claim(entropy(p) <= entropy(q));
       }},
      {.id = "each-observation-reduces-entropy",
       .statement = "H(X∣Y=y) ≤ H(X) for every y: whatever is observed, uncertainty falls (X is p with probability t, "
                    "where Y says yes, and q otherwise)",
       .why_plausible =
           "Conditioning reduces entropy, H(X∣Y) ≤ H(X): that is a theorem, and it reads as if to learn were "
           "always to be less in doubt.",
       .why_false =
           "H(X∣Y) is a mean over all y. One y may well leave more doubt than there was before; the others then "
           "leave all the less. A test that is almost always negative makes a healthy patient sure, and a "
           "positive result, rare as it is, turns near certainty into a coin's toss: more entropy, and news "
           "for all that.",
       .source = "Cover and Thomas 2006, theorem 2.6.5 and the example that follows it",
       .metrics = {Metric::entropy},
       .inputs = an_observation(),
       .law = LAW(const Vector& p, const Vector& q, double t) {
         assume(exactly_normalised(p) && exactly_normalised(q) && 0 < t && t < 1);
         const Vector x = mix(q, p, t);
         claim(t * entropy(p) + (Quantity(1) - t) * entropy(q) <= entropy(x));
         claim(entropy(p) <= entropy(x));
       }},
      {.id = "differential-entropy-is-nonnegative",
       .statement =
           "h = −∫ f log f ≥ 0 for every density f, as H ≥ 0 (f: bins of width w = 2^−k that hold the masses p)",
       .why_plausible = "Entropy counts questions, and there is no number of questions below none. The integral is the "
                        "same formula with a density for the probabilities.",
       .why_false =
           "A density is no probability: it may be above 1, and log f is then positive. On a bin of mass pᵢ and "
           "width w, f = pᵢ/w, so h = −Σ pᵢ log(pᵢ/w) = H(P) + log w, and log w falls below every bound as the "
           "bins get narrower. h tells entropies of densities apart, but its zero is a matter of units: in "
           "metres a density may have h < 0 and in millimetres h > 0. Differences keep their meaning, so "
           "∫ p log(p/q) ≥ 0 is true as ever (`gibbs explain kl-of-densities`).",
       .source = "Cover and Thomas 2006, §8.1 and example 8.1.1",
       .metrics = {Metric::entropy},
       .inputs = a_histogram(),
       .law = LAW(const Vector& p, int k) {
         assume(exactly_normalised(p) && k <= 1000);
         claim(entropy(p) >= 0);
         claim(called("H(P) + log w", entropy(p) + log(std::ldexp(1.0, -k))) >= 0);
       }},
  };
}

}  // namespace gibbs::properties
