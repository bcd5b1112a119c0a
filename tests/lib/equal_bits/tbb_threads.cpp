#include <tbb/global_control.h>

#include <optional>

#include "tests/lib/equal_bits/threads.hpp"

namespace gibbs::test {

void use_threads(std::size_t count) {
  static std::optional<tbb::global_control> control;
  control.emplace(tbb::global_control::max_allowed_parallelism, count);
}

}  // namespace gibbs::test
