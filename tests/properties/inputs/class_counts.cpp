// Writes properties/inputs/class_floors.inc, the probabilities below which no generator may fall:
//     build/default/tests/properties/class_counts > properties/inputs/class_floors.inc
// From 4000 cases in the format that shows least: five standard deviations below their share of the class, and a tenth
// off that for subjects with fewer units. What would be below 5 in a thousand has no floor.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "properties/run/check.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/library.hpp"
#include "tests/properties/judge/styles.hpp"

namespace gibbs::tests {
namespace {

using Rates = std::map<std::string, std::map<std::string_view, std::vector<double>>>;

constexpr std::size_t cases = 4000;

int floor_below(double share) {
  const double deviation = std::sqrt(share * (1 - share) / static_cast<double>(cases));
  return static_cast<int>(900 * (share - 5 * deviation));
}

void measure(properties::Subject& subject, Rates& rates) {
  properties::Options options;
  options.cases = cases;
  options.seed = 4;
  for (const auto& property : check(subject, options).properties) {
    for (const auto& c : property.classes) {
      rates[property.id][c.name].push_back(static_cast<double>(c.seen) / static_cast<double>(property.cases));
    }
  }
}

}  // namespace
}  // namespace gibbs::tests

int main() {
  using namespace gibbs;
  using namespace gibbs::tests;
  tests::Rates rates;
  measure(*subjects::library(reference::binary64), rates);
  measure(*subjects::library(reference::binary32), rates);
  for (tests::Functions& honest : tests::honest_implementations()) {
    const auto& format = honest.description().format;
    if (format == reference::binary16 || format == reference::bfloat16) measure(honest, rates);
  }
  fmt::print("// In thousandths; by tests/properties/class_counts.cpp.\n");
  for (const properties::Theorem& theorem : properties::catalogue()) {
    std::string floors;
    const bool in_four = theorem.kind != properties::Theorem::Kind::domain;  // the narrow ones make no promise there
    for (const auto& [name, seen] : rates[std::string(theorem.id)]) {
      const int floor = floor_below(*std::ranges::min_element(seen));
      const bool always = seen.size() == (in_four ? 4u : 2u);
      if (always && (floor >= 5 || name == "large n"))
        floors += fmt::format("{}{{\"{}\", {}}}", floors.empty() ? "" : ", ", name, std::max(floor, 1));
    }
    fmt::print("{{\"{}\", {{{}}}}},\n", theorem.id, floors);
  }
}
