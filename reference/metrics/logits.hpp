// Functions of logits: log-sum-exp, softmax and its logarithm.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "reference/metrics/mathematics.hpp"

namespace gibbs::reference {

/// The exponentials eᵢ = exp(zᵢ − m), m = max z; masked classes (zᵢ = −∞) have eᵢ = 0. The sum is kept as k + t, the
/// number of classes at the top and the tail of all others: Σ exp zᵢ = exp m · (k + t). So nothing is lost where a few
/// classes dominate, and an enclosure has one end at the limit t → 0, which the exact value never reaches.
template <class Real>
struct Exponentials {
  explicit Exponentials(const std::vector<double>& z) : m(*std::ranges::max_element(z)), e(z.size()), below(z.size()) {
    for (std::size_t i = 0; i < z.size(); ++i) {
      if (is_masked(z[i])) continue;
      below[i] = m - z[i];
      e[i] = increasing(mpfr_exp, Real(-below[i]));
      is_top(i) ? k += 1 : t += e[i];
    }
    sum = k + t;
  }
  static bool is_masked(double z) { return std::isinf(z); }
  bool is_top(std::size_t i) const { return below[i].is_zero() && !e[i].is_zero(); }

  /// ln(k + t)
  Real log_sum() const { return increasing(mpfr_log1p, Real((k - 1) + t)); }

  Real m;
  std::vector<Real> e;
  std::vector<Real> below;  // m − zᵢ ≥ 0, where not masked
  Real k{0}, t{0};
  Real sum;  // S = k + t
};

/// What decides the functions of logits: where two finite logits differ, they are irrational. Exponentials of distinct
/// rationals are linearly independent over the rationals (Lindemann–Weierstrass), so no softmax is rational, no
/// log-sum-exp is, and adding a rational changes nothing. Where all are equal, enclosures are points or logarithms of
/// integers.
inline bool has_different_logits(const std::vector<double>& z) {
  const double top = *std::ranges::max_element(z);
  return std::ranges::any_of(z, [&](double zi) { return std::isfinite(zi) && zi != top; });
}

struct OfLogits {
  static bool is_irrational(const Question& question) { return has_different_logits(question.arguments[0].values); }
};

namespace stable {

/// Logits in terms of their distance d ≤ 0 from the largest; q = softmax z.
struct Shifted {
  Values d, q;
  double largest, log_s, spread;  // spread = Σ qᵢ|dᵢ|: how the rounding of the shifts reaches log Σ exp
  explicit Shifted(const Values& z) : d(z), q(z.size()), largest(*std::ranges::max_element(z)), spread(0) {
    double s = 0;
    for (std::size_t i = 0; i < z.size(); ++i) d[i] = z[i] - largest, s += q[i] = std::exp(d[i]);
    log_s = std::log(s);
    for (std::size_t i = 0; i < z.size(); ++i) spread += (q[i] /= s) > 0 ? q[i] * -d[i] : 0;
  }
  double n() const { return static_cast<double>(d.size()); }
  /// Relative error of S = Σ exp(d), absolute error of its logarithm: sum n, exponential 8, shift |d| each; an online
  /// form multiplies S by a further exponential whenever the maximum grows, up to n times: 9n, with shifts that add up
  /// to at most those of the terms they carry.
  double of_sum() const { return 10 * n() + 24 + 4 * spread + 12 * log_s; }
  double of_softmax(std::size_t i) const { return q[i] > 0 ? of_sum() + 16 - 4 * d[i] : 0; }
};

inline Values softmax_radius(const Shifted& s, const Roundoff& f) {
  Values radius(s.d.size());
  for (std::size_t i = 0; i < radius.size(); ++i) {
    const double relative = s.of_softmax(i) * f.u;
    radius[i] = first_order(relative * s.q[i], relative) + 2 * f.lambda;
  }
  return radius;
}

}  // namespace stable

/// ln Σ exp zᵢ = m + ln(k + t)
template <>
struct Mathematics<Metric::log_sum_exp> : OfLogits {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const Exponentials<Real> x(question.arguments[0].values);
    return {x.m + x.log_sum()};
  }

  /// The value itself is rounded, and pairwise forms round each partial result: n·u·|LSE|.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values);
    const double size = std::abs(s.largest) + s.log_s;
    const double bound = stable::first_order((s.of_sum() + (s.n() + 4) * size) * f.u, (s.of_sum() + s.n() + 4) * f.u);
    return {bound + 2 * f.lambda};
  }
};

/// exp zᵢ / Σ exp zⱼ
template <>
struct Mathematics<Metric::softmax> : OfLogits {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    Exponentials<Real> x(question.arguments[0].values);
    for (Real& e : x.e) e /= x.sum;
    return std::move(x.e);
  }

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    return stable::softmax_radius(stable::Shifted(question.arguments[0].values), f);
  }
};

/// zᵢ − ln Σ exp zⱼ = −((m − zᵢ) + ln(k + t)); −∞ where masked
template <>
struct Mathematics<Metric::log_softmax> : OfLogits {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const std::vector<double>& z = question.arguments[0].values;
    const Exponentials<Real> x(z);
    const Real log_sum = x.log_sum();
    std::vector<Real> result(z.size());
    for (std::size_t i = 0; i < z.size(); ++i) {
      result[i] = x.is_masked(z[i]) ? Real(z[i]) : Real(-(x.below[i] + log_sum));
    }
    return result;
  }

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values);
    std::vector<double> radius(s.d.size());
    for (std::size_t i = 0; i < radius.size(); ++i) {
      if (std::isinf(s.d[i])) continue;
      radius[i] = stable::first_order((s.of_sum() - 4 * s.d[i]) * f.u, s.of_sum() * f.u) + 2 * f.lambda;
    }
    return radius;
  }
};

}  // namespace gibbs::reference
