// How the arguments of a question, or of a batch, are handed over to a member function: one type per shape, and whether
// a member can be called with them.
#pragma once

#include <array>
#include <cstdint>
#include <gibbs/arguments.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "properties/judge/subject.hpp"

namespace gibbs::subjects::detail {

using properties::Metric;

/// One argument of all rows of a batch, one row after the other.
template <class F>
struct Stack {
  std::vector<F> values;
  std::size_t size = 0, columns = 0;  // of each row's
};

/// Throws std::invalid_argument naming the row where two differ in shape.
template <class F>
Stack<F> stack(const properties::Batch& batch, std::size_t argument) {
  const reference::Argument& first = batch.rows.at(0).at(argument);
  Stack<F> all{{}, first.values.size(), first.columns};
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    const reference::Argument& row = batch.rows[i].at(argument);
    if (row.values.size() != all.size || row.columns != all.columns) {
      throw std::invalid_argument(std::string(reference::info(batch.metric).parameters[argument].name) + "[" +
                                  std::to_string(i) + "] has " + std::to_string(row.values.size()) +
                                  " numbers, row 0 has " + std::to_string(all.size));
    }
    for (const double x : row.values) all.values.push_back(static_cast<F>(x));
  }
  return all;
}

// How an argument of a question is handed over, in numbers of type F; `rows`, how that of a batch is.
struct Number {
  template <class F>
  static std::tuple<F> get(const reference::Argument& a) {
    return {static_cast<F>(a.values.at(0))};
  }
  template <class F>
  static std::span<const F> rows(const Stack<F>& stack) {
    return stack.values;
  }
};
struct Vector {
  template <class F>
  static std::tuple<std::vector<F>> get(const reference::Argument& a) {
    std::vector<F> values(a.values.size());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<F>(a.values[i]);
    return {std::move(values)};
  }
  template <class F>
  static gibbs::Rows<F> rows(const Stack<F>& stack) {
    return {stack.values, stack.size};
  }
};
struct Table {
  template <class F>
  static std::tuple<std::vector<F>, std::size_t> get(const reference::Argument& a) {
    return std::tuple_cat(Vector::get<F>(a), std::tuple(a.columns));
  }
  template <class F>
  static gibbs::Tables<F> rows(const Stack<F>& stack) {
    return {stack.values, stack.columns == 0 ? 0 : stack.size / stack.columns, stack.columns};
  }
};

struct Labels {
  template <class F>
  static std::tuple<std::vector<std::int64_t>> get(const reference::Argument& a) {
    std::vector<std::int64_t> labels;
    for (const double y : a.values) {
      if (!(y >= -1 && y < 0x1p53 && y == static_cast<double>(static_cast<std::int64_t>(y)))) {
        throw std::invalid_argument("y[" + std::to_string(labels.size()) + "] = " + std::to_string(y) + " is no label");
      }
      labels.push_back(static_cast<std::int64_t>(y));
    }
    return {std::move(labels)};
  }
  template <class F>
  static const Stack<F>& rows(const Stack<F>& stack) {
    return stack;  // labels belong to metrics of rows, which have no batches here
  }
};
// By shape, in the order of reference::Shape; and labels.
using Kinds = std::tuple<Number, Vector, Table, Labels>;
constexpr std::size_t kind_of(reference::Domain domain) {
  return domain == reference::Domain::labels ? 3 : static_cast<std::size_t>(reference::shape(domain));
}
template <Metric M, std::size_t I>
using Kind = std::tuple_element_t<kind_of(reference::info(M).parameters[I].domain), Kinds>;

/// The I-th argument; none of its numbers where it was left out.
template <Metric M, std::size_t I>
reference::Argument argument(const properties::Question& question) {
  if constexpr (reference::is_optional(reference::info(M).parameters[I].domain)) {
    if (question.arguments.size() <= I) return {};
    if (question.arguments[I].values.empty()) {
      throw std::invalid_argument(std::string(reference::info(M).parameters[I].name) + " is empty");
    }
  }
  return question.arguments.at(I);
}

template <class F, Metric M>
auto arguments(const properties::Question& question) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return std::tuple_cat(Kind<M, I>::template get<F>(argument<M, I>(question))...);
  }
  (std::make_index_sequence<reference::info(M).parameters.size()>());
}
template <class F, Metric M>
using Arguments = decltype(arguments<F, M>(std::declval<const properties::Question&>()));

/// Calls f with the same arguments of all rows of a batch.
template <class F, Metric M, class Call>
void with_rows(const properties::Batch& batch, const Call& f) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    const std::array<Stack<F>, sizeof...(I)> stacks{stack<F>(batch, I)...};
    f(std::tuple(Kind<M, I>::template rows<F>(stacks[I])...));
  }
  (std::make_index_sequence<reference::info(M).parameters.size()>());
}
template <class F, Metric M, class Places = std::make_index_sequence<reference::info(M).parameters.size()>>
struct RowsOf;
template <class F, Metric M, std::size_t... I>
struct RowsOf<F, M, std::index_sequence<I...>> {
  using type = std::tuple<decltype(Kind<M, I>::template rows<F>(std::declval<const Stack<F>&>()))...>;
};

template <class T>
inline constexpr bool takes_rows = [] {
  if constexpr (requires { bool{T::takes_rows}; }) return T::takes_rows;
  return false;
}();

template <class Member, class T, class Tuple, class... More>
inline constexpr bool callable = false;
template <class Member, class T, class... X, class... More>
inline constexpr bool callable<Member, T, std::tuple<X...>, More...> =
    std::is_invocable_v<Member, T&, const X&..., More...>;

template <class T, class Member, class Tuple, class... More>
decltype(auto) call(T& object, Member member, const Tuple& arguments, More&&... more) {
  return std::apply([&](const auto&... x) -> decltype(auto) { return member(object, x..., more...); }, arguments);
}

}  // namespace gibbs::subjects::detail
