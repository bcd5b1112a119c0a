// What ends a command early.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gibbs::cli {

/// Exit status, as documented in `gibbs --help`.
enum ExitStatus { all_held = 0, refuted = 1, bad_usage = 2, no_subject = 3 };

/// Bad usage or bad input: one line for standard error.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A `kind` (metric, unit, …) that is none of `names`: the error names the nearest, or all where they are few.
UsageError unknown(std::string_view kind, std::string_view name, const std::vector<std::string>& names);

}  // namespace gibbs::cli
