#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/kernels/logit_kernels.cpp"
#include <hwy/foreach_target.h>

#include <cmath>
#include <limits>

#include "lib/kernels/bounds.hpp"
#include "lib/kernels/elementary-inl.hpp"
#include "lib/kernels/kernels.hpp"
#include "lib/kernels/round-inl.hpp"
#include "lib/kernels/targets.hpp"

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
template <bool precise, bool keeps>
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
    const double relative = 2 * precise_exp_error(sums.peak) + (precise ? 0 : exp_error) + pair_error(n, lanes);
    const double missed = static_cast<double>(n) * negligible;
    sums.total = {lane(total.hi), lane(total.lo), lane(total.hi) * (relative + 0x1p-100) + missed};
    sums.rest = {lane(t.hi), lane(t.lo), lane(ratio) * (relative + 0x1p-100) + lane(t.hi) * 0x1p-104 + missed};
  }
};

template <bool precise, bool keeps>
struct LossStep {
  RestStep<precise, keeps> rest;
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

/// ln(1 + T). Below 2⁻²⁷ its series; else ln(s + t) = ln s + t/s − …, s + t = 1 + T and |t| ≤ 2⁻⁵²·s.
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
  return {sum, lo - (sum - hi), t.error + hn::GetLane(l.cube) * log_error + offset + hi * 0x1p-100};
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

template <template <bool, bool> class Step, class T, class... More>
HWY_ATTR LogitSums sums_of(std::span<const T> z, Purpose purpose, std::vector<double>* kept, const More*... more) {
  const LogitSums sums = peak_of(z);
  if (!sums.usable) return sums;
  if (purpose == Purpose::value) return finish_sums<Step<false, false>>(sums, nullptr, z, more...);
  if (purpose == Purpose::precision || z.size() > most_kept)
    return finish_sums<Step<true, false>>(sums, nullptr, z, more...);
  const std::size_t room = 2 * (z.size() + lanes);
  if (kept->size() < room) kept->resize(room);
  if (z.size() > most_rough) return finish_sums<Step<true, true>>(sums, kept->data(), z, more...);
  return finish_sums<Step<false, true>>(sums, kept->data(), z, more...);
}

/// The exponential of a logit over the sum of all, and its relative error.
template <bool is_kept>
struct Share {
  V floor, vanishing, inverse, inverse_lo, relative_error;
  B bias_minus_shift;
  const double* keep;

  HWY_INLINE Share(const LogitSums& sums, const double* kept)
      : floor(set(sums.peak - reach)),
        vanishing(set(sums.peak - 746)),
        bias_minus_shift(bias_minus(sums.shift)),
        keep(kept) {
    const V total = set(sums.total.hi);
    inverse = hn::Div(set(1), total);
    const V beyond = hn::MulAdd(set(sums.total.lo), inverse, product_error(total, inverse, set(1)));
    inverse_lo = hn::Neg(hn::Mul(inverse, beyond));
    relative_error = set(exp_error + sums.total.error / sums.total.hi + 0x1p-100);
  }
  HWY_INLINE Pair operator()(V z) {
    const Pair e = exponential(z);
    const Pair q = two_prod(e.hi, inverse);
    return {q.hi, hn::Add(q.lo, hn::MulAdd(e.hi, inverse_lo, hn::Mul(e.lo, inverse)))};
  }
  HWY_INLINE Pair exponential(V z) {
    if constexpr (is_kept) {
      keep += 2 * lanes;
      return {load(keep - 2 * lanes), load(keep - lanes)};
    } else {
      return exp_pair(hn::Max(z, floor), bias_minus_shift);
    }
  }
  /// exp(−746) is below half the smallest number of either format, as is what is smaller.
  HWY_INLINE Mask vanishes(V z) const { return hn::Lt(z, vanishing); }
};

template <class T, bool is_kept>
struct SoftmaxStep {
  Share<is_kept> share;

  HWY_INLINE SoftmaxStep(const LogitSums& sums, const double* kept) : share(sums, kept) {}
  HWY_INLINE Decided operator()(V z) {
    const Pair q = share(z);
    const Decided result = round_to<T>(q, hn::Mul(q.hi, share.relative_error));
    return {result.value, hn::And(result.yes, hn::Ge(z, share.floor))};
  }
  HWY_INLINE Mask vanishes(V z) const { return share.vanishes(z); }
};

template <class T>
struct LogSoftmaxStep {
  V peak, hi, lo, error;

  HWY_INLINE explicit LogSoftmaxStep(const LogitSums& sums)
      : peak(set(sums.peak)),
        hi(set(sums.log_total.hi)),
        lo(set(sums.log_total.lo)),
        error(set(sums.log_total.error + std::fabs(sums.log_total.lo) * 0x1p-52)) {}
  HWY_INLINE Decided operator()(V z) const {
    const Pair x = two_sum(z, hn::Neg(peak));
    const Pair s = two_sum(x.hi, hn::Neg(hi));
    const V rest = hn::Sub(x.lo, lo);
    Decided result = round_to<T>({s.hi, hn::Add(s.lo, rest)}, hn::MulAdd(hn::Abs(rest), set(0x1p-52), error));
    const Mask masked = hn::Eq(z, set(-HUGE_VAL));
    result.value = hn::IfThenElse(masked, z, result.value);
    result.yes = hn::Or(masked, result.yes);
    return result;
  }
  HWY_INLINE Mask vanishes(V z) const { return hn::Ne(z, z); }
};

/// q − p/P, 1/P = 1 − δ + δ² − …
template <class T, bool is_kept>
struct GradientStep {
  V correction, mass_error;
  Share<is_kept> share;

  HWY_INLINE GradientStep(const LogitSums& sums, const double* kept) : share(sums, kept) {
    const double delta = (sums.mass.hi - 1) + sums.mass.lo;
    correction = set(delta * (1 - delta));
    mass_error = set(std::fabs(delta) * (delta * delta + 0x1p-51) + sums.mass.error);
  }
  HWY_INLINE Decided operator()(V z, V p) {
    const Pair q = share(z);
    const Pair s = two_sum(q.hi, hn::Neg(p));
    const V rest = hn::MulAdd(p, correction, q.lo);
    const V error =
        hn::MulAdd(q.hi, share.relative_error, hn::MulAdd(p, mass_error, hn::Mul(hn::Abs(rest), set(0x1p-52))));
    const Decided result = round_to<T>({s.hi, hn::Add(s.lo, rest)}, error);
    return {result.value, hn::And(result.yes, hn::Ge(z, share.floor))};
  }
  HWY_INLINE Mask vanishes(V z, V p) const { return hn::And(share.vanishes(z), hn::Eq(p, zero())); }
};

/// Stores what step(vector of z, …) decides, and notes the rest; what vanishes is 0.
template <class Step, class T, class... Vectors>
HWY_INLINE void put(Step& step, T* out, std::size_t begin, std::size_t n, std::vector<std::size_t>& open,
                    Vectors... x) {
  Decided d = step(x...);
  if (HWY_UNLIKELY(!hn::AllTrue(Doubles(), d.yes))) {
    const Mask vanishes = step.vanishes(x...);
    d.value = hn::IfThenZeroElse(vanishes, d.value);
    note(hn::Or(d.yes, vanishes), begin, n, open);
  }
  store(d.value, out);
}
template <class Step, class T, class... More>
HWY_ATTR void each(Step step, std::span<T> out, std::vector<std::size_t>& open, const T* z, const More*... more) {
  const std::size_t n = out.size();
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) put(step, out.data() + i, i, lanes, open, load(z + i), load(more + i)...);
  if (i == n) return;
  T buffer[lanes];
  put(step, buffer, i, n - i, open, load_rest(z + i, n - i, -std::numeric_limits<T>::infinity()),
      load_rest(more + i, n - i, T{0})...);
  std::memcpy(out.data() + i, buffer, (n - i) * sizeof(T));
}

using Open = std::vector<std::size_t>;
using Kept = std::vector<double>;
template <class T>
HWY_ATTR LogitSums logit_sums_of(std::span<const T> z, Purpose purpose, Kept* kept) {
  return sums_of<RestStep>(z, purpose, kept);
}
template <class T>
HWY_ATTR LogitSums loss_sums_of(std::span<const T> z, std::span<const T> p, Purpose purpose, Kept* kept) {
  return sums_of<LossStep>(z, purpose, kept, p.data());
}
template <class T>
HWY_ATTR void softmax_of(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out, Open& open) {
  if (z.size() > most_kept)
    each(SoftmaxStep<T, false>(sums, nullptr), out, open, z.data());
  else
    each(SoftmaxStep<T, true>(sums, kept.data()), out, open, z.data());
}
template <class T>
HWY_ATTR void log_softmax_of(std::span<const T> z, const LogitSums& sums, std::span<T> out, Open& open) {
  each(LogSoftmaxStep<T>(sums), out, open, z.data());
}
template <class T>
HWY_ATTR void gradient_of(std::span<const T> z, std::span<const T> p, const LogitSums& sums, const Kept& kept,
                          std::span<T> out, Open& open) {
  if (z.size() > most_kept)
    each(GradientStep<T, false>(sums, nullptr), out, open, z.data(), p.data());
  else
    each(GradientStep<T, true>(sums, kept.data()), out, open, z.data(), p.data());
}

// HWY_EXPORT knows functions, not templates.
#define GIBBS_KERNELS(T, name)                                                                                       \
  HWY_ATTR LogitSums logit_sums_##name(std::span<const T> z, Purpose purpose, Kept* kept) {                          \
    return logit_sums_of(z, purpose, kept);                                                                          \
  }                                                                                                                  \
  HWY_ATTR LogitSums loss_sums_##name(std::span<const T> z, std::span<const T> p, Purpose purpose, Kept* kept) {     \
    return loss_sums_of(z, p, purpose, kept);                                                                        \
  }                                                                                                                  \
  HWY_ATTR void softmax_##name(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out,      \
                               Open& open) {                                                                         \
    softmax_of(z, sums, kept, out, open);                                                                            \
  }                                                                                                                  \
  HWY_ATTR void log_softmax_##name(std::span<const T> z, const LogitSums& sums, std::span<T> out, Open& open) {      \
    log_softmax_of(z, sums, out, open);                                                                              \
  }                                                                                                                  \
  HWY_ATTR void gradient_##name(std::span<const T> z, std::span<const T> p, const LogitSums& sums, const Kept& kept, \
                                std::span<T> out, Open& open) {                                                      \
    gradient_of(z, p, sums, kept, out, open);                                                                        \
  }
GIBBS_KERNELS(double, d)
GIBBS_KERNELS(float, f)
#undef GIBBS_KERNELS

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::detail::kernels {

#define GIBBS_DISPATCH(T, name)                                                                                     \
  HWY_EXPORT(logit_sums_##name);                                                                                    \
  HWY_EXPORT(loss_sums_##name);                                                                                     \
  HWY_EXPORT(softmax_##name);                                                                                       \
  HWY_EXPORT(log_softmax_##name);                                                                                   \
  HWY_EXPORT(gradient_##name);                                                                                      \
  template <>                                                                                                       \
  LogitSums logit_sums(std::span<const T> z, Purpose purpose, std::vector<double>* kept) {                          \
    return HWY_DYNAMIC_DISPATCH(logit_sums_##name)(z, purpose, kept);                                               \
  }                                                                                                                 \
  template <>                                                                                                       \
  LogitSums loss_sums(std::span<const T> z, std::span<const T> p, Purpose purpose, std::vector<double>* kept) {     \
    return HWY_DYNAMIC_DISPATCH(loss_sums_##name)(z, p, purpose, kept);                                             \
  }                                                                                                                 \
  template <>                                                                                                       \
  void softmax(std::span<const T> z, const LogitSums& sums, const std::vector<double>& kept, std::span<T> out,      \
               std::vector<std::size_t>& open) {                                                                    \
    HWY_DYNAMIC_DISPATCH(softmax_##name)(z, sums, kept, out, open);                                                 \
  }                                                                                                                 \
  template <>                                                                                                       \
  void log_softmax(std::span<const T> z, const LogitSums& sums, std::span<T> out, std::vector<std::size_t>& open) { \
    HWY_DYNAMIC_DISPATCH(log_softmax_##name)(z, sums, out, open);                                                   \
  }                                                                                                                 \
  template <>                                                                                                       \
  void loss_gradient(std::span<const T> z, std::span<const T> p, const LogitSums& sums,                             \
                     const std::vector<double>& kept, std::span<T> out, std::vector<std::size_t>& open) {           \
    HWY_DYNAMIC_DISPATCH(gradient_##name)(z, p, sums, kept, out, open);                                             \
  }
GIBBS_DISPATCH(double, d)
GIBBS_DISPATCH(float, f)
#undef GIBBS_DISPATCH

}  // namespace gibbs::detail::kernels
#endif
