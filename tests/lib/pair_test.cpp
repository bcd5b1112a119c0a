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
namespace gibbs::inline v0::detail::kernels {
enum class Lemma { two_sum, fast_two_sum, two_prod, reduced, grid_sum };
struct Two {
  double hi, lo;
};
/// a·(b + c), the same in each lane.
struct Term {
  double a, b, c;
};
inline constexpr double small_grid = 6;
}  // namespace gibbs::inline v0::detail::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
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

/// Of one lane, with the bound of one lane.
HWY_ATTR Sum grid_sum_of(const std::vector<Term>& terms) {
  GridSum sum(small_grid);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    sum.add_product(set(terms[i].a), set(terms[i].b), set(terms[i].c), zero());
    if (i % group == group - 1) sum.settle();
  }
  const Sum all = sum_of(sum, small_grid, grid_error(terms.size() * lanes, lanes, small_grid));
  constexpr auto count = static_cast<double>(lanes);
  return {all.hi / count, all.lo / count, all.error / count};
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::inline v0::detail::kernels {
HWY_EXPORT(lemma_of);
HWY_EXPORT(grid_sum_of);
}  // namespace gibbs::inline v0::detail::kernels

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

/// What two roundings of a tail lose, of fl(fl(tail + near) + a·c).
double lost(double tail, double near, double product, double& next) {
  const detail::DoubleDouble first = detail::two_sum(tail, near), second = detail::two_sum(first.hi, product);
  next = second.hi;
  return first.lo + second.lo;
}

/// Terms chosen so that a head leaves its tail nearly ½ulp(grid) each time, and each rounding of that loses as much as
/// it can, always in the same direction.
std::vector<Term> worst_terms(std::size_t groups) {
  Bits random(5);
  std::vector<Term> pool;
  while (pool.size() < 2000) {
    const Term x{std::fabs(random(-11, -11)), std::fabs(random(-4, -4)), std::fabs(random(-90, -87))};
    const double head = std::fma(x.a, x.b, small_grid) - small_grid;
    if (std::fma(x.a, x.b, -head) > 0.495 * 0x1p-50) pool.push_back(x);
  }
  std::vector<Term> terms;
  double tail = 0;
  for (std::size_t i = 0; i < groups * group; ++i) {
    if (i % group == 0) tail -= std::nearbyint(tail * 0x1p50) * 0x1p-50;  // settled
    double most = -1, next = 0;
    Term worst{};
    for (const Term& x : pool) {
      double after = 0;
      const double near = std::fma(x.a, x.b, -(std::fma(x.a, x.b, small_grid) - small_grid));
      const double loss = lost(tail, near, x.a * x.c, after);
      if (loss > most) most = loss, worst = x, next = after;
    }
    terms.push_back(worst);
    tail = next;
  }
  return terms;
}

TEST(VectorPairs, AGridSumIsWithinItsBoundHoweverItsTailsAreRounded) {
  const std::vector<Term> terms = worst_terms(100);
  Exact exact = 0;
  for (const Term& x : terms) exact += Exact(x.a) * (Exact(x.b) + x.c);
  on_every_target([&](const std::string& target) {
    const Sum sum = HWY_DYNAMIC_DISPATCH(grid_sum_of)(terms);
    const double ratio = Exact(abs(exact - sum.hi - sum.lo) / sum.error).convert_to<double>();
    EXPECT_LE(ratio, 1) << target;
    EXPECT_GE(ratio, 0.4) << target << ": the terms are not that bad";
  });
}

}  // namespace
}  // namespace gibbs::test
#endif
