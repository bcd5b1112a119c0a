// Results rounded by MPFR from more bits than any input here needs: for metrics whose formula stands in the test.
#pragma once

#include <gtest/gtest.h>

#include <boost/multiprecision/mpfr.hpp>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "tests/lib/judge.hpp"

namespace gibbs::test {

/// Some 3300 bits: sums of products of doubles are exact, and so is what only adds, subtracts and halves.
using Long =
    boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<1000>, boost::multiprecision::et_off>;

template <class T>
T rounded_by_mpfr(const Long& x) {
  if constexpr (sizeof(T) == sizeof(float))
    return mpfr_get_flt(x.backend().data(), MPFR_RNDN) + T{0};
  else
    return mpfr_get_d(x.backend().data(), MPFR_RNDN) + T{0};
}
/// Midway between two neighbours; what was too small for these bits might tell on which side.
template <class T>
bool is_tie(const Long& x) {
  if (x == 0 || !isfinite(x)) return false;
  const int last = std::max<int>(static_cast<int>(mpfr_get_exp(x.backend().data())) - std::numeric_limits<T>::digits,
                                 std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits);
  const Long halves = ldexp(x, 1 - last);
  return halves == floor(halves) && ldexp(halves, -1) != floor(ldexp(halves, -1));
}

/// exp(zᵢ − m) for each class, and their sum: 0 for a masked one.
template <class T>
struct Exponentials {
  std::vector<Long> e;
  Long total = 0;
  bool lossy = false;  // was one too small for these bits?

  explicit Exponentials(std::span<const T> z) {
    const T top = *std::ranges::max_element(z);
    for (const T x : z) {
      e.push_back(std::isinf(x) ? Long(0) : exp(Long(x) - Long(top)));
      lossy = lossy || (!std::isinf(x) && Long(x) - Long(top) < -1500);
      total += e.back();
    }
  }
  Long q(std::size_t i) const { return e[i] / total; }
};

/// How many results were judged; those that MPFR cannot judge are not.
struct Judged {
  int results = 0, left_out = 0;

  template <class T>
  void expect(T observed, const Long& exact, bool lossy, const std::string& what) {
    if (lossy && is_tie<T>(exact)) return void(++left_out);
    ++results;
    const T expected = rounded_by_mpfr<T>(exact);
    EXPECT_TRUE(same(static_cast<double>(observed), static_cast<double>(expected)))
        << what << ": got " << hex(static_cast<double>(observed)) << ", want " << hex(static_cast<double>(expected));
  }
};

}  // namespace gibbs::test
