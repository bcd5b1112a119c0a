#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {

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
                             squared_error_theorems, accuracy_theorems, domain_theorems}) {
      std::ranges::move(room(), std::back_inserter(theorems));
    }
    for (const Theorem& t : theorems) check_binding(t.id, t.inputs, t.law);
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
