// One case: the inputs a theorem is tried on, as values. What is generated, shrunk, shown and written into tokens.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/metric.hpp"

namespace gibbs::properties {

using reference::Metric;
using reference::Unit;

using Vector = std::vector<double>;
struct Table {
  Vector values;  // row by row
  std::size_t columns;
};

/// What an input is: decides how it is generated, shown and made simpler.
enum class Role {
  probability,   // one number in [0, 1]
  distribution,  // Σ = 1
  joint,         // table, Σ = 1
  logit,         // one number, finite or −∞
  logits,        // vector of such, not all −∞
  number,        // one finite number
  numbers,       // vector of finite numbers
  logit_rows,    // table of logits; a row that its label ignores may hold anything
  labels,        // vector of class indices, one per row of logits; −1: ignored
  weights,       // vector of numbers ≥ 0, one per row of logits; empty: left out
  natural,       // one whole number ≥ 0: a size, an index, an exponent
  row,           // one such, that tells which row, or how many
  raw,           // anything, NaN and empty included: input that must be refused
};
constexpr bool is_mass(Role r) { return r == Role::distribution || r == Role::joint; }
constexpr bool is_logit(Role r) { return r == Role::logit || r == Role::logits || r == Role::logit_rows; }
constexpr bool is_whole(Role r) { return r == Role::natural || r == Role::row; }
/// One number.
constexpr bool is_scalar(Role r) {
  return r == Role::probability || r == Role::logit || r == Role::number || is_whole(r);
}
constexpr bool is_table(Role r) { return r == Role::joint || r == Role::logit_rows; }
/// A vector with one number per row of logits.
constexpr bool is_of_rows(Role r) { return r == Role::labels || r == Role::weights; }
/// A vector with one number per class, which may share its classes with others.
constexpr bool has_classes(Role r) { return r == Role::distribution || r == Role::logits || r == Role::numbers; }

struct Input {
  std::string name;
  Role role{};
  std::vector<double> values;
  std::size_t columns = 0;  // of a joint table
  /// Vectors of one group have one class per place: they lose, merge and permute classes together. −1: alone.
  int group = 0;
  /// Of a batch: the row whose argument it is. −1: of none.
  int row = -1;
  bool operator==(const Input&) const = default;
};

struct Case {
  std::vector<Input> inputs;
  Unit unit = Unit::nat;
  std::optional<Metric> metric{};  // of a law about each of several: the one that it is tried on
};
/// How many rows of a batch a case has.
std::size_t number_of_rows(const Case& c);

/// Orders cases from simple to complicated: fewer numbers first, then shorter ones. Shrinking goes down this order,
/// which has no infinite descent: that is why it ends.
struct Complexity {
  std::size_t numbers;
  std::size_t bits;
  auto operator<=>(const Complexity&) const = default;
};
Complexity complexity(const Case& c);

/// The canonical hexadecimal form, one per number: 0x1.8p-1, 0x1p-1074, 0x0p+0, -0x1p+0, inf, -inf, nan.
std::string to_hex(double x);
/// 3/4, 5, 1/1024 for short dyadic numbers; the shortest decimal that reads back otherwise; −∞ as -inf.
std::string to_fraction(double x);
/// Reads what both write: hexadecimal, decimal, fractions, inf, nan. Throws std::invalid_argument naming the text; a
/// fraction or decimal that is no double is rounded to nearest.
double parse_number(std::string_view text);

/// A token is one line of text: the property's id, the unit, the metric if the case has one, then name=values; commas
/// part numbers, semicolons rows of a table; the arguments of a batch have the numbers of their rows:
///   gibbs-inequality unit=nat p=0x1p-1,0x1p-1 q=0x1p-2,0x1.8p-1
///   row-as-if-alone unit=nat metric=softmax z[0]=0x1p+0,0x0p+0 z[1]=0x0p+0,0x0p+0 row=1
std::string to_token(std::string_view id, const Case& c);
struct Token {
  std::string id;
  Unit unit = Unit::nat;
  std::vector<Input> inputs;  // role and group not filled in: the theorem knows them
  std::optional<Metric> metric{};
};
Token parse_token(const std::string& text);

}  // namespace gibbs::properties
