#include "properties/inputs/gates.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "properties/inputs/source.hpp"

namespace gibbs::properties {
namespace {

using Floors = std::map<std::string_view, int>;
const std::map<std::string_view, Floors> floors{
#include "properties/inputs/class_floors.inc"
};

constexpr double chance = 0x1p-40;

}  // namespace

std::size_t least_count(std::size_t n, double p) {
  const double cases = static_cast<double>(n), mean = cases * p;
  if (mean > 1e4) {  // Chernoff: P(X ≤ (1−δ)·mean) ≤ exp(−δ²·mean/2)
    return static_cast<std::size_t>(mean - std::sqrt(80 * std::numbers::ln2 * mean));
  }
  double below = 0, term = cases * std::log1p(-p);  // P(X < m), ln P(X = m)
  std::size_t m = 0;
  for (; m < n; ++m) {
    below += std::exp(term);
    if (below > chance) break;
    const double k = static_cast<double>(m);
    term += std::log((cases - k) / (k + 1) * (p / (1 - p)));
  }
  return m;
}

int floor_of(std::string_view property, std::string_view input_class) {
  const auto of_property = floors.find(property);
  if (of_property == floors.end()) return 0;
  const auto found = of_property->second.find(input_class);
  return found == of_property->second.end() ? 0 : found->second;
}

std::size_t least_count(std::string_view property, std::string_view input_class, std::size_t n) {
  const int thousandths = floor_of(property, input_class);
  // Every so many-th case is made large, without chance; a theorem may discard some.
  if (input_class == "large n") return thousandths > 0 ? n / large_every / 2 : 0;
  return thousandths > 0 ? least_count(n, thousandths / 1000.0) : 0;
}

}  // namespace gibbs::properties
