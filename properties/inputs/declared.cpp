#include "properties/inputs/declared.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

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
}

}  // namespace

Case Inputs::operator()(Source& source) const {
  std::vector<Table> values = draw_(source);
  if (values.size() != declared_.size()) throw std::logic_error("a generator draws other inputs than are declared");
  Case c;
  for (std::size_t i = 0; i < values.size(); ++i) c.inputs.push_back(declared_[i].with(std::move(values[i])));
  if (!source.units().empty()) c.unit = source.units()[source.below(source.units().size())];
  return c;
}

Case Inputs::read(const Token& token) const {
  for (const Input& given : token.inputs) {
    if (std::ranges::find(declared_, given.name, &Declared::name) == declared_.end()) {
      refuse(fmt::format("{} has no input '{}'", token.id, given.name));
    }
  }
  Case c{{}, token.unit};
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
