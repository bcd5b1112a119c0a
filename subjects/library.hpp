// The project's own library as a subject.
#pragma once

#include <memory>

#include "properties/judge/subject.hpp"

namespace gibbs::subjects {

/// What vectors of probabilities and joint tables may hold: probabilities alone, or weights of any positive mass.
enum class Masses { probabilities, weights };

/// Every metric of lib/, in the unit asked for, claimed to be `correct`; "gibbs" in binary64 or, with the functions on
/// float, "gibbs-binary32". Precondition: one of these two formats.
std::unique_ptr<properties::Subject> library(const reference::Format& format = reference::binary64,
                                             Masses masses = Masses::probabilities);

}  // namespace gibbs::subjects
