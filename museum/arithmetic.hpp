// What the exhibits have in common, written as their libraries write it: no care is taken here that they did not take.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "museum/formula.hpp"

namespace gibbs::museum {

template <class T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();

template <class T>
T sum(const Row<T>& row) {
  return std::accumulate(row.begin(), row.end(), T(0));
}
template <class T, class F>
Row<T> each(Row<T> row, F f) {
  for (T& x : row) x = f(x);
  return row;
}
/// Σ f(aᵢ, bᵢ), from left to right.
template <class T, class F>
T sum_of(const Row<T>& a, const Row<T>& b, F f) {
  T total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) total += f(a[i], b[i]);
  return total;
}
template <class T>
T largest(const Row<T>& row) {
  return *std::ranges::max_element(row);
}
template <class T>
Row<T> normalised(const Row<T>& row) {
  return each(row, [total = sum(row)](T x) { return x / total; });
}
/// exp(z − max z), divided by its sum.
template <class T>
Row<T> softmax_of(const Row<T>& z) {
  return normalised(each(z, [top = largest(z)](T x) { return std::exp(x - top); }));
}
/// (z − max z) − log Σ exp(z − max z).
template <class T>
Row<T> log_softmax_of(const Row<T>& z) {
  const Row<T> shifted = each(z, [top = largest(z)](T x) { return x - top; });
  const T log_sum = std::log(sum(each(shifted, [](T x) { return std::exp(x); })));
  return each(shifted, [log_sum](T x) { return x - log_sum; });
}
template <class T>
T sigmoid(T z) {
  return 1 / (1 + std::exp(-z));
}
/// x·log y, with 0·log 0 = 0.
template <class T>
T xlogy(T x, T y) {
  return x == 0 ? 0 : x * std::log(y);
}
template <class T>
T in_unit(T nats, Unit unit) {
  return unit == Unit::bit ? nats / std::log(T(2)) : nats;
}

/// Refuses what is no distribution; `sums` is off where the exhibit forgets to look at the sum.
template <class T>
void valid(const Row<T>& p, bool sums = true) {
  if (p.empty()) throw std::domain_error("no class");
  for (const T x : p) {
    if (!(x >= 0 && x <= 1)) throw std::domain_error("not a probability");
  }
  if (sums && !(std::abs(sum(p) - 1) < T(0.001))) throw std::domain_error("does not sum to 1");
}
template <class T>
void same_length(const Row<T>& a, const Row<T>& b) {
  if (a.size() != b.size()) throw std::domain_error("unequal lengths");
}

}  // namespace gibbs::museum
