#include "lib/detail/parallel.hpp"

#include <tbb/parallel_for.h>

namespace gibbs::inline v0::detail {

void in_parallel(std::size_t n, const std::function<void(std::size_t)>& work) {
  tbb::parallel_for(std::size_t{0}, n, [&](std::size_t i) { work(i); });
}

}  // namespace gibbs::inline v0::detail
