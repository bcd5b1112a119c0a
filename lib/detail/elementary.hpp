// Logarithm and exponential of double-doubles, by tables and short polynomials.
#pragma once

#include "lib/detail/double_double.hpp"

namespace gibbs::inline v0::detail {

/// Relative error of the functions below. Their steps add up to less than 2⁻⁸⁸·⁵ (elementary.cpp).
inline constexpr double elementary_error = 0x1p-88;

inline constexpr DoubleDouble ln2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};  // error < 2⁻¹⁰⁸

/// ln x, x > 0 (subnormals too).
DoubleDouble log(DoubleDouble x);

/// ln(1 + x) for |x| ≤ 2⁻¹².
DoubleDouble log1p_small(DoubleDouble x);

/// A number m·2ᵏ with m in [0.9, 2.1).
struct ScaledDoubleDouble {
  DoubleDouble m;
  int k;
};
/// exp x, |x| ≤ 10⁵.
ScaledDoubleDouble exp(DoubleDouble x);

}  // namespace gibbs::inline v0::detail
