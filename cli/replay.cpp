// gibbs replay
#include <fmt/format.h>

#include <memory>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "properties/run/check.hpp"
#include "properties/run/show.hpp"
#include "subjects/adapters.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

struct Arguments {
  std::vector<std::string> words;
  std::string subject, timeout;
  bool strict = false;
};

std::string token_of(const std::vector<std::string>& words) {
  const std::string text = join(words, " ");
  if (text == "-") return read_text(text);
  return text.starts_with('@') ? read_text(text.substr(1)) : text;
}

int run(const Arguments& arguments) {
  const std::string token = token_of(arguments.words);
  theorem_named(parse_token(token).id);  // before a subject is started
  const auto subject = open_subject(arguments.subject, arguments.timeout);
  const PropertyResult result = replay(token, *subject, arguments.strict);
  if (result.status == Status::skipped) throw UsageError(fmt::format("{} was not tried: {}", result.id, result.note));
  const Style style = Style::for_standard_output();
  const bool bad = result.status == Status::refuted;
  const std::string status(to_string(result.status));
  print(wrap(fmt::format("{} {}: {}", bad ? style.bad(status) : style.good(status), result.id, result.statement), "",
             "  ") +
        "\n");
  if (result.counterexample) print(show(*result.counterexample, shell_quoted(arguments.subject)) + "\n");
  return bad ? refuted : all_held;
}

}  // namespace

Command replay_command(CLI::App& app) {
  auto* command = app.add_subcommand("replay", "Run one counterexample again");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("TOKEN", arguments->words, "A property and its inputs; or @FILE, or - for standard input")
      ->type_name("")
      ->required();
  subject_option(command, arguments->subject);
  timeout_option(command, arguments->timeout);
  command->add_flag("--strict", arguments->strict, "Count `rounded` as refuted");
  command->footer(
      "Exit status: 0 held, 1 refuted.\n\n"
      "Example:\n"
      "  gibbs replay 'gibbs-inequality unit=nat p=0x1p-1,0x1p-1 q=0x1p-2,0x1.8p-1' --subject scipy");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace gibbs::cli
