// Huffman's code is one, and no other is shorter.
#include "properties/theorems/huffman.hpp"

#include <gtest/gtest.h>

#include "properties/judge/hearing.hpp"
#include "tests/properties/judge/implementations.hpp"

namespace gibbs::properties {
namespace {

/// The code made in a case of its own, as in a law.
std::vector<std::string> code_of(const Vector& p) {
  tests::Functions subject = tests::textbook();
  const Case c{{{"p", Role::distribution, p, 0, 0}}, Unit::bit};
  std::vector<std::string> code;
  EXPECT_EQ(Hearing(subject, c).run([&](const Case&) { code = huffman_code(p); }), Hearing::Verdict::held);
  return code;
}

/// Σ p·length in sixteenths.
int cost(const std::vector<int>& sixteenths, const std::vector<std::size_t>& lengths) {
  int total = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) total += sixteenths[i] * static_cast<int>(lengths[i]);
  return total;
}

/// The least cost of any lengths in 1 … n−1 that satisfy Kraft's inequality: of any strategy of questions.
int least_cost(const std::vector<int>& sixteenths) {
  const std::size_t n = sixteenths.size();
  std::vector<std::size_t> lengths(n, 1);
  int least = 1000;
  for (;;) {
    std::size_t kraft = 0;  // in units of 2^−n
    for (const std::size_t l : lengths) kraft += std::size_t{1} << (n - l);
    if (kraft <= std::size_t{1} << n) least = std::min(least, cost(sixteenths, lengths));
    std::size_t i = 0;
    while (i < n && lengths[i] == n - 1) lengths[i++] = 1;
    if (i == n) return least;
    ++lengths[i];
  }
}

TEST(Huffman, IsTheTextbooksExample) {
  EXPECT_EQ(code_of({0.5, 0.25, 0.25}), (std::vector<std::string>{"0", "10", "11"}));
  EXPECT_EQ(code_of({1}), std::vector<std::string>{""});
  EXPECT_EQ(code_of({0.5, 0, 0.5}), (std::vector<std::string>{"0", "", "1"}));
}

TEST(Huffman, NoWordBeginsAnotherAndNoStrategyIsShorter) {
  for (int a = 1; a <= 13; ++a) {
    for (int b = 1; a + b <= 14; ++b) {
      for (int c = 1; a + b + c <= 15; ++c) {
        const std::vector<int> sixteenths{a, b, c, 16 - a - b - c};
        Vector p;
        for (const int x : sixteenths) p.push_back(x / 16.0);
        const auto code = code_of(p);
        std::vector<std::size_t> lengths;
        for (const std::string& word : code) {
          lengths.push_back(word.size());
          for (const std::string& other : code) EXPECT_TRUE(&word == &other || !other.starts_with(word));
        }
        EXPECT_EQ(cost(sixteenths, lengths), least_cost(sixteenths)) << a << ' ' << b << ' ' << c;
      }
    }
  }
}

}  // namespace
}  // namespace gibbs::properties
