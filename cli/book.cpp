// gibbs book: what the pages are made of, and whether the numbers in them are true.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/book_certify.hpp"
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
#include "subjects/planted.hpp"

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

/// What an input is: as declared; of the rows of a batch, "z[0]", as the metrics have it.
std::string_view role_of(const std::string& input, const Theorem& theorem) {
  const auto& declared = theorem.inputs.declared();
  const auto found = std::ranges::find(declared, input, &Declared::name);
  if (found != declared.end()) return name(found->role);
  for (const Metric metric : theorem.metrics) {
    for (const reference::Parameter& parameter : reference::info(metric).parameters) {
      if (parameter.name != input.substr(0, input.find('['))) continue;
      return parameter.domain == reference::Domain::logits ? "logits" : parameter.domain == reference::Domain::distribution ? "distribution" : "numbers";
    }
  }
  return "";
}

json inputs_of(const std::vector<ShownInput>& inputs, const Theorem& theorem) {
  json all = json::array();
  for (const ShownInput& input : inputs) {
    all.push_back({{"name", input.name}, {"role", role_of(input.name, theorem)}, {"fractions", input.fractions}, {"hex", input.hex}, {"columns", input.columns}});
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

/// As texts, for JSON has no infinity.
json answered(const std::vector<Call>& calls) {
  json all = json::array();
  for (const Call& call : calls) {
    json values = json::array();
    for (const double x : call.values) values.push_back(fmt::format("{}", x));
    all.push_back({{"line", call.line}, {"values", values}});
  }
  return all;
}

json shown(const Demonstration& d, const Theorem& theorem) {
  return {{"inputs", inputs_of(d.inputs, theorem)}, {"unit", d.unit ? reference::name(*d.unit) : ""}, {"observations", seen(d.observations)},
          {"relations", d.relations}, {"calls", answered(d.calls)}, {"verdict", to_string(d.verdict)}};
}

json metrics_of(const std::vector<Metric>& metrics) {
  json all = json::array();
  for (const Metric metric : metrics) all.push_back(reference::info(metric).name);
  return all;
}

json broken(const Counterexample& c, const Theorem& theorem) {
  return {{"breach", to_string(c.breach)}, {"why", c.why}, {"unit", c.unit ? reference::name(*c.unit) : ""},
          {"inputs", inputs_of(c.inputs, theorem)}, {"observations", seen(c.observations)}, {"replay", c.replay}};
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
      json one{{"exhibit", exhibit.id}, {"library", exhibit.library}, {"date", exhibit.date}, {"link", exhibit.link},
               {"symptom", {{"en", exhibit.symptom.en}, {"ko", exhibit.symptom.ko}}}, {"format", exhibit.format.name}};
      one.update(broken(*result.counterexample, *theorem));
      by_theorem[result.id].push_back(std::move(one));
    }
  }
  return by_theorem;
}

/// For a theorem that no real defect breaks: the first planted fault that it catches, with the simplest counterexample.
json planted_fault(const Theorem& theorem) {
  Options options;
  options.cases = 100;
  options.only = {std::string(theorem.id)};
  for (const Metric metric : theorem.metrics) {
    const reference::MetricInfo& info = reference::info(metric);
    for (const subjects::PlantedFault& fault : subjects::planted_faults()) {
      if (!fault.suits(info)) continue;
      const auto subject = subjects::planted(fmt::format("{}:{}", info.name, fault.id));
      const PropertyResult result = check(*subject, options).properties.at(0);
      if (result.status != Status::refuted || !result.counterexample) continue;
      json one{{"subject", subject->description().name}, {"metric", info.name}, {"fault", fault.id}};
      one.update(broken(*result.counterexample, theorem));
      return one;
    }
  }
  return nullptr;
}

json meanings() {
  json all = json::object();
  for (const Symbol& symbol : symbols()) all[symbol.id] = {{"formula", symbol.formula}, {"en", symbol.en}, {"ko", symbol.ko}};
  return all;
}
json symbols_used(const Words& words) {
  json all = json::array();
  for (const Symbol* symbol : symbols_of(words)) all.push_back(symbol->id);
  return all;
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
    json one{{"id", theorem.id}, {"kind", "theorem"}, {"symbols", symbols_used(*words)}, {"chapter", families[family(theorem)]}, {"main", is_main_line(theorem.id)},
             {"metrics", metrics_of(theorem.metrics)}, {"uses", words->uses}, {"source", words->source}, {"en", said(words->en)},
             {"ko", said(words->ko)}, {"example", shown(demonstration, theorem)}, {"machine", proved(theorem.id)}, {"defects", caught[std::string(theorem.id)]}};
    if (one["defects"].is_null()) one["defects"] = json::array(), one["planted"] = planted_fault(theorem);
    all.push_back(std::move(one));
  }
  for (const Fallacy& fallacy : fallacies()) {
    const Words* words = find_words(fallacy.id);
    if (words == nullptr) continue;
    const Refutation refutation = refute(fallacy, *library, {});
    all.push_back({{"id", fallacy.id}, {"kind", "fallacy"}, {"symbols", symbols_used(*words)}, {"chapter", "fallacies"}, {"main", is_main_line(fallacy.id)},
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
  const json book{{"version", GIBBS_VERSION}, {"chapters", chapters}, {"metrics", units}, {"symbols", meanings()}, {"statements", theorems()}};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw UsageError(fmt::format("{} cannot be made: {}", folder, error.message()));
  const std::filesystem::path path = std::filesystem::path(folder) / "book.json";
  OutputFile(path.string()).write(book.dump(1) + "\n");
  print(fmt::format("{}: {}\n", path.string(), count(book["statements"].size(), "statement")));
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
      "counterexample, or a planted fault.\n\n"
      "--certify reads lines VALUE METRIC unit=UNIT NAME=NUMBERS…, as in\n"
      "  1.5 entropy unit=bit p=2,1,1\n"
      "and refuses the first whose value is not the binary64 number nearest to the exact one. Vectors\n"
      "are weights of any positive mass; a component of a vector result is METRIC[INDEX]. A line\n"
      "  ~ 0.2500 0.00005 1 4 /\n"
      "says how near its value is to what is computed on a stack (cli/book_certify.hpp).\n\n"
      "Example:\n"
      "  gibbs book --out pages");
  return {command, [=] {
            if (folder->empty() == numbers->empty()) throw UsageError("either --out or --certify is needed");
            return numbers->empty() ? write(*folder) : certify_all(*numbers);
          }};
}

}  // namespace gibbs::cli
