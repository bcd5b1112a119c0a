// gibbs check; and gibbs merge, which joins the parts of a trial that was held in shares.
#include "properties/run/check.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <memory>
#include <optional>

#include "cli/command.hpp"
#include "cli/data_file.hpp"
#include "cli/error.hpp"
#include "cli/output_file.hpp"
#include "cli/part.hpp"
#include "cli/ratchet.hpp"
#include "cli/replay_file.hpp"
#include "cli/report.hpp"
#include "cli/report_html.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/adapters.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

struct Arguments {
  std::string subject, report, junit, markdown, html, timeout, expect, replay_file, shard;
  std::string cases = "1000", seed = "1", threads = "0";
  std::vector<std::string> metrics, only, skip, data, parts;
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

unsigned threads(const Arguments& arguments) { return static_cast<unsigned>(whole_number("--threads", arguments.threads, 0, 1024)); }

Options read(const Arguments& arguments) {
  Options options;
  options.cases = whole_number("--cases", arguments.cases, 1, 1'000'000'000);
  options.seed = whole_number("--seed", arguments.seed, 0, std::numeric_limits<std::uint64_t>::max());
  options.threads = threads(arguments);
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
  std::optional<OutputFile> report, junit, markdown, html;
  explicit Files(const Arguments& arguments)
      : report(open(arguments.report)), junit(open(arguments.junit)), markdown(open(arguments.markdown)), html(open(arguments.html)) {
    const std::pair<std::string_view, const std::optional<OutputFile>*> all[] = {{"--report", &report}, {"--junit", &junit}, {"--markdown", &markdown}, {"--html", &html}};
    for (auto a = std::begin(all); a != std::end(all); ++a) {
      for (auto b = a + 1; b != std::end(all); ++b) refuse_same(a->first, *a->second, b->first, *b->second);
    }
  }
  bool use_standard_output() const {
    const std::optional<OutputFile>* const all[] = {&report, &junit, &markdown, &html};
    return std::ranges::any_of(all, [](const auto* file) { return *file && (*file)->target() == "-"; });
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

// The user's rows, as this subject may be asked about them.
Data fitting(Data data, const Description& subject) {
  const bool correct = std::ranges::all_of(subject.metrics, [](const auto& offer) { return offer.second.accuracy.level == Accuracy::Level::correct; });
  try {
    return in_format(std::move(data), subject.format, correct);
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  }
}

// "I/N", I from 1.
Share read_share(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos) throw UsageError(fmt::format("--shard: {} is not of the form I/N", subjects::printable(text, 40)));
  const std::size_t count = whole_number("--shard", text.substr(slash + 1), 1, 1'000'000);
  return {whole_number("--shard", text.substr(0, slash), 1, count) - 1, count};
}

// One share of a trial. It judges nothing: a part is all that it leaves.
int run_share(const Arguments& arguments) {
  Part part{read_share(arguments.shard), read(arguments), {}, {}};
  part.options.known = ReplayFile(arguments.replay_file, false).tokens();
  if (arguments.report.empty()) throw UsageError("--shard needs --report FILE, where the part is written");
  const OutputFile file(arguments.report);
  const auto subject = open_subject(arguments.subject, arguments.timeout);
  part.origin = origin_of(arguments.subject, part.options, subject->description());
  {
    Progress progress(arguments.quiet);
    Options options = part.options;
    options.progress = std::ref(progress);
    part.tallies = tally(*subject, options, part.share);
  }
  file.write(to_text(part));
  std::size_t cases = 0;
  for (const Tally& tally : part.tallies) cases += tally.cases;
  if (file.target() != "-") print(fmt::format("{}: part {} of {}, {}\n", arguments.report, part.share.index + 1, part.share.count, count(cases, "case")));
  return all_held;
}

// A trial here and now; or what one was that was held in parts.
Report hold(Subject& subject, const Options& options, const std::string& argument, std::vector<Part> parts) {
  if (parts.empty()) return check(subject, options);
  require_same(parts.front(), origin_of(argument, options, subject.description()), "here");
  std::vector<std::vector<Tally>> tallies;
  for (Part& part : parts) tallies.push_back(std::move(part.tallies));
  return join(subject, options, tallies);
}

// The trial of the arguments, or of the parts.
int run(const Arguments& arguments, Options options, std::vector<Part> parts) {
  const std::string who = shell_quoted(arguments.subject);
  std::optional<std::vector<Expectation>> expectations;
  if (!arguments.expect.empty()) expectations = read_expectations(arguments.expect);
  const ReplayFile replay_file(arguments.replay_file, arguments.keep);
  if (parts.empty()) options.known = replay_file.tokens();
  const Ratchet ratchet(arguments.baselines);
  const Files files(arguments);
  Data data = read_data(arguments.data);
  const auto subject = open_subject(arguments.subject, arguments.timeout);
  if (!arguments.data.empty()) {
    data = fitting(std::move(data), subject->description());
    options.data = &data;
  }
  const Report report = [&] {
    Progress progress(arguments.quiet);
    options.progress = std::ref(progress);
    return hold(*subject, options, arguments.subject, std::move(parts));
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
  attempt([&] {
    if (!files.html) return;
    const auto pictures = scatters(*subject, report, options);
    files.html->write(to_html({report, who, outcome.expected, pictures, outcome.compared.since, arguments.baselines.exact, tried ? outcome.status : bad_usage}));
  });
  if (!trouble.empty()) throw UsageError(trouble);
  if (!tried) throw UsageError("nothing was tried");
  return outcome.status;
}

// What is made of a report, options of both commands. Returns those that judge.
std::vector<CLI::Option*> report_options(CLI::App* command, Arguments& arguments) {
  auto* expect = command->add_option("--expect", arguments.expect, "Known failures (docs/ci.md): these must fail, and nothing else")->type_name("FILE");
  auto* baseline = command->add_option("--baseline", arguments.baselines.baseline, "An earlier trial, which this one must not be worse than")->type_name("FILE");
  auto* save = command->add_option("--save-baseline", arguments.baselines.save, "Keep this trial as a baseline; one there is only tightened")->type_name("FILE");
  auto* exact = command->add_flag("--exact", arguments.baselines.exact, "Bits other than the baseline's are worse too");
  auto* keep = command->add_flag("--keep", arguments.keep, "Add what is found to the replay file");
  timeout_option(command, arguments.timeout);
  auto* verbose = command->add_flag("--verbose", arguments.verbose, "Every broken property with its counterexamples, not causes alone");
  command->add_flag("--quiet", arguments.quiet, "Print the verdict alone")->excludes(verbose);
  command->add_option("--report", arguments.report, "A report as JSON (docs/report.schema.json); -: standard output")->type_name("FILE");
  auto* junit = command->add_option("--junit", arguments.junit, "A report as JUnit XML; -: standard output")->type_name("FILE");
  auto* markdown = command->add_option("--markdown", arguments.markdown, "A summary in Markdown; -: standard output")->type_name("FILE");
  auto* html = command->add_option("--html", arguments.html, "A report to look at, as one page, with pictures; -: standard output")->type_name("FILE");
  auto* annotate = command->add_flag("--annotate", arguments.annotate, "Print what fails as annotations (::error) too, for GitHub");
  command->add_option("--threads", arguments.threads, "Threads; the report does not depend on it (as many as cores)")->type_name("N");
  return {expect, baseline, save, exact, keep, verbose, junit, markdown, html, annotate};
}

}  // namespace

Command check_command(CLI::App& app) {
  auto* command = app.add_subcommand("check", "Put a subject on trial: every property, and a grade per metric");
  const auto arguments = std::make_shared<Arguments>();
  subject_option(command, arguments->subject);
  command->add_option("--cases", arguments->cases, "Cases per property (1000)")->type_name("N");
  command->add_option("--seed", arguments->seed, "Seed of the generators (1)")->type_name("N");
  repeated(command, "--only", arguments->only, "GLOB", "Properties whose id matches, as in 'kl-*'");
  repeated(command, "--skip", arguments->skip, "GLOB", "Not the properties whose id matches");
  repeated(command, "--metric", arguments->metrics, "NAME", "Properties that concern this metric");
  command->add_flag("--strict", arguments->strict, "Count `rounded` as refuted");
  auto* data = repeated(command, "--data", arguments->data, "KIND=FILE", "Your own logits, labels, … in place of drawn ones");
  command->add_option("--replay-file", arguments->replay_file, "Tokens, one a line, that their properties begin with")->type_name("FILE")->excludes(data);
  command->add_option("--shard", arguments->shard, "Part I of N of the cases alone; --report is a part, for gibbs merge")->type_name("I/N")->excludes(data);
  const auto judging = report_options(command, *arguments);
  for (const char* const option : {"--baseline", "--save-baseline"}) command->get_option(option)->excludes(data);
  command->footer(
      "Statuses: held; rounded, a bound broken by no more than the claimed accuracy explains; refuted,\n"
      "certainly false in some case, which is shown; skipped, the subject lacks a metric it needs;\n"
      "starved, it held but saw too few inputs of some class to say so.\n"
      "Grades, best first: correct, faithful, ulp:K, stable, none. Same seed, same report.\n\n"
      "Data (CSV, JSON lines, .npy): KIND is distributions, counts, logits, numbers, labels, tables or\n"
      "count-tables. Of JSON lines that are objects their keys are the kinds, and FILE is enough.\n\n"
      "Examples:\n"
      "  gibbs check --subject scipy\n"
      "  gibbs check --metric entropy --cases 100000\n"
      "  gibbs check --only 'kl-*' --only 'jsd-*' --skip '*-units' --report kl.json --junit kl.xml\n"
      "  gibbs check --subject 'exec:python3 my_metrics.py' --data logits=z.npy --data labels=y.csv");
  return {command, [arguments, judging] {
            if (arguments->shard.empty()) return run(*arguments, read(*arguments), {});
            for (const CLI::Option* option : judging) {
              if (option->count() > 0) throw UsageError(fmt::format("{} is for gibbs merge: a part of a trial judges nothing", option->get_name()));
            }
            return run_share(*arguments);
          }};
}

Command merge_command(CLI::App& app) {
  auto* command = app.add_subcommand("merge", "Join the parts of a trial (gibbs check --shard) into its report");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("PART", arguments->parts, "The parts, in any order: what --report FILE of each share wrote")->required();
  subject_option(command, arguments->subject);
  command->add_option("--replay-file", arguments->replay_file, "What --keep adds to")->type_name("FILE");
  report_options(command, *arguments);
  command->footer(
      "Report and exit status are, byte for byte, those of a trial that is held on one machine. The subject\n"
      "must be the same: it is asked for simpler counterexamples.\n\n"
      "Example:\n"
      "  gibbs check --subject scipy --cases 100000 --shard 1/2 --report part1\n"
      "  gibbs check --subject scipy --cases 100000 --shard 2/2 --report part2\n"
      "  gibbs merge part1 part2 --subject scipy --report report.json --junit junit.xml");
  return {command, [arguments] {
            if (!arguments->keep && !arguments->replay_file.empty()) throw UsageError("--replay-file is for --keep here: what is tried stands in the parts");
            std::vector<Part> parts = read_parts(arguments->parts);
            Options options = parts.front().options;
            options.threads = threads(*arguments);
            return run(*arguments, std::move(options), std::move(parts));
          }};
}

}  // namespace gibbs::cli
