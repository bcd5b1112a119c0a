// What each class gets of the sums over logits, rounded: a pass over the classes, for one dispatch target at a time.
#if defined(GIBBS_KERNELS_SHARES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_SHARES_INL
#undef GIBBS_KERNELS_SHARES_INL
#else
#define GIBBS_KERNELS_SHARES_INL
#endif

#include <cmath>

#include "lib/kernels/logits-inl.hpp"
#include "lib/kernels/round-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

/// Where the sums left smaller logits out.
HWY_INLINE double floor_of(const LogitSums& sums) { return sums.rest ? sums.peak - reach : deepest; }

/// The exponential of a logit over the sum of all, and its relative error.
template <class T, bool is_kept>
struct Share {
  V floor, vanishing, inverse, inverse_lo, relative_error, origin, least;
  const double* keep;
  double slope;

  HWY_INLINE Share(const LogitSums& sums, const Kept& kept)
      : floor(set(floor_of(sums))),
        vanishing(set(sums.peak - 746)),
        origin(bias_minus(sums.shift())),
        keep(kept.room.data()),
        slope(is_kept ? kept.precision->slope : precise_exp_slope) {
    const V total = set(sums.total.hi);
    inverse = hn::Div(set(1), total);
    const V beyond = hn::MulAdd(set(sums.total.lo), inverse, product_error(total, inverse, set(1)));
    inverse_lo = hn::Neg(hn::Mul(inverse, beyond));
    // The square of the sum's relative error, and roundings that `own` does not have, are below 2⁻¹⁰⁰.
    relative_error =
        set((is_kept ? kept.precision->own : precise_exp_error(0)) + sums.total.error / sums.total.hi + 0x1p-100);
    // Where the floor stands for a smaller logit the share is at most exp(−600) of the largest, or of 1.
    least = hn::Mul(set(0x1p-865), hn::Max(set(1), inverse));
  }
  HWY_INLINE Pair operator()(const T* z) {
    const Pair e = is_kept ? Pair{next(), next()} : precise_exp_pair(hn::Max(load(z), floor), origin);
    const Pair q = two_prod(e.hi, inverse);
    return {q.hi, hn::Add(q.lo, hn::MulAdd(e.hi, inverse_lo, hn::Mul(e.lo, inverse)))};
  }
  HWY_INLINE V next() {
    keep += lanes;
    return load(keep - lanes);
  }
  /// A precise exponential's own error grows with its logit's distance from 0.
  HWY_INLINE V error(const T* z) const {
    if (slope == 0) return relative_error;
    return hn::MulAdd(hn::Abs(hn::Max(load(z), floor)), set(slope), relative_error);
  }
  /// exp(−746) is below half the smallest number of either format, as is what is smaller.
  HWY_INLINE Mask vanishes(V z) const { return hn::Lt(z, vanishing); }
};

template <class T, bool is_kept>
struct SoftmaxStep {
  Share<T, is_kept> share;

  HWY_INLINE SoftmaxStep(const LogitSums& sums, const Kept& kept) : share(sums, kept) {}
  HWY_INLINE Decided operator()(Place<T> x) {
    const Pair q = share(x.z);
    const V error = share.error(x.z);
    const V lower = hn::Add(q.hi, hn::NegMulAdd(q.hi, error, q.lo)),
            upper = hn::Add(q.hi, hn::MulAdd(q.hi, error, q.lo));
    return decide(lower, upper, hn::Ge(q.hi, share.least));
  }
  HWY_INLINE Mask is_special(Place<T> x) const { return share.vanishes(load(x.z)); }
  static constexpr double special = 0;
};

/// The exponential of a logit, for binary32, and the bounds of its share's inverse.
template <bool is_kept>
struct Share<float, is_kept> {
  V floor, origin, inverse, error;
  const double* keep;

  HWY_INLINE Share(const LogitSums& sums, const Kept& kept)
      : floor(set(floor_of(sums))), origin(bias_minus(sums.shift())), keep(kept.room.data()) {
    inverse = hn::Div(set(1), set(sums.total.hi));
    // A share is rounded four times, total.lo left out, a slope five times.
    error = set((is_kept ? kept.precision->own : single_exp_error) + sums.total.error / sums.total.hi + 0x1.5p-51);
  }
  HWY_INLINE V operator()(const float* z) {
    if constexpr (!is_kept) return single_exp(hn::Max(load(z), floor), origin);
    keep += lanes;
    return load(keep - lanes);
  }
};

template <bool is_kept>
struct SoftmaxStep<float, is_kept> {
  Share<float, is_kept> share;
  V low, high;

  HWY_INLINE SoftmaxStep(const LogitSums& sums, const Kept& kept)
      : share(sums, kept),
        low(hn::NegMulAdd(share.inverse, share.error, share.inverse)),
        high(hn::MulAdd(share.inverse, share.error, share.inverse)) {}
  HWY_INLINE Decided operator()(Place<float> x) {
    const V e = share(x.z);
    return decide_float(hn::Mul(e, low), hn::Mul(e, high));
  }
  HWY_INLINE Mask is_special(Place<float>) const { return hn::Lt(zero(), zero()); }
  static constexpr double special = 0;
};

/// q(1 − q), which an error of q moves by no more than that.
template <class T, bool is_kept>
struct CurvatureStep : SoftmaxStep<T, is_kept> {
  HWY_INLINE CurvatureStep(const LogitSums& sums, const Kept& kept) : SoftmaxStep<T, is_kept>(sums, kept) {}
  HWY_INLINE Decided operator()(Place<T> x) {
    const Pair raw = this->share(x.z), q = fast_two_sum(raw.hi, raw.lo);
    const Pair others = two_sum(set(1), hn::Neg(q.hi)), product = two_prod(q.hi, others.hi);
    const V lo = hn::MulAdd(q.hi, hn::Sub(others.lo, q.lo), hn::MulAdd(q.lo, others.hi, product.lo));
    const V error = hn::Mul(q.hi, this->share.error(x.z));  // has room for five roundings of raw.lo: these are less
    const V lower = hn::Add(product.hi, hn::Sub(lo, error)), upper = hn::Add(product.hi, hn::Add(lo, error));
    return decide(lower, upper, hn::Ge(product.hi, this->share.least));
  }
};
template <bool is_kept>
struct CurvatureStep<float, is_kept> : SoftmaxStep<float, is_kept> {
  HWY_INLINE CurvatureStep(const LogitSums& sums, const Kept& kept) : SoftmaxStep<float, is_kept>(sums, kept) {}
  HWY_INLINE Decided operator()(Place<float> x) {
    const V q = hn::Mul(this->share(x.z), this->share.inverse), curvature = hn::NegMulAdd(q, q, q);
    const V error = hn::Mul(q, hn::Add(this->share.error, set(0x1p-51)));
    return decide_float(hn::Sub(curvature, error), hn::Add(curvature, error));
  }
};

/// z − ln Σ exp zⱼ, for z ≥ −2²⁰.
template <class T>
struct LogSoftmaxStep {
  V hi, low, high;

  HWY_INLINE explicit LogSoftmaxStep(const LogitSums& sums) {
    const Pair sum = two_sum(set(sums.origin()), set(sums.log_total.hi));
    const V lo = hn::Add(sum.lo, set(sums.log_total.lo));
    const V error = set(sums.log_total.error + 0x1p-84);  // low parts are below 2⁻³¹
    hi = sum.hi;
    low = hn::Add(lo, error);
    high = hn::Sub(lo, error);
  }
  HWY_INLINE Decided operator()(Place<T> x) const {
    const V z = load(x.z);
    const Pair s = two_sum(z, hn::Neg(hi));
    const V lower = hn::Add(s.hi, hn::Sub(s.lo, low)), upper = hn::Add(s.hi, hn::Sub(s.lo, high));
    return decide(lower, upper, hn::Ge(z, set(-0x1p20)));
  }
  HWY_INLINE Mask is_special(Place<T> x) const { return hn::Eq(load(x.z), set(-HUGE_VAL)); }
  static constexpr double special = -HUGE_VAL;
};
/// For binary32 any z, −∞ too; a difference is rounded by less than 2⁻⁵² of it, and ln Σ exp zⱼ by 2⁻⁴³.
template <>
struct LogSoftmaxStep<float> {
  V sum, error;

  HWY_INLINE explicit LogSoftmaxStep(const LogitSums& sums)
      : sum(set(sums.origin() + sums.log_total.hi)), error(set(sums.log_total.error + 0x1p-42)) {}
  HWY_INLINE Decided operator()(Place<float> x) const {
    const V s = hn::Sub(load(x.z), sum);
    return decide_float(hn::MulSub(s, set(1 + 0x1p-51), error), hn::MulAdd(s, set(1 - 0x1p-51), error));
  }
  HWY_INLINE Mask is_special(Place<float>) const { return hn::Lt(zero(), zero()); }
  static constexpr double special = 0;
};

/// 1/P = 1 − δ + δ² − …, less 1, and the error of that times some p: seven roundings of δ·p until a slope is rounded.
/// (A mass's own error has room for the factor 1/P².)
struct InverseMass {
  V correction, error;
  HWY_INLINE explicit InverseMass(const Sum& mass) {
    const double delta = (mass.hi - 1) + mass.lo;
    correction = set(delta * (1 - delta));
    error = set(std::fabs(delta) * (1.01 * delta * delta + 0x1p-50) + mass.error);
  }
};

/// q − p/P.
template <class T, bool is_kept>
struct GradientStep {
  InverseMass mass;
  Share<T, is_kept> share;

  HWY_INLINE GradientStep(const LossSums& sums, const Kept& kept) : mass(sums.mass), share(sums, kept) {}
  HWY_INLINE Decided operator()(Place<T> x) {
    const V p = load(x.p);
    const Pair q = share(x.z);
    const Pair s = two_sum(q.hi, hn::Neg(p));
    const V rest = hn::Add(s.lo, hn::MulAdd(p, mass.correction, q.lo));
    // The roundings of the rest are among the errors: those of q.lo in `own`, those of p·correction in `mass.error`.
    const V error = hn::MulAdd(q.hi, share.error(x.z), hn::Mul(p, mass.error));
    const V lower = hn::Add(s.hi, hn::Sub(rest, error)), upper = hn::Add(s.hi, hn::Add(rest, error));
    return decide(lower, upper, hn::Ge(q.hi, share.least));
  }
  HWY_INLINE Mask is_special(Place<T> x) const { return hn::And(share.vanishes(load(x.z)), hn::Eq(load(x.p), zero())); }
  static constexpr double special = 0;
};
template <bool is_kept>
struct GradientStep<float, is_kept> {
  Share<float, is_kept> share;
  V inverse_mass, mass_error;

  HWY_INLINE GradientStep(const LossSums& sums, const Kept& kept) : share(sums, kept) {
    const InverseMass mass(sums.mass);
    inverse_mass = hn::Sub(set(1), mass.correction);
    mass_error = hn::Add(mass.error, set(0x1p-50));
  }
  HWY_INLINE Decided operator()(Place<float> x) {
    const V p = load(x.p), q = hn::Mul(share(x.z), share.inverse);
    const V slope = hn::NegMulAdd(p, inverse_mass, q);
    const V error = hn::MulAdd(q, share.error, hn::Mul(p, mass_error));
    return decide_float(hn::Sub(slope, error), hn::Add(slope, error));
  }
  HWY_INLINE Mask is_special(Place<float>) const { return hn::Lt(zero(), zero()); }
  static constexpr double special = 0;
};

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
