// Values of single numbers, on every dispatch target, are within the errors that their steps state; and in batches they
// are those of the functions for one number.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/lib/numbers_test.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include "lib/kernels/numbers-inl.hpp"

#ifndef GIBBS_TESTS_NUMBERS
#define GIBBS_TESTS_NUMBERS
namespace gibbs::inline v0::detail::kernels {
enum class Number { information, loss, slope, curvature };
template <class T>
struct Asked {
  Number what;
  std::vector<T> z, y;
};
}  // namespace gibbs::inline v0::detail::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

template <class Step, class T>
HWY_ATTR std::vector<Sum> enclosed(const Step& step, const Asked<T>& asked) {
  std::vector<Sum> all;
  for (std::size_t i = 0; i + lanes <= asked.z.size(); i += lanes) {
    const Enclosed e = step(Place<T>{&asked.z[i], &asked.y[i]});
    double hi[lanes], lo[lanes], error[lanes];
    store(e.hi, hi);
    store(e.lo, lo);
    store(e.error, error);
    for (std::size_t k = 0; k < lanes; ++k) all.push_back({hi[k], lo[k], error[k]});
  }
  return all;
}
template <class T>
HWY_ATTR std::vector<Sum> enclosed_by(const Asked<T>& asked) {
  switch (asked.what) {
    case Number::information:
      return enclosed(InformationStep<T>(Sum{1, 0, 0}), asked);
    case Number::loss:
      return enclosed(SigmoidLossStep<T>(), asked);
    case Number::slope:
      return enclosed(SigmoidSlopeStep<T>(), asked);
    default:
      return enclosed(SigmoidCurvatureStep<T>(), asked);
  }
}
HWY_ATTR std::vector<Sum> enclosed_d(const Asked<double>& asked) { return enclosed_by(asked); }
HWY_ATTR std::vector<Sum> enclosed_f(const Asked<float>& asked) { return enclosed_by(asked); }

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::inline v0::detail::kernels {
HWY_EXPORT(enclosed_d);
HWY_EXPORT(enclosed_f);
}  // namespace gibbs::inline v0::detail::kernels

#include <gibbs/gibbs.hpp>

#include "tests/lib/inputs.hpp"
#include "tests/lib/judge.hpp"
#include "tests/lib/kernels.hpp"

namespace gibbs::test {
namespace {

using namespace detail::kernels;

template <class T>
class Numbers : public testing::Test {};
using Formats = testing::Types<double, float>;
TYPED_TEST_SUITE(Numbers, Formats);

/// Logits of all sizes, labels near what they make of them among others; y is a probability of any size.
template <class T>
void ask(Asked<T>& asked, std::size_t n) {
  test::Inputs inputs(31);
  for (std::size_t i = 0; i < n; ++i) {
    const double size = inputs.below(3)   ? inputs.between(0, 12)
                        : inputs.below(2) ? inputs.between(0, 600)
                                          : inputs.sized(-60, 9);
    const T z = static_cast<T>(inputs.below(2) ? size : -size);
    const double sigma = 1 / (1 + std::exp(-static_cast<double>(z)));
    constexpr double labels[] = {0, 1, 0.5, 0x1p-60, 0.1};
    const double y = inputs.below(3) == 0   ? labels[inputs.below(5)]
                     : inputs.below(2) == 0 ? inputs.between(0, 1)
                     : inputs.below(2) == 0 ? inputs.sized(-1000, 0)
                                            : std::min(1.0, sigma * (1 + inputs.sized(-50, -3)));
    asked.z.push_back(
        asked.what == Number::information ? static_cast<T>(inputs.below(2) ? y : 1 - inputs.sized(-53, -1)) : z);
    asked.y.push_back(static_cast<T>(y));
  }
}
Exact exactly(Number what, const Exact& z, const Exact& y) {
  const Exact e = exp(-abs(z));
  switch (what) {
    case Number::information:
      return -log(z);
    case Number::loss:
      return abs(z) * (z >= 0 ? Exact(1 - y) : y) + log1p(e);
    case Number::slope:
      return (z >= 0 ? Exact(1 - y - y * e) : Exact((1 - y) * e - y)) / (1 + e);
    default:
      return e / ((1 + e) * (1 + e));
  }
}

TYPED_TEST(Numbers, AreWithinTheErrorsTheyState) {
  using T = TypeParam;
  for (const Number what : {Number::information, Number::loss, Number::slope, Number::curvature}) {
    Asked<T> asked{what, {}, {}};
    ask(asked, 24000);
    std::vector<Exact> exact;
    for (std::size_t i = 0; i < asked.z.size(); ++i) exact.push_back(exactly(what, asked.z[i], asked.y[i]));
    on_every_target([&](const std::string& target) {
      const auto found = [&] {
        if constexpr (sizeof(T) == sizeof(float))
          return HWY_DYNAMIC_DISPATCH(enclosed_f)(asked);
        else
          return HWY_DYNAMIC_DISPATCH(enclosed_d)(asked);
      }();
      Worst worst;
      std::size_t known = 0;
      for (std::size_t i = 0; i < found.size(); ++i) {
        const auto [hi, lo, error] = found[i];
        if (std::isinf(error)) continue;
        ++known;
        const double room = sizeof(T) == sizeof(float) ? std::fabs(hi) * 0x1p-52 : 0;
        worst.see(exact[i] - hi - lo, Exact(error) + room, static_cast<double>(asked.z[i]));
      }
      worst.expect_within_bound(std::to_string(static_cast<int>(what)) + "_" + target);
      EXPECT_GE(known, found.size() * 4 / 5);
    });
  }
}

/// Of batches of many lengths, with numbers that no kernel takes, each is that of the function for one; in place, too.
TYPED_TEST(Numbers, OfBatchesAreThoseOfEach) {
  using T = TypeParam;
  Asked<T> asked{Number::loss, {}, {}};
  ask(asked, 1300);
  asked.z[3] = -std::numeric_limits<T>::infinity();
  asked.z[700] = static_cast<T>(-3e4);
  asked.y[701] = -T{0};
  const auto expect = [&](std::size_t n, auto batch, auto one) {
    const std::span<const T> z = std::span<const T>(asked.z).first(n), y = std::span<const T>(asked.y).first(n);
    std::vector<T> out(n), in_place(z.begin(), z.end());
    batch(z, y, std::span<T>(out));
    batch(std::span<const T>(in_place), y, std::span<T>(in_place));
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_TRUE(same(static_cast<double>(out[i]), static_cast<double>(one(z[i], y[i])))) << z[i] << ' ' << y[i];
      EXPECT_TRUE(same(static_cast<double>(out[i]), static_cast<double>(in_place[i])));
    }
  };
  for (const std::size_t n : {1u, 7u, 9u, 511u, 512u, 513u, 1300u}) {
    expect(
        n, [](auto z, auto y, auto out) { sigmoid_cross_entropy(z, y, out); },
        [](T z, T y) { return sigmoid_cross_entropy(z, y); });
    expect(
        n, [](auto z, auto y, auto out) { sigmoid_cross_entropy_gradient(z, y, out); },
        [](T z, T y) { return sigmoid_cross_entropy_gradient(z, y); });
    expect(
        n, [](auto z, auto, auto out) { sigmoid_cross_entropy_hessian(z, out); },
        [](T z, T) { return sigmoid_cross_entropy_hessian(z); });
    for (const Unit unit : {Unit::nat, Unit::bit, Unit::hartley})
      expect(
          n,
          [&](auto z, auto y, auto out) {
            std::vector<T> p(y.begin(), y.end());
            if (out.data() == z.data())
              std::ranges::copy(p, out.begin()), gibbs::self_information(std::span<const T>(out), out, unit);
            else
              gibbs::self_information(y, out, unit);
          },
          [&](T, T y) { return gibbs::self_information(y, unit); });
  }
}

}  // namespace
}  // namespace gibbs::test
#endif
