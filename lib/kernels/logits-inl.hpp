// The sums over logits, for one dispatch target at a time: in one pass for most arguments (totals-inl.hpp); in two,
// around the largest logit, where that leaves the result open.
#if defined(GIBBS_KERNELS_LOGITS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_LOGITS_INL
#undef GIBBS_KERNELS_LOGITS_INL
#else
#define GIBBS_KERNELS_LOGITS_INL
#endif

#include <limits>
#include <optional>
#include <span>

#include "lib/kernels/totals-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

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
      : peak(set(sums.peak)),
        floor(set(sums.peak - reach)),
        ties(zero()),
        origin(bias_minus(LogitSums::shift_around(sums.peak))) {}
  HWY_INLINE void operator()(V z) {
    const Mask top = hn::Eq(z, peak);
    const Pair e = fine_exp_pair(hn::Max(z, floor), origin);
    ties = hn::Add(ties, hn::IfThenElseZero(top, set(1)));
    rest.add({hn::IfThenZeroElse(top, e.hi), hn::IfThenZeroElse(top, e.lo)});
  }
  HWY_INLINE void settle() { rest.settle(); }

  /// E being the largest exponential: total = ties·E + rest, T = (ties − 1) + rest/E.
  HWY_INLINE bool finish(std::size_t n, LogitSums& sums) const {
    const double count = sum_of_lanes(ties);
    const Pair top = fine_exp_pair(peak, origin), all = rest.total();
    const Sum others = sum_of_pairs(all.hi, all.lo);
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
    sums.total = {lane(total.hi), lane(total.lo), lane(total.hi) * relative + missed};
    sums.rest = Sum{lane(t.hi), lane(t.lo), lane(ratio) * relative + lane(t.hi) * 0x1p-104 + missed};
    sums.log_total = log1p_of(*sums.rest);
    return true;
  }
};

/// The gap is m·P − Σ pz; P to as many bits as T.
struct LossRestStep {
  RestStep rest;
  LabelMass<Effort::fine> mass;
  LabelProducts<Effort::fine> products;
  Labels labels;
  V count;

  HWY_INLINE explicit LossRestStep(const LogitSums& sums) : rest(sums), count(zero()) {}
  HWY_INLINE void operator()(V z, V p) {
    rest(z);
    labels.add(p, z, rest.floor);
    count = hn::Add(count, hn::IfThenElseZero(hn::Gt(p, zero()), set(1)));
    mass.add(p);
    products.add_product(p, hn::Max(z, rest.floor));
  }
  HWY_INLINE void settle() {
    rest.settle();
    mass.settle();
    products.settle();
  }
  HWY_INLINE bool finish(std::size_t n, LossSums& sums) const {
    rest.finish(n, sums);
    sums.mass = mass.total(n);
    if (!labels.domain.has_all()) return false;
    if (!labels.near()) return true;
    const Sum weighted = products.total(n);
    const Pair top = two_prod(rest.peak, set(sums.mass.hi));
    const Pair gap = two_sum(top.hi, set(-weighted.hi));
    const V lo = hn::Add(gap.lo, hn::MulAdd(rest.peak, set(sums.mass.lo), hn::Sub(top.lo, set(weighted.lo))));
    // One label of probability 1, at the largest logit, has neither rounding nor error.
    const bool exact = sum_of_lanes(count) == 1 && sums.mass.hi == 1 && lane(gap.hi) + lane(lo) == 0;
    const double size = std::fabs(sums.peak) + std::fabs(weighted.hi);
    sums.gap = {lane(gap.hi), lane(lo), exact ? 0 : weighted.error + size * (sums.mass.error + 0x1p-104)};
    return true;
  }
};

/// Around the largest logit.
template <class Step, class Sums, class T, class... More>
HWY_ATTR void around_peak(std::optional<Sums>& sums, std::span<const T> z, const More*... more) {
  PeakStep peak;
  walk(peak, -std::numeric_limits<T>::infinity(), z.size(), z.data());
  const double m = lane(hn::MaxOfLanes(Doubles(), peak.peak));
  if (!peak.usable() || !(std::fabs(m) <= highest)) return;
  sums.emplace().peak = m;
  Step step(*sums);
  walk(step, -std::numeric_limits<T>::infinity(), z.size(), z.data(), more...);
  if (!step.finish(z.size(), *sums)) sums.reset();
}
/// (Written in place: a copy of what was just written by parts stalls the processor.)
template <class Step, class Sums, class T, class... More>
HWY_ATTR void in_one_pass(std::optional<Sums>& sums, std::span<const T> z, double* room, Kept& kept,
                          const More*... more) {
  Step step(room);
  walk(step, -std::numeric_limits<T>::infinity(), z.size(), z.data(), more...);
  sums.emplace();
  if (!step.finish(z.size(), *sums, kept)) sums.reset();
}

template <template <Effort> class Total, class Rest, class Sums, class T, class... More>
HWY_ATTR std::optional<Sums> sums_of(std::span<const T> z, Purpose purpose, Kept& kept, const More*... more) {
  kept.precision.reset();
  double* room = nullptr;
  if (purpose == Purpose::shares && z.size() <= most_kept) {
    if (kept.room.size() < 2 * (z.size() + lanes)) kept.room.resize(2 * (z.size() + lanes));
    room = kept.room.data();
  }
  std::optional<Sums> sums;
  const auto take = [&]<Effort effort>() HWY_ATTR { in_one_pass<Total<effort>>(sums, z, room, kept, more...); };
  if constexpr (sizeof(T) == sizeof(float)) {
    if (purpose == Purpose::value || (purpose != Purpose::precision && z.size() <= most_rough))
      take.template operator()<Effort::brief>();
    else if (purpose != Purpose::precision && z.size() <= most_kept)
      take.template operator()<Effort::single>();
    else if (purpose != Purpose::precision)
      take.template operator()<Effort::rough>();
  } else {
    if (purpose == Purpose::value)
      take.template operator()<Effort::rough>();
    else if (purpose == Purpose::logs || (purpose == Purpose::shares && z.size() <= most_rough))
      take.template operator()<Effort::pair>();
    else if (purpose == Purpose::shares && z.size() <= most_precise)
      take.template operator()<Effort::precise>();
    else if (purpose == Purpose::shares)
      take.template operator()<Effort::fine>();
  }
  if (!sums) {
    kept.precision.reset();
    around_peak<Rest>(sums, z, more...);
  }
  return sums;
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
