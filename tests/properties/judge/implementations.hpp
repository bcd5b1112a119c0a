// Implementations to judge the judge with: honest ones that must never be accused, and faulty ones that must be caught.
#pragma once

#include <vector>

#include "properties/judge/functions.hpp"

namespace gibbs::tests {

using properties::Accuracy;
using reference::Argument;
using reference::Metric;
using reference::Question;
using Vector = std::vector<double>;
using properties::Function;
using properties::Functions;

/// The textbook formulas in plain double, dividing by the sum, written with the care `stable` asks for.
Functions textbook();
/// The same formulas in 200 bits and more, rounded once; claims `correct`.
Functions rounded_from_many_bits();

}  // namespace gibbs::tests
