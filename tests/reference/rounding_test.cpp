// Exact values known from mathematics, as numbers of a format.
#include "reference/rounding.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "inputs.hpp"
#include "reference/evaluate.hpp"

namespace gibbs::reference {
namespace {

using enum Metric;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double tiny = 0x1p-1074;
constexpr double ln2 = 0x1.62e42fefa39efp-1;  // ln 2 = 0x1.62e42fefa39ef35793…p-1

enum class Side { exact, below, above };  // where the exact value is, seen from its rounding

void expect(const Question& question, double nearest, Side side, std::size_t component = 0,
            const Format& format = binary64) {
  const Rounded r = round(question, format).at(component);
  EXPECT_TRUE(r.decided) << question;
  EXPECT_EQ(r.nearest, nearest) << question << r;
  EXPECT_EQ(r.below, side == Side::below ? next_down(nearest, format) : nearest) << question << r;
  EXPECT_EQ(r.above, side == Side::above ? next_up(nearest, format) : nearest) << question << r;
  EXPECT_FALSE(nearest == 0 && std::signbit(r.nearest)) << question;
}

TEST(Round, PowersOfTwoInBits) {
  expect({self_information, {{{0x1p-1074}}}, Unit::bit}, 1074, Side::exact);
  expect({entropy, {{{0.5, 0.25, 0.25}}}, Unit::bit}, 1.5, Side::exact);
  expect({entropy, {{std::vector<double>(4096, 0x1p-12)}}, Unit::bit}, 12, Side::exact);
  expect({perplexity, {{{0.5, 0.125, 0.125, 0.125, 0.125}}}}, 4, Side::exact);
  expect({cross_entropy, {{{0.5, 0.5}}, {{0.25, 0.75 - 0.5}}}, Unit::bit}, 1, Side::exact);
  expect({kl_divergence, {{{1, 0}}, {{0x1p-60, 1 - 0x1p-60}}}, Unit::bit}, 60, Side::above);  // log2(2⁶⁰ + 1)
}

TEST(Round, IdentitiesThatNoEnclosureShows) {
  expect({entropy, {{{9, 6, 8, 1}}}, Unit::bit}, 1.75, Side::exact);
  expect({entropy, {{std::vector<double>(1000, 0.001)}}, Unit::hartley}, 3, Side::exact);
  expect({perplexity, {{{0.3, 0.3, 0.3}}}}, 3, Side::exact);
  expect({perplexity, {{std::vector<double>(1001, 0.7)}}}, 1001, Side::exact);
  expect({kl_divergence, {{{3, 3, 8, 2}}, {{1, 9, 4, 2}}}, Unit::bit}, 0.5, Side::exact);
  expect({js_divergence, {{{1e-30, 0.9, 0, 0}}, {{0, 0, 0.3, 1e-300}}}, Unit::bit}, 1, Side::exact);
}

TEST(Round, NaturalLogarithmOfTwo) {
  expect({self_information, {{{0.5}}}}, ln2, Side::above);
  expect({entropy, {{{0.3, 0.3}}}}, ln2, Side::above);
  expect({js_divergence, {{{1, 0}}, {{0, 1}}}}, ln2, Side::above);
  expect({mutual_information, {{{0.1, 0, 0, 0.1}, 2}}}, ln2, Side::above);
  expect({conditional_entropy, {{{3, 3, 5, 5}, 2}}}, ln2, Side::above);
  expect({log_sum_exp, {{{0, 0}}}}, ln2, Side::above);
  expect({log_softmax, {{{7, 7}}}}, -ln2, Side::below, 1);
  expect({softmax_cross_entropy, {{{1e8, 1e8}}, {{1, 0}}}}, ln2, Side::above);
  expect({sigmoid_cross_entropy, {{{0}}, {{0.3}}}}, ln2, Side::above);
}

TEST(Round, Zeros) {
  expect({self_information, {{{1}}}}, 0, Side::exact);
  expect({entropy, {{{0, 0.3, 0}}}}, 0, Side::exact);
  expect({kl_divergence, {{{0.1, 0.9, 1e-300}}, {{0.1, 0.9, 1e-300}}}}, 0, Side::exact);
  expect({kl_divergence, {{{1, 7}}, {{3, 21}}}}, 0, Side::exact);  // proportional
  expect({js_divergence, {{{1, 7}}, {{3, 21}}}, Unit::bit}, 0, Side::exact);
  expect({mutual_information, {{{1, 2, 3, 6}, 2}}}, 0, Side::exact);  // independent
  expect({conditional_entropy, {{{0.1, 0, 0, 0.2}, 2}}}, 0, Side::exact);
  expect({log_sum_exp, {{{-infinity, 0}}}}, 0, Side::exact);
  expect({log_softmax, {{{3}}}}, 0, Side::exact);
  expect({softmax_cross_entropy, {{{3, -infinity}}, {{1, 0}}}}, 0, Side::exact);
  expect({softmax_cross_entropy_gradient, {{{2, 2, 2}}, {{0.1, 0.1, 0.1}}}}, 0, Side::exact, 1);
  expect({softmax_mean_squared_error_gradient, {{{2, 2, 2}}, {{0.1, 0.1, 0.1}}}}, 0, Side::exact, 1);
  expect({sigmoid_cross_entropy, {{{-infinity}}, {{0}}}}, 0, Side::exact);
  expect({sigmoid_cross_entropy_gradient, {{{0}}, {{0.5}}}}, 0, Side::exact);
  expect({mean_squared_error, {{{0.1}}, {{0.1}}}}, 0, Side::exact);
}

TEST(Round, Infinities) {
  expect({self_information, {{{0}}}}, infinity, Side::exact);
  expect({cross_entropy, {{{0.5, 0.5}}, {{1, 0}}}}, infinity, Side::exact);
  expect({kl_divergence, {{{0.5, 0.5}}, {{1, 0}}}, Unit::bit}, infinity, Side::exact);
  expect({kl_divergence, {{{0.5, 0, 0.5}}, {{0.5, 0, 0.5}}}, Unit::bit}, 0, Side::exact);
  expect({log_softmax, {{{3, -infinity}}}}, -infinity, Side::exact, 1);
  expect({softmax_cross_entropy, {{{3, -infinity}}, {{1, tiny}}}}, infinity, Side::exact);
  expect({sigmoid_cross_entropy, {{{-infinity}}, {{tiny}}}}, infinity, Side::exact);
  expect({mean_squared_error, {{{1.7e308}}, {{-1.7e308}}}}, infinity, Side::below);  // overflow
  expect({log_softmax, {{{1.7e308, -1.7e308}}}}, -infinity, Side::above, 1);
}

// Where two finite logits differ nothing is ever exact, though it takes 10^308 digits to see it.
TEST(Round, SidesBeyondAnyPrecision) {
  for (const double far : {1e3, 1e4, 1e6, 1e10, 1.7e308}) {
    expect({log_sum_exp, {{{0, -far}}}}, 0, Side::above);
    expect({log_sum_exp, {{{100, 100 - far}}}}, 100, Side::above);
    expect({softmax, {{{far, 0}}}}, 1, Side::below, 0);
    expect({softmax, {{{far, far, 0}}}}, 0.5, Side::below, 1);
    expect({softmax, {{{far, 0}}}}, 0, Side::above, 1);
    expect({log_softmax, {{{far, 0}}}}, 0, Side::below, 0);
    expect({log_softmax, {{{far, 0}}}}, -far, Side::below, 1);
    expect({softmax_cross_entropy, {{{far, 0}}, {{1, 0}}}}, 0, Side::above);
    expect({softmax_cross_entropy_gradient, {{{far, 0}}, {{1, 0}}}}, 0, Side::below, 0);
    expect({softmax_cross_entropy_gradient, {{{far, far, 0}}, {{1, 0, 0}}}}, -0.5, Side::below, 0);
    expect({softmax_cross_entropy_gradient, {{{far, far, 0}}, {{1, 0, 0}}}}, 0.5, Side::below, 1);
    expect({softmax_cross_entropy_gradient, {{{far, far, far, 0}}, {{1, 1, 1, 0}}}}, 0, Side::below, 0);
    expect({softmax_cross_entropy_gradient, {{{far, 0, -infinity}}, {{0.5, 0.25, 0.25}}}}, -0.25, Side::above, 1);
    expect({softmax_cross_entropy_gradient, {{{far, 0, -infinity}}, {{0.5, 0.25, 0.25}}}}, -0.25, Side::exact, 2);
    expect({sigmoid_cross_entropy, {{{far}}, {{0.5}}}}, far / 2, Side::above);
    expect({sigmoid_cross_entropy, {{{-far}}, {{1}}}}, far, Side::above);
    expect({sigmoid_cross_entropy_gradient, {{{far}}, {{1}}}}, 0, Side::below);
    expect({sigmoid_cross_entropy_gradient, {{{-far}}, {{0.25}}}}, -0.25, Side::above);
  }
  for (const double far : {1e3, 1e4, 1e6}) {
    expect({softmax_mean_squared_error_gradient, {{{far, far, 0, 0}}, {{1, 0, 0, 0}}}}, -0.125, Side::above, 0);
    expect({softmax_mean_squared_error_gradient, {{{far, 0}}, {{1, 0}}}}, 0, Side::below, 0);
    expect({softmax_mean_squared_error_gradient, {{{far, 0}}, {{1, 0}}}}, 0, Side::above, 1);
  }
}

TEST(Round, TailsKeepTheirDigits) {
  // exp(−40) = 0x1.397924be03aafp-58 to 53 bits; ln(1 + x) = x − x²/2 + …, and x²/2 < 2⁻¹¹⁵ < ulp(x).
  const double tail = round({log_sum_exp, {{{0, -40}}}}, binary64)[0].nearest;
  EXPECT_EQ(decimal({log_sum_exp, {{{0, -40}}}}, 0, 17), "4.248354255291589e-18");
  EXPECT_EQ(round({softmax_cross_entropy, {{{40, 0}}, {{1, 0}}}}, binary64)[0].nearest, tail);
  EXPECT_EQ(round({log_softmax, {{{40, 0}}}}, binary64)[0].nearest, -tail);
  // Masses 1 and 2⁻¹⁰⁷⁴ have 2⁻¹⁰⁷⁴ (1074 + 1/ln 2 + …) = 1075.44… · 2⁻¹⁰⁷⁴ bits.
  expect({entropy, {{{1, tiny}}}, Unit::bit}, 1075 * tiny, Side::above);
}

TEST(Round, TiesToEven) {
  std::vector<double> x(4, 0), y(8, 0);
  x[0] = x[1] = 0x1p26, x[2] = 1;                // (2⁵³ + 1)/4
  y[0] = y[1] = 0x1p26, y[2] = y[3] = y[4] = 1;  // (2⁵³ + 3)/8
  expect({mean_squared_error, {{x}, {std::vector<double>(4, 0)}}}, 0x1p51, Side::above);
  expect({mean_squared_error, {{y}, {std::vector<double>(8, 0)}}}, 0x1.0000000000002p50, Side::below);
  expect({mean_squared_error, {{{0x1p-537}}, {{0}}}}, tiny, Side::exact);
  expect({mean_squared_error, {{{0x1p-537, 0}}, {{0, 0}}}}, 0, Side::above);  // half of tiny
  expect({mean_squared_error, {{{0x1p-537, 0x1p-537, 0x1p-537, 0}}, {{0, 0, 0, 0}}}}, tiny, Side::below);
  // Ties that only the integers see: 2^H is 257 and 259, bfloat16 has 256, 258, 260.
  expect({perplexity, {{std::vector<double>(257, 0.1)}}}, 256, Side::above, 0, bfloat16);
  expect({perplexity, {{std::vector<double>(259, 0.1)}}}, 260, Side::below, 0, bfloat16);
}

TEST(Round, EachFormat) {
  const Question third{mean_squared_error, {{{1, 1, 1}}, {{1, 1, 0}}}};
  expect(third, 0x1.5555555555555p-2, Side::above, 0, binary64);
  expect(third, 0x1.555556p-2, Side::below, 0, binary32);
  expect(third, 0x1.554p-2, Side::above, 0, binary16);
  expect(third, 0x1.56p-2, Side::below, 0, bfloat16);
  // The largest binary16 is 65504; 65520, half an ulp above, is a tie and overflows.
  const std::vector<double> zero(4, 0);
  expect({mean_squared_error, {{{508, 60, 20, 4}}, {zero}}}, infinity, Side::below, 0, binary16);
  expect({mean_squared_error, {{{510, 44, 6, 2}}, {zero}}}, 65504, Side::above, 0, binary16);  // 65519
}

TEST(Round, OneClassAndThousands) {
  expect({softmax, {{{-1.7e308}}}}, 1, Side::exact);
  expect({log_sum_exp, {{{-1.7e308}}}}, -1.7e308, Side::exact);
  expect({softmax_cross_entropy_gradient, {{{5}}, {{0.1}}}}, 0, Side::exact);
  expect({softmax_mean_squared_error_gradient, {{{5}}, {{0.1}}}}, 0, Side::exact);
  expect({softmax, {{std::vector<double>(8192, 3.7)}}}, 0x1p-13, Side::exact, 5000);
  expect({perplexity, {{std::vector<double>(5000, 0.0002)}}}, 5000, Side::exact);
}

TEST(RoundPoint, AgreesWithTheFormatOnDoubles) {
  Inputs inputs(1);
  for (const Format& format : {binary64, binary32, binary16, bfloat16}) {
    for (int i = 0; i < 20'000; ++i) {
      const double sign = inputs.below(2) == 0 ? 1 : -1;
      const double x = sign * std::ldexp(inputs.unit(), static_cast<int>(inputs.below(2099)) - 1074);
      const Interval point(x);
      const Rounded r = round_point(left(point), format);
      ASSERT_EQ(r.nearest, round_to(x, format)) << x;
      ASSERT_EQ(r.below, representable(x, format) ? x : next_down(x, format)) << x;
      ASSERT_EQ(r.above, representable(x, format) ? x : next_up(x, format)) << x;
    }
  }
}

// Never guessed: the first precision does not see that p and q differ (D is about 10⁻¹²⁰), the second does.
TEST(Undecided, IsNotReportedAsDecided) {
  const Question question{kl_divergence, {{{1, 1e-60}}, {{1, 3e-60}}}};
  const Question question2{kl_divergence, {{{1, 1e-60, 1e-90}}, {{1, 1e-60, 2e-90}}}};
  EXPECT_FALSE(round_enclosure(evaluate<Interval>(question)[0], binary64).decided);
  EXPECT_TRUE(round_enclosure(evaluate<IntervalOf<160>>(question)[0], binary64).decided);
  EXPECT_FALSE(round_enclosure(evaluate<Interval>(question2)[0], binary64).decided);
  EXPECT_TRUE(round(question, binary64)[0].decided);
}

// (y₁ − y₀)/6 and a trace of exp(−10¹⁰): a tie of bfloat16 that nothing here can break.
TEST(Undecided, IsReported) {
  const Question question{softmax_mean_squared_error_gradient, {{{0, 0, -1e10}}, {{0, 6 * (1 + 0x1p-8), 0}}}};
  const Rounded tie = round(question, bfloat16)[0];
  EXPECT_FALSE(tie.decided) << tie;
  EXPECT_EQ(tie.below, 1);
  EXPECT_EQ(tie.above, 1 + 0x1p-7);
  EXPECT_TRUE(round(question, binary64)[0].decided);
}

// The same near a number of the format: the number is known, the side is not.
TEST(Undecided, SideIsLeftOpen) {
  const Rounded one = round({softmax_mean_squared_error_gradient, {{{0, 0, -1e10}}, {{0, 6, 0}}}}, bfloat16)[0];
  EXPECT_TRUE(one.decided) << one;
  EXPECT_EQ(one.nearest, 1);
  EXPECT_EQ(one.below, 1 - 0x1p-8);
  EXPECT_EQ(one.above, 1 + 0x1p-7);
}

TEST(EveryMetric, IsDecidedOnRandomInput) {
  Inputs inputs(4);
  for (const MetricInfo& metric : metrics()) {
    for (int i = 0; i < 500; ++i) {
      const Question question = inputs.question(metric.metric);
      for (const Rounded& r : round(question, binary64)) {
        ASSERT_TRUE(r.decided) << question;
        ASSERT_TRUE(r.nearest == r.below || r.nearest == r.above || (r.below < 0 && r.above > 0)) << question << r;
        ASSERT_LE(r.above, next_up(r.below < 0 && r.above > 0 ? 0 : r.below, binary64)) << question << r;
      }
    }
  }
}

TEST(Decimal, PrintsCertainDigits) {
  EXPECT_EQ(decimal({entropy, {{{0.5, 0.25, 0.25}}}, Unit::bit}, 0, 17), "1.5");
  EXPECT_EQ(decimal({entropy, {{{0.5, 0.5}}}}, 0, 40), "0.6931471805599453094172321214581765680755");
  EXPECT_EQ(decimal({entropy, {{{1}}}}, 0, 17), "0");
  EXPECT_EQ(decimal({kl_divergence, {{{1, 1}}, {{1, 0}}}}, 0, 17), "Infinity");
  EXPECT_EQ(decimal({log_softmax, {{{1, -infinity}}}}, 1, 17), "-Infinity");
  EXPECT_EQ(decimal({softmax, {{{0, 1.7e308}}}}, 0, 17), "0");  // it is about 10^(−7·10^307)
  const auto [lower, upper] = decimal_bounds({entropy, {{{0.5, 0.5}}}}, 0, 10);
  EXPECT_EQ(lower, "0.6931471805");
  EXPECT_EQ(upper, "0.6931471806");
}

}  // namespace
}  // namespace gibbs::reference
