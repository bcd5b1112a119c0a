// A comparison for programs (docs/compare.schema.json).
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/cause_word.hpp"
#include "cli/comparison.hpp"

namespace gibbs::cli {
namespace {

using nlohmann::ordered_json;
using namespace properties;

ordered_json json_of(const SideBySide& all, const Finding& finding) {
  const Description& subject = all.report(finding).subject;
  const Counterexample& shown = finding.shown;
  ordered_json object{{"subject", all.subjects[finding.subject].name},
                      {"version", subject.version},
                      {"metric", reference::info(finding.metric).name},
                      {"mark", sign_of(finding.mark).name},
                      {"word", finding.word},
                      {"how", finding.cause.way},
                      {"kind", to_string(finding.judged)},
                      {"severity", to_string(finding.severity)},
                      {"ordinary", finding.ordinary},
                      {"what", what_happens(finding)},
                      {"input", inputs_of(shown)}};
  if (!shown.observations.empty()) {
    object["returned"] = shown.observations.front().observed;
    object["exact"] = shown.observations.front().exact;
  }
  object["language"] = subject.language;
  object["code"] = finding.code;
  object["upstream"] = finding.upstream;
  object["breaks"] = finding.cause.breaks;
  object["replay"] = shown.replay;
  return object;
}

template <class Values, class Write>
std::string lines(const Values& values, Write write) {
  std::string out = "[";
  for (const auto& value : values) out += (out == "[" ? "\n    " : ",\n    ") + write(value);
  return out + (values.empty() ? "]" : "\n  ]");
}

std::string cell_line(const SideBySide& all, Metric metric, std::size_t subject, const Cell& cell) {
  ordered_json object{{"metric", reference::info(metric).name}, {"subject", all.subjects[subject].name}, {"mark", sign_of(cell.mark).name}};
  if (!cell.word.empty()) object["word"] = cell.word;
  if (!cell.number.empty()) object["error"] = cell.number;
  const bool apart = cell.mark == Mark::composed || cell.mark == Mark::internal;
  if (cell.finding) object[apart ? "apart" : "finding"] = *cell.finding;
  return object.dump();
}

}  // namespace

std::string to_json(const SideBySide& all) {
  std::vector<std::string> cells;
  for (std::size_t m = 0; m < all.metrics.size(); ++m) {
    for (std::size_t i = 0; i < all.subjects.size(); ++i) {
      if (all.cells[m][i].mark != Mark::lacking) cells.push_back(cell_line(all, all.metrics[m], i, all.cells[m][i]));
    }
  }
  const auto subject = [](const Tried& tried) {
    const Description& d = tried.report->subject;
    return ordered_json{{"name", tried.name}, {"version", d.version}, {"format", d.format.name}, {"language", d.language}}.dump();
  };
  const auto missing = [](const Tried& tried) {
    return ordered_json{{"name", tried.name}, {"problem", tried.problem}, {"install", tried.install}}.dump();
  };
  const auto finding = [&](const Finding& f) { return json_of(all, f).dump(); };
  const auto same = [](const std::string& line) { return line; };
  const auto quoted = [](const std::string& text) { return ordered_json(text).dump(); };
  const std::uint64_t seed = all.subjects.empty() ? 0 : all.subjects.front().report->seed;
  const std::size_t cases = all.subjects.empty() ? 0 : all.subjects.front().report->cases;
  return fmt::format(
      "{{\n  \"schema\": \"gibbs-compare/1\",\n  \"seed\": {},\n  \"cases\": {},\n  \"subjects\": {},\n  \"missing\": {},\n"
      "  \"cells\": {},\n  \"findings\": {},\n  \"apart\": {},\n  \"narrowed\": {}\n}}\n",
      seed, cases, lines(all.subjects, subject), lines(all.missing, missing), lines(cells, same), lines(all.findings, finding),
      lines(all.apart, finding), lines(narrowed(all), quoted));
}

}  // namespace gibbs::cli
