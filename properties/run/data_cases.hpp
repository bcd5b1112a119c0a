// A theorem tried on a user's own rows: what its inputs are bound to.
//
// Vectors, tables, labels and rows of logits come from the data; a label of logits may stand for the one-hot distribution
// beside them. What else a theorem takes (a weight, a permutation, a shift) is drawn as ever. A theorem about one row is
// tried on every row of its kind; one about several on all choices of different rows, or on as many as there are to be
// cases, drawn with the seed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "properties/inputs/data.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::properties {

class DataCases {
 public:
  /// `most` cases, unless the theorem is about one row.
  DataCases(const Data& data, const Theorem& theorem, std::size_t most);

  /// Why there are none; empty if there are some.
  const std::string& why_none() const { return why_none_; }
  std::size_t size() const { return chosen_.empty() ? most_ : chosen_.size(); }

  struct Bound {
    Case at;
    std::string rows;  // "p: digits.csv, line 18; q: digits.csv, line 40"
  };
  /// Case i; nothing where what was drawn beside the rows does not go with them.
  std::optional<Bound> at(std::size_t i, Source& source) const;

 private:
  using Places = std::vector<std::size_t>;
  class Binding;
  void choose();


  const Data& data_;
  const Theorem& theorem_;
  std::size_t most_;
  std::map<Role, std::map<std::size_t, Places>> by_shape_;
  std::map<std::size_t, std::size_t> label_of_;  // the place of the label of the row of logits at a place
  std::vector<Places> chosen_;                   // of each case, a row for each input that takes one; empty: drawn
  std::string why_none_;
};

}  // namespace gibbs::properties
