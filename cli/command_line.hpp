#pragma once

namespace gibbs::cli {

/// gibbs, but for signals: obeys the command line, and returns the exit status. What goes wrong is one line on standard
/// error.
int run(int argc, char** argv);

}  // namespace gibbs::cli
