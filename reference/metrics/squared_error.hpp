// The mean squared error, and its gradient through a softmax.
#pragma once

#include "reference/metrics/logits.hpp"

namespace gibbs::reference {

/// (1/n) Σ (xᵢ − yᵢ)²: rational, divided last
template <>
struct Mathematics<Metric::mean_squared_error> {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const auto x = read<Real>(question.arguments[0].values), y = read<Real>(question.arguments[1].values);
    Real sum(0);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const Real difference = x[i] - y[i];
      sum += difference * difference;
    }
    return {sum / x.size()};
  }
  static constexpr bool is_rational = true;

  static double breadth(const Question&) { return stable::infinity; }

  /// Difference (twice, by the square), square, sum and mean; a running mean rounds two differences more for each term.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Values &x = question.arguments[0].values, &y = question.arguments[1].values;
    const double n = static_cast<double>(x.size());
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - y[i]) * (x[i] - y[i]) / n;
    const double relative = (n + 8) * f.u;
    return {stable::first_order(relative * sum + 2 * n * f.eta, relative)};
  }
};

/// ∂/∂zᵢ (1/n) Σ (qⱼ − yⱼ)², q = softmax z:  (2/n) qᵢ ((qᵢ − yᵢ) − Σ qⱼ(qⱼ − yⱼ)).
///
/// With qⱼ = eⱼ/S and dⱼ = S (qⱼ − yⱼ) = (1 − yⱼ) eⱼ − yⱼ (S − eⱼ) this is (2/n) eᵢ Σ eⱼ (dᵢ − dⱼ) / S³. Where i is at
/// the top, dᵢ − dⱼ = S (yⱼ − yᵢ) for the others there; with A = Σ_top (yⱼ − yᵢ), the sums over the tail being t dᵢ and
/// L, (2/n) (A/S² + (t dᵢ − L)/S³) = (2/n) (A/k² + ((t dᵢ − L)/S − A t (2k + t)/k²)/S²).
///
/// What decides it: in rᵢ n S³ = 2 eᵢ Σ eⱼ (dᵢ − dⱼ) the terms in exp(3 max z) and in exp(3 min z) show that a rational
/// rᵢ ≠ 0 needs an i both at the top and at the bottom; none is where two finite logits differ.
template <>
struct Mathematics<Metric::softmax_mean_squared_error_gradient> : OfLogits {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const Exponentials<Real> x(question.arguments[0].values);
    const auto y = read<Real>(question.arguments[1].values);
    const Real &S = x.sum, &k = x.k, &t = x.t;
    std::vector<Real> d(y.size());
    Real L(0), top_d(0), top_y(0);  // Σ eⱼ dⱼ over the tail; Σ dⱼ and Σ yⱼ over the top
    for (std::size_t j = 0; j < y.size(); ++j) {
      d[j] = (1 - y[j]) * x.e[j] - y[j] * (x.is_top(j) ? Real((k - 1) + t) : Real(S - x.e[j]));
      if (x.is_top(j)) {
        top_d += d[j];
        top_y += y[j];
      } else {
        L += x.e[j] * d[j];
      }
    }
    const Real n(y.size()), kk = k * k, SS = S * S, ed = top_d + L, shrink = t * (2 * k + t) / kk;
    std::vector<Real> gradient(y.size());
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (x.is_top(i)) {
        const Real A = top_y - k * y[i];
        gradient[i] = 2 * A / (n * kk) + 2 * ((t * d[i] - L) / S - A * shrink) / (n * SS);
      } else {
        gradient[i] = 2 * x.e[i] * (S * d[i] - ed) / (n * SS * S);
      }
    }
    return gradient;
  }

  static double breadth(const Question& q) {
    // q(1−q) ≤ ¼ times a difference between two of the q − y, weighted: at most 1 + max y − min y.
    const auto [least, most] = std::ranges::minmax(q.arguments[1].values);
    return (1 + most - least) / static_cast<double>(q.arguments[1].values.size());
  }

  /// Each q as in softmax; a sum of at most n terms qⱼ(qⱼ−yⱼ) and the difference qᵢ−yᵢ, with five roundings more (also
  /// where the whole Jacobian qᵢ(δᵢⱼ − qⱼ) is multiplied out).
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values, f);
    const stable::Values& y = question.arguments[1].values;
    double inner = 0, of_inner = 0;
    for (std::size_t j = 0; j < y.size(); ++j) {
      const double difference = std::abs(s.q[j] - y[j]);
      inner += s.q[j] * difference;
      of_inner += s.q[j] > 0 ? s.q[j] * s.of_softmax(j, f) * (difference + s.q[j]) : 0;
    }
    stable::Values radius(y.size());
    for (std::size_t i = 0; i < y.size(); ++i) {
      const double size = std::abs(s.q[i] - y[i]) + inner, scale = 2 / s.n();
      const double of_q = s.q[i] > 0 ? s.of_softmax(i, f) : 0;
      const double bound = (s.n() + 5) * size + of_q * (size + s.q[i]) + of_inner;
      const double flushed = 2 * f.lambda * (1 + scale * (size + s.q[i] * (s.n() + inner)));
      radius[i] = stable::first_order(scale * s.q[i] * bound * f.u, (s.n() + 5 + 3 * of_q) * f.u) + flushed;
    }
    return radius;
  }
};

}  // namespace gibbs::reference
