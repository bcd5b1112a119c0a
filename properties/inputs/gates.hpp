// Gates: a property that saw too few cases of an input class has not been tried, whatever it says.
//
// Cases are independent, and a case is of a class with a probability that generate.cpp keeps above the floor in
// class_floors.inc. The least count of a run is the largest m with P(fewer than m of n cases) ≤ 2⁻⁴⁰ at that floor.
// (The probability grows with the case's place in the run; counting on its mean errs on the safe side: Hoeffding, On
// the distribution of the number of successes in independent trials, 1956.) A run has some thousand gates, so a sound
// generator fails one of them wrongly with a chance below 2⁻²⁹. Short runs have no gates: m is 0.
#pragma once

#include <cstddef>
#include <string_view>

namespace gibbs::properties {

/// The largest m with P(Binomial(n, p) < m) ≤ 2⁻⁴⁰.
std::size_t least_count(std::size_t n, double p);

/// How many of n cases of the property must be of the class; 0 where it need not see it.
std::size_t least_count(std::string_view property, std::string_view input_class, std::size_t n);

/// The floor in thousandths, 0 for none.
int floor_of(std::string_view property, std::string_view input_class);

}  // namespace gibbs::properties
