#include "cli/part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "properties/run/runs.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {
namespace {

using nlohmann::ordered_json;
using namespace properties;

constexpr std::string_view schema = "gibbs-part/1";

ordered_json names(const auto& metrics) {
  ordered_json list = ordered_json::array();
  for (const Metric metric : metrics) list.push_back(reference::info(metric).name);
  return list;
}

constexpr std::size_t Tally::*counts[] = {&Tally::cases,    &Tally::rounded, &Tally::refuted, &Tally::declined,
                                          &Tally::unjudged, &Tally::outside, &Tally::drawn,   &Tally::last_declined};

ordered_json to_json(const Grade& grade, const std::string& id) {
  const Grade::State& s = grade.state();
  return {{"levels", {s.correct, s.faithful, s.stable, s.spoilt}},
          {"numbers", {to_hex(s.max_ulp), to_hex(s.max_share), to_hex(s.smallest_radius)}},
          {"results", s.results},
          {"worst", s.worst ? ordered_json(to_token(id, *s.worst)) : ordered_json()},
          {"number", s.number}};
}

Grade grade_of(const ordered_json& j, const Theorem& theorem) {
  const auto &levels = j.at("levels"), &numbers = j.at("numbers");
  const auto number = [&](std::size_t i) { return parse_number(numbers.at(i).get<std::string>()); };
  Grade::State s{levels.at(0), levels.at(1), levels.at(2), levels.at(3), number(0), number(1), number(2), j.at("results"), std::nullopt, j.at("number")};
  if (!j.at("worst").is_null()) {
    const Token token = parse_token(j.at("worst").get<std::string>());
    s.worst = theorem.inputs.read(token);
  }
  return Grade(std::move(s));
}

ordered_json to_json(const Tally& tally, const std::string& id) {
  ordered_json numbers = ordered_json::array(), grades = ordered_json::object();
  for (const auto member : counts) numbers.push_back(tally.*member);
  for (const auto& [metric, grade] : tally.grades) grades[std::string(reference::info(metric).name)] = to_json(grade, id);
  return {{"id", id},           {"counts", numbers},         {"seen", tally.seen},       {"excused", tally.excused}, {"why_declined", tally.why_declined},
          {"grades", grades},   {"answered", names(tally.answered)}, {"mute", names(tally.mute)}, {"telling", tally.telling}, {"costly", tally.costly}};
}

Tally tally_of(const ordered_json& j, const Theorem& theorem) {
  if (j.at("id") != theorem.id) throw std::invalid_argument(fmt::format("{} where {} is expected", j.at("id").dump(), theorem.id));
  Tally tally;
  for (std::size_t k = 0; k < std::size(counts); ++k) tally.*counts[k] = j.at("counts").at(k);
  tally.seen = j.at("seen").get<Tally::Seen>();
  tally.excused = j.at("excused").get<Tally::Seen>();
  tally.why_declined = j.at("why_declined");
  for (const auto& [name, grade] : j.at("grades").items()) tally.grades[metric_named(name)] = grade_of(grade, theorem);
  for (const auto& name : j.at("answered")) tally.answered.insert(metric_named(name));
  for (const auto& name : j.at("mute")) tally.mute.insert(metric_named(name));
  tally.telling = j.at("telling").get<std::set<std::size_t>>();
  tally.costly = j.at("costly");
  return tally;
}

ordered_json head(const Part& part) {
  const Options& o = part.options;
  return {{"gibbs", GIBBS_VERSION}, {"subject", part.subject}, {"who", part.who},   {"seed", o.seed},     {"cases", o.cases},
          {"only", o.only},         {"skip", o.skip},          {"metrics", names(o.metrics)}, {"strict", o.strict}, {"known", o.known}};
}

}  // namespace

std::string who(const Description& description) { return fmt::format("{} {} ({})", description.name, description.version, description.format.name); }

std::string to_text(const Part& part) {
  const auto theorems = selected(part.options);
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < theorems.size(); ++i) lines.push_back(to_json(part.tallies[i], std::string(theorems[i]->id)).dump());
  return fmt::format("{{\"schema\":\"{}\",\"share\":[{},{}],\n\"trial\":{},\n\"tallies\":[\n{}\n]}}\n", schema, part.share.index + 1, part.share.count,
                     head(part).dump(), join(lines, ",\n"));
}

Part read_part(const std::string& path) {
  try {
    const ordered_json j = ordered_json::parse(read_text(path));
    if (j.at("schema") != schema) throw std::invalid_argument(fmt::format("no {}", schema));
    const ordered_json& trial = j.at("trial");
    if (trial.at("gibbs") != GIBBS_VERSION) throw std::invalid_argument(fmt::format("of gibbs {}, and this is " GIBBS_VERSION, trial.at("gibbs").dump()));
    Part part;
    part.share = {j.at("share").at(0).get<std::size_t>() - 1, j.at("share").at(1)};
    if (part.share.index >= part.share.count) throw std::invalid_argument("no such share");
    part.subject = trial.at("subject"), part.who = trial.at("who");
    Options& o = part.options;
    o.seed = trial.at("seed"), o.cases = trial.at("cases"), o.strict = trial.at("strict");
    o.only = trial.at("only"), o.skip = trial.at("skip"), o.known = trial.at("known");
    for (const auto& name : trial.at("metrics")) o.metrics.push_back(metric_named(name));
    const auto theorems = selected(o);
    if (j.at("tallies").size() != theorems.size()) throw std::invalid_argument("of another catalogue");
    for (std::size_t i = 0; i < theorems.size(); ++i) part.tallies.push_back(tally_of(j.at("tallies").at(i), *theorems[i]));
    return part;
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("{} is no part of a trial: {}", path, subjects::printable(error.what(), 200)));
  }
}

void require_whole(const std::vector<Part>& parts, const std::vector<std::string>& paths) {
  const std::size_t count = parts.front().share.count;
  std::vector<std::string> seen(count);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].share.count != count || head(parts[i]) != head(parts.front()))
      throw UsageError(fmt::format("{} and {} are of different trials", paths.front(), paths[i]));
    std::string& place = seen[parts[i].share.index];
    if (!place.empty()) throw UsageError(fmt::format("{} and {} are the same part, {} of {}", place, paths[i], parts[i].share.index + 1, count));
    place = paths[i];
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (seen[i].empty()) throw UsageError(fmt::format("part {} of {} is missing", i + 1, count));
  }
}

}  // namespace gibbs::cli
