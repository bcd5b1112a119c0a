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
       .metrics = {Metric::self_information},
       .inputs = some_probability(),
       .law = LAW(double p) {
         claim(self_information(p) >= 0);
         if (p == 1) claim(self_information(p) == 0);
         if (p == 0) claim(self_information(p) == infinity);
       },
       .example = "p=1/2"},
      {.id = "information-decreasing",
       .metrics = {Metric::self_information},
       .inputs = two_probabilities(),
       .law = LAW(double a, double b) {
         assume(a < b);
         claim(self_information(a) > self_information(b));
       },
       .example = "a=1/4 b=1/2"},
      {.id = "information-adds",
       .metrics = {Metric::self_information},
       .inputs = two_short_probabilities(),
       .law = LAW(double a, double b) {
         claim(self_information(times(a, b)) == self_information(a) + self_information(b));
       },
       .example = "a=1/2 b=1/4"},
      {.id = "information-of-halves",
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
       .metrics = {Metric::entropy},
       .inputs = some_distribution(),
       .law = LAW(const Vector& p) {
         claim(entropy(p) >= 0);
         claim(entropy(p) <= log(static_cast<double>(p.size())));
       },
       .example = "p=3/4,1/4"},
      {.id = "entropy-minimum",
       .metrics = {Metric::entropy},
       .inputs = some_distribution(),
       .law = LAW(const Vector& p) {
         if (is_one_hot(p)) claim(entropy(p) == 0);
         else claim(entropy(p) > 0);
       },
       .example = "p=1,0"},
      {.id = "entropy-maximum",
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
       .metrics = {Metric::entropy},
       .inputs = some_power_of_two(),
       .law = LAW(int k) {
         assume(k <= 20);
         const Vector p(std::size_t{1} << k, times(1, std::ldexp(1.0, -k)));
         claim(entropy(p) == k * log(2));
       },
       .example = "unit=bit k=2"},
      {.id = "entropy-grows-with-evenness",
       .metrics = {Metric::entropy},
       .inputs = some_transfer(),
       .law = LAW(const Vector& p, int from, int to, int halvings) {
         const auto n = static_cast<int>(p.size());
         assume(from < n && to < n && from >= 0 && to >= 0);
         const double a = p[static_cast<std::size_t>(from)], b = p[static_cast<std::size_t>(to)];
         assume(a > b && halvings >= 1);  // halvings 0 would swap the two
         const double moved = times(minus(a, b), std::ldexp(1.0, -halvings));
         Vector even = p;
         even[static_cast<std::size_t>(from)] = minus(a, moved);
         even[static_cast<std::size_t>(to)] = plus(b, moved);
         claim(entropy(even) > entropy(p));
       },
       .example = "p=3/4,1/4 from=0 to=1 halvings=1"},
      {.id = "entropy-counts-questions",
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
