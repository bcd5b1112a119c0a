// How much a value owes to the exactness of its inputs.
#pragma once

#include <vector>

#include "reference/metric.hpp"

namespace gibbs::reference {

/// How well a condition number is told, relatively; and what is told as 0.
inline constexpr double condition_error = 1e-4, least_condition = 1e-30;

/// The condition number of each component f of the exact result: κ = Σ |xᵢ ∂f/∂xᵢ| / |f|, over all numbers xᵢ of the
/// arguments but labels and what is infinite or belongs to an ignored row. To first order, inputs that are off by a
/// relative ε each move the result by a relative κ·ε. It is the same in all units. It is at least what is told, and at
/// most 1 + condition_error times that; 0 is told if it is below least_condition, or where nothing moves the result; +∞ where f = 0 and something moves it; NaN where f is infinite, or κ is not
/// known so well with 640 decimal digits.
/// Throws std::domain_error where the question is outside the domain of its metric (domain.hpp).
std::vector<double> condition_numbers(const Question& question);

}  // namespace gibbs::reference
