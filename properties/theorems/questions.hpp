// What a case of the accuracy properties asks.
#pragma once

#include "properties/inputs/case.hpp"
#include "properties/judge/subject.hpp"

namespace gibbs::properties {

/// The case's inputs are the metric's arguments, in order; weights without numbers are left out.
Question question_of(Metric metric, const Case& c);

/// The rows of a case as one batch of its metric (Case::metric); what belongs to no row is no part of it.
Batch batch_of(const Case& c);

}  // namespace gibbs::properties
