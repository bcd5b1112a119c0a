#include "properties/run/data_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "properties/inputs/distributions.hpp"

namespace gibbs::properties {
namespace {

constexpr std::size_t most_listed = 100'000;  // choices of rows; where there are more, they are drawn
constexpr std::size_t most_named = 8;         // rows, in what is said of a case

/// What an input is bound to; nothing for what is drawn.
std::optional<Role> role_in_data(Role role) {
  if (role == Role::logit_rows) return Role::logits;
  if (has_classes(role) || role == Role::joint || role == Role::labels) return role;
  return std::nullopt;
}

std::string_view name_of(Role role) {
  return role == Role::distribution ? "distributions" : role == Role::joint ? "tables" : role == Role::logits ? "logits" : role == Role::numbers ? "numbers" : "labels";
}

/// An input that rows are bound to.
struct Slot {
  std::size_t input;
  Role role;    // of the data
  int alike;    // slots with the same number take rows of one shape; −1: any
  std::optional<std::size_t> label_of;  // a distribution that is the label of the row in this input
};

/// `labelled`: there are labels to stand for distributions.
std::vector<Slot> slots_of(const std::vector<Input>& inputs, bool labelled) {
  constexpr int tables = 1000, rows_of_logits = 1001;
  std::vector<Slot> slots;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const Input& input = inputs[k];
    const auto role = role_in_data(input.role);
    if (!role) continue;
    Slot slot{k, *role, -1, std::nullopt};
    if (has_classes(input.role)) slot.alike = input.group;
    if (input.role == Role::joint && input.row >= 0) slot.alike = tables;
    if (input.role == Role::logit_rows) slot.alike = rows_of_logits;
    const auto logits = std::ranges::find_if(inputs, [&](const Input& other) { return other.role == Role::logits && other.group == input.group && other.row == input.row; });
    if (input.role == Role::distribution && labelled && logits != inputs.end()) slot.label_of = static_cast<std::size_t>(logits - inputs.begin());
    slots.push_back(slot);
  }
  return slots;
}

/// Rows of equal shapes have equal numbers.
std::size_t shape_of(const DataRow& row) { return row.values.size() * 1'000'003 + row.columns; }

std::vector<Input> declared_inputs(const Theorem& theorem) {
  std::vector<Input> inputs;
  for (const Declared& declared : theorem.inputs.declared()) inputs.push_back(declared.with({}));
  return inputs;
}

}  // namespace

/// Chooses a row for each slot of one case.
class DataCases::Binding {
 public:
  Binding(const DataCases& all, std::vector<Slot> slots) : all_(all), slots_(std::move(slots)) {}

  const std::vector<Slot>& slots() const { return slots_; }

  /// The rows that slot s may take after those chosen before it: of its role, of a shape that all alike can have, and
  /// none that was chosen.
  Places candidates(std::size_t s, const Places& chosen) const {
    const Slot& slot = slots_[s];
    Places some;
    const auto shapes = all_.by_shape_.find(slot.role);
    if (shapes == all_.by_shape_.end()) return some;
    std::optional<std::size_t> shape;
    for (std::size_t b = 0; b < s && slot.alike >= 0; ++b) {
      if (slots_[b].alike == slot.alike && !slots_[b].label_of) shape = shape_of(all_.data_.rows[chosen[b]]);
    }
    for (const auto& [has, places] : shapes->second) {
      if (shape ? has == *shape : all_can_be(has, slot.alike)) some.insert(some.end(), places.begin(), places.end());
    }
    std::erase_if(some, [&](std::size_t place) { return std::ranges::find(chosen, place) != chosen.end(); });
    return some;
  }

 private:
  bool all_can_be(std::size_t shape, int alike) const {
    return alike < 0 || std::ranges::all_of(slots_, [&](const Slot& other) {
             if (other.alike != alike || other.label_of) return true;
             const auto shapes = all_.by_shape_.find(other.role);
             return shapes != all_.by_shape_.end() && shapes->second.contains(shape);
           });
  }

  const DataCases& all_;
  std::vector<Slot> slots_;
};

DataCases::DataCases(const Data& data, const Theorem& theorem, std::size_t most) : data_(data), theorem_(theorem), most_(most) {
  Places logits, labels;
  for (std::size_t k = 0; k < data.rows.size(); ++k) {
    const DataRow& row = data.rows[k];
    if (row.role == Role::labels) labels.push_back(k);
    else by_shape_[row.role][shape_of(row)].push_back(k);
    if (row.role == Role::logits) logits.push_back(k);
  }
  for (std::size_t i = 0; i < labels.size(); ++i) label_of_[logits[i]] = labels[i];
  if (!theorem.each) choose();
}

void DataCases::choose() {
  const std::vector<Input> inputs = declared_inputs(theorem_);
  const Binding binding(*this, slots_of(inputs, !label_of_.empty()));
  if (binding.slots().empty()) {
    why_none_ = "none of its inputs comes from data";
    return;
  }
  bool whole = false;  // rows of logits, or labels: as many as a batch has are drawn
  Slot const* lacking = nullptr;
  for (const Slot& slot : binding.slots()) {
    const Role role = inputs[slot.input].role;
    whole = whole || role == Role::logit_rows;
    const bool has = slot.role == Role::labels ? !label_of_.empty() : slot.label_of || by_shape_.contains(slot.role);
    if (!has && lacking == nullptr) lacking = &slot;
  }
  if (lacking != nullptr) {
    why_none_ = fmt::format("the data has no {}", name_of(lacking->role));
    return;
  }
  if (whole) return;
  const std::size_t free = static_cast<std::size_t>(std::ranges::count_if(binding.slots(), [](const Slot& slot) { return !slot.label_of; }));
  const std::size_t most = free == 1 ? data_.rows.size() : std::min(most_, most_listed);
  Places chosen;
  const std::function<bool()> list = [&]() -> bool {  // false: there are more
    if (chosen.size() == binding.slots().size()) {
      if (chosen_.size() == most) return false;
      chosen_.push_back(chosen);
      return true;
    }
    const Slot& slot = binding.slots()[chosen.size()];
    const Places some = slot.label_of ? Places{data_.rows.size()} : binding.candidates(chosen.size(), chosen);
    for (const std::size_t place : some) {
      chosen.push_back(place);
      const bool enough = !list();
      chosen.pop_back();
      if (enough) return false;
    }
    return true;
  };
  if (!list()) chosen_.clear();
  else if (chosen_.empty()) why_none_ = free == 1 ? "the data has no row for it" : fmt::format("it needs {} different rows of one length", free);
}

std::optional<DataCases::Bound> DataCases::at(std::size_t i, Source& source) const {
  Bound bound{theorem_.inputs(source), {}};
  std::vector<Input>& inputs = bound.at.inputs;
  const Binding binding(*this, slots_of(inputs, !label_of_.empty()));
  if (binding.slots().empty()) return std::nullopt;
  std::vector<std::string> named;
  const auto name = [&](const Input& input, std::size_t place) { named.push_back(fmt::format("{}: {}", input.name, data_.rows[place].where())); };
  const auto any_of = [&](const Places& some) { return some.empty() ? std::nullopt : std::optional(some[source.below(some.size())]); };
  const auto one_of = [&](std::size_t s, const Places& chosen) {
    // A batch has rows of one shape, and may repeat them.
    for (std::size_t b = 0; b < s && number_of_rows(bound.at) > 0; ++b) {
      const Slot &slot = binding.slots()[s], &before = binding.slots()[b];
      if (before.alike == slot.alike && !before.label_of) return any_of(by_shape_.at(slot.role).at(shape_of(data_.rows[chosen[b]])));
    }
    return any_of(binding.candidates(s, chosen));
  };
  Places chosen;
  std::map<std::size_t, std::size_t> row_in;  // of the data, by input
  Places of_rows;                             // the rows of the first table of logits
  for (std::size_t s = 0; s < binding.slots().size(); ++s) {
    const Slot& slot = binding.slots()[s];
    Input& input = inputs[slot.input];
    chosen.push_back(data_.rows.size());
    if (input.role == Role::labels) {
      if (of_rows.empty() || label_of_.empty()) return std::nullopt;
      input.values.clear();
      for (const std::size_t place : of_rows) input.values.push_back(data_.rows[label_of_.at(place)].values[0]);
      continue;
    }
    if (slot.label_of) {
      const std::size_t row = row_in.at(*slot.label_of);
      const double label = data_.rows[label_of_.at(row)].values[0];
      if (label < 0) return std::nullopt;
      input.values.assign(data_.rows[row].values.size(), 0);
      input.values[static_cast<std::size_t>(label)] = 1;
      name(input, label_of_.at(row));
      continue;
    }
    const bool table = input.role == Role::logit_rows;
    const std::size_t rows = table ? input.values.size() / input.columns : 1;
    input.values.clear();
    Places own;
    for (std::size_t r = 0; r < rows; ++r) {
      Places before = chosen;
      before.pop_back();
      std::optional<std::size_t> place;
      if (!chosen_.empty()) place = chosen_[i][s];
      else if (r == 0) place = one_of(s, before);
      else place = any_of(by_shape_.at(slot.role).at(shape_of(data_.rows[own[0]])));
      if (!place) return std::nullopt;
      own.push_back(*place);
      const DataRow& row = data_.rows[*place];
      input.values.insert(input.values.end(), row.values.begin(), row.values.end());
      input.columns = table ? row.values.size() : row.columns;
      name(input, *place);
    }
    chosen.back() = own[0];
    row_in[slot.input] = own[0];
    if (table && of_rows.empty()) of_rows = own;
  }
  if (!rows_fit(bound.at)) return std::nullopt;
  for (std::size_t k = 0; k < named.size() && k < most_named; ++k) bound.rows += (k == 0 ? "" : "; ") + named[k];
  if (named.size() > most_named) bound.rows += fmt::format("; and {} more", named.size() - most_named);
  return bound;
}

}  // namespace gibbs::properties
