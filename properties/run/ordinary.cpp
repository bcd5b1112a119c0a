#include "properties/run/ordinary.hpp"

#include <algorithm>
#include <cmath>

namespace gibbs::properties {
namespace {

constexpr double least_mass = 1e-15, largest_number = 100;
constexpr int largest_count = 31;  // a power of two

bool is_count(double mass) {
  const double scaled = std::ldexp(mass, largest_count);
  return scaled == std::floor(scaled);
}

}  // namespace

Ordinary::Ordinary(const Theorem& theorem, const Description& subject)
    : counts_(std::ranges::any_of(theorem.metrics, [&](Metric metric) {
        const auto offer = subject.metrics.find(metric);
        return offer != subject.metrics.end() && offer->second.input == InputForm::counts;
      })) {}

bool Ordinary::operator()(const Case& c) const {
  return std::ranges::all_of(c.inputs, [this](const Input& input) {
    if (is_mass(input.role) || input.role == Role::probability || input.role == Role::weights) {
      return std::ranges::all_of(input.values, [this](double x) { return (x == 0 || x >= least_mass) && (!counts_ || is_count(x)); });
    }
    if (is_whole(input.role) || input.role == Role::labels) return true;
    return std::ranges::all_of(input.values, [](double x) { return std::abs(x) <= largest_number; });
  });
}

}  // namespace gibbs::properties
