// The catalogue for programs.
#pragma once

#include <string>
#include <vector>

namespace gibbs::cli {

/// Prints what concerns one of the metrics, or all: an object a line, in an array. Returns the exit status.
int list_json(const std::vector<std::string>& metrics);

}  // namespace gibbs::cli
