// Correct ways to compute a whole batch at once.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/properties/judge/styles.hpp"

namespace gibbs::tests {
namespace {

/// A batch at once, as vectorised code goes: tile by tile of its classes, all rows in step, each with a running maximum
/// and a sum below it.
template <class T>
Vector all_rows_in_step(const properties::Batch& batch, std::size_t tile, const reference::Format& format) {
  const std::size_t rows = batch.rows.size(), n = batch.rows[0][0].values.size();
  const auto z = [&](std::size_t row, std::size_t k) { return T(batch.rows[row][0].values[k]); };
  std::vector<T> top(rows, -std::numeric_limits<T>::infinity()), sum(rows, 0);
  for (std::size_t from = 0; from < n; from += tile) {
    const std::size_t to = std::min(from + tile, n);
    for (std::size_t row = 0; row < rows; ++row) {
      T next = top[row];
      for (std::size_t k = from; k < to; ++k) next = std::max(next, z(row, k));
      if (std::isinf(next)) continue;  // all masked so far
      sum[row] *= std::exp(top[row] - next);
      for (std::size_t k = from; k < to; ++k) sum[row] += std::exp(z(row, k) - next);
      top[row] = next;
    }
  }
  Vector out;
  const auto put = [&](T x) { out.push_back(reference::round_to(static_cast<double>(x), format)); };
  for (std::size_t row = 0; row < rows; ++row) {
    const T log_sum = std::log(sum[row]);
    if (batch.metric == Metric::log_sum_exp) put(top[row] + log_sum);
    for (std::size_t k = 0; k < n && batch.metric == Metric::log_softmax; ++k) put((z(row, k) - top[row]) - log_sum);
    for (std::size_t k = 0; k < n && batch.metric == Metric::softmax; ++k) put(std::exp(z(row, k) - top[row]) / sum[row]);
  }
  return out;
}

template <class T>
Functions in_step(const Style& style, std::size_t tile, const reference::Format& format) {
  Functions subject = styled<T>(style, format);
  for (const Metric metric : {Metric::log_sum_exp, Metric::softmax, Metric::log_softmax}) {
    subject = subject.with_rows(metric, [=](const properties::Batch& batch) { return all_rows_in_step<T>(batch, tile, format); });
  }
  return subject;
}

}  // namespace

std::vector<Functions> batch_styles() {
  struct {
    const char* name;
    std::size_t tile;
  } constexpr styles[] = {{"rows in step", 1}, {"rows in step by tiles of 8", 8}, {"rows in step by tiles of 1024", 1024}};
  std::vector<Functions> all;
  for (const auto& [name, tile] : styles) {
    all.push_back(in_step<double>({.name = name}, tile, reference::binary64));
    all.push_back(in_step<float>({.name = name}, tile, reference::binary32));
  }
  return all;
}

}  // namespace gibbs::tests
