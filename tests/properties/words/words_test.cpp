// The words of theorems: what makes a file whole, and that those that are there are about the catalogue.
#include "properties/words/words.hpp"

#include <gmock/gmock.h>

#include "properties/fallacies/fallacy.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::properties {
namespace {

const std::string whole = R"(uses: a, b
source: Somebody 1900

== en
question: Is it?
statement: $D ≥ 0$
step: First,
  and on.
idea: Then.
equality: Never.
breaks: A sign.
floating: Rounded.
== ko
question: 그럴까요?
statement: $D ≥ 0$
step: 먼저
idea: 그리고
equality: 없습니다.
breaks: 부호.
floating: 반올림.
)";

std::string with(const std::string& part, const std::string& other) {
  std::string text = whole;
  const auto at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), other);
}

void expect_refused(const std::string& text, const std::string& message) {
  EXPECT_THAT([&] { parse_words("an-id", text); }, testing::ThrowsMessage<std::invalid_argument>(testing::HasSubstr(message))) << text;
}

TEST(Words, AreRead) {
  const Words words = parse_words("an-id", whole);
  EXPECT_THAT(words.uses, testing::ElementsAre("a", "b"));
  EXPECT_THAT(words.en.steps, testing::ElementsAre("First, and on.", "Then."));
  EXPECT_EQ(words.ko.idea, 1U);
  EXPECT_EQ(words.in(Language::ko).question, "그럴까요?");
  EXPECT_FALSE(words.fallacy);
  EXPECT_EQ(plain(words.en.statement), "D ≥ 0");
}

TEST(Words, AreRefusedIfNotWhole) {
  expect_refused(whole.substr(0, whole.find("== ko")), "both languages");
  expect_refused(with("source: Somebody 1900\n", ""), "'source' is missing");
  for (const std::string key : {"question", "statement", "equality", "breaks", "floating"}) {
    expect_refused(with("\n" + key + ": ", "\n" + key + "_: "), "unknown key '" + key + "_'");
    const auto line = whole.find("\n" + key + ": "), end = whole.find('\n', line + 1);
    expect_refused(whole.substr(0, line) + whole.substr(end), "'" + key + "' is missing in '== en'");
    const auto last = whole.rfind("\n" + key + ": ");
    expect_refused(whole.substr(0, last) + whole.substr(whole.find('\n', last + 1)), "'" + key + "' is missing in '== ko'");
  }
  expect_refused(with("idea: Then.", "step: Then."), "line 4: one step is the idea, not 0");
  expect_refused(with("step: First,", "idea: First,"), "one step is the idea, not 2");
  expect_refused(with("step: 먼저\n", "step: 먼저\nstep: 또\n"), "the languages differ");
  expect_refused(with("$D ≥ 0$", "$D ≥ 0"), "line 6: a formula is not closed");
  expect_refused(with("equality: Never.", "equality: Never.\nequality: Never."), "'equality' is given twice");
  expect_refused(with("  and on.", "and on."), "line 8: neither");
  expect_refused(with("equality: Never.", "believed: By many."), "'false' is missing");
}

TEST(Words, AreThereForTheWholeCatalogue) {
  for (const Theorem& theorem : catalogue()) {
    const Words* words = find_words(theorem.id);
    if (theorem.kind != Theorem::Kind::law) continue;
    ASSERT_NE(words, nullptr) << theorem.id;
    EXPECT_FALSE(words->fallacy) << theorem.id;
  }
  for (const Fallacy& fallacy : fallacies()) {
    const Words* words = find_words(fallacy.id);
    ASSERT_NE(words, nullptr) << fallacy.id;
    EXPECT_TRUE(words->fallacy) << fallacy.id;
  }
}

TEST(Words, AreWhatTheoremsSay) {
  const Words* words = find_words("gibbs-inequality");
  ASSERT_NE(words, nullptr);
  EXPECT_EQ(find_theorem("gibbs-inequality")->statement, plain(words->en.statement));
  EXPECT_EQ(find_theorem("gibbs-inequality")->proof, spoken("gibbs-inequality")->proof);
}

TEST(Symbols, AreExplainedWhereTheyAreUsed) {
  const auto ids = [](std::string_view id) {
    std::vector<std::string> all;
    for (const Symbol* symbol : symbols_of(*find_words(id))) all.push_back(symbol->id);
    return all;
  };
  EXPECT_THAT(ids("gibbs-inequality"), testing::IsSupersetOf({"distribution", "sum", "divergence"}));
  EXPECT_THAT(ids("gibbs-inequality"), testing::Not(testing::Contains("js-divergence")));
  EXPECT_THAT(ids("softmax-ce-gradient"), testing::IsSupersetOf({"logit", "softmax", "log-sum-exp", "derivative"}));
  EXPECT_THAT(ids("entropy-minimum"), testing::Contains("one-hot"));  // said in words, in no formula
}

TEST(Symbols, AreRefusedIfNotWhole) {
  EXPECT_EQ(parse_symbols("== a\nformula: $x$\nseen: x, I(x;\nen: A\nko: B\n").at(0).seen, (std::vector<std::string>{"x", "I(x;"}));
  const auto refused = [](const std::string& text, const std::string& message) {
    EXPECT_THAT([&] { parse_symbols(text); }, testing::ThrowsMessage<std::invalid_argument>(testing::HasSubstr(message)));
  };
  refused("== a\nformula: $x$\nseen: x\nen: A\n", "symbols.txt, line 1: 'ko' is missing");
  refused("== a\nformula: $x$\nen: A\nko: B\n", "'seen' or 'said' is missing");
  refused("== a\nformula: $x\nseen: x\nen: A\nko: B\n", "a formula is not closed");
}

TEST(ReadingPath, LeadsThroughTheCatalogue) {
  ASSERT_FALSE(reading_path().empty());
  std::vector<std::string> all;
  for (const Chapter& chapter : reading_path()) all.insert(all.end(), chapter.theorems.begin(), chapter.theorems.end());
  for (const std::string& id : all) {
    EXPECT_TRUE(find_theorem(id) != nullptr || find_fallacy(id) != nullptr) << id;
    EXPECT_TRUE(is_main_line(id));
    EXPECT_EQ(std::ranges::count(all, id), 1) << id;
  }
  EXPECT_FALSE(is_main_line("jsd-symmetric"));
  EXPECT_THROW(parse_path("== one\nen: A\nko: B\nlead en: C\ntheorems: d\n"), std::invalid_argument);
}

}  // namespace
}  // namespace gibbs::properties
