// What the bounds of the claim `stable` are made of: how far a carefully written textbook formula may be from the exact
// value. Each bound is computed for its inputs, in binary64, and stands beside its metric.
//
// Model. u is half the format's ε, η its smallest subnormal, λ its smallest normal number. Every operation is rounded:
// relative error u, plus η where it underflows. An elementary function is within 4 ulps, that is 8u relative. A sum of
// n terms tᵢ, in any order, is within n·u·Σ|tᵢ|. Dividing the inputs by their computed sum, or not dividing because it
// is 1 up to rounding, disturbs each of them by a relative (n+4)u. A change of base costs two operations and a rounded
// constant, 4u. An exponential may flush results below λ to zero.
//
// A formula Σ aᵢ·log bᵢ therefore errs, to first order, by
//     (n + 8 + 4 + 4 + (n+4))·u·Σ|aᵢ||log bᵢ|     sum, logarithm, base, products; a disturbed
//   + (n+4)·u·Σ|aᵢ| for each b that is disturbed   since log(b(1+δ)) = log b + δ
// and every textbook form is such a sum: p·log(p/q) has |log p| + |log q| for |log b|, which also covers
// p·(log p − log q) and a difference of two entropies. `first_order` turns first order into a bound: if the sum e of
// all relative disturbances is below 1, all higher orders together are at most e/(1−e) of it.
#pragma once

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
  explicit Roundoff(const Format& format)
      : u(epsilon(format) / 2), eta(min_subnormal(format)), lambda(min_normal(format)) {}
};

/// A first-order bound made rigorous: `relative` is the sum of all relative disturbances that went into it. The factor
/// 1 + 2⁻²⁰ covers that the bound itself is computed in binary64.
inline double first_order(double bound, double relative) {
  if (!(relative < 0.5)) return infinity;
  return bound / (1 - 2 * relative) * (1 + 0x1p-20);
}

inline double abs_log(double p) { return p > 0 ? std::abs(std::log(p)) : 0; }
inline double per_nat(Unit unit) {
  return unit == Unit::nat ? 1 : unit == Unit::bit ? 1 / std::log(2.0) : 1 / std::log(10.0);
}

/// Σ aᵢ·log bᵢ over n terms: `weighted` = Σ|aᵢ||log bᵢ| in nats, `disturbed` = how many b's per term are disturbed.
/// Underflow: each input or product may be off by η, where its logarithm is below |ln η|.
inline double logarithmic(double n, double weighted, double disturbed, Unit unit, const Roundoff& f) {
  const double relative = (2 * n + 24) * f.u;
  const double underflow = n * f.eta * (2 - std::log(f.eta)) * (1 + disturbed);
  return first_order((relative * weighted + disturbed * (n + 4) * f.u) * per_nat(unit) + underflow, relative);
}

/// Σ aᵢ|log bᵢ|; infinite where some aᵢ > 0 = bᵢ.
inline double cross_weight(const Values& a, const Values& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > 0) sum += b[i] > 0 ? a[i] * abs_log(b[i]) : infinity;
  }
  return sum;
}

}  // namespace gibbs::reference::stable
