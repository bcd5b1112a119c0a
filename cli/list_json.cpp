#include "cli/list_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/family.hpp"
#include "cli/proved.hpp"
#include "cli/text.hpp"
#include "properties/fallacies/fallacy.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

/// What Coq has proved of an id, or why it has not; null where there is nothing to prove.
nlohmann::ordered_json proved_by_machine(std::string_view id) {
  const std::optional<Proof> found = proof(id);
  if (!found) return nullptr;
  if (!found->reason.empty()) return {{"reason", found->reason}};
  return {{"file", found->file}, {"statement", found->statement}};
}

template <class Stated>
std::string line(const Stated& stated, std::string_view kind, std::string_view chapter) {
  nlohmann::ordered_json metrics = nlohmann::ordered_json::array();
  for (const Metric metric : stated.metrics) metrics.push_back(reference::info(metric).name);
  const nlohmann::ordered_json object{{"id", stated.id},           {"kind", kind},      {"chapter", chapter},
                                      {"statement", stated.statement}, {"metrics", metrics}, {"source", stated.source},
                                      {"proved", proved_by_machine(stated.id)}};
  return "  " + object.dump();
}

std::string_view kind(const Theorem& theorem) {
  return theorem.kind == Theorem::Kind::law ? "theorem" : theorem.kind == Theorem::Kind::accuracy ? "accuracy" : "domain";
}

}  // namespace

int list_json(const std::vector<std::string>& names) {
  std::vector<Metric> wanted;
  for (const std::string& name : names) wanted.push_back(metric_named(name));
  const auto concerned = [&](const auto& stated) {
    return wanted.empty() || std::ranges::find_first_of(stated.metrics, wanted) != stated.metrics.end();
  };
  std::vector<std::string> lines;
  for (const Theorem& theorem : catalogue()) {
    if (concerned(theorem)) lines.push_back(line(theorem, kind(theorem), families[family(theorem)]));
  }
  for (const Fallacy& fallacy : fallacies()) {
    if (concerned(fallacy)) lines.push_back(line(fallacy, "fallacy", "fallacies"));
  }
  print("[\n" + join(lines, ",\n") + "\n]\n");
  return all_held;
}

}  // namespace gibbs::cli
