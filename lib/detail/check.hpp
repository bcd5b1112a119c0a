// Domain checks: each throws DomainError naming the argument, the index and the value.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lib/distribution.hpp"

namespace gibbs::detail {

/// Where a vector stands: alone; as a whole table of `columns` columns; or as the row of one that begins at `first`.
struct Site {
  std::string_view argument;
  std::size_t columns = 0;
  std::size_t first = 0;
  bool is_row = false;
};

/// Not empty, each in [0, 1], (P − 1)² ≤ ε for the exact sum P; or of any positive mass.
template <class T>
void check_weights(std::span<const T> p, Mass mass, const Site& site);
/// Not empty, each finite or −∞, not all −∞.
template <class T>
void check_logits(std::span<const T> z, const Site& site);
/// Not empty, each finite.
template <class T>
void check_numbers(std::span<const T> x, const Site& site);
/// In [0, 1]; finite or −∞.
template <class T>
void check_probability(T p, const Site& site, std::size_t i);
template <class T>
void check_logit(T z, const Site& site, std::size_t i);

void check_length(std::string_view argument, std::size_t length, std::size_t needed);
template <class T>
void check_shape(const Rows<T>& table, std::string_view argument);

/// One argument of a metric over a batch: its rows, its name, and the check of one row.
template <class T>
struct Batch {
  const Rows<T>& rows;
  std::string_view argument;
  enum class Domain { weights, logits, numbers } domain;

  std::span<const T> checked(std::size_t i) const {
    const Site site{argument, rows.columns(), i * rows.columns(), true};
    const auto row = rows.row(i);
    if (domain == Domain::weights) check_weights(row, rows.mass(), site);
    if (domain == Domain::logits) check_logits(row, site);
    if (domain == Domain::numbers) check_numbers(row, site);
    return row;
  }
};
template <class T>
Batch<T> weights(const Rows<T>& rows, std::string_view argument) {
  return {rows, argument, Batch<T>::Domain::weights};
}
template <class T>
Batch<T> logits(const Rows<T>& rows) {
  return {rows, "z", Batch<T>::Domain::logits};
}
template <class T>
Batch<T> numbers(const Rows<T>& rows, std::string_view argument) {
  return {rows, argument, Batch<T>::Domain::numbers};
}

/// f(i, row i) for a batch whose results need `out_size` places per row.
template <class T, class F>
void each_row(const Batch<T>& a, std::size_t out_size, bool out_per_class, F f) {
  check_shape(a.rows, a.argument);
  check_length("out", out_size, out_per_class ? a.rows.values().size() : a.rows.rows());
  for (std::size_t i = 0; i < a.rows.rows(); ++i) f(i, a.checked(i));
}
/// f(i, row i of a, row i of b).
template <class T, class F>
void each_row(const Batch<T>& a, const Batch<T>& b, std::size_t out_size, bool out_per_class, F f) {
  check_shape(b.rows, b.argument);
  check_length(b.argument, b.rows.values().size(), a.rows.values().size());
  check_length(b.argument, b.rows.columns(), a.rows.columns());
  each_row(a, out_size, out_per_class, [&](std::size_t i, std::span<const T> row) { f(i, row, b.checked(i)); });
}

}  // namespace gibbs::detail
