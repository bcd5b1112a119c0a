// Which values of the metrics are rational, and which are sums of logarithms of rationals. Private to last_stage.cpp.
#pragma once

#include <algorithm>
#include <optional>

#include "lib/detail/exact.hpp"
#include "lib/detail/logit_forms.hpp"

namespace gibbs::inline v0::detail {

// --- Values that are rational, or rational but for an infinitesimal -------------------------------------------------

/// By default a value is not known to be rational.
std::optional<Rational> exactly(const auto&) { return {}; }

template <class T>
std::ptrdiff_t support(std::span<const T> x) {
  return std::ranges::count_if(x, [](T value) { return value > 0; });
}

template <class T>
bool proportional(std::span<const T> p, std::span<const T> q, std::size_t pivot) {
  const Integer a = scaled(static_cast<double>(p[pivot])), b = scaled(static_cast<double>(q[pivot]));
  for (std::size_t i = 0; i < p.size(); ++i)
    if (scaled(static_cast<double>(p[i])) * b != scaled(static_cast<double>(q[i])) * a) return false;
  return true;
}

inline std::optional<Rational> zero_if(bool zero) {
  return zero ? std::optional<Rational>(std::in_place) : std::nullopt;
}

template <class T>
std::optional<Rational> exactly(const CrossEntropy<T>& form) {
  return zero_if(support(form.q) == 1);
}
template <class T>
std::optional<Rational> exactly(const Divergence<T>& form) {
  return zero_if(proportional(form.p, form.q, largest(form.p)));
}
template <class T>
std::optional<Rational> exactly(const JensenShannon<T>& form) {
  return zero_if(proportional(form.p, form.q, largest(form.p)));
}
template <class T>
std::optional<Rational> exactly(const ConditionalEntropy<T>& form) {
  for (std::size_t i = 0; i < form.w.size(); i += form.columns)
    if (support(form.w.subspan(i, form.columns)) > 1) return {};
  return Rational{};
}
template <class T>
std::optional<Rational> exactly(const MutualInformation<T>& form) {
  const std::size_t peak = largest(form.w);
  const auto pivot_row = form.w.subspan(peak - peak % form.columns, form.columns);
  for (std::size_t i = 0; i < form.w.size(); i += form.columns)
    if (!proportional(pivot_row, form.w.subspan(i, form.columns), peak % form.columns)) return {};
  return Rational{};
}

/// A root is 0 where its square is. Of other squares the root need not be rational.
template <class Form>
std::optional<Rational> exactly(const Root<Form>& form) {
  const auto square = exactly(form.square);
  return zero_if(square && square->num == 0);
}

/// Σ (xᵢ − yᵢ)²/n.
template <class T>
std::optional<Rational> exactly(const MeanSquaredError<T>& form) {
  Integer total = 0;
  for (std::size_t i = 0; i < form.x.size(); ++i) {
    const Integer d = scaled(static_cast<double>(form.x[i])) - scaled(static_cast<double>(form.y[i]));
    total += d * d;
  }
  return Rational{total, Integer(form.x.size()), -2 * 1074};
}

// Far from the largest logit a class adds less than exp(−4000) < 2⁻⁵⁷⁷⁰. Where all classes but the largest are that
// far, a metric is a rational (a/b with b < 2³²⁰⁰, for fewer than 2²⁷ classes) and such a trifle. The rational differs
// from a midpoint of the format (a multiple of 2⁻¹⁰⁷⁵) by nothing or by more than 2⁻⁴³⁰⁰, so only the trifle's sign
// matters.
inline constexpr double far = 4000;

/// z = 0, where 1/(1 + exp(−z)) is rational, or z is far from it.
template <class T>
std::optional<Rational> exactly(const SigmoidCrossEntropy<T>& form) {
  if (std::fabs(form.z) <= far) return {};
  const Integer weight = form.z > 0 ? scaled(1) - scaled(form.y) : scaled(form.y);
  return Rational{weight * abs(scaled(form.z)), 1, -2 * 1074, 1};
}
template <class T>
std::optional<Rational> exactly(const SigmoidCrossEntropyGradient<T>& form) {
  if (form.z == 0) return Rational{scaled(1) - 2 * scaled(form.y), 1, -1075};
  if (std::fabs(form.z) <= far) return {};
  return Rational{form.z > 0 ? scaled(1) - scaled(form.y) : -scaled(form.y), 1, -1074, form.z > 0 ? -1 : 1};
}

/// The logits' largest value, how many share it, and whether the others are none, all far, or neither.
struct Peak {
  double value;
  std::size_t count = 0;
  bool others = false;
  bool near = false;
};

template <class T>
Peak peak_of(std::span<const T> z) {
  Peak peak{static_cast<double>(*std::ranges::max_element(z))};
  for (const T x : z) {
    const double value = static_cast<double>(x);
    if (value == peak.value) ++peak.count;
    if (value == peak.value || std::isinf(value)) continue;
    peak.others = true;
    peak.near |= value - peak.value >= -far;
  }
  return peak;
}

/// f(pᵢ, qᵢ, count) for each run of equal neighbours: exact arithmetic costs what the different values cost.
template <class T, class F>
void each_run(std::span<const T> p, std::span<const T> q, F f) {
  for (std::size_t i = 0, end = 0; i < p.size(); i = end) {
    while (end < p.size() && p[end] == p[i] && q[end] == q[i]) ++end;
    f(scaled(static_cast<double>(p[i])), scaled(static_cast<double>(q[i])), end - i);
  }
}

template <class T>
Integer exact_mass(std::span<const T> p) {
  Integer mass = 0;
  each_run(p, p, [&](const Integer& value, const Integer&, std::size_t count) { mass += value * count; });
  return mass;
}

template <class T>
std::optional<Rational> exactly(const SoftmaxCrossEntropy<T>& form) {
  const Peak peak = peak_of(form.z);
  if (peak.near || peak.count > 1) return {};
  Integer total = 0;
  for (std::size_t i = 0; i < form.p.size(); ++i)
    if (form.p[i] > 0)
      total += scaled(static_cast<double>(form.p[i])) * (scaled(peak.value) - scaled(static_cast<double>(form.z[i])));
  return Rational{total, exact_mass(form.p), -1074, peak.others};
}

/// What all components of a vectorial form need.
struct Facts {
  Peak peak;
  Integer mass{};          // of p
  Integer peak_targets{};  // Σ yⱼ over the classes with the largest logit
};
template <class T>
Facts facts(const Softmax<T>& form) {
  return {peak_of(form.z)};
}
template <class T>
Facts facts(const LogSoftmax<T>& form) {
  return {peak_of(form.z)};
}
template <class T>
Facts facts(const SoftmaxCrossEntropyGradient<T>& form) {
  return {peak_of(form.z), exact_mass(form.p)};
}
template <class T>
Facts facts(const SoftmaxMeanSquaredErrorGradient<T>& form) {
  Facts result{peak_of(form.z)};
  for (std::size_t j = 0; j < form.z.size(); ++j)
    if (static_cast<double>(form.z[j]) == result.peak.value)
      result.peak_targets += scaled(static_cast<double>(form.y[j]));
  return result;
}

template <class T>
std::optional<Rational> exactly(const Softmax<T>&, const Facts&, std::size_t) {
  return {};  // 1/k, k a power of two or not, is never a midpoint
}

template <class T>
std::optional<Rational> exactly(const LogSoftmax<T>& form, const Facts& known, std::size_t i) {
  const Peak& peak = known.peak;
  if (peak.near || peak.count > 1) return {};
  return Rational{scaled(static_cast<double>(form.z[i])) - scaled(peak.value), 1, -1074,
                  -static_cast<int>(peak.others)};
}

/// 1/k − pᵢ/P at the largest logit, shared by k; −pᵢ/P elsewhere.
template <class T>
std::optional<Rational> exactly(const SoftmaxCrossEntropyGradient<T>& form, const Facts& known, std::size_t i) {
  const Peak& peak = known.peak;
  const double z = static_cast<double>(form.z[i]);
  if (!std::isinf(z) && peak.near) return {};
  const Integer& mass = known.mass;
  const Integer weight = scaled(static_cast<double>(form.p[i]));
  if (z < peak.value) return Rational{-weight, mass, 0, !std::isinf(z)};
  return Rational{mass - weight * peak.count, mass * peak.count, 0, -static_cast<int>(peak.others)};
}

/// At one of k largest logits, Y the sum of their y: 2(Y − k·yᵢ)/(n·k²). The trifle's sign is that of
///   k²·(S − yᵢS² − Σeⱼ² + S·Σyⱼeⱼ) − (Y − k·yᵢ)·S³,
/// an exponential sum in the logits' distances from the largest; elsewhere the limit is 0 and no midpoint is near.
template <class T>
std::optional<Rational> exactly(const SoftmaxMeanSquaredErrorGradient<T>& form, const Facts& known, std::size_t i) {
  const Peak& peak = known.peak;
  if (peak.near || static_cast<double>(form.z[i]) != peak.value) return {};
  const Integer k = peak.count, one = scaled(1), target = scaled(static_cast<double>(form.y[i]));
  const Integer limit = known.peak_targets - k * target;
  Rational result{2 * limit, k * k * form.z.size(), -1074};
  if (!peak.others) return result;
  if (limit == 0) return {};
  // The trifle matters at a midpoint alone, and is dear: n³/6 terms.
  const auto nudged = [&](int nudge) { return nearest<T>({result.num, result.den, result.exponent, nudge}); };
  if (nudged(-1) == nudged(1)) return result;
  ExponentialSum exponentials, squares, targets;
  for (std::size_t j = 0; j < form.z.size(); ++j) {
    const double z = static_cast<double>(form.z[j]);
    if (std::isinf(z)) continue;
    const Integer exponent = scaled(z) - scaled(peak.value);
    exponentials[exponent] += 1;
    squares[2 * exponent] += one;
    targets[exponent] += scaled(static_cast<double>(form.y[j]));
  }
  const ExponentialSum total_squared = exponentials * exponentials;
  ExponentialSum trifle;
  add(trifle, exponentials, k * k * one);
  add(trifle, total_squared, -k * k * target);
  add(trifle, squares, -k * k);
  add(trifle, exponentials * targets, k * k);
  add(trifle, total_squared * exponentials, -limit);
  result.nudge = sign(trifle);
  return result;
}

// --- Values that are a rational times a logarithm -------------------------------------------------------------------

std::optional<LogSum> logarithms(const auto&) { return {}; }

template <class T>
std::optional<LogSum> logarithms(const SelfInformation<T>& form) {
  LogSum sum;
  sum.add(-1, scaled(form.p));
  sum.add(1, scaled(1));
  return sum;
}
/// Σ pᵢ·(ln Q − ln qᵢ)/P.
template <class T>
std::optional<LogSum> logarithms(const CrossEntropy<T>& form) {
  LogSum sum{{}, exact_mass(form.p)};
  sum.add(sum.total, exact_mass(form.q));
  each_run(form.p, form.q, [&](const Integer& weight, const Integer& q, std::size_t count) {
    if (weight != 0) sum.add(-weight * count, q);
  });
  return sum;
}
template <class T>
std::optional<LogSum> logarithms(const Perplexity<T>& form) {
  return logarithms(CrossEntropy<T>{form.p, form.p});
}
/// H(p̂, q̂) − H(p̂).
template <class T>
std::optional<LogSum> logarithms(const Divergence<T>& form) {
  auto sum = *logarithms(CrossEntropy<T>{form.p, form.q});
  const auto own = *logarithms(CrossEntropy<T>{form.p, form.p});
  for (const auto& [argument, weight] : own.weights) sum.add(-weight, argument);
  return sum;
}
/// With a = pQ, b = qP: Σ (a·ln 2a + b·ln 2b − (a + b)·ln(a + b))/(2PQ).
template <class T>
std::optional<LogSum> logarithms(const JensenShannon<T>& form) {
  const Integer p_mass = exact_mass(form.p), q_mass = exact_mass(form.q);
  LogSum sum{{}, 2 * p_mass * q_mass};
  for (std::size_t i = 0; i < form.p.size(); ++i) {
    const Integer a = scaled(static_cast<double>(form.p[i])) * q_mass,
                  b = scaled(static_cast<double>(form.q[i])) * p_mass;
    if (a != 0) sum.add(a, 2 * a);
    if (b != 0) sum.add(b, 2 * b);
    if (a + b != 0) sum.add(-a - b, a + b);
  }
  return sum;
}
/// Of the square.
template <class Form>
std::optional<LogSum> logarithms(const Root<Form>& form) {
  return logarithms(form.square);
}
/// Σ rᵢ·ln rᵢ − Σ w·ln w, over W.
template <class T>
std::optional<LogSum> logarithms(const ConditionalEntropy<T>& form) {
  LogSum sum{{}, exact_mass(form.w)};
  for (std::size_t i = 0; i < form.w.size(); i += form.columns)
    if (const Integer row = exact_mass(form.w.subspan(i, form.columns)); row != 0) sum.add(row, row);
  for (const T w : form.w)
    if (w > 0) sum.add(-scaled(static_cast<double>(w)), scaled(static_cast<double>(w)));
  return sum;
}
/// W·ln W + Σ w·ln w − Σ r·ln r − Σ c·ln c, over W.
template <class T>
std::optional<LogSum> logarithms(const MutualInformation<T>& form) {
  auto sum = *logarithms(ConditionalEntropy<T>{form.w, form.columns});
  for (auto& [argument, weight] : sum.weights) weight = -weight;
  sum.add(sum.total, sum.total);
  for (std::size_t j = 0; j < form.columns; ++j) {
    Integer column = 0;
    for (std::size_t k = j; k < form.w.size(); k += form.columns) column += scaled(static_cast<double>(form.w[k]));
    if (column != 0) sum.add(-column, column);
  }
  return sum;
}

}  // namespace gibbs::inline v0::detail
