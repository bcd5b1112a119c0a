// What a subject answers to the last bit, on inputs that never change.
#pragma once

#include <string>

#include "properties/judge/subject.hpp"

namespace gibbs::properties {

/// A digest of the answers to questions that depend on the metric, its units and the subject's format alone: distributions of
/// whole counts over a power of two, logits and numbers in eighths, up to a hundred classes. They are drawn by a
/// generator of this file's own, so that no change of the others changes a digest. 16 hexadecimal digits.
std::string bits(Subject& subject, Metric metric);

}  // namespace gibbs::properties
