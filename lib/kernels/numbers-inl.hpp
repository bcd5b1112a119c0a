// Values of single numbers, and squared errors, for one dispatch target at a time.
#if defined(GIBBS_KERNELS_NUMBERS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_NUMBERS_INL
#undef GIBBS_KERNELS_NUMBERS_INL
#else
#define GIBBS_KERNELS_NUMBERS_INL
#endif

#include <cmath>
#include <optional>

#include "lib/kernels/round-inl.hpp"
#include "lib/kernels/totals-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

/// Σ (x − y)². A difference is a pair exactly, its square one within 8u², relatively, however products are taken: the
/// low part's square is u², and low parts below 3u are rounded twice.
template <class T>
struct SquaresStep {
  PairSum sum;
  V largest;

  HWY_INLINE SquaresStep() : largest(zero()) {}
  HWY_INLINE void operator()(V x, V y) {
    const Pair d = two_sum(x, hn::Neg(y)), square = two_prod(d.hi, d.hi);
    largest = hn::Max(hn::Abs(d.hi), largest);
    sum.add(fast_two_sum(square.hi, hn::MulAdd(hn::Add(d.hi, d.hi), d.lo, square.lo)));
  }
  HWY_INLINE void settle() { sum.settle(); }
  HWY_INLINE Sum total(std::size_t n) const {
    const Pair all = sum.total();
    Sum result = sum_of_pairs(all.hi, all.lo);
    result.error = result.hi * (1.01 * pair_error(n, lanes) + 0x1p-102);
    return result;
  }
};
/// For binary32 plain: a difference is rounded once, which its square has twice.
template <>
struct SquaresStep<float> {
  GroupSum sum;
  V largest;

  HWY_INLINE SquaresStep() : largest(zero()) {}
  HWY_INLINE void operator()(V x, V y) {
    const V d = hn::Sub(x, y);
    largest = hn::Max(hn::Abs(d), largest);
    sum.add_product(d, d);
  }
  HWY_INLINE void settle() { sum.settle(); }
  HWY_INLINE Sum total(std::size_t n) const {
    const double total = sum.total();
    return {total, 0, total * (group_error(n, lanes) + 0x1.1p-52)};
  }
};
/// N: the format whose steps these are. A square, or a part of it, that underflows is nothing beside such a sum.
template <class N, class T>
HWY_ATTR std::optional<Sum> squared_errors_of(std::span<const T> x, std::span<const T> y) {
  SquaresStep<N> step;
  walk(step, T{0}, x.size(), x.data(), y.data());
  Sum sum = step.total(x.size());
  const double largest = lane(hn::MaxOfLanes(Doubles(), step.largest));
  if (largest == 0 && sum.hi == 0) return Sum{};
  if (!(largest < 0x1p430 && sum.hi > 0x1p-800)) return {};
  sum.error += static_cast<double>(x.size()) * 0x1p-1060;
  return sum;
}

/// hi + lo within `error`, a little of which is for its own roundings; it is infinite where nothing is known. In
/// binary32 hi alone, but for a rounding or two.
struct Enclosed {
  V hi, lo, error;

  HWY_INLINE Enclosed(V high, V low, V err, Mask known)
      : hi(high), lo(low), error(hn::IfThenElse(known, err, set(HUGE_VAL))) {}
};
/// A step that encloses values as one that decides them.
template <class Step>
struct Deciding : Step {
  HWY_INLINE Decided operator()(Place<double> x) const {
    const Enclosed y = Step::operator()(x);
    const V wide = hn::MulAdd(hn::Abs(y.lo), set(0x1p-52), y.error);
    return decide(hn::Add(y.hi, hn::Sub(y.lo, wide)), hn::Add(y.hi, hn::Add(y.lo, wide)), hn::Eq(y.hi, y.hi));
  }
  HWY_INLINE Decided operator()(Place<float> x) const {
    const Enclosed y = Step::operator()(x);
    const V wide = hn::MulAdd(hn::Abs(y.hi), set(0x1p-51), y.error);
    return decide_float(hn::Sub(y.hi, wide), hn::Add(y.hi, wide));
  }
  template <class T>
  HWY_INLINE Mask is_special(Place<T>) const {
    return hn::Lt(zero(), zero());
  }
  static constexpr double special = 0;
};

/// log_pair's error, of ln s = hi + …, and a little more.
HWY_INLINE V error_of(const Logarithm& l, V s) {
  const Mask near = hn::And(hn::Ge(s, set(1 - 0x1p-6)), hn::Lt(s, set(1 + 0x1p-5)));
  const V offset = hn::IfThenElse(near, hn::Mul(hn::Abs(l.hi), set(2 * log_near_one)), set(1.01 * log_offset));
  return hn::MulAdd(l.cube, set(1.01 * log_error), offset);
}

/// −ln p·per_nat. The product's parts are rounded four times below 3u of it.
template <class T>
struct InformationStep {
  V unit, unit_lo, unit_error;

  HWY_INLINE explicit InformationStep(const Sum& per_nat)
      : unit(set(-per_nat.hi)), unit_lo(set(-per_nat.lo)), unit_error(set(per_nat.error + per_nat.hi * 0x1p-100)) {}
  HWY_INLINE Enclosed operator()(Place<T> x) const {
    const V p = load(x.z);
    const Mask known = hn::And(hn::Ge(p, set(0x1p-1022)), hn::Le(p, set(1)));
    const Logarithm l = log_pair(p);
    const Pair log = fast_two_sum(l.hi, l.lo), product = two_prod(log.hi, unit);
    const V lo = hn::MulAdd(log.hi, unit_lo, hn::MulAdd(log.lo, unit, product.lo));
    const V error = hn::NegMulAdd(error_of(l, p), unit, hn::Mul(hn::Abs(log.hi), unit_error));
    return {product.hi, lo, error, known};
  }
};
template <>
struct InformationStep<float> {
  V unit;

  HWY_INLINE explicit InformationStep(const Sum& per_nat) : unit(set(-per_nat.hi)) {}
  HWY_INLINE Enclosed operator()(Place<float> x) const {
    const V p = load(x.z), value = hn::Mul(short_log(p), unit);
    const Mask known = hn::And(hn::Gt(p, zero()), hn::Le(p, set(1)));
    return {value, zero(), hn::Mul(value, set(2.1 * short_log_error + 0x1p-50)), known};
  }
};

/// exp(−size), size ≤ 600, within exp_error; for binary32 within short_exp_error.
template <class T>
HWY_INLINE Pair falling(V size) {
  if constexpr (sizeof(T) == sizeof(float)) {
    return {short_exp(hn::Neg(size), bias_minus(0, 16)), zero()};
  } else {
    const Pair power = exp_pair(hn::Neg(size), bias_minus(0));
    return fast_two_sum(power.hi, power.lo);
  }
}
/// x/y, whose low parts are below 5u, within 2⁻⁹⁹: the first quotient misses by 2u, and what it misses, below 8u, is
/// rounded, divided by y.hi instead of y, and by that but for u, in five steps.
HWY_INLINE Pair over(Pair x, Pair y) {
  const V inverse = hn::Div(set(1), y.hi), q = hn::Mul(x.hi, inverse);
  const V missed = hn::MulAdd(q, y.lo, product_error(q, y.hi, x.hi));
  return {q, hn::Mul(hn::Sub(x.lo, missed), inverse)};
}

/// A logit and its label: e = exp(−|z|), and 1 − y.
template <class T>
struct Sigmoid {
  V y, size;
  Mask positive, known;
  Pair e, rest;

  HWY_INLINE explicit Sigmoid(Place<T> x) : Sigmoid(load(x.z), load(x.p)) {}
  HWY_INLINE Sigmoid(V z, V label)
      : y(label),
        size(hn::Abs(z)),
        positive(hn::Ge(z, zero())),
        known(hn::And(hn::Le(size, set(reach)), hn::And(hn::Ge(y, zero()), hn::Le(y, set(1))))),
        e(falling<T>(size)),
        rest(sizeof(T) == sizeof(float) ? Pair{hn::Sub(set(1), y), zero()} : two_sum(set(1), hn::Neg(y))) {}
  HWY_INLINE Pair choose(Pair a, Pair b) const {
    return {hn::IfThenElse(positive, a.hi, b.hi), hn::IfThenElse(positive, a.lo, b.lo)};
  }
};
HWY_INLINE Pair times(Pair x, V y) {
  const Pair product = two_prod(x.hi, y);
  return {product.hi, hn::MulAdd(x.lo, y, product.lo)};
}

/// ln(1 + e), e ≤ 1 within exp_error, and its error: log1p_of for vectors. Relatively, from e = 2⁻²⁷ on, what 1 + e
/// loses when it is rounded is 2⁻⁵² at most, and its roundings and its square 2⁻⁷⁶; below, the series' rest is 2⁻⁸³,
/// and the roundings of a low part below 2⁻²⁷ are 2⁻⁷⁸ until a loss is rounded. That is less than 0.05 of exp_error.
struct Log1p {
  Pair value;
  V error;
};
HWY_INLINE Log1p log1p_of(Pair e) {
  const Pair s = two_sum(set(1), e.hi);
  const Logarithm l = log_pair(s.hi);
  const Pair log = fast_two_sum(l.hi, hn::Add(l.lo, hn::Div(hn::Add(s.lo, e.lo), s.hi)));
  const V square = hn::Mul(e.hi, e.hi);
  const V series_lo = hn::NegMulAdd(square, hn::NegMulAdd(e.hi, set(1.0 / 3), set(0.5)), e.lo);
  const Mask small = hn::Lt(e.hi, set(0x1p-27));
  const Pair value{hn::IfThenElse(small, e.hi, log.hi), hn::IfThenElse(small, series_lo, log.lo)};
  const V own = hn::IfThenElseZero(hn::Not(small), error_of(l, s.hi));
  return {value, hn::MulAdd(value.hi, set(1.05 * exp_error), own)};
}

/// z ≥ 0: z(1 − y) + ln(1 + e); z < 0: −zy + ln(1 + e). All terms are ≥ 0; their low parts are rounded five times below
/// 3u of the sum.
template <class T>
struct SigmoidLossStep {
  HWY_INLINE Enclosed operator()(Place<T> x) const {
    const Sigmoid<T> at(x);
    const Log1p log = log1p_of(at.e);
    const Pair linear = times(at.choose(at.rest, {at.y, zero()}), at.size), s = two_sum(linear.hi, log.value.hi);
    const V lo = hn::Add(s.lo, hn::Add(linear.lo, log.value.lo));
    return {s.hi, lo, hn::MulAdd(s.hi, set(0x1p-100), log.error), at.known};
  }
};
/// In binary32 with ln(1 + e) = ln s + rest, s being 1 + e rounded, but for e·2⁻⁵²; and all within 2⁻⁴⁰, relatively:
/// short_log_error 2.1 times, short_exp_error, and roundings.
template <>
struct SigmoidLossStep<float> {
  HWY_INLINE Enclosed operator()(Place<float> x) const {
    const Sigmoid<float> at(x);
    const V s = hn::Add(set(1), at.e.hi), rest = hn::Sub(at.e.hi, hn::Sub(s, set(1)));
    const V log = hn::Add(short_log(s), rest);
    const V value = hn::MulAdd(at.size, hn::IfThenElse(at.positive, at.rest.hi, at.y), log);
    return {value, zero(), hn::Mul(value, set(0x1p-40)), at.known};
  }
};

/// z ≥ 0: ((1 − y) − ye)/(1 + e); z < 0: ((1 − y)e − y)/(1 + e). e's own error is in one of the two terms and, less
/// than half as much, in the quotient.
template <class T>
struct SigmoidSlopeStep {
  HWY_INLINE Enclosed operator()(Place<T> x) const {
    const Sigmoid<T> at(x);
    const Pair y{at.y, zero()}, by_y = times(at.e, at.y), rest = times(at.e, at.rest.hi),
                                by_rest{rest.hi, hn::MulAdd(at.e.hi, at.rest.lo, rest.lo)};
    const Pair more = at.choose(at.rest, by_rest), less = at.choose(by_y, y);
    const V off = hn::IfThenElse(at.positive, less.hi, more.hi);
    const Pair difference = two_sum(more.hi, hn::Neg(less.hi));
    const Pair top = two_sum(difference.hi, hn::Add(difference.lo, hn::Sub(more.lo, less.lo)));
    const Pair sum = two_sum(set(1), at.e.hi), q = over(top, {sum.hi, hn::Add(sum.lo, at.e.lo)});
    const V terms = hn::MulAdd(off, set(1.01 * exp_error), hn::Mul(hn::Add(more.hi, less.hi), set(0x1p-99)));
    const V error = hn::MulAdd(hn::Abs(q.hi), set(0.51 * exp_error), hn::Div(terms, sum.hi));
    return {q.hi, q.lo, error, at.known};
  }
};
/// In binary32 each term errs by short_exp_error and a few roundings, and the quotient by less than that again.
template <>
struct SigmoidSlopeStep<float> {
  HWY_INLINE Enclosed operator()(Place<float> x) const {
    const Sigmoid<float> at(x);
    const V e = at.e.hi, more = hn::IfThenElse(at.positive, at.rest.hi, hn::Mul(at.rest.hi, e)),
            less = hn::IfThenElse(at.positive, hn::Mul(at.y, e), at.y), inverse = hn::Div(set(1), hn::Add(set(1), e));
    const V error = hn::Mul(hn::Mul(hn::Add(more, less), inverse), set(2 * short_exp_error + 0x1p-49));
    return {hn::Mul(hn::Sub(more, less), inverse), zero(), error, at.known};
  }
};

/// e/(1 + e)², which an error of e moves by no more than that, relatively.
template <class T>
struct SigmoidCurvatureStep {
  HWY_INLINE Enclosed operator()(Place<T> x) const {
    const V size = hn::Abs(load(x.z));
    const Pair e = falling<T>(size), s = two_sum(set(1), e.hi), square = two_prod(s.hi, s.hi);
    const Pair q = over(e, {square.hi, hn::MulAdd(hn::Add(s.hi, s.hi), hn::Add(s.lo, e.lo), square.lo)});
    const V relative = set(1.05 * (sizeof(T) == sizeof(float) ? short_exp_error : exp_error));
    return {q.hi, q.lo, hn::Mul(q.hi, relative), hn::Le(size, set(reach))};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
