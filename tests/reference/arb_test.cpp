// A second opinion: the formulas as they stand in the contract, in Arb's ball arithmetic. Arb shares MPFR's integers
// and nothing else with MPFI; this file shares no code with the reference.
#include <arb.h>
#include <gtest/gtest.h>

#include <array>

#include "inputs.hpp"
#include "reference/evaluate.hpp"

namespace gibbs::reference {
namespace {

constexpr slong precision = 2400;  // bits: 1 + 2⁻¹⁰⁷⁴ is still told from 1 with a thousand bits to spare

/// A real number in a ball.
class Ball {
 public:
  Ball(double x = 0) { arb_init(x_), arb_set_d(x_, x); }
  Ball(const Ball& other) { arb_init(x_), arb_set(x_, other.x_); }
  Ball& operator=(const Ball& other) { return arb_set(x_, other.x_), *this; }
  ~Ball() { arb_clear(x_); }
  arb_ptr get() { return x_; }
  arb_srcptr get() const { return x_; }

  friend Ball operator+(Ball a, const Ball& b) { return arb_add(a.x_, a.x_, b.x_, precision), a; }
  friend Ball operator-(Ball a, const Ball& b) { return arb_sub(a.x_, a.x_, b.x_, precision), a; }
  friend Ball operator*(Ball a, const Ball& b) { return arb_mul(a.x_, a.x_, b.x_, precision), a; }
  friend Ball operator/(Ball a, const Ball& b) { return arb_div(a.x_, a.x_, b.x_, precision), a; }
  Ball operator-() const { return Ball(0) - *this; }
  friend Ball exp(Ball a) { return arb_exp(a.x_, a.x_, precision), a; }
  friend Ball root(Ball a) { return arb_sqrtpos(a.x_, a.x_, precision), a; }
  friend Ball log(Ball a) { return arb_log(a.x_, a.x_, precision), a; }

 private:
  arb_t x_;
};

using Balls = std::vector<Ball>;

Ball infinite() {
  Ball ball;
  arb_pos_inf(ball.get());
  return ball;
}

/// x/Σx
Balls normalise(const std::vector<double>& x) {
  Ball sum;
  for (const double xi : x) sum = sum + xi;
  Balls result(x.begin(), x.end());
  for (Ball& xi : result) xi = xi / sum;
  return result;
}

/// Σ a log(b/c) over components with a > 0
struct Sum {
  Ball value;
  void add(const Ball& a, const Ball& b, const Ball& c) {
    if (arb_is_zero(a.get()) != 0) return;
    value = arb_is_zero(c.get()) != 0 ? infinite() : value + a * log(b / c);
  }
};

Balls logarithms(const Question& question) {
  const auto& arguments = question.arguments;
  const Balls p =
      question.metric == Metric::self_information ? Balls{arguments[0].values[0]} : normalise(arguments[0].values);
  const Balls q = arguments.size() > 1 ? normalise(arguments[1].values) : p;
  const std::size_t columns = std::max<std::size_t>(arguments[0].columns, 1);
  Balls r(p.size() / columns), c(columns);
  for (std::size_t i = 0; i < p.size(); ++i) {
    r[i / columns] = r[i / columns] + p[i];
    c[i % columns] = c[i % columns] + p[i];
  }
  Sum sum;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const Ball m = (p[i] + q[i]) / 2;
    switch (question.metric) {
      case Metric::self_information:
        sum.add(1, 1, p[0]);
        break;
      case Metric::entropy:
      case Metric::perplexity:
        sum.add(p[i], 1, p[i]);
        break;
      case Metric::cross_entropy:
        sum.add(p[i], 1, q[i]);
        break;
      case Metric::kl_divergence:
        sum.add(p[i], p[i], q[i]);
        break;
      case Metric::js_divergence:
      case Metric::js_distance:
        sum.add(p[i] / 2, p[i], m), sum.add(q[i] / 2, q[i], m);
        break;
      case Metric::conditional_entropy:
        sum.add(p[i], r[i / columns], p[i]);
        break;
      default:
        sum.add(p[i], p[i], r[i / columns] * c[i % columns]);
        break;
    }
  }
  if (question.metric == Metric::perplexity) return {exp(sum.value)};
  constexpr std::array bases{0.0, 2.0, 10.0};
  const Ball value =
      question.unit == Unit::nat ? sum.value : sum.value / log(Ball(bases[static_cast<std::size_t>(question.unit)]));
  return {question.metric == Metric::js_distance ? root(value) : value};
}

/// z of one row, its softmax, and its log-sum-exp.
struct Row {
  Balls q;
  Ball lse;
  explicit Row(const std::vector<double>& z) : q(z.size()) {
    const double m = *std::ranges::max_element(z);
    Ball S;
    for (std::size_t i = 0; i < z.size(); ++i) {
      if (!std::isinf(z[i])) q[i] = exp(Ball(z[i]) - m);
      S = S + q[i];
    }
    lse = Ball(m) + log(S);
    for (Ball& qi : q) qi = qi / S;
  }
};

/// Means over rows: (Σ wᵢ lᵢ)/(Σ wᵢ), and wᵢ (softmax zᵢ − e_y)/(Σ wᵢ).
Balls means(const Question& question) {
  const auto& z = question.arguments[0];
  const auto& y = question.arguments[1].values;
  Ball sum, weights;
  Balls gradient(z.values.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double w = question.arguments.size() > 2 ? question.arguments[2].values[i] : 1;
    if (y[i] == -1 || w == 0) continue;
    const auto from = z.values.begin() + static_cast<std::ptrdiff_t>(i * z.columns);
    const std::vector<double> row(from, from + static_cast<std::ptrdiff_t>(z.columns));
    const Row x(row);
    const auto label = static_cast<std::size_t>(y[i]);
    sum = std::isinf(row[label]) || arb_is_finite(sum.get()) == 0 ? infinite() : sum + Ball(w) * (x.lse - row[label]);
    weights = weights + w;
    for (std::size_t j = 0; j < row.size(); ++j) {
      gradient[i * z.columns + j] = Ball(w) * (x.q[j] - (j == label ? 1.0 : 0.0));
    }
  }
  if (question.metric == Metric::mean_softmax_cross_entropy) return {sum / weights};
  if (question.metric == Metric::sequence_perplexity) return {exp(sum / weights)};
  for (Ball& g : gradient) g = g / weights;
  return gradient;
}

/// Products with Jacobians, and second derivatives.
Balls derivatives(const Question& question) {
  std::vector<double> z = question.arguments[0].values;
  const bool sigmoid = question.metric == Metric::sigmoid_cross_entropy_hessian;
  if (sigmoid) z.push_back(0);
  Balls q = Row(z).q;
  const std::vector<double> u = question.arguments.size() > 1 ? question.arguments[1].values : z;
  Ball sum, mean;
  for (std::size_t i = 0; i < q.size(); ++i) {
    if (question.arguments.size() > 1) sum = sum + u[i], mean = mean + q[i] * u[i];
  }
  for (std::size_t i = 0; i < q.size(); ++i) {
    switch (question.metric) {
      case Metric::softmax_vjp:
        q[i] = q[i] * (Ball(u[i]) - mean);
        break;
      case Metric::log_softmax_vjp:
        q[i] = Ball(u[i]) - q[i] * sum;
        break;
      default:
        q[i] = q[i] * (Ball(1) - q[i]);
        break;
    }
  }
  if (sigmoid) q.pop_back();
  return q;
}

Balls losses(const Question& question) {
  const auto& arguments = question.arguments;
  const bool sigmoid = info(question.metric).parameters[0].domain == Domain::logit;
  std::vector<double> z = arguments[0].values;
  if (sigmoid) z.push_back(0);
  const auto masked = [&](std::size_t i) { return std::isinf(z[i]); };
  Row row(z);
  Balls& q = row.q;
  const Ball lse = row.lse;
  const double n = static_cast<double>(z.size());

  Balls labels;
  if (sigmoid) {
    labels = {arguments[1].values[0], Ball(1) - arguments[1].values[0]};
  } else if (arguments.size() > 1) {
    labels = question.metric == Metric::softmax_mean_squared_error_gradient
                 ? Balls(arguments[1].values.begin(), arguments[1].values.end())
                 : normalise(arguments[1].values);
  }
  switch (question.metric) {
    case Metric::log_sum_exp:
      return {lse};
    case Metric::softmax:
      return q;
    case Metric::log_softmax:
      for (std::size_t i = 0; i < z.size(); ++i) q[i] = masked(i) ? -infinite() : Ball(z[i]) - lse;
      return q;
    case Metric::softmax_cross_entropy:
    case Metric::sigmoid_cross_entropy: {
      Ball loss = lse;
      for (std::size_t i = 0; i < z.size(); ++i) {
        if (arb_is_zero(labels[i].get()) == 0) loss = masked(i) ? infinite() : loss - labels[i] * z[i];
      }
      return {loss};
    }
    case Metric::softmax_cross_entropy_gradient:
    case Metric::sigmoid_cross_entropy_gradient:
      for (std::size_t i = 0; i < z.size(); ++i) q[i] = q[i] - labels[i];
      if (sigmoid) q.pop_back();
      return q;
    default: {
      Ball mean;
      for (std::size_t i = 0; i < z.size(); ++i) mean = mean + q[i] * (q[i] - labels[i]);
      for (std::size_t i = 0; i < z.size(); ++i) q[i] = q[i] * (q[i] - labels[i] - mean) * 2 / n;
      return q;
    }
  }
}

Balls second_opinion(const Question& question) {
  if (info(question.metric).has_unit || question.metric == Metric::perplexity) return logarithms(question);
  switch (question.metric) {
    case Metric::mean_softmax_cross_entropy:
    case Metric::mean_softmax_cross_entropy_gradient:
    case Metric::sequence_perplexity:
      return means(question);
    case Metric::softmax_vjp:
    case Metric::log_softmax_vjp:
    case Metric::softmax_cross_entropy_hessian_diagonal:
    case Metric::sigmoid_cross_entropy_hessian:
      return derivatives(question);
    case Metric::mean_squared_error:
      break;
    default:
      return losses(question);
  }
  const auto &x = question.arguments[0].values, &y = question.arguments[1].values;
  Ball sum;
  for (std::size_t i = 0; i < x.size(); ++i) sum = sum + (Ball(x[i]) - y[i]) * (Ball(x[i]) - y[i]);
  return {sum / static_cast<double>(x.size())};
}

template <class Real>
bool meet(const Real& interval, const Ball& ball) {
  mpfr_t lower, upper;
  mpfr_inits2(precision, lower, upper, nullptr);
  arb_get_interval_mpfr(lower, upper, ball.get());
  const bool result = mpfr_lessequal_p(lower, right(interval)) != 0 && mpfr_lessequal_p(left(interval), upper) != 0;
  mpfr_clears(lower, upper, nullptr);
  return result;
}

class Arb : public testing::TestWithParam<MetricInfo> {};
INSTANTIATE_TEST_SUITE_P(Metrics, Arb, testing::ValuesIn(metrics().begin(), metrics().end()),
                         [](const auto& metric) { return std::string(metric.param.name); });

TEST_P(Arb, AgreesWithTheReference) {
  Inputs inputs(6);
  std::size_t components = 0, sharp = 0;
  for (int i = 0; i < 300; ++i) {
    const Question question = inputs.question(GetParam().metric);
    const Balls balls = second_opinion(question);
    const auto coarse = evaluate<Interval>(question);
    const auto fine = evaluate<IntervalOf<640>>(question);
    ASSERT_EQ(balls.size(), coarse.size());
    for (std::size_t k = 0; k < balls.size(); ++k) {
      ASSERT_TRUE(meet(coarse[k], balls[k])) << question << " component " << k << ": " << coarse[k];
      ASSERT_TRUE(meet(fine[k], balls[k])) << question << " component " << k << ": " << fine[k];
      ++components;
      sharp += arb_is_exact(balls[k].get()) != 0 || arb_rel_accuracy_bits(balls[k].get()) > 200;
    }
  }
  // An opinion without sharpness is none. What is blunt: exact zeros by cancellation, and tails beyond 2⁻²⁴⁰⁰.
  EXPECT_GE(2 * sharp, components) << sharp << " of " << components;
  RecordProperty("sharp", std::to_string(sharp) + " of " + std::to_string(components));
}

}  // namespace
}  // namespace gibbs::reference
