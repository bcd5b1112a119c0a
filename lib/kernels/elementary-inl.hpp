// The logarithm and the exponential of the fast stage, as pairs.
#if defined(GIBBS_KERNELS_ELEMENTARY_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_ELEMENTARY_INL
#undef GIBBS_KERNELS_ELEMENTARY_INL
#else
#define GIBBS_KERNELS_ELEMENTARY_INL
#endif

#include "lib/kernels/constants.hpp"
#include "lib/kernels/pair-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::detail::kernels {
namespace HWY_NAMESPACE {

struct Logarithm {
  V hi, lo;  // ln x = hi + lo within log_error·cube + log_offset (bounds.hpp); |lo| ≤ cube + 2⁻³³
  V cube;    // |r|³
};

/// ln x for normal x > 0. With x = 2ᵉ·m, m ∈ [1 − 2⁻⁶, 2 − 2⁻⁵), and c the tabulated inverse of m's nearest 1 + j/16:
///   ln x = e·ln 2 − ln c + ln(1 + r), r = m·c − 1, |r| < 0.0343.
/// r is exact: m·c is a multiple of 2⁻⁵⁸, of 2⁻⁵⁷ where |r| may pass 2⁻⁵ (there c is a multiple of 2⁻⁵). So is e·ln2_hi
/// + log_table_hi, a multiple of 2⁻⁴² below 2¹⁰, and, by its second half, r²/2. Near x = 1, e and j are 0 and hi = r −
/// … keeps full relative accuracy. Zeros and subnormals give some number below 1024 in magnitude.
HWY_INLINE Logarithm log_pair(V x) {
  const B up = hn::Add(bits(x), set_bits(std::uint64_t{1} << 47));
  const B j = hn::ShiftRight<48>(up);
  const Scaled2 scaled = split(x, up);
  const V e = scaled.e;

  const V r = product_error(scaled.m, lookup(log_inverse, j), set(1));
  const V base = hn::MulAdd(e, set(ln2_hi), lookup(log_table_hi, j));
  const V base_lo = hn::MulAdd(e, set(ln2_lo), lookup(log_table_lo, j));
  const Pair square = two_prod(r, r);
  const V r2 = square.hi, r3 = hn::Mul(r2, r);
  const auto c = [](int k) HWY_ATTR { return set(log_polynomial[k]); };
  const V p01 = hn::MulAdd(c(1), r, c(0)), p23 = hn::MulAdd(c(3), r, c(2)), p45 = hn::MulAdd(c(5), r, c(4)),
          p67 = hn::MulAdd(c(7), r, c(6));
  const V p48 = hn::MulAdd(hn::MulAdd(c(8), r2, p67), r2, p45);
  const V p = hn::MulAdd(hn::MulAdd(p48, r2, p23), r2, p01);

  const V half = set(0.5);
  const V head = hn::NegMulAdd(half, r2, r);                    // r − r²/2, rounded
  const V head_lo = hn::NegMulAdd(half, r2, hn::Sub(r, head));  // exactly what that lost
  const V tail = hn::NegMulAdd(half, square.lo, hn::MulAdd(r3, p, base_lo));
  const Pair sum = fast_two_sum(base, head);
  return {sum.hi, hn::Add(sum.lo, hn::Add(head_lo, tail)), hn::Abs(r3)};
}

/// ln x as one double, for results in binary32: within short_error of max(|ln x|, |e·ln 2 − ln c|).
HWY_INLINE V short_log(V x) {
  const B up = hn::Add(bits(x), set_bits(std::uint64_t{1} << 47));
  const B j = hn::ShiftRight<48>(up);
  const Scaled2 scaled = split(x, up);
  const V r = product_error(scaled.m, lookup(log_inverse, j), set(1));
  const V base = hn::MulAdd(scaled.e, set(ln2), lookup(log_table, j));
  const V r2 = hn::Mul(r, r);
  const auto c = [](int k) HWY_ATTR { return set(short_log_polynomial[k]); };
  const V p01 = hn::MulAdd(c(1), r, c(0)), p23 = hn::MulAdd(c(3), r, c(2)), p45 = hn::MulAdd(c(5), r, c(4));
  const V p = hn::MulAdd(hn::MulAdd(hn::MulAdd(c(6), r2, p45), r2, p23), r2, p01);
  return hn::Add(base, hn::MulAdd(r2, p, r));
}

/// 2^−shift·exp x as one double, within short_error relatively, for |x| ≤ 1100 and a result above 2⁻¹⁰⁰⁰.
HWY_INLINE V short_exp(V x, B bias_minus_shift) {
  const V shifted = hn::MulAdd(x, set(exp_inverse_step), set(0x1.8p52));
  const V k = hn::Sub(shifted, set(0x1.8p52));
  const B i = bits(shifted), j = hn::ShiftRight<4>(i);
  const V scale = number(hn::ShiftLeft<52>(hn::Add(hn::ShiftRight<8>(i), bias_minus_shift)));
  const V power = hn::Mul(hn::Mul(lookup(exp_coarse_hi, j), scale), lookup(exp_fine_hi, i));
  const V r = hn::NegMulAdd(k, set(exp_step_lo), hn::NegMulAdd(k, set(exp_step_hi), x));
  const V p = hn::MulAdd(hn::MulAdd(set(exp_polynomial[1]), r, set(exp_polynomial[0])), r, set(0.5));
  return hn::MulAdd(power, hn::MulAdd(hn::Mul(r, r), p, r), power);
}

/// What both exponentials in pairs share: x = (k/256)·ln 2 + r + s, k = 256e + 16j + i; power = 2^(j/16)·2^(i/256),
/// scale = 2ᵉ⁻ˢʰⁱᶠᵗ. |k| < 2¹⁹ and exp_step_hi has 34 bits, so their product and r are exact; |r| < 0.00136.
struct Reduced {
  V r, s, scale, power, power_lo;
};
HWY_INLINE Reduced reduce(V x, B bias_minus_shift) {
  const V shifted = hn::MulAdd(x, set(exp_inverse_step), set(0x1.8p52));
  const V k = hn::Sub(shifted, set(0x1.8p52));
  const B i = bits(shifted), j = hn::ShiftRight<4>(i);
  const V scale = number(hn::ShiftLeft<52>(hn::Add(hn::ShiftRight<8>(i), bias_minus_shift)));
  const V coarse = lookup(exp_coarse_hi, j), fine = lookup(exp_fine_hi, i);
  const Pair power = two_prod(coarse, fine);
  const V cross = hn::MulAdd(fine, lookup(exp_coarse_lo, j), power.lo);
  return {hn::NegMulAdd(k, set(exp_step_hi), x), hn::Mul(k, set(-exp_step_lo)), scale, power.hi,
          hn::MulAdd(coarse, lookup(exp_fine_lo, i), cross)};
}

/// 2^−shift·exp x within exp_error relatively, for |x| ≤ 1100 and a result above 2⁻¹⁰⁰⁰.
HWY_INLINE Pair exp_pair(V x, B bias_minus_shift) {
  const Reduced a = reduce(x, bias_minus_shift);
  const V t = hn::Add(a.r, a.s), t2 = hn::Mul(t, t), half = set(0.5);
  const auto c = [](int i) HWY_ATTR { return set(exp_polynomial[i]); };
  const V p = hn::MulAdd(hn::MulAdd(hn::MulAdd(hn::MulAdd(c(3), t, c(2)), t, c(1)), t, c(0)), t, half);
  const V rest = hn::MulAdd(t2, p, a.s);
  const Pair grown = two_prod(a.power, a.r);
  const V lo = hn::Add(hn::MulAdd(a.power, rest, grown.lo), hn::MulAdd(a.power_lo, a.r, a.power_lo));
  const Pair sum = fast_two_sum(a.power, grown.hi);
  return {hn::Mul(sum.hi, a.scale), hn::Mul(hn::Add(sum.lo, lo), a.scale)};
}

/// The same within precise_exp_error: here r²/2 is a pair too.
HWY_INLINE Pair precise_exp_pair(V x, B bias_minus_shift) {
  const Reduced a = reduce(x, bias_minus_shift);
  const Pair square = two_prod(a.r, a.r);
  const V half = set(0.5);
  const V head = hn::MulAdd(half, square.hi, a.r);                    // r + r²/2, rounded
  const V head_lo = hn::MulAdd(half, square.hi, hn::Sub(a.r, head));  // exactly what that lost
  const V t = hn::Add(a.r, a.s), t2 = hn::Mul(t, t);
  const auto c = [](int i) HWY_ATTR { return set(exp_polynomial[i]); };
  const V p = hn::MulAdd(hn::MulAdd(hn::MulAdd(c(3), t, c(2)), t, c(1)), t, c(0));
  const V linear = hn::MulAdd(hn::MulAdd(half, a.s, a.r), a.s, a.s);  // s + r·s + s²/2
  const V rest = hn::MulAdd(hn::Mul(t2, t), p, hn::Add(linear, hn::MulAdd(half, square.lo, head_lo)));
  const Pair grown = two_prod(a.power, head);
  const V lo = hn::Add(hn::MulAdd(a.power, rest, grown.lo), hn::MulAdd(a.power_lo, head, a.power_lo));
  const Pair sum = fast_two_sum(a.power, grown.hi);
  const Pair result = fast_two_sum(sum.hi, hn::Add(sum.lo, lo));
  return {hn::Mul(result.hi, a.scale), hn::Mul(result.lo, a.scale)};
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
