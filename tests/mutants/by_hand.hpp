// Which counterexamples a person can check by hand.
#pragma once

#include <algorithm>
#include <cmath>
#include <string_view>

#include "properties/run/check.hpp"

namespace gibbs::tests {

/// At most three classes, sixteenths and whole logits.
inline bool by_hand(const properties::ShownInput& input) {
  const std::size_t n = input.values.size(), columns = std::max<std::size_t>(input.columns, 1);
  const bool few = input.columns == 0 ? n <= 3 : columns <= 3 && n / columns <= 3;
  const auto short_number = [](double x) { return !std::isfinite(x) || x * 16 == std::floor(x * 16); };
  return few && std::ranges::all_of(input.values, short_number);
}

/// What the fault of an exhibit needs beyond that; empty if nothing.
inline std::string_view needs(std::string_view exhibit) {
  static constexpr struct {
    std::string_view exhibit, what;
  } needed[] = {
      {"scipy-20083", "distributions that are nearly equal: only there its sum is rounded below zero"},
      {"scipy-20710", "a tiny y: only there x/y leaves the range"},
      {"sklearn-9772", "counts in the ten thousands: only there the product of two totals leaves 32 bits"},
      {"candle-3727", "many classes: only over many the running sum stalls"},
  };
  const auto found = std::ranges::find(needed, exhibit, [](const auto& n) { return n.exhibit; });
  return found == std::end(needed) ? std::string_view{} : found->what;
}

}  // namespace gibbs::tests
