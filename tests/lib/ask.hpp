// The library asked by the metric's name: by the function for one input, and by that for a batch of rows.
#pragma once

#include <gibbs/gibbs.hpp>
#include <vector>

#include "reference/metric.hpp"

namespace gibbs::test {

/// The value, or one per class. Weights have the mass one, or any mass if `counted`. Logits in parallel are summed
/// around the largest at once (lib/kernels/logits-inl.hpp); single numbers are a batch of one unless in parallel.
template <class T>
std::vector<T> ask(const reference::Question& question, bool counted = false, bool in_parallel = false) {
  using enum reference::Metric;
  const auto numbers = [&](std::size_t i) {
    const auto& values = question.arguments.at(i).values;
    return std::vector<T>(values.begin(), values.end());
  };
  const std::vector<T> a = numbers(0), b = question.arguments.size() > 1 ? numbers(1) : std::vector<T>{};
  const Mass mass = counted ? Mass::any : Mass::one;
  const Distribution<T> p(a, mass), q(b, mass);
  const Logits<T> z = in_parallel ? Logits<T>(parallel(a)) : Logits<T>(a);
  const Joint<T> w(a, question.arguments[0].columns, mass);
  const auto unit = static_cast<Unit>(question.unit);
  std::vector<T> out(a.size());
  const std::span<T> one(out);
  switch (question.metric) {
    case self_information:
      if (in_parallel) return {gibbs::self_information(a[0], unit)};
      return gibbs::self_information(std::span<const T>(a), one, unit), out;
    case entropy:
      return {gibbs::entropy(p, unit)};
    case perplexity:
      return {gibbs::perplexity(p)};
    case cross_entropy:
      return {gibbs::cross_entropy(p, q, unit)};
    case kl_divergence:
      return {gibbs::kl_divergence(p, q, unit)};
    case js_divergence:
      return {gibbs::js_divergence(p, q, unit)};
    case js_distance:
      return {gibbs::js_distance(p, q, unit)};
    case conditional_entropy:
      return {gibbs::conditional_entropy(w, unit)};
    case mutual_information:
      return {gibbs::mutual_information(w, unit)};
    case log_sum_exp:
      return {gibbs::log_sum_exp(z)};
    case softmax:
      return gibbs::softmax(z, out), out;
    case log_softmax:
      return gibbs::log_softmax(z, out), out;
    case softmax_cross_entropy:
      return {gibbs::softmax_cross_entropy(z, q)};
    case softmax_cross_entropy_gradient:
      return gibbs::softmax_cross_entropy_gradient(z, q, out), out;
    case sigmoid_cross_entropy:
      if (in_parallel) return {gibbs::sigmoid_cross_entropy(a[0], b[0])};
      return gibbs::sigmoid_cross_entropy(std::span<const T>(a), std::span<const T>(b), one), out;
    case sigmoid_cross_entropy_gradient:
      if (in_parallel) return {gibbs::sigmoid_cross_entropy_gradient(a[0], b[0])};
      return gibbs::sigmoid_cross_entropy_gradient(std::span<const T>(a), std::span<const T>(b), one), out;
    case mean_squared_error:
      return {gibbs::mean_squared_error(std::span<const T>(a), std::span<const T>(b))};
    default:
      return gibbs::softmax_mean_squared_error_gradient(a, std::span<const T>(b), out), out;
  }
}

/// The same of `rows` equal rows, which all cores share. A joint table has no rows to be one of: an empty result.
template <class T>
std::vector<T> ask_rows(const reference::Question& question, std::size_t rows) {
  using enum reference::Metric;
  const std::size_t k = question.arguments[0].values.size();
  const auto repeated = [&](std::size_t i) {
    std::vector<T> result;
    const auto& values = question.arguments.at(i).values;
    for (std::size_t row = 0; row < rows; ++row) result.insert(result.end(), values.begin(), values.end());
    return result;
  };
  const std::vector<T> x = repeated(0), y = question.arguments.size() > 1 ? repeated(1) : x;
  const Rows<T> a(parallel(x), k), b(parallel(y), k);
  const auto unit = static_cast<Unit>(question.unit);
  const bool vectorial = reference::info(question.metric).vectorial();
  std::vector<T> out(vectorial ? rows * k : rows);
  const std::span<const T> xs(x), ys(y);
  const std::span<T> to(out);
  switch (question.metric) {
    case self_information:
      return gibbs::self_information(xs, to, unit), out;
    case entropy:
      return gibbs::entropy(a, to, unit), out;
    case perplexity:
      return gibbs::perplexity(a, to), out;
    case cross_entropy:
      return gibbs::cross_entropy(a, b, to, unit), out;
    case kl_divergence:
      return gibbs::kl_divergence(a, b, to, unit), out;
    case js_divergence:
      return gibbs::js_divergence(a, b, to, unit), out;
    case js_distance:
      return gibbs::js_distance(a, b, to, unit), out;
    case conditional_entropy:
    case mutual_information:
      return {};
    case log_sum_exp:
      return gibbs::log_sum_exp(a, to), out;
    case softmax:
      return gibbs::softmax(a, to), out;
    case log_softmax:
      return gibbs::log_softmax(a, to), out;
    case softmax_cross_entropy:
      return gibbs::softmax_cross_entropy(a, b, to), out;
    case softmax_cross_entropy_gradient:
      return gibbs::softmax_cross_entropy_gradient(a, b, to), out;
    case sigmoid_cross_entropy:
      return gibbs::sigmoid_cross_entropy(xs, ys, to), out;
    case sigmoid_cross_entropy_gradient:
      return gibbs::sigmoid_cross_entropy_gradient(xs, ys, to), out;
    case mean_squared_error:
      return gibbs::mean_squared_error(a, b, to), out;
    default:
      return gibbs::softmax_mean_squared_error_gradient(a, b, to), out;
  }
}

}  // namespace gibbs::test
