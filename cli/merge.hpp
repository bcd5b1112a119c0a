// gibbs merge
#pragma once

#include "cli/command.hpp"

namespace gibbs::cli {

Command merge_command(CLI::App& app);

}  // namespace gibbs::cli
