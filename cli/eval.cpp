// gibbs eval
#include <fmt/format.h>

#include <memory>
#include <span>

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
using properties::Batch;
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

/// One row, or those of a batch.
struct Asked {
  Batch batch;
  bool is_batch = false;
};

/// Parts arguments that have rows.
Asked rows_of(const Question& question, const MetricInfo& info) {
  Asked asked{{info.metric, {question.arguments}, question.unit}};
  const auto has_rows = [&](std::size_t i) {
    return reference::shape(info.parameters[i].domain) != reference::Shape::table && question.arguments[i].columns != 0;
  };
  for (std::size_t i = 0; i < question.arguments.size(); ++i) asked.is_batch = asked.is_batch || has_rows(i);
  if (!asked.is_batch) return asked;
  const auto count_of = [&](std::size_t i) {
    return has_rows(i) ? question.arguments[i].values.size() / question.arguments[i].columns : 1;
  };
  asked.batch.rows.assign(count_of(0), {});
  for (std::size_t i = 0; i < question.arguments.size(); ++i) {
    if (count_of(i) != count_of(0)) {
      throw UsageError(fmt::format("{} has {}, {} has {}", info.parameters[0].name, count(count_of(0), "row"),
                                   info.parameters[i].name, count(count_of(i), "row")));
    }
    auto from = question.arguments[i].values.begin();
    for (auto& row : asked.batch.rows) {
      const auto end = from + static_cast<std::ptrdiff_t>(question.arguments[i].values.size() / count_of(i));
      row.push_back({{from, end}});
      from = end;
    }
  }
  return asked;
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

std::vector<double> value_of(const Asked& asked, const reference::Format& format, bool counts) {
  const auto library = subjects::library(format, counts ? subjects::Masses::weights : subjects::Masses::probabilities);
  Answer answer = asked.is_batch ? library->answer_rows(asked.batch) : library->answer(asked.batch.row(0));
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

/// The values of one row, each with its enclosure and error, as far as there are not too many numbers to compare.
void show(const Question& question, std::span<const double> values, const std::string& row,
          const reference::Format& format) {
  const MetricInfo& info = reference::info(question.metric);
  std::size_t numbers = 0;
  for (const reference::Argument& argument : question.arguments) numbers += argument.values.size();
  const bool assessed = numbers <= most_compared, enclosed = numbers * values.size() <= most_compared;
  std::vector<reference::Assessment> assessments;
  if (assessed) assessments = reference::assess(question, values, format);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string name = info.vectorial() || !row.empty() ? std::string(info.name) + row : "value";
    const std::string label = info.vectorial() ? fmt::format("{}[{}]", name, i) : name;
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
}

int run(const Arguments& arguments) {
  const MetricInfo& info = reference::info(metric_named(arguments.metric));
  const reference::Format format = format_named(arguments.format);
  const Asked asked = rows_of(read(arguments, info, format), info);
  const std::vector<double> values = value_of(asked, format, arguments.counts);

  std::vector<std::string> names;
  for (const reference::Parameter& parameter : info.parameters) names.emplace_back(parameter.name);
  const std::string unit = info.has_unit ? fmt::format(" in {}", reference::name(asked.batch.unit)) : "";
  print(wrap(fmt::format("{}({}) = {}{}", info.name, join(names, ", "), info.formula, unit), "", "  ") + "\n");
  std::span<const double> left = values;
  for (std::size_t i = 0; i < asked.batch.rows.size(); ++i) {
    const Question question = asked.batch.row(i);
    const std::size_t size = reference::result_size(question);
    show(question, left.first(size), asked.is_batch ? fmt::format("[{}]", i) : "", format);
    left = left.subspan(size);
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
    table += wrap(join(parameters, "; "), fmt::format("  {:38} ", info.name), std::string(41, ' ')) + "\n";
  }
  command->footer(table +
                  "\n"
                  "NUMBERS are parted by commas or white space, the rows of a table by ';' or line ends, the rows of\n"
                  "a batch by ';'; @FILE reads them from a file, - from standard input. A number is a decimal, a\n"
                  "hexadecimal float (0x1p-3), a fraction (1/3) or ±inf. What the format cannot hold is rounded to\n"
                  "nearest: 1/3 means 0x1.5555555555555p-2.\n\n"
                  "Examples:\n"
                  "  gibbs eval entropy 1/2,1/4,1/4 --unit bit\n"
                  "  gibbs eval kl_divergence p=1/2,1/2 q=0x1p-2,0.75\n"
                  "  gibbs eval mutual_information '1/2,0;0,1/2'\n"
                  "  gibbs eval softmax '1,2;3,4'\n"
                  "  gibbs eval entropy --counts 17,4,0,2\n"
                  "  gibbs eval log_sum_exp @logits.txt");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace gibbs::cli
