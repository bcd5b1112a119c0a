// A user's own rows, in place of drawn inputs.
#pragma once

#include <string>
#include <vector>

#include "properties/inputs/case.hpp"
#include "reference/format.hpp"

namespace gibbs::properties {

/// One row of a file, or one table.
struct DataRow {
  Role role{};  // distribution, joint, logits, numbers; or labels: the class of one row of logits, −1 if it is ignored
  Vector values;
  std::size_t columns = 0;  // of a table
  std::string file, place;  // "digits.csv", ", line 18"; "digits.npy", "[17]"
  bool counts = false;      // masses of any sum, to be divided by it

  std::string where() const { return file + place; }
  /// One of its numbers, for messages: "digits.csv, line 18, column 3", "digits.npy[17, 2]".
  std::string where(std::size_t i) const;
};

struct Data {
  std::vector<DataRow> rows;
  /// "1797 logits of z.npy, 1797 labels of y.csv"
  std::string summary() const;
};

/// The rows as numbers of the format, each rounded to nearest; counts are divided by their sum, and rounded once. `correct`:
/// of a subject that claims to be so in all it offers, and may be asked about any distribution (contracts §3).
/// Throws std::invalid_argument naming file, row, column and value where one is outside the domain of its metrics, or may
/// not be sent; and where labels and logits do not fit each other.
Data in_format(Data data, const reference::Format& format, bool correct);

}  // namespace gibbs::properties
