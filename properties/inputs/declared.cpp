#include "properties/inputs/declared.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "properties/inputs/generate.hpp"

namespace gibbs::properties {
namespace {

[[noreturn]] void refuse(const std::string& why) { throw std::invalid_argument(why); }

void check_shape(const Declared& declared, const Input& given, std::string_view id) {
  const bool table = is_table(declared.role) || declared.role == Role::raw;
  if (given.columns != 0 && !table) refuse(fmt::format("'{}' of {} is no table", declared.name, id));
  if (is_scalar(declared.role) && given.values.size() != 1) {
    refuse(fmt::format("'{}' of {} is one number, not {}", declared.name, id, given.values.size()));
  }
}

void check_lengths(const Case& c) {
  for (const Input& input : c.inputs) {
    const auto peer = std::ranges::find_if(
        c.inputs, [&](const Input& other) { return has_classes(other.role) && other.group == input.group; });
    if (!has_classes(input.role) || input.group < 0 || input.values.size() == peer->values.size()) continue;
    refuse(fmt::format("'{}' has length {}, not {} as '{}'", input.name, input.values.size(), peer->values.size(), peer->name));
  }
  for (const Input& input : c.inputs) {
    if (input.role != Role::joint || input.row < 0) continue;
    if (input.columns == c.inputs[0].columns && input.values.size() == c.inputs[0].values.size()) continue;
    refuse(fmt::format("'{}' has another shape than '{}'", input.name, c.inputs[0].name));
  }
}

/// The argument of one row of a batch, z[3] of row 3.
Input of_row(const Declared& parameter, std::size_t row, Table values) {
  Input input = parameter.with(std::move(values));
  input.name += fmt::format("[{}]", row);
  input.row = static_cast<int>(row);
  return input;
}

/// Which row a name such as z[3] means; none if it is no such name of a parameter.
std::optional<std::size_t> row_of(std::string_view name, const std::vector<Declared>& parameters) {
  const std::size_t bracket = name.find('[');
  if (bracket == std::string_view::npos || !name.ends_with(']')) return std::nullopt;
  if (std::ranges::find(parameters, name.substr(0, bracket), &Declared::name) == parameters.end()) return std::nullopt;
  std::size_t row = 0;
  const char *from = name.data() + bracket + 1, *to = name.data() + name.size() - 1;
  const auto [end, error] = std::from_chars(from, to, row);
  return error == std::errc{} && end == to ? std::optional(row) : std::nullopt;
}

/// The rows that a token has, in order; each is whole, and of the shape of the first.
std::vector<Input> read_rows(const Token& token, const std::vector<Declared>& parameters) {
  std::vector<Input> inputs;
  for (std::size_t row = 0;; ++row) {
    for (const Declared& parameter : parameters) {
      const std::string name = fmt::format("{}[{}]", parameter.name, row);
      const auto given = std::ranges::find(token.inputs, name, &Input::name);
      if (given == token.inputs.end()) {
        if (row > 0 && &parameter == &parameters.front()) return inputs;
        refuse(fmt::format("the token lacks the input '{}' of {}", name, token.id));
      }
      check_shape(parameter, *given, token.id);
      const bool one_line = parameter.role == Role::joint && given->columns == 0;
      inputs.push_back(of_row(parameter, row, {given->values, one_line ? given->values.size() : given->columns}));
    }
  }
}

}  // namespace

Case Inputs::operator()(Source& source) const {
  Case c;
  c.metric = source.metric();
  std::vector<Table> values;
  if (draw_beside_rows_) {
    if (!c.metric) c.metric = generate::some_metric_of_rows(source);
    const auto parameters = generate::declared_for(*c.metric);
    const auto rows = generate::batch(source, *c.metric);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      for (std::size_t k = 0; k < parameters.size(); ++k) c.inputs.push_back(of_row(parameters[k], row, rows[row][k]));
    }
    values = draw_beside_rows_(source, rows.size());
  } else {
    values = draw_(source);
  }
  if (values.size() != declared_.size()) throw std::logic_error("a generator draws other inputs than are declared");
  for (std::size_t i = 0; i < values.size(); ++i) c.inputs.push_back(declared_[i].with(std::move(values[i])));
  if (!source.units().empty()) c.unit = source.units()[source.below(source.units().size())];
  return c;
}

Case Inputs::read(const Token& token) const {
  if (draw_beside_rows_ && !token.metric) refuse(fmt::format("the token of {} does not say of which metric", token.id));
  const auto parameters = draw_beside_rows_ ? generate::declared_for(*token.metric) : std::vector<Declared>{};
  Case c{draw_beside_rows_ ? read_rows(token, parameters) : std::vector<Input>{}, token.unit, token.metric};
  const std::size_t rows = number_of_rows(c);
  for (const Input& given : token.inputs) {
    const auto row = row_of(given.name, parameters);
    if (!(row && *row < rows) && std::ranges::find(declared_, given.name, &Declared::name) == declared_.end()) {
      refuse(fmt::format("{} has no input '{}'", token.id, given.name));
    }
  }
  for (const Declared& declared : declared_) {
    const auto given = std::ranges::find(token.inputs, declared.name, &Input::name);
    if (given == token.inputs.end()) refuse(fmt::format("the token lacks the input '{}' of {}", declared.name, token.id));
    check_shape(declared, *given, token.id);
    const bool one_row = is_table(declared.role) && given->columns == 0;
    c.inputs.push_back(declared.with({given->values, one_row ? given->values.size() : given->columns}));
  }
  check_lengths(c);
  return c;
}

}  // namespace gibbs::properties
