// Planted faults: the library with one metric spoilt in one way. For theorems that no real defect breaks, they show what
// would.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "properties/judge/subject.hpp"

namespace gibbs::subjects {

/// A way to spoil an answer, or the question before it is answered.
struct PlantedFault {
  std::string_view id, about;
  bool (*suits)(const reference::MetricInfo& metric);
  properties::Answer (*answer)(properties::Subject& library, const reference::Question& question);
};
/// Those that teach most first.
std::span<const PlantedFault> planted_faults();

/// "METRIC:FAULT" as a subject: every metric of the library, that one with the fault. Throws std::invalid_argument,
/// saying what there is, for a metric or fault that is unknown, or that do not suit each other.
std::unique_ptr<properties::Subject> planted(std::string_view spec);

}  // namespace gibbs::subjects
