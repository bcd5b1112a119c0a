// The rounding test of the vectorial kernels (Ziv): a component is decided where both ends of its ball round alike. And
// the pass over all components.
#if defined(GIBBS_KERNELS_ROUND_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_KERNELS_ROUND_INL
#undef GIBBS_KERNELS_ROUND_INL
#else
#define GIBBS_KERNELS_ROUND_INL
#endif

#include <cmath>
#include <cstring>
#include <limits>
#include <span>
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

/// A vector's place in the arguments.
template <class T>
struct Place {
  const T *z, *p;
};

/// Stores what the step decides, and notes the rest, but for the special values of masked classes.
template <class Step, class T>
HWY_INLINE void put(Step& step, T* out, std::size_t begin, std::size_t n, std::vector<std::size_t>& open, Place<T> x) {
  Decided d = step(x);
  if (HWY_UNLIKELY(!hn::AllTrue(Doubles(), d.yes))) {
    const Mask special = step.is_special(x);
    d.value = hn::IfThenElse(special, set(Step::special), d.value);
    note(hn::Or(d.yes, special), begin, n, open);
  }
  store(d.value, out);
}
/// All components of one or two arguments. A step that needs no label is given none.
template <class Step, class T>
HWY_ATTR void each(Step step, std::span<T> out, std::vector<std::size_t>& open, const T* z, const T* p = nullptr) {
  const std::size_t n = out.size();
  const auto place = [=](std::size_t i) { return Place<T>{z + i, p == nullptr ? nullptr : p + i}; };
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    fetch<lanes>(z + i, n - i);
    if (p != nullptr) fetch<lanes>(p + i, n - i);
    put(step, out.data() + i, i, lanes, open, place(i));
  }
  if (i == n) return;
  T rest[lanes], rest_z[lanes], rest_p[lanes];
  for (std::size_t k = 0; k < lanes; ++k) {
    rest_z[k] = i + k < n ? z[i + k] : -std::numeric_limits<T>::infinity();
    rest_p[k] = p != nullptr && i + k < n ? p[i + k] : T{0};
  }
  put(step, rest, i, n - i, open, Place<T>{rest_z, rest_p});
  std::memcpy(out.data() + i, rest, (n - i) * sizeof(T));
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
