#include "properties/run/ordinary.hpp"

#include <algorithm>
#include <cmath>

namespace gibbs::properties {
namespace {

constexpr double least_mass = 1e-15, largest_number = 100;

bool is_ordinary(const Input& input) {
  if (is_mass(input.role) || input.role == Role::probability || input.role == Role::weights) {
    return std::ranges::all_of(input.values, [](double x) { return x == 0 || x >= least_mass; });
  }
  if (is_whole(input.role) || input.role == Role::labels) return true;
  return std::ranges::all_of(input.values, [](double x) { return std::abs(x) <= largest_number; });
}

}  // namespace

bool is_ordinary(const Case& c) {
  return std::ranges::all_of(c.inputs, [](const Input& input) { return is_ordinary(input); });
}

}  // namespace gibbs::properties
