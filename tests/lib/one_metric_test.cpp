// The numbers of docs/one-metric.md.
#include <gtest/gtest.h>

#include <fstream>
#include <gibbs/gibbs.hpp>
#include <regex>
#include <sstream>

#include "lib/detail/evaluate.hpp"

namespace gibbs::test {
namespace {

using namespace detail;

/// What the rounding test looks at (round.hpp).
struct Ends {
  double lower, upper;

  explicit Ends(const Ball& x) {
    const double epsilon = 2 * x.err + std::fabs(x.v.lo) * 0x1p-52;
    lower = x.v.hi + (x.v.lo - epsilon);
    upper = x.v.hi + (x.v.lo + epsilon);
    std::printf("%a %+a ± %a: %a … %a\n", x.v.hi, x.v.lo, epsilon, lower, upper);
  }
};
Ball fast_ball(const std::vector<double>& p, Purpose purpose) {
  return fast::entropy(purpose, argument(Distribution<double>(p), "p"));
}
bool is_open(const std::vector<double>& p, Purpose purpose) {
  return !rounded<double>(fast_ball(p, purpose)).has_value();
}

TEST(OneMetric, IsDecidedByRoughSums) {
  const std::vector<double> p{0.1, 0.2, 0.3, 0.4};
  const Ends ends(fast_ball(p, Purpose::value));
  EXPECT_EQ(ends.lower, 0x1.47a486cb9a5e3p+0);
  EXPECT_EQ(ends.upper, ends.lower);
  EXPECT_FALSE(is_open(p, Purpose::value));
  EXPECT_EQ(entropy(p), ends.lower);
}

TEST(OneMetric, IsLeftToTheAccurateStageWhereTheFastOneCannotTell) {
  const std::vector<double> p{0.176, 0.26, 0.564};
  for (const Purpose purpose : {Purpose::value, Purpose::precision}) {
    const Ends ends(fast_ball(p, purpose));
    EXPECT_EQ(ends.lower, 0x1.f53fc93a9e996p-1);
    EXPECT_EQ(ends.upper, 0x1.f53fc93a9e997p-1);
    EXPECT_TRUE(is_open(p, purpose));
  }
  const std::span<const double> values(p);
  const Ends fine(CrossEntropy<double>{values, values}.value<Ball>());
  EXPECT_EQ(fine.lower, 0x1.f53fc93a9e997p-1);
  EXPECT_EQ(fine.upper, fine.lower);
  EXPECT_EQ(entropy(p), fine.lower);
}

/// What one stage decides the next does too, the same way.
TEST(OneMetric, IsRarelyLeftOpen) {
  int all = 0, by_rough = 0, by_pairs = 0;
  for (int a = 1; 3 * a <= 1000; ++a)
    for (int b = a; a + 2 * b <= 1000; ++b) {
      const std::vector<double> p{a / 1000.0, b / 1000.0, (1000 - a - b) / 1000.0};
      const auto rough = rounded<double>(fast_ball(p, Purpose::value)),
                 pairs = rounded<double>(fast_ball(p, Purpose::precision));
      ++all;
      by_rough += !rough.has_value();
      by_pairs += !pairs.has_value();
      EXPECT_TRUE(!rough || rough == pairs) << a << ' ' << b;
    }
  std::printf("%d distributions: %d left open by rough sums, %d by pairs\n", all, by_rough, by_pairs);
  EXPECT_EQ(all, 83333);
  EXPECT_GT(by_rough, by_pairs);
}

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// Eight hops, and each function stands where the page says.
TEST(OneMetric, HasAWayOfEightHops) {
  const std::string docs = std::string(SOURCE_ROOT) + "/docs/", page = text_of(docs + "one-metric.md");
  const std::regex row(R"(\n\| (\d) \| `(\w+)` \| \[[^\]]*\]\(([^)]*)\))");
  int hops = 0;
  for (auto hop = std::sregex_iterator(page.begin(), page.end(), row); hop != std::sregex_iterator(); ++hop) {
    EXPECT_EQ(std::stoi((*hop)[1]), ++hops);
    const std::string function = (*hop)[2], file = (*hop)[3];
    // Defined there: as a type, or with a result before it and a parenthesis behind.
    const std::regex definition("(struct|class) " + function + "\\b|\\n[^\\n/]*[\\w>&*] " + function + "\\(");
    EXPECT_TRUE(std::regex_search(text_of(docs + file), definition)) << function << ' ' << file;
  }
  EXPECT_EQ(hops, 8);
}

}  // namespace
}  // namespace gibbs::test
