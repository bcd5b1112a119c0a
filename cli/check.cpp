// gibbs check, and gibbs merge, which joins the parts of a trial that was held in shares
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
#include "cli/merge.hpp"
#include "cli/output_file.hpp"
#include "cli/part.hpp"
#include "cli/ratchet.hpp"
#include "cli/replay_file.hpp"
#include "cli/report.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/adapters.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

struct Arguments {
  std::string subject, report, junit, markdown, timeout, expect, replay_file, shard;
  std::string cases = "1000", seed = "1", threads = "0";
  std::vector<std::string> metrics, only, skip;
  std::vector<std::string> parts;  // of gibbs merge
  bool strict = false, verbose = false, quiet = false, keep = false, annotate = false;
  Ratchet::Arguments baselines;
};

// One line on standard error that is written over and over, if that is a terminal.
class Progress {
 public:
  explicit Progress(bool quiet) : terminal_(!quiet && isatty(STDERR_FILENO) == 1) {}
  ~Progress() { show(""); }
  void operator()(std::size_t done, std::size_t all, const PropertyResult& result) {
    broken_ += result.status == Status::refuted ? 1 : 0;
    show(fmt::format("{} of {} properties, {} broken  {}", done, all, broken_, result.id.substr(0, 40)));
  }

 private:
  void show(const std::string& text) const {
    if (terminal_) fmt::print(stderr, "\r{}\033[K", text);
  }
  bool terminal_;
  std::size_t broken_ = 0;
};

// What is no pattern is the name of a property.
void refuse_unknown(const std::string& name) {
  if (name.find_first_of("*?[") != std::string::npos || find_theorem(name)) return;
  refuse_fallacy(name);
  std::vector<std::string> ids;
  for (const Theorem& theorem : catalogue()) ids.emplace_back(theorem.id);
  throw unknown("property", name, ids);
}

Options read(const Arguments& arguments) {
  Options options;
  options.cases = whole_number("--cases", arguments.cases, 1, 1'000'000'000);
  options.seed = whole_number("--seed", arguments.seed, 0, std::numeric_limits<std::uint64_t>::max());
  options.threads = static_cast<unsigned>(whole_number("--threads", arguments.threads, 0, 1024));
  options.only = arguments.only;
  options.skip = arguments.skip;
  options.strict = arguments.strict;
  for (const std::string& name : arguments.metrics) options.metrics.push_back(metric_named(name));
  for (const std::string& name : arguments.only) refuse_unknown(name);
  for (const std::string& name : arguments.skip) refuse_unknown(name);
  return options;
}

// All that a trial is written to. Found out before the trial: what cannot be written, and what is written twice.
struct Files {
  std::optional<OutputFile> report, junit, markdown;
  explicit Files(const Arguments& arguments) : report(open(arguments.report)), junit(open(arguments.junit)), markdown(open(arguments.markdown)) {
    refuse_same("--report", report, "--junit", junit);
    refuse_same("--report", report, "--markdown", markdown);
    refuse_same("--junit", junit, "--markdown", markdown);
  }
  bool use_standard_output() const {
    const auto is = [](const std::optional<OutputFile>& file) { return file && file->target() == "-"; };
    return is(report) || is(junit) || is(markdown);
  }

 private:
  static std::optional<OutputFile> open(const std::string& path) {
    if (path.empty()) return std::nullopt;
    return OutputFile(path);
  }
  static void refuse_same(std::string_view a, const std::optional<OutputFile>& x, std::string_view b, const std::optional<OutputFile>& y) {
    if (x && y && x->target() == y->target()) throw UsageError(fmt::format("{} and {} name the same file", a, b));
  }
};

// What the trial is held to beside the theorems, and the exit status that follows.
struct Judgement {
  Expected expected;
  Ratchet::Verdict compared;
  int status = all_held;
};

Judgement judge(const Report& report, const Arguments& arguments, const std::optional<std::vector<Expectation>>& expectations, const Ratchet& ratchet,
              Subject& subject, const Style& style) {
  Judgement outcome;
  if (expectations) outcome.expected = compare(report, *expectations, today());
  outcome.compared = ratchet.judge(report, subject, shell_quoted(arguments.subject), style);
  const bool failed = std::ranges::any_of(report.properties, [](const auto& p) { return p.status == Status::refuted || p.status == Status::starved; });
  const bool red = expectations ? !outcome.expected.green() : failed && !ratchet.holds();
  outcome.status = red || !outcome.compared.green ? refuted : all_held;
  return outcome;
}

// "I/N", I from 1.
Share read_share(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) throw UsageError(fmt::format("--shard: {} is not of the form I/N", subjects::printable(text, 40)));
  Share share;
  share.count = whole_number("--shard", text.substr(slash + 1), 1, 1'000'000);
  share.index = whole_number("--shard", text.substr(0, slash), 1, share.count) - 1;
  return share;
}

// One share: its part is all that it leaves, and nothing is judged by it.
int run_share(const Arguments& arguments) {
  if (arguments.report.empty()) throw UsageError("--shard needs --report FILE, which the part is written to");
  for (const auto& [option, value] : {std::pair{"--junit", &arguments.junit}, {"--markdown", &arguments.markdown}, {"--expect", &arguments.expect},
                                      {"--baseline", &arguments.baselines.baseline}, {"--save-baseline", &arguments.baselines.save}}) {
    if (!value->empty()) throw UsageError(fmt::format("{} is for gibbs merge: a part judges nothing", option));
  }
  Part part{read_share(arguments.shard), arguments.subject, {}, read(arguments), {}};
  part.options.known = ReplayFile(arguments.replay_file, false).tokens();
  const OutputFile file(arguments.report);
  const auto subject = open_subject(arguments.subject, arguments.timeout);
  part.who = who(subject->description());
  {
    Progress progress(arguments.quiet);
    Options options = part.options;
    options.progress = std::ref(progress);
    part.tallies = tally(*subject, options, part.share);
  }
  file.write(to_text(part));
  std::size_t cases = 0;
  for (const Tally& tally : part.tallies) cases += tally.cases;
  if (arguments.report != "-") print(fmt::format("{}: part {} of {}, {} of {}\n", arguments.report, part.share.index + 1, part.share.count, count(cases, "case"), part.who));
  return all_held;
}

std::vector<Part> read_parts(const Arguments& arguments) {
  std::vector<Part> parts;
  for (const std::string& path : arguments.parts) parts.push_back(read_part(path));
  if (!parts.empty()) require_whole(parts, arguments.parts);
  return parts;
}

// The report: of a trial here and now, or of one that was held in parts.
Report hold(Subject& subject, const Options& options, std::vector<Part> parts) {
  if (parts.empty()) return check(subject, options);
  if (who(subject.description()) != parts.front().who) {
    throw UsageError(fmt::format("the parts are of {}, and the subject is {}", parts.front().who, who(subject.description())));
  }
  std::vector<std::vector<Tally>> tallies;
  for (Part& part : parts) tallies.push_back(std::move(part.tallies));
  return merge(subject, options, tallies);
}

int run(Arguments arguments) {
  if (!arguments.shard.empty()) return run_share(arguments);
  std::vector<Part> parts = read_parts(arguments);
  Options options = read(arguments);
  if (!parts.empty()) {
    const unsigned threads = options.threads;
    options = parts.front().options;
    options.threads = threads;
    if (arguments.subject.empty()) arguments.subject = parts.front().subject;
  }
  const std::string who = shell_quoted(arguments.subject);
  std::optional<std::vector<Expectation>> expectations;
  if (!arguments.expect.empty()) expectations = read_expectations(arguments.expect);
  const ReplayFile replay_file(arguments.replay_file, arguments.keep);
  if (parts.empty()) options.known = replay_file.tokens();
  const Ratchet ratchet(arguments.baselines);
  const Files files(arguments);
  const auto subject = open_subject(arguments.subject, arguments.timeout);
  const Report report = [&] {
    Progress progress(arguments.quiet);
    options.progress = std::ref(progress);
    return hold(*subject, options, std::move(parts));
  }();
  const Style style = Style::for_standard_output();
  const bool tried = std::ranges::any_of(report.properties, [](const auto& property) { return property.status != Status::skipped; });
  const Judgement outcome = tried ? judge(report, arguments, expectations, ratchet, *subject, style) : Judgement{};
  // What was found is told even where something cannot be written; that is the last word.
  std::string trouble = outcome.compared.trouble;
  const auto attempt = [&](auto step) {
    try {
      step();
    } catch (const UsageError& error) {
      if (trouble.empty()) trouble = error.what();
    }
  };
  std::string kept;
  attempt([&] { kept = replay_file.add(report); });
  if (!files.use_standard_output()) {
    print(to_text(report, who, style, arguments.quiet ? Detail::verdict : arguments.verbose ? Detail::everything : Detail::causes));
    if (expectations && tried) print(to_text(outcome.expected, style));
    print(outcome.compared.text + kept);
    if (arguments.annotate) print("\n" + to_annotations(report, who, outcome.expected, outcome.compared.worse));
  }
  std::fflush(stdout);  // the files may be standard output too
  attempt([&] { if (files.report) files.report->write(to_json(report)); });
  attempt([&] { if (files.junit) files.junit->write(to_junit(report, who, outcome.expected)); });
  attempt([&] { if (files.markdown) files.markdown->write(to_markdown(report, who, outcome.expected, outcome.compared.worse)); });
  if (!trouble.empty()) throw UsageError(trouble);
  if (!tried) throw UsageError("nothing was tried");
  return outcome.status;
}

// What is made of a report: options of both commands.
void report_options(CLI::App* command, Arguments* arguments) {
  subject_option(command, arguments->subject);
  timeout_option(command, arguments->timeout);
  command->add_option("--expect", arguments->expect, "Known failures (docs/ci.md): these must fail, and nothing else")->type_name("FILE");
  command->add_option("--baseline", arguments->baselines.baseline, "An earlier trial, which this one must not be worse than")->type_name("FILE");
  command->add_option("--save-baseline", arguments->baselines.save, "Keep this trial as a baseline; one there is only tightened")->type_name("FILE");
  command->add_flag("--exact", arguments->baselines.exact, "Bits other than the baseline's are worse too");
  command->add_option("--replay-file", arguments->replay_file, "Tokens, one a line, that their properties begin with")->type_name("FILE");
  command->add_flag("--keep", arguments->keep, "Add what is found to the replay file");
  auto* verbose = command->add_flag("--verbose", arguments->verbose, "Every broken property with its counterexamples, not causes alone");
  command->add_flag("--quiet", arguments->quiet, "Print the verdict alone")->excludes(verbose);
  command->add_option("--report", arguments->report, "A report as JSON (docs/report.schema.json); -: standard output")->type_name("FILE");
  command->add_option("--junit", arguments->junit, "A report as JUnit XML; -: standard output")->type_name("FILE");
  command->add_option("--markdown", arguments->markdown, "A summary in Markdown; -: standard output")->type_name("FILE");
  command->add_flag("--annotate", arguments->annotate, "Print what fails as annotations (::error) too, for GitHub");
  command->add_option("--threads", arguments->threads, "Threads; the report does not depend on it (as many as cores)")->type_name("N");
}

}  // namespace

Command check_command(CLI::App& app) {
  auto* command = app.add_subcommand("check", "Put a subject on trial: every property, and a grade per metric");
  const auto arguments = std::make_shared<Arguments>();
  report_options(command, arguments.get());
  command->add_option("--cases", arguments->cases, "Cases per property (1000)")->type_name("N");
  command->add_option("--seed", arguments->seed, "Seed of the generators (1)")->type_name("N");
  repeated(command, "--only", arguments->only, "GLOB", "Properties whose id matches, as in 'kl-*'");
  repeated(command, "--skip", arguments->skip, "GLOB", "Not the properties whose id matches");
  repeated(command, "--metric", arguments->metrics, "NAME", "Properties that concern this metric");
  command->add_flag("--strict", arguments->strict, "Count `rounded` as refuted");
  command->add_option("--shard", arguments->shard, "Only part I of N of the cases; --report is a part, for gibbs merge")->type_name("I/N");
  command->footer(
      "Statuses: held; rounded, a bound broken by no more than the claimed accuracy explains; refuted,\n"
      "certainly false in some case, which is shown; skipped, the subject lacks a metric it needs;\n"
      "starved, it held but saw too few inputs of some class to say so.\n"
      "Grades, best first: correct, faithful, ulp:K, stable, none. Same seed, same report.\n\n"
      "Examples:\n"
      "  gibbs check --subject scipy\n"
      "  gibbs check --metric entropy --cases 100000\n"
      "  gibbs check --only 'kl-*' --only 'jsd-*' --skip '*-units' --report kl.json --junit kl.xml\n"
      "  gibbs check --subject 'exec:python3 my_metrics.py'");
  return {command, [arguments] { return run(*arguments); }};
}

Command merge_command(CLI::App& app) {
  auto* command = app.add_subcommand("merge", "Join the parts of a trial (gibbs check --shard) into one report");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("PART", arguments->parts, "The files that --report of each part wrote")->required();
  report_options(command, arguments.get());
  command->footer(
      "The subject is asked about the few cases that a counterexample may come from, so it must be here\n"
      "too. The report is the one of a single machine, byte for byte, for a subject that answers alike.\n"
      "Parts are of one trial (version, subject, seed, cases, filters), each once; a missing one is said.\n\n"
      "Example:\n"
      "  gibbs check --subject scipy --cases 100000 --shard 1/2 --report one\n"
      "  gibbs check --subject scipy --cases 100000 --shard 2/2 --report two\n"
      "  gibbs merge one two --report report.json --junit junit.xml");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace gibbs::cli
