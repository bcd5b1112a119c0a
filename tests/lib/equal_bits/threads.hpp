// How many threads `parallel` arguments may use.
#pragma once

#include <cstddef>

namespace gibbs::test {

/// At most so many from now on.
void use_threads(std::size_t count);

}  // namespace gibbs::test
