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

/// L(P,Q), as `name` calls it: the expected number of questions for outcomes of P, with the code that is made for Q.
Quantity questions(std::string_view name, const Vector& p, const Vector& q) {
  std::vector<Quantity> expected{0.0};
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0) expected.push_back(p[i] * Quantity(code_length(q[i])));
  }
  return called(name, sum(expected));
}

std::vector<Theorem> gibbs() {
  return {
      {.id = "gibbs-inequality",
       .metrics = {Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) { claim(kl_divergence(p, q) >= 0); },
       .example = "p=1/2,1/4,1/4 q=1/4,1/4,1/2"},
      {.id = "gibbs-equality",
       .metrics = {Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         claim(kl_divergence(p, p) == 0);
         if (!same_distribution(p, q)) claim(kl_divergence(p, q) > 0);
       },
       .example = "p=1/2,1/2 q=1/4,3/4"},
      {.id = "cross-entropy-decomposes",
       .metrics = {Metric::cross_entropy, Metric::entropy, Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) { claim(cross_entropy(p, q) == entropy(p) + kl_divergence(p, q)); },
       .example = "unit=bit p=1/2,1/2 q=1/4,3/4"},
      {.id = "cross-entropy-of-itself",
       .metrics = {Metric::cross_entropy, Metric::entropy},
       .inputs = some_distribution(),
       .law = LAW(const Vector& p) { claim(cross_entropy(p, p) == entropy(p)); },
       .example = "p=3/4,1/4,0"},
      {.id = "cross-entropy-nonnegative",
       .metrics = {Metric::cross_entropy},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         const Quantity most = called("max Q", normalised(q)[largest(q)]);
         claim(cross_entropy(p, q) >= 0);
         claim(cross_entropy(p, q) >= -log(most));
       },
       .example = "unit=bit p=1/2,1/2 q=3/4,1/4"},
      {.id = "cross-entropy-exceeds-entropy",
       .metrics = {Metric::cross_entropy, Metric::entropy},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) { claim(cross_entropy(p, q) >= entropy(p)); },
       .example = "p=1/2,1/4,1/4 q=1/4,1/4,1/2"},
      {.id = "same-minimiser",
       .metrics = {Metric::cross_entropy, Metric::kl_divergence},
       .inputs = some_beliefs(),
       .law = LAW(const Vector& p, const Vector& q1, const Vector& q2) {
         assume(supports(q1, p) || supports(q2, p));  // ∞ − ∞ says nothing
         claim(cross_entropy(p, q1) - cross_entropy(p, q2) == kl_divergence(p, q1) - kl_divergence(p, q2));
       },
       .example = "unit=bit p=1/2,1/2 q1=1/4,3/4 q2=1/8,7/8"},
      {.id = "moving-towards-the-truth",
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
         const Metric metric = Hearing::current().metric();
         claim(ask(metric, {{possible}, {believed}})[0] == ask(metric, {{p}, {q}})[0]);
       },
       .example = "metric=kl_divergence p=1/2,1/2,0,0 q=1/2,1/4,1/4,0",
       .each = each_metric},
  };
}

std::vector<Theorem> coding() {
  return {
      {.id = "cross-entropy-counts-the-wrong-questions",
       .metrics = {Metric::cross_entropy, Metric::kl_divergence},
       .inputs = some_exactly_supported_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(exactly_normalised(p) && exactly_normalised(q) && supports(q, p));
         const Quantity one = log(2);  // what a question is worth, whatever the unit
         const Quantity asked = questions("L(P,Q)", p, q) * one, knowing = questions("L(P,P)", p, p) * one;
         claim(cross_entropy(p, q) <= asked);
         claim(asked < cross_entropy(p, q) + one);
         claim(asked - knowing < kl_divergence(p, q) + one);
         claim(kl_divergence(p, q) < asked - knowing + one);
         if (!powers_of_half(q, p)) return;
         claim(cross_entropy(p, q) == asked);
         if (powers_of_half(p, p)) claim(kl_divergence(p, q) == asked - knowing);
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
