// The texts of proofs/, as part of the program.
#pragma once

#include <string_view>

namespace gibbs::cli {

/// Of each theorem a line "NAME FILE", its statement, and an empty line.
extern const std::string_view proved_statements;
/// Lines "ID  REASON".
extern const std::string_view unproved_reasons;

}  // namespace gibbs::cli
