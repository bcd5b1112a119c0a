#include "cli/family.hpp"

#include <algorithm>

namespace gibbs::cli {
namespace {

std::size_t family(reference::Metric metric) { return static_cast<std::size_t>(reference::info(metric).family); }

std::size_t family(std::span<const reference::Metric> metrics) {
  std::size_t last = 0;
  for (const reference::Metric metric : metrics) last = std::max(last, family(metric));
  return last;
}

}  // namespace

std::size_t family(const properties::Theorem& theorem) {
  using Kind = properties::Theorem::Kind;
  if (theorem.kind == Kind::accuracy) return 4;
  if (theorem.kind == Kind::domain) return 5;
  return family(std::span(theorem.metrics));
}

std::size_t family(std::string_view id, std::span<const reference::Metric> metrics) {
  const properties::Theorem* theorem = properties::find_theorem(id);
  return theorem != nullptr ? family(*theorem) : family(metrics);
}

}  // namespace gibbs::cli
