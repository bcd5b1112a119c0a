// What may be asked: the reference answers no question outside the domain of its metric.
#pragma once

#include "reference/metric.hpp"

namespace gibbs::reference {

/// Throws std::domain_error naming argument, index and value unless the question is in the domain of its metric. Any
/// positive mass, not just one near 1, is a distribution here.
void require_domain(const Question& question);

}  // namespace gibbs::reference
