// Sums of weights times logarithms, for one dispatch target at a time.
#if defined(GIBBS_KERNELS_LOGS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_LOGS_INL
#undef GIBBS_KERNELS_LOGS_INL
#else
#define GIBBS_KERNELS_LOGS_INL
#endif

#include <cmath>

#include "lib/kernels/bounds.hpp"
#include "lib/kernels/elementary-inl.hpp"
#include "lib/kernels/kernels.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

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

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
