#include "subjects/text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

namespace gibbs::subjects {
namespace {

TEST(Printable, IsOneLineOfValidUtf8) {
  EXPECT_EQ(printable("p̂ = −½\r\n\tq"), "p̂ = −½   q");
  EXPECT_EQ(printable(std::string_view("\0\x1b[2J\x7f", 6)), "\\x00\\x1b[2J\\x7f");
  // RFC 3629: stray and missing continuations, overlong forms, surrogates, beyond U+10FFFF.
  EXPECT_EQ(printable("\x80|\xc3|\xc0\xaf|\xe0\x80\xaf"), "\\x80|\\xc3|\\xc0\\xaf|\\xe0\\x80\\xaf");
  EXPECT_EQ(printable("\xed\xa0\x80|\xf4\x90\x80\x80|\xf0\x80\x80\x80"),
            "\\xed\\xa0\\x80|\\xf4\\x90\\x80\\x80|\\xf0\\x80\\x80\\x80");
  EXPECT_EQ(printable("\u007e\u0080\u07ff\u0800\ud7ff\ue000\U00010000\U0010ffff"),
            "\u007e\u0080\u07ff\u0800\ud7ff\ue000\U00010000\U0010ffff");
}

TEST(Printable, AnyBytesFitInJson) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first), static_cast<char>(second), 'x'};
      EXPECT_NO_THROW(nlohmann::json(printable(text)).dump()) << first << ' ' << second;
    }
  }
}

TEST(Printable, IsCutBetweenCharacters) {
  EXPECT_EQ(printable("abcdef", 6), "abcdef");
  EXPECT_EQ(printable("abcdefg", 6), "abcdef…");
  EXPECT_EQ(printable("abcde−", 6), "abcde…");
}

TEST(Nearest, NameWithinAThirdOfItsLength) {
  constexpr std::array<std::string_view, 4> names{"gibbs", "numpy", "scipy", "kl_divergence"};
  EXPECT_EQ(nearest("scpy", names), "scipy");
  EXPECT_EQ(nearest("numyp", names), "");  // two changes to five letters
  EXPECT_EQ(nearest("kl_divergance", names), "kl_divergence");
  EXPECT_EQ(nearest("kldiv", names), "");
  EXPECT_EQ(nearest("", names), "");
  EXPECT_EQ(nearest("x", {}), "");
  const std::string name(200, 'n');
  const std::string_view one[]{name};
  EXPECT_EQ(nearest(name.substr(1), one), name);
  EXPECT_EQ(nearest(name + "n", one), "");  // nothing is near what is longer
  EXPECT_EQ(did_you_mean("gibs", names), "; did you mean 'gibbs'?");
  EXPECT_EQ(did_you_mean("torch", names), "");
}

}  // namespace
}  // namespace gibbs::subjects
