// How often each stage leaves a value open, as the tables of docs/rounding.md:
//     build/default/tests/lib/stage_shares
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <numbers>

#include "tests/lib/questions.hpp"
#include "tests/lib/stages.hpp"

namespace gibbs::test {
namespace {

/// Of a metric's values (or components): those that a stage left open, and how many its bounds made one expect.
struct Share {
  std::size_t values = 0;
  std::array<std::size_t, 3> past{};  // by stage
  std::array<double, 3> expected{};
};
using Shares = std::map<Metric, Share>;

/// An infinite value is a matter of the checks, not of rounding.
bool is_finite(const Question& question) {
  const auto& first = question.arguments[0].values;
  if (question.arguments.size() < 2) return first[0] != 0 || question.metric != Metric::self_information;
  const auto& second = question.arguments[1].values;
  const bool over_q = question.metric == Metric::cross_entropy || question.metric == Metric::kl_divergence;
  const bool over_z =
      question.metric == Metric::softmax_cross_entropy || question.metric == Metric::sigmoid_cross_entropy;
  for (std::size_t i = 0; i < first.size(); ++i)
    if ((over_q && first[i] > 0 && second[i] == 0) || (over_z && std::isinf(first[i]) && second[i] > 0)) return false;
  return true;
}

template <class T>
Visit counting(Shares& shares) {
  return [&](const Question& question, bool counted) {
    if (!is_finite(question)) return;
    Share& share = shares[question.metric];
    for (const Decision& decision : decisions<T>(question, counted)) {
      ++share.values;
      for (std::size_t stage = 0; stage < 3; ++stage) {
        share.past[stage] += static_cast<std::size_t>(decision.stage) > stage;
        share.expected[stage] += decision.chance[stage];
      }
    }
  };
}

template <class T>
Shares of_evidence() {
  Shares shares;
  Inputs inputs(1);
  const Visit count = counting<T>(shares);
  for (int i = 0; i < 100000; ++i) {
    const std::size_t longer = i % 400 == 0 ? 400 : 1;
    ask_of_entropies<T>(inputs, 12 * longer, count);
    ask_of_divergences<T>(inputs, 12 * longer, count);
    ask_of_tables<T>(inputs, i % 400 == 0 ? 40 : 4, count);
    ask_of_logits<T>(inputs, 8 * longer, count);
    ask_of_sigmoids<T>(inputs, 1, count);
    ask_of_squared_errors<T>(inputs, 12 * longer, count);
  }
  return shares;
}

/// Distributions uniform on the simplex, logits and numbers normal with the deviation 3.
template <class T>
class Ordinary {
 public:
  explicit Ordinary(std::size_t n) : n_(n) {}
  void ask(const Visit& visit) {
    const auto p = distribution(), q = distribution(), z = normal(), y = normal();
    const std::size_t columns = static_cast<std::size_t>(std::sqrt(static_cast<double>(n_)));
    visit({Metric::self_information, {value(p[0])}}, false);
    for (const Metric metric : {Metric::entropy, Metric::perplexity}) visit({metric, {values(p)}}, false);
    for (const Metric metric : {Metric::cross_entropy, Metric::kl_divergence, Metric::js_divergence})
      visit({metric, {values(p), values(q)}}, false);
    for (const Metric metric : {Metric::conditional_entropy, Metric::mutual_information})
      visit({metric, {values(p, columns == 2 ? 4 : columns)}}, false);
    for (const Metric metric : {Metric::log_sum_exp, Metric::softmax, Metric::log_softmax})
      visit({metric, {values(z)}}, false);
    for (const Metric metric : {Metric::softmax_cross_entropy, Metric::softmax_cross_entropy_gradient,
                                Metric::softmax_mean_squared_error_gradient})
      visit({metric, {values(z), values(p)}}, false);
    for (const Metric metric : {Metric::sigmoid_cross_entropy, Metric::sigmoid_cross_entropy_gradient})
      visit({metric, {value(z[0]), value(p[0])}}, false);
    visit({Metric::mean_squared_error, {values(z), values(y)}}, false);
  }

 private:
  std::vector<T> distribution() {
    std::vector<double> w(n_);
    double total = 0;
    for (double& x : w) total += x = -std::log(inputs_.between(0x1p-60, 1));
    std::vector<T> p(n_);
    for (std::size_t i = 0; i < n_; ++i) p[i] = static_cast<T>(w[i] / total);
    return p;
  }
  std::vector<T> normal() {
    std::vector<T> z(n_);
    for (T& x : z)
      x = static_cast<T>(3 * std::sqrt(-2 * std::log(inputs_.between(0x1p-60, 1))) *
                         std::cos(2 * std::numbers::pi * inputs_.between(0, 1)));
    return z;
  }
  std::size_t n_;
  Inputs inputs_{2};
};

template <class T>
Shares of_ordinary(std::size_t n) {
  Shares shares;
  Ordinary<T> ordinary(n);
  const Visit count = counting<T>(shares);
  for (std::size_t i = 0; i < (std::size_t{1} << 23) / n; ++i) ordinary.ask(count);
  return shares;
}

/// 1/370 (1/400), measured and expected; none and 2^-45 where nothing was left open.
std::string text(std::size_t open, double expected, std::size_t all) {
  const auto share = [&](double part) {
    char result[32];
    const double one_in = static_cast<double>(all) / part;
    if (one_in < 1e7)
      std::snprintf(result, sizeof result, one_in < 9.95 ? "1/%.1f" : "1/%.0f", one_in);
    else
      std::snprintf(result, sizeof result, "2^%.0f", -std::log2(one_in));
    return std::string(result);
  };
  const std::string measured = open == 0 ? "0" : share(static_cast<double>(open));
  return std::isnan(expected) ? measured : measured + " (" + share(expected) + ")";
}

template <class T>
void print(const char* format) {
  const std::vector<Shares> columns{of_evidence<T>(), of_ordinary<T>(8), of_ordinary<T>(64), of_ordinary<T>(1024)};
  const char* const stages[] = {"rough sums", "fast stage", "accurate stage"};
  for (std::size_t stage = 0; stage < 3; ++stage) {
    std::printf("\n%s, left open by the %s:\n\n", format, stages[stage]);
    std::printf("| metric | evidence | n = 8 | 64 | 1024 |\n|---|---|---|---|---|\n");
    for (const reference::MetricInfo& metric : reference::metrics()) {
      if (!std::ranges::all_of(columns, [&](const Shares& shares) { return shares.contains(metric.metric); })) continue;
      const Share& ordinary = columns[1].at(metric.metric);
      if (stage < 2 && (ordinary.past[1] == ordinary.values || (stage == 0 && metric.vectorial()))) continue;
      std::printf("| `%s` |", std::string(metric.name).c_str());
      for (const Shares& shares : columns) {
        const Share& share = shares.at(metric.metric);
        std::printf(" %s |", text(share.past[stage], share.expected[stage], share.values).c_str());
      }
      std::printf("\n");
    }
  }
}

}  // namespace
}  // namespace gibbs::test

int main() {
  gibbs::test::print<double>("binary64");
  gibbs::test::print<float>("binary32");
}
