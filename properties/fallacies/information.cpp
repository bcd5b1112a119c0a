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
       .metrics = {Metric::entropy},
       .inputs = two_sizes(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(p.size() < q.size() && all_positive(p) && all_positive(q));
         claim(log(static_cast<double>(p.size())) < log(static_cast<double>(q.size())));
         claim(entropy(p) <= entropy(q));
       }},
      {.id = "each-observation-reduces-entropy",
       .metrics = {Metric::entropy},
       .inputs = an_observation(),
       .law = LAW(const Vector& p, const Vector& q, double t) {
         assume(exactly_normalised(p) && exactly_normalised(q) && 0 < t && t < 1);
         const Vector x = mix(q, p, t);
         claim(t * entropy(p) + (Quantity(1) - t) * entropy(q) <= entropy(x));
         claim(entropy(p) <= entropy(x));
       }},
      {.id = "differential-entropy-is-nonnegative",
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
