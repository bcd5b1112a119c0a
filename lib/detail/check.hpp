// Domain checks: each throws DomainError naming the argument, the index and the value.
#pragma once

#include <gibbs/distribution.hpp>
#include <span>
#include <string>
#include <string_view>

#include "lib/detail/parallel.hpp"

namespace gibbs::inline v0::detail {

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

/// An argument of a metric, checked when asked.
template <class T>
struct Argument {
  enum class Domain { weights, logits, numbers };

  std::span<const T> values;
  Domain domain;
  Mass mass;
  Site site;
  bool is_checked = false;
  bool is_parallel = false;

  std::span<const T> checked() const {
    if (is_checked) return values;
    if (domain == Domain::weights) check_weights(values, mass, site);
    if (domain == Domain::logits) check_logits(values, site);
    if (domain == Domain::numbers) check_numbers(values, site);
    return values;
  }
};
template <class T>
Argument<T> argument(const Distribution<T>& p, std::string_view name) {
  return {{p.values().data(), p.values().size()},
          Argument<T>::Domain::weights,
          p.mass(),
          {name},
          p.is_checked(),
          p.is_parallel()};
}
template <class T>
Argument<T> argument(const Logits<T>& z) {
  return {{z.values().data(), z.values().size()},
          Argument<T>::Domain::logits,
          Mass::any,
          {"z"},
          z.is_checked(),
          z.is_parallel()};
}
template <class T>
Argument<T> argument(std::span<const T> x, std::string_view name) {
  return {x, Argument<T>::Domain::numbers, Mass::any, {name}};
}

/// An argument of a metric over a batch: one per row.
template <class T>
struct Batch {
  const Rows<T>& rows;
  std::string_view argument;
  typename Argument<T>::Domain domain;

  Argument<T> row(std::size_t i) const {
    return {rows.row(i), domain, rows.mass(), {argument, rows.columns(), i * rows.columns(), true}};
  }
};
template <class T>
Batch<T> weights(const Rows<T>& rows, std::string_view argument) {
  return {rows, argument, Argument<T>::Domain::weights};
}
template <class T>
Batch<T> logits(const Rows<T>& rows) {
  return {rows, "z", Argument<T>::Domain::logits};
}
template <class T>
Batch<T> numbers(const Rows<T>& rows, std::string_view argument) {
  return {rows, argument, Argument<T>::Domain::numbers};
}

/// f(i, argument i) for a batch whose results need `out_size` places per row.
template <class T, class F>
void each_row(const Batch<T>& a, std::size_t out_size, bool out_per_class, F f) {
  check_shape(a.rows, a.argument);
  check_length("out", out_size, out_per_class ? a.rows.values().size() : a.rows.rows());
  over_chunks(a.rows.rows(), a.rows.is_parallel() ? rows_per_chunk(a.rows.columns()) : a.rows.rows(),
              [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) f(i, a.row(i));
              });
}
/// f(i, argument i of a, argument i of b).
template <class T, class F>
void each_row(const Batch<T>& a, const Batch<T>& b, std::size_t out_size, bool out_per_class, F f) {
  check_shape(b.rows, b.argument);
  check_length(b.argument, b.rows.values().size(), a.rows.values().size());
  check_length(b.argument, b.rows.columns(), a.rows.columns());
  each_row(a, out_size, out_per_class, [&](std::size_t i, const Argument<T>& row) { f(i, row, b.row(i)); });
}

}  // namespace gibbs::inline v0::detail
