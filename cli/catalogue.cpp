// gibbs list, gibbs explain
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/family.hpp"
#include "cli/text.hpp"
#include "properties/show.hpp"
#include "properties/theorem.hpp"
#include "subjects/adapters.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

int list() {
  const Style style = Style::for_standard_output();
  for (std::size_t chapter = 0; chapter < families.size(); ++chapter) {
    std::vector<Theorem> theorems;
    std::ranges::copy_if(catalogue(), std::back_inserter(theorems),
                         [&](const Theorem& t) { return family(t) == chapter; });
    std::size_t longest = 0;
    for (const Theorem& theorem : theorems) longest = std::max(longest, width(theorem.id));
    print(fmt::format("{}{}\n", chapter == 0 ? "" : "\n", style.strong(families[chapter])));
    for (const Theorem& theorem : theorems) {
      print(wrap(theorem.statement, "  " + pad(theorem.id, longest + 2), std::string(longest + 4, ' ')) + "\n");
    }
  }
  return all_held;
}

std::string field(std::string_view name, std::string_view text) {
  return text.empty() ? "" : wrap(text, pad(name, 10), std::string(10, ' ')) + "\n";
}

std::string example(const Theorem& theorem) {
  const auto library = subjects::open_subject("");
  const Demonstration shown = demonstrate(theorem, *library);
  std::vector<std::string> lines;
  for (const ShownInput& input : shown.inputs) {
    std::string text;
    for (std::size_t i = 0; i < input.fractions.size(); ++i) {
      text += i == 0 ? "" : input.columns != 0 && i % input.columns == 0 ? "; " : ", ";
      text += input.fractions[i];
    }
    lines.push_back(fmt::format("{} = {}", input.name, text));
  }
  for (const Observation& seen : shown.observations) {
    lines.push_back(fmt::format("{} = {}   exactly {}", seen.call, seen.observed, seen.exact));
  }
  for (const std::string& relation : shown.relations) lines.push_back(relation);
  lines.emplace_back(to_string(shown.verdict));
  return join(lines, "\n");
}

int explain(const std::string& id) {
  const Theorem& theorem = theorem_named(id);
  std::vector<std::string> names;
  for (const Metric metric : theorem.metrics) names.emplace_back(reference::info(metric).name);
  const Style style = Style::for_standard_output();
  print(style.strong(theorem.id) + "\n" + wrap(theorem.statement, "  ") + "\n\n");
  print(field("metrics", join(names, ", ")) + field("proof", theorem.proof) + field("source", theorem.source) +
        field("breaks", theorem.breaks) + field("example", example(theorem)) +
        field("try", fmt::format("gibbs check --only {}", theorem.id)));
  return all_held;
}

}  // namespace

const properties::Theorem& theorem_named(const std::string& id) {
  if (const Theorem* theorem = find_theorem(id)) return *theorem;
  std::vector<std::string> ids;
  for (const Theorem& theorem : catalogue()) ids.emplace_back(theorem.id);
  UsageError error = unknown("theorem", id, ids);
  throw UsageError(std::string(error.what()) +
                   (std::string_view(error.what()).find(';') == std::string_view::npos ? "; see gibbs list" : ""));
}

Command list_command(CLI::App& app) {
  auto* command = app.add_subcommand("list", "The catalogue: every property with its statement");
  return {command, list};
}

Command explain_command(CLI::App& app) {
  auto* command =
      app.add_subcommand("explain", "One theorem: statement, proof, an example with numbers, what breaks it");
  const auto id = std::make_shared<std::string>();
  command->add_option("ID", *id, "As in `gibbs list`")->required();
  command->footer("Example:\n  gibbs explain gibbs-inequality");
  return {command, [id] { return explain(*id); }};
}

}  // namespace gibbs::cli
