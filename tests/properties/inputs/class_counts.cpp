// Writes properties/inputs/class_floors.inc, the probabilities below which no generator may fall:
//     build/default/tests/properties/class_counts > properties/inputs/class_floors.inc
// With ids, of these properties alone.
// From 4000 cases in the format that shows least: five standard deviations below their share of the class, and a tenth
// off that for subjects with fewer units. What would be below 5 in a thousand has no floor. Of a property about each of
// its metrics, from 1000 cases of the metric that shows least.
//
// Nothing is judged: the subject refuses everything, so a law ends at its first question, after the conditions that
// discard a case.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <vector>

#include "properties/inputs/classes.hpp"
#include "properties/judge/functions.hpp"
#include "properties/judge/hearing.hpp"
#include "properties/run/run.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::tests {
namespace {

using namespace properties;

std::size_t cases_of(const Theorem& theorem) { return theorem.each ? 1000 : 4000; }
const std::vector<Unit> units{Unit::nat, Unit::bit, Unit::hartley};

int floor_below(double share, std::size_t cases) {
  const double deviation = std::sqrt(share * (1 - share) / static_cast<double>(cases));
  return static_cast<int>(900 * (share - 5 * deviation));
}

Functions refusing(const Format& format) {
  std::map<Metric, Function> functions;
  for (const auto& info : reference::metrics()) {
    functions[info.metric] = [](const Question&) -> std::vector<double> { throw std::domain_error("not asked"); };
  }
  Description description;
  description.format = format;
  for (const auto& info : reference::metrics()) {
    Offer& offer = description.metrics[info.metric];
    offer.units = units;
    offer.batches = true;
    offer.axes = {Axis::last, Axis::first};
    offer.layouts = {Layout::contiguous, Layout::strided, Layout::fortran, Layout::readonly};
  }
  return Functions(std::move(description), std::move(functions));
}

/// The share of each class among the cases that are not discarded.
std::vector<double> shares(const Theorem& theorem, const Format& format, std::optional<Metric> metric) {
  const std::size_t cases = cases_of(theorem);
  Functions subject = refusing(format);
  std::vector<double> seen(input_classes().size(), 0.0);
  double judged = 0;
  for (std::size_t i = 0; i < cases; ++i) {
    for (std::uint64_t attempt = 0; attempt < 10; ++attempt) {
      const rc::Random random(rc::Random::Key{4, key(theorem.id), i, attempt});
      const std::size_t large = i % large_every == large_every - 1 ? i / large_every + 1 : 0;
      Source source(random, static_cast<int>(i * 101 / cases), format, units, large, false, metric);
      const Case c = theorem.inputs(source);
      if (Hearing(subject, c).run(theorem.law) == Hearing::Verdict::discarded) continue;
      ++judged;
      const Classes classes = classify(c, format);
      for (std::size_t k = 0; k < seen.size(); ++k) seen[k] += classes[k] ? 1 : 0;
      break;
    }
  }
  for (double& count : seen) count /= std::max(judged, 1.0);
  return seen;
}

std::string floors(const Theorem& theorem) {
  std::vector<double> least(input_classes().size(), 1.0);
  for (const Format& format : {reference::binary64, reference::binary32, reference::binary16, reference::bfloat16}) {
    const std::vector<Metric> metrics = theorem.each ? metrics_offered(theorem, refusing(format).description()) : std::vector<Metric>{};
    for (std::size_t k = 0; k < std::max<std::size_t>(metrics.size(), 1); ++k) {
      const auto seen = shares(theorem, format, theorem.each ? std::optional(metrics[k]) : std::nullopt);
      std::ranges::transform(least, seen, least.begin(), [](double a, double b) { return std::min(a, b); });
    }
  }
  std::map<std::string_view, int> by_name;
  for (std::size_t k = 0; k < least.size(); ++k) {
    const std::string_view name = input_classes()[k].name;
    const int floor = floor_below(least[k], cases_of(theorem));
    if (floor >= 5 || (name == "large n" && least[k] > 0)) by_name[name] = std::max(floor, 1);
  }
  std::string text;
  for (const auto& [name, floor] : by_name) text += fmt::format("{}{{\"{}\", {}}}", text.empty() ? "" : ", ", name, floor);
  return text;
}

}  // namespace
}  // namespace gibbs::tests

int main(int argc, char** argv) {
  const std::vector<std::string_view> only(argv + 1, argv + argc);
  if (only.empty()) fmt::print("// In thousandths; by tests/properties/inputs/class_counts.cpp.\n");
  for (const gibbs::properties::Theorem& theorem : gibbs::properties::catalogue()) {
    if (!only.empty() && std::ranges::find(only, theorem.id) == only.end()) continue;
    fmt::print("{{\"{}\", {{{}}}}},\n", theorem.id, gibbs::tests::floors(theorem));
    std::fflush(stdout);
  }
}
