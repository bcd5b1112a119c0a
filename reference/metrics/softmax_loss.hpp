// The cross-entropy loss of logits, and its gradient.
#pragma once

#include "reference/metrics/logits.hpp"

namespace gibbs::reference {

namespace stable {

/// Of Σ p̂ᵢ (log S − dᵢ) = T, summed as terms or as log S − Σ p̂ᵢ dᵢ: shift, difference and result are rounded, and
/// `weighting` is what weights and sums of terms add, relative to T; then log S. Or of Σ p̂ᵢ (LSE(z) − zᵢ).
inline double loss_error(const Shifted& s, double terms, double weighting, const Roundoff& f) {
  const double relative = 3 * f.u + weighting;
  const double bound = relative * terms + (s.of_sum + 12 * s.log_s + s.of_size(f)) * f.u;
  return first_order(bound, relative + (s.of_sum + 12) * f.u) + 2 * f.lambda;
}

}  // namespace stable

/// L = ln Σ exp zⱼ − Σ p̂ᵢ zᵢ = Σ pᵢ (m − zᵢ) / P + ln(k + t); +∞ where a masked class has mass
template <>
struct Mathematics<Metric::softmax_cross_entropy> : OfLogits {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const std::vector<double>& z = question.arguments[0].values;
    const auto p = read<Real>(question.arguments[1].values);
    const Exponentials<Real> x(z);
    Real sum(0);
    for (std::size_t i = 0; i < z.size(); ++i) {
      if (p[i].is_zero()) continue;
      if (x.is_masked(z[i])) return {Real(std::numeric_limits<double>::infinity())};
      sum += p[i] * x.below[i];
    }
    return {sum / total(p) + x.log_sum()};
  }

  static double breadth(const Question& q) { return stable::breadth_of_logs(q.arguments[0].values); }

  /// p̂ disturbed, the product and the sum of terms that together are T.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values, f);
    const stable::Values& p = question.arguments[1].values;
    double terms = s.log_s;
    for (std::size_t i = 0; i < p.size(); ++i) terms += p[i] > 0 ? p[i] * -s.d[i] : 0;
    if (std::isinf(terms)) return {0};
    return {stable::loss_error(s, terms, stable::positives(p) * f.u + stable::Disturbance(p, f).all(), f)};
  }
};

/// softmax(z)ᵢ − p̂ᵢ = eᵢ/S − pᵢ/P; at the top, where eᵢ = 1, this is (P − k pᵢ)/kP − t/kS
template <>
struct Mathematics<Metric::softmax_cross_entropy_gradient> : OfLogits {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const auto p = read<Real>(question.arguments[1].values);
    const Exponentials<Real> x(question.arguments[0].values);
    const Real P = total(p), kP = x.k * P, pull = x.t / (x.k * x.sum);
    std::vector<Real> gradient(p.size());
    for (std::size_t i = 0; i < p.size(); ++i) {
      gradient[i] = x.is_top(i) ? Real((P - x.k * p[i]) / kP - pull) : Real(x.e[i] / x.sum - p[i] / P);
    }
    return gradient;
  }

  static double breadth(const Question&) { return 1; }

  /// The softmax, p̂ disturbed, and the difference.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values, f);
    const stable::Values& p = question.arguments[1].values;
    const double disturbed = stable::Disturbance(p, f).all();
    stable::Values radius = stable::softmax_radius(s, f);
    for (std::size_t i = 0; i < p.size(); ++i) {
      const double beside = disturbed * p[i] + f.u * (std::abs(s.q[i] - p[i]) + radius[i] + disturbed * p[i]);
      radius[i] += beside * (1 + 0x1p-20) + f.eta;
    }
    return radius;
  }
};

}  // namespace gibbs::reference
