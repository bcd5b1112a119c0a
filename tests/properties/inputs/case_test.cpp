#include "properties/inputs/case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace gibbs::properties {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Case, HexadecimalIsCanonical) {
  EXPECT_EQ(to_hex(0.5), "0x1p-1");
  EXPECT_EQ(to_hex(0.75), "0x1.8p-1");
  EXPECT_EQ(to_hex(-3), "-0x1.8p+1");
  EXPECT_EQ(to_hex(5e-324), "0x1p-1074");
  EXPECT_EQ(to_hex(0.0), "0x0p+0");
  EXPECT_EQ(to_hex(-0.0), "-0x0p+0");
  EXPECT_EQ(to_hex(std::nextafter(1.0, 2.0)), "0x1.0000000000001p+0");
  EXPECT_EQ(to_hex(-INFINITY), "-inf");
}

TEST(Case, EveryHexadecimalReadsBack) {
  for (const double x : std::vector<double>{0.1, 5e-324, 1.7976931348623157e308, -0.0, 0x1.fffffffffffffp-1023, INFINITY, 1 / 3.0}) {
    EXPECT_EQ(parse_number(to_hex(x)), x) << to_hex(x);
    EXPECT_EQ(std::signbit(parse_number(to_hex(x))), std::signbit(x)) << to_hex(x);
  }
}

TEST(Case, FractionsAreForPeople) {
  EXPECT_EQ(to_fraction(0.5), "1/2");
  EXPECT_EQ(to_fraction(0.375), "3/8");
  EXPECT_EQ(to_fraction(1), "1");
  EXPECT_EQ(to_fraction(0.1), "0.1");
  EXPECT_EQ(to_fraction(-2.25), "-9/4");
  EXPECT_EQ(to_fraction(-INFINITY), "-inf");
}

TEST(Case, NumbersAreReadInAllTheirForms) {
  EXPECT_EQ(parse_number("1/3"), 1 / 3.0);
  EXPECT_EQ(parse_number(" -2.5e-3 "), -2.5e-3);
  EXPECT_EQ(parse_number("0X1P-3"), 0.125);
  EXPECT_EQ(parse_number("-Infinity"), -INFINITY);
  EXPECT_TRUE(std::isnan(parse_number("nan")));
}

TEST(Case, WhatIsNoNumberIsNamed) {
  for (const char* text : {"", "abc", "1/0", "1/2/3", "0x", "--1", "1,", "1e999", "1.5/2", "+-1", "1e", "infinite"}) {
    EXPECT_THAT([&] { parse_number(text); }, ThrowsMessage<std::invalid_argument>(HasSubstr("'"))) << text;
  }
}

TEST(Case, ATokenIsTheValues) {
  const Case c{{{"p", Role::distribution, {0.5, 0.25, 0.25}, 0, 0}, {"w", Role::joint, {0.5, 0, 0, 0.5}, 2, -1}, {"k", Role::natural, {3}, 0, -1}},
               Unit::bit};
  const std::string text = to_token("some-law", c);
  EXPECT_EQ(text, "some-law unit=bit p=0x1p-1,0x1p-2,0x1p-2 w=0x1p-1,0x0p+0;0x0p+0,0x1p-1 k=3");
  const Token token = parse_token(text);
  EXPECT_EQ(token.id, "some-law");
  EXPECT_EQ(token.unit, Unit::bit);
  ASSERT_EQ(token.inputs.size(), 3u);
  EXPECT_EQ(token.inputs[1].values, c.inputs[1].values);
  EXPECT_EQ(token.inputs[1].columns, 2u);
  EXPECT_EQ(token.inputs[2].values, c.inputs[2].values);
}

TEST(Case, BrokenTokensAreRefused) {
  for (const char* text : {"", "law p", "law p=1,,2", "law unit=furlong", "law w=1,2;3", "law =1", "law p=1 p=1", "law unit=nat unit=bit"}) {
    EXPECT_THROW(parse_token(text), std::invalid_argument) << text;
  }
}

TEST(Case, SimplerMeansFewerAndShorterNumbers) {
  const auto with = [](std::vector<double> p) { return complexity(Case{{{"p", Role::distribution, std::move(p), 0, 0}}, Unit::nat}); };
  EXPECT_LT(with({1}), with({0.5, 0.5}));
  EXPECT_LT(with({0.5, 0.5}), with({0.25, 0.75}));
  EXPECT_LT(with({0.25, 0.75}), with({0.3, 0.7}));
  EXPECT_LT(with({1, 0}), with({0x1p-1000, 1}));
}

}  // namespace
}  // namespace gibbs::properties
