#include <algorithm>
#include <iterator>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {

std::span<const Theorem> catalogue() {
  static const std::vector<Theorem> all = [] {
    std::vector<Theorem> theorems;
    for (const auto& room : {entropy_theorems, divergence_theorems, joint_theorems, logits_theorems, loss_theorems,
                             squared_error_theorems, accuracy_theorems, domain_theorems}) {
      std::ranges::move(room(), std::back_inserter(theorems));
    }
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
