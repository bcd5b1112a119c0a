// Functions of logits: log-sum-exp and softmax, what they keep and what they do not see.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Inputs logits_and_place() {
  return takes(logits("z"), natural("place")).from([](Source& source) {
    const Vector z = generate::logits(source, generate::number_of_classes(source));
    return std::tuple{z, static_cast<int>(source.below(z.size() + 1))};
  });
}

/// Two vectors and a weight of which mixtures are free of error; also a and a + c, between which LSE is a straight
/// line.
Inputs two_logits_and_weight() {
  return takes(logits("a"), logits("b"), number("t")).from([](Source& source) {
    const reference::Format& f = source.format();
    const std::size_t n = generate::number_of_classes(source);
    Vector a = generate::short_logits(source, n), b = generate::short_logits(source, n);
    if (source.one_in(4)) {
      b = a;
      for (double& x : b) x += 2;
    }
    const double scale = std::ldexp(1.0, source.pick({0, 0, 0, 4, 8, f.max_exponent - 4}));
    for (Vector* v : {&a, &b}) {
      for (double& x : *v) x = (f.precision < 16 ? std::nearbyint(x) : x) * scale;
    }
    return std::tuple{a, b, generate::weight(source)};
  });
}

/// z anywhere, or where z + ln n almost vanishes; n up to where a running sum of a narrow format stalls.
Inputs equal_logits() {
  return takes(number("z"), natural("n")).from([](Source& source) {
    const auto n = static_cast<int>(source.one_in(20) ? 1000 + source.below(3200) : generate::number_of_classes(source));
    double z = generate::logit(source);
    if (source.one_in(4)) {
      z = reference::round_to(-reference::lower_double(Interval(boost::multiprecision::log(Interval(n)))),
                              source.format());
    }
    return std::tuple{z, n};
  });
}

std::vector<Theorem> log_sum_exp_room() {
  return {
      {.id = "lse-bounds",
       .metrics = {Metric::log_sum_exp},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         const double top = z[largest(z)];
         claim(log_sum_exp(z) >= top);
         claim(log_sum_exp(z) <= top + ln(static_cast<double>(z.size())));
       },
       .example = "z=2,1,0"},
      {.id = "lse-shift",
       .metrics = {Metric::log_sum_exp},
       .inputs = logits_and_shift(),
       .law = LAW(const Vector& z, double c) { claim(log_sum_exp(shifted(z, c)) == log_sum_exp(z) + c); },
       .example = "z=1,0 c=1000"},
      {.id = "lse-neutral",
       .metrics = {Metric::log_sum_exp},
       .inputs = logits_and_place(),
       .law = LAW(const Vector& z, int place) {
         assume(0 <= place && place <= static_cast<int>(z.size()));
         Vector with_mask = z;
         with_mask.insert(with_mask.begin() + place, -infinity);
         claim(log_sum_exp(with_mask) == log_sum_exp(z));
       },
       .example = "z=1,0 place=1"},
      {.id = "lse-convex",
       .metrics = {Metric::log_sum_exp},
       .inputs = two_logits_and_weight(),
       .law = LAW(const Vector& a, const Vector& b, double t) {
         assume(0 < t && t < 1);
         const double s = minus(1, t);
         claim(log_sum_exp(mix(a, b, t)) <= s * log_sum_exp(a) + t * log_sum_exp(b));
       },
       .example = "a=1,0 b=0,1 t=1/2"},
      {.id = "lse-equal",
       .metrics = {Metric::log_sum_exp},
       .inputs = equal_logits(),
       .law = LAW(double z, int n) {
         assume(n >= 1 && std::isfinite(z));
         claim(log_sum_exp(Vector(static_cast<std::size_t>(n), z)) == z + ln(n));
       },
       .example = "z=0 n=8"},
  };
}

std::vector<Theorem> softmax_room() {
  return {
      {.id = "softmax-simplex",
       .metrics = {Metric::softmax},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         const std::vector<Quantity> q = softmax(z);
         for (std::size_t i = 0; i < z.size(); ++i) {
           claim(q[i] >= 0);
           claim(q[i] <= 1);
           if (masked(z[i])) claim(q[i] == 0);
         }
         claim(sum(q) == 1);
       },
       .example = "z=1,0,-inf"},
      {.id = "softmax-shift",
       .metrics = {Metric::softmax},
       .inputs = logits_and_shift(),
       .law = LAW(const Vector& z, double c) { equal_each(softmax(shifted(z, c)), softmax(z)); },
       .example = "z=1,0 c=100000000"},
      {.id = "softmax-order",
       .metrics = {Metric::softmax},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) { in_order_of(z, softmax(z)); },
       .example = "z=0,2,1"},
      {.id = "softmax-ratio",
       .metrics = {Metric::softmax},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         const std::vector<Quantity> q = softmax(z);
         const std::size_t top = largest(z);
         for (std::size_t i = 0; i < z.size(); ++i) {
           if (i != top) claim(q[i] == exp(Quantity(z[i]) - z[top]) * q[top]);
         }
       },
       .example = "z=2,0"},
  };
}

}  // namespace

std::vector<Theorem> logits_theorems() {
  std::vector<Theorem> all = log_sum_exp_room();
  std::ranges::move(softmax_room(), std::back_inserter(all));
  std::ranges::move(log_softmax_theorems(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
