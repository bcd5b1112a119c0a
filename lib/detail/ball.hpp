// A double-double that carries a bound of its own error: the number meant lies within `err` of v.
//
// Every operation adds the bound of its own rounding (double_double.hpp, elementary.hpp) to what it inherits, so a
// formula written with balls is its own error analysis. The bounds are computed in doubles: each step may lose a factor
// 1 − 4u, so after fewer than 2⁴⁸ steps the true bound is at most twice `err`, which is what round.hpp reckons with.
// Underflow in a product costs at most 2⁻¹⁰⁶⁰, likewise accounted for; overflow makes err infinite or NaN, and such a
// ball decides nothing.
#pragma once

#include <limits>

#include "lib/detail/double_double.hpp"
#include "lib/detail/elementary.hpp"

namespace gibbs::inline v0::detail {

struct Ball {
  DoubleDouble v{};
  double err = 0;

  Ball() = default;
  explicit Ball(double x) : v{x, 0} {}
  Ball(DoubleDouble value, double error) : v(value), err(error) {}
  /// a − b exactly.
  static Ball difference(double a, double b) { return {two_sum(a, -b), 0}; }

  bool is_zero() const { return v.hi == 0 && err == 0; }
  /// A ball so wide that it decides nothing.
  static Ball lost() { return {{}, std::numeric_limits<double>::infinity()}; }
};

inline constexpr double add_error = 0x1p-104, mul_error = 0x1p-103, div_error = 0x1p-101, sqrt_error = 0x1p-104,
                        underflow_error = 0x1p-1060;

/// Is the number meant surely below 2⁻⁶ in magnitude? There the series of forms.hpp apply.
inline bool is_small(const Ball& x) { return std::fabs(x.v.hi) + x.err < 0x1p-6; }

inline Ball operator-(const Ball& x) { return {-x.v, x.err}; }

inline Ball operator+(const Ball& x, const Ball& y) {
  if (x.is_zero()) return y;
  if (y.is_zero()) return x;
  const DoubleDouble v = x.v + y.v;
  return {v, x.err + y.err + std::fabs(v.hi) * add_error};
}
inline Ball operator+(const Ball& x, double y) {
  if (x.is_zero()) return Ball(y);
  if (y == 0) return x;
  const DoubleDouble v = x.v + y;
  return {v, x.err + std::fabs(v.hi) * add_error};
}
inline Ball operator-(const Ball& x, const Ball& y) { return x + -y; }

inline Ball operator*(const Ball& x, const Ball& y) {
  if (x.is_zero() || y.is_zero()) return {};
  const DoubleDouble v = x.v * y.v;
  return {v, std::fabs(x.v.hi) * y.err + (std::fabs(y.v.hi) + y.err) * x.err + std::fabs(v.hi) * mul_error +
                 underflow_error};
}
inline Ball operator*(const Ball& x, double y) {
  if (x.is_zero() || y == 0) return {};
  const DoubleDouble v = x.v * y;
  return {v, std::fabs(y) * x.err + std::fabs(v.hi) * mul_error + underflow_error};
}

/// |a/b − q| ≤ (err(a) + |q|·err(b)) / (|b| − err(b)), and underflow inside the division is magnified by 1/|b|.
inline Ball operator/(const Ball& x, const Ball& y) {
  const double b = std::fabs(y.v.hi);
  if (!(y.err < b / 2)) return Ball::lost();
  if (x.is_zero()) return {};
  const DoubleDouble q = x.v / y.v;
  const double size = std::fabs(q.hi);
  return {q, (x.err + size * y.err + underflow_error) / (b - y.err) + size * div_error + underflow_error};
}

/// |ln(x + d) − ln x| ≤ |d|/(x − |d|).
inline Ball log(const Ball& x) {
  if (!(x.err < x.v.hi * 0x1p-10) || x.v.hi > std::numeric_limits<double>::max()) return Ball::lost();
  const DoubleDouble v = log(x.v);
  return {v, x.err / x.v.hi * 1.01 + std::fabs(v.hi) * elementary_error};
}

/// ln(1 + x), x ≥ 0, where the derivative is at most 1.
inline Ball log1p(const Ball& x) {
  if (!(std::fabs(x.v.hi) <= 0x1p-12)) return log(x + 1.0);
  const DoubleDouble v = log1p_small(x.v);
  return {v, x.err * 1.01 + std::fabs(v.hi) * elementary_error};
}

/// |√(x + d) − √x| ≤ |d|/√x. Above 2⁻⁹⁰⁰ nothing in sqrt(DoubleDouble) underflows.
inline Ball sqrt(const Ball& x) {
  if (x.is_zero()) return {};
  if (!(x.err < x.v.hi) || x.v.hi < 0x1p-900) return Ball::lost();
  const DoubleDouble v = sqrt(x.v);
  return {v, x.err / v.hi + v.hi * sqrt_error};
}

/// A number value·2^exponent.
template <class N>
struct Scaled {
  N value;
  int exponent = 0;
};

/// exp x for x ≤ 10⁵, without underflow: |exp(x + d) − exp x| ≤ exp(x)·1.01|d| for |d| ≤ 2⁻¹⁰. Below −10⁵ (overflowed
/// differences of logits included) all that is kept is that 0 < exp x < 2⁻¹⁰⁰⁰⁰⁰.
inline Scaled<Ball> scaled_exp(const Ball& x) {
  if (x.v.hi < -1e5) return {{{0, 0}, 1}, -100000};
  if (!(x.err < 0x1p-10) || !(x.v.hi < 1e5)) return {Ball::lost(), 0};
  const ScaledDoubleDouble e = exp(x.v);
  return {{e.m, e.m.hi * (x.err * 1.01 + std::fabs(x.v.hi) * 0x1p-104 + elementary_error)}, e.k};
}
inline Ball exp(const Ball& x) {
  const Scaled<Ball> e = scaled_exp(x);
  if (e.exponent < -1000) return {{0, 0}, 0x1p-998};
  return {ldexp(e.value.v, e.exponent), std::ldexp(e.value.err, e.exponent) + underflow_error};
}

/// Σ_{j≥0} wʲ/(2j + 3) for 0 ≤ w ≤ 2⁻¹². The doubles start at w⁴; they err by less than 2⁻⁵⁰, dropped terms included.
inline Ball atanh_series(const Ball& w) {
  static const Ball c3 = Ball(1) / Ball(3), c5 = Ball(1) / Ball(5), c7 = Ball(1) / Ball(7), c9 = Ball(1) / Ball(9);
  const double x = w.v.hi;
  const Ball rest({1.0 / 11 + x * (1.0 / 13 + x * (1.0 / 15 + x * (1.0 / 17))), 0}, 0x1p-50 + w.err);
  return c3 + w * (c5 + w * (c7 + w * (c9 + w * rest)));
}

/// Σ_{k≥1} wᵏ⁻¹/(k(2k − 1)) for 0 ≤ w ≤ 2⁻¹². The doubles start at w⁴; they err by less than 2⁻⁵⁰, likewise.
inline Ball entropy_series(const Ball& w) {
  static const Ball c2 = Ball(1) / Ball(6), c3 = Ball(1) / Ball(15), c4 = Ball(1) / Ball(28);
  const double x = w.v.hi;
  const Ball rest({1.0 / 45 + x * (1.0 / 66 + x * (1.0 / 91 + x * (1.0 / 120))), 0}, 0x1p-50 + w.err);
  return w * (c2 + w * (c3 + w * (c4 + w * rest))) + 1.0;
}

}  // namespace gibbs::inline v0::detail
