// The elementary functions of the kernels, on every dispatch target, are within the bounds of bounds.hpp.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/lib/kernels_test.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include "tests/lib/functions-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

HWY_ATTR Sum log1p_of_sum(const Sum& t) { return log1p_of(t); }

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::inline v0::detail::kernels {
HWY_EXPORT(evaluate);
HWY_EXPORT(log1p_of_sum);
}  // namespace gibbs::inline v0::detail::kernels

#include "tests/lib/exactly.hpp"
#include "tests/lib/kernels.hpp"

namespace gibbs::test {
namespace {

using namespace detail::kernels;

/// worst.see(…) for each input, on every target; `judge` gets the input, the exact value and the result.
template <class Judge>
void judge_all(Function f, const Inputs& x, const std::vector<Exact>& exact, int shift, const std::string& name,
               Judge judge) {
  on_every_target([&](const std::string& target) {
    const std::vector<Parts> y = HWY_DYNAMIC_DISPATCH(evaluate)(f, x, shift);
    Worst worst;
    for (std::size_t i = 0; i < x.size(); ++i) judge(worst, x[i], exact[i], y[i]);
    worst.expect_within_bound(name + "_" + target);
  });
}
std::vector<Exact> all(const Inputs& x, Exact (*f)(const Exact&)) {
  std::vector<Exact> y;
  for (const double value : x) y.push_back(f(Exact(value)));
  return y;
}
Exact logarithm(const Exact& x) { return log(x); }
Exact exponential(const Exact& x) { return exp(x); }

void push_around(Inputs& x, double value) {
  x.insert(x.end(), {std::nextafter(value, -HUGE_VAL), value, std::nextafter(value, HUGE_VAL)});
}

/// The edges of all intervals of the table, where r is largest, and its points, where r = 0, at many exponents; the
/// neighbourhood of 1; random bits.
Inputs logarithm_arguments() {
  Inputs x;
  for (int j = 0; j < 16; ++j)
    for (const int e : {-1022, -901, -60, -2, -1, 0, 1, 2, 60, 999}) {
      push_around(x, std::ldexp(1 + (j + 0.5) / 16, e));
      push_around(x, std::ldexp(2 / log_inverse[j], e - 1));
      if (e > -1022 || j > 0) push_around(x, std::ldexp(1 + j / 16.0, e));
    }
  for (int k = 1; k <= 53; ++k) {
    x.push_back(1 + std::ldexp(1, -k));
    x.push_back(1 - std::ldexp(1, -k));
  }
  x.push_back(1);
  Bits random(1);
  for (int i = 0; i < 6000; ++i) x.push_back(std::fabs(random(-1022, 999)));
  for (int i = 0; i < 6000; ++i) x.push_back(1 + random(-50, -5));
  std::erase_if(x, [](double value) { return value < 0x1p-1022; });
  return x;
}

/// e·ln 2 − ln c, as short_log takes it.
double base_of(double x) {
  const auto up = std::bit_cast<std::uint64_t>(x) + (std::uint64_t{1} << 47);
  return (static_cast<double>(up >> 52) - 1023) * ln2 + log_table[up >> 48 & 15];
}

TEST(Kernels, LogarithmsAreWithinTheirBounds) {
  const Inputs x = logarithm_arguments();
  const std::vector<Exact> exact = all(x, logarithm);
  judge_all(Function::log_pair, x, exact, 0, "log_pair", [](Worst& worst, double a, const Exact& log, Parts y) {
    const bool is_near_one = a >= 1 - 0x1p-6 && a < 1 + 0x1p-5;
    worst.see(log - y.hi - y.lo, y.more * log_error + (is_near_one ? fabs(log) * log_near_one : log_offset), a);
    EXPECT_LE(std::fabs(y.lo), 0.35 * y.more + 0x1p-33);
  });
  judge_all(Function::rough_log, x, exact, 0, "rough_log", [](Worst& worst, double a, const Exact& log, Parts y) {
    worst.see(log - y.hi - y.lo, rough_log_error, a);
    EXPECT_LE(std::fabs(y.lo), 0x1p-10 * 0.66);  // 2⁻¹⁰·⁶
  });
  judge_all(Function::short_log, x, exact, 0, "short_log", [](Worst& worst, double a, const Exact& log, Parts y) {
    worst.see(log - y.hi, short_log_error * std::max(std::fabs(base_of(a)), fabs(log).convert_to<double>()), a);
  });
}

TEST(Kernels, LogarithmsOfZerosAndSubnormalsAreBounded) {
  on_every_target([](const std::string& target) {
    for (const Parts y : HWY_DYNAMIC_DISPATCH(evaluate)(Function::log_pair, {0, 0x1p-1074, 0x1.fp-1030, 0x1p-1023}, 0))
      EXPECT_LT(std::fabs(y.hi) + std::fabs(y.lo), 1024) << target;
  });
}

/// What exp is asked for when the largest logit is `peak`: all down to 600 below, ends of the steps of its table, tiny.
Inputs exponential_arguments(double peak, unsigned seed) {
  Inputs x{peak, peak - 600};
  Bits random(seed);
  std::mt19937_64 engine(seed);
  for (int i = 0; i < 2000; ++i) x.push_back(std::uniform_real_distribution(peak - 600, peak)(engine));
  for (int i = 0; i < 300; ++i) x.push_back(peak - std::fabs(random(-60, 8)));
  for (int i = 0; i < 300; ++i) {
    const double k = std::floor(std::uniform_real_distribution(peak - 599, peak - 1)(engine) * exp_inverse_step) + 0.5;
    push_around(x, k * (exp_step_hi + exp_step_lo));
    push_around(x, (k + 0.5) * (exp_step_hi + exp_step_lo));
  }
  if (peak == 0)
    for (int k = 1; k < 1074; k += 7) x.push_back(-std::ldexp(1.0, -k));
  return x;
}

TEST(Kernels, ExponentialsAreWithinTheirBounds) {
  for (const double peak : {0.0, 1.0, -3.3, 29.7, 500.0, -500.0}) {
    const int shift = static_cast<int>(peak * 1.4426950408889634);
    const Inputs x = exponential_arguments(peak, static_cast<unsigned>(peak + 501));
    std::vector<Exact> exact = all(x, exponential);
    for (Exact& y : exact) y = ldexp(y, -shift);
    const std::string at = "_" + std::to_string(peak);
    judge_all(Function::exp_pair, x, exact, shift, "exp" + at, [&](Worst& worst, double a, const Exact& e, Parts y) {
      worst.see(e - y.hi - y.lo, e * exp_error, a);
      EXPECT_LE(std::fabs(y.lo), y.hi * 0x1.2p-20);
    });
    judge_all(Function::precise_exp_pair, x, exact, shift, "precise_exp" + at,
              [&](Worst& worst, double a, const Exact& e, Parts y) {
                worst.see(e - y.hi - y.lo, e * precise_exp_error(a), a);
              });
    judge_all(
        Function::fine_exp_pair, x, exact, shift, "fine_exp" + at,
        [&](Worst& worst, double a, const Exact& e, Parts y) { worst.see(e - y.hi - y.lo, e * fine_exp_error, a); });
    judge_all(Function::rough_exp, x, exact, shift, "rough_exp" + at,
              [&](Worst& worst, double a, const Exact& e, Parts y) {
                worst.see(e - y.hi - y.lo - y.more, e * rough_exp_error, a);
                EXPECT_LE(std::fabs(y.lo), y.hi * 0.00137);
              });
    judge_all(Function::single_exp, x, exact, shift, "single_exp" + at,
              [&](Worst& worst, double a, const Exact& e, Parts y) { worst.see(e - y.hi, e * single_exp_error, a); });
    judge_all(Function::short_exp, x, exact, shift, "short_exp" + at,
              [&](Worst& worst, double a, const Exact& e, Parts y) {
                if (std::fabs(a) <= 600) worst.see(e - y.hi, e * short_exp_error, a);
              });
  }
}

TEST(Kernels, InversesAreWithinTheirBound) {
  Inputs x{1, 0x1p-900};
  Bits random(7);
  for (int i = 0; i < 4000; ++i) x.push_back(std::min(1.0, std::fabs(random(-900, -1))));
  judge_all(Function::inverse, x, all(x, [](const Exact& a) -> Exact { return 1 / a; }), 0, "quotient",
            [](Worst& worst, double a, const Exact& q, Parts y) { worst.see(q - y.hi, q * 0x1p-48, a); });
}

/// ln(1 + t.hi + t.lo), t being exact or known as well as precise exponentials tell it.
TEST(Kernels, LogarithmsOfOnePlusTAreWithinTheirBound) {
  Bits random(8);
  std::vector<Sum> t;
  for (int i = 0; i < 5000; ++i) {
    const auto pair = random.pair(-800, i % 2 ? 10 : -5);
    const double sign = std::copysign(1, pair.hi);
    t.push_back({sign * pair.hi, sign * pair.lo, 0});
  }
  for (int k = 1; k < 60; ++k) t.push_back({std::ldexp(1 + 0x1.8p-52, -k), std::ldexp(1, -k - 53), 0});
  std::vector<Exact> exact;
  for (const Sum& x : t) exact.push_back(log1p(Exact(x.hi) + x.lo));
  on_every_target([&](const std::string& target) {
    Worst worst;
    for (std::size_t i = 0; i < t.size(); ++i) {
      const Sum y = HWY_DYNAMIC_DISPATCH(log1p_of_sum)(t[i]);
      worst.see(exact[i] - y.hi - y.lo, y.error, t[i].hi);
    }
    worst.expect_within_bound("log1p_" + target);
  });
}

}  // namespace
}  // namespace gibbs::test
#endif
