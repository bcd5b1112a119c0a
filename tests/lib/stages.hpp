// Which stage decides: the layers of the library called one by one, as its metrics call them.
#pragma once

#include <algorithm>
#include <array>
#include <gibbs/gibbs.hpp>
#include <numeric>
#include <vector>

#include "lib/detail/evaluate.hpp"
#include "reference/metric.hpp"

namespace gibbs::test {

/// The fast stage begins with rough sums where a value is asked for (fast.hpp).
enum class Stage { rough, fast, accurate, last };

/// Which stage decides a value, and the chance, by the bounds alone, that each of the first three leaves such a value
/// open: the width of the ball in ulps. NaN where it is not known.
struct Decision {
  Stage stage = Stage::rough;
  std::array<double, 3> chance{1, 1, 1};
};

template <class T>
double chance_of_midpoint(const detail::Ball& ball, int exponent = 0) {
  using Limits = std::numeric_limits<T>;
  if (ball.err == 0) return 0;
  const int lowest = Limits::min_exponent - 1, size = ball.v.hi == 0 ? lowest : std::ilogb(ball.v.hi) + exponent;
  const int place = std::max(size, lowest) - Limits::digits + 1;
  return std::min(1.0, std::ldexp(4 * ball.err, exponent - place));  // 2·err to either side (ball.hpp)
}

/// Of a value of which the fast stage knows quick(purpose).
template <class T, class Form, class Quick>
Decision decision(Quick quick, const Form& form, Unit unit = Unit::nat) {
  const std::array<detail::Ball, 3> balls{detail::fast::in_unit(quick(detail::Purpose::value), unit),
                                          detail::fast::in_unit(quick(detail::Purpose::precision), unit),
                                          detail::in_unit(form.template value<detail::Ball>(), unit)};
  Decision result;
  for (std::size_t stage = 0; stage < 3; ++stage) result.chance[stage] = chance_of_midpoint<T>(balls[stage]);
  const auto first = std::ranges::find_if(balls, [](const auto& ball) { return detail::rounded<T>(ball).has_value(); });
  result.stage = static_cast<Stage>(first - balls.begin());
  return result;
}
/// Of a value without a fast stage.
inline detail::Ball nothing(detail::Purpose) { return detail::Ball::lost(); }

/// Of each component of a form, by the sums that the fast stage has for it, if it has any.
template <class T, class Form, class Sums = detail::fast::LogitSums>
std::vector<Decision> decisions(const Form& form, std::span<T> out, const std::optional<Sums>& sums = {}) {
  std::vector<Decision> result(out.size());
  const auto careful = form.template prepare<detail::Ball>();
  for (std::size_t i = 0; i < out.size(); ++i) {
    result[i].chance[0] = result[i].chance[1] = std::numeric_limits<double>::quiet_NaN();  // of the kernels alone
    if constexpr (requires { form.is_masked(i); }) {
      if (form.is_masked(i)) continue;
    }
    const detail::Scaled<detail::Ball> x = form.component(careful, i);
    result[i].chance[2] = chance_of_midpoint<T>(x.value, x.exponent);
  }
  std::vector<std::size_t> open(out.size());
  std::iota(open.begin(), open.end(), std::size_t{0});
  if constexpr (requires { detail::fast::state(form, *sums, open); }) {
    if (sums) open = detail::fast::put_all(form, *sums, detail::fast::room(), false, out);
  }
  for (const std::size_t i : open) result[i].stage = Stage::accurate;
  if constexpr (requires { detail::fast::state(form, *sums, open); }) {
    if (sums && !open.empty()) {
      detail::resolve_some(form, detail::fast::state(form, *sums, open), open, out);
      const auto precise = detail::fast::precise_sums(form);
      if (precise && !sums->rest) detail::resolve_some(form, detail::fast::state(form, *precise, open), open, out);
    }
  }
  if (!open.empty()) detail::resolve_some(form, careful, open, out);
  for (const std::size_t i : open) result[i].stage = Stage::last;
  return result;
}

/// What decides the components of a metric's value. The inputs are in its domain, their mass is any if
/// `counted`, and the value is finite.
template <class T>
std::vector<Decision> decisions(const reference::Question& question, bool counted = false) {
  using namespace detail;
  using enum reference::Metric;
  const auto numbers = [&](std::size_t i) {
    const auto& values = question.arguments.at(i).values;
    return std::vector<T>(values.begin(), values.end());
  };
  const std::vector<T> first = numbers(0), second = question.arguments.size() > 1 ? numbers(1) : first;
  const std::span<const T> a(first), b(second);
  const auto weights = [&](std::span<const T> x) {
    return detail::argument(counted ? counts(x) : Distribution<T>(x), "p");
  };
  const auto table = [&] {
    Argument<T> w = weights(a);
    w.site.columns = question.arguments[0].columns;
    return w;
  };
  const detail::Argument<T> z = detail::argument(Logits<T>(a));
  const double one = static_cast<double>(a[0]), two = static_cast<double>(b[0]);
  const auto unit = static_cast<Unit>(question.unit);
  const std::size_t columns = question.arguments[0].columns;
  std::vector<T> room(a.size());
  const std::span<T> out(room);
  switch (question.metric) {
    case self_information:
      return {decision<T>(nothing, SelfInformation<T>{one}, unit)};
    case entropy:
      return {decision<T>([&](Purpose purpose) { return fast::entropy(purpose, weights(a)); }, CrossEntropy<T>{a, a},
                          unit)};
    case perplexity:
      return {decision<T>([&](Purpose purpose) { return exp(fast::entropy(purpose, weights(a))); }, Perplexity<T>{a})};
    case cross_entropy:
      return {decision<T>([&](Purpose purpose) { return fast::cross_entropy(purpose, weights(a), weights(b)); },
                          CrossEntropy<T>{a, b}, unit)};
    case kl_divergence:
      return {decision<T>([&](Purpose purpose) { return fast::kl_divergence(purpose, weights(a), weights(b)); },
                          Divergence<T>{a, b}, unit)};
    case js_divergence:
      return {decision<T>([&](Purpose purpose) { return fast::js_divergence(purpose, weights(a), weights(b)); },
                          JensenShannon<T>{a, b}, unit)};
    case js_distance:
      return {decision<T>(
          [&](Purpose purpose) {
            return sqrt(fast::in_unit(fast::js_divergence(purpose, weights(a), weights(b)), unit));
          },
          Root<JensenShannon<T>>{{a, b}, unit})};
    case conditional_entropy:
      return {decision<T>([&](Purpose purpose) { return fast::information(false, purpose, table()); },
                          ConditionalEntropy<T>{a, columns}, unit)};
    case mutual_information:
      return {decision<T>([&](Purpose purpose) { return fast::information(true, purpose, table()); },
                          MutualInformation<T>{a, columns}, unit)};
    case log_sum_exp:
      return {decision<T>([&](Purpose purpose) { return fast::log_sum_exp(purpose, z); }, LogSumExp<T>{a})};
    case softmax:
      return decisions(Softmax<T>{a}, out, fast::logit_sums(z, Purpose::shares, fast::room()));
    case log_softmax:
      return decisions(LogSoftmax<T>{a}, out, fast::logit_sums(z, Purpose::logs, fast::room()));
    case softmax_cross_entropy:
      return {decision<T>([&](Purpose purpose) { return fast::loss(purpose, z, weights(b)); },
                          SoftmaxCrossEntropy<T>{a, b})};
    case softmax_cross_entropy_gradient:
      return decisions(SoftmaxCrossEntropyGradient<T>{a, b}, out,
                       fast::loss_sums_in_domain(Purpose::shares, z, weights(b), fast::room()));
    case sigmoid_cross_entropy:
      return {decision<T>(nothing, SigmoidCrossEntropy<T>{one, two})};
    case sigmoid_cross_entropy_gradient:
      return {decision<T>(nothing, SigmoidCrossEntropyGradient<T>{one, two})};
    case mean_squared_error:
      return {decision<T>(
          [&](Purpose purpose) {
            return fast::mean_squared_error(purpose, detail::argument<T>(a, "x"), detail::argument<T>(b, "y"));
          },
          MeanSquaredError<T>{a, b})};
    default:
      return decisions(SoftmaxMeanSquaredErrorGradient<T>{a, b}, out);
  }
}

}  // namespace gibbs::test
