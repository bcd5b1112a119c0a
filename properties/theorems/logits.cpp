// Functions of logits: log-sum-exp and softmax, what they keep and what they do not see.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool masked(double z) { return z == -infinity; }
std::size_t largest(const Vector& z) { return static_cast<std::size_t>(std::ranges::max_element(z) - z.begin()); }

Inputs some_logits() { return generate::for_metric(Metric::softmax); }

/// z and c with z + c free of error: c = a·2ʲ with a < 8, and z whole multiples (up to 2¹³) of a step that is an ulp of
/// all that is below 2ʲ⁺⁴.
Inputs logits_and_shift() {
  return takes(logits("z"), number("c")).from([](Source& source) {
    const reference::Format& f = source.format();
    const int j = std::min(source.pick({0, 3, 7, 10, 20, 27, 40, f.max_exponent}), f.max_exponent - 5);
    const double c = std::ldexp(source.between(1, 7), j) * (source.one_in(2) ? 1 : -1);
    const double step = std::max(0x1p-3, std::ldexp(1.0, j + 4 - f.precision));
    const int reach = f.precision >= 24 && source.one_in(3) ? 8192 : 32;
    Vector z(generate::number_of_classes(source));
    for (double& x : z) x = source.between(-reach, reach) * step;
    if (source.one_in(6)) {
      for (std::size_t i = 1; i < z.size(); ++i) z[i] = source.one_in(3) ? -infinity : z[i];
    }
    return std::tuple{z, c};
  });
}

/// z + c without error, or the case is discarded; a mask stays one.
Vector shifted(const Vector& z, double c) {
  Vector moved = z;
  for (double& x : moved) x = masked(x) ? x : plus(x, c);
  return moved;
}

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
       .statement = "max z ≤ LSE(z) ≤ max z + ln n: a smooth maximum",
       .proof = "Σ exp zᵢ has n terms, one of them exp(max z) and none larger, so exp(max z) ≤ Σ exp zᵢ ≤ n·exp(max "
                "z). The logarithm keeps the order.",
       .source = "Boyd and Vandenberghe 2004, Convex Optimization, §3.1.5; Blanchard, Higham and Higham 2021",
       .breaks = "exponentials of large logits that overflow, of very negative ones that all vanish; the maximum not "
                 "added back",
       .metrics = {Metric::log_sum_exp},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         const double top = z[largest(z)];
         claim(log_sum_exp(z) >= top);
         claim(log_sum_exp(z) <= top + ln(static_cast<double>(z.size())));
       },
       .example = "z=2,1,0"},
      {.id = "lse-shift",
       .statement = "LSE(z + c) = LSE(z) + c",
       .proof = "Σ exp(zᵢ + c) = exp c · Σ exp zᵢ, and the logarithm of the product is c + LSE(z).",
       .source = "Blanchard, Higham and Higham 2021, Accurately computing the log-sum-exp and softmax functions",
       .breaks = "overflow or underflow where the maximum is not subtracted first; log₂ or log₁₀ in place of ln",
       .metrics = {Metric::log_sum_exp},
       .inputs = logits_and_shift(),
       .law = LAW(const Vector& z, double c) { claim(log_sum_exp(shifted(z, c)) == log_sum_exp(z) + c); },
       .example = "z=1,0 c=1000"},
      {.id = "lse-neutral",
       .statement = "LSE(z, −∞) = LSE(z): a masked class adds nothing",
       .proof = "exp x → 0 as x → −∞, so the class adds 0 to Σ exp zᵢ.",
       .source = "the value of exp at −∞; Blanchard, Higham and Higham 2021",
       .breaks = "−∞ − (−∞) = NaN; n counted instead of summed; a mask replaced by a finite number that is not small "
                 "enough",
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
       .statement = "LSE((1−t)·a + t·b) ≤ (1−t)·LSE(a) + t·LSE(b) for 0 < t < 1",
       .proof = "Put uᵢ = exp aᵢ, vᵢ = exp bᵢ. Hölder's inequality with exponents 1/(1−t) and 1/t: Σ uᵢ^(1−t)·vᵢ^t ≤ "
                "(Σ uᵢ)^(1−t)·(Σ vᵢ)^t. Take logarithms of both sides.",
       .source = "Boyd and Vandenberghe 2004, §3.1.5",
       .breaks = "exponentials approximated piecewise with steps; a logarithm or a maximum of the wrong sign",
       .metrics = {Metric::log_sum_exp},
       .inputs = two_logits_and_weight(),
       .law = LAW(const Vector& a, const Vector& b, double t) {
         assume(0 < t && t < 1);
         const double s = minus(1, t);
         claim(log_sum_exp(mix(a, b, t)) <= s * log_sum_exp(a) + t * log_sum_exp(b));
       },
       .example = "a=1,0 b=0,1 t=1/2"},
      {.id = "lse-equal",
       .statement = "LSE of n equal logits z is z + ln n",
       .proof = "Σ exp z over n classes is n·exp z, and ln(n·exp z) = z + ln n.",
       .source = "Blanchard, Higham and Higham 2021",
       .breaks = "a running sum that stalls when there are many classes; a mean in place of a sum; ln 2 lost beside a "
                 "large z; a result near 0 left with the error of max z",
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
       .statement = "softmax(z)ᵢ ≥ 0 and Σ softmax(z)ᵢ = 1: a distribution, with probability 0 where zᵢ = −∞",
       .proof = "Each exp zᵢ ≥ 0, and a share of the whole S = Σ exp zⱼ > 0 lies in [0, 1]; the shares add up to S/S = "
                "1. exp(−∞) = 0.",
       .source = "Bridle 1990; Bishop 2006, Pattern Recognition and Machine Learning, §4.3.4",
       .breaks = "overflow to ∞/∞; a sum in a narrow format that stalls; a fast exponential that is not the same above "
                 "and below the line; masks that keep some probability",
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
       .statement = "softmax(z + c) = softmax(z): only differences of logits matter",
       .proof = "exp(zᵢ + c)/Σ exp(zⱼ + c) = exp c·exp zᵢ/(exp c·Σ exp zⱼ), and exp c cancels.",
       .source = "Bishop 2006, §4.3.4; Blanchard, Higham and Higham 2021",
       .breaks = "exp(zᵢ) that overflows; exp(zᵢ − LSE(z)), where a large c drowns the ln n in LSE",
       .metrics = {Metric::softmax},
       .inputs = logits_and_shift(),
       .law = LAW(const Vector& z, double c) {
         const std::vector<Quantity> q = softmax(z), after = softmax(shifted(z, c));
         for (std::size_t i = 0; i < z.size(); ++i) claim(after[i] == q[i]);
       },
       .example = "z=1,0 c=100000000"},
      {.id = "softmax-order",
       .statement = "zᵢ ≤ zⱼ implies softmax(z)ᵢ ≤ softmax(z)ⱼ: order is kept, and ties stay ties",
       .proof = "exp increases, and all classes are divided by the same sum.",
       .source = "Bridle 1990; Bishop 2006, §4.3.4",
       .breaks = "an exponential that is not monotone, or differs between the body and the tail of a vectorised loop",
       .metrics = {Metric::softmax},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         const std::vector<Quantity> q = softmax(z);
         std::vector<std::size_t> order(z.size());
         std::iota(order.begin(), order.end(), std::size_t{0});
         std::ranges::stable_sort(order, {}, [&](std::size_t i) { return z[i]; });
         for (std::size_t k = 1; k < order.size(); ++k) {
           const std::size_t i = order[k - 1], j = order[k];
           claim(q[i] <= q[j]);
           if (z[i] == z[j]) claim(q[j] <= q[i]);
         }
       },
       .example = "z=0,2,1"},
      {.id = "softmax-ratio",
       .statement = "softmax(z)ᵢ = exp(zᵢ − zⱼ)·softmax(z)ⱼ: a difference of logits is a ratio of probabilities",
       .proof = "Both sides are exp zᵢ over the same sum, as exp zᵢ = exp(zᵢ − zⱼ)·exp zⱼ. With j the largest logit "
                "and Σ softmax(z) = 1 this determines softmax.",
       .source = "Bishop 2006, §4.3.4",
       .breaks = "a temperature or base other than e; an exponential rounded to powers of two, or cut off below a "
                 "threshold",
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
      {.id = "log-softmax-is-log",
       .statement = "log_softmax(z)ᵢ = zᵢ − LSE(z) = ln softmax(z)ᵢ ≤ 0; for the likeliest class it is ln(1 − the "
                    "others)",
       .proof = "ln(exp zᵢ/S) = zᵢ − ln S with S = Σ exp zⱼ ≥ exp zᵢ. As softmax sums to 1, the likeliest class has 1 "
                "minus the others: that form has no cancellation where they are few, and asks for full relative "
                "accuracy (z = (40, 0) gives −4.248…e−18, not 0).",
       .source = "Blanchard, Higham and Higham 2021, Accurately computing the log-sum-exp and softmax functions",
       .breaks = "ln of a softmax that underflowed to 0, or was rounded to 1; z − LSE for large z; ln(1+x) where ln1p "
                 "is needed",
       .metrics = {Metric::log_softmax, Metric::softmax, Metric::log_sum_exp},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         const std::vector<Quantity> logs = log_softmax(z), q = softmax(z);
         const Quantity lse = log_sum_exp(z);
         for (std::size_t i = 0; i < z.size(); ++i) {
           claim(logs[i] <= 0);
           claim(logs[i] == z[i] - lse);
           claim(exp(logs[i]) == q[i]);
         }
         const std::size_t top = largest(z);
         claim(logs[top] == ln(1 - all_but(q, top)));
       },
       .example = "z=40,0"},
  };
}

}  // namespace

std::vector<Theorem> logits_theorems() {
  std::vector<Theorem> all = log_sum_exp_room();
  std::ranges::move(softmax_room(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
