// Products with the Jacobians of softmax and log-softmax, and second derivatives of the losses.
//
// What decides those of vectors: multiplied by S², each is a sum of exponentials of zᵢ + zⱼ. A rational r ≠ 0 has
// r·S² = r·k²·exp(2 max z) + … + r·l²·exp(2 min z), and exponentials of distinct rationals are linearly independent
// (Lindemann–Weierstrass); so the other side must have terms in both, but it has only sums with zᵢ, which would have to
// be both the largest and the smallest. Where two finite logits differ, a result is irrational or 0.
#pragma once

#include "reference/metrics/logits.hpp"
#include "reference/metrics/sigmoid_loss.hpp"

namespace gibbs::reference {

/// Jᵀu = qᵢ (uᵢ − Σ qⱼuⱼ) = eᵢ Σ eⱼ (uᵢ − uⱼ) / S². The u are taken less u₁, which changes nothing and makes what is equal
/// cancel; with U = Σ_top uⱼ and T = Σ_tail eⱼuⱼ this is eᵢ ((k uᵢ − U) + (t uᵢ − T)) / S², and at the top, where
/// A = k uᵢ − U, it is A/k² + ((t uᵢ − T) − A t (2k + t)/k²) / S².
template <>
struct Mathematics<Metric::softmax_vjp> : OfLogits {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const Exponentials<Real> x(question.arguments[0].values);
    std::vector<Real> u = read<Real>(question.arguments[1].values);
    const Real first = u[0];
    Real U(0), T(0);
    for (std::size_t j = 0; j < u.size(); ++j) {
      u[j] = u[j] - first;
      x.is_top(j) ? U += u[j] : T += x.e[j] * u[j];
    }
    const Real kk = x.k * x.k, SS = x.sum * x.sum, shrink = x.t * (2 * x.k + x.t) / kk;
    std::vector<Real> product(u.size());
    for (std::size_t i = 0; i < u.size(); ++i) {
      const Real A = x.k * u[i] - U, B = x.t * u[i] - T;
      product[i] = x.is_top(i) ? Real(A / kk + (B - A * shrink) / SS) : Real(x.e[i] * (A + B) / SS);
    }
    return product;
  }

  /// qᵢ varies by ¼ at most, and the difference by twice the largest |u|.
  static double breadth(const Question& q) { return stable::largest(q.arguments[1].values); }

  /// Each q as in softmax; a sum of n products qⱼuⱼ, the difference and the product with qᵢ: n + 2, or n + 4 where the whole
  /// Jacobian qᵢ(δᵢⱼ − qⱼ) is multiplied out. A q may be flushed, a product of two underflow.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values, f);
    const stable::Values& u = question.arguments[1].values;
    double inner = 0, of_inner = 0, sum = 0;
    for (std::size_t j = 0; j < u.size(); ++j) {
      sum += std::abs(u[j]);
      inner += s.q[j] * std::abs(u[j]);
      of_inner += s.q[j] > 0 ? s.q[j] * s.of_softmax(j, f) * std::abs(u[j]) : 0;
    }
    stable::Values radius(u.size());
    for (std::size_t i = 0; i < u.size(); ++i) {
      const double size = std::abs(u[i]) + inner, of_q = s.q[i] > 0 ? s.of_softmax(i, f) : 0;
      const double bound = (s.n() + 4 + of_q) * size + of_inner;
      radius[i] = stable::first_order(s.q[i] * bound * f.u, (s.n() + 4 + 3 * of_q) * f.u) +
                  2 * f.lambda * (1 + size + s.q[i] * sum) + f.eta * sum;
    }
    return radius;
  }
};

/// uᵢ − qᵢ Σ uⱼ; with U = Σ uⱼ it is uᵢ − eᵢU/S, and at the top (k uᵢ − U)/k + t U/kS. It is uᵢ where U = 0 or the class
/// is masked; otherwise qᵢ decides, which is irrational where two finite logits differ.
template <>
struct Mathematics<Metric::log_softmax_vjp> : OfLogits {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const Exponentials<Real> x(question.arguments[0].values);
    const std::vector<Real> u = read<Real>(question.arguments[1].values);
    const Real U = total(u), pull = x.t * U / (x.k * x.sum);
    std::vector<Real> product(u.size());
    for (std::size_t i = 0; i < u.size(); ++i) {
      product[i] = x.is_top(i) ? Real((x.k * u[i] - U) / x.k + pull) : Real(u[i] - x.e[i] * U / x.sum);
    }
    return product;
  }

  /// Between uᵢ and uᵢ − Σ u, for u of this size.
  static double breadth(const Question& q) {
    return 2 * static_cast<double>(q.arguments[1].values.size()) * stable::largest(q.arguments[1].values);
  }

  /// A sum of n numbers times a softmax, taken from uᵢ: n − 1, the product, and the difference of both.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values, f);
    const stable::Values& u = question.arguments[1].values;
    double sum = 0;
    for (const double x : u) sum += std::abs(x);
    stable::Values radius(u.size());
    for (std::size_t i = 0; i < u.size(); ++i) {
      const double relative = ((s.q[i] > 0 ? s.of_softmax(i, f) : 0) + s.n() + 1) * f.u;
      radius[i] = stable::first_order(s.q[i] * sum * relative + std::abs(u[i]) * f.u, relative) + 2 * f.lambda * (1 + sum);
    }
    return radius;
  }
};

/// ∂²L/∂zᵢ² = qᵢ(1 − qᵢ) = eᵢ (S − eᵢ) / S², at the top ((k − 1) + t) / S²
template <>
struct Mathematics<Metric::softmax_cross_entropy_hessian_diagonal> : OfLogits {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const Exponentials<Real> x(question.arguments[0].values);
    const Real SS = x.sum * x.sum;
    std::vector<Real> diagonal(x.e.size());
    for (std::size_t i = 0; i < diagonal.size(); ++i) {
      const Real others = x.is_top(i) ? Real((x.k - 1) + x.t) : Real(x.sum - x.e[i]);
      diagonal[i] = x.e[i] * others / SS;
    }
    return diagonal;
  }

  static double breadth(const Question&) { return 0.25; }

  /// q (1 − q) or q − q²: their derivative with respect to q is at most 1; then a difference and a product are rounded.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::Shifted s(question.arguments[0].values, f);
    stable::Values radius(s.d.size());
    for (std::size_t i = 0; i < radius.size(); ++i) {
      const double relative = s.q[i] > 0 ? (s.of_softmax(i, f) + 2) * f.u : 0;
      radius[i] = stable::first_order(relative * s.q[i], relative) + 2 * f.lambda;
    }
    return radius;
  }
};

/// σ(z)(1 − σ(z)) = e/(1 + e)², e = exp(−|z|)
template <>
struct Mathematics<Metric::sigmoid_cross_entropy_hessian> : OfOneLogit {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const double z = question.arguments[0].values[0];
    const Real e = std::isinf(z) ? Real(0) : increasing(mpfr_exp, Real(-std::fabs(z))), sum = 1 + e;
    return {e / (sum * sum)};
  }

  static double breadth(const Question&) { return 0.25; }

  /// σ as in the gradient, and the derivative of σ(1 − σ) with respect to σ is at most 1; then a difference and a product.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const double z = question.arguments[0].values[0];
    const stable::Sigmoid sigmoid(z);
    return {stable::first_order(sigmoid.value * (sigmoid.error + 2) * f.u, 32 * f.u) + 2 * f.lambda};
  }
};

}  // namespace gibbs::reference
