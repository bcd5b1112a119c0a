// Metrics over batches, row by row, and outputs that lie where inputs do.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "lib/detail/check.hpp"
#include "lib/detail/parallel.hpp"

namespace gibbs::inline v0::detail {

/// An argument of a metric over a batch: one per row.
template <class T>
struct Batch {
  const Rows<T>& rows;
  std::string_view argument;
  typename Argument<T>::Domain domain;

  std::size_t numbers() const { return rows.rows() * rows.columns(); }
  Argument<T> row(std::size_t i) const { return {rows.row(i), domain, rows.mass(), {argument, 0, rows.columns(), i}}; }
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

/// What is written: one number per row, or one per number of a row.
template <class T>
struct Output {
  std::span<T> values;
  std::string_view name;
  bool per_row;
};
template <class T>
void check_output(const Output<T>& out, const Batch<T>& in) {
  check_length(out.name, out.values.size(), out.per_row ? in.rows.rows() : in.numbers());
  const bool is_dense = in.rows.stride() == in.rows.columns();
  check_apart(out.name, out.values, in.argument, in.rows.values(), !out.per_row && is_dense);
}
template <class T>
void check_same_shape(const Batch<T>& a, const Batch<T>& b) {
  check_shape(b.rows, b.argument);
  check_length(b.argument, b.numbers(), a.numbers());
  check_length(b.argument, b.rows.columns(), a.rows.columns());
}

/// f(i) for each row, perhaps on all cores.
template <class T, class F>
void over_rows(const Rows<T>& rows, bool is_parallel, F f) {
  over_chunks(rows.rows(), is_parallel ? rows_per_chunk(rows.columns()) : rows.rows(),
              [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) f(i);
              });
}
/// f(i, row i of a, row i of …), on all cores if one of them is parallel.
template <class F, class T, class... More>
void each_row(F f, const Batch<T>& a, const More&... more) {
  over_rows(a.rows, (a.rows.is_parallel() || ... || more.rows.is_parallel()),
            [&](std::size_t i) { f(i, a.row(i), more.row(i)...); });
}

/// f(out, argument, …) for a single vector. What would be written over arguments is kept apart until they are used.
template <class F, class T, class... More>
auto into(std::span<T> out, F f, const Argument<T>& a, const More&... more) {
  if (!(overlap<T>(out, a.values) || ... || overlap<T>(out, more.values))) return f(out, a, more...);
  std::vector<T> apart(out.size());
  if constexpr (std::is_void_v<decltype(f(out, a, more...))>) {
    f(std::span<T>(apart), a, more...);
    std::ranges::copy(apart, out.begin());
  } else {
    const auto result = f(std::span<T>(apart), a, more...);
    std::ranges::copy(apart, out.begin());
    return result;
  }
}

/// out[i] = f(row i of a, row i of …).
template <class F, class T, class... More>
void values_of_rows(std::span<T> out, F f, const Batch<T>& a, const More&... more) {
  check_shape(a.rows, a.argument);
  (check_same_shape(a, more), ...);
  check_output({out, "out", true}, a);
  (check_output({out, "out", true}, more), ...);
  each_row([&](std::size_t i, const auto&... rows) { out[i] = f(rows...); }, a, more...);
}
/// f(row i of out, row i of a, row i of …).
template <class F, class T, class... More>
void vectors_of_rows(std::span<T> out, F f, const Batch<T>& a, const More&... more) {
  check_shape(a.rows, a.argument);
  (check_same_shape(a, more), ...);
  check_output({out, "out", false}, a);
  (check_output({out, "out", false}, more), ...);
  const std::size_t n = a.rows.columns();
  each_row([&](std::size_t i, const auto&... rows) { into(out.subspan(i * n, n), f, rows...); }, a, more...);
}
/// A batch of single numbers.
template <class T>
struct Numbers {
  std::span<const T> values;
  std::string_view name;
};
/// out[i] = f(i, number i of a, number i of …) where put(vectors…, out, open) leaves it open.
template <class Put, class F, class T, class... More>
void values_of_numbers(std::span<T> out, Put put, F f, const Numbers<T>& a, const More&... more) {
  (check_length(more.name, more.values.size(), a.values.size()), ...);
  check_length("out", out.size(), a.values.size());
  check_apart("out", out, a.name, a.values, true);
  (check_apart("out", out, more.name, more.values, true), ...);
  std::array<T, 512> room;  // the output may lie where the input does
  std::vector<std::size_t> open;
  for (std::size_t begin = 0, n; begin < out.size(); begin += n) {
    n = std::min(room.size(), out.size() - begin);
    const std::span<T> values(room.data(), n);
    put(a.values.subspan(begin, n), more.values.subspan(begin, n)..., values, open);
    for (const std::size_t i : open) room[i] = f(begin + i, a.values[begin + i], more.values[begin + i]...);
    open.clear();
    std::ranges::copy(values, out.data() + begin);
  }
}

}  // namespace gibbs::inline v0::detail
