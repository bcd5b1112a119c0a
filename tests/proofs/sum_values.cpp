// Prints what the kernels' sums are, on every dispatch target, for sums_test.py. Standard input has a line per sum: its
// scheme, where a GridSum starts, the number n of terms, then n numbers of each of the scheme's arrays. A line for each
// target (its name, its lanes, whether it has a fused multiply-add) is followed by one for each sum: two numbers.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/proofs/sum_values.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#ifndef GIBBS_TESTS_SUM_VALUES
#define GIBBS_TESTS_SUM_VALUES
#include <string>
#include <vector>
namespace gibbs::inline v0::detail::kernels {
struct Question {
  std::string scheme;
  double grid = 0;
  std::size_t n = 0;
  std::vector<double> terms;

  const double* array(std::size_t i) const { return terms.data() + i * n; }
};
}  // namespace gibbs::inline v0::detail::kernels
#endif

#include "lib/kernels/totals-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

/// A sum of numbers, of products, or of a·(b + c) − d.
template <class Scheme>
struct Adding {
  Scheme sum;
  HWY_INLINE void operator()(V x) { sum.add(x); }
  HWY_INLINE void operator()(V a, V b) {
    if constexpr (requires { sum.add_product(a, b); }) sum.add_product(a, b);
    if constexpr (requires { sum.add(Pair{a, b}); }) sum.add(Pair{a, b});
  }
  HWY_INLINE void operator()(V a, V b, V c, V d) {
    if constexpr (requires { sum.add_product(a, b, c, d); }) sum.add_product(a, b, c, d);
  }
  HWY_INLINE void settle() { sum.settle(); }
};
template <class Scheme, class... Arrays>
HWY_ATTR Scheme taken(Scheme start, const Question& q, Arrays... more) {
  Adding<Scheme> step{start};
  walk(step, 0.0, q.n, q.array(0), more...);
  return step.sum;
}
HWY_ATTR Sum answer(const Question& q) {
  if (q.scheme == "group") return {taken(GroupSum(), q).total(), 0, 0};
  if (q.scheme == "group_of_products") return {taken(GroupSum(), q, q.array(1)).total(), 0, 0};
  if (q.scheme == "long") return {taken(LongSum(), q).total(), 0, 0};
  if (q.scheme == "long_of_products") return {taken(LongSum(), q, q.array(1)).total(), 0, 0};
  if (q.scheme == "grid") return sum_of(taken(GridSum(q.grid), q), q.grid, 0);
  if (q.scheme == "grid_of_products")
    return sum_of(taken(GridSum(q.grid), q, q.array(1), q.array(2), q.array(3)), q.grid, 0);
  const Pair all = (q.scheme == "pairs" ? taken(PairSum(), q, q.array(1)) : taken(PairSum(), q)).total();
  return sum_of_pairs(all.hi, all.lo);
}
bool is_fused() { return HWY_NATIVE_FMA; }
std::size_t lane_count() { return lanes; }

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::inline v0::detail::kernels {
HWY_EXPORT(answer);
HWY_EXPORT(is_fused);
HWY_EXPORT(lane_count);
}  // namespace gibbs::inline v0::detail::kernels

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>

#include "tests/lib/kernels.hpp"

int main() {
  using namespace gibbs::detail::kernels;
  const std::map<std::string, std::size_t> arrays{{"group", 1},      {"group_of_products", 2}, {"long", 1},
                                                  {"pairs", 2},      {"long_of_products", 2},  {"numbers", 1},
                                                  {"grid", 1},       {"grid_of_products", 4}};
  std::vector<Question> questions;
  std::string word;
  const auto next = [&] { return std::cin >> word, std::strtod(word.c_str(), nullptr); };
  for (Question q; std::cin >> q.scheme;) {
    q.grid = next();
    q.n = static_cast<std::size_t>(next());
    q.terms.resize(q.n * arrays.at(q.scheme));
    for (double& x : q.terms) x = next();
    questions.push_back(q);
  }
  gibbs::test::on_every_target([&](const std::string& target) {
    std::printf("%s %zu %d\n", target.c_str(), HWY_DYNAMIC_DISPATCH(lane_count)(), HWY_DYNAMIC_DISPATCH(is_fused)());
    for (const Question& q : questions) {
      const Sum sum = HWY_DYNAMIC_DISPATCH(answer)(q);
      std::printf("%a %a\n", sum.hi, sum.lo);
    }
  });
}
#endif
