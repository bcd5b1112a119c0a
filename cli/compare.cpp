// gibbs compare: the libraries that are here, beside each other.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <mutex>

#include "cli/command.hpp"
#include "cli/comparison.hpp"
#include "cli/error.hpp"
#include "cli/output_file.hpp"
#include "cli/text.hpp"
#include "properties/run/team.hpp"
#include "subjects/adapters.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

struct Arguments {
  std::vector<std::string> subjects, metrics;
  std::string cases = "300", seed = "1", threads = "0", timeout, html, findings;
  bool json = false;
};

/// One line on standard error for each subject that is done, if that is a terminal.
class Progress {
 public:
  explicit Progress(std::size_t all) : all_(all), terminal_(isatty(STDERR_FILENO) == 1) {}
  ~Progress() {
    if (terminal_) fmt::print(stderr, "\r\033[K");
  }
  void done(const std::string& name) {
    const std::lock_guard lock(mutex_);
    ++done_;
    if (terminal_) fmt::print(stderr, "\r{} of {} libraries  {}\033[K", done_, all_, name);
  }

 private:
  std::mutex mutex_;
  std::size_t done_ = 0, all_;
  bool terminal_;
};

std::vector<std::string> names_of(const std::vector<subjects::AdapterFile>& adapters) {
  std::vector<std::string> names;
  for (const subjects::AdapterFile& adapter : adapters) names.push_back(adapter.name);
  return names;
}

Tried try_one(const std::string& name, const std::vector<subjects::AdapterFile>& adapters, const Arguments& arguments, const Options& options) {
  Tried tried{name, std::nullopt, {}, {}, {}, false};
  const auto adapter = std::ranges::find(adapters, name.substr(0, name.find(':')), &subjects::AdapterFile::name);
  if (adapter != adapters.end()) {
    tried.notes = adapter->notes;
    tried.composed = adapter->composed == "all";
    tried.install = subjects::install_command(*adapter);
  }
  try {
    tried.report = check(*open_subject(name, arguments.timeout), options);
  } catch (const SubjectUnavailable& error) {
    tried.problem = error.what();
  }
  return tried;
}

/// Several at once, each on one thread while there are enough of them, so that none waits for the last properties of another.
std::vector<Tried> try_all(const std::vector<std::string>& names, const std::vector<subjects::AdapterFile>& adapters, const Arguments& arguments) {
  Options options;
  options.cases = whole_number("--cases", arguments.cases, 1, 1'000'000'000);
  options.seed = whole_number("--seed", arguments.seed, 0, std::numeric_limits<std::uint64_t>::max());
  options.gravest = true;
  for (const std::string& name : arguments.metrics) options.metrics.push_back(metric_named(name));
  const std::size_t threads = threads_of(static_cast<unsigned>(whole_number("--threads", arguments.threads, 0, 1024)));
  options.threads = static_cast<unsigned>(std::max<std::size_t>(1, threads / names.size()));
  std::vector<Tried> tried(names.size());
  Progress progress(names.size());
  share_out(names.size(), std::min(threads, names.size()), [&](std::size_t i, std::size_t) {
    tried[i] = try_one(names[i], adapters, arguments, options);
    progress.done(names[i]);
  });
  return tried;
}

std::optional<OutputFile> file(const std::string& path) {
  if (path.empty()) return std::nullopt;
  return OutputFile(path);
}

int run(const Arguments& arguments) {
  const std::vector<subjects::AdapterFile> adapters = subjects::adapter_files(subjects::share_folder());
  const auto html = file(arguments.html), findings = file(arguments.findings);
  std::vector<std::string> names = arguments.subjects.empty() ? names_of(adapters) : arguments.subjects;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) != names.begin() + static_cast<std::ptrdiff_t>(i)) {
      throw UsageError(fmt::format("'{}' is named twice", names[i]));
    }
  }
  if (names.empty()) throw UsageError("there are no adapters, and no subject was named");
  const SideBySide comparison = compare(try_all(names, adapters, arguments));
  if (arguments.json) {
    print(to_json(comparison));
  } else {
    print(to_text(comparison, Style::for_standard_output()));
  }
  std::fflush(stdout);
  if (html) html->write(to_html(comparison));
  if (findings) findings->write(to_findings(comparison));
  return comparison.subjects.empty() ? no_subject : all_held;
}

}  // namespace

Command compare_command(CLI::App& app) {
  auto* command = app.add_subcommand("compare", "Metrics by libraries: which function to trust, and why not the others");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("SUBJECT", arguments->subjects, "As `check` takes it; else every adapter of `gibbs subjects`")->type_name("");
  command->add_option("--cases", arguments->cases, "Cases per property (300)")->type_name("N");
  command->add_option("--seed", arguments->seed, "Seed of the generators (1)")->type_name("N");
  repeated(command, "--metric", arguments->metrics, "NAME", "Properties that concern this metric");
  timeout_option(command, arguments->timeout);
  command->add_option("--threads", arguments->threads, "Libraries at a time; changes no result (as many as cores)")->type_name("N");
  command->add_flag("--json", arguments->json, "Print it as JSON (docs/compare.schema.json)");
  command->add_option("--html", arguments->html, "A page as well, that needs nothing else")->type_name("FILE");
  command->add_option("--findings", arguments->findings, "Every finding as Markdown, to be pasted into bug reports")->type_name("FILE");
  command->footer(
      "A cell has a mark (right, wrong for extreme inputs only, wrong for ordinary ones), one word for\n"
      "the cause, and the largest error on ordinary inputs. What a library's documentation says, and\n"
      "what its adapter composed, is no defect of it. Libraries that are missing are named with the\n"
      "command that installs them, and fail nothing: exit status 0, or 3 if none could be started.\n\n"
      "Examples:\n"
      "  gibbs compare\n"
      "  gibbs compare scipy torch torch:float32 --html compare.html\n"
      "  gibbs compare mathjs 'exec:node mine.mjs' --metric kl_divergence");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace gibbs::cli
