#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/kernels/distribution_kernels.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <type_traits>

#include "lib/kernels/logs-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

/// A mass near 1 whose elements are in [0, 1].
template <class T>
struct MassStep {
  std::conditional_t<sizeof(T) == sizeof(float), LongMass, GridTotal<mass_grid>> sum;
  UnitInterval domain;

  HWY_INLINE MassStep() {}
  HWY_INLINE void operator()(V p) {
    domain.add(p);
    sum.add(p);
  }
  HWY_INLINE void settle() { sum.settle(); }
  HWY_INLINE bool usable() const { return domain.has_all(); }
  HWY_INLINE Sum total(std::size_t n) const { return sum.total(n); }
};

/// Σ p ln p is no more than ln n < 45 in magnitude.
template <class T, bool rough>
struct EntropyStep {
  LogStep<T, rough> logs;
  MassStep<T> mass;

  HWY_INLINE EntropyStep() : logs(3 * 64) {}
  HWY_INLINE void operator()(V p) {
    mass(p);
    logs(p, p);
  }
  HWY_INLINE void settle() {
    logs.settle();
    mass.settle();
  }
  HWY_INLINE std::optional<WeightedLogs> finish(std::size_t n) const {
    if (!mass.usable()) return {};
    const Sum p = mass.total(n);
    return WeightedLogs{p, {}, logs.total(n, p.hi, 0), {}};
  }
};

/// Two masses, and whether q is too small somewhere while p is larger: zero, perhaps, where p is not.
template <class T>
struct TwoStep {
  MassStep<T> p_mass, q_mass;
  Mask extreme;

  HWY_INLINE TwoStep() : extreme(hn::Gt(zero(), zero())) {}
  HWY_INLINE void masses(V p, V q) {
    p_mass(p);
    q_mass(q);
  }
  HWY_INLINE void compare(V p, V q) { extreme = hn::Or(extreme, hn::And(hn::Lt(q, set(smallest)), hn::Gt(p, q))); }
  HWY_INLINE void settle_masses() {
    p_mass.settle();
    q_mass.settle();
  }
  HWY_INLINE bool usable() const { return p_mass.usable() && q_mass.usable() && hn::AllFalse(Doubles(), extreme); }
};

/// Σ p ln q, |ln q| ≤ 900·ln 2 < 1024 where q is not too small; or, `ratios`, Σ p ln(p/q) ≤ 900·ln 2, and no less than
/// −Σ q/e in part.
template <class T, bool rough, bool ratios>
struct LogsOfTwoStep : TwoStep<T> {
  LogStep<T, rough> logs;

  HWY_INLINE LogsOfTwoStep() : logs(3 * 1024) {}
  HWY_INLINE void operator()(V p, V q) { (*this)(p, q, p); }
  HWY_INLINE void operator()(V p, V q, V p_compared) {
    this->masses(p, q);
    this->compare(p_compared, q);
    if constexpr (ratios)
      add_ratio(logs, p, q, nullptr);
    else
      logs(p, q);
  }
  HWY_INLINE void settle() {
    logs.settle();
    this->settle_masses();
  }
  HWY_INLINE std::optional<WeightedLogs> finish(std::size_t n) const {
    if (!this->usable()) return {};
    const Sum p = this->p_mass.total(n), q = this->q_mass.total(n);
    return WeightedLogs{p, q, logs.total(n, p.hi, q.hi), {}};
  }
};

/// p ln(2p/(p + q)) is between −(p + q)/2e and p·ln 2.
template <class T, bool rough>
struct JensenShannonStep : TwoStep<T> {
  LogStep<T, rough> p_logs, q_logs;

  HWY_INLINE JensenShannonStep() : p_logs(3 * 2), q_logs(3 * 2) {}
  HWY_INLINE void operator()(V p, V q) {
    this->masses(p, q);
    const V half = set(0.5);
    const Pair mean = two_sum(hn::Mul(half, p), hn::Mul(half, q));
    add_ratio(p_logs, p, mean.hi, &mean.lo);
    add_ratio(q_logs, q, mean.hi, &mean.lo);
  }
  HWY_INLINE void settle() {
    p_logs.settle();
    q_logs.settle();
    this->settle_masses();
  }
  HWY_INLINE std::optional<WeightedLogs> finish(std::size_t n) const {
    if (!this->usable()) return {};
    const Sum p = this->p_mass.total(n), q = this->q_mass.total(n);
    const double mean = (p.hi + q.hi) / 2;
    return WeightedLogs{p, q, p_logs.total(n, p.hi, mean), q_logs.total(n, q.hi, mean)};
  }
};

/// A step whose weights are taken times powers of two; −0 becomes 0. What underflows so is negligible, but where q is
/// too small a p must not seem to be 0: it is compared as it was if it was larger.
template <class Step>
struct Scaled : Step {
  V p_scale, q_scale, reach;

  HWY_INLINE Scaled(double p, double q) : p_scale(set(p)), q_scale(set(q)), reach(set(std::max(p, 1.0))) {}
  HWY_INLINE void operator()(V p) { Step::operator()(hn::MulAdd(p, p_scale, zero())); }
  HWY_INLINE void operator()(V p, V q) {
    Step::operator()(hn::MulAdd(p, p_scale, zero()), hn::MulAdd(q, q_scale, zero()), hn::Mul(p, reach));
  }
};

/// In line, so that the sums stay in registers. From here on spans go by value: what was just written as two words is
/// slow to read as one of 16 bytes.
template <class Step, class T, class... More>
HWY_INLINE std::optional<WeightedLogs> walked(Step& step, std::span<const T> p, const More*... more) {
  walk(step, T{0}, p.size(), p.data(), more...);
  return step.finish(p.size());
}
struct Scales {
  double p, q;
};
/// Out of line: no step keeps registers from another.
template <class Step, bool scaled, class T, class... More>
HWY_NOINLINE HWY_ATTR std::optional<WeightedLogs> take(std::span<const T> p, Scales by, const More*... more) {
  if constexpr (scaled) {
    Scaled<Step> step(by.p, by.q);
    return walked(step, p, more...);
  } else {
    Step step;
    return walked(step, p, more...);
  }
}
/// N: the format whose steps these are, that of T or a wider one.
template <class N, bool rough, bool scaled, class T>
HWY_INLINE std::optional<WeightedLogs> take(Terms terms, std::span<const T> p, std::span<const T> q, Scales by) {
  switch (terms) {
    case Terms::entropy:
      return take<EntropyStep<N, rough>, scaled>(p, by);
    case Terms::cross_entropy:
      return take<LogsOfTwoStep<N, rough, false>, scaled>(p, by, q.data());
    case Terms::divergence:
      return take<LogsOfTwoStep<N, rough, true>, scaled>(p, by, q.data());
    default:
      return take<JensenShannonStep<N, rough>, false>(p, by, q.data());
  }
}
/// What rough sums leave open is rare, and never needs to be unscaled. Out of line: short vectors feel it.
template <class T, class N, bool rough>
HWY_NOINLINE HWY_ATTR std::optional<WeightedLogs> scaled_logs_of(Terms terms, std::span<const T> p, std::span<const T> q,
                                                                 Purpose purpose, Scales by) {
  return purpose == Purpose::value ? take<T, true, true>(terms, p, q, by) : take<N, rough, true>(terms, p, q, by);
}
template <class T, class N, bool rough>
HWY_INLINE std::optional<WeightedLogs> logs_of(Terms terms, std::span<const T> p, std::span<const T> q, Purpose purpose,
                                               Scales by) {
  const bool plain = purpose == Purpose::value && by.p == 1 && by.q == 1;
  return plain ? take<T, true, false>(terms, p, q, by) : scaled_logs_of<T, N, rough>(terms, p, q, purpose, by);
}

/// Two sums in turns, so that neither has to wait.
struct RoughMass {
  V one, other;

  HWY_INLINE RoughMass() : one(zero()), other(zero()) {}
  HWY_INLINE void operator()(V p) {
    const V sum = hn::Add(one, p);
    one = other;
    other = sum;
  }
  HWY_INLINE void settle() {}
};
template <class T>
HWY_ATTR double rough_mass_of(std::span<const T> p) {
  RoughMass step;
  walk(step, T{0}, p.size(), p.data());
  return sum_of_lanes(hn::Add(step.one, step.other));
}

// HWY_EXPORT knows functions, not templates.
HWY_ATTR std::optional<WeightedLogs> logs_d(Terms terms, std::span<const double> p, std::span<const double> q,
                                            Purpose purpose, double p_scale, double q_scale) {
  return logs_of<double, double, false>(terms, p, q, purpose, {p_scale, q_scale});
}
/// What its own rough sums leave open, binary32 takes as binary64 does roughly.
HWY_ATTR std::optional<WeightedLogs> logs_f(Terms terms, std::span<const float> p, std::span<const float> q,
                                            Purpose purpose, double p_scale, double q_scale) {
  return logs_of<float, double, true>(terms, p, q, purpose, {p_scale, q_scale});
}
HWY_ATTR double rough_mass_d(std::span<const double> p) { return rough_mass_of(p); }
HWY_ATTR double rough_mass_f(std::span<const float> p) { return rough_mass_of(p); }
HWY_ATTR Sum log_of_sum(const Sum& mass) {
  const double s = mass.hi + mass.lo;
  return log_of(s, mass.lo - (s - mass.hi), 1.01 * mass.error / s);
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::inline v0::detail::kernels {

#define GIBBS_DISPATCH(T, name)                                                                                       \
  HWY_EXPORT(logs_##name);                                                                                            \
  HWY_EXPORT(rough_mass_##name);                                                                                      \
  template <>                                                                                                         \
  std::optional<WeightedLogs> weighted_logs(Terms terms, std::span<const T> p, std::span<const T> q, Purpose purpose, \
                                            double p_scale, double q_scale) {                                         \
    return HWY_DYNAMIC_DISPATCH(logs_##name)(terms, p, q, purpose, p_scale, q_scale);                                 \
  }                                                                                                                   \
  template <>                                                                                                         \
  double rough_mass(std::span<const T> p) {                                                                           \
    return HWY_DYNAMIC_DISPATCH(rough_mass_##name)(p);                                                                \
  }
GIBBS_DISPATCH(double, d)
GIBBS_DISPATCH(float, f)
#undef GIBBS_DISPATCH
HWY_EXPORT(log_of_sum);
Sum log_of_mass(const Sum& mass) { return HWY_DYNAMIC_DISPATCH(log_of_sum)(mass); }

}  // namespace gibbs::inline v0::detail::kernels
#endif
