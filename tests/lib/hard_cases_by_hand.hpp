// Hard cases that need no search: ties, exact results, and limits that only a trifle tells from a tie.
#pragma once

#include <limits>

#include "tests/lib/hard_cases.hpp"
#include "tests/lib/hunt.hpp"

namespace gibbs::test {

/// h is half an ulp below 1, so 1 − h is the midpoint next to 1.
template <class T>
class ByHand {
 public:
  void of(Metric metric) const {
    const double h = is_single<T> ? 0x1p-25 : 0x1p-54;
    const double inf = std::numeric_limits<double>::infinity();
    const auto say = [&](std::vector<reference::Argument> arguments, reference::Unit unit = reference::Unit::nat) {
      print<T>({metric, std::move(arguments), unit});
    };
    const auto bit = reference::Unit::bit;
    using enum reference::Metric;
    switch (metric) {
      case self_information:
        say({{{1 - 4 * h}, 0}});  // x + x²/2 is a midpoint, x³/3 is left
        say({{{1 - 24 * h}, 0}});
        say({{{0x1p-100}, 0}}, bit);
        break;
      case entropy:
        say({{halves(), 0}}, bit);
        say({{{0.5, 0.25, 0.25}, 0}}, bit);
        break;
      case perplexity:
        say({{{0.25, 0.25, 0.25, 0.25}, 0}});
        break;
      case cross_entropy:
        say({{{2 * h, 1 - 2 * h, 0}, 0}, {{0.5, 0.25, 0.25}, 0}}, bit);
        break;
      case kl_divergence: {
        auto p = halves(2);
        p.resize(64, 0);
        say({{p, 0}, {std::vector<double>(64, 1.0 / 64), 0}}, bit);
        break;
      }
      case js_divergence:
        say({{{0.5, h, 0, 0, 0.5 - h}, 0}, {{0, 0, 0.5, h, 0.5 - h}, 0}}, bit);
        break;
      case js_distance:  // all but (1 − h)² is shared
        say({{{h, h / 2, h / 2 - h * h, 1 - 2 * h, h * h, 0, 0}, 0}, {{h, h / 2, h / 2 - h * h, 0, 0, 1 - 2 * h, h * h}, 0}},
            bit);
        break;
      case conditional_entropy:
        say({{{0.25, 0.25, h / 2, h / 2, 0.5 - h, 0}, 2}}, bit);
        break;
      case mutual_information:
        say({{{0.5, 0, 0, 0, 0.25, 0, 0, 0, 0.25}, 3}}, bit);
        break;
      case log_sum_exp:
        say({{{0.75, -inf}, 0}});
        break;
      case softmax:
        say({{{0, is_single<T> ? -17.328679f : -37.42994775023705}, 0}});  // ln h
        say({{{0, is_single<T> ? -103.97208f : -745.1332191019412}, 0}});  // half the least subnormal
        break;
      case log_softmax:
        say({{{0x1p17, 0x1p17 * h, -inf}, 0}});
        say({{{3, -inf}, 0}});
        break;
      case softmax_cross_entropy:
        say({{{0x1p17, 0x1p17 * h}, 0}, {{0, 1}, 0}});
        break;
      case softmax_cross_entropy_gradient:
        say({{{0, -inf, -inf}, 0}, {{h, 1 - 2 * h, h}, 0}});
        say({{{0, -inf}, 0}, {{h, 1}, 0}});
        break;
      case sigmoid_cross_entropy:
        for (const double z : {64., 128., 0x1p17}) say({{{z}, 0}, {{h}, 0}});
        break;
      case sigmoid_cross_entropy_gradient:
        say({{{0}, 0}, {{h / 2}, 0}});
        for (const double z : {64., 128., 0x1p17}) say({{{z}, 0}, {{h}, 0}});
        break;
      case mean_squared_error:
        say({{{is_single<T> ? 4097. : 0x1p27 - 1}, 0}, {{0}, 0}});
        overflow();
        break;
      case softmax_mean_squared_error_gradient:
        say({{{0, 0}, 0}, {{h, 1}, 0}});
        break;
      // Those of labels and of derivatives are in labels_test.cpp and derivatives_test.cpp.
      case mean_softmax_cross_entropy:
      case mean_softmax_cross_entropy_gradient:
      case sequence_perplexity:
      case softmax_vjp:
      case log_softmax_vjp:
      case softmax_cross_entropy_hessian_diagonal:
      case sigmoid_cross_entropy_hessian:
        break;
    }
  }

 private:
  /// A squared error next to where infinity begins.
  static void overflow() {
    const double x = is_single<T> ? 0x1.fffffep63 : 0x1.fffffffffffffp511, y = is_single<T> ? -0x1.8p39 : -0x1.8p458;
    Hunt<T> hunt({Metric::mean_squared_error, {{{x}, 0}, {{y}, 0}}}, 0);
    hunt.approach({{1, 0}}, 0);
    print<T>(hunt.question());
  }
  /// ½, ¼, … with the last one twice, to 2 − 4h·2ᵏ bits.
  static std::vector<double> halves(int k = 0) {
    std::vector<double> p;
    const int last = (is_single<T> ? 25 : 54) - k;
    for (int i = 1; i <= last; ++i) p.push_back(std::ldexp(1, -i));
    p.push_back(p.back());
    return p;
  }
};

}  // namespace gibbs::test
