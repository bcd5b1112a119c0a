// gibbs worst
#include "properties/search/worst.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <memory>

#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "properties/run/show.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/adapters.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

struct Arguments {
  std::string metric, subject, timeout;
  std::string seconds, tries, seed = "1", threads = "0";
};

constexpr std::chrono::seconds usual{10};

SearchOptions read(const Arguments& arguments) {
  SearchOptions options;
  options.seed = whole_number("--seed", arguments.seed, 0, std::numeric_limits<std::uint64_t>::max());
  options.threads = static_cast<unsigned>(whole_number("--threads", arguments.threads, 0, 1024));
  if (!arguments.tries.empty()) options.tries = whole_number("--tries", arguments.tries, 1, 1'000'000'000'000);
  std::chrono::seconds time = usual;
  if (!arguments.seconds.empty()) time = std::chrono::seconds(whole_number("--seconds", arguments.seconds, 1, 1'000'000));
  // The clock starts when the subject has.
  if (!arguments.seconds.empty() || arguments.tries.empty()) options.until = std::chrono::steady_clock::time_point(time);
  return options;
}

std::string found(const Theorem& theorem, Subject& subject, const Find& find, const std::string& subject_name) {
  Counterexample c = describe(theorem, find.at, find.error.outcome, subject);
  if (find.error.outcome.verdict != Hearing::Verdict::refuted) {
    const Accuracy& accuracy = subject.description().metrics.at(theorem.metrics.front()).accuracy;
    c.why = fmt::format("{:.4g} ulp off: {:.3g} of what `{}` allows here", find.error.ulps, find.error.share, to_string(accuracy));
  } else if (find.error.kind() == 0) {
    c.why += fmt::format(", {:.3g} times as much as allowed", find.error.share);
  }
  return show(c, subject_name) + "\n";
}

std::string verdict(const Description& who, const Search& search, Metric metric, bool broken, const Style& style) {
  const std::string accuracy = to_string(who.metrics.at(metric).accuracy);
  return wrap(fmt::format("{} {} ({}), {}: {} the claim `{}`, in {}.", who.name, who.version, who.format.name,
                          reference::info(metric).name, broken ? style.bad("BREAKS") : style.good("keeps"), accuracy,
                          count(search.tried, "input"))) +
         "\n";
}

int run(const Arguments& arguments) {
  const Metric metric = metric_named(arguments.metric);
  SearchOptions options = read(arguments);
  const Theorem& theorem = theorem_named("accuracy-of-" + std::string(reference::info(metric).name));
  const auto subject = open_subject(arguments.subject, arguments.timeout);
  const std::string missing = reason_to_skip(theorem, subject->description());
  if (!missing.empty()) throw UsageError(fmt::format("the subject {}", missing));
  if (options.until) *options.until += std::chrono::steady_clock::now().time_since_epoch();
  const bool terminal = isatty(STDERR_FILENO) == 1;
  if (terminal) options.progress = [](std::size_t tried) { fmt::print(stderr, "\r{} inputs tried\033[K", tried); };
  const Search result = search(theorem, *subject, options);
  if (terminal) fmt::print(stderr, "\r\033[K");
  if (!result.by_ulps || !result.by_share) throw UsageError("the time was too short to try an input");

  const auto refutes = [](const Find& find) { return find.error.outcome.verdict == Hearing::Verdict::refuted; };
  const bool broken = refutes(*result.by_ulps) || refutes(*result.by_share);
  const std::string name = shell_quoted(arguments.subject);
  print(verdict(subject->description(), result, metric, broken, Style::for_standard_output()));
  const bool same = to_token("", result.by_ulps->at) == to_token("", result.by_share->at);
  print(same ? "\nThe largest error, and the largest share of what is allowed\n" : "\nThe largest error in ulps\n");
  print(found(theorem, *subject, *result.by_ulps, name));
  if (!same) {
    print("\nThe largest share of what is allowed\n");
    print(found(theorem, *subject, *result.by_share, name));
  }
  return broken ? refuted : all_held;
}

}  // namespace

Command worst_command(CLI::App& app) {
  auto* command = app.add_subcommand("worst", "Search for the input on which a metric errs most");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("METRIC", arguments->metric, "One that the subject has, as `gibbs eval --help` lists them")->type_name("")->required();
  subject_option(command, arguments->subject);
  timeout_option(command, arguments->timeout);
  command->add_option("--seconds", arguments->seconds, "How long to search (10, unless --tries is given)")->type_name("N");
  command->add_option("--tries", arguments->tries, "How many inputs to try at most; same seed and tries, same finds")->type_name("N");
  command->add_option("--seed", arguments->seed, "Seed of the search (1)")->type_name("N");
  command->add_option("--threads", arguments->threads, "Threads; what is found in so many tries does not depend on it")->type_name("N");
  command->footer(
      "Climbs from input to neighbouring input wherever the error grows, and begins again elsewhere.\n"
      "Two inputs are shown where they differ: that of the largest error in ulps, and that of the largest\n"
      "share of what the subject's claim allows, which is above 1 where the claim is broken. No number\n"
      "(infinity for a number, NaN, a refusal, silence, a crash) is worse than any.\n"
      "Exit status: 0 the claim survived, 1 it is broken.\n\n"
      "Examples:\n"
      "  gibbs worst entropy --subject numpy\n"
      "  gibbs worst kl_divergence --subject 'exec:python3 my_metrics.py' --seconds 60\n"
      "  gibbs worst js_divergence --subject museum:scipy-20083 --tries 5000 --seed 7");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace gibbs::cli
