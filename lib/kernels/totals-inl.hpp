// Sums of exponentials as they are, in one pass over the logits, for one dispatch target at a time.
#if defined(GIBBS_KERNELS_TOTALS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_TOTALS_INL
#undef GIBBS_KERNELS_TOTALS_INL
#else
#define GIBBS_KERNELS_TOTALS_INL
#endif

#include <bit>
#include <cmath>
#include <type_traits>

#include "lib/kernels/bounds.hpp"
#include "lib/kernels/elementary-inl.hpp"
#include "lib/kernels/kernels.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

/// The largest logit must be below this, and those further below it than `reach` weigh nothing in a sum.
inline constexpr int highest = 500, reach = 600;
/// In one pass it must be above this, and those below `deepest` weigh nothing.
inline constexpr double lowest = -300, deepest = -600;

/// ln(1 + T). Below 2⁻²⁷ its series.
HWY_INLINE Sum log1p_of(const Sum& t) {
  if (t.hi < 0x1p-27) {
    const double square = t.hi * t.hi;
    return {t.hi, t.lo - square * (0.5 - t.hi / 3), t.error + t.hi * 0x1p-78};
  }
  const double s = 1 + t.hi;
  return log_of(s, (t.hi >= 1 ? 1 - (s - t.hi) : t.hi - (s - 1)) + t.lo, t.error);
}

/// Lanes ≥ 0 and their tails as one pair. The lanes, whose sum is at most `most`, a power of 2, are cut at a common
/// place, so that their heads add up without error; what is rounded is below 2⁻⁵²·most in each lane, which makes
/// 2⁻¹⁰⁰·most.
HWY_INLINE Sum sum_of_pairs(V hi, V lo, double most) {
  const V grid = set(3 * most);
  const V heads = hn::Sub(hn::Add(hi, grid), grid);
  const double head = sum_of_lanes(heads), tail = sum_of_lanes(hn::Add(hn::Sub(hi, heads), lo)), sum = head + tail;
  return {sum, tail - (sum - head), 0};
}
/// The same, `most` being no more than twice the sum: the error is among pair_error's.
HWY_INLINE Sum sum_of_pairs(V hi, V lo) {
  const auto twice = std::bit_cast<std::uint64_t>(2 * sum_of_lanes(hi));
  return sum_of_pairs(hi, lo, std::bit_cast<double>(twice & std::uint64_t{0x7ff} << 52));
}

/// How exponentials are taken: roughly for values; as pairs, which may be kept, for vectors, more precisely the longer
/// these are. In binary32 brief ones do for values, and for vectors single doubles or, if long, rough ones.
enum class Effort { brief, single, rough, pair, precise, fine };
constexpr bool is_one_double(Effort effort) { return effort == Effort::brief || effort == Effort::single; }

/// Exponentials in one pass. The error of one that is kept is `own` + `slope`·|x|, relatively, with the roundings of
/// its share; rough and fine ones never are.
template <Effort effort>
struct Exponentials {
  static constexpr bool is_rough = effort == Effort::rough, is_precise = effort == Effort::precise,
                        is_fine = effort == Effort::fine;
  PairSum sum;
  GroupSum low;
  V origin;

  HWY_INLINE Exponentials() : origin(bias_minus(0)) {}
  HWY_INLINE void add(V x, double*& keep) {
    if constexpr (is_rough) {
      const Grown e = rough_exp(x, origin);
      sum.add(e.power);
      low.add_product(e.power, e.growth);
    } else {
      const Pair e = is_fine      ? fine_exp_pair(x, origin)
                     : is_precise ? precise_exp_pair(x, origin)
                                  : exp_pair(x, origin);
      if (keep != nullptr) {
        store(e.hi, keep);
        store(e.lo, keep + lanes);
        keep += 2 * lanes;
      }
      sum.add(e.hi);
      low.add(e.lo);
    }
  }
  HWY_INLINE void settle() {
    sum.settle();
    low.settle();
  }
  /// A sum that need not be that precise is cut at what it may be at `most`, which is known sooner.
  HWY_INLINE Sum total(double most) const {
    const Pair all = sum.total();
    const V lo = hn::Add(all.lo, hn::Add(low.hi, low.lo));
    return is_precise || is_fine ? sum_of_pairs(all.hi, lo) : sum_of_pairs(all.hi, lo, most);
  }
  static constexpr double own = is_precise ? precise_exp_error(0) : exp_error + share_roundings;
  static constexpr double slope = is_precise ? precise_exp_slope : 0;
  /// Of the sum: with weights wᵢ ∝ exp zᵢ, Σ wᵢ(m − zᵢ) = H(w) − ln Σ exp(zᵢ − m) ≤ ln n.
  static HWY_INLINE double relative(std::size_t n, double peak) {
    const double each = is_rough     ? gathered_rough_exp_error
                        : is_fine    ? fine_exp_error
                        : is_precise ? precise_exp_error(std::fabs(peak) + log_bound(n))
                                     : gathered_exp_error;
    const double cut = is_precise || is_fine ? 0 : 8 * static_cast<double>(n + lanes) * 0x1p-100;
    return each + cut + pair_error(n, lanes) + 0x1p-100;
  }
};
template <Effort effort>
requires(is_one_double(effort)) struct Exponentials<effort> {
  static constexpr bool is_brief = effort == Effort::brief;
  GroupSum sum;
  V origin;

  HWY_INLINE Exponentials() : origin(is_brief ? bias_minus(0, 16) : bias_minus(0)) {}
  HWY_INLINE void add(V x, double*& keep) {
    const V e = is_brief ? short_exp(x, origin) : single_exp(x, origin);
    if (keep != nullptr) {
      store(e, keep);
      keep += lanes;
    }
    sum.add(e);
  }
  HWY_INLINE void settle() { sum.settle(); }
  HWY_INLINE Sum total(double) const { return {sum.total(), 0, 0}; }
  static constexpr double own = is_brief ? short_exp_error : single_exp_error, slope = 0;
  static HWY_INLINE double relative(std::size_t n, double) { return own + group_error(n, lanes); }
};

/// One pass over z: Σ exp zᵢ.
template <Effort effort>
struct TotalStep {
  Exponentials<effort> exponentials;
  V peak, floor;
  double* keep;

  HWY_INLINE explicit TotalStep(double* kept) : peak(set(-HUGE_VAL)), floor(set(deepest)), keep(kept) {}
  HWY_INLINE void operator()(V z) {
    peak = hn::Max(z, peak);
    exponentials.add(hn::IfThenElse(hn::Lt(z, floor), floor, z), keep);  // a NaN stays one
  }
  HWY_INLINE void settle() { exponentials.settle(); }
  /// Are there sums in one pass? Then also of what is kept.
  HWY_INLINE bool finish(std::size_t n, LogitSums& sums, Kept& kept) const {
    const double m = lane(hn::MaxOfLanes(Doubles(), peak));
    sums.peak = m;
    if (!(m >= lowest && m <= highest)) return false;
    // Σ exp zᵢ ≤ (n + lanes)·exp m < 2^most ≤ 8·(n + lanes)·exp m
    const int most = static_cast<int>(std::bit_width(n + lanes)) + static_cast<int>(m * 1.4426950408889634) + 1;
    sums.total = exponentials.total(std::bit_cast<double>(static_cast<std::uint64_t>(1023 + most) << 52));
    const double relative = exponentials.relative(n, m), missed = static_cast<double>(n + lanes) * negligible;
    sums.total.error = sums.total.hi * relative + missed;
    sums.log_total = log_of(sums.total.hi, sums.total.lo, 1.01 * relative + missed / sums.total.hi);
    if (keep != nullptr) kept.precision = {exponentials.own, exponentials.slope};
    return sums.total.hi == sums.total.hi;
  }
};

/// A mass, to as many bits as fine exponentials.
struct FineMass : PairSum {
  HWY_INLINE FineMass() {}
  HWY_INLINE Sum total(std::size_t n) const {
    const Pair sums = PairSum::total();
    Sum result = sum_of_pairs(sums.hi, sums.lo);
    result.error = 2 * pair_error(n, lanes);
    return result;
  }
};
/// A mass Σ pᵢ near 1, as precise as exponentials are.
template <Effort effort>
using LabelMass = std::conditional_t<is_one_double(effort), GroupTotal<1>,
                                     std::conditional_t<effort == Effort::fine, FineMass, GridTotal<mass_grid>>>;
/// Σ pᵢzᵢ, below `reach` in magnitude.
template <Effort effort>
using LabelProducts = std::conditional_t<is_one_double(effort), GroupTotal<reach>, GridTotal<product_grid>>;

/// Labels: are all in [0, 1], and has none a weight where z is below the floor?
struct Labels {
  UnitInterval domain;
  Mask extreme;

  HWY_INLINE Labels() : extreme(hn::Gt(zero(), zero())) {}
  HWY_INLINE void add(V p, V z, V floor) {
    domain.add(p);
    extreme = hn::Or(extreme, hn::And(hn::Lt(z, floor), hn::Gt(p, zero())));
  }
  HWY_INLINE bool near() const { return hn::AllFalse(Doubles(), extreme); }
};

/// One pass over z and p: the gap is −Σ pᵢzᵢ.
template <Effort effort>
struct LossTotalStep {
  TotalStep<effort> total;
  LabelMass<effort> mass;
  LabelProducts<effort> products;
  Labels labels;

  HWY_INLINE explicit LossTotalStep(double* kept) : total(kept) {}
  HWY_INLINE void operator()(V z, V p) {
    total(z);
    labels.add(p, z, total.floor);
    mass.add(p);
    products.add_product(p, hn::Max(z, total.floor));
  }
  HWY_INLINE void settle() {
    total.settle();
    mass.settle();
    products.settle();
  }
  HWY_INLINE bool finish(std::size_t n, LossSums& sums, Kept& kept) const {
    if (!total.finish(n, sums, kept) || !labels.domain.has_all() || !labels.near()) return false;
    sums.mass = mass.total(n);
    const Sum product = products.total(n);
    sums.gap = {-product.hi, -product.lo, product.error};
    return true;
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
