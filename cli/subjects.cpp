// gibbs subjects, gibbs serve
#include <fmt/format.h>

#include <iostream>

#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "subjects/adapters.hpp"
#include "subjects/library.hpp"
#include "subjects/serve.hpp"

namespace gibbs::cli {
namespace {

int list() {
  const Style style = Style::for_standard_output();
  for (const subjects::Availability& subject : subjects::available_subjects()) {
    const std::string state = subject.available ? style.good(pad(subject.version, 9)) : style.bad(pad("missing", 9));
    print(wrap(subject.about, fmt::format("{:15} {} ", subject.name, state), std::string(26, ' ')) + "\n");
    if (subject.available) continue;
    print(wrap(subject.problem, std::string(26, ' ')) + "\n" + wrap(subject.install, std::string(26, ' ')) + "\n");
  }
  print(wrap("any program that speaks the subject protocol (docs/contracts.md)", pad("exec:COMMAND", 26),
             std::string(26, ' ')) +
        "\n");
  return all_held;
}

int serve() {
  const auto library = subjects::library();
  subjects::serve(*library, std::cin, std::cout);
  return all_held;
}

}  // namespace

Command subjects_command(CLI::App& app) {
  auto* command = app.add_subcommand("subjects", "What can be put on trial by name, and whether it can run here");
  command->footer("Example:\n  gibbs subjects");
  return {command, list};
}

Command serve_command(CLI::App& app) {
  auto* command = app.add_subcommand("serve", "The library as a subject, on standard input and output");
  command->footer(
      "Example:\n"
      "  echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"entropy\",\"params\":{\"p\":[0.5,0.5],\"unit\":\"bit\"}}' |\n"
      "    gibbs serve\n"
      "  gibbs check --subject 'exec:gibbs serve'");
  return {command, serve};
}

}  // namespace gibbs::cli
