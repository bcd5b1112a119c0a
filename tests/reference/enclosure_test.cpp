// Enclosures against each other: precisions, and different formulas for the same quantity.
#include <gtest/gtest.h>

#include "inputs.hpp"
#include "reference/evaluate.hpp"

namespace gibbs::reference {
namespace {

// (Names that Boost does not have: it would be found first, for its arguments' sake.)
template <class A, class B>
bool meet(const A& a, const B& b) {
  return mpfr_lessequal_p(left(a), right(b)) != 0 && mpfr_lessequal_p(left(b), right(a)) != 0;
}

template <class Real>
double diameter(const Real& x) {
  mpfr_t w;
  mpfr_init2(w, 53);
  mpfi_diam_abs(w, x.backend().data());
  const double result = is_point(x) ? 0 : mpfr_get_d(w, MPFR_RNDU);
  mpfr_clear(w);
  return result;
}

class EveryMetric : public testing::TestWithParam<MetricInfo> {};
INSTANTIATE_TEST_SUITE_P(Metrics, EveryMetric, testing::ValuesIn(metrics().begin(), metrics().end()),
                         [](const auto& metric) { return std::string(metric.param.name); });

TEST_P(EveryMetric, FinerEnclosureMeetsTheCoarserAndIsNarrower) {
  Inputs inputs(1);
  for (int i = 0; i < 300; ++i) {
    const Question question = inputs.question(GetParam().metric);
    const auto coarse = evaluate<Interval>(question);
    const auto fine = evaluate<IntervalOf<160>>(question);
    const auto finest = evaluate<IntervalOf<640>>(question);
    ASSERT_EQ(coarse.size(), result_size(question)) << question;
    for (std::size_t k = 0; k < coarse.size(); ++k) {
      ASSERT_TRUE(meet(coarse[k], fine[k]) && meet(fine[k], finest[k]) && meet(coarse[k], finest[k])) << question;
      ASSERT_LE(diameter(fine[k]), diameter(coarse[k])) << question;
      ASSERT_LE(diameter(finest[k]), diameter(fine[k])) << question;
    }
  }
}

/// Masses that are counts: their sums are numbers too, so one formula's intermediate result can be another's input.
std::vector<double> counts(Inputs& inputs, std::size_t n) {
  std::vector<double> p(n);
  for (double& mass : p) mass = static_cast<double>(inputs.below(3) == 0 ? 0 : inputs.below(1'000'000));
  p[inputs.below(n)] += 1;
  return p;
}

double sum(const std::vector<double>& p) {
  double result = 0;
  for (const double mass : p) result += mass;
  return result;
}

class TwoFormulas : public testing::Test {
 protected:
  Interval value(Metric metric, std::vector<Argument> arguments) {
    return enclose({metric, std::move(arguments), unit})[0];
  }
  Inputs inputs{2};
  Unit unit = Unit::nat;
  static constexpr int rounds = 300;
};

TEST_F(TwoFormulas, KlDivergenceIsCrossEntropyLessEntropy) {
  for (int i = 0; i < rounds; ++i) {
    unit = static_cast<Unit>(i % 3);
    const auto p = inputs.masses(5), q = inputs.relative(p);
    const Interval cross = value(Metric::cross_entropy, {{p}, {q}}), d = value(Metric::kl_divergence, {{p}, {q}});
    ASSERT_EQ(mpfr_inf_p(left(cross)), mpfr_inf_p(left(d)));
    if (mpfr_inf_p(left(cross)) != 0) continue;
    ASSERT_TRUE(meet(d, Interval(cross - value(Metric::entropy, {{p}}))));
  }
}

TEST_F(TwoFormulas, JsDivergenceIsTheEntropyGap) {
  for (int i = 0; i < rounds; ++i) {
    unit = static_cast<Unit>(i % 3);
    auto p = counts(inputs, 5), q = counts(inputs, 5), m = p;
    const double P = sum(p), Q = sum(q);
    for (std::size_t k = 0; k < p.size(); ++k) m[k] = p[k] * Q + q[k] * P;  // exact: below 2^53
    ASSERT_TRUE(meet(
        value(Metric::js_divergence, {{p}, {q}}),
        Interval(value(Metric::entropy, {{m}}) - (value(Metric::entropy, {{p}}) + value(Metric::entropy, {{q}})) / 2)));
  }
}

TEST_F(TwoFormulas, JointTablesByEntropies) {
  for (int i = 0; i < rounds; ++i) {
    unit = static_cast<Unit>(i % 3);
    const std::size_t rows = 1 + inputs.below(4), columns = 1 + inputs.below(4);
    const auto w = counts(inputs, rows * columns);
    std::vector<double> r(rows), c(columns), independent(rows * columns);
    for (std::size_t k = 0; k < w.size(); ++k) r[k / columns] += w[k], c[k % columns] += w[k];
    for (std::size_t k = 0; k < w.size(); ++k) independent[k] = r[k / columns] * c[k % columns];
    const Interval of_w = value(Metric::entropy, {{w}}), of_r = value(Metric::entropy, {{r}}),
                   of_c = value(Metric::entropy, {{c}});
    const Interval mutual = value(Metric::mutual_information, {{w, columns}});
    ASSERT_TRUE(meet(mutual, Interval(of_r + of_c - of_w)));
    ASSERT_TRUE(meet(mutual, value(Metric::kl_divergence, {{w}, {independent}})));
    ASSERT_TRUE(meet(value(Metric::conditional_entropy, {{w, columns}}), Interval(of_w - of_r)));
  }
}

TEST_F(TwoFormulas, PerplexityIsTheExponentialOfTheEntropy) {
  for (int i = 0; i < rounds; ++i) {
    const auto p = inputs.masses(5);
    ASSERT_TRUE(meet(value(Metric::perplexity, {{p}}), exp(value(Metric::entropy, {{p}}))));
  }
}

TEST_F(TwoFormulas, UnitsDifferByAFactor) {
  for (const MetricInfo& metric : metrics()) {
    if (!metric.has_unit) continue;
    for (int i = 0; i < rounds; ++i) {
      Question question = inputs.question(metric.metric);
      const auto in = [&](Unit u) {
        question.unit = u;
        const Interval x = enclose(question)[0];
        return metric.metric == Metric::js_distance ? Interval(x * x) : x;  // its square has the unit
      };
      const Interval nats = in(Unit::nat);
      if (mpfr_inf_p(left(nats)) != 0) continue;
      ASSERT_TRUE(meet(nats, Interval(in(Unit::bit)*log(Interval(2))))) << question;
      ASSERT_TRUE(meet(nats, Interval(in(Unit::hartley)*log(Interval(10))))) << question;
    }
  }
}

/// Logits small enough to be exponentiated as they stand.
std::vector<double> plain_logits(Inputs& inputs, std::size_t n) {
  std::vector<double> z(n);
  for (double& logit : z) logit = inputs.below(3) == 0 ? static_cast<double>(inputs.below(3)) : inputs.number(800);
  return z;
}

TEST_F(TwoFormulas, LogSumExpByAddingOneAtATime) {
  for (int i = 0; i < rounds; ++i) {
    const auto z = plain_logits(inputs, 5);
    Interval sum(z[0]);
    for (std::size_t k = 1; k < z.size(); ++k) sum += log(Interval(1 + exp(Interval(z[k] - sum))));
    ASSERT_TRUE(meet(enclose({Metric::log_sum_exp, {{z}}})[0], sum));
  }
}

TEST_F(TwoFormulas, SoftmaxAndItsLossesWithoutAnyShift) {
  for (int i = 0; i < rounds; ++i) {
    const auto z = plain_logits(inputs, 5), p = counts(inputs, 5), y = inputs.numbers(5);
    std::vector<Interval> q(z.begin(), z.end());
    Interval S(0), loss(0), slope(0);
    for (Interval& e : q) S += e = exp(e);
    for (Interval& e : q) e /= S;
    for (std::size_t k = 0; k < z.size(); ++k) {
      loss -= p[k] / Interval(sum(p)) * log(q[k]);
      slope += q[k] * (q[k] - y[k]);
    }
    const auto log_q = enclose({Metric::log_softmax, {{z}}}), got = enclose({Metric::softmax, {{z}}}),
               gradient = enclose({Metric::softmax_cross_entropy_gradient, {{z}, {p}}}),
               mse_gradient = enclose({Metric::softmax_mean_squared_error_gradient, {{z}, {y}}});
    ASSERT_TRUE(meet(enclose({Metric::softmax_cross_entropy, {{z}, {p}}})[0], loss));
    for (std::size_t k = 0; k < z.size(); ++k) {
      ASSERT_TRUE(meet(got[k], q[k]));
      ASSERT_TRUE(meet(log_q[k], log(q[k])));
      ASSERT_TRUE(meet(gradient[k], Interval(q[k] - p[k] / Interval(sum(p)))));
      Interval by_jacobian(0);  // ∂qⱼ/∂zₖ = qⱼ (δⱼₖ − qₖ)
      for (std::size_t j = 0; j < z.size(); ++j) {
        by_jacobian += (q[j] - y[j]) * q[j] * ((j == k ? 1 : 0) - q[k]) * 2 / 5;
      }
      ASSERT_TRUE(meet(mse_gradient[k], by_jacobian));
      ASSERT_TRUE(meet(mse_gradient[k], Interval(q[k] * (q[k] - y[k] - slope) * 2 / 5)));
    }
  }
}

TEST_F(TwoFormulas, SigmoidIsATwoClassSoftmax) {
  for (int i = 0; i < rounds; ++i) {
    const double z = inputs.logits(2)[0], y = static_cast<double>(inputs.below(257)) / 256;  // 1 − y is a number
    const Interval loss = enclose({Metric::sigmoid_cross_entropy, {{{z}}, {{y}}}})[0];
    const Interval two = enclose({Metric::softmax_cross_entropy, {{{z, 0}}, {{y, 1 - y}}}})[0];
    ASSERT_TRUE(meet(loss, two)) << z << ' ' << y;
    ASSERT_TRUE(meet(enclose({Metric::sigmoid_cross_entropy_gradient, {{{z}}, {{y}}}})[0],
                     enclose({Metric::softmax_cross_entropy_gradient, {{{z, 0}}, {{y, 1 - y}}}})[0]))
        << z << ' ' << y;
  }
}

TEST_F(TwoFormulas, MeanSquaredErrorExpanded) {
  for (int i = 0; i < rounds; ++i) {
    const auto x = inputs.numbers(5), y = inputs.numbers(5);
    Interval xx(0), xy(0), yy(0);
    for (std::size_t k = 0; k < x.size(); ++k) {
      xx += Interval(x[k]) * x[k];
      xy += Interval(x[k]) * y[k];
      yy += Interval(y[k]) * y[k];
    }
    ASSERT_TRUE(meet(enclose({Metric::mean_squared_error, {{x}, {y}}})[0], Interval((xx - 2 * xy + yy) / 5)));
  }
}

// The two shortcuts of interval.hpp against MPFI's own functions.
TEST(OneEvaluation, EnclosesWhatTwoEnclose) {
  Inputs inputs(3);
  for (int i = 0; i < 2000; ++i) {
    const Interval numerator(std::ldexp(inputs.unit(), static_cast<int>(inputs.below(2000)) - 1000));
    for (const Interval& x : {numerator, Interval(numerator / 3), Interval(1 + numerator / 3)}) {
      Interval nat = log(x), bit, hartley;
      mpfi_log2(bit.backend().data(), x.backend().data());
      mpfi_log10(hartley.backend().data(), x.backend().data());
      const auto contains = [](const Interval& outer, const Interval& inner) {
        return mpfr_lessequal_p(left(outer), left(inner)) != 0 && mpfr_lessequal_p(right(inner), right(outer)) != 0;
      };
      ASSERT_TRUE(contains(log_in(Unit::nat, x), nat));
      ASSERT_TRUE(contains(log_in(Unit::bit, x), bit));
      ASSERT_TRUE(contains(log_in(Unit::hartley, x), hartley));
    }
    const Interval z(inputs.number(1e9));
    ASSERT_TRUE(meet(increasing(mpfr_exp, z), exp(z)));
    ASSERT_EQ(mpfr_cmp(right(increasing(mpfr_exp, z)), right(Interval(exp(z)))), 0);
    ASSERT_EQ(mpfr_cmp(left(increasing(mpfr_exp, z)), left(Interval(exp(z)))), 0);
  }
}

}  // namespace
}  // namespace gibbs::reference
