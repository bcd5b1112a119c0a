#include "reference/metric.hpp"

#include <algorithm>

namespace gibbs::reference {
namespace {

constexpr std::array<std::string_view, 3> unit_names{"nat", "bit", "hartley"};

}  // namespace

std::string_view description(Domain domain) {
  switch (domain) {
    case Domain::probability:
      return "a probability";
    case Domain::distribution:
      return "a vector of probabilities";
    case Domain::joint:
      return "a table of probabilities";
    case Domain::logit:
      return "a logit";
    case Domain::logits:
      return "a vector of logits";
    case Domain::logit_rows:
      return "rows of logits";
    case Domain::labels:
      return "a vector of labels";
    case Domain::weights:
      return "a vector of weights, or nothing";
    case Domain::numbers:
      break;
  }
  return "a vector of numbers";
}

std::optional<Metric> find_metric(std::string_view name) {
  const auto found = std::ranges::find(metrics(), name, &MetricInfo::name);
  if (found == metrics().end()) return std::nullopt;
  return found->metric;
}

std::string_view name(Unit unit) { return unit_names[static_cast<std::size_t>(unit)]; }

std::optional<Unit> find_unit(std::string_view name) {
  const auto found = std::ranges::find(unit_names, name);
  if (found == unit_names.end()) return std::nullopt;
  return static_cast<Unit>(found - unit_names.begin());
}

std::size_t result_size(const Question& question) {
  return info(question.metric).result == Shape::number ? 1 : question.arguments.at(0).values.size();
}

}  // namespace gibbs::reference
