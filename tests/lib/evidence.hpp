// The judge for millions of inputs. That a given number is the exact value rounded is shown by any enclosure of the
// value that ends before the midpoints on both sides; Arb makes a narrow one of the reference's formula in a
// microsecond or two. Where it does not suffice, near a midpoint or after much cancellation, and for one input in 256
// anyway, the reference itself is asked.
#pragma once

#include <array>
#include <chrono>
#include <limits>

#include "reference/evaluate.hpp"
#include "tests/lib/arb.hpp"
#include "tests/lib/judge.hpp"

namespace gibbs::test {

/// Does every number in the ball round to x, zeros to +0? An answer of no may be wrong.
template <class T>
bool certainly_rounds_to(const ArbBall& exact, T x) {
  using Limits = std::numeric_limits<T>;
  mag_t size;
  mag_init(size);
  bool certain = false;
  if (std::isinf(x)) {
    const bool same_sign = x > 0 ? arb_is_positive(exact.get()) != 0 : arb_is_negative(exact.get()) != 0;
    arb_get_mag_lower(size, exact.get());
    certain = same_sign && mag_cmp_2exp_si(size, Limits::max_exponent) >= 0;
  } else if (!std::isnan(x) && !(x == 0 && std::signbit(x))) {
    // Half the distance to the neighbour on the side of zero, which is the nearer one at powers of two.
    const T magnitude = std::fabs(x), gap = x == 0 ? Limits::denorm_min() : magnitude - std::nextafter(magnitude, T{0});
    ArbBall difference(static_cast<double>(x));
    arb_sub(difference.get(), exact.get(), difference.get(), 60);
    arb_get_mag(size, difference.get());
    certain = mag_cmp_2exp_si(size, std::ilogb(gap) - 1) < 0;
  }
  mag_clear(size);
  return certain;
}

/// Is every component of `observed` certainly the exact value rounded?
template <class T>
bool certainly_correct(const reference::Question& question, std::span<const T> observed) {
  for (const slong precision : {100, 320}) {
    ArbBall::precision = precision;
    const std::vector<ArbBall> exact = reference::evaluate<ArbBall>(question);
    bool certain = exact.size() == observed.size();
    for (std::size_t i = 0; certain && i < exact.size(); ++i) certain = certainly_rounds_to(exact[i], observed[i]);
    if (certain) return true;
  }
  return false;
}

/// Of a metric in a format: the inputs, those the reference was asked about, those with a wrong result; and the time
/// that library and judge took.
struct Tally {
  std::size_t inputs = 0, by_reference = 0, misrounded = 0;
  std::chrono::steady_clock::duration time{};
};
inline Tally& tally(const reference::Format& format, Metric metric) {
  static std::array<std::array<Tally, reference::metrics().size()>, 2> all;
  return all[format == reference::binary64 ? 0 : 1].at(static_cast<std::size_t>(metric));
}

/// `observed` is correct, which the reference is to say even where Arb says it, if `twice`.
template <class T>
void judge(const reference::Question& question, std::span<const T> observed, bool twice) {
  Tally& count = tally(format_of<T>(), question.metric);
  const bool certain = certainly_correct(question, observed);
  if (!certain || twice || count.inputs % 256 == 0) {
    ++count.by_reference;
    if (!expect_correct<T>(question, observed)) ++count.misrounded;
  }
  ++count.inputs;
}

}  // namespace gibbs::test
