// gibbs list, gibbs explain
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/family.hpp"
#include "cli/proved.hpp"
#include "cli/text.hpp"
#include "properties/fallacies/fallacy.hpp"
#include "properties/run/show.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/adapters.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

/// A chapter of theorems, or the fallacies: those that concern one of the metrics, or all.
template <class Statements>
std::string chapter(const std::string& heading, const Statements& statements, const std::vector<Metric>& metrics) {
  const auto concerned = [&](const auto& stated) {
    return metrics.empty() || std::ranges::find_first_of(stated.metrics, metrics) != stated.metrics.end();
  };
  std::size_t longest = 0;
  for (const auto& stated : statements) longest = std::max(longest, concerned(stated) ? width(stated.id) : 0);
  std::string out;
  for (const auto& stated : statements) {
    if (!concerned(stated)) continue;
    out += wrap(stated.statement, "  " + pad(stated.id, longest + 2), std::string(longest + 4, ' ')) + "\n";
  }
  return out.empty() ? "" : heading + "\n" + out + "\n";
}

int list(const std::vector<std::string>& names) {
  std::vector<Metric> metrics;
  for (const std::string& name : names) metrics.push_back(metric_named(name));
  const Style style = Style::for_standard_output();
  std::string out;
  for (std::size_t place = 0; place < families.size(); ++place) {
    std::vector<Theorem> theorems;
    std::ranges::copy_if(catalogue(), std::back_inserter(theorems),
                         [&](const Theorem& t) { return family(t) == place; });
    out += chapter(style.strong(families[place]), theorems, metrics);
  }
  out += chapter(style.strong("fallacies: plausible, and refuted by `gibbs explain`"), fallacies(), metrics);
  out.pop_back();  // the empty line after the last chapter
  print(out);
  return all_held;
}

std::string field(std::string_view name, std::string_view text) {
  return text.empty() ? "" : wrap(text, pad(name, 10), std::string(10, ' ')) + "\n";
}

std::string shown(const Demonstration& demonstration) {
  std::vector<std::string> lines;
  for (const ShownInput& input : demonstration.inputs) {
    std::string text;
    for (std::size_t i = 0; i < input.fractions.size(); ++i) {
      text += i == 0 ? "" : input.columns != 0 && i % input.columns == 0 ? "; " : ", ";
      text += input.fractions[i];
    }
    lines.push_back(fmt::format("{} = {}", input.name, text));
  }
  for (const Observation& seen : demonstration.observations) {
    lines.push_back(fmt::format("{} = {}   exactly {}", seen.call, seen.observed, seen.exact));
  }
  for (const std::string& relation : demonstration.relations) lines.push_back(relation);
  lines.emplace_back(to_string(demonstration.verdict));
  return join(lines, "\n");
}

std::string names(const std::vector<Metric>& metrics) {
  std::vector<std::string> all;
  for (const Metric metric : metrics) all.emplace_back(reference::info(metric).name);
  return join(all, ", ");
}

std::string title(std::string_view id, std::string_view statement) {
  return Style::for_standard_output().strong(id) + "\n" + wrap(statement, "  ") + "\n\n";
}

void explain(const Theorem& theorem) {
  const auto library = subjects::open_subject("");
  print(title(theorem.id, theorem.statement) + field("metrics", names(theorem.metrics)) +
        field("proof", theorem.proof) + field("source", theorem.source) + field("breaks", theorem.breaks) +
        field("example", shown(demonstrate(theorem, *library))) +
        field("try", fmt::format("gibbs check --only {}", theorem.id)) + field("proved", proved(theorem.id)));
}

/// The counterexample is found here and now.
void explain(const Fallacy& fallacy) {
  const auto library = subjects::open_subject("");
  const Refutation refutation = refute(fallacy, *library, {});
  print(title(fallacy.id, fallacy.statement) + field("metrics", names(fallacy.metrics)) +
        field("plausible", fallacy.why_plausible) + field("false", fallacy.why_false) +
        field("source", fallacy.source) +
        field("found", fmt::format("a counterexample in {} of {}; the simplest:\n{}", refutation.result.refuted,
                                   count(refutation.result.cases, "case"), shown(refutation.counterexample))) +
        field("try", join(refutation.counterexample.calls, "\n")) + field("refuted", proved(fallacy.id)));
}

int explain(const std::string& id) {
  if (const Fallacy* fallacy = find_fallacy(id))
    explain(*fallacy);
  else
    explain(theorem_named(id));
  return all_held;
}

}  // namespace

const properties::Theorem& theorem_named(const std::string& id) {
  if (const Theorem* theorem = find_theorem(id)) return *theorem;
  refuse_fallacy(id);
  std::vector<std::string> ids;
  for (const Theorem& theorem : catalogue()) ids.emplace_back(theorem.id);
  for (const Fallacy& fallacy : fallacies()) ids.emplace_back(fallacy.id);
  UsageError error = unknown("theorem", id, ids);
  throw UsageError(std::string(error.what()) +
                   (std::string_view(error.what()).find(';') == std::string_view::npos ? "; see gibbs list" : ""));
}

void refuse_fallacy(const std::string& id) {
  if (find_fallacy(id) == nullptr) return;
  throw UsageError(fmt::format("{0} is a fallacy, false of every correct subject; see gibbs explain {0}", id));
}

Command list_command(CLI::App& app) {
  auto* command = app.add_subcommand("list", "The catalogue: every property with its statement, and the fallacies");
  const auto metrics = std::make_shared<std::vector<std::string>>();
  command->add_option("--metric", *metrics, "What concerns this metric; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->footer("Example:\n  gibbs list --metric kl_divergence");
  return {command, [metrics] { return list(*metrics); }};
}

Command explain_command(CLI::App& app) {
  auto* command = app.add_subcommand("explain", "A theorem: statement, proof, example; or a fallacy, refuted");
  const auto id = std::make_shared<std::string>();
  command->add_option("ID", *id, "As in `gibbs list`")->required();
  command->footer("Examples:\n  gibbs explain gibbs-inequality\n  gibbs explain kl-is-symmetric");
  return {command, [id] { return explain(*id); }};
}

}  // namespace gibbs::cli
