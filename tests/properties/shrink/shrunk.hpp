// A case made as simple as can be.
#pragma once

#include <utility>

#include "properties/shrink/shrink.hpp"

namespace gibbs::properties {

/// Descends as long as `fails`, first candidate first.
template <class Predicate>
Case shrunk(Case c, Predicate fails) {
  auto at = shrinkable(std::move(c), reference::binary64);
  for (bool descended = true; descended;) {
    descended = false;
    auto candidates = at.shrinks();
    for (auto next = candidates.next(); next; next = candidates.next()) {
      if (!fails(next->value())) continue;
      at = *next;
      descended = true;
      break;
    }
  }
  return at.value();
}

}  // namespace gibbs::properties
