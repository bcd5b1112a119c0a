// The logarithm and the exponential of the fast stage, as pairs. proofs/ repeats each function line by line, for Gappa;
// who changes a line here changes it there.
#if defined(GIBBS_KERNELS_ELEMENTARY_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_ELEMENTARY_INL
#undef GIBBS_KERNELS_ELEMENTARY_INL
#else
#define GIBBS_KERNELS_ELEMENTARY_INL
#endif

#include "lib/kernels/constants.hpp"
#include "lib/kernels/pair-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

struct Logarithm {
  V hi, lo;  // ln x = hi + lo within log_error·cube + log_offset (bounds.hpp); |lo| ≤ cube + 2⁻³³
  V cube;    // |r|³
};

/// x = 2ᵉ·m, m ∈ [1 − 2⁻⁶, 2 − 2⁻⁵), for normal x > 0; with c the tabulated inverse of m's nearest 1 + j/16:
///   ln x = e·ln 2 − ln c + ln(1 + r), r = m·c − 1, |r| < 0.0343.
/// r is exact: m·c is a multiple of 2⁻⁵⁸, of 2⁻⁵⁷ where |r| may pass 2⁻⁵ (there c is a multiple of 2⁻⁵).
struct LogReduced {
  V e, r;
  B j;
};
HWY_INLINE LogReduced reduce_log(V x) {
  const B up = hn::Add(bits(x), set_bits(std::uint64_t{1} << 47));
  const B j = hn::ShiftRight<48>(up);
  const Scaled2 scaled = split(x, up);
  return {scaled.e, product_error(scaled.m, lookup(log_inverse, j), set(1)), j};
}
/// Σ c[k]·rᵏ, k < 9.
HWY_INLINE V nine_terms(const double* coefficients, V r, V r2) {
  const auto c = [coefficients](int k) HWY_ATTR { return set(coefficients[k]); };
  const V p01 = hn::MulAdd(c(1), r, c(0)), p23 = hn::MulAdd(c(3), r, c(2)), p45 = hn::MulAdd(c(5), r, c(4)),
          p67 = hn::MulAdd(c(7), r, c(6));
  const V p48 = hn::MulAdd(hn::MulAdd(c(8), r2, p67), r2, p45);
  return hn::MulAdd(hn::MulAdd(p48, r2, p23), r2, p01);
}

/// ln x for normal x > 0. Exact are e·ln2_hi + log_table_hi, a multiple of 2⁻⁴² below 2¹⁰, and, by its second half,
/// r²/2. Near x = 1, e and j are 0 and hi = r − … keeps full relative accuracy. Zeros and subnormals give some number
/// below 1024 in magnitude.
/// Proof: proofs/log_pair.gappa; of r and the tables: logarithm_table in tests/lib/reductions.py.
HWY_INLINE Logarithm log_pair(V x) {
  const LogReduced a = reduce_log(x);
  const V base = hn::MulAdd(a.e, set(ln2_hi), lookup(log_table_hi, a.j));
  const V base_lo = hn::MulAdd(a.e, set(ln2_lo), lookup(log_table_lo, a.j));
  const Pair square = two_prod(a.r, a.r);
  const V r2 = square.hi, r3 = hn::Mul(r2, a.r);
  const V p = nine_terms(log_polynomial, a.r, r2);

  const V half = set(0.5);
  const V head = hn::NegMulAdd(half, r2, a.r);                    // r − r²/2, rounded
  const V head_lo = hn::NegMulAdd(half, r2, hn::Sub(a.r, head));  // exactly what that lost
  const V tail = hn::NegMulAdd(half, square.lo, hn::MulAdd(r3, p, base_lo));
  const Pair sum = fast_two_sum(base, head);
  return {sum.hi, hn::Add(sum.lo, hn::Add(head_lo, tail)), hn::Abs(r3)};
}

/// The same within rough_log_error, |lo| < 2⁻¹⁰·⁶: what log_pair takes twice, r²/2, is taken once.
/// Proof: proofs/rough_log.gappa.
HWY_INLINE Pair rough_log(V x) {
  const LogReduced a = reduce_log(x);
  const V base = hn::MulAdd(a.e, set(ln2_hi), lookup(log_table_hi, a.j));
  const V base_lo = hn::MulAdd(a.e, set(ln2_lo), lookup(log_table_lo, a.j));
  const V r2 = hn::Mul(a.r, a.r);
  const Pair sum = fast_two_sum(base, a.r);
  return {sum.hi, hn::Add(sum.lo, hn::MulAdd(r2, nine_terms(rough_log_polynomial, a.r, r2), base_lo))};
}

/// ln x as one double, for results in binary32: within short_log_error of max(|ln x|, |e·ln 2 − ln c|).
/// Proof: proofs/short_log.gappa.
HWY_INLINE V short_log(V x) {
  const LogReduced a = reduce_log(x);
  const V base = hn::MulAdd(a.e, set(ln2), lookup(log_table, a.j));
  const V r = a.r, r2 = hn::Mul(r, r);
  const auto c = [](int k) HWY_ATTR { return set(short_log_polynomial[k]); };
  const V p01 = hn::MulAdd(c(1), r, c(0)), p23 = hn::MulAdd(c(3), r, c(2)), p45 = hn::MulAdd(c(5), r, c(4));
  const V p = hn::MulAdd(hn::MulAdd(p45, r2, p23), r2, p01);
  return hn::Add(base, hn::MulAdd(r2, p, r));
}

HWY_INLINE double lane(V x) { return hn::GetLane(x); }

/// ln(s + rest), |rest| ≤ 2⁻⁵²·s, s known within `error`, relatively: ln s + rest/s − …, where the square and, near s =
/// 1, three roundings of rest/s are below 8·2⁻¹⁰⁷. That of log_pair's own lo is left room for in its proof
/// (tests/lib/proofs_test.py).
HWY_INLINE Sum log_of(double s, double rest, double error) {
  const Logarithm l = log_pair(set(s));
  const double hi = lane(l.hi), offset = s >= 1 - 0x1p-6 && s < 1 + 0x1p-5 ? 0 : log_offset;
  const double lo = lane(l.lo) + rest / s, sum = hi + lo;
  return {sum, lo - (sum - hi), error + lane(l.cube) * log_error + offset + 0x1p-104};
}
/// The exponentials take their scale 2^−shift as bias_minus(shift): what rounds k to an integer when added, and leaves
/// the biased exponent of 2^(k/steps − shift) above its lowest bits.
HWY_INLINE V bias_minus(int shift, int steps = 256) {
  return set(0x1.8p52 + static_cast<double>(steps * (1023 - shift)));
}
/// 2^⌊k/2ᵇ⌋, `k` being k + bias_minus(…, 2ᵇ).
template <int b>
HWY_INLINE V power_of_two(V k) {
  return number(hn::And(hn::ShiftLeft<52 - b>(bits(k)), set_bits(std::uint64_t{0xfff} << 52)));
}

/// 2^−shift·exp x as one double, within short_exp_error relatively, for |x| ≤ 600; the scale is bias_minus(shift, 16).
/// Proof: proofs/short_exp.gappa.
HWY_INLINE V short_exp(V x, V bias_minus_shift) {
  const V shifted = hn::MulAdd(x, set(exp_inverse_coarse), bias_minus_shift);
  const V r = hn::NegMulAdd(hn::Sub(shifted, bias_minus_shift), set(exp_coarse_step), x);
  const V power = hn::Mul(lookup(exp_coarse_hi, bits(shifted)), power_of_two<4>(shifted));
  const auto c = [](int i) HWY_ATTR { return set(short_exp_polynomial[i]); };
  const V r2 = hn::Mul(r, r);
  const V p = hn::MulAdd(hn::MulAdd(c(3), r, c(2)), r2, hn::MulAdd(c(1), r, c(0)));
  return hn::MulAdd(power, hn::MulAdd(r2, p, r), power);
}

/// 2^−shift·exp x = power·exp(r + s), x = (k/256)·ln 2 + …, k = 256e + 16j + i. |k| < 2¹⁹ and exp_step_hi has 34 bits,
/// so their product and r are exact; the tables have 26 bits, so power = 2^(e − shift)·coarse[j]·fine[i] is; s takes
/// the rest of the tables and of k·ln 2. |r| < 0.00136, |s| < 2⁻²³.
/// Proof: proofs/reduce.gappa; of the tables: ShortPower in tests/lib/reductions.py.
struct Reduced {
  V r, s, power;
};
HWY_INLINE Reduced reduce(V x, V bias_minus_shift) {
  const V shifted = hn::MulAdd(x, set(exp_inverse_step), bias_minus_shift);
  const V k = hn::Sub(shifted, bias_minus_shift);
  const B i = bits(shifted), j = hn::ShiftRight<4>(i);
  const V power = hn::Mul(hn::Mul(lookup(exp_coarse_short, j), lookup(exp_fine_short, i)), power_of_two<8>(shifted));
  const V rest = hn::Add(lookup(exp_coarse_rest, j), lookup(exp_fine_rest, i));
  return {hn::NegMulAdd(k, set(exp_step_hi), x), hn::NegMulAdd(k, set(exp_step_lo), rest), power};
}

/// 2^−shift·exp x = power·(1 + growth), within rough_exp_error relatively, for |x| ≤ 1100 and a result above 2⁻⁹⁰⁰;
/// power is a number of 52 bits, |growth| < 0.00137.
/// Proof: proofs/rough_exp.gappa.
struct Grown {
  V power, growth;
};
HWY_INLINE Grown rough_exp(V x, V bias_minus_shift) {
  const Reduced a = reduce(x, bias_minus_shift);
  const V t = hn::Add(a.r, a.s), t2 = hn::Mul(t, t);
  const auto c = [](int i) HWY_ATTR { return set(exp_polynomial[i]); };
  const V p = hn::MulAdd(hn::MulAdd(hn::MulAdd(c(2), t, c(1)), t, c(0)), t, set(0.5));
  return {a.power, hn::MulAdd(t2, p, t)};
}

/// The same as one double, for shares of long vectors in binary32.
HWY_INLINE V single_exp(V x, V bias_minus_shift) {
  const Grown e = rough_exp(x, bias_minus_shift);
  return hn::MulAdd(e.power, e.growth, e.power);
}

/// The same as a pair, within exp_error.
/// Proof: proofs/exp_pair.gappa.
HWY_INLINE Pair exp_pair(V x, V bias_minus_shift) {
  const Reduced a = reduce(x, bias_minus_shift);
  const V t = hn::Add(a.r, a.s), t2 = hn::Mul(t, t);
  const auto c = [](int i) HWY_ATTR { return set(exp_polynomial[i]); };
  const V p = hn::MulAdd(hn::MulAdd(hn::MulAdd(hn::MulAdd(c(3), t, c(2)), t, c(1)), t, c(0)), t, set(0.5));
  const Pair grown = two_prod(a.power, a.r);
  const V lo = hn::MulAdd(a.power, hn::MulAdd(t2, p, a.s), grown.lo);
  const Pair sum = fast_two_sum(a.power, grown.hi);
  return {sum.hi, hn::Add(sum.lo, lo)};
}

/// 2^(k/256 − shift) as power·scale, whose tables' entries are pairs: within 2⁻¹⁰⁴ relatively.
/// Proof: Power in tests/lib/reductions.py.
struct Power {
  Pair power;
  V k, scale;
};
HWY_INLINE Power power_of(V x, V bias_minus_shift) {
  const V shifted = hn::MulAdd(x, set(exp_inverse_step), bias_minus_shift);
  const B i = bits(shifted), j = hn::ShiftRight<4>(i);
  const V coarse = lookup(exp_coarse_hi, j), fine = lookup(exp_fine_hi, i);
  const Pair power = two_prod(coarse, fine);
  const V cross = hn::MulAdd(fine, lookup(exp_coarse_lo, j), power.lo);
  return {{power.hi, hn::MulAdd(coarse, lookup(exp_fine_lo, i), cross)},
          hn::Sub(shifted, bias_minus_shift),
          power_of_two<8>(shifted)};
}
/// scale·power·(1 + growth + rest), |rest| < |growth| < 0.00137.
HWY_INLINE Pair grow(const Power& a, V growth, V rest) {
  const Pair grown = two_prod(a.power.hi, growth);
  const V lo = hn::Add(hn::MulAdd(a.power.hi, rest, grown.lo), hn::MulAdd(a.power.lo, growth, a.power.lo));
  const Pair sum = fast_two_sum(a.power.hi, grown.hi);
  const Pair result = fast_two_sum(sum.hi, hn::Add(sum.lo, lo));
  return {hn::Mul(result.hi, a.scale), hn::Mul(result.lo, a.scale)};
}

/// 2^−shift·exp x within precise_exp_error: r²/2 is a pair here.
/// Proof: proofs/precise_exp_rest.gappa, then proofs/precise_exp_pair.gappa.
HWY_INLINE Pair precise_exp_pair(V x, V bias_minus_shift) {
  const Power a = power_of(x, bias_minus_shift);
  const V r = hn::NegMulAdd(a.k, set(exp_step_hi), x), s = hn::Mul(a.k, set(-exp_step_lo)), half = set(0.5);
  const Pair square = two_prod(r, r);
  const V head = hn::MulAdd(half, square.hi, r);                    // r + r²/2, rounded
  const V head_lo = hn::MulAdd(half, square.hi, hn::Sub(r, head));  // exactly what that lost
  const V t = hn::Add(r, s), t2 = hn::Mul(t, t);
  const auto c = [](int i) HWY_ATTR { return set(exp_polynomial[i]); };
  const V p = hn::MulAdd(hn::MulAdd(hn::MulAdd(c(3), t, c(2)), t, c(1)), t, c(0));
  const V linear = hn::MulAdd(hn::MulAdd(half, s, r), s, s);  // s + r·s + s²/2
  return grow(a, head, hn::MulAdd(hn::Mul(t2, t), p, hn::Add(linear, hn::MulAdd(half, square.lo, head_lo))));
}

/// 2^−shift·exp x within fine_exp_error: with t = x − (k/256)·ln 2, t, t²/2 and t³/6 are pairs.
/// Proof: proofs/fine_exp_rest.gappa, then proofs/precise_exp_pair.gappa.
HWY_INLINE Pair fine_exp_pair(V x, V bias_minus_shift) {
  const Power a = power_of(x, bias_minus_shift);
  // k times either part of the step is exact.
  const Pair exact = two_sum(hn::NegMulAdd(a.k, set(exp_step_hi), x), hn::Mul(a.k, set(-exp_step_mid)));
  const Pair reduced = fast_two_sum(exact.hi, hn::NegMulAdd(a.k, set(exp_step_rest), exact.lo));
  const V t = reduced.hi, t_lo = reduced.lo, half = set(0.5);
  const Pair square = two_prod(t, t);
  const V square_lo = hn::MulAdd(hn::Add(t, t), t_lo, square.lo);
  const Pair cube = two_prod(square.hi, t);
  const V cube_lo = hn::MulAdd(square.hi, t_lo, hn::MulAdd(square_lo, t, cube.lo));
  const Pair third = two_prod(cube.hi, set(sixth_hi));
  const V third_lo = hn::MulAdd(cube.hi, set(sixth_lo), hn::MulAdd(cube_lo, set(sixth_hi), third.lo));
  const auto c = [](int i) HWY_ATTR { return set(fine_exp_polynomial[i]); };
  const V p = hn::MulAdd(hn::MulAdd(hn::MulAdd(hn::MulAdd(c(4), t, c(3)), t, c(2)), t, c(1)), t, c(0));
  const V fourth = hn::Mul(hn::Mul(square.hi, square.hi), p);

  const Pair first = fast_two_sum(t, hn::Mul(half, square.hi)), all = fast_two_sum(first.hi, third.hi);
  const V small = hn::Add(hn::MulAdd(half, square_lo, t_lo), third_lo);
  return grow(a, all.hi, hn::Add(hn::Add(hn::Add(all.lo, first.lo), small), fourth));
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
