// Options that several commands have, and `gibbs help`.
#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "subjects/adapters.hpp"
#include "subjects/process.hpp"

namespace gibbs::cli {

CLI::Option* repeated(CLI::App* command, const std::string& name, std::vector<std::string>& values, const std::string& type, const std::string& about) {
  return command->add_option(name, values, about + "; may be repeated")
      ->expected(1)
      ->type_name(type)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void subject_option(CLI::App* command, std::string& subject) {
  command->add_option("--subject", subject, "A name from `gibbs subjects`, or exec:COMMAND LINE; else the library")->type_name("S");
}

void timeout_option(CLI::App* command, std::string& seconds) {
  command->add_option("--timeout", seconds, "Seconds that a program may take for an answer (10)")->type_name("N");
}

std::unique_ptr<properties::Subject> open_subject(const std::string& subject, const std::string& timeout) {
  subjects::ProcessOptions options;
  if (!timeout.empty()) options.answer_timeout = std::chrono::seconds(whole_number("--timeout", timeout, 1, 1'000'000));
  return subjects::open_subject(subject, options);
}

Command help_command(CLI::App& app) {
  auto* command = app.add_subcommand("help", "All about gibbs, or about one command");
  const auto name = std::make_shared<std::string>();
  command->add_option("COMMAND", *name, "One of the commands")->type_name("");
  command->footer("Example:\n  gibbs help check");
  return {command, [&app, name] {
            if (name->empty()) {
              print(app.get_formatter()->make_help(&app, app.get_name(), CLI::AppFormatMode::Normal));
              return static_cast<int>(all_held);
            }
            std::vector<std::string> names;
            for (CLI::App* known : app.get_subcommands({})) {
              if (known->get_name() == *name) {
                print(known->help(app.get_name()));
                return static_cast<int>(all_held);
              }
              names.push_back(known->get_name());
            }
            throw unknown("command", *name, names);
          }};
}

}  // namespace gibbs::cli
