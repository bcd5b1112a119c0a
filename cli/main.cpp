#include "cli/command_line.hpp"
#include "subjects/child.hpp"
#include "subjects/guard.hpp"

#include <csignal>

int main(int argc, char** argv) {
  // A reader that went away and a file that may not grow are errors of a write, and no end of the trial.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  gibbs::subjects::guard_children();
  gibbs::subjects::kill_children_on_signals();
  return gibbs::cli::run(argc, argv);
}
