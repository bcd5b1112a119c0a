// How small an error the judge sees: per metric, claim and kind of fault, the smallest one that a run of 1000 cases
// catches and the largest that it misses, and how much of each bound honest code uses.
//     build/default/tests/properties/sensitivity [CASES]
// prints the tables of docs/teeth.md. Faults are planted in the library's correctly rounded results, or in a formula in
// double with an exponential or a logarithm of its own; only the metric's own accuracy is asked about.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>

#include "properties/run/check.hpp"
#include "subjects/library.hpp"
#include "tests/properties/judge/styles.hpp"

namespace gibbs::tests {
namespace {

using properties::Accuracy;
using properties::Description;

std::size_t cases = 1000;

/// A fault of size 2^−k, in one metric.
using Plant = std::function<Function(Metric, int k)>;

properties::MetricResult result_of(Functions& subject, Metric metric) {
  properties::Options options;
  options.cases = cases;
  options.only = {"accuracy-of-" + std::string(reference::info(metric).name)};
  return check(subject, options).metrics.at(0);
}

bool caught(Metric metric, const Function& function, const Accuracy& accuracy) {
  Description description{"planted", "1", reference::binary64, {}};
  description.metrics[metric] = {accuracy};
  Functions subject(description, {{metric, function}});
  return result_of(subject, metric).max_share > 1;
}

/// "2⁻⁴⁸ / 2⁻⁴⁹": the smallest fault that is caught and the largest that is missed. Larger ones are caught too.
std::string threshold(Metric metric, const Plant& plant, const Accuracy& accuracy, int largest, int smallest) {
  if (!caught(metric, plant(metric, largest), accuracy)) return fmt::format("— / 2^{}", -largest);
  int seen = largest, missed = smallest;
  while (missed - seen > 1) {
    const int k = (seen + missed) / 2;
    (caught(metric, plant(metric, k), accuracy) ? seen : missed) = k;
  }
  return fmt::format("2^{} / 2^{}", -seen, -missed);
}

std::shared_ptr<properties::Subject> library() {
  static const std::shared_ptr<properties::Subject> one = subjects::library(reference::binary64);
  return one;
}
Function perturbed(std::function<double(double)> fault) {
  return [fault = std::move(fault)](const Question& q) {
    Vector values = library()->answer(q).values;
    for (double& x : values) x = fault(x);
    return values;
  };
}
Function relative(Metric, int k) {
  return perturbed([k](double x) { return x * (1 + std::ldexp(1, -k)); });
}
Function absolute(Metric, int k) {
  return perturbed([k](double x) { return x + std::ldexp(1, -k); });
}

Vector minus_log_sums(const Question& q, double epsilon) {
  const Vector &p = q.arguments[0].values, &b = q.arguments.back().values;
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const bool divergence = q.metric == Metric::kl_divergence;
    if (p[i] > 0) sum += p[i] * ((divergence ? std::log(p[i] + epsilon) : 0) - std::log(b[i] + epsilon));
  }
  return {q.metric == Metric::perplexity ? std::exp(sum) : sum};
}
/// log(p + 2^−k)
Function epsilon(Metric, int k) {
  return [k](const Question& q) { return minus_log_sums(q, std::ldexp(1, -k)); };
}

/// Exponentials below e^−cut are 0.
Vector cut_off(const Question& q, double cut) {
  const auto e = [cut](double d) { return d > -cut ? std::exp(d) : 0; };
  const Vector& z = q.arguments[0].values;
  if (q.metric == Metric::sigmoid_cross_entropy) {
    const double y = q.arguments[1].values[0];
    if (std::isinf(z[0])) return {y > 0 ? HUGE_VAL : 0};
    return {(z[0] > 0 ? (1 - y) * z[0] : -y * z[0]) + std::log1p(e(-std::abs(z[0])))};
  }
  const double top = *std::ranges::max_element(z);
  double rest = -1;
  for (const double x : z) rest += e(x - top);
  const double log_sum = std::log1p(rest);
  Vector out;
  switch (q.metric) {
    case Metric::log_sum_exp: return {top + log_sum};
    case Metric::softmax:
      for (const double x : z) out.push_back(e(x - top) / (1 + rest));
      return out;
    case Metric::log_softmax:
      for (const double x : z) out.push_back((x - top) - log_sum);
      return out;
    default: break;
  }
  double loss = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double p = q.arguments[1].values[i];
    if (p > 0) loss += p * (log_sum - (z[i] - top));
  }
  return {loss};
}
/// The largest cut that is caught, and the smallest that is missed.
std::string cut_threshold(Metric metric) {
  int seen = 1, missed = 1100;
  while (missed - seen > 1) {
    const int cut = (seen + missed) / 2;
    const Function function = [cut](const Question& q) { return cut_off(q, cut); };
    (caught(metric, function, {}) ? seen : missed) = cut;
  }
  return fmt::format("e^−{} / e^−{}", seen, missed);
}

bool has_epsilon(Metric m) {
  return m == Metric::entropy || m == Metric::perplexity || m == Metric::cross_entropy || m == Metric::kl_divergence;
}
bool has_cut(Metric m) {
  return m == Metric::log_sum_exp || m == Metric::softmax || m == Metric::log_softmax ||
         m == Metric::softmax_cross_entropy || m == Metric::sigmoid_cross_entropy;
}

/// The largest share of the bound that an honest implementation in binary64 uses, and whose it is.
std::string honest_share(Metric metric) {
  double most = 0;
  std::string who;
  for (Functions& subject : honest_implementations()) {
    const Description& d = subject.description();
    if (d.format != reference::binary64 || d.metrics.at(metric).accuracy.level != Accuracy::Level::stable) continue;
    const double share = result_of(subject, metric).max_share;
    if (share > most) most = share, who = d.name;
  }
  return fmt::format("{:.2f} ({})", most, who);
}

}  // namespace
}  // namespace gibbs::tests

int main(int argc, char** argv) {
  using namespace gibbs::tests;
  if (argc > 1) cases = std::strtoull(argv[1], nullptr, 10);
  const Accuracy stable, four{Accuracy::Level::ulp, 4}, correct{Accuracy::Level::correct, 0};
  fmt::print("| metric | stable: ×(1+δ) | stable: +δ | ulp:4: ×(1+δ) | correct: ×(1+δ) | stable: log(p+δ) | stable: exponential cut at | honest share of stable |\n");
  fmt::print("|---|---|---|---|---|---|---|---|\n");
  for (const auto& info : gibbs::reference::metrics()) {
    const Metric m = info.metric;
    fmt::print("| `{}` | {} | {} | {} | {} | {} | {} | {} |\n", info.name, threshold(m, relative, stable, 1, 54),
               threshold(m, absolute, stable, 1, 1070), threshold(m, relative, four, 1, 54),
               threshold(m, relative, correct, 1, 54), has_epsilon(m) ? threshold(m, epsilon, stable, 1, 1070) : "",
               has_cut(m) ? cut_threshold(m) : "", honest_share(m));
    std::fflush(stdout);
  }
  return 0;
}
