#include "cli/text.hpp"

#include <gmock/gmock.h>

namespace gibbs::cli {
namespace {

TEST(Text, CombiningMarksAndColoursTakeNoColumns) {
  EXPECT_EQ(width("D(p̂‖q̂) ≥ 0"), 10U);
  EXPECT_EQ(width("엔트로피"), 8U);
  EXPECT_EQ(width(Style(true).bad("✗")), 1U);
  EXPECT_EQ(width("\xff\xc3"), 2U);  // malformed: one each
}

TEST(Text, IsFilledToTheColumns) {
  EXPECT_EQ(wrap("one two three four", "* ", "  ", 9), "* one two\n  three\n  four");
  EXPECT_EQ(wrap("ones twos", "", "", 9), "ones twos");
  EXPECT_EQ(wrap("ones twoos", "", "", 9), "ones\ntwoos");
}

TEST(Text, KeepsLineBreaksAndCutsWhatIsTooLong) {
  EXPECT_EQ(wrap("a b\n\nc", "> ", "  ", 80), "> a b\n  \n  c");
  EXPECT_EQ(wrap("x 0123456789", "", " ", 5), "x\n 0123\n 4567\n 89");
  EXPECT_EQ(wrap("p̂p̂p̂", "", "", 2), "p̂p̂\np̂");
}

TEST(Text, NeverEndsInAnEndlessLoopWhereNothingFits) { EXPECT_EQ(wrap("ab", "....", "....", 2), "....a\n....b"); }

TEST(Text, CountsInEnglish) {
  EXPECT_EQ(count(1, "property"), "1 property");
  EXPECT_EQ(count(0, "property"), "0 properties");
  EXPECT_EQ(count(2, "case"), "2 cases");
}

TEST(Text, QuotesForTheShell) { EXPECT_EQ(shell_quoted("sh -c 'x'"), "sh -c '\\''x'\\''"); }

TEST(Text, HasNoColourWhereNoneIsWanted) { EXPECT_EQ(Style(false).bad("x"), "x"); }

}  // namespace
}  // namespace gibbs::cli
