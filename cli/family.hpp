// The chapters of the catalogue, by which theorems are listed and counted.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "properties/theorems/theorem.hpp"

namespace gibbs::cli {

inline constexpr std::array<std::string_view, 6> families{
    "self-information",  "entropy",  "cross-entropy and divergence",
    "logits and losses", "accuracy", "refusal of invalid input"};

/// The place in `families` of a theorem: its kind, or the most advanced of the metrics it speaks of.
std::size_t family(const properties::Theorem& theorem);
/// Of a property in a report; one the catalogue does not know is filed by its metrics.
std::size_t family(std::string_view id, std::span<const reference::Metric> metrics);

}  // namespace gibbs::cli
