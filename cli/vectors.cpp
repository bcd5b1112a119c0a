// gibbs vectors
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/output_file.hpp"
#include "cli/text.hpp"
#include "properties/run/vectors.hpp"
#include "reference/reference.hpp"
#include "subjects/json.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;
using reference::MetricInfo;
using reference::Shape;

std::string text(std::string_view s) { return nlohmann::json(s).dump(); }

std::string decimal(double x) {
  std::string out;
  subjects::write(out, x);
  return out;
}
std::string hexadecimal(double x) { return text(to_hex(x)); }

std::string list(std::size_t n, const std::function<std::string(std::size_t)>& item) {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < n; ++i) items.push_back(item(i));
  return "[" + join(items, ",") + "]";
}

/// n items as a number, a vector or a table are written.
std::string laid_out(Shape shape, std::size_t n, std::size_t columns, const std::function<std::string(std::size_t)>& item) {
  switch (shape) {
    case Shape::number: return item(0);
    case Shape::vector: return list(n, item);
    case Shape::table: break;
  }
  return list(n / columns, [&](std::size_t row) { return list(columns, [&](std::size_t k) { return item(row * columns + k); }); });
}

/// What each row of a batch has, as a list; or what the only row has.
std::string of_rows(const TestVector& vector, const std::function<std::string(std::size_t)>& row) {
  return vector.batch ? list(vector.rows.size(), row) : row(0);
}

std::string inputs(const MetricInfo& info, const TestVector& vector) {
  std::vector<std::string> all;
  for (std::size_t k = 0; k < vector.rows[0].arguments.size(); ++k) {
    const reference::Parameter& parameter = info.parameters[k];
    const bool labels = parameter.domain == reference::Domain::labels;
    const auto written = [&](std::string (*number)(double)) {
      return of_rows(vector, [&](std::size_t row) {
        const reference::Argument& argument = vector.rows[row].arguments[k];
        return laid_out(shape(parameter.domain), argument.values.size(), argument.columns, [&](std::size_t i) {
          return labels && argument.values[i] < 0 ? "null" : number(argument.values[i]);
        });
      });
    };
    const auto whole = [](double x) { return fmt::format("{:.0f}", x); };
    all.push_back(fmt::format(R"("{}":{{"hex":{},"decimal":{}}})", parameter.name, written(hexadecimal), written(labels ? +whole : decimal)));
  }
  return "{" + join(all, ",") + "}";
}

std::string expected(const MetricInfo& info, const TestVector& vector) {
  const auto written = [&](const std::function<std::string(const Certified&)>& number) {
    return of_rows(vector, [&](std::size_t row) {
      const auto& components = vector.results[row];
      return laid_out(info.result, components.size(), vector.rows[row].arguments[0].columns, [&](std::size_t i) { return number(components[i]); });
    });
  };
  const auto format = [&](const std::function<InFormat(const Certified&)>& part) {
    return fmt::format(R"({{"hex":{},"decimal":{},"stable":{}}})", written([&](const Certified& c) { return hexadecimal(part(c).nearest); }),
                       written([&](const Certified& c) { return decimal(part(c).nearest); }),
                       written([&](const Certified& c) { return decimal(part(c).stable); }));
  };
  std::string narrow;
  const auto has_narrow = [](const auto& components) { return components[0].binary32.has_value(); };
  if (std::ranges::all_of(vector.results, has_narrow)) {
    narrow = R"("binary32":)" + format([](const Certified& c) { return *c.binary32; }) + ",";
  }
  return fmt::format(R"({{"lo":{{"hex":{},"decimal":{}}},"hi":{{"hex":{},"decimal":{}}},"binary64":{},{}"condition":{}}})",
                     written([](const Certified& c) { return hexadecimal(c.below); }), written([](const Certified& c) { return text(c.lower); }),
                     written([](const Certified& c) { return hexadecimal(c.above); }), written([](const Certified& c) { return text(c.upper); }),
                     format([](const Certified& c) { return c.binary64; }), narrow,
                     written([](const Certified& c) { return std::isnan(c.condition) ? "null" : decimal(c.condition); }));
}

std::string line(const MetricInfo& info, const TestVector& vector, std::size_t id) {
  const std::string rows = vector.batch ? fmt::format("{}", vector.rows.size()) : "null";
  const std::string unit = info.has_unit ? text(reference::name(vector.rows[0].unit)) : "null";
  return fmt::format(R"({{"id":{},"comment":{},"classes":{},"rows":{},"unit":{},"inputs":{},"expected":{}}})", id, text(vector.comment),
                     list(vector.classes.size(), [&](std::size_t i) { return text(vector.classes[i]); }), rows, unit, inputs(info, vector),
                     expected(info, vector));
}

std::string file(const MetricInfo& info, const VectorOptions& options, const std::vector<TestVector>& vectors) {
  const std::string parameters = list(info.parameters.size(), [&](std::size_t i) {
    return fmt::format(R"({{"name":"{}","is":{}}})", info.parameters[i].name, text(reference::description(info.parameters[i].domain)));
  });
  std::vector<std::string> lines;
  for (const TestVector& vector : vectors) lines.push_back(line(info, vector, lines.size() + 1));
  return fmt::format("{{\"schema\":\"gibbs-vectors/1\",\"gibbs\":\"{}\",\"seed\":{},\"cases\":{},\"metric\":\"{}\",\"formula\":{},\n\"inputs\":{},\n"
                     "\"vectors\":[\n{}\n]}}\n",
                     GIBBS_VERSION, options.seed, options.cases, info.name, text(info.formula), parameters, join(lines, ",\n"));
}

struct Arguments {
  std::string out, seed = "1", cases = "40";
  std::vector<std::string> metrics;
};

int run(const Arguments& arguments) {
  const VectorOptions options{whole_number("--seed", arguments.seed, 0, std::numeric_limits<std::uint64_t>::max()),
                              whole_number("--cases", arguments.cases, 1, 100'000)};
  std::vector<Metric> metrics;
  for (const std::string& name : arguments.metrics) metrics.push_back(metric_named(name));
  if (metrics.empty()) {
    for (const MetricInfo& info : reference::metrics()) metrics.push_back(info.metric);
  }
  std::error_code error;
  std::filesystem::create_directories(arguments.out, error);
  if (error) throw UsageError(fmt::format("{} cannot be made: {}", arguments.out, error.message()));
  std::vector<OutputFile> files;
  for (const Metric metric : metrics) {
    files.emplace_back((std::filesystem::path(arguments.out) / fmt::format("{}.json", reference::info(metric).name)).string());
  }
  std::size_t all = 0;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const std::vector<TestVector> vectors = test_vectors(metrics[i], options);
    files[i].write(file(reference::info(metrics[i]), options, vectors));
    all += vectors.size();
  }
  print(fmt::format("{}: {} in {}\n", arguments.out, count(all, "vector"), count(metrics.size(), "file")));
  return all_held;
}

}  // namespace

Command vectors_command(CLI::App& app) {
  auto* command = app.add_subcommand("vectors", "Test vectors as JSON, for any language, without gibbs");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("--out", arguments->out, "The folder that METRIC.json is written to")->type_name("DIR")->required();
  command->add_option("--seed", arguments->seed, "Seed of the generators (1)")->type_name("N");
  command->add_option("--cases", arguments->cases, "Vectors drawn per metric, and a quarter as many batches (40)")->type_name("N");
  repeated(command, "--metric", arguments->metrics, "NAME", "This metric");
  command->footer(
      "Each vector has its inputs in hexadecimal and in decimal, bounds of the exact result, the result\n"
      "rounded correctly to binary64 (and to binary32 where the inputs are numbers of it), the error that\n"
      "a careful formula may make (`stable`), the condition number, the input classes and a comment.\n"
      "The format: docs/vectors.md and docs/vectors.schema.json. Same seed and version, same bytes.\n\n"
      "Example:\n"
      "  gibbs vectors --out vectors --metric entropy --metric softmax");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace gibbs::cli
