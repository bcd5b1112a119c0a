#include "properties/shrink/shrink_rows.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace gibbs::properties {
namespace {

void erase(Vector& v, std::size_t first, std::size_t count) {
  const auto from = v.begin() + static_cast<std::ptrdiff_t>(first);
  v.erase(from, from + static_cast<std::ptrdiff_t>(count));
}

/// The rows of a case, however it holds them: as arguments of a batch, or as a table of logits with labels and weights.
class Rows {
 public:
  explicit Rows(const Case& c) : base_(c) {
    count_ = number_of_rows(c);
    for (const Input& input : c.inputs) {
      if (input.role != Role::logit_rows || input.columns == 0) continue;
      columns_ = input.columns;
      count_ = input.values.size() / columns_;
    }
  }

  std::size_t count() const { return count_; }
  std::size_t columns() const { return columns_; }
  /// The row that the case tells of, if it does.
  std::size_t told() const {
    const auto found = std::ranges::find(base_.inputs, Role::row, &Input::role);
    return found == base_.inputs.end() ? 0 : static_cast<std::size_t>(found->values[0]);
  }

  Case without(std::size_t first, std::size_t count) const {
    Case c = base_;
    std::erase_if(c.inputs, [&](const Input& input) {
      const auto row = static_cast<std::size_t>(input.row);
      return input.row >= 0 && row >= first && row < first + count;
    });
    for (Input& input : c.inputs) {
      if (input.row >= 0 && static_cast<std::size_t>(input.row) >= first) renumber(input, input.row - static_cast<int>(count));
      if (input.role == Role::logit_rows) erase(input.values, first * input.columns, count * input.columns);
      if (is_of_rows(input.role) && !input.values.empty()) erase(input.values, first, count);
      if (input.role == Role::row && input.values[0] >= static_cast<double>(first + count)) input.values[0] -= static_cast<double>(count);
    }
    return c;
  }

  /// Rows a and b change places; what tells of one tells of the other.
  Case exchanged(std::size_t a, std::size_t b) const {
    Case c = base_;
    const auto other = [&](std::size_t row) { return row == a ? b : row == b ? a : row; };
    for (Input& input : c.inputs) {
      if (input.row >= 0) renumber(input, static_cast<int>(other(static_cast<std::size_t>(input.row))));
      if (is_of_rows(input.role) && !input.values.empty()) std::swap(input.values[a], input.values[b]);
      if (input.role == Role::row) input.values[0] = static_cast<double>(other(static_cast<std::size_t>(input.values[0])));
      for (std::size_t j = 0; input.role == Role::logit_rows && j < columns_; ++j) {
        std::swap(input.values[a * columns_ + j], input.values[b * columns_ + j]);
      }
    }
    std::ranges::stable_sort(c.inputs, {}, [](const Input& input) { return static_cast<unsigned>(input.row); });
    return c;
  }

  /// Of a table of logits: without some classes, of which the rows' labels become the one before.
  Case without_classes(std::size_t first, std::size_t count) const {
    Case c = base_;
    for (Input& input : c.inputs) {
      if (input.role == Role::logit_rows) {
        for (std::size_t i = count_; i-- > 0;) erase(input.values, i * columns_ + first, count);
        input.columns -= count;
      }
      for (std::size_t i = 0; input.role == Role::labels && i < input.values.size(); ++i) {
        double& y = input.values[i];
        if (y >= static_cast<double>(first + count)) y -= static_cast<double>(count);
        else if (y >= static_cast<double>(first)) y = first == 0 ? 0 : static_cast<double>(first) - 1;
      }
    }
    return c;
  }

  /// One row all 0 where it is not masked, or like another.
  Case plain(std::size_t row, bool like_the_first) const {
    Case c = base_;
    for (Input& input : c.inputs) {
      const bool own = input.row >= 0 && static_cast<std::size_t>(input.row) == row;
      if (own && like_the_first) {
        const std::string name = input.name.substr(0, input.name.find('[')) + "[0]";
        input.values = std::ranges::find(c.inputs, name, &Input::name)->values;
      } else if (own && (is_logit(input.role) || input.role == Role::numbers)) {
        for (double& x : input.values) x = std::isinf(x) ? x : 0;
      }
      for (std::size_t j = 0; input.role == Role::logit_rows && j < columns_; ++j) {
        double& x = input.values[row * columns_ + j];
        x = like_the_first ? input.values[j] : std::isinf(x) ? x : 0;
      }
    }
    return c;
  }

  /// Every row by itself without its least logit, which for many metrics changes nothing.
  Case lowered() const {
    Case c = base_;
    for (Input& input : c.inputs) {
      if (input.role != Role::logit_rows && !(input.role == Role::logits && input.row >= 0)) continue;
      const std::size_t n = input.role == Role::logits ? input.values.size() : columns_;
      for (std::size_t from = 0; from < input.values.size(); from += n) {
        double low = HUGE_VAL;
        for (std::size_t j = from; j < from + n; ++j) low = std::isfinite(input.values[j]) ? std::min(low, input.values[j]) : low;
        for (std::size_t j = from; j < from + n && low < HUGE_VAL; ++j) input.values[j] -= low;
      }
    }
    return c;
  }

  template <class Edit>
  Case edited(Edit edit) const {
    Case c = base_;
    for (Input& input : c.inputs) edit(input);
    return c;
  }

 private:
  static void renumber(Input& input, int row) {
    input.row = row;
    input.name = input.name.substr(0, input.name.find('[')) + "[" + std::to_string(row) + "]";
  }

  const Case& base_;
  std::size_t count_ = 0, columns_ = 0;
};

}  // namespace

void simplify_rows(const Case& c, const std::function<void(Case)>& offer) {
  const Rows rows(c);
  const std::size_t count = rows.count(), told = rows.told(), columns = rows.columns();
  if (count == 0) return;
  // The row told of, and one beside it.
  if (told < count) {
    const Case first = told > 0 ? rows.exchanged(0, told) : c;
    offer(first);
    for (const std::size_t kept : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
      if (kept < count) offer(Rows(first).without(kept, count - kept));
    }
  }
  for (std::size_t size = std::max<std::size_t>(count / 2, 1); size >= 1 && count > 1; size /= 2) {
    for (std::size_t first = 0; first + size <= count; first += size) offer(rows.without(first, size));
    if (count > 64 && size < count / 16) break;  // the rest when there are fewer
  }
  for (std::size_t size = std::max<std::size_t>(columns / 2, 1); size >= 1 && columns > 1; size /= 2) {
    for (std::size_t first = 0; first + size <= columns; first += size) offer(rows.without_classes(first, size));
    if (columns > 64 && size < columns / 16) break;
  }
  offer(rows.edited([](Input& input) {
    if (input.role == Role::weights) input.values.clear();
  }));
  offer(rows.edited([](Input& input) {
    if (input.role == Role::weights) std::ranges::fill(input.values, 1);
  }));
  offer(rows.edited([](Input& input) {
    if (input.role == Role::labels) std::ranges::replace_if(input.values, [](double y) { return y > 0; }, 0);
  }));
  offer(rows.lowered());
  for (std::size_t i = 0; i < std::min<std::size_t>(count, 12); ++i) {
    offer(rows.plain(i, false));
    if (i > 0) offer(rows.plain(i, true));
  }
}

}  // namespace gibbs::properties
