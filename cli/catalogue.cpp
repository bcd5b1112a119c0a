// gibbs list
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <memory>

#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/family.hpp"
#include "cli/list_json.hpp"
#include "cli/text.hpp"
#include "properties/fallacies/fallacy.hpp"
#include "properties/theorems/theorem.hpp"
#include "properties/words/words.hpp"

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
    const std::string mark = is_main_line(stated.id) ? "★ " : "  ";
    out += wrap(stated.statement, mark + pad(stated.id, longest + 2), std::string(longest + 4, ' ')) + "\n";
  }
  return out.empty() ? "" : heading + "\n" + out + "\n";
}

/// The tables of docs/catalogue.md. What is said of accuracy and of domains is said there once for all metrics.
template <class Statements>
std::string table(std::string_view heading, const Statements& statements) {
  std::string out = fmt::format("## {}{}\n| id | statement |\n|---|---|\n", static_cast<char>(std::toupper(heading[0])), heading.substr(1));
  for (const auto& stated : statements) {
    out += fmt::format("| {}`{}` | {} |\n", is_main_line(stated.id) ? "★ " : "", stated.id, stated.statement);
  }
  return out;
}

int list_as_markdown() {
  std::string out;
  for (std::size_t place = 0; place < families.size(); ++place) {
    std::vector<Theorem> theorems;
    std::ranges::copy_if(catalogue(), std::back_inserter(theorems),
                         [&](const Theorem& t) { return t.kind == Theorem::Kind::law && family(t) == place; });
    if (!theorems.empty()) out += table(families[place], theorems) + "\n";
  }
  print(out + table("fallacies", fallacies()));
  return all_held;
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
  print(out + "★: the main line of the story; `gibbs explain` without an id says where to start\n");
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
      ->type_name("NAME")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  const auto markdown = std::make_shared<bool>(false), json = std::make_shared<bool>(false);
  auto* as_markdown = command->add_flag("--markdown", *markdown, "The theorems and fallacies as the tables of docs/catalogue.md");
  command->add_flag("--json", *json, "The same for programs, with metrics, sources and what Coq has proved")->excludes(as_markdown);
  command->footer("Example:\n  gibbs list --metric kl_divergence");
  return {command, [=] { return *markdown ? list_as_markdown() : *json ? list_json(*metrics) : list(*metrics); }};
}

}  // namespace gibbs::cli
