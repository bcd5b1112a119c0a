#include "reference/metric.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace gibbs::reference {
namespace {

constexpr std::array<std::string_view, 3> unit_names{"nat", "bit", "hartley"};

const std::vector<MetricInfo>& table() {
  using enum Metric;
  using enum Domain;
  static const std::vector<MetricInfo> rows{
      {self_information, "self_information", "−log p", {{"p", probability}}, true, false},
      {entropy, "entropy", "−Σ p̂ᵢ log p̂ᵢ", {{"p", distribution}}, true, false},
      {perplexity, "perplexity", "exp(−Σ p̂ᵢ ln p̂ᵢ)", {{"p", distribution}}, false, false},
      {cross_entropy, "cross_entropy", "−Σ p̂ᵢ log q̂ᵢ", {{"p", distribution}, {"q", distribution}}, true, false},
      {kl_divergence, "kl_divergence", "Σ p̂ᵢ log(p̂ᵢ/q̂ᵢ)", {{"p", distribution}, {"q", distribution}}, true, false},
      {js_divergence,
       "js_divergence",
       "½ Σ p̂ᵢ log(p̂ᵢ/m̂ᵢ) + ½ Σ q̂ᵢ log(q̂ᵢ/m̂ᵢ), m̂ = (p̂+q̂)/2",
       {{"p", distribution}, {"q", distribution}},
       true,
       false},
      {conditional_entropy, "conditional_entropy", "−Σ ŵᵢⱼ log(ŵᵢⱼ/r̂ᵢ), r̂ᵢ = Σⱼ ŵᵢⱼ", {{"w", joint}}, true, false},
      {mutual_information, "mutual_information", "Σ ŵᵢⱼ log(ŵᵢⱼ/(r̂ᵢ ĉⱼ))", {{"w", joint}}, true, false},
      {log_sum_exp, "log_sum_exp", "ln Σ exp zᵢ", {{"z", logits}}, false, false},
      {softmax, "softmax", "exp zᵢ / Σ exp zⱼ", {{"z", logits}}, false, true},
      {log_softmax, "log_softmax", "zᵢ − ln Σ exp zⱼ", {{"z", logits}}, false, true},
      {softmax_cross_entropy,
       "softmax_cross_entropy",
       "ln Σ exp zⱼ − Σ p̂ᵢ zᵢ",
       {{"z", logits}, {"p", distribution}},
       false,
       false},
      {softmax_cross_entropy_gradient,
       "softmax_cross_entropy_gradient",
       "softmax(z)ᵢ − p̂ᵢ",
       {{"z", logits}, {"p", distribution}},
       false,
       true},
      {sigmoid_cross_entropy,
       "sigmoid_cross_entropy",
       "ln(1+exp z) − y z",
       {{"z", logit}, {"y", probability}},
       false,
       false},
      {sigmoid_cross_entropy_gradient,
       "sigmoid_cross_entropy_gradient",
       "1/(1+exp(−z)) − y",
       {{"z", logit}, {"y", probability}},
       false,
       false},
      {mean_squared_error, "mean_squared_error", "(1/n) Σ (xᵢ−yᵢ)²", {{"x", numbers}, {"y", numbers}}, false, false},
      {softmax_mean_squared_error_gradient,
       "softmax_mean_squared_error_gradient",
       "(2/n) qᵢ ((qᵢ−yᵢ) − Σ qⱼ(qⱼ−yⱼ)), q = softmax z",
       {{"z", logits}, {"y", numbers}},
       false,
       true},
  };
  return rows;
}

}  // namespace

std::span<const MetricInfo> metrics() { return table(); }

const MetricInfo& info(Metric metric) { return table()[static_cast<std::size_t>(metric)]; }

std::optional<Metric> find_metric(std::string_view name) {
  const auto found = std::ranges::find(table(), name, &MetricInfo::name);
  if (found == table().end()) return std::nullopt;
  return found->metric;
}

std::string_view name(Unit unit) { return unit_names[static_cast<std::size_t>(unit)]; }

std::optional<Unit> find_unit(std::string_view name) {
  const auto found = std::ranges::find(unit_names, name);
  if (found == unit_names.end()) return std::nullopt;
  return static_cast<Unit>(found - unit_names.begin());
}

}  // namespace gibbs::reference
