// In place of lib/detail/parallel.cpp where there is no oneTBB: for another machine's digest.
#include <atomic>
#include <thread>

#include "lib/detail/parallel.hpp"
#include "tests/lib/equal_bits/threads.hpp"

namespace gibbs {
namespace {
std::size_t threads = 1;
}

void test::use_threads(std::size_t count) { threads = count; }

void detail::in_parallel(std::size_t n, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < n; i = next++) work(i);
  };
  std::vector<std::jthread> others(threads - 1);
  for (std::jthread& thread : others) thread = std::jthread(run);
  run();
}

}  // namespace gibbs
