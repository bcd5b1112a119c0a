// From a ball to the nearest number of a format, if the ball is narrow enough to tell.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>

#include "lib/detail/ball.hpp"

namespace gibbs::inline v0::detail {

/// a + b rounded to odd: truncated, and the last bit set if anything was lost. Rounding that to a format of at most 51
/// bits equals rounding a + b itself (Boldo, Melquiond 2008).
inline double sum_to_odd(double a, double b) {
  const DoubleDouble s = two_sum(a, b);
  const auto bits = std::bit_cast<std::uint64_t>(s.hi);
  if (s.lo == 0 || (bits & 1)) return s.hi;
  return std::bit_cast<double>((s.lo > 0) == (s.hi > 0) ? bits + 1 : bits - 1);
}

/// The number of format T nearest to all numbers of ball·2^exponent, if there is one. A zero is +0.
///
/// 2·err is a true bound (ball.hpp), and ε below exceeds it by the rounding of lo ± ε itself, so hi + (lo − ε) and
/// hi + (lo + ε), computed, enclose what rounding of the ball's ends would give: rounding is monotone.
template <class T>
[[gnu::always_inline]] inline std::optional<T> rounded(const Ball& ball, int exponent = 0) {
  const auto [hi, lo] = ball.v;
  const double epsilon = 2 * ball.err + std::fabs(lo) * 0x1p-52;
  if (!std::isfinite(hi) || !std::isfinite(epsilon)) return {};
  if constexpr (sizeof(T) == sizeof(float)) {
    // Ends so far out that the roundings to doubles cannot bring them within the ball: enough but next to a midpoint.
    const double beyond = epsilon * (1 + 0x1p-50) + std::fabs(hi) * 0x1p-51;
    const T below = static_cast<T>(hi + (lo - beyond)), above = static_cast<T>(hi + (lo + beyond));
    if (exponent == 0 && below == above) return below + T{0};
    const T lower = static_cast<T>(std::ldexp(sum_to_odd(hi, lo - epsilon), exponent));
    const T upper = static_cast<T>(std::ldexp(sum_to_odd(hi, lo + epsilon), exponent));
    if (lower == upper) return lower + T{0};
  } else {
    const T lower = hi + (lo - epsilon), upper = hi + (lo + epsilon);
    if (exponent == 0 && lower == upper) return lower + T{0};
    if (exponent == 0) return {};
    const double top = std::max(std::fabs(lower), std::fabs(upper));
    if (top > 0 && std::ilogb(top) + 1 + exponent <= -1075) return T{0};  // below half the smallest subnormal
    const T result = std::ldexp(lower, exponent);
    if (lower == upper && std::fabs(result) >= 0x1p-1021) return result;
  }
  return {};
}

}  // namespace gibbs::inline v0::detail
