// The project's own library as a subject.
#pragma once

#include <memory>

#include "properties/judge/subject.hpp"

namespace gibbs::subjects {

/// Every metric of lib/, in the unit asked for, claimed to be `correct`; "gibbs" in binary64 or, with the functions on
/// float, "gibbs-binary32". Precondition: one of these two formats.
std::unique_ptr<properties::Subject> library(const reference::Format& format = reference::binary64);

}  // namespace gibbs::subjects
