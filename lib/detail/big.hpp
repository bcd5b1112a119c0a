// The number type of the last stage: balls of any precision. Private to last_stage.cpp.
#pragma once

#include <algorithm>
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>

#include "lib/detail/ball.hpp"

namespace gibbs::inline v0::detail {

/// Integers of any size; up to 768 bits without allocation.
using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<768, 0>>;

/// Bits of |x|; 0 for 0. (msb(abs(x)) would copy x.)
inline std::int64_t bits(const Integer& x) {
  const auto& limbs = x.backend();
  const auto below_top =
      static_cast<std::int64_t>(limbs.size() - 1) * std::numeric_limits<decltype(*limbs.limbs() + 0)>::digits;
  return below_top + static_cast<std::int64_t>(std::bit_width(limbs.limbs()[limbs.size() - 1]));
}

/// x = integer·2^exponent, exactly.
inline std::pair<Integer, std::int64_t> dyadic(double x) {
  int exponent = 0;
  const double fraction = std::frexp(x, &exponent);
  return {Integer(static_cast<std::int64_t>(std::ldexp(fraction, 53))), exponent - 53};
}

/// The number meant lies in [m − r, m + r]·2^e. All operations round to `precision` bits and widen r by what that
/// costs; every bound is an exact integer computation.
struct Big {
  Integer m{};
  Integer r{};
  std::int64_t e = 0;

  inline static thread_local std::int64_t precision = 192;

  Big() = default;
  explicit Big(double x) { std::tie(m, e) = dyadic(x); }
  Big(Integer middle, Integer radius, std::int64_t exponent)
      : m(std::move(middle)), r(std::move(radius)), e(exponent) {}
  static Big difference(double a, double b);
  /// A ball so wide that it decides nothing.
  static Big lost() { return {0, 1, std::int64_t{1} << 40}; }

  bool is_zero() const { return m == 0 && r == 0; }
  /// |x| < 2^size().
  std::int64_t size() const { return is_zero() ? -(std::int64_t{1} << 40) : std::max(bits(m), bits(r)) + 1 + e; }
};

/// More bits while it lives.
class ExtraPrecision {
 public:
  explicit ExtraPrecision(std::int64_t extra) : before_(Big::precision) { Big::precision += extra; }
  ~ExtraPrecision() { Big::precision = before_; }
  ExtraPrecision(const ExtraPrecision&) = delete;

 private:
  std::int64_t before_;
};

/// The same ball in units of 2^(e + drop): truncations cost at most one unit each for m and r.
inline Big coarser(Big x, std::int64_t drop) {
  if (drop <= 0 || x.is_zero()) return x;
  const bool exact = x.r == 0 && static_cast<std::int64_t>(boost::multiprecision::lsb(abs(x.m))) >= drop;
  const auto shift = static_cast<unsigned>(std::min(drop, std::max(bits(x.m), bits(x.r)) + 1));
  x.m = x.m < 0 ? Integer(-(-x.m >> shift)) : Integer(x.m >> shift);
  x.r >>= shift;
  if (!exact) x.r += 2;
  x.e += drop;
  return x;
}

inline Big rounded(Big x) {
  const std::int64_t excess = std::max(bits(x.m), bits(x.r)) - Big::precision;
  return coarser(std::move(x), excess);
}

inline Big operator-(const Big& x) { return {Integer(-x.m), x.r, x.e}; }

inline Big operator+(const Big& x, const Big& y) {
  if (x.is_zero()) return y;
  if (y.is_zero()) return x;
  if (x.e < y.e) return y + x;
  const std::int64_t e = std::max(y.e, x.e - 2 * Big::precision);
  const Big low = coarser(y, e - y.e);
  const auto shift = static_cast<unsigned>(x.e - e);
  return rounded({(x.m << shift) + low.m, (x.r << shift) + low.r, e});
}
inline Big operator-(const Big& x, const Big& y) { return x + -y; }

inline Big operator*(const Big& x, const Big& y) {
  if (x.is_zero() || y.is_zero()) return {};
  return rounded({x.m * y.m, abs(x.m) * y.r + abs(y.m) * x.r + x.r * y.r, x.e + y.e});
}

/// |a/b − q| ≤ (r_a + |q|·r_b)/(|b| − r_b).
inline Big operator/(const Big& x, const Big& y) {
  if (abs(y.m) <= y.r) return Big::lost();
  if (x.is_zero()) return {};
  const std::int64_t shift = std::max<std::int64_t>(0, Big::precision + bits(y.m) - bits(x.m));
  const auto s = static_cast<unsigned>(shift);
  const Integer q = (x.m << s) / y.m;
  const Integer r = y.r == 0 && x.r == 0 && q * y.m == (x.m << s)
                        ? Integer(0)
                        : Integer(((x.r << s) + (abs(q) + 1) * y.r) / (abs(y.m) - y.r) + 2);
  return rounded({q, r, x.e - y.e - shift});
}

/// |√(m ± r) − √m| ≤ r/√m, and the integer root is below √m by less than 1.
inline Big sqrt(const Big& x) {
  if (x.is_zero()) return {};
  if (x.m <= x.r) return Big::lost();
  std::int64_t shift = std::max<std::int64_t>(0, 2 * Big::precision - bits(x.m));
  if ((x.e - shift) % 2 != 0) ++shift;
  const auto s = static_cast<unsigned>(shift);
  const Integer square = x.m << s, root = boost::multiprecision::sqrt(square);
  const Integer r = x.r == 0 && root * root == square ? Integer(0) : Integer((x.r << s) / root + 2);
  return rounded({root, r, (x.e - shift) / 2});
}

inline Big operator+(const Big& x, double y) { return x + Big(y); }
inline Big operator*(const Big& x, double y) { return x * Big(y); }
inline Big Big::difference(double a, double b) { return Big(a) - Big(b); }

/// x widened by |bound|.
inline Big widened(const Big& x, const Big& bound) { return x + Big{0, abs(bound.m) + bound.r, bound.e}; }

/// Σ_{k≥first} wᵏ⁻ᶠⁱʳˢᵗ·c(k) for |w| ≤ 2⁻⁶ and |c| falling: what is left out is below the last term taken.
template <class Coefficient>
Big power_series(const Big& w, double first, Coefficient c) {
  Big sum{}, power(1);
  for (double k = first;; ++k) {
    const Big term = power * c(k);
    sum = sum + term;
    if (term.size() < -Big::precision) return widened(sum, term);
    power = power * w;
  }
}

inline bool is_small(const Big& x) { return x.size() <= -6; }
inline Big atanh_series(const Big& w) {
  return power_series(w, 0, [](double k) { return Big(1) / Big(2 * k + 3); });
}
inline Big entropy_series(const Big& w) {
  return power_series(w, 1, [](double k) { return Big(1) / Big(k * (2 * k - 1)); });
}

/// Halved k times until |x| < 2⁻ᵠ, Taylor, then squared k times; each squaring doubles the relative error, hence the
/// extra precision. Far below zero all that is kept is that 0 < exp x < 2^−2²³.
inline Big exp(const Big& x) {
  const std::int64_t size = x.size();
  if (size > 26) return x.m < 0 && x.r < abs(x.m) / 4 ? Big(0, 1, -(1 << 23)) : Big::lost();
  const std::int64_t q = 8 + static_cast<std::int64_t>(std::sqrt(static_cast<double>(Big::precision)) / 2);
  const std::int64_t halvings = std::max<std::int64_t>(0, size + q);
  const auto result = [&] {
    const ExtraPrecision extra(2 * halvings + 16);
    const Big y{x.m, x.r, x.e - halvings};
    Big sum(1), term(1);
    for (double k = 1; term.size() >= -Big::precision; ++k) {
      term = term * y / Big(k);
      sum = sum + term;
    }
    sum = widened(sum, term);
    for (std::int64_t i = 0; i < halvings; ++i) sum = sum * sum;
    return sum;
  }();
  return rounded(result);
}
inline Scaled<Big> scaled_exp(const Big& x) { return {exp(x)}; }

/// t·(1 − t/2 + t²/3 − …) for |t| ≤ 2⁻⁶.
inline Big log1p_series(const Big& t) {
  return t * power_series(-t, 1, [](double k) { return Big(1) / Big(k); });
}

/// ln x = y + ln(x·exp(−y)) for any y; with y the double nearest to ln x, roughly, x·exp(−y) is near 1.
inline Big log(const Big& x) {
  if (x.m <= 0 || (x.r << 10) >= x.m) return Big::lost();
  const Big t0 = x - Big(1);
  if (is_small(t0)) return log1p_series(t0);
  const std::int64_t excess = bits(x.m) - 60;
  const Integer top = excess > 0 ? Integer(x.m >> static_cast<unsigned>(excess)) : x.m;
  const double y = std::log(static_cast<double>(top.convert_to<std::int64_t>())) +
                   static_cast<double>(x.e + std::max<std::int64_t>(excess, 0)) * ln2.hi;
  return log1p_series(x * exp(-Big(y)) - Big(1)) + Big(y);
}
inline Big log1p(const Big& x) { return is_small(x) ? log1p_series(x) : log(x + Big(1)); }

}  // namespace gibbs::inline v0::detail
