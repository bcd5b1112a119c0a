// Which counterexamples a person can check by hand.
#pragma once

#include <algorithm>
#include <cmath>

#include "properties/check.hpp"

namespace gibbs::museum {

/// At most three classes, sixteenths and whole logits.
inline bool by_hand(const properties::ShownInput& input) {
  const std::size_t n = input.values.size(), columns = std::max<std::size_t>(input.columns, 1);
  const bool few = input.columns == 0 ? n <= 3 : columns <= 3 && n / columns <= 3;
  const auto short_number = [](double x) { return !std::isfinite(x) || x * 16 == std::floor(x * 16); };
  return few && std::ranges::all_of(input.values, short_number);
}

}  // namespace gibbs::museum
