#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/kernels/logit_kernels.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include <cmath>
#include <limits>

#include "lib/kernels/logits-inl.hpp"
#include "lib/kernels/round-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::detail::kernels {
namespace HWY_NAMESPACE {

/// The exponential of a logit over the sum of all, and its relative error.
template <class T, bool is_kept>
struct Share {
  static constexpr bool is_short = sizeof(T) == sizeof(float);
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
    const bool precise = is_kept && sums.precise;
    const double own = is_short ? short_error + 0x1p-51 : precise ? precise_exp_error(highest + reach) : exp_error;
    relative_error = set(own + 0x1p-100 + sums.total.error / sums.total.hi);
  }
  HWY_INLINE Pair operator()(V z) {
    if constexpr (is_short) {
      return {hn::Mul(is_kept ? next() : short_exp(hn::Max(z, floor), bias_minus_shift), inverse), zero()};
    } else {
      const Pair e = is_kept ? Pair{next(), next()} : exp_pair(hn::Max(z, floor), bias_minus_shift);
      const Pair q = two_prod(e.hi, inverse);
      return {q.hi, hn::Add(q.lo, hn::MulAdd(e.hi, inverse_lo, hn::Mul(e.lo, inverse)))};
    }
  }
  HWY_INLINE V next() {
    keep += lanes;
    return load(keep - lanes);
  }
  /// exp(−746) is below half the smallest number of either format, as is what is smaller.
  HWY_INLINE Mask vanishes(V z) const { return hn::Lt(z, vanishing); }
};

template <class T, bool is_kept>
struct SoftmaxStep {
  Share<T, is_kept> share;

  HWY_INLINE SoftmaxStep(const LogitSums& sums, const double* kept) : share(sums, kept) {}
  HWY_INLINE Decided operator()(V z) {
    const Pair q = share(z);
    const Decided result = round_to<T>(q, hn::Mul(q.hi, share.relative_error));
    return {result.value, hn::And(result.yes, hn::Ge(z, share.floor))};
  }
  HWY_INLINE Mask is_special(V z) const { return share.vanishes(z); }
  static constexpr double special = 0;
};

/// z − (m + ln(1 + T)).
template <class T>
struct LogSoftmaxStep {
  V hi, lo, error;

  HWY_INLINE explicit LogSoftmaxStep(const LogitSums& sums) {
    const Pair sum = two_sum(set(sums.peak), set(sums.log_total.hi));
    hi = sum.hi;
    lo = hn::Add(sum.lo, set(sums.log_total.lo));
    error = hn::MulAdd(hn::Abs(lo), set(0x1p-52), set(sums.log_total.error));
  }
  HWY_INLINE Decided operator()(V z) const {
    const Pair s = two_sum(z, hn::Neg(hi));
    const Decided result = round_to<T>({s.hi, hn::Sub(s.lo, lo)}, error);
    return {result.value, hn::And(result.yes, hn::Gt(z, set(-HUGE_VAL)))};
  }
  HWY_INLINE Mask is_special(V z) const { return hn::Eq(z, set(-HUGE_VAL)); }
  static constexpr double special = -HUGE_VAL;
};

/// q − p/P, 1/P = 1 − δ + δ² − …
template <class T, bool is_kept>
struct GradientStep {
  V correction, mass_error;
  Share<T, is_kept> share;

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
  HWY_INLINE Mask is_special(V z, V p) const { return hn::And(share.vanishes(z), hn::Eq(p, zero())); }
  static constexpr double special = 0;
};

/// Stores what step(vector of z, …) decides, and notes the rest, but for the special values of masked classes.
template <class Step, class T, class... Vectors>
HWY_INLINE void put(Step& step, T* out, std::size_t begin, std::size_t n, std::vector<std::size_t>& open,
                    Vectors... x) {
  Decided d = step(x...);
  if (HWY_UNLIKELY(!hn::AllTrue(Doubles(), d.yes))) {
    const Mask special = step.is_special(x...);
    d.value = hn::IfThenElse(special, set(Step::special), d.value);
    note(hn::Or(d.yes, special), begin, n, open);
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
  if (!sums.kept)
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
  if (!sums.kept)
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
