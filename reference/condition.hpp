// How much a value owes to the exactness of its inputs.
#pragma once

#include <vector>

#include "reference/metric.hpp"

namespace gibbs::reference {

/// The condition number of each component f of the exact result: κ = Σ |xᵢ ∂f/∂xᵢ| / |f|, over all numbers xᵢ of the
/// arguments but labels and what is infinite or belongs to an ignored row. To first order, inputs that are off by a
/// relative ε each move the result by a relative κ·ε. It is the same in all units. To a relative 10⁻⁴, or 0 if below
/// 10⁻³⁰ or where nothing moves the result; +∞ where f = 0 and something moves it; NaN where f is infinite, or κ is not
/// known so well with 640 decimal digits.
/// Throws std::domain_error where the question is outside the domain of its metric (domain.hpp).
std::vector<double> condition_numbers(const Question& question);

}  // namespace gibbs::reference
