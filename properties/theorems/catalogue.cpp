#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string>

#include "properties/theorems/laws.hpp"
#include "properties/words/words.hpp"

namespace gibbs::properties {
namespace {

void speak(Theorem& theorem) {
  if (theorem.kind != Theorem::Kind::law) return;  // accuracy and domains are said for all metrics alike
  const Spoken* words = spoken(theorem.id);
  if (words == nullptr) throw std::logic_error("properties/words has no words of " + std::string(theorem.id));
  theorem.statement = words->statement;
  theorem.proof = words->proof;
  theorem.source = words->source;
  theorem.breaks = words->breaks;
}

}  // namespace

std::vector<Metric> metrics_offered(const Theorem& theorem, const Description& description) {
  std::vector<Metric> offered;
  for (const Metric metric : theorem.metrics) {
    const auto offer = description.metrics.find(metric);
    if (offer == description.metrics.end()) {
      if (!theorem.each) return {};
    } else if (!theorem.each || theorem.each->offered(metric, offer->second)) {
      offered.push_back(metric);
    }
  }
  return offered;
}

void check_binding(std::string_view id, const Inputs& inputs, const Law& law) {
  const auto refuse = [&](std::string_view name, std::string_view why) {
    throw std::logic_error(fmt::format("{}: '{}' {}", id, name, why));
  };
  const auto& declared = inputs.declared();
  for (const auto& parameter : law.parameters()) {
    const auto found = std::ranges::find(declared, parameter.name, &Declared::name);
    if (found == declared.end()) refuse(parameter.name, "is taken by the law and not declared");
    if (!parameter.takes(found->role)) refuse(parameter.name, "is declared as what the law does not take it for");
  }
  for (const Declared& input : declared) {
    const bool taken = std::ranges::find(law.parameters(), input.name, &Law::Parameter::name) != law.parameters().end();
    if (!taken && !law.parameters().empty()) refuse(input.name, "is declared and not taken by the law");
    if (std::ranges::count(declared, input.name, &Declared::name) != 1) refuse(input.name, "is declared twice");
  }
}

std::span<const Theorem> catalogue() {
  static const std::vector<Theorem> all = [] {
    std::vector<Theorem> theorems;
    for (const auto& room : {entropy_theorems, divergence_theorems, joint_theorems, logits_theorems, loss_theorems,
                             squared_error_theorems, mean_loss_theorems, loss_derivative_theorems, likelihood_theorems, row_theorems,
                             accuracy_theorems, domain_theorems}) {
      std::ranges::move(room(), std::back_inserter(theorems));
    }
    for (const Theorem& t : theorems) check_binding(t.id, t.inputs, t.law);
    std::ranges::for_each(theorems, speak);
    return theorems;
  }();
  return all;
}

const Theorem* find_theorem(std::string_view id) {
  const auto all = catalogue();
  const auto found = std::ranges::find(all, id, &Theorem::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace gibbs::properties
