// The sums over logits: passes over z, and over z and p, for one dispatch target at a time.
#if defined(GIBBS_KERNELS_LOGITS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_LOGITS_INL
#undef GIBBS_KERNELS_LOGITS_INL
#else
#define GIBBS_KERNELS_LOGITS_INL
#endif

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

HWY_INLINE B bias_minus(int shift) { return set_bits(static_cast<std::uint64_t>(std::int64_t{1023} - shift)); }
HWY_INLINE double lane(V x) { return hn::GetLane(x); }

/// Exponentials, those of the largest logit counted apart.
template <class T, bool precise, bool keeps>
struct RestStep {
  V peak, floor, ties;
  B bias_minus_shift;
  PairSum rest;
  double* keep;

  HWY_INLINE RestStep(double m, int shift, double* kept)
      : peak(set(m)), floor(set(m - reach)), ties(zero()), bias_minus_shift(bias_minus(shift)), keep(kept) {}
  HWY_INLINE void operator()(V z) {
    const Mask top = hn::Eq(z, peak);
    const V x = hn::Max(z, floor);
    const Pair e = precise ? precise_exp_pair(x, bias_minus_shift) : exp_pair(x, bias_minus_shift);
    if constexpr (keeps) {
      store(e.hi, keep);
      store(e.lo, keep + lanes);
      keep += 2 * lanes;
    }
    ties = hn::Add(ties, hn::IfThenElseZero(top, set(1)));
    rest.add({hn::IfThenZeroElse(top, e.hi), hn::IfThenZeroElse(top, e.lo)});
  }
  HWY_INLINE void settle() { rest.settle(); }

  /// Lanes are cut at a common place, so that their heads add up without error; then, E being the largest exponential,
  ///   total = ties·E + rest,  T = (ties − 1) + rest/E.
  HWY_INLINE void finish(std::size_t n, LogitSums& sums) const {
    const double count = sum_of_lanes(ties);
    const Pair top = precise_exp_pair(peak, bias_minus_shift);
    const double size = sum_of_lanes(rest.hi);
    const V grid = hn::Mul(set(12), number(hn::And(bits(set(size)), set_bits(std::uint64_t{0x7ff} << 52))));
    const V heads = hn::Sub(hn::Add(rest.hi, grid), grid);
    const V head = set(sum_of_lanes(heads));
    const V tail = set(sum_of_lanes(hn::Add(hn::Sub(rest.hi, heads), rest.lo)));

    const V all_tops = hn::Mul(set(count), top.hi);
    const Pair sum = two_sum(all_tops, head);
    const V sum_lo = hn::MulAdd(set(count), top.lo, product_error(set(count), top.hi, all_tops));
    const Pair total = two_sum(sum.hi, hn::Add(hn::Add(sum.lo, tail), sum_lo));
    const V ratio = hn::Div(head, top.hi);
    const V left = hn::NegMulAdd(ratio, top.lo, hn::Sub(tail, product_error(ratio, top.hi, head)));
    const Pair more = two_sum(set(count - 1), ratio);
    const Pair t = two_sum(more.hi, hn::Add(more.lo, hn::Div(left, top.hi)));

    sums.precise = precise;
    sums.kept = keeps;
    // E's own error, and the others'.
    const double farthest = precise_exp_error(std::fabs(sums.peak) + reach);
    const double relative = precise_exp_error(sums.peak) + (precise ? farthest : exp_error) + pair_error(n, lanes);
    const double missed = static_cast<double>(n) * negligible;
    sums.total = {lane(total.hi), lane(total.lo), lane(total.hi) * (relative + 0x1p-100) + missed};
    sums.rest = {lane(t.hi), lane(t.lo), lane(ratio) * (relative + 0x1p-100) + lane(t.hi) * 0x1p-104 + missed};
  }
};

/// For binary32: one double does for an exponential.
template <bool precise, bool keeps>
struct RestStep<float, precise, keeps> {
  V peak, floor, ties;
  B bias_minus_shift;
  GroupSum rest;
  double* keep;

  HWY_INLINE RestStep(double m, int shift, double* kept)
      : peak(set(m)), floor(set(m - reach)), ties(zero()), bias_minus_shift(bias_minus(shift)), keep(kept) {}
  HWY_INLINE void operator()(V z) {
    const Mask top = hn::Eq(z, peak);
    const V e = short_exp(hn::Max(z, floor), bias_minus_shift);
    if constexpr (keeps) {
      store(e, keep);
      keep += lanes;
    }
    ties = hn::Add(ties, hn::IfThenElseZero(top, set(1)));
    rest.add(hn::IfThenZeroElse(top, e));
  }
  HWY_INLINE void settle() { rest.settle(); }
  HWY_INLINE void finish(std::size_t n, LogitSums& sums) const {
    const double count = sum_of_lanes(ties), others = rest.total();
    const double top = lane(short_exp(peak, bias_minus_shift));
    const double relative = 4 * short_error + group_error(n, lanes), missed = static_cast<double>(n) * negligible;
    const double total = count * top + others, t = (count - 1) + others / top;
    sums.precise = false;
    sums.kept = keeps;
    sums.total = {total, 0, total * relative + missed};
    sums.rest = {t, 0, t * relative + missed};
  }
};

template <class T, bool precise, bool keeps>
struct LossStep {
  RestStep<T, precise, keeps> rest;
  GridSum mass, products;
  B largest;
  V labels;
  Mask extreme;

  HWY_INLINE LossStep(double m, int shift, double* kept)
      : rest(m, shift, kept),
        mass(mass_grid),
        products(product_grid),
        largest(hn::Zero(Bits())),
        labels(zero()),
        extreme(hn::Gt(zero(), zero())) {}
  static constexpr double product_grid = 3 * 2048;  // |Σ pz| ≤ 1100
  HWY_INLINE void operator()(V z, V p) {
    rest(z);
    const V within = hn::Max(z, rest.floor);
    const Mask weighs = hn::Gt(p, zero());
    extreme = hn::Or(extreme, hn::And(hn::Lt(z, rest.floor), weighs));
    largest = larger(largest, bits(p));
    labels = hn::Add(labels, hn::IfThenElseZero(weighs, set(1)));
    mass.add(p);
    products.add_product(p, within, zero());
  }
  HWY_INLINE void settle() {
    rest.settle();
    mass.settle();
    products.settle();
  }
  HWY_INLINE void finish(std::size_t n, LogitSums& sums) const {
    rest.finish(n, sums);
    sums.mass = sum_of(mass, mass_grid, grid_error(n, lanes, mass_grid));
    const Sum weighted = sum_of(products, product_grid, grid_error(n, lanes, product_grid));
    // m·P − Σ pz. One label of probability 1 has neither rounding nor error.
    const Pair top = two_prod(rest.peak, set(sums.mass.hi));
    const Pair gap = two_sum(top.hi, set(-weighted.hi));
    const V lo = hn::Add(gap.lo, hn::MulAdd(rest.peak, set(sums.mass.lo), hn::Sub(top.lo, set(weighted.lo))));
    const bool exact = sum_of_lanes(labels) == 1 && sums.mass.hi == 1;
    const double size = std::fabs(sums.peak) + std::fabs(weighted.hi);
    sums.gap = {lane(gap.hi), lane(lo), exact ? 0 : weighted.error + size * (sums.mass.error + 0x1p-104)};
    sums.usable = hn::AllFalse(Bits(), hn::Gt(largest, bits(set(1)))) && hn::AllFalse(Doubles(), extreme);
  }
};

template <bool precise, bool keeps>
struct LossStep<float, precise, keeps> {
  RestStep<float, precise, keeps> rest;
  GroupSum mass;
  V gap;
  B largest;
  Mask extreme;

  HWY_INLINE LossStep(double m, int shift, double* kept)
      : rest(m, shift, kept), gap(zero()), largest(hn::Zero(Bits())), extreme(hn::Gt(zero(), zero())) {}
  HWY_INLINE void operator()(V z, V p) {
    rest(z);
    extreme = hn::Or(extreme, hn::And(hn::Lt(z, rest.floor), hn::Gt(p, zero())));
    largest = larger(largest, bits(p));
    mass.add(p);
    gap = hn::MulAdd(p, hn::Sub(rest.peak, hn::Max(z, rest.floor)), gap);
  }
  HWY_INLINE void settle() {
    rest.settle();
    mass.settle();
  }
  HWY_INLINE void finish(std::size_t n, LogitSums& sums) const {
    rest.finish(n, sums);
    const double sum = sum_of_lanes(gap);
    sums.mass = {mass.total(), 0, 2 * group_error(n, lanes)};
    sums.gap = {sum, 0, sum * plain_error(n, lanes)};
    sums.usable = hn::AllFalse(Bits(), hn::Gt(largest, bits(set(1)))) && hn::AllFalse(Doubles(), extreme);
  }
};

/// ln(1 + T). Below 2⁻²⁷ its series; else ln(s + t) = ln s + t/s − …, s + t = 1 + T and |t| ≤ 2⁻⁵²·s:
/// where s is near 1, t²/2 and three roundings of |t| are below 4·2⁻¹⁰⁷.
HWY_INLINE Sum log1p_of(const Sum& t) {
  if (t.hi < 0x1p-27) {
    const double square = t.hi * t.hi;
    return {t.hi, t.lo - square * (0.5 - t.hi / 3), t.error + t.hi * 0x1p-78};
  }
  const double s = 1 + t.hi;
  const double rest = (t.hi >= 1 ? 1 - (s - t.hi) : t.hi - (s - 1)) + t.lo;
  const Logarithm l = log_pair(set(s));
  const double hi = hn::GetLane(l.hi), offset = s < 1 + 0x1p-5 ? 0 : log_offset;
  const double lo = hn::GetLane(l.lo) + rest / s, sum = hi + lo;
  return {sum, lo - (sum - hi), t.error + hn::GetLane(l.cube) * log_error + offset + 0x1p-104};
}

template <class T>
HWY_ATTR LogitSums peak_of(std::span<const T> z) {
  PeakStep peak;
  walk(peak, -std::numeric_limits<T>::infinity(), z.size(), z.data());
  LogitSums sums;
  sums.peak = hn::GetLane(hn::MaxOfLanes(Doubles(), peak.peak));
  sums.usable = peak.usable() && std::fabs(sums.peak) <= highest;
  if (sums.usable) sums.shift = static_cast<int>(sums.peak * 1.4426950408889634);
  return sums;
}

template <class Step, class T, class... More>
HWY_ATTR LogitSums finish_sums(LogitSums sums, double* kept, std::span<const T> z, const More*... more) {
  Step step(sums.peak, sums.shift, kept);
  walk(step, -std::numeric_limits<T>::infinity(), z.size(), z.data(), more...);
  step.finish(z.size(), sums);
  sums.log_total = log1p_of(sums.rest);
  return sums;
}

template <template <class, bool, bool> class Step, class T, class... More>
HWY_ATTR LogitSums sums_of(std::span<const T> z, Purpose purpose, std::vector<double>* kept, const More*... more) {
  const LogitSums sums = peak_of(z);
  if (!sums.usable) return sums;
  if (purpose == Purpose::value) return finish_sums<Step<T, false, false>>(sums, nullptr, z, more...);
  if (purpose == Purpose::precision) return finish_sums<Step<double, true, false>>(sums, nullptr, z, more...);
  if (z.size() > most_kept) return finish_sums<Step<T, true, false>>(sums, nullptr, z, more...);
  const std::size_t room = 2 * (z.size() + lanes);
  if (kept->size() < room) kept->resize(room);
  if (z.size() > most_rough) return finish_sums<Step<T, true, true>>(sums, kept->data(), z, more...);
  return finish_sums<Step<T, false, true>>(sums, kept->data(), z, more...);
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
