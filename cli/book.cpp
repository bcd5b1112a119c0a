// gibbs book: what the pages are made of, and whether the numbers in them are true.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/family.hpp"
#include "cli/output_file.hpp"
#include "cli/proved.hpp"
#include "cli/text.hpp"
#include "museum/exhibit.hpp"
#include "properties/fallacies/fallacy.hpp"
#include "properties/run/run.hpp"
#include "properties/run/show.hpp"
#include "properties/words/words.hpp"
#include "reference/reference.hpp"
#include "subjects/adapters.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;
using json = nlohmann::ordered_json;

std::string_view name(Role role) {
  switch (role) {
    case Role::probability: return "probability";
    case Role::distribution: return "distribution";
    case Role::joint: return "joint";
    case Role::logit: return "logit";
    case Role::logits: return "logits";
    case Role::number: return "number";
    case Role::numbers: return "numbers";
    case Role::logit_rows: return "logit_rows";
    case Role::labels: return "labels";
    case Role::weights: return "weights";
    case Role::natural: return "natural";
    case Role::row: return "row";
    case Role::raw: return "raw";
  }
  return "";
}

json said(const Text& text) {
  return {{"question", text.question}, {"statement", text.statement}, {"steps", text.steps},
          {"idea", text.idea},         {"equality", text.equality},   {"believed", text.believed},
          {"false", text.falsehood},   {"breaks", text.breaks},       {"floating", text.floating}};
}

json inputs_of(const std::vector<ShownInput>& inputs, const Theorem& theorem) {
  json all = json::array();
  for (const ShownInput& input : inputs) {
    const auto& declared = theorem.inputs.declared();
    const auto found = std::ranges::find(declared, input.name, &Declared::name);
    all.push_back({{"name", input.name}, {"role", found == declared.end() ? "" : name(found->role)}, {"fractions", input.fractions},
                   {"hex", input.hex}, {"columns", input.columns}});
  }
  return all;
}

json seen(const std::vector<Observation>& observations) {
  json all = json::array();
  for (const Observation& o : observations) {
    all.push_back({{"call", o.call}, {"metric", reference::info(o.metric).name}, {"observed", o.observed}, {"hex", o.observed_hex}, {"exact", o.exact}});
  }
  return all;
}

json shown(const Demonstration& d, const Theorem& theorem) {
  return {{"inputs", inputs_of(d.inputs, theorem)}, {"unit", d.unit ? reference::name(*d.unit) : ""}, {"observations", seen(d.observations)},
          {"relations", d.relations}, {"calls", d.calls}, {"verdict", to_string(d.verdict)}};
}

json metrics_of(const std::vector<Metric>& metrics) {
  json all = json::array();
  for (const Metric metric : metrics) all.push_back(reference::info(metric).name);
  return all;
}

/// Real defects, by the theorem that each breaks, with the simplest counterexample.
std::map<std::string, json> defects() {
  std::map<std::string, json> by_theorem;
  for (const museum::Exhibit& exhibit : museum::exhibits()) {
    const auto subject = museum::open(exhibit);
    Options options;
    options.cases = 200;
    for (const PropertyResult& result : check(*subject, options).properties) {
      const Theorem* theorem = find_theorem(result.id);
      if (result.status != Status::refuted || !result.counterexample || theorem->kind != Theorem::Kind::law) continue;
      const Counterexample& c = *result.counterexample;
      by_theorem[result.id].push_back({{"exhibit", exhibit.id}, {"library", exhibit.library}, {"date", exhibit.date}, {"link", exhibit.link},
                                       {"symptom", exhibit.symptom}, {"format", exhibit.format.name}, {"breach", to_string(c.breach)},
                                       {"why", c.why}, {"unit", c.unit ? reference::name(*c.unit) : ""},
                                       {"inputs", inputs_of(c.inputs, *theorem)}, {"observations", seen(c.observations)}, {"replay", c.replay}});
    }
  }
  return by_theorem;
}

json theorems() {
  const auto library = subjects::open_subject("");
  auto caught = defects();
  json all = json::array();
  for (const Theorem& theorem : catalogue()) {
    const Words* words = find_words(theorem.id);
    if (theorem.kind != Theorem::Kind::law || words == nullptr) continue;
    const Demonstration demonstration = demonstrate(theorem, *library);
    if (demonstration.verdict != Status::held) throw UsageError(fmt::format("the example of {} does not hold", theorem.id));
    json one{{"id", theorem.id}, {"kind", "theorem"}, {"chapter", families[family(theorem)]}, {"main", is_main_line(theorem.id)},
             {"metrics", metrics_of(theorem.metrics)}, {"uses", words->uses}, {"source", words->source}, {"en", said(words->en)},
             {"ko", said(words->ko)}, {"example", shown(demonstration, theorem)}, {"machine", proved(theorem.id)}, {"defects", caught[std::string(theorem.id)]}};
    if (one["defects"].is_null()) one["defects"] = json::array();
    all.push_back(std::move(one));
  }
  for (const Fallacy& fallacy : fallacies()) {
    const Words* words = find_words(fallacy.id);
    if (words == nullptr) continue;
    const Refutation refutation = refute(fallacy, *library, {});
    all.push_back({{"id", fallacy.id}, {"kind", "fallacy"}, {"chapter", "fallacies"}, {"main", is_main_line(fallacy.id)},
                   {"metrics", metrics_of(fallacy.metrics)}, {"uses", words->uses}, {"source", words->source}, {"en", said(words->en)},
                   {"ko", said(words->ko)}, {"example", shown(refutation.counterexample, fallacy.as_theorem())}, {"machine", proved(fallacy.id)},
                   {"found", {refutation.result.refuted, refutation.result.cases}}, {"defects", json::array()}});
  }
  return all;
}

int write(const std::string& folder) {
  json chapters = json::array();
  for (const Chapter& c : reading_path()) {
    chapters.push_back({{"id", c.id}, {"en", {{"title", c.title_en}, {"lead", c.lead_en}}}, {"ko", {{"title", c.title_ko}, {"lead", c.lead_ko}}},
                        {"theorems", c.theorems}});
  }
  json units = json::array();
  for (const auto& info : reference::metrics()) {
    json parameters = json::array();
    for (const auto& p : info.parameters) parameters.push_back(p.name);
    units.push_back({{"name", info.name}, {"parameters", parameters}, {"formula", info.formula}, {"unit", info.has_unit}, {"vector", info.vectorial()}});
  }
  const json book{{"version", GIBBS_VERSION}, {"chapters", chapters}, {"metrics", units}, {"statements", theorems()}};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw UsageError(fmt::format("{} cannot be made: {}", folder, error.message()));
  const std::filesystem::path path = std::filesystem::path(folder) / "book.json";
  OutputFile(path.string()).write(book.dump(1) + "\n");
  print(fmt::format("{}: {}\n", path.string(), count(book["statements"].size(), "statement")));
  return all_held;
}

/// "METRIC[INDEX]", the index of a vector result left out for others.
std::pair<std::string, std::size_t> component(const std::string& text) {
  const auto bracket = text.find('[');
  if (bracket == std::string::npos) return {text, 0};
  return {text.substr(0, bracket), whole_number("an index", text.substr(bracket + 1, text.size() - bracket - 2), 0, 1'000'000)};
}

/// A line is VALUE METRIC unit=UNIT NAME=VALUES…: is the value the number of binary64 nearest to the exact one?
void certify(const std::string& line) {
  const auto space = line.find(' ');
  if (space == std::string::npos) throw UsageError(fmt::format("no value and question: {}", line));
  const double value = parse_number(line.substr(0, space));
  const Token token = parse_token(line.substr(space + 1));
  const auto [id, index] = component(token.id);
  const reference::MetricInfo& info = reference::info(metric_named(id));
  reference::Question question{info.metric, {}, token.unit};
  for (const reference::Parameter& parameter : info.parameters) {
    const auto given = std::ranges::find(token.inputs, parameter.name, &Input::name);
    if (given == token.inputs.end()) throw UsageError(fmt::format("{} lacks {}", line, parameter.name));
    question.arguments.push_back({given->values, given->columns});
  }
  const auto rounded = reference::round(question, reference::binary64);
  if (index >= rounded.size()) throw UsageError(fmt::format("{} has no component {}", line, index));
  if (rounded[index].nearest != value) throw UsageError(fmt::format("false: {}: the nearest number is {}", line, rounded[index].nearest));
}

int certify_all(const std::string& path) {
  std::istringstream lines(read_text(path));
  std::size_t n = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    certify(line);
    ++n;
  }
  print(fmt::format("{} true\n", count(n, "number")));
  return all_held;
}

}  // namespace

Command book_command(CLI::App& app) {
  auto* command = app.add_subcommand("book", "What the pages of the book are made of; ./run book makes them");
  const auto folder = std::make_shared<std::string>(), numbers = std::make_shared<std::string>();
  auto* out = command->add_option("--out", *folder, "The folder that book.json is written to");
  command->add_option("--certify", *numbers, "Compare the numbers of a file with the reference")->excludes(out);
  command->footer(
      "book.json holds every theorem and fallacy that has words: these, in both languages; its example,\n"
      "computed by the library beside the exact values; the real defects it catches, each with a\n"
      "counterexample.\n\n"
      "--certify reads lines VALUE METRIC unit=UNIT NAME=NUMBERS…, as in\n"
      "  1.5 entropy unit=bit p=2,1,1\n"
      "and refuses the first whose value is not the binary64 number nearest to the exact one. Vectors\n"
      "are weights of any positive mass; a component of a vector result is METRIC[INDEX].\n\n"
      "Example:\n"
      "  gibbs book --out pages");
  return {command, [=] {
            if (folder->empty() == numbers->empty()) throw UsageError("either --out or --certify is needed");
            return numbers->empty() ? write(*folder) : certify_all(*numbers);
          }};
}

}  // namespace gibbs::cli
