#include "properties/words/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

namespace gibbs::properties {
namespace {

constexpr std::string_view path_id = "path", symbols_id = "symbols";

std::string_view file_named(std::string_view id) { return std::ranges::find(words_files(), id, &WordsFile::id)->text; }

struct Field {
  std::size_t line;
  std::string key, value;
};
struct Section {
  std::size_t line = 0;
  std::string name;  // empty before the first `==`
  std::vector<Field> fields;
};

[[noreturn]] void refuse(std::string_view file, std::size_t line, std::string_view what) {
  throw std::invalid_argument(fmt::format("{}, line {}: {}", file, line, what));
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<Section> sections(std::string_view file, std::string_view text) {
  std::vector<Section> all(1);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (trimmed(line).empty()) continue;
    if (line.starts_with("== ")) {
      all.push_back({number, std::string(trimmed(line.substr(3))), {}});
    } else if (line.starts_with("  ")) {
      if (all.back().fields.empty()) refuse(file, number, "nothing is there to go on with");
      std::string& value = all.back().fields.back().value;
      value += (value.empty() ? "" : " ") + std::string(trimmed(line));
    } else {
      const auto colon = line.find(':');
      if (colon == std::string_view::npos) refuse(file, number, "neither `key: value` nor indented by two spaces");
      all.back().fields.push_back({number, std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
    }
  }
  for (const Section& section : all) {
    for (const Field& field : section.fields) {
      if (std::ranges::count(field.value, '$') % 2 != 0) refuse(file, field.line, "a formula is not closed by $");
    }
  }
  return all;
}

std::vector<std::string> listed(std::string_view value, std::string_view separator = ",") {
  std::vector<std::string> all;
  while (!value.empty()) {
    const std::string_view one = value.substr(0, value.find(separator));
    if (!trimmed(one).empty()) all.emplace_back(trimmed(one));
    value.remove_prefix(std::min(one.size() + separator.size(), value.size()));
  }
  return all;
}

/// Puts the section's values where the table of its keys says; each key once, and none but these.
using Places = std::vector<std::pair<std::string_view, std::string*>>;
void place(std::string_view file, const Section& section, const Places& places) {
  for (const Field& field : section.fields) {
    const auto found = std::ranges::find(places, field.key, [](const auto& pair) { return pair.first; });
    if (found == places.end()) refuse(file, field.line, fmt::format("unknown key '{}'", field.key));
    if (!found->second->empty()) refuse(file, field.line, fmt::format("'{}' is given twice", field.key));
    *found->second = field.value;
  }
}

void demand(std::string_view file, const Section& section, const Places& wanted) {
  for (const auto& [key, value] : wanted) {
    if (value->empty()) refuse(file, section.line, fmt::format("'{}' is missing in '== {}'", key, section.name));
  }
}

/// The steps go to the text, the other fields stay.
Section without_steps(std::string_view file, const Section& section, Text& text) {
  Section rest{section.line, section.name, {}};
  std::size_t ideas = 0;
  for (const Field& field : section.fields) {
    if (field.key != "step" && field.key != "idea") {
      rest.fields.push_back(field);
      continue;
    }
    if (field.value.empty()) refuse(file, field.line, fmt::format("'{}' is empty", field.key));
    if (field.key == "idea") text.idea = text.steps.size(), ++ideas;
    text.steps.push_back(field.value);
  }
  if (!text.steps.empty() && ideas != 1) refuse(file, section.line, fmt::format("one step is the idea, not {}", ideas));
  return rest;
}

Text text_of(std::string_view file, const Section& section) {
  Text t;
  const Section rest = without_steps(file, section, t);
  const Places said{{"question", &t.question}, {"statement", &t.statement}, {"equality", &t.equality}, {"believed", &t.believed},
                    {"false", &t.falsehood},   {"breaks", &t.breaks},       {"floating", &t.floating}};
  place(file, rest, said);
  demand(file, section, {said[0], said[1]});
  if (t.believed.empty() && t.falsehood.empty()) {
    demand(file, section, {said[2], said[5], said[6]});
    if (t.steps.empty()) refuse(file, section.line, fmt::format("'step' and 'idea' are missing in '== {}'", section.name));
  } else {
    demand(file, section, {said[3], said[4]});
    if (!t.steps.empty() || !t.equality.empty()) refuse(file, section.line, "a fallacy has no proof, and no case of equality");
  }
  return t;
}

}  // namespace

Words parse_words(std::string_view id, std::string_view text) {
  const std::string file = fmt::format("properties/words/{}.txt", id);
  const std::vector<Section> all = sections(file, text);
  Words words;
  words.id = id;
  std::string uses;
  place(file, all[0], {{"uses", &uses}, {"source", &words.source}});
  if (words.source.empty()) refuse(file, 1, "'source' is missing");
  words.uses = listed(uses);
  if (all.size() != 3 || all[1].name != "en" || all[2].name != "ko")
    refuse(file, 1, "both languages are needed, '== en' and then '== ko'");
  words.en = text_of(file, all[1]);
  words.ko = text_of(file, all[2]);
  words.fallacy = !words.en.believed.empty();
  const auto shape = [](const Text& t) {
    return std::tuple(t.steps.size(), t.idea, t.equality.empty(), t.believed.empty(), t.breaks.empty(), t.floating.empty());
  };
  if (shape(words.en) != shape(words.ko)) refuse(file, all[2].line, "the languages differ in their fields, their steps or in which step is the idea");
  return words;
}

std::span<const Words> all_words() {
  static const std::vector<Words> all = [] {
    std::vector<Words> read;
    for (const WordsFile& file : words_files()) {
      if (file.id != path_id && file.id != symbols_id) read.push_back(parse_words(file.id, file.text));
    }
    std::ranges::sort(read, {}, &Words::id);
    return read;
  }();
  return all;
}

const Words* find_words(std::string_view id) {
  const auto all = all_words();
  const auto found = std::ranges::lower_bound(all, id, {}, &Words::id);
  return found != all.end() && found->id == id ? &*found : nullptr;
}

std::string plain(std::string_view text) {
  std::string without(text);
  std::erase(without, '$');
  return without;
}

const Spoken* spoken(std::string_view id) {
  static const std::map<std::string, Spoken, std::less<>> all = [] {
    std::map<std::string, Spoken, std::less<>> made;
    for (const Words& words : all_words()) {
      const Text& t = words.en;
      std::string proof;
      for (const std::string& step : t.steps) proof += (proof.empty() ? "" : " ") + plain(step);
      made[words.id] = {plain(t.statement), proof, words.source, plain(t.breaks), plain(t.believed), plain(t.falsehood)};
    }
    return made;
  }();
  const auto found = all.find(id);
  return found == all.end() ? nullptr : &found->second;
}

std::vector<Chapter> parse_path(std::string_view text) {
  static constexpr std::string_view file = "properties/words/path.txt";
  std::vector<Chapter> chapters;
  const std::vector<Section> all = sections(file, text);
  for (std::size_t i = 1; i < all.size(); ++i) {
    Chapter chapter;
    chapter.id = all[i].name;
    std::string theorems;
    const Places places{{"en", &chapter.title_en},     {"ko", &chapter.title_ko},     {"lead en", &chapter.lead_en},
                        {"lead ko", &chapter.lead_ko}, {"theorems", &theorems}};
    place(file, all[i], places);
    demand(file, all[i], places);
    chapter.theorems = listed(theorems);
    chapters.push_back(std::move(chapter));
  }
  return chapters;
}

const std::vector<Chapter>& reading_path() {
  static const std::vector<Chapter> path = parse_path(file_named(path_id));
  return path;
}

bool is_main_line(std::string_view id) {
  return std::ranges::any_of(reading_path(), [&](const Chapter& chapter) {
    return std::ranges::find(chapter.theorems, id) != chapter.theorems.end();
  });
}

std::vector<Symbol> parse_symbols(std::string_view text) {
  static constexpr std::string_view file = "properties/words/symbols.txt";
  std::vector<Symbol> all;
  for (const Section& section : sections(file, text)) {
    if (section.name.empty()) continue;
    Symbol symbol;
    symbol.id = section.name;
    std::string seen, said;
    Places places{{"formula", &symbol.formula}, {"en", &symbol.en}, {"ko", &symbol.ko}};
    const Places wanted = places;
    places.insert(places.end(), {{"seen", &seen}, {"said", &said}});
    place(file, section, places);
    demand(file, section, wanted);
    if (seen.empty() && said.empty()) refuse(file, section.line, fmt::format("'seen' or 'said' is missing in '== {}'", section.name));
    symbol.seen = listed(seen, ", ");
    symbol.said = listed(said, ", ");
    all.push_back(std::move(symbol));
  }
  return all;
}

const std::vector<Symbol>& symbols() {
  static const std::vector<Symbol> all = parse_symbols(file_named(symbols_id));
  return all;
}

std::vector<const Symbol*> symbols_of(const Words& words) {
  const Text& t = words.en;
  std::string formulas, sentences;
  std::vector<std::string_view> texts{t.question, t.statement, t.falsehood, t.equality};
  texts.insert(texts.end(), t.steps.begin(), t.steps.end());
  for (const std::string_view text : texts) {
    bool inside = false;
    for (std::size_t from = 0; from <= text.size(); inside = !inside) {
      const std::size_t end = std::min(text.find('$', from), text.size());
      (inside ? formulas : sentences).append(text.substr(from, end - from)).push_back('\n');
      from = end + 1;
    }
  }
  std::vector<const Symbol*> used;
  for (const Symbol& symbol : symbols()) {
    const auto in = [](const std::string& text) { return [&](const std::string& part) { return text.find(part) != text.npos; }; };
    if (std::ranges::any_of(symbol.seen, in(formulas)) || std::ranges::any_of(symbol.said, in(sentences))) used.push_back(&symbol);
  }
  return used;
}

}  // namespace gibbs::properties
