// How a C++ program calls a metric: the code of a subject that is a C++ type.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reference/metric.hpp"

namespace gibbs::subjects {

/// For each unit: PREFIXentropy(std::vector<double>{$p}, UNIT::bit). `unit` is empty where the function takes none;
/// `fills` says that it writes its results into a vector that comes last.
std::map<reference::Unit, std::string> cpp_code(reference::Metric metric, const std::string& prefix, const std::string& number,
                                                const std::string& unit, const std::vector<reference::Unit>& units, bool fills);

}  // namespace gibbs::subjects
