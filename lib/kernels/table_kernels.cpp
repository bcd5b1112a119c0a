#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/kernels/table_kernels.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include <algorithm>
#include <optional>

#include "lib/detail/double_double.hpp"
#include "lib/kernels/logs-inl.hpp"
#include "lib/kernels/totals-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

/// The masses of rows and columns, as pairs; in both arrays of columns there is room for a vector beyond the last.
struct Margins {
  std::size_t rows, columns;
  double *row_hi, *row_lo, *column_hi, *column_lo;

  HWY_INLINE Margins(std::size_t r, std::size_t c, std::vector<double>& room) : rows(r), columns(c) {
    const std::size_t wide = c + lanes;
    if (room.size() < 2 * (r + wide)) room.resize(2 * (r + wide));
    column_hi = room.data();
    column_lo = column_hi + wide;
    row_hi = column_lo + wide;
    row_lo = row_hi + r;
    std::fill_n(column_hi, 2 * wide, 0.0);
  }
  HWY_INLINE Pair column(std::size_t j) const { return {load(column_hi + j), load(column_lo + j)}; }
  HWY_INLINE void put(std::size_t j, Pair x) {
    store(x.hi, column_hi + j);
    store(x.lo, column_lo + j);
  }
};

/// Of the base bᵢⱼ = rᵢ·(cⱼ/W), relatively, in u² (JMP, detail/double_double.hpp): 2 for each number added to a row's
/// mass or a column's (algorithm 4), those of columns twice, as they are in W too; 3 for each vector of columns added
/// to W (algorithm 5, which is as good as that for equal signs); 133 each time lanes are added up (pair_error), 17 of
/// 1/W, 7 of each product. An error ε of bᵢⱼ adds wᵢⱼ·ε to the sum of logarithms.
inline double margin_error(std::size_t rows, std::size_t columns) {
  return (5 * static_cast<double>(rows + columns) + 320) * 0x1.1p-106;
}

/// s + x and s + t for numbers ≥ 0.
HWY_INLINE Pair plus(Pair s, V x) {
  const Pair sum = two_sum(s.hi, x);
  return fast_two_sum(sum.hi, hn::Add(s.lo, sum.lo));
}
HWY_INLINE Pair plus(Pair s, Pair t) {
  const Pair sum = two_sum(s.hi, t.hi);
  return fast_two_sum(sum.hi, hn::Add(sum.lo, hn::Add(s.lo, t.lo)));
}
HWY_INLINE Pair times(Pair x, Pair y) {
  const Pair product = two_prod(x.hi, y.hi);
  return fast_two_sum(product.hi, hn::MulAdd(x.hi, y.lo, hn::MulAdd(x.lo, y.hi, product.lo)));
}

/// The first n numbers of x, at most a vector, of `left` that there are; others are 0.
template <class T>
HWY_INLINE V load_first(const T* x, std::size_t n, std::size_t left) {
  if (n >= lanes) return load(x);
  return left < lanes ? load_rest(x, n, T{0}) : hn::IfThenElseZero(hn::FirstN(Doubles(), n), load(x));
}

/// All masses; false if an element may be outside [0, 1].
template <class T>
HWY_ATTR bool add_up(const Weights<T>& w, Margins& m, Sum& mass) {
  const V scale = set(w.scale);
  UnitInterval domain;
  const T* x = w.values.data();
  for (std::size_t i = 0, left = w.values.size(); i < m.rows; ++i, x += m.columns, left -= m.columns) {
    Pair row{zero(), zero()};
    for (std::size_t j = 0; j < m.columns; j += lanes) {
      const V part = hn::MulAdd(load_first(x + j, m.columns - j, left - j), scale, zero());
      domain.add(part);
      row = plus(row, part);
      m.put(j, plus(m.column(j), part));
    }
    const Sum sum = sum_of_pairs(row.hi, row.lo);
    m.row_hi[i] = sum.hi;
    m.row_lo[i] = sum.lo;
  }
  Pair all{zero(), zero()};
  for (std::size_t j = 0; j < m.columns; j += lanes) all = plus(all, m.column(j));
  mass = sum_of_pairs(all.hi, all.lo);
  mass.error = mass.hi * margin_error(m.rows, m.columns);
  return domain.has_all();
}

/// cⱼ becomes cⱼ/W, or 1.
HWY_ATTR void make_shares(Margins& m, bool weighed, const Sum& mass) {
  const DoubleDouble inverse = DoubleDouble{1, 0} / DoubleDouble{mass.hi, mass.lo};
  const Pair by{set(inverse.hi), set(inverse.lo)};
  for (std::size_t j = 0; j < m.columns; j += lanes) m.put(j, weighed ? times(m.column(j), by) : Pair{set(1), zero()});
}

/// Σ w ln(w/b) is no more than ln n < 45 in magnitude, as no b is below w times the other margin's share.
template <bool rough>
struct RatioStep {
  static constexpr double grid = 3 * 64;
  LogStep<double, rough> logs;
  V scale;

  HWY_INLINE explicit RatioStep(double by) : logs(grid), scale(set(by)) {}
  HWY_INLINE void operator()(V w, V base, V base_lo) { add_ratio(logs, hn::MulAdd(w, scale, zero()), base, &base_lo); }
  HWY_INLINE void settle() { logs.settle(); }
};

template <bool rough, class T>
HWY_ATTR std::optional<WeightedLogs> table_logs_of(const Weights<T>& w, std::size_t columns, bool weighed,
                                                   std::vector<double>& room) {
  const std::size_t n = w.values.size();
  Margins m(n / columns, columns, room);
  WeightedLogs sums;
  if (!add_up(w, m, sums.p)) return {};
  make_shares(m, weighed, sums.p);
  RatioStep<rough> step(w.scale);
  constexpr std::size_t most = 8 * block;  // of whole groups, so that these are as in one walk
  double base[most + lanes], base_lo[most + lanes];
  for (std::size_t begin = 0, i = 0, j = 0; begin < n; begin += most) {
    const std::size_t count = std::min(most, n - begin);
    for (std::size_t k = 0, length; k < count; k += length) {
      length = std::min(columns - j, count - k);
      const Pair row{set(m.row_hi[i]), set(m.row_lo[i])};
      for (std::size_t t = 0; t < length; t += lanes) {  // what is beyond the row is overwritten by the next
        const Pair b = times(row, m.column(j + t));
        store(b.hi, base + k + t);
        store(b.lo, base_lo + k + t);
      }
      j += length;
      if (j == columns) j = 0, ++i;
    }
    walk(step, T{0}, count, w.values.data() + begin, base, base_lo);
  }
  sums.logs = step.logs.total(n, sums.p.hi, 0);
  // A base below 2⁻⁹⁰⁰ is not taken as it is; there w ≤ √b, and w·ln(w/b) < 2⁻⁴⁴⁰.
  sums.logs.error += margin_error(m.rows, columns) + static_cast<double>(n) * 0x1p-430;
  return sums;
}

// HWY_EXPORT knows functions, not templates.
HWY_ATTR std::optional<WeightedLogs> table_logs_d(const Weights<double>& w, std::size_t columns, bool weighed,
                                                  Purpose purpose, std::vector<double>& room) {
  return purpose == Purpose::value ? table_logs_of<true>(w, columns, weighed, room)
                                   : table_logs_of<false>(w, columns, weighed, room);
}
HWY_ATTR std::optional<WeightedLogs> table_logs_f(const Weights<float>& w, std::size_t columns, bool weighed,
                                                  Purpose purpose, std::vector<double>& room) {
  if (purpose != Purpose::value) return {};
  return table_logs_of<true>(w, columns, weighed, room);
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::inline v0::detail::kernels {

HWY_EXPORT(table_logs_d);
HWY_EXPORT(table_logs_f);
template <>
std::optional<WeightedLogs> table_logs(const Weights<double>& w, std::size_t columns, bool weighed, Purpose purpose,
                                       std::vector<double>& room) {
  return HWY_DYNAMIC_DISPATCH(table_logs_d)(w, columns, weighed, purpose, room);
}
template <>
std::optional<WeightedLogs> table_logs(const Weights<float>& w, std::size_t columns, bool weighed, Purpose purpose,
                                       std::vector<double>& room) {
  return HWY_DYNAMIC_DISPATCH(table_logs_f)(w, columns, weighed, purpose, room);
}

}  // namespace gibbs::inline v0::detail::kernels
#endif
