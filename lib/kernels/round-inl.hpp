// The rounding test of the vectorial kernels (Ziv): a component is decided where both ends of its ball round alike.
#if defined(GIBBS_KERNELS_ROUND_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_ROUND_INL
#undef GIBBS_KERNELS_ROUND_INL
#else
#define GIBBS_KERNELS_ROUND_INL
#endif

#include <vector>

#include "lib/kernels/pair-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

struct Decided {
  V value;
  Mask yes;
};

/// Both ends of a ball, rounded to the same number where `ordinary`. A zero is +0.
HWY_INLINE Decided decide(V lower, V upper, Mask ordinary) {
  return {hn::Add(lower, zero()), hn::And(hn::Eq(lower, upper), ordinary)};
}
/// And as floats: what underflows is then 0 as it ought to be.
HWY_INLINE Decided decide_float(V lower, V upper) {
  const V a = hn::PromoteTo(Doubles(), to_floats(lower)), b = hn::PromoteTo(Doubles(), to_floats(upper));
  return {hn::Add(a, zero()), hn::Eq(a, b)};
}

/// Appends the indices, from `begin`, of the first n lanes that are not decided.
HWY_INLINE void note(Mask decided, std::size_t begin, std::size_t n, std::vector<std::size_t>& open) {
  std::uint8_t set_lanes[8] = {};
  hn::StoreMaskBits(Doubles(), decided, set_lanes);
  for (std::size_t i = 0; i < n; ++i)
    if (!(set_lanes[i / 8] >> (i % 8) & 1)) open.push_back(begin + i);
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
