// What the rows of a batch may be to each other.
#include <algorithm>
#include <cmath>
#include <vector>

#include "properties/inputs/class_tables.hpp"

namespace gibbs::properties {
namespace {

double size(const Vector& row) {
  double most = 0;
  for (const double x : row) most = std::isfinite(x) ? std::max(most, std::abs(x)) : most;
  return most;
}
bool masked(double x) { return x == -INFINITY; }
bool same_masks(const Vector& a, const Vector& b) {
  return std::ranges::equal(a, b, [](double x, double y) { return masked(x) == masked(y); });
}
bool any_masks(const std::vector<Vector>& rows) {
  return std::ranges::any_of(rows, [](const Vector& row) { return std::ranges::any_of(row, masked); });
}

const Input* of_role(const Case& c, Role role) {
  const auto found = std::ranges::find(c.inputs, role, &Input::role);
  return found == c.inputs.end() ? nullptr : &*found;
}
bool has(const Case& c, Role role, auto holds) {
  const Input* input = of_role(c, role);
  return input != nullptr && std::ranges::any_of(input->values, holds);
}

using Rows = const std::vector<Vector>&;
const OfRows of_rows[] = {
    {{"one row", "a batch of a single row"}, [](Rows rows, const Case&) { return rows.size() == 1; }},
    {{"beyond eight rows", "b > 8"}, [](Rows rows, const Case&) { return rows.size() > 8; }},
    {{"beyond 32 rows", "b > 32"}, [](Rows rows, const Case&) { return rows.size() > 32; }},
    {{"a hundred rows", "b ≥ 100"}, [](Rows rows, const Case&) { return rows.size() >= 100; }},
    {{"rows alike", "all, more than one"},
     [](Rows rows, const Case&) {
       return rows.size() > 1 && std::ranges::all_of(rows, [&](const Vector& row) { return row == rows[0]; });
     }},
    {{"rows of very different size", "the numbers of one exceed those of another by 10³"},
     [](Rows rows, const Case&) {
       const auto [least, most] = std::ranges::minmax(rows, {}, size);
       return size(most) - size(least) > 1e3;
     }},
    {{"rows masked alike", "some classes are −∞, the same in all rows, more than one"},
     [](Rows rows, const Case&) {
       const auto alike = [&](const Vector& row) { return same_masks(row, rows[0]); };
       return rows.size() > 1 && any_masks(rows) && std::ranges::all_of(rows, alike);
     }},
    {{"rows masked differently", "some classes are −∞ in some rows only"},
     [](Rows rows, const Case&) {
       return !std::ranges::all_of(rows, [&](const Vector& row) { return same_masks(row, rows[0]); });
     }},
    {{"ignored row", "a label is −1"},
     [](Rows, const Case& c) { return has(c, Role::labels, [](double y) { return y == -1; }); }},
    {{"ignored row of anything", "NaN or +∞ among the logits of an ignored row"},
     [](Rows, const Case& c) { return has(c, Role::logit_rows, [](double z) { return std::isnan(z) || z == INFINITY; }); }},
    {{"no weights", "left out"},
     [](Rows, const Case& c) { return of_role(c, Role::weights) != nullptr && of_role(c, Role::weights)->values.empty(); }},
    {{"weight 0", "of some row"}, [](Rows, const Case& c) { return has(c, Role::weights, [](double w) { return w == 0; }); }},
};

}  // namespace

std::span<const OfRows> classes_of_rows() { return of_rows; }

std::vector<Vector> rows_that_count(const Case& c) {
  std::vector<Vector> rows;
  const Input *z = of_role(c, Role::logit_rows), *y = of_role(c, Role::labels);
  for (std::size_t i = 0; z != nullptr && z->columns != 0 && i < z->values.size() / z->columns; ++i) {
    if (y != nullptr && i < y->values.size() && y->values[i] < 0) continue;
    const auto from = z->values.begin() + static_cast<std::ptrdiff_t>(i * z->columns);
    rows.emplace_back(from, from + static_cast<std::ptrdiff_t>(z->columns));
  }
  int last = -1;
  for (const Input& input : c.inputs) {
    if (input.row > last) rows.push_back(input.values), last = input.row;  // of the first argument
  }
  return rows;
}

}  // namespace gibbs::properties
