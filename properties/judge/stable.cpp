// The bound behind the claim `stable`: how far a carefully written textbook formula may be from the exact value.
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
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "properties/judge/accuracy.hpp"

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
using Values = std::vector<double>;

struct Unitless {
  double u, eta, lambda;
  explicit Unitless(const Format& format)
      : u(epsilon(format) / 2), eta(min_subnormal(format)), lambda(min_normal(format)) {}
};

/// A first-order bound made rigorous: `relative` is the sum of all relative disturbances that went into it. The factor
/// 1 + 2⁻²⁰ covers that the bound itself is computed in binary64.
double first_order(double bound, double relative) {
  if (!(relative < 0.5)) return infinity;
  return bound / (1 - 2 * relative) * (1 + 0x1p-20);
}

double abs_log(double p) { return p > 0 ? std::abs(std::log(p)) : 0; }
double per_nat(Unit unit) { return unit == Unit::nat ? 1 : unit == Unit::bit ? 1 / std::log(2.0) : 1 / std::log(10.0); }

/// Σ aᵢ·log bᵢ over n terms: `weighted` = Σ|aᵢ||log bᵢ| in nats, `disturbed` = how many b's per term are disturbed.
/// Underflow: each input or product may be off by η, where its logarithm is below |ln η|.
double logarithmic(double n, double weighted, double disturbed, Unit unit, const Unitless& f) {
  const double relative = (2 * n + 24) * f.u;
  const double underflow = n * f.eta * (2 - std::log(f.eta)) * (1 + disturbed);
  return first_order((relative * weighted + disturbed * (n + 4) * f.u) * per_nat(unit) + underflow, relative);
}

/// log m for the mixture m = (p+q)/2, and the two divergences from it.
double js_weight(const Values& p, const Values& q) {
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double m = abs_log(p[i] / 2 + q[i] / 2);
    sum += p[i] / 2 * (abs_log(p[i]) + m) + q[i] / 2 * (abs_log(q[i]) + m);
  }
  return sum;
}

double joint_weight(const reference::Argument& w, bool both) {
  const std::size_t columns = w.columns, rows = w.values.size() / columns;
  Values r(rows), c(columns);
  for (std::size_t k = 0; k < w.values.size(); ++k) r[k / columns] += w.values[k], c[k % columns] += w.values[k];
  double sum = 0;
  for (std::size_t k = 0; k < w.values.size(); ++k) {
    sum += w.values[k] * (abs_log(w.values[k]) + abs_log(r[k / columns]) + (both ? abs_log(c[k % columns]) : 0));
  }
  return sum;
}

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

Values softmax_radius(const Shifted& s, const Unitless& f) {
  Values radius(s.d.size());
  for (std::size_t i = 0; i < radius.size(); ++i) {
    const double relative = s.of_softmax(i) * f.u;
    radius[i] = first_order(relative * s.q[i], relative) + 2 * f.lambda;
  }
  return radius;
}

Values log_softmax_radius(const Shifted& s, const Unitless& f) {
  Values radius(s.d.size());
  for (std::size_t i = 0; i < radius.size(); ++i) {
    if (std::isinf(s.d[i])) continue;
    radius[i] = first_order((s.of_sum() - 4 * s.d[i]) * f.u, s.of_sum() * f.u) + 2 * f.lambda;
  }
  return radius;
}

/// Σ p̂ᵢ (log S − dᵢ), summed as terms or as log S − Σ p̂ᵢ dᵢ.
double loss_radius(const Shifted& s, const Values& p, const Unitless& f) {
  double weighted = s.log_s;
  for (std::size_t i = 0; i < p.size(); ++i) weighted += p[i] > 0 ? p[i] * -s.d[i] : 0;
  if (std::isinf(weighted)) return 0;
  const double relative = (2 * s.n() + 24) * f.u;
  return first_order(relative * weighted + s.of_sum() * f.u, relative + s.of_sum() * f.u) + 2 * f.lambda;
}

Values gradient_radius(const Shifted& s, const Values& p, const Unitless& f) {
  Values radius = softmax_radius(s, f);
  for (std::size_t i = 0; i < p.size(); ++i) radius[i] += (s.n() + 6) * f.u * p[i] * 2 + 2 * f.u * s.q[i] + f.eta;
  return radius;
}

/// (2/n)·qᵢ·((qᵢ−yᵢ) − Σ qⱼ(qⱼ−yⱼ)): two factors q and one difference, none larger than the sums of absolute values.
Values mse_gradient_radius(const Shifted& s, const Values& y, const Unitless& f) {
  double inner = 0, spread = 0;
  for (std::size_t j = 0; j < y.size(); ++j) {
    const double term = s.q[j] * (s.q[j] + std::abs(y[j]));
    inner += term;
    spread += s.q[j] > 0 ? term * -s.d[j] : 0;
  }
  Values radius(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double size = s.q[i] + std::abs(y[i]) + inner;
    const double relative = (3 * s.of_softmax(i) + s.n() + 16) * f.u;
    const double scale = 2 / s.n();
    radius[i] = first_order(scale * s.q[i] * (size * relative + 12 * f.u * spread), relative) +
                2 * f.lambda * (1 + scale * (size + s.q[i] * (s.n() + inner)));
  }
  return radius;
}

double mse_radius(const Values& x, const Values& y, const Unitless& f) {
  const double n = static_cast<double>(x.size());
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - y[i]) * (x[i] - y[i]) / n;
  const double relative = (n + 8) * f.u;
  return first_order(relative * sum + 2 * n * f.eta, relative);
}

/// Σ aᵢ|log bᵢ|; infinite where some aᵢ > 0 = bᵢ.
double cross_weight(const Values& a, const Values& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > 0) sum += b[i] > 0 ? a[i] * abs_log(b[i]) : infinity;
  }
  return sum;
}

double divergence_radius(const Question& q, const Unitless& f) {
  const Values& a = q.arguments[0].values;
  const Values& b = q.arguments[1].values;
  const double n = static_cast<double>(a.size());
  if (q.metric == Metric::js_divergence) return logarithmic(n, js_weight(a, b), 4, q.unit, f);
  const double weight = cross_weight(a, b);
  if (std::isinf(weight)) return 0;
  if (q.metric == Metric::cross_entropy) return logarithmic(n, weight, 1, q.unit, f);
  return logarithmic(n, weight + cross_weight(a, a), 2, q.unit, f);
}

double entropy_radius(const Question& q, const Unitless& f) {
  const Values& p = q.arguments[0].values;
  const double n = static_cast<double>(p.size());
  const double h = cross_weight(p, p);
  const double radius = logarithmic(n, h, 1, q.unit, f);
  if (q.metric == Metric::entropy) return radius;
  const double disturbance = radius + (16 + 4 * h) * f.u;  // of the exponent, and of the exponential itself
  return first_order(std::exp(h) * std::expm1(disturbance), disturbance);
}

}  // namespace

std::vector<double> stable_radius(const Question& q, const Format& format) {
  const Unitless f(format);
  const Values& first = q.arguments[0].values;
  switch (q.metric) {
    case Metric::self_information: {
      if (first[0] == 0) return {0};
      return {first_order(16 * f.u * abs_log(first[0]) * per_nat(q.unit) + f.eta, 16 * f.u)};
    }
    case Metric::entropy:
    case Metric::perplexity: return {entropy_radius(q, f)};
    case Metric::cross_entropy:
    case Metric::kl_divergence:
    case Metric::js_divergence: return {divergence_radius(q, f)};
    case Metric::conditional_entropy:
    case Metric::mutual_information: {
      const bool both = q.metric == Metric::mutual_information;
      return {logarithmic(static_cast<double>(first.size()), joint_weight(q.arguments[0], both), both ? 6 : 4, q.unit, f)};
    }
    case Metric::log_sum_exp: {
      // The value itself is rounded, and pairwise forms round each partial result: n·u·|LSE|.
      const Shifted s(first);
      const double size = std::abs(s.largest) + s.log_s;
      return {first_order((s.of_sum() + (s.n() + 4) * size) * f.u, (s.of_sum() + s.n() + 4) * f.u) + 2 * f.lambda};
    }
    case Metric::softmax: return softmax_radius(Shifted(first), f);
    case Metric::log_softmax: return log_softmax_radius(Shifted(first), f);
    case Metric::softmax_cross_entropy: return {loss_radius(Shifted(first), q.arguments[1].values, f)};
    case Metric::softmax_cross_entropy_gradient: return gradient_radius(Shifted(first), q.arguments[1].values, f);
    case Metric::sigmoid_cross_entropy: {
      // max(z,0) − y z + ln(1+exp(−|z|)): two products of size |z| at most, a logarithm below 1.
      if (std::isinf(first[0])) return {0};
      return {first_order((24 + 8 * std::abs(first[0])) * f.u, 32 * f.u) + 2 * f.lambda};
    }
    case Metric::sigmoid_cross_entropy_gradient: {
      const double s = 1 / (1 + std::exp(-first[0]));
      return {first_order((24 * s + 4 * q.arguments[1].values[0]) * f.u, 32 * f.u) + 2 * f.lambda};
    }
    case Metric::mean_squared_error: return {mse_radius(first, q.arguments[1].values, f)};
    case Metric::softmax_mean_squared_error_gradient:
      return mse_gradient_radius(Shifted(first), q.arguments[1].values, f);
  }
  return {};
}

}  // namespace gibbs::properties
