// The lemmas of pair-inl.hpp, on every dispatch target, against exact arithmetic.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/lib/pair_test.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include "lib/kernels/elementary-inl.hpp"

#ifndef GIBBS_PAIR_TEST
#define GIBBS_PAIR_TEST
namespace gibbs::detail::kernels {
enum class Lemma { two_sum, fast_two_sum, two_prod, reduced, grid_sum };
struct Two {
  double hi, lo;
};
}  // namespace gibbs::detail::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace gibbs::detail::kernels {
namespace HWY_NAMESPACE {

HWY_ATTR Pair apply_lemma(Lemma lemma, V a, V b) {
  switch (lemma) {
    case Lemma::two_sum:
      return two_sum(a, b);
    case Lemma::fast_two_sum:
      return fast_two_sum(a, b);
    case Lemma::two_prod:
      return two_prod(a, b);
    case Lemma::reduced:
      return {product_error(a, b, set(1)), zero()};
    default: {
      GridSum sum(3);
      sum.add(a);
      return {sum.head, sum.tail};
    }
  }
}
HWY_ATTR Two lemma_of(Lemma lemma, double a, double b) {
  const Pair y = apply_lemma(lemma, set(a), set(b));
  return {hn::GetLane(y.hi), hn::GetLane(y.lo)};
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::detail::kernels {
HWY_EXPORT(lemma_of);
}  // namespace gibbs::detail::kernels

#include "tests/lib/exactly.hpp"
#include "tests/lib/kernels.hpp"

namespace gibbs::test {
namespace {

using namespace detail::kernels;

/// judge(f, target, random): f(lemma, a, b) is what the target computes.
template <class Judge>
void on_each(Judge judge) {
  on_every_target([&](const std::string& target) {
    Bits random(1);
    for (int i = 0; i < 5000; ++i)
      judge([](Lemma lemma, double a, double b) { return HWY_DYNAMIC_DISPATCH(lemma_of)(lemma, a, b); }, target,
            random);
  });
}
bool are_equal(Two got, const Real& exact) { return Real(got.hi) + Real(got.lo) == exact; }

TEST(VectorPairs, SumsAndProductsAreExact) {
  on_each([](auto f, const std::string& target, Bits& random) {
    const double a = random(-400, 400), b = random(-400, 400), near = random(-60, 0) * a;
    EXPECT_TRUE(are_equal(f(Lemma::two_sum, a, b), Real(a) + Real(b))) << target << ' ' << a << ' ' << b;
    EXPECT_TRUE(are_equal(f(Lemma::two_sum, near, a), Real(near) + Real(a))) << target << ' ' << near << ' ' << a;
    EXPECT_TRUE(are_equal(f(Lemma::two_prod, a, b), Real(a) * Real(b))) << target << ' ' << a << ' ' << b;
    if (std::fabs(near) > std::fabs(a)) return;
    EXPECT_TRUE(are_equal(f(Lemma::fast_two_sum, a, near), Real(a) + Real(near))) << target << ' ' << a << ' ' << near;
  });
}

TEST(VectorPairs, TheReducedArgumentOfTheLogarithmIsExact) {
  on_each([](auto f, const std::string& target, Bits& random) {
    const double x = std::fabs(random(0, 0)), m = x < 2 - 0x1p-5 ? x : x / 2;
    const double c = log_inverse[std::bit_cast<std::uint64_t>(x + 0x1p-5) >> 48 & 15];
    EXPECT_TRUE(are_equal(f(Lemma::reduced, m, c), Real(m) * Real(c) - Real(1))) << target << ' ' << m;
    EXPECT_LE(std::fabs(f(Lemma::reduced, m, c).hi), 0.0343) << target << ' ' << m;
  });
}

TEST(VectorPairs, AGridSumLosesNothing) {
  on_each([](auto f, const std::string& target, Bits& random) {
    const double x = random(-80, -1);
    const Two sum = f(Lemma::grid_sum, x, 0);
    EXPECT_TRUE(are_equal(sum, Real(3) + Real(x))) << target << ' ' << x;
    EXPECT_TRUE(2 <= sum.hi && sum.hi <= 4) << target << ' ' << x;
    EXPECT_EQ(std::remainder(sum.hi, 0x1p-51), 0) << target << ' ' << x;
    EXPECT_LE(std::fabs(sum.lo), 0x1p-52) << target << ' ' << x;
  });
}

}  // namespace
}  // namespace gibbs::test
#endif
