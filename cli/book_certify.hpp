// Are the numbers in the pages of the book true?
#pragma once

#include <string>

namespace gibbs::cli {

/// Reads lines of a file:
///
///   VALUE METRIC unit=UNIT NAME=NUMBERS…    VALUE is the binary64 number nearest to the exact one
///   ~ VALUE ERROR WORD…                     VALUE is no further than ERROR from what the words compute
///
/// The words are in the order of a stack: a number pushes itself; `?METRIC|unit=UNIT|NAME=NUMBERS…` the exact value;
/// + − * / min max take two, neg ln exp sqrt abs ceil floor one; `=K` names the topmost value K, and `@K` pushes it
/// again. As in the formulas of the book, 0 times anything is 0, and a positive number by 0 is infinite.
///
/// Throws UsageError with the first line that is false or cannot be read. How many are true is printed.
int certify_all(const std::string& path);

}  // namespace gibbs::cli
