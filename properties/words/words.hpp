// What is said of a theorem or a fallacy, in English and in Korean: one file per id, properties/words/ID.txt, from which
// the terminal (`gibbs explain`), the catalogue (docs/catalogue.md) and the pages (`gibbs book`) are made. And the
// reading path: which theorems are the main line of the story, in which order (properties/words/path.txt). And what the
// letters of the formulas mean (properties/words/symbols.txt). These two are no theorem's.
//
// A file is UTF-8, a `key: value` a line; a value goes on in lines indented by two spaces. First what belongs to no
// language, `uses` (ids whose statement the proof uses; may be empty) and `source`; then, after a line `== en` and
// again after `== ko`, the keys of Text. Formulas stand between $ and $, in the linear notation that the terminal
// shows as it is: Σ pᵢ ln(pᵢ/qᵢ).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gibbs::properties {

enum class Language { en, ko };

/// The words in one language, formulas between $ and $. What a kind of statement lacks is empty.
struct Text {
  std::string question;             // what a beginner would ask, and the statement answers
  std::string statement;            // of a fallacy: as it would be claimed
  std::vector<std::string> steps;   // of the proof
  std::size_t idea = 0;             // the step that is the idea; the others are bookkeeping
  std::string equality;             // when the bound is reached
  std::string believed, falsehood;  // of a fallacy (`believed`, `false`): why it is believed; why it is false, and what is true
  std::string breaks;               // what an implementation does that breaks it
  std::string floating;             // how it looks in floating-point numbers
};

struct Words {
  std::string id;
  bool fallacy = false;
  std::vector<std::string> uses;
  std::string source;
  Text en, ko;
  const Text& in(Language language) const { return language == Language::en ? en : ko; }
};

/// Reads a file's text. Throws std::invalid_argument, naming the file and the line, where a field or a language is
/// missing, given twice or unknown, a formula is not closed, or the languages differ in their fields or their steps.
Words parse_words(std::string_view id, std::string_view text);
/// All of them, sorted by id; none uses one that is not there, or itself by way of others, or build and tests fail.
std::span<const Words> all_words();
const Words* find_words(std::string_view id);

/// As the terminal shows it: without the $.
std::string plain(std::string_view text);

/// The English words as a theorem or a fallacy itself has them: plain, the steps joined. Kept as long as the program runs.
struct Spoken {
  std::string statement, proof, source, breaks, believed, falsehood;
};
/// None if nothing is said of it.
const Spoken* spoken(std::string_view id);

/// A chapter of the reading path.
struct Chapter {
  std::string id;
  std::string title_en, title_ko;
  std::string lead_en, lead_ko;  // what the chapter is about, in a few sentences
  std::vector<std::string> theorems;
  const std::string& title(Language language) const { return language == Language::en ? title_en : title_ko; }
  const std::string& lead(Language language) const { return language == Language::en ? lead_en : lead_ko; }
};
/// Reads path.txt: after each line `== ID` the keys `en`, `ko`, `lead en`, `lead ko` and `theorems`. Throws as parse_words.
std::vector<Chapter> parse_path(std::string_view text);
const std::vector<Chapter>& reading_path();
/// Is it on the reading path?
bool is_main_line(std::string_view id);

/// What a symbol of the formulas stands for.
struct Symbol {
  std::string id;
  std::string formula;            // its definition, or itself where words define it; between $ and $
  std::string en, ko;             // what it means
  std::vector<std::string> seen;  // a formula that holds one of these uses it,
  std::vector<std::string> said;  // and an English sentence that holds one of these speaks of it
  const std::string& meaning(Language language) const { return language == Language::en ? en : ko; }
};
/// Reads symbols.txt: after each line `== ID` the keys `formula`, `en`, `ko`, and `seen` or `said` (parted by ", "). Throws as parse_words.
std::vector<Symbol> parse_symbols(std::string_view text);
/// In the order in which they are explained.
const std::vector<Symbol>& symbols();
/// Those that the formulas of a statement and its proof, or of its refutation, use.
std::vector<const Symbol*> symbols_of(const Words& words);

/// A file of the folder as the build embeds it; "path" and "symbols" are no theorem's.
struct WordsFile {
  std::string_view id, text;
};
std::span<const WordsFile> words_files();

}  // namespace gibbs::properties
