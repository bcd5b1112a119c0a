// Work cut into chunks for all cores. Results are put together in the order of the chunks.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <vector>

namespace gibbs::inline v0::detail {

/// Elements of a vector that are worth a chunk.
inline constexpr std::size_t chunk = std::size_t{1} << 16;
inline std::size_t rows_per_chunk(std::size_t columns) { return columns < chunk ? chunk / (columns + 1) + 1 : 1; }

/// work(i) for all i < n, on all cores.
void in_parallel(std::size_t n, const std::function<void(std::size_t)>& work);

/// work(chunk's number, begin, end) for all chunks of [0, n). An exception of the first chunk that had one is thrown.
template <class Work>
void over_chunks(std::size_t n, std::size_t size, Work work) {
  if (n <= size) {
    work(std::size_t{0}, std::size_t{0}, n);
    return;
  }
  std::vector<std::exception_ptr> errors((n + size - 1) / size);
  in_parallel(errors.size(), [&](std::size_t i) {
    try {
      work(i, i * size, n - i * size < size ? n : (i + 1) * size);
    } catch (...) {
      errors[i] = std::current_exception();
    }
  });
  for (const auto& error : errors)
    if (error) std::rethrow_exception(error);
}

/// What work(begin, end) returns for each chunk of [0, n): one chunk unless `is_parallel`.
template <class Work>
auto each_chunk(std::size_t n, bool is_parallel, Work work) {
  const std::size_t size = is_parallel ? chunk : n;
  std::vector<decltype(work(n, n))> results(n <= size ? 1 : (n + size - 1) / size);
  over_chunks(n, size, [&](std::size_t i, std::size_t begin, std::size_t end) { results[i] = work(begin, end); });
  return results;
}

}  // namespace gibbs::inline v0::detail
