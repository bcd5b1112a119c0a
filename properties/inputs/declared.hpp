// What a theorem is tried on: its inputs, declared once by name and kind, and how they are drawn. Tokens are read, and
// laws bound, by what is declared here.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "properties/inputs/case.hpp"
#include "properties/inputs/source.hpp"

namespace gibbs::properties {

struct Declared {
  std::string name;
  Role role{};
  /// Vectors of one group have the same classes, so as many numbers each; −1: alone. Of other roles: −1.
  int group = -1;

  Input with(Table values) const { return {name, role, std::move(values.values), values.columns, group}; }
  bool operator==(const Declared&) const = default;
};

/// Numbers as they are drawn for an input; a vector has no columns.
inline Table drawn(Vector values) { return {std::move(values), 0}; }
inline Table drawn(Table table) { return table; }
inline Table drawn(double number) { return {{number}, 0}; }
inline Table drawn(int whole) { return {{static_cast<double>(whole)}, 0}; }

/// A declared input, and the C++ type of its value.
template <class Value>
struct Named : Declared {
  Input operator()(Value value) const { return with(drawn(std::move(value))); }
};
inline Named<Vector> distribution(std::string name, int group = 0) { return {{std::move(name), Role::distribution, group}}; }
inline Named<Vector> logits(std::string name, int group = 0) { return {{std::move(name), Role::logits, group}}; }
inline Named<Vector> numbers(std::string name, int group = 0) { return {{std::move(name), Role::numbers, group}}; }
inline Named<Table> joint(std::string name) { return {{std::move(name), Role::joint, -1}}; }
inline Named<double> probability(std::string name) { return {{std::move(name), Role::probability, -1}}; }
inline Named<double> logit(std::string name) { return {{std::move(name), Role::logit, -1}}; }
inline Named<double> number(std::string name) { return {{std::move(name), Role::number, -1}}; }
inline Named<int> natural(std::string name) { return {{std::move(name), Role::natural, -1}}; }
inline Named<int> row(std::string name) { return {{std::move(name), Role::row, -1}}; }
inline Named<Table> logit_rows(std::string name) { return {{std::move(name), Role::logit_rows, -1}}; }
inline Named<Vector> labels(std::string name) { return {{std::move(name), Role::labels, -1}}; }
inline Named<Vector> weights(std::string name) { return {{std::move(name), Role::weights, -1}}; }

class Inputs {
 public:
  /// One table of numbers per declared input, in order.
  using Draw = std::function<std::vector<Table>(Source&)>;
  using DrawBesideRows = std::function<std::vector<Table>(Source&, std::size_t rows)>;

  Inputs() = default;
  Inputs(std::vector<Declared> declared, Draw draw) : declared_(std::move(declared)), draw_(std::move(draw)) {}
  /// A batch: rows of arguments of the metric that the source asks for; and what is declared, for so many rows.
  Inputs(std::vector<Declared> declared, DrawBesideRows draw)
      : declared_(std::move(declared)), draw_beside_rows_(std::move(draw)) {}

  const std::vector<Declared>& declared() const { return declared_; }
  /// A case, in one of the units of the source.
  Case operator()(Source& source) const;
  /// The case that a token tells of. Throws std::invalid_argument, naming the input, where one is unknown or missing,
  /// or has not the shape declared, or not as many classes as those it shares them with; or where rows differ in shape.
  Case read(const Token& token) const;

 private:
  std::vector<Declared> declared_;
  Draw draw_;
  DrawBesideRows draw_beside_rows_;
};

/// takes(distribution("p"), probability("t")).from([](Source& source) { …; return std::tuple{p, t}; }): what is drawn
/// must have the types of what is declared.
template <class... Values>
struct Takes {
  std::vector<Declared> declared;

  template <class F>
  Inputs from(F draw) const {
    return {declared, Inputs::Draw([draw](Source& source) { return tables(draw(source)); })};
  }
  /// The same beside a batch: draw(source, number of rows).
  template <class F>
  Inputs beside_rows(F draw) const {
    return {declared, Inputs::DrawBesideRows([draw](Source& source, std::size_t rows) { return tables(draw(source, rows)); })};
  }

 private:
  static std::vector<Table> tables(std::tuple<Values...> values) {
    return std::apply([](Values&... v) { return std::vector<Table>{drawn(std::move(v))...}; }, values);
  }
};
template <class... Values>
Takes<Values...> takes(Named<Values>... declared) {
  return {{declared...}};
}

}  // namespace gibbs::properties
