#include "properties/run/finds.hpp"

#include <algorithm>
#include <sstream>

#include "properties/inputs/distributions.hpp"
#include "properties/run/run.hpp"

namespace gibbs::properties {

std::vector<KnownFind> known_finds_with_stories(const Theorem& theorem, const Description& description) {
  if (theorem.kind != Theorem::Kind::accuracy || theorem.each) return {};
  const std::string_view metric = reference::info(theorem.metrics.front()).name;
  const auto file = std::ranges::find(finds_files(), metric, &FindsFile::metric);
  if (file == finds_files().end()) return {};
  const std::vector<Unit> units = common_units(theorem, description);
  std::vector<KnownFind> finds;
  std::string story;
  std::istringstream lines{std::string(file->text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# ")) story = line.substr(2);
    if (line.empty() || line.starts_with('#')) continue;
    Case c = theorem.inputs.read(parse_token(line));
    for (Input& input : c.inputs) {
      for (double& x : input.values) x = reference::round_to(x, description.format);
    }
    if (std::ranges::find(units, c.unit) == units.end()) c.unit = units.front();
    if (searchable(c, description.format)) finds.push_back({std::move(c), story});
  }
  return finds;
}

std::vector<Case> known_finds(const Theorem& theorem, const Description& description) {
  std::vector<Case> cases;
  for (KnownFind& find : known_finds_with_stories(theorem, description)) cases.push_back(std::move(find.at));
  return cases;
}

}  // namespace gibbs::properties
