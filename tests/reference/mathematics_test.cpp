// What every metric must have, and what none may be asked.
#include <gtest/gtest.h>

#include <limits>

#include "reference/domain.hpp"
#include "reference/metrics/mathematics.hpp"
#include "reference/reference.hpp"

namespace gibbs::reference {
namespace {

/// A metric's mathematics with all its parts, and without each of them in turn.
struct Whole {
  template <class Real>
  static std::vector<Real> enclose(const Question&) {
    return {};
  }
  static constexpr bool is_rational = true;
  static double breadth(const Question&) { return 1; }
  static std::vector<double> stable_radius(const Question&, const stable::Roundoff&) { return {}; }
};
struct Undecided {
  template <class Real>
  static std::vector<Real> enclose(const Question&) {
    return {};
  }
  static double breadth(const Question&) { return 1; }
  static std::vector<double> stable_radius(const Question&, const stable::Roundoff&) { return {}; }
};
struct Unbounded {
  static constexpr bool is_rational = true;
};
static_assert(Enclosed<Whole> && Decided<Whole> && Bounded<Whole>);
static_assert(Enclosed<Undecided> && !Decided<Undecided> && Bounded<Undecided>);
static_assert(!Enclosed<Unbounded> && Decided<Unbounded> && !Bounded<Unbounded>);

std::string refusal(const Question& question) {
  std::string message;
  const auto note = [&](const std::domain_error& error) { message = message.empty() ? error.what() : message; };
  const std::vector<double> returned(question.arguments.empty() ? 1 : question.arguments[0].values.size());
  int refused = 0;
  const auto refuses = [&](auto ask) {
    try {
      ask();
    } catch (const std::domain_error& error) {
      note(error);
      ++refused;
    }
  };
  refuses([&] { require_domain(question); });
  refuses([&] { enclose(question); });
  refuses([&] { round(question, binary64); });
  refuses([&] { assess(question, returned, binary64); });
  refuses([&] { stable_radius(question, binary64); });
  refuses([&] { decimal(question, 0, 17); });
  refuses([&] { decimal_bounds(question, 0, 17); });
  return refused == 7 ? message : std::to_string(7 - refused) + " functions of the reference answer";
}

TEST(Domain, VectorsThatMeetHaveOneLength) {
  EXPECT_EQ(refusal({Metric::kl_divergence, {{{0.5, 0.5}}, {{0.25, 0.25, 0.5}}}}), "q has length 3, not 2");
  EXPECT_EQ(refusal({Metric::softmax_cross_entropy, {{{1, 2, 3}}, {{0.5, 0.5}}}}), "p has length 2, not 3");
  EXPECT_EQ(refusal({Metric::mean_squared_error, {{{1, 2}}, {{1}}}}), "y has length 1, not 2");
  EXPECT_EQ(refusal({Metric::kl_divergence, {{{0.5, 0.5}}}}), "kl_divergence takes 2 arguments, not 1");
  EXPECT_EQ(refusal({Metric::sigmoid_cross_entropy, {{{1, 2}}, {{1, 0}}}}), "z has length 2, not 1");
  EXPECT_EQ(refusal({Metric::mutual_information, {{{0.5, 0.25, 0.25}, 2}}}), "w is no table of 2 columns");
  EXPECT_EQ(refusal({Metric::mutual_information, {{{0.5, 0.5}}}}), "w is no table of 0 columns");
}

TEST(Domain, NumbersAreWhatTheParameterSays) {
  const double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal({Metric::self_information, {{{1.5}}}}), "p = 1.5 is not a probability");
  EXPECT_EQ(refusal({Metric::entropy, {{{0.5, -0.5}}}}), "p[1] = -0.5 is not a mass");
  EXPECT_EQ(refusal({Metric::entropy, {{{0.5, nan}}}}), "p[1] = nan is not a mass");
  EXPECT_EQ(refusal({Metric::entropy, {{{infinity}}}}), "p[0] = inf is not a mass");
  EXPECT_EQ(refusal({Metric::perplexity, {{{0, 0}}}}), "p has no mass");
  EXPECT_EQ(refusal({Metric::perplexity, {{{}}}}), "p is empty");
  EXPECT_EQ(refusal({Metric::log_sum_exp, {{{0, infinity}}}}), "z[1] = inf is not a logit");
  EXPECT_EQ(refusal({Metric::softmax, {{{-infinity, -infinity}}}}), "z is −∞ everywhere");
  EXPECT_EQ(refusal({Metric::mean_squared_error, {{{1}}, {{infinity}}}}), "y[0] = inf is not a finite number");
}

TEST(Domain, RowsThatDoNotCountMayHoldAnything) {
  const double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  for (const double x : {-infinity, infinity, nan}) {
    const Argument z{{1, 0, x, x}, 2};
    for (const Metric metric : {Metric::mean_softmax_cross_entropy, Metric::mean_softmax_cross_entropy_gradient}) {
      EXPECT_NO_THROW(enclose({metric, {z, {{0, -1}}}}));
      EXPECT_NO_THROW(enclose({metric, {z, {{0, 1}}, {{1, 0}}}}));
      EXPECT_THROW(enclose({metric, {z, {{0, 1}}, {{1, 1}}}}), std::domain_error);
      EXPECT_THROW(enclose({metric, {z, {{0, 2}}, {{1, 0}}}}), std::domain_error) << "its label is one all the same";
    }
  }
}

TEST(Domain, AsManyNumbersAreAssessedAsTheResultHas) {
  const std::vector<double> one{0.5}, two{0.5, 0.5};
  EXPECT_THROW(assess({Metric::softmax, {{two}}}, one, binary64), std::domain_error);
  EXPECT_THROW(assess({Metric::entropy, {{two}}}, two, binary64), std::domain_error);
  EXPECT_EQ(assess({Metric::softmax, {{two}}}, two, binary64).size(), 2u);
}

}  // namespace
}  // namespace gibbs::reference
