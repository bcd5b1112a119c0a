// Whether numbers survive a subject's JSON: it is sent hard ones and says them again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/format.hpp"
#include "subjects/protocol.hpp"

namespace gibbs::subjects {

/// 64 numbers of the format that readers and writers of decimals get wrong: the ends of its range, subnormals, both
/// neighbours of powers of two and of ten, both zeros, what is no number, and numbers that need every digit.
std::vector<double> hard_numbers(const reference::Format& format);

std::string echo_request(std::int64_t id, const std::vector<double>& numbers, Speech speech);

/// Empty if the line gives the numbers back bit for bit (any NaN for NaN); otherwise what came back instead.
std::string echo_fault(std::string_view line, std::int64_t id, const std::vector<double>& numbers,
                       const reference::Format& format);

}  // namespace gibbs::subjects
