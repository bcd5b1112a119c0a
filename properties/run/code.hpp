// Inputs as they are written in programs.
#pragma once

#include <string>

#include "properties/run/check.hpp"

namespace gibbs::properties {

/// The subject's code for the metric at fault, with the counterexample's numbers in it; empty where it gives none.
/// Precondition: the inputs are the metric's arguments.
std::string code(const Counterexample& counterexample, const Description& subject);

/// "p = [0.5, 0.5]", "w = [[0.5, 0.0], [0.0, 0.5]]", "z = 0.5": as many languages write it.
std::string literal(const ShownInput& input);

}  // namespace gibbs::properties
