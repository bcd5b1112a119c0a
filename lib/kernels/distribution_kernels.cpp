#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/kernels/distribution_kernels.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include <cmath>

#include "lib/kernels/bounds.hpp"
#include "lib/kernels/elementary-inl.hpp"
#include "lib/kernels/kernels.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

/// A mass: each element at most 1, their sum near 1. Elements outside [0, 1] are noticed: their bits, as an integer,
/// are above those of 1.
template <class T>
struct MassStep {
  GridSum sum;
  B largest;

  HWY_INLINE MassStep() : sum(mass_grid), largest(hn::Zero(Bits())) {}
  HWY_INLINE void operator()(V p) {
    largest = larger(largest, bits(p));
    sum.add(p);
  }
  HWY_INLINE void settle() { sum.settle(); }
  HWY_INLINE bool usable() const { return hn::AllFalse(Bits(), hn::Gt(largest, bits(set(1)))); }
  HWY_INLINE Sum total(std::size_t n) const { return sum_of(sum, mass_grid, grid_error(n, lanes, mass_grid)); }
};

template <>
struct MassStep<float> {
  LongSum sum;
  B largest;

  HWY_INLINE MassStep() : largest(hn::Zero(Bits())) {}
  HWY_INLINE void operator()(V p) {
    largest = larger(largest, bits(p));
    sum.add(p);
  }
  HWY_INLINE void settle() { sum.settle(); }
  HWY_INLINE bool usable() const { return hn::AllFalse(Bits(), hn::Gt(largest, bits(set(1)))); }
  HWY_INLINE Sum total(std::size_t n) const { return {sum.total(), 0, 2 * long_error(n, lanes)}; }
};

/// Σ weight·ln x, sums in magnitude as GridSum needs them. A total is told Σ weight ≤ 1.001, and `opposite`.
template <class T, bool rough>
struct LogStep {
  double grid;
  GridSum sum;
  V cubes;

  HWY_INLINE explicit LogStep(double start) : grid(start), sum(start), cubes(zero()) {}
  HWY_INLINE void operator()(V weight, V x) { (*this)(weight, x, zero()); }
  /// weight·ln x − less.
  HWY_INLINE void operator()(V weight, V x, V less) {
    if constexpr (rough) {
      const Pair l = rough_log(x);
      sum.add_product(weight, l.hi, l.lo, less);
    } else {
      const Logarithm l = log_pair(x);
      sum.add_product(weight, l.hi, l.lo, less);
      cubes = hn::MulAdd(weight, l.cube, cubes);
    }
  }
  HWY_INLINE void settle() { sum.settle(); }
  HWY_INLINE Sum total(std::size_t n, double weights, double) const {
    const double logs = rough ? 1.001 * weights * gathered_rough_log_error
                              : sum_of_lanes(cubes) * gathered_log_error + gathered_log_offset;
    return sum_of(sum, grid, logs + grid_error(n, lanes, grid) + static_cast<double>(n) * negligible);
  }
};

/// For binary32. The terms' magnitudes add up to no more than |sum| + opposite: either they have one sign, or they are
/// p·ln(p/q), of which those below 0 are above −q/e.
template <bool rough>
struct LogStep<float, rough> {
  LongSum sum;

  HWY_INLINE explicit LogStep(double) {}
  HWY_INLINE void operator()(V weight, V x) { sum.add_product(weight, short_log(x)); }
  HWY_INLINE void settle() { sum.settle(); }
  HWY_INLINE Sum total(std::size_t n, double, double opposite) const {
    const double total = sum.total();
    return {total, 0, (std::fabs(total) + opposite) * (2.1 * short_log_error + long_error(n, lanes))};
  }
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
  HWY_INLINE void finish(std::size_t n, WeightedLogs& sums) const {
    sums.usable = p_mass.usable() && q_mass.usable() && hn::AllFalse(Doubles(), extreme);
    sums.p = p_mass.total(n);
    sums.q = q_mass.total(n);
  }
};

/// |ln q| ≤ 900·ln 2 < 1024 where q is not too small.
template <class T, bool rough>
struct CrossEntropyStep : TwoStep<T> {
  LogStep<T, rough> logs;

  HWY_INLINE CrossEntropyStep() : logs(3 * 1024) {}
  HWY_INLINE void operator()(V p, V q) {
    this->masses(p, q);
    this->compare(p, q);
    logs(p, q);
  }
  HWY_INLINE void settle() {
    logs.settle();
    this->settle_masses();
  }
};

/// weight·ln(weight/(base + base_lo)), from one logarithm: for y = weight/base but for 2⁻⁴⁸ and ρ = weight − y·(base +
/// base_lo), it is weight·ln y + ρ·(1 + O(ρ/weight)). `base_lo` is null for 0.
template <bool rough>
HWY_INLINE void add_ratio(LogStep<double, rough>& logs, V weight, V base, const V* base_lo) {
  const V y = quotient(weight, hn::Max(base, set(smallest)));
  V beyond = product_error(y, base, weight);
  if (base_lo != nullptr) beyond = hn::MulAdd(y, *base_lo, beyond);
  logs(weight, y, beyond);
}

template <bool rough>
HWY_INLINE void add_ratio(LogStep<float, rough>& logs, V weight, V base, const V*) {
  logs(weight, quotient(weight, hn::Max(base, set(smallest))));
}

/// Σ p ln(p/q) ≤ 900·ln 2, and no less than −Σ q/e in part.
template <class T, bool rough>
struct DivergenceStep : TwoStep<T> {
  LogStep<T, rough> logs;

  HWY_INLINE DivergenceStep() : logs(3 * 1024) {}
  HWY_INLINE void operator()(V p, V q) {
    this->masses(p, q);
    this->compare(p, q);
    add_ratio(logs, p, q, nullptr);
  }
  HWY_INLINE void settle() {
    logs.settle();
    this->settle_masses();
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
};

/// N: the format whose steps these are, that of T or a wider one.
template <class N, bool rough, class T>
HWY_ATTR WeightedLogs entropy_of(std::span<const T> p) {
  EntropyStep<N, rough> step;
  walk(step, T{0}, p.size(), p.data());
  const Sum mass = step.mass.total(p.size());
  return {step.mass.usable(), mass, {}, step.logs.total(p.size(), mass.hi, 0), {}};
}
template <class Step, class T>
HWY_ATTR WeightedLogs logs_of(std::span<const T> p, std::span<const T> q) {
  Step step;
  walk(step, T{0}, p.size(), p.data(), q.data());
  WeightedLogs sums;
  step.finish(p.size(), sums);
  sums.logs = step.logs.total(p.size(), sums.p.hi, sums.q.hi);
  return sums;
}
template <class N, bool rough, class T>
HWY_ATTR WeightedLogs jensen_shannon_of(std::span<const T> p, std::span<const T> q) {
  JensenShannonStep<N, rough> step;
  walk(step, T{0}, p.size(), p.data(), q.data());
  WeightedLogs sums;
  step.finish(p.size(), sums);
  const double mean = (sums.p.hi + sums.q.hi) / 2;
  sums.logs = step.p_logs.total(p.size(), sums.p.hi, mean);
  sums.other = step.q_logs.total(p.size(), sums.q.hi, mean);
  return sums;
}

// HWY_EXPORT knows functions, not templates. What its own rough sums leave open, binary32 takes as binary64 does
// roughly.
#define GIBBS_KERNELS(T, name, next)                                                                         \
  HWY_ATTR WeightedLogs entropy_##name(std::span<const T> p, bool rough) {                                   \
    return rough ? entropy_of<T, true>(p) : entropy_of<double, next>(p);                                     \
  }                                                                                                          \
  HWY_ATTR WeightedLogs cross_entropy_##name(std::span<const T> p, std::span<const T> q, bool rough) {       \
    return rough ? logs_of<CrossEntropyStep<T, true>>(p, q) : logs_of<CrossEntropyStep<double, next>>(p, q); \
  }                                                                                                          \
  HWY_ATTR WeightedLogs divergence_##name(std::span<const T> p, std::span<const T> q, bool rough) {          \
    return rough ? logs_of<DivergenceStep<T, true>>(p, q) : logs_of<DivergenceStep<double, next>>(p, q);     \
  }                                                                                                          \
  HWY_ATTR WeightedLogs jensen_shannon_##name(std::span<const T> p, std::span<const T> q, bool rough) {      \
    return rough ? jensen_shannon_of<T, true>(p, q) : jensen_shannon_of<double, next>(p, q);                 \
  }
GIBBS_KERNELS(double, d, false)
GIBBS_KERNELS(float, f, true)
#undef GIBBS_KERNELS

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::inline v0::detail::kernels {

#define GIBBS_DISPATCH(T, name)                                                              \
  HWY_EXPORT(entropy_##name);                                                                \
  HWY_EXPORT(cross_entropy_##name);                                                          \
  HWY_EXPORT(divergence_##name);                                                             \
  HWY_EXPORT(jensen_shannon_##name);                                                         \
  template <>                                                                                \
  WeightedLogs entropy_sums(std::span<const T> p, bool rough) {                              \
    return HWY_DYNAMIC_DISPATCH(entropy_##name)(p, rough);                                   \
  }                                                                                          \
  template <>                                                                                \
  WeightedLogs cross_entropy_sums(std::span<const T> p, std::span<const T> q, bool rough) {  \
    return HWY_DYNAMIC_DISPATCH(cross_entropy_##name)(p, q, rough);                          \
  }                                                                                          \
  template <>                                                                                \
  WeightedLogs divergence_sums(std::span<const T> p, std::span<const T> q, bool rough) {     \
    return HWY_DYNAMIC_DISPATCH(divergence_##name)(p, q, rough);                             \
  }                                                                                          \
  template <>                                                                                \
  WeightedLogs jensen_shannon_sums(std::span<const T> p, std::span<const T> q, bool rough) { \
    return HWY_DYNAMIC_DISPATCH(jensen_shannon_##name)(p, q, rough);                         \
  }
GIBBS_DISPATCH(double, d)
GIBBS_DISPATCH(float, f)
#undef GIBBS_DISPATCH

}  // namespace gibbs::inline v0::detail::kernels
#endif
