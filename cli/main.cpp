#include "cli/command_line.hpp"
#include "subjects/child.hpp"

int main(int argc, char** argv) {
  gibbs::subjects::kill_children_on_signals();
  return gibbs::cli::run(argc, argv);
}
