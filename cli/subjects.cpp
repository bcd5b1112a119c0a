// gibbs subjects, gibbs serve
#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "museum/exhibit.hpp"
#include "subjects/adapters.hpp"
#include "subjects/library.hpp"
#include "subjects/planted.hpp"
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
  print(wrap(fmt::format("one of {} real defects of real libraries; `gibbs subjects museum` lists them",
                         museum::exhibits().size()),
             pad("museum:EXHIBIT", 26), std::string(26, ' ')) +
        "\n");
  std::vector<std::string> faults;
  for (const subjects::PlantedFault& fault : subjects::planted_faults()) faults.emplace_back(fault.id);
  print(wrap(fmt::format("the library with a fault planted in one metric, to see what notices it: {}", join(faults, ", ")),
             pad("planted:METRIC:FAULT", 26), std::string(26, ' ')) +
        "\n");
  print(wrap("any program that speaks the subject protocol (docs/contracts.md)", pad("exec:COMMAND", 26),
             std::string(26, ' ')) +
        "\n");
  return all_held;
}

int list_museum() {
  char kind = 0;
  for (const museum::Exhibit& exhibit : museum::exhibits()) {
    if (exhibit.kind != kind) {
      const auto name = std::ranges::find(museum::kinds(), exhibit.kind, &museum::Kind::letter)->name;
      print(fmt::format("{}{}. {}\n", kind == 0 ? "" : "\n", exhibit.kind, name));
      kind = exhibit.kind;
    }
    print(wrap(fmt::format("{} ({}): {}. {}", exhibit.library, exhibit.date, exhibit.symptom.en, exhibit.link),
               fmt::format("  {:17} ", exhibit.id), std::string(20, ' ')) +
          "\n");
  }
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
  const auto* museum = command->add_subcommand("museum", "The exhibits of the museum: real defects of real libraries");
  command->footer("Examples:\n  gibbs subjects\n  gibbs subjects museum\n  gibbs check --subject museum:scipy-20083");
  return {command, [museum] { return museum->parsed() ? list_museum() : list(); }};
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
