// gibbs eval
#include <fmt/format.h>

#include <memory>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "properties/inputs/case.hpp"
#include "reference/reference.hpp"
#include "subjects/library.hpp"

namespace gibbs::cli {
namespace {

using properties::Answer;
using reference::MetricInfo;
using reference::Question;

// What the reference is asked for: it takes some microseconds and 200 bytes per number and component.
constexpr std::size_t most_compared = 100'000;

struct Arguments {
  std::string metric, unit, format = "binary64";
  std::vector<std::string> words;
  bool counts = false;
};

bool takes_weights(const MetricInfo& info) {
  for (const reference::Parameter& parameter : info.parameters) {
    if (parameter.domain == reference::Domain::distribution || parameter.domain == reference::Domain::joint)
      return true;
  }
  return false;
}

reference::Format format_named(const std::string& name) {
  const auto format = reference::find_format(name);
  if (format && (*format == reference::binary64 || *format == reference::binary32)) return *format;
  throw unknown("format", name, {"binary64", "binary32"});
}

Question read(const Arguments& arguments, const MetricInfo& info, const reference::Format& format) {
  Question question{info.metric, {}, reference::Unit::nat};
  if (!arguments.unit.empty()) {
    const auto unit = reference::find_unit(arguments.unit);
    if (!unit) throw unknown("unit", arguments.unit, {"nat", "bit", "hartley"});
    if (!info.has_unit) throw UsageError(fmt::format("{} has no unit", info.name));
    question.unit = *unit;
  }
  if (arguments.counts && !takes_weights(info))
    throw UsageError(fmt::format("--counts: {} takes no distribution", info.name));
  question.arguments = read_arguments(info, arguments.words, format);
  return question;
}

std::vector<double> value_of(const Question& question, const reference::Format& format, bool counts) {
  const auto library = subjects::library(format, counts ? subjects::Masses::weights : subjects::Masses::probabilities);
  Answer answer = library->answer(question);
  if (answer.kind != Answer::Kind::value) throw UsageError(answer.message);
  return std::move(answer.values);
}

std::string shortest(double x, const reference::Format& format) {
  return format == reference::binary32 ? fmt::format("{}", static_cast<float>(x)) : fmt::format("{}", x);
}

std::string error_of(const reference::Assessment& assessment) {
  if (!assessment.exact.decided)
    return fmt::format("{:.4g} to {:.4g} ulp", assessment.ulps.lower, assessment.ulps.upper);
  return fmt::format("{:.4g} ulp", assessment.ulps.upper + 0.0);
}

int run(const Arguments& arguments) {
  const MetricInfo& info = reference::info(metric_named(arguments.metric));
  const reference::Format format = format_named(arguments.format);
  const Question question = read(arguments, info, format);
  const std::vector<double> values = value_of(question, format, arguments.counts);

  std::size_t numbers = 0;
  for (const reference::Argument& argument : question.arguments) numbers += argument.values.size();
  const bool assessed = numbers <= most_compared, enclosed = numbers * values.size() <= most_compared;
  std::vector<reference::Assessment> assessments;
  if (assessed) assessments = reference::assess(question, values, format);

  std::vector<std::string> names;
  for (const reference::Parameter& parameter : info.parameters) names.emplace_back(parameter.name);
  const std::string unit = info.has_unit ? fmt::format(" in {}", reference::name(question.unit)) : "";
  print(wrap(fmt::format("{}({}) = {}{}", info.name, join(names, ", "), info.formula, unit), "", "  ") + "\n");
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string label = info.vectorial() ? fmt::format("{}[{}]", info.name, i) : "value";
    print(fmt::format("{:<11} {:<24} {}\n", label, shortest(values[i], format), properties::to_hex(values[i])));
    if (enclosed) {
      const auto [lower, upper] = reference::decimal_bounds(question, i, 20);
      print(fmt::format("  enclosure [{}, {}]\n", lower, upper));
    }
    if (assessed) print(fmt::format("  error     {}\n", error_of(assessments[i])));
  }
  if (!enclosed) {
    print(fmt::format("{} left out: more than {} numbers to compare\n", assessed ? "enclosure" : "enclosure and error",
                      most_compared));
  }
  return all_held;
}

}  // namespace

Command eval_command(CLI::App& app) {
  auto* command = app.add_subcommand("eval", "One value, beside its rigorous enclosure and its error in ulps");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("METRIC", arguments->metric, "As in the table below")->required();
  command->add_option("ARGUMENT", arguments->words, "NAME=NUMBERS, or NUMBERS in the order of the metric's arguments");
  command->add_option("--unit", arguments->unit, "nat (default), bit or hartley");
  command->add_flag("--counts", arguments->counts, "Vectors and tables are weights of any positive mass");
  command->add_option("--format", arguments->format, "binary64 (default) or binary32");
  std::string table = "Metrics:\n";
  for (const MetricInfo& info : reference::metrics()) {
    std::vector<std::string> parameters;
    for (const auto& parameter : info.parameters) parameters.push_back(describe(parameter));
    table += fmt::format("  {:36} {}\n", info.name, join(parameters, "; "));
  }
  command->footer(table +
                  "\n"
                  "NUMBERS are parted by commas or white space, the rows of a table by ';' or line ends; @FILE reads\n"
                  "them from a file, - from standard input. A number is a decimal, a hexadecimal float (0x1p-3), a\n"
                  "fraction (1/3) or ±inf. What the format cannot hold is rounded to nearest: 1/3 means\n"
                  "0x1.5555555555555p-2.\n\n"
                  "Examples:\n"
                  "  gibbs eval entropy 1/2,1/4,1/4 --unit bit\n"
                  "  gibbs eval kl_divergence p=1/2,1/2 q=0x1p-2,0.75\n"
                  "  gibbs eval mutual_information '1/2,0;0,1/2'\n"
                  "  gibbs eval entropy --counts 17,4,0,2\n"
                  "  gibbs eval log_sum_exp @logits.txt");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace gibbs::cli
