// What the bounds of the claim `stable` are made of: how far a carefully written textbook formula may be from the exact
// value. Each bound is computed for its inputs, in binary64, and stands beside its metric with its constants.
//
// Model. u is half the ε of the arithmetic, η its smallest subnormal, λ its smallest normal number. Formats narrower
// than binary32 are read, but computed with in binary32, as kernels for them do; their one rounding at the end is added
// by the judge. Then
//     an operation      errs by a relative u (and by η where it underflows);
//     a function        log, exp, tanh, … is within 4 ulps, 8u relative: vector libraries promise no more;
//     a sum of n terms  errs by (n−1)u·Σ|tᵢ| in any order: each term is in n−1 roundings at most;
//     a change of base  costs a rounded constant and a product, and the unit another two: 4u;
//     log(1/p), log(p/q) round the quotient, which adds u to the logarithm whatever its size;
//     an exponential    may flush results below λ to zero.
// So a sum Σ aᵢ·log bᵢ of m terms that are not 0 errs by (m−1 + 1 + 8 + 4)·u·Σ|aᵢ log bᵢ|: sum, product, logarithm, base
// and unit. To this each metric adds how its value moves with its inputs, which are disturbed in two ways (Disturbance).
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "reference/format.hpp"
#include "reference/metric.hpp"

namespace gibbs::reference::stable {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
using Values = std::vector<double>;

struct Roundoff {
  double u, eta, lambda;
  double everyday;  // the logarithm of the largest number: of everyday logits the exponential is a number
  explicit Roundoff(const Format& format) : Roundoff(arithmetic_of(format), 0) {}

 private:
  Roundoff(const Format& a, int)
      : u(epsilon(a) / 2), eta(min_subnormal(a)), lambda(min_normal(a)), everyday(std::log(max_finite(a))) {}
};

/// A first-order bound made rigorous: if the sum e of all relative disturbances that went into it is below 1, all higher
/// orders together are at most e/(1−e) of it. The factor 1 + 2⁻²⁰ covers that the bound itself is computed in binary64.
inline double first_order(double bound, double relative) {
  if (!(relative < 1)) return infinity;
  return bound / (1 - relative) * (1 + 0x1p-20);
}

inline double abs_log(double p) { return p > 0 ? std::abs(std::log(p)) : 0; }
/// |log(a/b)|, also where the quotient leaves the range.
inline double abs_log_ratio(double a, double b) {
  const double ratio = a / b;
  return std::isnormal(ratio) ? std::abs(std::log(ratio)) : std::abs(std::log(a) - std::log(b));
}
inline double per_nat(Unit unit) {
  return unit == Unit::nat ? 1 : unit == Unit::bit ? 1 / std::log(2.0) : 1 / std::log(10.0);
}

/// log n, the most that n classes can tell; of one class as much as of two, since all is known of it anyway.
inline double log_of(std::size_t n, Unit unit) { return std::log(static_cast<double>(n < 2 ? 2 : n)) * per_nat(unit); }

/// The range of a log-softmax or of a loss for n logits no further apart than these: from 0 to their distance + log n.
inline double breadth_of_logs(const Values& z) {
  double low = infinity, high = -infinity;
  for (const double zi : z) {
    if (std::isfinite(zi)) low = std::min(low, zi), high = std::max(high, zi);
  }
  return high - low + log_of(z.size(), Unit::nat);
}
/// That of a log-sum-exp for n logits no larger than these.
inline double breadth_of_log_sum(const Values& z) {
  double size = 0;
  for (const double zi : z) size = std::isfinite(zi) ? std::max(size, std::abs(zi)) : size;
  return 2 * size + log_of(z.size(), Unit::nat);
}

/// How far the probabilities in a formula are from p̂, relatively: all of them together by `common`, each for itself by
/// `single` more.
///
/// A formula that trusts the sum P to be 1 has p = P·p̂ for p̂, and is off by P − 1, which is (P − 1)/P of p: the larger of
/// the two serves bounds made of either. One that divides is off by the error of its sum, and by a
/// rounding each. That sum is exact while everything in it is a multiple of u. Otherwise each of the F masses that are
/// none costs at most 2u, whatever the order: it follows it up the tree of partial sums, in each binade of these there is
/// one rounding at most that is due to it (after which the sum is a multiple of that binade's spacing), and their
/// half-spacings u, u/2, u/4, … add up to 2u. And (n−1)u bounds any sum of n.
struct Disturbance {
  double common, single;
  Disturbance(const Values& p, const Roundoff& f) {
    double sum = 0, lost = 0, positive = 0, fine = 0;
    for (const double x : p) {
      const double next = sum + x;
      lost += sum >= x ? (sum - next) + x : (x - next) + sum;
      sum = next;
      positive += x > 0;
      fine += x / f.u != std::floor(x / f.u);
    }
    common = std::max(std::abs((sum - 1) + lost) / std::min(sum, 1.0), std::min(positive - 1, 2 * fine) * f.u);
    single = common > 0 ? f.u : 0;
  }
  double all() const { return common + single; }
};

inline double largest(const Values& x) {
  double most = 0;
  for (const double xi : x) most = std::max(most, std::abs(xi));
  return most;
}
inline double positives(const Values& p) {
  return static_cast<double>(std::ranges::count_if(p, [](double x) { return x > 0; }));
}
/// The relative error of Σ aᵢ·log bᵢ over m terms.
inline double of_log_sum(double m, const Roundoff& f) { return (m + 12) * f.u; }
/// Where a mass, a quotient or a product is subnormal it may be off by η, and its logarithm is below |ln η|.
inline double underflow(double m, const Roundoff& f) { return 4 * m * f.eta * (2 - std::log(f.eta)); }

/// Σ aᵢ|log bᵢ|; infinite where some aᵢ > 0 = bᵢ.
inline double cross_weight(const Values& a, const Values& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > 0) sum += b[i] > 0 ? a[i] * abs_log(b[i]) : infinity;
  }
  return sum;
}
/// Σ aᵢ over those i where 1/bᵢ is rounded: bᵢ is no power of two.
inline double rounded_reciprocals(const Values& a, const Values& b) {
  double sum = 0;
  int exponent;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::frexp(b[i], &exponent) != 0.5 ? a[i] : 0;
  return sum;
}
/// Σ aᵢ|log(aᵢ/bᵢ)|
inline double ratio_weight(const Values& a, const Values& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] > 0 ? a[i] * abs_log_ratio(a[i], b[i]) : 0;
  return sum;
}

}  // namespace gibbs::reference::stable
