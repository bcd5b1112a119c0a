#include "cli/part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/arguments.hpp"
#include "cli/baseline.hpp"
#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "properties/run/runs.hpp"
#include "subjects/json.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {
namespace {

using nlohmann::ordered_json;
using namespace properties;

constexpr std::string_view family = "gibbs-part/", schema = "gibbs-part/1";
constexpr std::string_view answer_kinds[] = {"value", "refusal", "declined", "nonsense", "silence", "death"};
constexpr std::size_t Tally::*counts[] = {&Tally::cases,   &Tally::rounded, &Tally::refuted, &Tally::declined,      &Tally::unjudged,
                                          &Tally::outside, &Tally::drawn,   &Tally::costly,  &Tally::last_declined};

std::string sum(std::string_view text) { return fmt::format("{:016x}", key(text)); }

ordered_json to_json(double x) { return std::isfinite(x) ? ordered_json(x) : ordered_json(to_hex(x)); }
double number(const ordered_json& j) { return j.is_string() ? parse_number(j.get<std::string>()) : j.get<double>(); }

ordered_json names(const auto& metrics) {
  ordered_json list = ordered_json::array();
  for (const Metric metric : metrics) list.push_back(reference::info(metric).name);
  return list;
}

Case case_of(const ordered_json& j, const Theorem& theorem) {
  const Token token = parse_token(j.get<std::string>());
  if (token.id != theorem.id) throw std::invalid_argument(fmt::format("a case of {} among those of {}", token.id, theorem.id));
  return theorem.inputs.read(token);
}

ordered_json to_json(const Grade::State& s, std::string_view id) {
  return {{"levels", {s.correct, s.faithful, s.stable, s.spoilt}},
          {"largest", {to_json(s.max_ulp), to_json(s.max_share), to_json(s.on_ordinary.error)}},
          {"radius", to_json(s.smallest_radius)},
          {"results", {s.results, s.on_ordinary.results}},
          {"number", s.number},
          {"worst", s.worst ? ordered_json(to_token(id, *s.worst)) : ordered_json()}};
}

Grade grade_of(const ordered_json& j, const Theorem& theorem) {
  const auto &levels = j.at("levels"), &largest = j.at("largest"), &results = j.at("results"), &worst = j.at("worst");
  Grade::State s{levels.at(0), levels.at(1), levels.at(2), levels.at(3), number(largest.at(0)), number(largest.at(1)), number(j.at("radius")), results.at(0), {}, j.at("number"), {}};
  s.on_ordinary = {results.at(1), number(largest.at(2))};
  if (!worst.is_null()) s.worst = case_of(worst, theorem);
  return Grade(std::move(s));
}

ordered_json to_json(const std::vector<Answer>& answers) {
  ordered_json list = ordered_json::array();
  for (const Answer& answer : answers) {
    ordered_json values = ordered_json::array();
    for (const double x : answer.values) values.push_back(to_json(x));
    list.push_back({answer_kinds[static_cast<std::size_t>(answer.kind)], std::move(values), answer.message});
  }
  return list;
}

std::vector<Answer> answers_of(const ordered_json& list) {
  std::vector<Answer> answers;
  for (const auto& j : list) {
    const auto kind = std::ranges::find(answer_kinds, j.at(0).get<std::string>());
    if (kind == std::end(answer_kinds)) throw std::invalid_argument(fmt::format("no kind of answer is called {}", j.at(0).dump()));
    Answer answer{static_cast<Answer::Kind>(kind - answer_kinds), {}, j.at(2)};
    for (const auto& x : j.at(1)) answer.values.push_back(number(x));
    answers.push_back(std::move(answer));
  }
  return answers;
}

ordered_json to_json(const Tally& tally, std::string_view id) {
  ordered_json numbers = ordered_json::array(), grades = ordered_json::object(), failed = ordered_json::array();
  for (const auto member : counts) numbers.push_back(tally.*member);
  for (const auto& [metric, grade] : tally.grades) grades[std::string(reference::info(metric).name)] = to_json(grade.state(), id);
  for (const auto& [number, one] : tally.failed) {
    failed.push_back({{"number", number}, {"case", to_token(id, one.at)}, {"answers", to_json(one.answers)}});
    if (one.again) failed.back()["again"] = to_json(*one.again);
  }
  return {{"id", id},
          {"counts", numbers},
          {"seen", tally.seen},
          {"excused", tally.excused},
          {"why_declined", tally.why_declined},
          {"grades", grades},
          {"answered", names(tally.answered)},
          {"mute", names(tally.mute)},
          {"failed", failed},
          {"lost", tally.lost}};
}

Tally tally_of(const ordered_json& j, const Theorem& theorem) {
  if (j.at("id") != theorem.id) throw std::invalid_argument(fmt::format("{} where {} belongs", j.at("id").dump(), theorem.id));
  Tally tally;
  for (std::size_t k = 0; k < std::size(counts); ++k) tally.*counts[k] = j.at("counts").at(k);
  tally.seen = j.at("seen").get<Tally::Seen>();
  tally.excused = j.at("excused").get<Tally::Seen>();
  tally.why_declined = j.at("why_declined");
  for (const auto& [name, grade] : j.at("grades").items()) tally.grades[metric_named(name)] = grade_of(grade, theorem);
  for (const auto& name : j.at("answered")) tally.answered.insert(metric_named(name));
  for (const auto& name : j.at("mute")) tally.mute.insert(metric_named(name));
  for (const auto& one : j.at("failed")) {
    Tally::Failed& failed = tally.failed[one.at("number").get<std::size_t>()];
    failed.at = case_of(one.at("case"), theorem);
    failed.answers = answers_of(one.at("answers"));
    if (one.contains("again")) failed.again = answers_of(one.at("again"));
  }
  tally.lost = j.at("lost");
  return tally;
}

// What the subject says it offers, to tell whether two offer the same.
std::string offers(const Description& description) {
  std::string text;
  for (const auto& [metric, offer] : description.metrics) {
    text += fmt::format("{} {} {} {} {} {}", reference::info(metric).name, to_string(offer.accuracy), offer.validates, offer.batches, offer.narrowing(), to_string(offer.input));
    for (const Unit unit : offer.units) text += fmt::format(" {}", reference::name(unit));
    for (const double epsilon : offer.clips) text += fmt::format(" {}", epsilon);
    for (const Axis axis : offer.axes) text += fmt::format(" {}", static_cast<int>(axis));
    for (const Layout layout : offer.layouts) text += fmt::format(" {}", static_cast<int>(layout));
    text += "\n";
  }
  return sum(text);
}

Part read_part(const ordered_json& j) {
  const ordered_json& trial = j.at("trial");
  if (trial.at("gibbs") != GIBBS_VERSION) throw std::invalid_argument(fmt::format("it is of gibbs {}, and this is " GIBBS_VERSION, trial.at("gibbs").get<std::string>()));
  Part part;
  part.share = {j.at("part").at(0).get<std::size_t>() - 1, j.at("part").at(1)};
  if (part.share.index >= part.share.count) throw std::invalid_argument("there is no such part");
  for (const auto& [name, value] : trial.items()) part.origin.emplace_back(name, value.dump());
  Options& o = part.options;
  o.cases = trial.at("--cases"), o.seed = trial.at("--seed"), o.strict = trial.at("--strict");
  o.only = trial.at("--only"), o.skip = trial.at("--skip"), o.known = trial.at("--replay-file");
  for (const auto& name : trial.at("--metric")) o.metrics.push_back(metric_named(name));
  const auto theorems = selected(o);
  const ordered_json& tallies = j.at("properties");
  if (tallies.size() != theorems.size()) throw std::invalid_argument(fmt::format("it has {} properties, and this gibbs {}", tallies.size(), theorems.size()));
  for (std::size_t i = 0; i < theorems.size(); ++i) part.tallies.push_back(tally_of(tallies[i], *theorems[i]));
  return part;
}

Part read_part(const std::string& path) {
  const std::string text = read_text(path);
  const auto fail = [&](const std::string& what) { throw UsageError(fmt::format("{}: {}", path, what)); };
  const std::string start = fmt::format("{{\"schema\":\"{}", family);
  if (!text.starts_with(start)) fail("this is no part of a trial, as gibbs check --shard writes it");
  if (!text.starts_with(fmt::format("{{\"schema\":\"{}\"", schema))) {
    const std::string other = text.substr(start.size() - family.size(), text.find('"', start.size()) - start.size() + family.size());
    fail(fmt::format("this is {}, and this gibbs reads {}", subjects::printable(other, 40), schema));
  }
  const std::size_t end = text.rfind(",\"sum\":\"");
  if (end == text.npos || text + "\n" != sealed(text.substr(0, end))) fail("the part is cut off or broken");
  try {
    Part part = read_part(ordered_json::parse(text));
    part.path = path;
    return part;
  } catch (const std::exception& error) {
    fail(fmt::format("the part cannot be read: {}", subjects::printable(error.what(), 200)));
  }
  return {};
}

}  // namespace

std::string sealed(const std::string& text) { return fmt::format("{},\"sum\":\"{}\"}}\n", text, sum(text)); }

Origin origin_of(const std::string& subject, const Options& o, const Description& description) {
  const ordered_json trial{{"gibbs", GIBBS_VERSION},
                           {"platform", platform()},
                           {"--subject", subject},
                           {"name", description.name},
                           {"version", description.version},
                           {"format", description.format.name},
                           {"offers", offers(description)},
                           {"--cases", o.cases},
                           {"--seed", o.seed},
                           {"--only", o.only},
                           {"--skip", o.skip},
                           {"--metric", names(o.metrics)},
                           {"--strict", o.strict},
                           {"--replay-file", o.known}};
  Origin origin;
  for (const auto& [name, value] : trial.items()) origin.emplace_back(name, value.dump());
  return origin;
}

std::string to_text(const Part& part) {
  std::vector<std::string> trial, lines;
  for (const auto& [name, value] : part.origin) trial.push_back(fmt::format("\"{}\":{}", name, value));
  const auto theorems = selected(part.options);
  for (std::size_t i = 0; i < theorems.size(); ++i) lines.push_back(to_json(part.tallies[i], theorems[i]->id).dump());
  const std::string text = fmt::format("{{\"schema\":\"{}\",\"part\":[{},{}],\n\"trial\":{{{}}},\n\"properties\":[\n{}\n]", schema, part.share.index + 1,
                                       part.share.count, join(trial, ","), join(lines, ",\n"));
  return sealed(text);
}

void require_same(const Part& part, const Origin& other, const std::string& where) {
  for (const auto& [name, value] : part.origin) {
    const auto its = std::ranges::find(other, name, &Origin::value_type::first);
    const std::string theirs = its == other.end() ? "nothing" : its->second;
    if (theirs == value) continue;
    const auto shown = [](const std::string& text) { return subjects::printable(text, 60); };
    throw UsageError(fmt::format("parts of different trials: {} is {} in {} and {} {}", shown(name), shown(value), part.path, shown(theirs), where));
  }
}

std::vector<Part> read_parts(const std::vector<std::string>& paths) {
  std::vector<Part> parts;
  for (const std::string& path : paths) parts.push_back(read_part(path));
  const std::size_t count = parts.front().share.count;
  std::vector<std::string> seen(count);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    require_same(parts.front(), parts[i].origin, "in " + paths[i]);
    if (parts[i].share.count != count) throw UsageError(fmt::format("{} is one of {} parts, and {} one of {}", paths.front(), count, paths[i], parts[i].share.count));
    std::string& place = seen[parts[i].share.index];
    if (!place.empty()) throw UsageError(fmt::format("{} and {} are both part {} of {}", place, paths[i], parts[i].share.index + 1, count));
    place = paths[i];
  }
  const auto missing = std::ranges::find(seen, "");
  if (missing != seen.end()) throw UsageError(fmt::format("part {} of {} is missing", missing - seen.begin() + 1, count));
  return parts;
}

}  // namespace gibbs::cli
