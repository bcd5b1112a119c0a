// Pairs of doubles: a number of about 106 bits as the unevaluated sum hi + lo, |lo| ≤ ½ ulp(hi).
//
// u = 2⁻⁵³. Rounding is to nearest, ties to even; the bounds hold barring underflow and overflow. Algorithms and
// bounds: Joldes, Muller, Popescu 2017, Tight and rigorous error bounds for basic building blocks of double-word
// arithmetic ("JMP" below).
#pragma once

#include <cmath>

namespace gibbs::inline v0::detail {

struct DoubleDouble {
  double hi = 0;
  double lo = 0;
};

/// Knuth: hi = fl(a + b) and hi + lo = a + b exactly, unless a + b overflows.
inline DoubleDouble two_sum(double a, double b) {
  const double hi = a + b;
  const double b_seen = hi - a;
  return {hi, (a - (hi - b_seen)) + (b - b_seen)};
}

/// Dekker: the same, given |a| ≥ |b| or a = 0.
inline DoubleDouble fast_two_sum(double a, double b) {
  const double hi = a + b;
  return {hi, b - (hi - a)};
}

/// hi = fl(a·b) and hi + lo = a·b exactly, unless a·b overflows or has bits below 2⁻¹⁰⁷⁴.
inline DoubleDouble two_prod(double a, double b) {
  const double hi = a * b;
  return {hi, std::fma(a, b, -hi)};
}

inline DoubleDouble operator-(DoubleDouble x) { return {-x.hi, -x.lo}; }

/// JMP algorithm 6: relative error ≤ 3u² + 13u³, whatever the signs.
inline DoubleDouble operator+(DoubleDouble x, DoubleDouble y) {
  const DoubleDouble s = two_sum(x.hi, y.hi);
  const DoubleDouble t = two_sum(x.lo, y.lo);
  const DoubleDouble v = fast_two_sum(s.hi, s.lo + t.hi);
  return fast_two_sum(v.hi, t.lo + v.lo);
}

/// JMP algorithm 4: relative error ≤ 2u².
inline DoubleDouble operator+(DoubleDouble x, double y) {
  const DoubleDouble s = two_sum(x.hi, y);
  return fast_two_sum(s.hi, x.lo + s.lo);
}

inline DoubleDouble operator-(DoubleDouble x, DoubleDouble y) { return x + -y; }

/// JMP algorithm 10: relative error ≤ 7u².
inline DoubleDouble operator*(DoubleDouble x, DoubleDouble y) {
  const DoubleDouble c = two_prod(x.hi, y.hi);
  return fast_two_sum(c.hi, c.lo + (x.hi * y.lo + x.lo * y.hi));
}

/// JMP algorithm 8: relative error ≤ 3u².
inline DoubleDouble operator*(DoubleDouble x, double y) {
  const DoubleDouble c = two_prod(x.hi, y);
  return fast_two_sum(c.hi, c.lo + x.lo * y);
}

/// JMP algorithm 17: relative error ≤ 15u² + 56u³ with the product of algorithm 7. That of algorithm 8, used here, errs
/// by 3u² instead of 1.5u², which adds less than 2u².
inline DoubleDouble operator/(DoubleDouble x, DoubleDouble y) {
  const double q = x.hi / y.hi;
  const DoubleDouble r = y * q;
  return fast_two_sum(q, ((x.hi - r.hi) + (x.lo - r.lo)) / y.hi);
}

/// Lefèvre, Louvet, Muller, Picot, Rideau 2023, Accurate Calculation of Euclidean Norms Using Double-Word Arithmetic,
/// algorithm SQRTDWtoDW: relative error ≤ 25/8 u², for x > 0.
inline DoubleDouble sqrt(DoubleDouble x) {
  const double root = std::sqrt(x.hi);
  return fast_two_sum(root, (x.lo + std::fma(-root, root, x.hi)) / (2 * root));
}

/// x·2ᵏ, exact unless it under- or overflows.
inline DoubleDouble ldexp(DoubleDouble x, int k) { return {std::ldexp(x.hi, k), std::ldexp(x.lo, k)}; }

}  // namespace gibbs::inline v0::detail
