// The cross-entropy loss of logits, and its gradient.
#pragma once

#include "reference/metrics/logits.hpp"

namespace gibbs::reference {

namespace stable {

/// Of Σ p̂ᵢ (log S − dᵢ), summed as terms or as log S − Σ p̂ᵢ dᵢ, whose value is `weighted`.
inline double loss_error(const Shifted& s, double weighted, const Roundoff& f) {
  const double relative = (2 * s.n() + 24) * f.u, sum = s.of_sum() * f.u;
  return first_order(relative * weighted + sum, relative + sum) + 2 * f.lambda;
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

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values);
    const stable::Values& p = question.arguments[1].values;
    double weighted = s.log_s;
    for (std::size_t i = 0; i < p.size(); ++i) weighted += p[i] > 0 ? p[i] * -s.d[i] : 0;
    if (std::isinf(weighted)) return {0};
    return {stable::loss_error(s, weighted, f)};
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

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values);
    const stable::Values& p = question.arguments[1].values;
    stable::Values radius = stable::softmax_radius(s, f);
    for (std::size_t i = 0; i < p.size(); ++i) radius[i] += (s.n() + 6) * f.u * p[i] * 2 + 2 * f.u * s.q[i] + f.eta;
    return radius;
  }
};

}  // namespace gibbs::reference
