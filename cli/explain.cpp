// gibbs explain, gibbs tour: the words of a theorem or a fallacy, with numbers computed here and now.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>

#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/proved.hpp"
#include "cli/text.hpp"
#include "properties/fallacies/fallacy.hpp"
#include "properties/run/run.hpp"
#include "properties/run/show.hpp"
#include "properties/theorems/theorem.hpp"
#include "properties/words/words.hpp"
#include "subjects/adapters.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

/// The labels of the fields, and what is said between them.
struct Labels {
  std::size_t columns;
  std::string_view question, symbols, metrics, proof, idea, equality, breaks, floating, uses, used_by, source, example, plausible,
      falsehood, found, counterexample, attempt, proved, refuted;
};
constexpr Labels english{10,       "question", "symbols", "metrics", "proof",   "the idea: ", "equality", "breaks",
                         "floating", "uses",   "used by", "source",  "example",    "plausible", "false",
                         "found",  "a counterexample in {} of {} cases; the simplest:\n{}", "try", "proved", "refuted"};
constexpr Labels korean{12,     "질문",     "기호", "지표",  "증명", "핵심: ", "등호",   "깨뜨림",
                        "부동소수점", "쓰는 정리", "쓰이는 곳", "출처", "예",      "그럴듯함", "거짓",
                        "발견",   "{1}번 중 {0}번이 반례입니다. 가장 단순한 반례:\n{2}", "실행", "기계 증명", "기계 반증"};
const Labels& labels(Language language) { return language == Language::en ? english : korean; }

std::string field(const Labels& l, std::string_view name, std::string_view text) {
  return text.empty() ? "" : wrap(text, pad(name, l.columns), std::string(l.columns, ' ')) + "\n";
}

std::string shown(const Demonstration& demonstration) {
  std::vector<std::string> lines;
  for (const ShownInput& input : demonstration.inputs) {
    std::string text;
    for (std::size_t i = 0; i < input.fractions.size(); ++i) {
      text += i == 0 ? "" : input.columns != 0 && i % input.columns == 0 ? "; " : ", ";
      text += input.fractions[i];
    }
    lines.push_back(fmt::format("{} = {}", input.name, text));
  }
  for (const Observation& seen : demonstration.observations) {
    lines.push_back(fmt::format("{} = {}, exact value to 17 digits {}", seen.call, seen.observed, seen.exact));
  }
  for (const std::string& relation : demonstration.relations) lines.push_back(relation);
  lines.emplace_back(to_string(demonstration.verdict));
  return join(lines, "\n");
}

std::string lines(const std::vector<Call>& calls) {
  std::vector<std::string> all;
  for (const Call& call : calls) all.push_back(call.line);
  return join(all, "\n");
}

std::string names(const std::vector<Metric>& metrics) {
  std::vector<std::string> all;
  for (const Metric metric : metrics) all.emplace_back(reference::info(metric).name);
  return join(all, ", ");
}

std::string title(std::string_view id, std::string_view statement) {
  const Style style = Style::for_standard_output();
  return style.strong(id) + (is_main_line(id) ? " ★" : "") + "\n" + wrap(statement, "  ") + "\n\n";
}

/// "1. …", each on lines of its own.
std::string proof(const Labels& l, const Text& text) {
  std::string out;
  for (std::size_t i = 0; i < text.steps.size(); ++i) {
    const std::string step = fmt::format("{}. {}", i + 1, i == text.idea ? l.idea : "") + plain(text.steps[i]);
    out += wrap(step, pad(i == 0 ? l.proof : "", l.columns), std::string(l.columns + 3, ' ')) + "\n";
  }
  return out;
}

/// What the letters mean, a line each.
std::string meanings(const Labels& l, Language language, const Words& words) {
  std::string out;
  for (const Symbol* symbol : symbols_of(words)) {
    out += field(l, out.empty() ? l.symbols : "", plain(symbol->formula + ": " + symbol->meaning(language)));
  }
  return out;
}

std::string used_by(std::string_view id) {
  std::vector<std::string> all;
  for (const Words& other : all_words()) {
    if (std::ranges::find(other.uses, id) != other.uses.end()) all.push_back(other.id);
  }
  return join(all, ", ");
}

std::string explained(const Theorem& theorem, Language language, Subject& subject) {
  const Labels& l = labels(language);
  const std::string example = field(l, l.example, shown(demonstrate(theorem, subject))),
                    attempt = field(l, l.attempt, fmt::format("gibbs check --only {}", theorem.id)) +
                              field(l, l.proved, proved(theorem.id)),
                    metrics = field(l, l.metrics, names(theorem.metrics));
  const Words* words = find_words(theorem.id);
  if (words == nullptr) {
    return title(theorem.id, theorem.statement) + metrics + field(l, l.proof, theorem.proof) + field(l, l.source, theorem.source) +
           field(l, l.breaks, theorem.breaks) + example + attempt;
  }
  const Text& text = words->in(language);
  return title(theorem.id, plain(text.statement)) + field(l, l.question, plain(text.question)) + meanings(l, language, *words) + metrics + proof(l, text) +
         field(l, l.equality, plain(text.equality)) + field(l, l.breaks, plain(text.breaks)) +
         field(l, l.floating, plain(text.floating)) + field(l, l.uses, join(words->uses, ", ")) +
         field(l, l.used_by, used_by(theorem.id)) + field(l, l.source, words->source) + example + attempt;
}

/// The counterexample is found here and now.
std::string explained(const Fallacy& fallacy, Language language, Subject& library) {
  const Refutation refutation = refute(fallacy, library, {});
  const Labels& l = labels(language);
  const std::string found = fmt::format(fmt::runtime(l.counterexample), refutation.result.refuted, refutation.result.cases,
                                        shown(refutation.counterexample));
  const Words* words = find_words(fallacy.id);
  const auto said = [&](auto member, std::string_view otherwise) {
    return words == nullptr ? std::string(otherwise) : plain(words->in(language).*member);
  };
  return title(fallacy.id, said(&Text::statement, fallacy.statement)) + field(l, l.question, said(&Text::question, "")) +
         (words == nullptr ? "" : meanings(l, language, *words)) +
         field(l, l.metrics, names(fallacy.metrics)) + field(l, l.plausible, said(&Text::believed, fallacy.why_plausible)) +
         field(l, l.falsehood, said(&Text::falsehood, fallacy.why_false)) + field(l, l.breaks, said(&Text::breaks, "")) +
         field(l, l.floating, said(&Text::floating, "")) +
         field(l, l.source, words == nullptr ? fallacy.source : std::string_view(words->source)) + field(l, l.found, found) +
         field(l, l.attempt, lines(refutation.counterexample.calls)) + field(l, l.refuted, proved(fallacy.id));
}

std::string question_of(std::string_view id, Language language) {
  const Words* words = find_words(id);
  return words == nullptr ? "" : plain(words->in(language).question);
}

/// Where to start: the reading path, with the question that each theorem answers.
std::string start(Language language) {
  const Style style = Style::for_standard_output();
  std::string out = language == Language::en
                        ? wrap("Where to start: the main line of the story, in this order. `gibbs explain ID` proves one "
                               "and shows it at work; `gibbs tour` leads through all of it.")
                        : wrap("여기서부터 읽으면 됩니다. 아래는 이야기의 줄기를 읽는 순서입니다. `gibbs explain ID --lang ko`는 정리 하나를 "
                               "증명과 예로 보여 주고, `gibbs tour --lang ko`는 처음부터 끝까지 차례로 안내합니다.");
  out += "\n";
  for (const Chapter& chapter : reading_path()) {
    out += "\n" + style.strong(chapter.title(language)) + "\n";
    for (const std::string& id : chapter.theorems) out += "  ★ " + id + "\n" + wrap(question_of(id, language), "      ", "      ") + "\n";
  }
  return out;
}

int explain(const std::string& id, const std::string& subject, Language language) {
  if (id.empty()) {
    print(start(language));
    return all_held;
  }
  const Fallacy* fallacy = find_fallacy(id);
  const Theorem* theorem = fallacy == nullptr ? &theorem_named(id) : nullptr;
  if (fallacy != nullptr && !subject.empty()) refuse_fallacy(id);
  const auto shows = subjects::open_subject(subject);
  // Laws of batches are shown row by row where the library does not offer them.
  if (theorem != nullptr && !(subject.empty() && theorem->each)) {
    const std::string missing = reason_to_skip(*theorem, shows->description());
    if (!missing.empty()) throw UsageError(fmt::format("the subject {}", missing));
  }
  print(fallacy != nullptr ? explained(*fallacy, language, *shows) : explained(*theorem, language, *shows));
  return all_held;
}

/// On a terminal, waits for the reader. False: enough.
bool goes_on(Language language) {
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return true;
  print(language == Language::en ? "\n[Enter: on, q: end] " : "\n[Enter: 다음, q: 끝] ");
  std::fflush(stdout);
  std::string line;
  return std::getline(std::cin, line) && line != "q";
}

int tour(const std::string& from, Language language) {
  const std::vector<Chapter>& path = reading_path();
  std::vector<std::string> ids;
  for (const Chapter& chapter : path) ids.push_back(chapter.id);
  const auto first = from.empty() ? path.begin() : std::ranges::find(path, from, &Chapter::id);
  if (first == path.end()) throw unknown("chapter", from, ids);
  const auto library = subjects::open_subject("");
  for (auto chapter = first; chapter != path.end(); ++chapter) {
    print((chapter == first ? "" : "\n") + wrap(fmt::format("{}. {}", chapter - path.begin() + 1, chapter->title(language))) + "\n\n" +
          wrap(plain(chapter->lead(language)), "  ") + "\n");
    for (const std::string& id : chapter->theorems) {
      if (!goes_on(language)) return all_held;
      const Theorem* theorem = find_theorem(id);
      print("\n" + (theorem != nullptr ? explained(*theorem, language, *library) : explained(*find_fallacy(id), language, *library)));
    }
    if (chapter + 1 != path.end() && !goes_on(language)) return all_held;
  }
  return all_held;
}

Language language_named(const std::string& name) {
  if (name == "en") return Language::en;
  if (name == "ko") return Language::ko;
  throw unknown("language", name, {"en", "ko"});
}

}  // namespace

Command explain_command(CLI::App& app) {
  auto* command = app.add_subcommand("explain", "A theorem: statement, proof, example; or a fallacy, refuted");
  const auto id = std::make_shared<std::string>(), subject = std::make_shared<std::string>(), language = std::make_shared<std::string>("en");
  command->add_option("ID", *id, "As in `gibbs list`; without one, where to start")->type_name("");
  subject_option(command, *subject);
  command->add_option("--lang", *language, "en (default) or ko")->type_name("NAME");
  command->footer("Examples:\n  gibbs explain gibbs-inequality\n  gibbs explain kl-is-symmetric --lang ko\n  gibbs explain jsd-bounds --subject scipy");
  return {command, [=] { return explain(*id, *subject, language_named(*language)); }};
}

Command tour_command(CLI::App& app) {
  auto* command = app.add_subcommand("tour", "What cross-entropy is, from the beginning, a theorem a screen");
  const auto from = std::make_shared<std::string>(), language = std::make_shared<std::string>("en");
  std::string chapters = "Chapters:\n";
  for (const Chapter& chapter : reading_path()) chapters += "  " + pad(chapter.id, 18) + chapter.title_en + "\n";
  command->add_option("CHAPTER", *from, "Where to begin; the first, unless given")->type_name("");
  command->add_option("--lang", *language, "en (default) or ko")->type_name("NAME");
  command->footer(chapters + "\nExamples:\n  gibbs tour\n  gibbs tour divergence --lang ko");
  return {command, [=] { return tour(*from, language_named(*language)); }};
}

}  // namespace gibbs::cli
