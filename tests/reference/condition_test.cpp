// Condition numbers beside differences: what moving each input a little does to the value.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "reference/condition.hpp"
#include "reference/reference.hpp"
#include "tests/reference/inputs.hpp"

namespace gibbs::reference {
namespace {

using Values = std::vector<double>;

/// Everyday arguments, whose masses do not add up to 1: the reference divides by their sum.
Argument argument(Domain domain, std::size_t which) {
  switch (domain) {
    case Domain::probability: return {{0.375}, 0};
    case Domain::distribution: return {which == 0 ? Values{0.25, 0.125, 0.5, 0} : Values{0.125, 0.375, 0.25, 0.125}, 0};
    case Domain::joint: return {{0.125, 0.25, 0, 0.0625, 0.375, 0.125}, 3};
    case Domain::logit: return {{-0.75}, 0};
    case Domain::logits: return {{1.5, -0.25, 0.5, -std::numeric_limits<double>::infinity()}, 0};
    case Domain::numbers: return {which == 0 ? Values{1.5, -2, 0.25, 3} : Values{0.5, -0.75, 0.125, 1}, 0};
    case Domain::logit_rows: return {{1.5, -0.25, 0.5, 0.25, 2, -1, 7, 7, 7}, 3};
    case Domain::labels: return {{0, 2, -1}, 0};
    case Domain::weights: return {{0.5, 2, 1}, 0};
  }
  return {};
}

Question question_about(const MetricInfo& info) {
  Question question{info.metric, {}, info.has_unit ? Unit::bit : Unit::nat};
  for (const Parameter& parameter : info.parameters) {
    question.arguments.push_back(argument(parameter.domain, question.arguments.size()));
  }
  if (info.metric == Metric::softmax_cross_entropy) question.arguments[1].values = {0.25, 0.5, 0.125, 0};
  return question;
}

/// Σ |xᵢ (f(xᵢ + s) − f(xᵢ − s))| / 2s|f|, s = 2⁻³⁰ |xᵢ|; both steps are exact.
Values by_differences(const Question& question) {
  const std::vector<Interval> f = enclose(question);
  Values kappa(f.size(), 0.0);
  for (std::size_t a = 0; a < question.arguments.size(); ++a) {
    const Domain domain = info(question.metric).parameters[a].domain;
    for (std::size_t i = 0; i < question.arguments[a].values.size() && domain != Domain::labels; ++i) {
      const double x = question.arguments[a].values[i], step = std::ldexp(x, -30);
      if (x == 0 || std::isinf(x)) continue;
      Question up = question, down = question;
      up.arguments[a].values[i] = x + step;
      down.arguments[a].values[i] = x - step;
      const auto above = enclose(up), below = enclose(down);
      for (std::size_t k = 0; k < f.size(); ++k) {
        if (mpfr_number_p(left(f[k])) == 0 || f[k].is_zero()) continue;
        const Interval share = (above[k] - below[k]) / (std::ldexp(2.0, -30) * f[k]);
        kappa[k] += std::abs(lower_double(share));
      }
    }
  }
  return kappa;
}

/// Is κ what `told` claims of it (condition.hpp)?
void expect_told(double told, double kappa, const std::string& of) {
  EXPECT_LE(told, kappa) << of;
  EXPECT_GE(told * (1 + condition_error), kappa) << of;
}

// A central difference of steps s leaves out s²/6 of third derivatives: (2⁻³⁰)² = 2⁻⁶⁰ of values that are everyday here, so
// that 2⁻⁴⁰ has room for derivatives 2²⁰ times the first. Both ends are moved apart by that.
TEST(Condition, IsWhatDifferencesSay) {
  for (const MetricInfo& info : metrics()) {
    const Question question = question_about(info);
    const Values kappa = condition_numbers(question), differences = by_differences(question);
    const auto f = enclose(question);
    ASSERT_EQ(kappa.size(), f.size()) << info.name;
    for (std::size_t k = 0; k < kappa.size(); ++k) {
      if (mpfr_number_p(left(f[k])) == 0) {
        EXPECT_TRUE(std::isnan(kappa[k])) << info.name;
      } else {
        const std::string which = std::string(info.name) + " " + std::to_string(k);
        EXPECT_LE(kappa[k], differences[k] * (1 + 0x1p-40)) << which;
        EXPECT_GE(kappa[k] * (1 + condition_error), differences[k] * (1 - 0x1p-40)) << which;
      }
    }
  }
}

TEST(Condition, DoesNotDependOnTheUnit) {
  Question question = question_about(info(Metric::kl_divergence));
  const double in_bits = condition_numbers(question)[0];
  question.unit = Unit::hartley;
  EXPECT_EQ(condition_numbers(question)[0], in_bits);
}

double of(Metric metric, std::vector<Argument> arguments) { return condition_numbers({metric, std::move(arguments), Unit::nat})[0]; }

TEST(Condition, AtTheEdges) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  // Nothing moves what is one-hot; a uniform entropy is at its maximum.
  EXPECT_EQ(of(Metric::entropy, {{{1, 0}}}), 0);
  EXPECT_EQ(of(Metric::entropy, {{{0.5, 0.5}}}), 0);
  // Zero, and something moves it.
  EXPECT_EQ(of(Metric::self_information, {{{1}}}), infinity);
  EXPECT_EQ(of(Metric::mean_squared_error, {{{1, 2}}, {{1, 2}}}), 0);
  EXPECT_EQ(of(Metric::kl_divergence, {{{0.3, 0.7}}, {{0.3, 0.7}}}), 0);
  EXPECT_EQ(of(Metric::js_distance, {{{0.3, 0.7}}, {{0.3, 0.7}}}), infinity);
  EXPECT_EQ(of(Metric::js_distance, {{{1, 0}}, {{1, 0}}}), 0);
  // Infinite.
  EXPECT_TRUE(std::isnan(of(Metric::cross_entropy, {{{0.5, 0.5}}, {{1, 0}}})));
  // One rounding apart: D ≈ ½δ², and a relative ε moves it by about δε.
  // κ = 4δ/2δ²·(1 + O(δ²)), δ = 2⁻⁵³.
  expect_told(of(Metric::kl_divergence, {{{0.5, 0.5}}, {{0.5 + 0x1p-53, 0.5 - 0x1p-53}}}), 0x1p54, "near pair");
  // Far apart: all but 10⁻⁴³⁴ of softmax is in one class.
  EXPECT_EQ(of(Metric::softmax, {{{1000, 0}}}), 0);
  expect_told(of(Metric::log_sum_exp, {{{0x1p60, -0x1p60}}}), 1, "far apart");
  EXPECT_THROW(of(Metric::entropy, {{{-1}}}), std::domain_error);
}

}  // namespace
}  // namespace gibbs::reference
