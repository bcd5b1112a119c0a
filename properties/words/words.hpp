// What is said of a theorem or a fallacy, in English and in Korean: one file per id, properties/words/ID.txt, from which
// the terminal (`gibbs explain`), the catalogue (docs/catalogue.md) and the pages (`gibbs book`) are made. And the
// reading path: which theorems are the main line of the story, in which order (properties/words/path.txt, the one file that is no theorem's).
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

/// A file of the folder as the build embeds it; that of the path is called "path".
struct WordsFile {
  std::string_view id, text;
};
std::span<const WordsFile> words_files();

}  // namespace gibbs::properties
