// Simple vectors near a given one, or anywhere: what shrinking offers in place of what was drawn.
#pragma once

#include <functional>
#include <vector>

#include "properties/inputs/case.hpp"

namespace gibbs::properties {

using Values = std::vector<double>;

/// The simplest vectors of n ≤ 3 classes of a role.
std::vector<Values> simplest(Role role, std::size_t n);
/// All distributions over n ≤ 3 classes in whole parts of 2^−bits, Σ = 1.
std::vector<Values> in_parts(std::size_t n, int bits);
/// Whole counts over 2^bits nearest to p, Σ = 2^bits; zero stays zero. The largest class takes the difference.
Values on_grid(const Values& p, int bits);
/// As even as a power of two allows: n classes over the next 2^k ≥ n.
Values uniform(std::size_t n);
/// The nearest number of so many bits.
double fewer_bits(double x, int bits);

/// Offers simpler values for an input that is not empty, one vector after the other; some are those it has.
void simpler_values(const Input& input, const std::function<void(const Values&)>& offer);

/// A joint table, row by row.
struct Rows {
  Values values;
  std::size_t columns;
};
/// Tables of every shape up to 3 × 3: two cells that are neighbours or opposite, and as even as can be.
std::vector<Rows> small_tables();
/// The table with one row or column added to the one before it.
std::vector<Rows> without_a_line(const Rows& w);

}  // namespace gibbs::properties
