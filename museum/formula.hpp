// How an exhibit states a metric: as one function of rows of numbers in its own format.
//
//   formula(Metric::entropy, +[](const Row<float>& p) { … })
//   formula(Metric::kl_divergence, +[](const Row<double>& p, const Row<double>& q, Unit unit) { … })
//
// Its parameters are the metric's arguments in order, then the unit where it has one. It works in nats otherwise.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "properties/judge/functions.hpp"

namespace gibbs::museum {

using properties::Batch;
using properties::Function;
using properties::FunctionOfRows;
using properties::Metric;
using properties::Question;
using properties::Unit;

template <class T>
using Row = std::vector<T>;
/// The rows of a batch.
template <class T>
using Rows = std::vector<Row<T>>;
template <class T>
struct Table {
  Row<T> cells;  // row by row
  std::size_t columns;
};

/// One metric of a subject.
struct Part {
  Metric metric;
  Function function;
  std::vector<Unit> units{Unit::nat};
  FunctionOfRows rows{};  // where it takes batches
};

template <class P>
struct FromQuestion {  // a scalar
  static P get(const Question& q, std::size_t i) { return static_cast<P>(q.arguments.at(i).values.at(0)); }
};
template <class T>
struct FromQuestion<const Row<T>&> {
  static Row<T> get(const Question& q, std::size_t i) {
    Row<T> row;
    if (i >= q.arguments.size()) return row;  // weights that are left out
    for (const double x : q.arguments.at(i).values) row.push_back(static_cast<T>(x));
    return row;
  }
};
template <class T>
struct FromQuestion<const Table<T>&> {
  static Table<T> get(const Question& q, std::size_t i) {
    return {FromQuestion<const Row<T>&>::get(q, i), q.arguments.at(i).columns};
  }
};
template <>
struct FromQuestion<Unit> {
  static Unit get(const Question& q, std::size_t) { return q.unit; }
};

inline std::vector<double> results(double x) { return {x}; }
template <class T>
std::vector<double> results(const Row<T>& row) {
  return {row.begin(), row.end()};
}

template <class Result, class... Parameters>
Part formula(Metric metric, Result (*f)(Parameters...)) {
  const auto ask = [f]<std::size_t... I>(const Question& q, std::index_sequence<I...>) {
    return results(f(FromQuestion<Parameters>::get(q, I)...));
  };
  Part part{metric, [ask](const Question& q) { return ask(q, std::index_sequence_for<Parameters...>{}); }};
  if constexpr ((std::is_same_v<Parameters, Unit> || ...)) part.units = {Unit::nat, Unit::bit};
  return part;
}
/// The same for a function of a batch: of the rows of each argument. A single row is a batch of one.
template <class T, class... More>
Part formula_of_rows(Metric metric, Rows<T> (*f)(const Rows<T>&, More...)) {
  const auto of_rows = [f](const Batch& batch) {
    const auto argument = [&](std::size_t k) {
      Rows<T> rows;
      for (std::size_t i = 0; i < batch.rows.size(); ++i) rows.push_back(FromQuestion<const Row<T>&>::get(batch.row(i), k));
      return rows;
    };
    const auto ask = [&]<std::size_t... K>(std::index_sequence<K...>) { return f(argument(0), argument(K + 1)...); };
    std::vector<double> all;
    for (const Row<T>& row : ask(std::make_index_sequence<sizeof...(More)>())) all.insert(all.end(), row.begin(), row.end());
    return all;
  };
  const auto alone = [of_rows](const Question& q) { return of_rows({q.metric, {q.arguments}, q.unit}); };
  return {metric, alone, {Unit::nat}, of_rows};
}
/// The same for a function that speaks of no unit but answers in one.
template <class Result, class... Parameters>
Part formula_in(Unit unit, Metric metric, Result (*f)(Parameters...)) {
  Part part = formula(metric, f);
  part.units = {unit};
  return part;
}

}  // namespace gibbs::museum
