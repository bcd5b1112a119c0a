// The input classes as tables: what each is judged by. For classes.cpp alone.
#pragma once

#include <span>
#include <vector>

#include "properties/inputs/classes.hpp"

namespace gibbs::properties {

/// Of one input. A case is of the class if one of its inputs is.
struct OfOne {
  InputClass which;
  bool (*role)(Role);
  bool (*holds)(const Input&, const reference::Format&);
};
std::span<const OfOne> classes_of_one();

/// Of two inputs of equal length, a before b. A case is of the class if two of its inputs are.
struct OfTwo {
  InputClass which;
  bool (*first)(Role);
  bool (*second)(Role);
  bool (*holds)(const Vector& a, const Vector& b, const reference::Format&);
};
std::span<const OfTwo> classes_of_two();

/// Of the rows of a batch: of the first argument of each row, or of a table of logits as far as its rows count.
struct OfRows {
  InputClass which;
  bool (*holds)(const std::vector<Vector>& rows, const Case& c);
};
std::span<const OfRows> classes_of_rows();
/// Empty where the case has no rows.
std::vector<Vector> rows_that_count(const Case& c);

template <Role role>
bool is(Role r) { return r == role; }
std::size_t positive(const Vector& p);
/// ln Σ exp z, by the C library.
double rough_lse(const Vector& z);

}  // namespace gibbs::properties
