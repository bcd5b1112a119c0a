// gibbs check
#include "properties/run/check.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <memory>
#include <optional>

#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/output_file.hpp"
#include "cli/report.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/adapters.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

struct Arguments {
  std::string subject, only, report, junit;
  std::string cases = "1000", seed = "1", threads = "0";
  std::vector<std::string> metrics;
  bool strict = false;
};

// One line on standard error that is written over and over, if that is a terminal.
class Progress {
 public:
  ~Progress() { show(""); }
  void operator()(std::size_t done, std::size_t all, const PropertyResult& result) {
    broken_ += result.status == Status::refuted ? 1 : 0;
    show(fmt::format("{} of {} properties, {} broken  {}", done, all, broken_, result.id.substr(0, 40)));
  }

 private:
  void show(const std::string& text) const {
    if (terminal_) fmt::print(stderr, "\r{}\033[K", text);
  }
  bool terminal_ = isatty(STDERR_FILENO) == 1;
  std::size_t broken_ = 0;
};

Options read(const Arguments& arguments) {
  Options options;
  options.cases = whole_number("--cases", arguments.cases, 1, 1'000'000'000);
  options.seed = whole_number("--seed", arguments.seed, 0, std::numeric_limits<std::uint64_t>::max());
  options.threads = static_cast<unsigned>(whole_number("--threads", arguments.threads, 0, 1024));
  options.only = arguments.only;
  options.strict = arguments.strict;
  for (const std::string& name : arguments.metrics) options.metrics.push_back(metric_named(name));
  if (arguments.only.find_first_of("*?[") == std::string::npos && !arguments.only.empty() &&
      !find_theorem(arguments.only)) {
    refuse_fallacy(arguments.only);
    std::vector<std::string> ids;
    for (const Theorem& theorem : catalogue()) ids.emplace_back(theorem.id);
    throw unknown("property", arguments.only, ids);
  }
  return options;
}

std::optional<OutputFile> open(const std::string& path) {
  if (path.empty()) return std::nullopt;
  return OutputFile(path);
}

int run(const Arguments& arguments) {
  Options options = read(arguments);
  const auto report_file = open(arguments.report), junit_file = open(arguments.junit);
  if (report_file && junit_file && report_file->target() == junit_file->target()) {
    throw UsageError("--report and --junit name the same file");
  }
  const auto subject = subjects::open_subject(arguments.subject);
  const Report report = [&] {
    Progress progress;
    options.progress = std::ref(progress);
    return check(*subject, options);
  }();
  print(to_text(report, shell_quoted(arguments.subject), Style::for_standard_output()));
  std::fflush(stdout);  // the files may be standard output too
  if (report_file) report_file->write(to_json(report));
  if (junit_file) junit_file->write(to_junit(report, shell_quoted(arguments.subject)));
  const auto has = [&](Status status) {
    return [status](const PropertyResult& property) { return property.status == status; };
  };
  if (std::ranges::any_of(report.properties, has(Status::refuted)) ||
      std::ranges::any_of(report.properties, has(Status::starved))) {
    return refuted;
  }
  if (std::ranges::all_of(report.properties, has(Status::skipped))) throw UsageError("nothing was tried");
  return all_held;
}

}  // namespace

Command check_command(CLI::App& app) {
  auto* command = app.add_subcommand("check", "Put a subject on trial: every property, and a grade per metric");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("--subject", arguments->subject,
                      "A name from `gibbs subjects`, or exec:COMMAND LINE; else the library");
  command->add_option("--cases", arguments->cases, "Cases per property (1000)");
  command->add_option("--seed", arguments->seed, "Seed of the generators (1)");
  command->add_option("--only", arguments->only, "Properties whose id matches, as in 'kl-*'");
  command->add_option("--metric", arguments->metrics, "Properties that concern this metric; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--strict", arguments->strict, "Count `rounded` as refuted");
  command->add_option("--report", arguments->report, "Write a report as JSON (docs/report.schema.json)");
  command->add_option("--junit", arguments->junit, "Write a report as JUnit XML");
  command->add_option("--threads", arguments->threads, "Threads; the report does not depend on it (as many as cores)");
  command->footer(
      "Statuses: held; rounded, a bound broken by no more than the claimed accuracy explains; refuted,\n"
      "certainly false in some case, which is shown; skipped, the subject lacks a metric it needs;\n"
      "starved, it held but saw too few inputs of some class to say so.\n"
      "Grades, best first: correct, faithful, ulp:K, stable, none. Same seed, same report.\n\n"
      "Examples:\n"
      "  gibbs check --subject scipy\n"
      "  gibbs check --metric entropy --cases 100000\n"
      "  gibbs check --only 'kl-*' --seed 7 --report kl.json --junit kl.xml\n"
      "  gibbs check --subject 'exec:python3 my_metrics.py'");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace gibbs::cli
