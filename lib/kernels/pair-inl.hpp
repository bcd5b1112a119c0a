// Vectors of doubles, and unevaluated pairs of them, for one dispatch target at a time (Highway's foreach_target).
//
// The algorithms are those of detail/double_double.hpp. Barring underflow their results do not depend on the target: a
// product's error is taken with a fused multiply-add where there is one and by Dekker's splitting where there is none.
#if defined(GIBBS_KERNELS_PAIR_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_PAIR_INL
#undef GIBBS_KERNELS_PAIR_INL
#else
#define GIBBS_KERNELS_PAIR_INL
#endif

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "lib/kernels/bounds.hpp"
#include "lib/kernels/kernels.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::ScalableTag<double>;
using Bits = hn::RebindToUnsigned<Doubles>;
using V = hn::Vec<Doubles>;
using B = hn::Vec<Bits>;
using Mask = hn::Mask<Doubles>;
inline constexpr std::size_t lanes = HWY_LANES(double);

struct Pair {
  V hi, lo;
};

HWY_INLINE V set(double x) { return hn::Set(Doubles(), x); }
HWY_INLINE V zero() { return hn::Zero(Doubles()); }
HWY_INLINE B bits(V x) { return hn::BitCast(Bits(), x); }
HWY_INLINE V number(B x) { return hn::BitCast(Doubles(), x); }
HWY_INLINE B set_bits(std::uint64_t x) { return hn::Set(Bits(), x); }

/// hi + lo = a + b exactly.
HWY_INLINE Pair two_sum(V a, V b) {
  const V hi = hn::Add(a, b);
  const V b_seen = hn::Sub(hi, a);
  return {hi, hn::Add(hn::Sub(a, hn::Sub(hi, b_seen)), hn::Sub(b, b_seen))};
}
/// The same, given |a| ≥ |b| or a = 0.
HWY_INLINE Pair fast_two_sum(V a, V b) {
  const V hi = hn::Add(a, b);
  return {hi, hn::Sub(b, hn::Sub(hi, a))};
}

/// a·b − near rounded once, for `near` so close to a·b that fl(a·b) − near is exact.
HWY_INLINE V product_error(V a, V b, V near) {
#if HWY_NATIVE_FMA
  return hn::MulSub(a, b, near);
#else
  const V splitter = set(0x1p27 + 1);
  const V a_far = hn::Mul(a, splitter), b_far = hn::Mul(b, splitter);
  const V a_hi = hn::Sub(a_far, hn::Sub(a_far, a)), b_hi = hn::Sub(b_far, hn::Sub(b_far, b));
  const V a_lo = hn::Sub(a, a_hi), b_lo = hn::Sub(b, b_hi);
  const V product = hn::Mul(a, b);
  V error = hn::Sub(hn::Mul(a_hi, b_hi), product);
  error = hn::Add(hn::Add(error, hn::Mul(a_hi, b_lo)), hn::Mul(a_lo, b_hi));
  return hn::Add(hn::Sub(product, near), hn::Add(error, hn::Mul(a_lo, b_lo)));
#endif
}
/// hi + lo = a·b exactly.
HWY_INLINE Pair two_prod(V a, V b) {
  const V hi = hn::Mul(a, b);
  return {hi, product_error(a, b, hi)};
}

/// a/b but for a relative error below 2⁻⁴⁸, for 2⁻⁹⁰⁰ ≤ b ≤ 1 and 2⁻¹⁰⁰⁰ ≤ a ≤ 1 (what weighs less is negligible).
HWY_INLINE V quotient(V a, V b) {
#if HWY_TARGET == HWY_AVX3
  const V rough{_mm512_rcp14_pd(b.raw)};
  const V inverse = hn::MulAdd(rough, hn::NegMulAdd(b, rough, set(1)), rough);
  const V q = hn::Mul(a, inverse);
  return hn::MulAdd(hn::NegMulAdd(b, q, a), inverse, q);
#else
  return hn::Div(a, b);
#endif
}

/// x = 2ᵉ·m for normal x > 0, where x moved up by 2⁻⁵ of its binade, `up`, has the exponent e.
struct Scaled2 {
  V e, m;
};
HWY_INLINE Scaled2 split(V x, B up) {
#if HWY_TARGET == HWY_AVX3
  const V e{_mm512_getexp_pd(number(up).raw)};
  return {e, V{_mm512_scalef_pd(x.raw, hn::Neg(e).raw)}};
#else
  const B biased = hn::Or(hn::ShiftRight<52>(up), bits(set(0x1p52)));
  const B exponent = hn::And(up, set_bits(std::uint64_t{0xfff} << 52));
  return {hn::Sub(number(biased), set(0x1p52 + 1023)), number(hn::Add(hn::Sub(bits(x), exponent), bits(set(1))))};
#endif
}

/// Entry (index mod 16) of a table of 16.
HWY_INLINE V lookup(const double* table, B index) {
#if HWY_TARGET == HWY_AVX3
  return V{_mm512_permutex2var_pd(_mm512_load_pd(table), index.raw, _mm512_load_pd(table + 8))};
#else
  const hn::RebindToSigned<Doubles> integers;
  return hn::GatherIndex(Doubles(), table, hn::BitCast(integers, hn::And(index, set_bits(15))));
#endif
}

HWY_INLINE V load(const double* x) { return hn::LoadU(Doubles(), x); }
HWY_INLINE V load(const float* x) { return hn::PromoteTo(Doubles(), hn::LoadU(hn::Rebind<float, Doubles>(), x)); }
HWY_INLINE void store(V x, double* out) { hn::StoreU(x, Doubles(), out); }
using Floats = hn::Rebind<float, Doubles>;
/// Rounded to nearest, beyond the largest float to an infinity, which DemoteTo does not where it has no instruction.
HWY_INLINE hn::Vec<Floats> to_floats(V x) {
#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128
  HWY_ALIGN double values[lanes];
  HWY_ALIGN float rounded[lanes];
  hn::Store(x, Doubles(), values);
  for (std::size_t i = 0; i < lanes; ++i) rounded[i] = static_cast<float>(values[i]);
  return hn::Load(Floats(), rounded);
#else
  return hn::DemoteTo(Floats(), x);
#endif
}
HWY_INLINE void store(V x, float* out) { hn::StoreU(to_floats(x), Floats(), out); }

/// A full vector of the elements left over at the end of an array, filled up with `filler`.
template <class T>
HWY_INLINE V load_rest(const T* x, std::size_t n, T filler) {
  T buffer[lanes];
  for (std::size_t i = 0; i < lanes; ++i) buffer[i] = i < n ? x[i] : filler;
  return load(buffer);
}

/// A sum as head and tail. The head starts at `grid` = 3·2ᵏ and stays between 2ᵏ⁺¹ and 2ᵏ⁺² as long as the sums are
/// below 2ᵏ in magnitude; so it only takes multiples of ulp(grid), without error, and the tails take what is left.
struct GridSum {
  V head, tail;

  HWY_INLINE explicit GridSum(double grid) : head(set(grid)), tail(zero()) {}
  HWY_INLINE void add(V x) {
    const V before = head;
    head = hn::Add(head, x);
    tail = hn::Add(tail, hn::Add(x, hn::Sub(before, head)));
  }
  /// a·(b + c) − less, for a `less` that is small beside a.
  HWY_INLINE void add_product(V a, V b, V c, V less) {
    const V before = head;
    head = hn::MulAdd(a, b, head);
    tail = hn::MulAdd(a, c, hn::Add(tail, hn::Sub(product_error(a, b, hn::Sub(head, before)), less)));
  }
  HWY_INLINE void add_product(V a, V b) { add_product(a, b, zero(), zero()); }
  /// Moves what has gathered in the tails to the heads.
  HWY_INLINE void settle() {
    const V gathered = tail;
    tail = zero();
    add(gathered);
  }
};

/// A sum of terms of any size ≥ 0. That of `groups` groups is taken by itself, so that errors hardly grow with their
/// number.
struct PairSum {
  V hi, lo;
  Pair all;
  std::size_t settled = 0;

  HWY_INLINE PairSum() : hi(zero()), lo(zero()), all{zero(), zero()} {}

  HWY_INLINE void add(Pair x) {
    const Pair s = two_sum(hi, x.hi);
    hi = s.hi;
    lo = hn::Add(lo, hn::Add(s.lo, x.lo));
  }
  HWY_INLINE void add(V x) {
    const Pair s = two_sum(hi, x);
    hi = s.hi;
    lo = hn::Add(lo, s.lo);
  }
  HWY_INLINE void settle() {
    const Pair s = fast_two_sum(hi, lo);
    hi = s.hi;
    lo = s.lo;
    if (++settled % groups != 0) return;
    all = total();
    hi = lo = zero();
  }
  HWY_INLINE Pair total() const {
    const Pair s = two_sum(all.hi, hi);
    return fast_two_sum(s.hi, hn::Add(s.lo, hn::Add(all.lo, lo)));
  }
};

HWY_INLINE double sum_of_lanes(V x) {
#if HWY_TARGET == HWY_NEON
  // GCC 12 takes NEON's reduction for associative: Σ (x − c) becomes Σ x − 2c, which is rounded.
  return hn::GetLane(x) + hn::GetLane(hn::Reverse(Doubles(), x));
#else
  return hn::GetLane(hn::SumOfLanes(Doubles(), x));
#endif
}

/// A sum to little more than a double, however many terms there are: plain within a group.
struct GroupSum {
  V gathered, hi, lo;

  HWY_INLINE GroupSum() : gathered(zero()), hi(zero()), lo(zero()) {}
  HWY_INLINE void add(V x) { gathered = hn::Add(gathered, x); }
  HWY_INLINE void add_product(V a, V b) { gathered = hn::MulAdd(a, b, gathered); }
  HWY_INLINE void settle() {
    const Pair s = two_sum(hi, gathered);
    hi = s.hi;
    lo = hn::Add(lo, s.lo);
    gathered = zero();
  }
  HWY_INLINE double total() const { return sum_of_lanes(hn::Add(hi, lo)); }
};

/// The same to a few bits less, plain within `groups` groups.
struct LongSum : GroupSum {
  std::size_t settled = 0;

  HWY_INLINE LongSum() {}
  HWY_INLINE void settle() {
    if (++settled % groups == 0) GroupSum::settle();
  }
  HWY_INLINE double total() const { return sum_of_lanes(hn::Add(hi, hn::Add(lo, gathered))); }
};

inline constexpr std::size_t block = group * lanes;

/// Asks for `count` elements that lie `ahead` bytes beyond x, the first of n, unless all n are nearer.
template <std::size_t count, class T>
HWY_INLINE void fetch(const T* x, std::size_t n) {
  constexpr std::size_t ahead = 4096 / sizeof(T), line = 64 / sizeof(T);
  if (n <= ahead) return;
  for (std::size_t i = 0; i < count; i += line)
    hwy::Prefetch(reinterpret_cast<const T*>(reinterpret_cast<std::uintptr_t>(x) + (ahead + i) * sizeof(T)));
}

/// step(vector of a, …) over all elements; what is missing in the last vector is `filler`, in further arrays 0.
template <class Step, class T, class... More>
HWY_INLINE void walk(Step& step, T filler, std::size_t n, const T* a, const More*... more) {
  for (std::size_t begin = 0; begin < n; begin += block) {
    const std::size_t end = n - begin < block ? n : begin + block;
    std::size_t i = begin;
    fetch<block>(a + begin, n - begin);
    (fetch<block>(more + begin, n - begin), ...);
    for (; i + lanes <= end; i += lanes) step(load(a + i), load(more + i)...);
    if (i < end) step(load_rest(a + i, end - i, filler), load_rest(more + i, end - i, More{0})...);
    step.settle();
  }
}

/// The larger of two integers without sign.
HWY_INLINE B larger(B a, B b) {
#if HWY_TARGET == HWY_AVX3
  return B{_mm512_max_epu64(a.raw, b.raw)};
#else
  return hn::IfThenElse(hn::Gt(a, b), a, b);
#endif
}

/// Are all in [0, 1]? The bits of others, as an integer, are above those of 1.
struct UnitInterval {
  B largest;

  HWY_INLINE UnitInterval() : largest(hn::Zero(Bits())) {}
  HWY_INLINE void add(V p) { largest = larger(largest, bits(p)); }
  HWY_INLINE bool has_all() const { return hn::AllFalse(Bits(), hn::Gt(largest, bits(set(1)))); }
};

HWY_INLINE Sum sum_of(const GridSum& sum, double grid, double error) {
  return {sum_of_lanes(hn::Sub(sum.head, set(grid))), sum_of_lanes(sum.tail), error};
}

/// Of terms whose sums are below grid/3 in magnitude.
template <int grid>
struct GridTotal : GridSum {
  HWY_INLINE GridTotal() : GridSum(grid) {}
  HWY_INLINE Sum total(std::size_t n) const { return sum_of(*this, grid, grid_error(n, lanes, grid)); }
};
/// To little more than a double, of terms whose magnitudes add up to less than 2·most.
template <int most>
struct GroupTotal : GroupSum {
  HWY_INLINE GroupTotal() {}
  HWY_INLINE Sum total(std::size_t n) const { return {GroupSum::total(), 0, 2 * most * group_error(n, lanes)}; }
};
/// The same of a mass, to a few bits less.
struct LongMass : LongSum {
  HWY_INLINE LongMass() {}
  HWY_INLINE Sum total(std::size_t n) const { return {LongSum::total(), 0, 2 * long_error(n, lanes)}; }
};

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
