// The inputs of hard_cases.txt: rounded correctly by every function, as near to a midpoint as they claim to be, and
// enough of them to make each stage decide.
#include "tests/lib/hard_cases.hpp"

#include <fstream>
#include <iterator>
#include <map>

#include "tests/lib/ask.hpp"
#include "tests/lib/judge.hpp"
#include "tests/lib/stages.hpp"

namespace gibbs::test {
namespace {

const std::vector<HardCase>& hard_cases() {
  static const std::vector<HardCase> all = read_hard_cases(HARD_CASES);
  return all;
}

template <class T>
void expect_all_functions_correct(const reference::Question& question) {
  const std::vector<T> once = ask<T>(question);
  expect_correct<T>(question, once);
  const std::vector<T> rows = ask_rows<T>(question, 5);
  for (std::size_t i = 0; i < rows.size(); ++i)
    EXPECT_TRUE(same(static_cast<double>(rows[i]), static_cast<double>(once[i % once.size()])))
        << describe(question) << " in a row";
  if (question.metric != Metric::softmax_cross_entropy && question.metric != Metric::softmax_cross_entropy_gradient)
    return;
  const std::vector<T> z(question.arguments[0].values.begin(), question.arguments[0].values.end()),
      p(question.arguments[1].values.begin(), question.arguments[1].values.end());
  std::vector<T> gradient(z.size());
  const T loss = softmax_cross_entropy_with_gradient(z, p, gradient);
  expect_correct<T>({Metric::softmax_cross_entropy, question.arguments}, {{loss}});
  expect_correct<T>({Metric::softmax_cross_entropy_gradient, question.arguments}, gradient);
}

TEST(HardCases, AreRoundedCorrectly) {
  for (const auto& [question, format, distance] : hard_cases()) {
    if (format == reference::binary64)
      expect_all_functions_correct<double>(question);
    else
      expect_all_functions_correct<float>(question);
  }
}

TEST(HardCases, AreAsHardAsTheyClaim) {
  for (const auto& [question, format, distance] : hard_cases())
    EXPECT_EQ(nearness(question, format).text(), distance) << describe(question);
}

/// Of each metric and format some cases get past the fast stage, of each metric some past the accurate one, in each of
/// its units some of either. No float's information is that near to a midpoint: the search has looked at them all.
TEST(HardCases, MakeEachStageDecide) {
  struct Count {
    int all = 0, past_fast = 0, past_accurate = 0;
  };
  std::map<std::string, Count> by_format, by_unit;
  for (const auto& [question, format, distance] : hard_cases()) {
    const auto all = format == reference::binary64 ? decisions<double>(question) : decisions<float>(question);
    const Stage latest = std::ranges::max(all, {}, &Decision::stage).stage;
    const std::string unit(reference::name(question.unit));
    for (Count* count : {&by_format[id(question, format)],
                         &by_unit[std::string(reference::info(question.metric).name) + " in " + unit]}) {
      ++count->all;
      count->past_fast += latest >= Stage::accurate;
      count->past_accurate += latest == Stage::last;
    }
  }
  EXPECT_EQ(by_format.size(), 36);
  for (const auto& [name, count] : by_format) {
    std::printf("%-45s %2d cases, %2d past the fast stage, %2d past the accurate one\n", name.c_str(), count.all,
                count.past_fast, count.past_accurate);
    EXPECT_GE(count.past_fast, 5) << name;
    EXPECT_GE(count.past_accurate, name == "self_information/binary32" ? 0 : 2) << name;
  }
  EXPECT_EQ(by_unit.size(), 10 + 8 * 3);
  for (const auto& [name, count] : by_unit) {
    EXPECT_GE(count.past_fast, 2) << name;
    EXPECT_GE(count.past_accurate, name.starts_with("self_information in ") && !name.ends_with("nat") ? 0 : 1) << name;
  }
}

/// The page's list is that of the nearest of each metric and format that is neither a tie nor unseen.
TEST(HardCases, AreThoseOfThePage) {
  std::map<std::pair<Metric, bool>, std::pair<double, std::string>> hardest;
  for (const auto& [question, format, distance] : hard_cases()) {
    const Nearness near = nearness(question, format);
    if (near.kind != Nearness::near) continue;
    auto& [least, line] = hardest.try_emplace({question.metric, format == reference::binary32}, 1, "").first->second;
    if (near.log2 < least) least = near.log2, line = to_line(question, format);
  }
  std::string list = "```text\n";
  for (const auto& [key, value] : hardest) list += value.second + "\n";
  std::ifstream file(ROUNDING_PAGE);
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  EXPECT_NE(page.find(list + "```\n"), std::string::npos) << "docs/rounding.md should have\n" << list;
}

}  // namespace
}  // namespace gibbs::test
