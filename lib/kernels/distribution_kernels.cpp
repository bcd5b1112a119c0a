#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/kernels/distribution_kernels.cpp"
#include <hwy/foreach_target.h>

#include "lib/kernels/bounds.hpp"
#include "lib/kernels/elementary-inl.hpp"
#include "lib/kernels/kernels.hpp"
#include "lib/kernels/targets.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::detail::kernels {
namespace HWY_NAMESPACE {

/// A mass: each element at most 1, their sum near 1. Elements outside [0, 1] are noticed: their bits, as an integer,
/// are above those of 1.
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

/// Σ weight·ln x, sums in magnitude as GridSum needs them.
struct LogStep {
  double grid;
  GridSum sum;
  V cubes;

  HWY_INLINE explicit LogStep(double start) : grid(start), sum(start), cubes(zero()) {}
  HWY_INLINE void operator()(V weight, V x) {
    const Logarithm l = log_pair(x);
    sum.add_product(weight, l.hi, l.lo);
    cubes = hn::MulAdd(weight, l.cube, cubes);
  }
  HWY_INLINE void settle() { sum.settle(); }
  HWY_INLINE Sum total(std::size_t n) const {
    const double error = sum_of_lanes(cubes) * gathered_log_error + gathered_log_offset + grid_error(n, lanes, grid) +
                         static_cast<double>(n) * negligible;
    return sum_of(sum, grid, error);
  }
};

/// Σ p ln p is no more than ln n < 45 in magnitude.
struct EntropyStep {
  LogStep logs;
  MassStep mass;

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
struct TwoStep {
  MassStep p_mass, q_mass;
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
  HWY_INLINE WeightedLogs result(std::size_t n, Sum logs, Sum other) const {
    const bool usable = p_mass.usable() && q_mass.usable() && hn::AllFalse(Doubles(), extreme);
    return {usable, p_mass.total(n), q_mass.total(n), logs, other};
  }
};

/// |ln q| ≤ 900·ln 2 < 1024 where q is not too small.
struct CrossEntropyStep : TwoStep {
  LogStep logs;

  HWY_INLINE CrossEntropyStep() : logs(3 * 1024) {}
  HWY_INLINE void operator()(V p, V q) {
    masses(p, q);
    compare(p, q);
    logs(p, q);
  }
  HWY_INLINE void settle() {
    logs.settle();
    settle_masses();
  }
};

/// weight·ln(weight/(base + base_lo)), from one logarithm: for y = weight/base but for 2⁻⁴⁸ and ρ = weight − y·(base +
/// base_lo), it is weight·ln y + ρ·(1 + O(ρ/weight)). `base_lo` is null for 0.
HWY_INLINE void add_ratio(LogStep& logs, V weight, V base, const V* base_lo) {
  const V y = quotient(weight, hn::Max(base, set(smallest)));
  logs(weight, y);
  V beyond = product_error(y, base, weight);
  if (base_lo != nullptr) beyond = hn::MulAdd(y, *base_lo, beyond);
  logs.sum.tail = hn::Sub(logs.sum.tail, beyond);
}

/// Σ p ln(p/q) ≤ 900·ln 2, and no less than −Σ q/e in part.
struct DivergenceStep : TwoStep {
  LogStep logs;

  HWY_INLINE DivergenceStep() : logs(3 * 1024) {}
  HWY_INLINE void operator()(V p, V q) {
    masses(p, q);
    compare(p, q);
    add_ratio(logs, p, q, nullptr);
  }
  HWY_INLINE void settle() {
    logs.settle();
    settle_masses();
  }
};

/// p ln(2p/(p + q)) is between −(p + q)/2e and p·ln 2.
struct JensenShannonStep : TwoStep {
  LogStep p_logs, q_logs;

  HWY_INLINE JensenShannonStep() : p_logs(3 * 2), q_logs(3 * 2) {}
  HWY_INLINE void operator()(V p, V q) {
    masses(p, q);
    const V half = set(0.5);
    const Pair mean = two_sum(hn::Mul(half, p), hn::Mul(half, q));
    add_ratio(p_logs, p, mean.hi, &mean.lo);
    add_ratio(q_logs, q, mean.hi, &mean.lo);
  }
  HWY_INLINE void settle() {
    p_logs.settle();
    q_logs.settle();
    settle_masses();
  }
};

template <class T>
HWY_ATTR WeightedLogs entropy_of(std::span<const T> p) {
  EntropyStep step;
  walk(step, T{0}, p.size(), p.data());
  const Sum mass = step.mass.total(p.size());
  return {step.mass.usable(), mass, mass, step.logs.total(p.size()), {}};
}
template <class Step, class T>
HWY_ATTR WeightedLogs logs_of(std::span<const T> p, std::span<const T> q) {
  Step step;
  walk(step, T{0}, p.size(), p.data(), q.data());
  return step.result(p.size(), step.logs.total(p.size()), {});
}
template <class T>
HWY_ATTR WeightedLogs jensen_shannon_of(std::span<const T> p, std::span<const T> q) {
  JensenShannonStep step;
  walk(step, T{0}, p.size(), p.data(), q.data());
  return step.result(p.size(), step.p_logs.total(p.size()), step.q_logs.total(p.size()));
}

HWY_ATTR WeightedLogs entropy_d(std::span<const double> p) { return entropy_of(p); }
HWY_ATTR WeightedLogs entropy_f(std::span<const float> p) { return entropy_of(p); }
HWY_ATTR WeightedLogs cross_entropy_d(std::span<const double> p, std::span<const double> q) {
  return logs_of<CrossEntropyStep>(p, q);
}
HWY_ATTR WeightedLogs cross_entropy_f(std::span<const float> p, std::span<const float> q) {
  return logs_of<CrossEntropyStep>(p, q);
}
HWY_ATTR WeightedLogs divergence_d(std::span<const double> p, std::span<const double> q) {
  return logs_of<DivergenceStep>(p, q);
}
HWY_ATTR WeightedLogs divergence_f(std::span<const float> p, std::span<const float> q) {
  return logs_of<DivergenceStep>(p, q);
}
HWY_ATTR WeightedLogs jensen_shannon_d(std::span<const double> p, std::span<const double> q) {
  return jensen_shannon_of(p, q);
}
HWY_ATTR WeightedLogs jensen_shannon_f(std::span<const float> p, std::span<const float> q) {
  return jensen_shannon_of(p, q);
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::detail::kernels {

HWY_EXPORT(entropy_d);
HWY_EXPORT(entropy_f);
HWY_EXPORT(cross_entropy_d);
HWY_EXPORT(cross_entropy_f);
HWY_EXPORT(divergence_d);
HWY_EXPORT(divergence_f);
HWY_EXPORT(jensen_shannon_d);
HWY_EXPORT(jensen_shannon_f);

template <>
WeightedLogs entropy_sums(std::span<const double> p) {
  return HWY_DYNAMIC_DISPATCH(entropy_d)(p);
}
template <>
WeightedLogs entropy_sums(std::span<const float> p) {
  return HWY_DYNAMIC_DISPATCH(entropy_f)(p);
}
template <>
WeightedLogs cross_entropy_sums(std::span<const double> p, std::span<const double> q) {
  return HWY_DYNAMIC_DISPATCH(cross_entropy_d)(p, q);
}
template <>
WeightedLogs cross_entropy_sums(std::span<const float> p, std::span<const float> q) {
  return HWY_DYNAMIC_DISPATCH(cross_entropy_f)(p, q);
}
template <>
WeightedLogs divergence_sums(std::span<const double> p, std::span<const double> q) {
  return HWY_DYNAMIC_DISPATCH(divergence_d)(p, q);
}
template <>
WeightedLogs divergence_sums(std::span<const float> p, std::span<const float> q) {
  return HWY_DYNAMIC_DISPATCH(divergence_f)(p, q);
}
template <>
WeightedLogs jensen_shannon_sums(std::span<const double> p, std::span<const double> q) {
  return HWY_DYNAMIC_DISPATCH(jensen_shannon_d)(p, q);
}
template <>
WeightedLogs jensen_shannon_sums(std::span<const float> p, std::span<const float> q) {
  return HWY_DYNAMIC_DISPATCH(jensen_shannon_f)(p, q);
}

}  // namespace gibbs::detail::kernels
#endif
