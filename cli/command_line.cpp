// gibbs: the command line. Exit status: 0 everything held, 1 refuted, 2 bad usage or bad input, 3 no subject.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <new>

#include "cli/command.hpp"
#include "cli/command_line.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "properties/judge/subject.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {

std::uint64_t whole_number(std::string_view option, const std::string& text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t n = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, n);
  if (error != std::errc{} || end != last || n < least || n > most) {
    throw UsageError(
        fmt::format("{}: {} is no whole number from {} to {}", option, subjects::printable(text, 40), least, most));
  }
  return n;
}

reference::Metric metric_named(const std::string& name) {
  if (const auto metric = reference::find_metric(name)) return *metric;
  std::vector<std::string> names;
  for (const reference::MetricInfo& info : reference::metrics()) names.emplace_back(info.name);
  throw unknown("metric", name, names);
}

namespace {

// Words that CLI11 found no place for.
void refuse_extras(const CLI::App& app, const CLI::App* command) {
  std::vector<std::string> words = (command ? command : &app)->remaining();
  std::erase(words, "--");
  if (words.empty()) return;
  const std::string& word = words.front();
  std::vector<std::string> names;
  if (word.starts_with('-')) {
    for (const CLI::Option* option : (command ? command : &app)->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    throw unknown("option", word, names);
  }
  if (command) throw UsageError(fmt::format("unexpected argument '{}'", subjects::printable(word, 60)));
  for (const CLI::App* known : app.get_subcommands({})) names.push_back(known->get_name());
  throw unknown("command", word, names);
}

// A negative number or "-" is a value, not an option: `=` in front, which arguments of `eval` may have, says so.
std::vector<std::string> words_of(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const bool eval = !words.empty() && words[0] == "eval";
  for (std::string& word : words) {
    if (eval && word.size() > 1 && word[0] == '-' && std::strchr("0123456789.i", word[1])) word.insert(0, "=");
  }
  return {words.rbegin(), words.rend()};  // CLI11 takes them from the back
}

int obey(int argc, char** argv, std::string& speaker) {
  CLI::App app(
      "Decides whether an implementation of entropy, cross-entropy, KL divergence or the softmax loss\n"
      "can be trusted: theorems on generated inputs, judged by rigorous interval arithmetic.",
      "gibbs");
  const std::vector<Command> commands{check_command(app),   merge_command(app),   compare_command(app), worst_command(app),
                                      subjects_command(app), replay_command(app), list_command(app),    explain_command(app),
                                      tour_command(app),    eval_command(app),    book_command(app),    serve_command(app),
                                      vectors_command(app), help_command(app)};
  app.set_version_flag("--version", "gibbs " GIBBS_VERSION, "Print the version");
  app.set_help_flag("-h,--help", "Print this");
  app.require_subcommand(0, 1);
  app.allow_extras();
  app.footer(
      "Exit status: 0 everything held; 1 something was refuted; 2 bad usage or bad input;\n"
      "3 the subject could not be started or does not speak the protocol.\n\n"
      "Examples:\n"
      "  gibbs check                          the library itself\n"
      "  gibbs check --subject scipy          SciPy\n"
      "  gibbs compare                        metrics by libraries: which function to trust\n"
      "  gibbs worst entropy --subject numpy  the input on which NumPy's textbook formula errs most\n"
      "  gibbs explain gibbs-inequality       a theorem, with its proof and an example\n"
      "  gibbs eval entropy 1/2,1/4,1/4 --unit bit\n"
      "  gibbs COMMAND --help                 all about a command");
  for (const Command& command : commands) {
    command.syntax->allow_extras();
    command.syntax->set_help_flag("-h,--help", "Print this");
  }
  for (const Command& command : commands) {
    if (argc > 1 && command.syntax->get_name() == argv[1]) speaker += " " + command.syntax->get_name();
  }
  try {
    app.parse(words_of(argc, argv));
  } catch (const CLI::Success& success) {  // --help, --version
    return app.exit(success);
  }
  const auto given = app.get_subcommands();
  if (given.empty()) {
    refuse_extras(app, nullptr);
    throw UsageError("a command is missing; see gibbs --help");
  }
  refuse_extras(app, given[0]);
  for (const Command& command : commands) {
    if (command.syntax == given[0]) return command.run();
  }
  return bad_usage;
}

}  // namespace

int run(int argc, char** argv) {
  std::string speaker = "gibbs";
  const auto complain = [&](const char* what) {
    std::fputs(fmt::format("{}: {}\n", speaker, subjects::printable(what, 1000)).c_str(), stderr);
    return bad_usage;
  };
  try {
    const int status = obey(argc, argv, speaker);
    if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return status;
    // It may have failed long ago: a write says why now. Where the reader has left, the status is all there is to say.
    const bool heals = ::write(STDOUT_FILENO, "\n", 1) == 1;
    return !heals && errno == EPIPE ? status : complain(heals ? "standard output failed for a while" : std::strerror(errno));
  } catch (const properties::SubjectUnavailable& error) {
    complain(error.what());
    return no_subject;
  } catch (const std::bad_alloc&) {
    return complain("not enough memory");
  } catch (const std::exception& error) {
    return complain(error.what());
  }
}

}  // namespace gibbs::cli
