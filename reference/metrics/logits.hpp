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

/// Logits in terms of their distance d ≤ 0 from the largest; e = exp d, S = Σ e, q = e/S. What is relative to S or to e is
/// in units of u.
///
/// An exponential errs by 8, by |d| for the rounded shift, and by 2|d| for another base; exp 0 is exact. The sum of S
/// errs by (n−1); but an addition errs by no more than the smaller of its two sides, so all of them by no more than what
/// S has beside its largest term, as often as that may be added to something larger: log₂ n times. An online form, going
/// through z forwards or backwards or in tiles of 2ᵏ that are merged, multiplies what it has by a further exponential
/// whenever the maximum grows: 9 each, of what is carried; the shifts add up to those of the terms.
struct Shifted {
  Values d, q;
  double largest, log_s, of_sum;

  Shifted(const Values& z, const Roundoff& f) : d(z), q(z.size()), largest(*std::ranges::max_element(z)) {
    double s = 0;
    for (std::size_t i = 0; i < z.size(); ++i) d[i] = z[i] - largest, s += q[i] = std::exp(d[i]);
    double tops = 0, rest = 0, terms = 0;  // S = tops + rest
    for (std::size_t i = 0; i < z.size(); ++i) {
      (d[i] == 0 ? tops : rest) += q[i];
      if (q[i] > 0) terms += q[i] / s * of_exp(i);
    }
    const double beside = (tops - 1) + rest;  // the largest term
    log_s = std::log1p(beside);
    of_sum = std::min(n() - 1, beside / s / f.u * std::ceil(std::log2(n()))) + terms + 9 * carried(z);
    for (double& x : q) x /= s;
  }
  double n() const { return static_cast<double>(d.size()); }
  /// Of e itself.
  double of_exp(std::size_t i) const { return d[i] < 0 ? 8 - 3 * d[i] : 0; }
  /// z − LSE(z), as people write it, rounds LSE(z), which is as large as the logits. That is covered as far as everyday
  /// logits go, but no further: at 2⁴⁶ it loses what is asked for.
  double of_size(const Roundoff& f) const { return log_s > 0 ? std::min(std::abs(largest) + log_s, f.everyday) : 0; }
  /// Of e/S (a division), or of exp(d − log S) with the error of that exponent; or of exp(z − LSE(z)).
  double of_softmax(std::size_t i, const Roundoff& f) const {
    return (log_s > 0 ? 8 - 3 * d[i] : 0) + 1 + of_sum + 13 * log_s + of_size(f);
  }

 private:
  /// The most that an online form carries through a change of its maximum, over all changes, as a share of S.
  double carried(const Values& z) const;
};

/// One pass in tiles: within each, and where tiles are merged. `e` are the terms, relative to the largest.
inline double carried_in_tiles(const Values& z, const Values& e, std::size_t tile) {
  double total = 0, all = 0, top = -infinity;
  for (std::size_t begin = 0; begin < z.size(); begin += tile) {
    double sum = 0, most = -infinity;
    for (std::size_t i = begin; i < std::min(begin + tile, z.size()); ++i) {
      if (z[i] > most) total += sum, most = z[i];
      sum += e[i];
    }
    total += most > top ? all : most < top ? sum : 0;
    top = std::max(top, most);
    all += sum;
  }
  return total / all;
}

inline double Shifted::carried(const Values& z) const {
  double most = 0;
  for (std::size_t tile = 2; tile < z.size(); tile *= 2) most = std::max(most, carried_in_tiles(z, q, tile));
  most = std::max(most, carried_in_tiles(z, q, z.size()));
  const Values backwards(z.rbegin(), z.rend()), e(q.rbegin(), q.rend());
  return std::max(most, carried_in_tiles(backwards, e, z.size()));
}

inline Values softmax_radius(const Shifted& s, const Roundoff& f) {
  Values radius(s.d.size());
  for (std::size_t i = 0; i < radius.size(); ++i) {
    const double relative = s.q[i] > 0 ? s.of_softmax(i, f) * f.u : 0;
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

  static double breadth(const Question& q) { return stable::breadth_of_log_sum(q.arguments[0].values); }

  /// log S with its logarithm in any base; the result is rounded, and so is each partial result of a fold of logaddexp:
  /// n−1 times.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values, f);
    const double rounded = s.log_s > 0 ? (s.n() - 1) * f.u * (std::abs(s.largest) + s.log_s) : 0;
    const double bound = (s.of_sum + 12 * s.log_s) * f.u + rounded;
    return {stable::first_order(bound, (s.of_sum + s.n() + 12) * f.u) + 2 * f.lambda};
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

  static double breadth(const Question&) { return 1; }

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    return stable::softmax_radius(stable::Shifted(question.arguments[0].values, f), f);
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

  static double breadth(const Question& q) { return stable::breadth_of_logs(q.arguments[0].values); }

  /// d − log S: the shift, the logarithm in any base, and the difference; or z − LSE(z).
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values, f);
    std::vector<double> radius(s.d.size());
    for (std::size_t i = 0; i < radius.size(); ++i) {
      if (std::isinf(s.d[i])) continue;
      const double bound = (s.of_sum + 13 * s.log_s + s.of_size(f)) * f.u - 2 * f.u * s.d[i];
      radius[i] = stable::first_order(bound, (s.of_sum + 13) * f.u) + 2 * f.lambda;
    }
    return radius;
  }
};

}  // namespace gibbs::reference
