// The directed search beside drawing at random, each with as many inputs.
#pragma once

#include <cstddef>
#include <cstdint>

#include "properties/search/worst.hpp"

namespace gibbs::tests {

/// The accuracy property of a metric.
const properties::Theorem& accuracy_of(reference::Metric metric);

/// The worst of so many inputs as a trial draws them.
properties::Search drawn(const properties::Theorem& theorem, properties::Subject& subject, std::size_t tries, std::uint64_t seed);

/// The directed search with so many inputs, which knows nothing of earlier ones.
properties::Search searched(const properties::Theorem& theorem, properties::Subject& subject, std::size_t tries, std::uint64_t seed);

}  // namespace gibbs::tests
