// The rounding test of the vectorial kernels (Ziv): a component is decided where both ends of its ball round alike.
#if defined(GIBBS_KERNELS_ROUND_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_ROUND_INL
#undef GIBBS_KERNELS_ROUND_INL
#else
#define GIBBS_KERNELS_ROUND_INL
#endif

#include <type_traits>
#include <vector>

#include "lib/kernels/pair-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::detail::kernels {
namespace HWY_NAMESPACE {

struct Decided {
  V value;
  Mask yes;
};

/// x rounded to T where all numbers within `error` of it round alike. Those below 2⁻⁹⁰⁰ are left open, but for an exact
/// zero: what underflows is none of the kernels' business.
template <class T>
HWY_INLINE Decided round_to(Pair x, V error) {
  const V size = hn::Abs(x.hi);
  const Mask ordinary = hn::Or(hn::Ge(size, set(0x1p-900)), hn::Eq(hn::Add(size, error), zero()));
  if constexpr (std::is_same_v<T, double>) {
    const V margin = hn::MulAdd(hn::Abs(x.lo), set(0x1p-52), error);  // the rounding of lo ± error
    const V lower = hn::Add(x.hi, hn::Sub(x.lo, margin)), upper = hn::Add(x.hi, hn::Add(x.lo, margin));
    return {hn::Add(lower, zero()), hn::And(ordinary, hn::Eq(lower, upper))};
  } else {
    const V margin = hn::MulAdd(hn::Add(size, hn::Abs(x.lo)), set(0x1p-51), error);  // and of hi + lo to a double
    const V value = hn::Add(x.hi, x.lo);
    const V lower = hn::PromoteTo(Doubles(), to_floats(hn::Sub(value, margin)));
    const V upper = hn::PromoteTo(Doubles(), to_floats(hn::Add(value, margin)));
    return {hn::Add(lower, zero()), hn::And(ordinary, hn::Eq(lower, upper))};
  }
}

/// Appends the indices, from `begin`, of the first n lanes that are not decided.
HWY_INLINE void note(Mask decided, std::size_t begin, std::size_t n, std::vector<std::size_t>& open) {
  std::uint8_t set_lanes[8] = {};
  hn::StoreMaskBits(Doubles(), decided, set_lanes);
  for (std::size_t i = 0; i < n; ++i)
    if (!(set_lanes[i / 8] >> (i % 8) & 1)) open.push_back(begin + i);
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
