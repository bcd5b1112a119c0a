// A metric's arguments, from the command line, from files and from standard input.
#pragma once

#include <string>
#include <vector>

#include "reference/format.hpp"
#include "reference/metric.hpp"

namespace gibbs::cli {

/// Reads the arguments of a metric, one word each: `name=SOURCE` in any order, or SOURCE in the order of the
/// parameters. SOURCE is numbers, `@FILE` or `-` (standard input). Numbers are parted by commas or white space; rows of
/// a joint table by `;` or line ends, rows of a batch by `;` (`Argument::columns` is set). A number is a decimal, a
/// hexadecimal float, a fraction or ±inf, and is rounded to nearest in binary64, then in `format`. Throws UsageError
/// naming argument, index and value.
std::vector<reference::Argument> read_arguments(const reference::MetricInfo& metric,
                                                const std::vector<std::string>& words, const reference::Format& format);

/// All of a file, or of standard input for `-`, without white space at its end. Throws UsageError if it cannot be read.
std::string read_text(const std::string& source);

/// "p, a vector of probabilities".
std::string describe(const reference::Parameter& parameter);

}  // namespace gibbs::cli
