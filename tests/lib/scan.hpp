// All neighbours looked at: the information of one number, a thousand million of them in seconds.
#pragma once

#include "tests/lib/hunt.hpp"

namespace gibbs::test {

/// −log p, p given by its bits, as a 64-bit fraction of an ulp from a midpoint; and the exponent of that ulp.
template <class T>
class Surprise {
 public:
  using Bits = std::conditional_t<is_single<T>, std::uint32_t, std::uint64_t>;
  explicit Surprise(reference::Unit unit) : unit_(unit) { fmpz_init(fraction_); }
  Surprise(const Surprise&) = delete;
  ~Surprise() { fmpz_clear(fraction_); }

  int ulp_exponent(Bits p) const { return reference::ulp_exponent(as_double(value(p)), format<T>); }
  std::int64_t operator()(Bits p, int ulp) {
    const ArbBall scaled = times_power(value(p), 64 - ulp);
    arf_get_fmpz(fraction_, arb_midref(scaled.get()), ARF_RND_NEAR);
    fmpz_fdiv_r_2exp(fraction_, fraction_, 64);
    return static_cast<std::int64_t>(fmpz_get_ui(fraction_) + (std::uint64_t{1} << 63));
  }
  static T number(Bits p) { return std::bit_cast<T>(p); }

 private:
  static double as_double(const ArbBall& x) { return arf_get_d(arb_midref(x.get()), ARF_RND_DOWN); }
  ArbBall value(Bits p) const {
    ArbBall::precision = 200;
    return -log_in(unit_, ArbBall(static_cast<double>(number(p))));
  }
  reference::Unit unit_;
  fmpz_t fraction_;
};

/// Looks at `count` neighbours from `first` on, and calls found(p) for all that are nearer to a midpoint than `limit`,
/// in 2⁻⁶⁴ ulp, and for others nearly as near. In blocks of 2ᵏ the value is taken for a parabola, which leaves out
/// ⅙·2³ᵏ·f‴·δ³, δ the spacing: with f‴ ≤ 2.9/p³, for floats and k = 8 below ½ (f > 0.3, ulp ≥ 2⁻²⁵) or k = 7 below
/// 1 − 2⁻⁸ (ulp ≥ 2⁻³³) less than 2⁻²⁰ ulp. Blocks in which the ulp changes, and those of one, are taken one by one.
template <class T, class Found>
void scan(reference::Unit unit, T first, std::uint64_t count, std::uint64_t block, std::int64_t limit, Found found) {
  using Bits = typename Surprise<T>::Bits;
  Surprise<T> surprise(unit);
  const Bits start = std::bit_cast<Bits>(first);
  for (std::uint64_t done = 0; done < count; done += block) {
    const Bits p = static_cast<Bits>(start + done);
    const int ulp = surprise.ulp_exponent(p);
    if (block == 1 || ulp != surprise.ulp_exponent(static_cast<Bits>(p + block - 1))) {
      for (Bits i = 0; i < block; ++i) {
        const Bits x = p + i;
        const std::int64_t distance = surprise(x, surprise.ulp_exponent(x));
        if (distance < limit && distance > -limit) found(Surprise<T>::number(x));
      }
      continue;
    }
    auto v = static_cast<std::uint64_t>(surprise(p, ulp));
    const auto v1 = static_cast<std::uint64_t>(surprise(p + 1, ulp)),
               v2 = static_cast<std::uint64_t>(surprise(p + 2, ulp));
    std::uint64_t slope = v1 - v;
    const std::uint64_t bend = v2 - v1 - slope, reach = static_cast<std::uint64_t>(limit);
    for (std::uint64_t i = 0; i < block; ++i) {
      if (v + reach < 2 * reach) found(Surprise<T>::number(static_cast<Bits>(p + i)));
      v += slope;
      slope += bend;
    }
  }
}

}  // namespace gibbs::test
