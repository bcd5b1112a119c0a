// The sums over logits, for one dispatch target at a time: in one pass for most arguments; in two, around the largest
// logit, where that leaves the result open.
#if defined(GIBBS_KERNELS_LOGITS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_LOGITS_INL
#undef GIBBS_KERNELS_LOGITS_INL
#else
#define GIBBS_KERNELS_LOGITS_INL
#endif

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "lib/kernels/bounds.hpp"
#include "lib/kernels/elementary-inl.hpp"
#include "lib/kernels/kernels.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::detail::kernels {
namespace HWY_NAMESPACE {

/// The largest logit must be below this, and those further below it than `reach` weigh nothing in a sum.
inline constexpr double highest = 500, reach = 600;
/// In one pass it must be above this, and those below `deepest` weigh nothing.
inline constexpr double lowest = -300, deepest = -600;

HWY_INLINE double lane(V x) { return hn::GetLane(x); }

/// ln(s + rest), |rest| ≤ 2⁻⁵²·s, s known within `error`, relatively: ln s + rest/s − …, where the square and, near s =
/// 1, three roundings of rest/s are below 4·2⁻¹⁰⁷.
HWY_INLINE Sum log_of(double s, double rest, double error) {
  const Logarithm l = log_pair(set(s));
  const double hi = lane(l.hi), offset = s >= 1 - 0x1p-6 && s < 1 + 0x1p-5 ? 0 : log_offset;
  const double lo = lane(l.lo) + rest / s, sum = hi + lo;
  return {sum, lo - (sum - hi), error + lane(l.cube) * log_error + offset + 0x1p-104};
}
/// ln(1 + T). Below 2⁻²⁷ its series.
HWY_INLINE Sum log1p_of(const Sum& t) {
  if (t.hi < 0x1p-27) {
    const double square = t.hi * t.hi;
    return {t.hi, t.lo - square * (0.5 - t.hi / 3), t.error + t.hi * 0x1p-78};
  }
  const double s = 1 + t.hi;
  return log_of(s, (t.hi >= 1 ? 1 - (s - t.hi) : t.hi - (s - 1)) + t.lo, t.error);
}

/// Lanes ≥ 0 and their tails as one pair. The lanes, whose sum is at most `most`, a power of 2, are cut at a common place,
/// so that their heads add up without error.
HWY_INLINE Sum sum_of_pairs(V hi, V lo, double most) {
  const V grid = set(3 * most);
  const V heads = hn::Sub(hn::Add(hi, grid), grid);
  const double head = sum_of_lanes(heads), tail = sum_of_lanes(hn::Add(hn::Sub(hi, heads), lo)), sum = head + tail;
  return {sum, tail - (sum - head), 0};
}

/// How exponentials are taken: roughly for values; as pairs, which may be kept, for vectors; precisely for long ones.
enum class Effort { rough, pair, precise };

/// Exponentials in one pass, for binary64. The error of one, relatively, is `own` + `slope`·|x|.
template <class T, Effort effort>
struct Exponentials {
  static constexpr bool is_rough = effort == Effort::rough, is_precise = effort == Effort::precise;
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
      const Pair e = is_precise ? precise_exp_pair(x, origin) : exp_pair(x, origin);
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
  HWY_INLINE Sum total(double most) const {
    const Pair all = sum.total();
    return sum_of_pairs(all.hi, hn::Add(all.lo, hn::Add(low.hi, low.lo)), most);
  }
  static constexpr double own = is_precise ? precise_exp_error(0) : exp_error;
  static constexpr double slope = is_precise ? precise_exp_slope : 0;
  /// Of the sum: with weights wᵢ ∝ exp zᵢ, Σ wᵢ(m − zᵢ) = H(w) − ln Σ exp(zᵢ − m) ≤ ln n.
  static HWY_INLINE double relative(std::size_t n, double peak) {
    const double each = is_rough     ? gathered_rough_exp_error
                        : is_precise ? precise_exp_error(std::fabs(peak) + log_bound(n))
                                     : gathered_exp_error;
    return each + pair_error(n, lanes) + 0x1p-100;
  }
};
/// For binary32 one double does for an exponential, a short one for values and short vectors.
template <Effort effort>
struct Exponentials<float, effort> {
  static constexpr bool is_short = effort == Effort::rough;
  GroupSum sum;
  V origin;

  HWY_INLINE Exponentials() : origin(is_short ? bias_minus(0, 16) : bias_minus(0)) {}
  HWY_INLINE void add(V x, double*& keep) {
    const V e = is_short ? short_exp(x, origin) : single_exp(x, origin);
    if (keep != nullptr) {
      store(e, keep);
      keep += lanes;
    }
    sum.add(e);
  }
  HWY_INLINE void settle() { sum.settle(); }
  HWY_INLINE Sum total(double) const { return {sum.total(), 0, 0}; }
  static constexpr double own = is_short ? short_exp_error : single_exp_error, slope = 0;
  static HWY_INLINE double relative(std::size_t n, double) { return own + group_error(n, lanes); }
};

/// One pass over z: Σ exp zᵢ.
template <class T, Effort effort>
struct TotalStep {
  Exponentials<T, effort> exponentials;
  V peak, floor;
  double* keep;

  HWY_INLINE explicit TotalStep(double* kept) : peak(set(-HUGE_VAL)), floor(set(deepest)), keep(kept) {}
  HWY_INLINE void operator()(V z) {
    peak = hn::Max(z, peak);
    exponentials.add(hn::IfThenElse(hn::Lt(z, floor), floor, z), keep);  // a NaN stays one
  }
  HWY_INLINE void settle() { exponentials.settle(); }
  HWY_INLINE void finish(std::size_t n, LogitSums& sums) const {
    const double m = lane(hn::MaxOfLanes(Doubles(), peak));
    sums.peak = m;
    if (!(m >= lowest && m <= highest)) return;
    // Σ exp zᵢ ≤ (n + lanes)·exp m < 2^most
    const int most = static_cast<int>(std::bit_width(n + lanes)) + static_cast<int>(m * 1.4426950408889634) + 1;
    sums.total = exponentials.total(std::bit_cast<double>(static_cast<std::uint64_t>(1023 + most) << 52));
    sums.usable = sums.total.hi == sums.total.hi;
    const double relative = exponentials.relative(n, m), missed = static_cast<double>(n + lanes) * negligible;
    sums.total.error = sums.total.hi * relative + missed;
    sums.log_total = log_of(sums.total.hi, sums.total.lo, 1.01 * relative + missed / sums.total.hi);
    sums.kept = keep != nullptr;
    sums.own = exponentials.own;
    sums.slope = exponentials.slope;
  }
};

/// What Σ pᵢ(o − zᵢ) is made of: masses and products, double or float.
template <class T>
struct Weighted {
  GridSum mass, products;

  HWY_INLINE Weighted() : mass(mass_grid), products(product_grid) {}
  HWY_INLINE void add(V p, V z) {
    mass.add(p);
    products.add_product(p, z, zero());
  }
  HWY_INLINE void settle() {
    mass.settle();
    products.settle();
  }
  HWY_INLINE Sum total_mass(std::size_t n) const { return sum_of(mass, mass_grid, grid_error(n, lanes, mass_grid)); }
  HWY_INLINE Sum total_product(std::size_t n) const {
    return sum_of(products, product_grid, grid_error(n, lanes, product_grid));
  }
};
template <>
struct Weighted<float> {
  GroupSum mass, products;

  HWY_INLINE Weighted() {}
  HWY_INLINE void add(V p, V z) {
    mass.add(p);
    products.add_product(p, z);
  }
  HWY_INLINE void settle() {
    mass.settle();
    products.settle();
  }
  HWY_INLINE Sum total_mass(std::size_t n) const { return {mass.total(), 0, 2 * group_error(n, lanes)}; }
  HWY_INLINE Sum total_product(std::size_t n) const { return {products.total(), 0, reach * 2 * group_error(n, lanes)}; }
};

/// Labels: all in [0, 1], and none with a weight where z is below the floor.
struct Labels {
  B largest;
  Mask extreme;

  HWY_INLINE Labels() : largest(hn::Zero(Bits())), extreme(hn::Gt(zero(), zero())) {}
  HWY_INLINE void add(V p, V z, V floor) {
    largest = larger(largest, bits(p));
    extreme = hn::Or(extreme, hn::And(hn::Lt(z, floor), hn::Gt(p, zero())));
  }
  HWY_INLINE bool usable() const {
    return hn::AllFalse(Bits(), hn::Gt(largest, bits(set(1)))) && hn::AllFalse(Doubles(), extreme);
  }
};

/// One pass over z and p: the gap is −Σ pᵢzᵢ.
template <class T, Effort effort>
struct LossTotalStep {
  TotalStep<T, effort> total;
  Weighted<T> weighted;
  Labels labels;

  HWY_INLINE explicit LossTotalStep(double* kept) : total(kept) {}
  HWY_INLINE void operator()(V z, V p) {
    total(z);
    labels.add(p, z, total.floor);
    weighted.add(p, hn::Max(z, total.floor));
  }
  HWY_INLINE void settle() {
    total.settle();
    weighted.settle();
  }
  HWY_INLINE void finish(std::size_t n, LogitSums& sums) const {
    total.finish(n, sums);
    sums.usable = sums.usable && labels.usable();
    sums.mass = weighted.total_mass(n);
    const Sum products = weighted.total_product(n);
    sums.gap = {-products.hi, -products.lo, products.error};
  }
};

struct PeakStep {
  V peak, sum;  // a NaN only shows in the sum

  HWY_INLINE PeakStep() : peak(set(-HUGE_VAL)), sum(zero()) {}
  HWY_INLINE void operator()(V z) {
    peak = hn::Max(z, peak);
    sum = hn::Add(sum, z);
  }
  HWY_INLINE void settle() {}
  HWY_INLINE bool usable() const { return hn::AllTrue(Doubles(), hn::Eq(sum, sum)); }
};

/// Fine exponentials, those of the largest logit counted apart.
struct RestStep {
  V peak, floor, ties, origin;
  PairSum rest;

  HWY_INLINE explicit RestStep(const LogitSums& sums)
      : peak(set(sums.peak)), floor(set(sums.peak - reach)), ties(zero()), origin(bias_minus(sums.shift)) {}
  HWY_INLINE void operator()(V z) {
    const Mask top = hn::Eq(z, peak);
    const Pair e = fine_exp_pair(hn::Max(z, floor), origin);
    ties = hn::Add(ties, hn::IfThenElseZero(top, set(1)));
    rest.add({hn::IfThenZeroElse(top, e.hi), hn::IfThenZeroElse(top, e.lo)});
  }
  HWY_INLINE void settle() { rest.settle(); }

  /// E being the largest exponential: total = ties·E + rest, T = (ties − 1) + rest/E.
  HWY_INLINE void finish(std::size_t n, LogitSums& sums) const {
    const double count = sum_of_lanes(ties);
    const Pair top = fine_exp_pair(peak, origin), all = rest.total();
    const double size = sum_of_lanes(all.hi);
    const double most = std::bit_cast<double>(std::bit_cast<std::uint64_t>(4 * size) & std::uint64_t{0x7ff} << 52);
    const Sum others = sum_of_pairs(all.hi, all.lo, most);
    const V head = set(others.hi), tail = set(others.lo);

    const V all_tops = hn::Mul(set(count), top.hi);
    const Pair sum = two_sum(all_tops, head);
    const V sum_lo = hn::MulAdd(set(count), top.lo, product_error(set(count), top.hi, all_tops));
    const Pair total = two_sum(sum.hi, hn::Add(hn::Add(sum.lo, tail), sum_lo));
    const V ratio = hn::Div(head, top.hi);
    const V left = hn::NegMulAdd(ratio, top.lo, hn::Sub(tail, product_error(ratio, top.hi, head)));
    const Pair more = two_sum(set(count - 1), ratio);
    const Pair t = two_sum(more.hi, hn::Add(more.lo, hn::Div(left, top.hi)));

    const double relative = 2 * fine_exp_error + pair_error(n, lanes) + 0x1p-100;
    const double missed = static_cast<double>(n + lanes) * negligible;
    sums.precise = true;
    sums.origin = sums.peak;
    sums.total = {lane(total.hi), lane(total.lo), lane(total.hi) * relative + missed};
    sums.rest = {lane(t.hi), lane(t.lo), lane(ratio) * relative + lane(t.hi) * 0x1p-104 + missed};
    sums.log_total = log1p_of(sums.rest);
  }
};

/// The gap is m·P − Σ pz; P to as many bits as T.
struct LossRestStep {
  RestStep rest;
  PairSum mass;
  GridSum products;
  Labels labels;
  V count;

  HWY_INLINE explicit LossRestStep(const LogitSums& sums) : rest(sums), products(product_grid), count(zero()) {}
  HWY_INLINE void operator()(V z, V p) {
    rest(z);
    labels.add(p, z, rest.floor);
    count = hn::Add(count, hn::IfThenElseZero(hn::Gt(p, zero()), set(1)));
    mass.add(p);
    products.add_product(p, hn::Max(z, rest.floor), zero());
  }
  HWY_INLINE void settle() {
    rest.settle();
    mass.settle();
    products.settle();
  }
  HWY_INLINE void finish(std::size_t n, LogitSums& sums) const {
    rest.finish(n, sums);
    sums.usable = labels.usable();
    const Pair all = mass.total();
    sums.mass = sum_of_pairs(all.hi, all.lo, 4);
    sums.mass.error = 2 * pair_error(n, lanes);
    const Sum weighted = sum_of(products, product_grid, grid_error(n, lanes, product_grid));
    const Pair top = two_prod(rest.peak, set(sums.mass.hi));
    const Pair gap = two_sum(top.hi, set(-weighted.hi));
    const V lo = hn::Add(gap.lo, hn::MulAdd(rest.peak, set(sums.mass.lo), hn::Sub(top.lo, set(weighted.lo))));
    // One label of probability 1 has neither rounding nor error.
    const bool exact = sum_of_lanes(count) == 1 && sums.mass.hi == 1;
    const double size = std::fabs(sums.peak) + std::fabs(weighted.hi);
    sums.gap = {lane(gap.hi), lane(lo), exact ? 0 : weighted.error + size * (sums.mass.error + 0x1p-104)};
  }
};

/// Around the largest logit.
template <class Step, class T, class... More>
HWY_ATTR void around_peak(LogitSums& sums, std::span<const T> z, const More*... more) {
  PeakStep peak;
  walk(peak, -std::numeric_limits<T>::infinity(), z.size(), z.data());
  sums.peak = lane(hn::MaxOfLanes(Doubles(), peak.peak));
  sums.usable = peak.usable() && std::fabs(sums.peak) <= highest;
  if (!sums.usable) return;
  sums.shift = static_cast<int>(sums.peak * 1.4426950408889634);
  Step step(sums);
  walk(step, -std::numeric_limits<T>::infinity(), z.size(), z.data(), more...);
  step.finish(z.size(), sums);
}
template <class Step, class T, class... More>
HWY_ATTR void in_one_pass(LogitSums& sums, std::span<const T> z, double* kept, const More*... more) {
  Step step(kept);
  walk(step, -std::numeric_limits<T>::infinity(), z.size(), z.data(), more...);
  step.finish(z.size(), sums);
}

template <template <class, Effort> class Total, class Rest, class T, class... More>
HWY_ATTR LogitSums sums_of(std::span<const T> z, Purpose purpose, std::vector<double>* kept, const More*... more) {
  LogitSums sums;
  double* room = nullptr;
  if (purpose == Purpose::shares && z.size() <= most_kept) {
    if (kept->size() < 2 * (z.size() + lanes)) kept->resize(2 * (z.size() + lanes));
    room = kept->data();
  }
  const bool is_long = z.size() > most_rough, is_short = sizeof(T) == sizeof(float) && !is_long;
  if (purpose == Purpose::value || (purpose != Purpose::precision && is_short))
    in_one_pass<Total<T, Effort::rough>>(sums, z, room, more...);
  else if (purpose == Purpose::shares && is_long)
    in_one_pass<Total<T, Effort::precise>>(sums, z, room, more...);
  else if (purpose != Purpose::precision)
    in_one_pass<Total<T, Effort::pair>>(sums, z, room, more...);
  if (!sums.usable) around_peak<Rest>(sums, z, more...);
  return sums;
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
