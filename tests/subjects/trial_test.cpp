// What GIBBS_TRIAL makes of a type. The one in own_metrics_example.cpp is part of this program.
#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <stdlib.h>

#include "subjects/gtest.hpp"

namespace sample {

struct Nothing {};

/// Entropy without its minus sign.
struct SignForgotten {
  double entropy(std::span<const double> p) const {
    double sum = 0;
    for (const double x : p) sum += x > 0 ? x * std::log(x) : 0;
    return sum;
  }
};

/// KL as everybody writes it: the loop trusts that q is as long as p, and would read out of bounds.
struct Trusting {
  static inline bool misled = false;
  static double kl_divergence(std::span<const double> p, std::span<const double> q) {
    misled = misled || p.size() != q.size();
    double sum = 0;
    for (std::size_t i = 0; i < std::min(p.size(), q.size()); ++i) sum += p[i] > 0 ? p[i] * std::log(p[i] / q[i]) : 0;
    return sum;
  }
};

struct Promising : Trusting {
  static constexpr bool validates = true;
};

}  // namespace sample

GIBBS_TRIAL(sample::Nothing, {.cases = 1, .strict = true});

namespace gibbs::subjects {
namespace {

using testing::HasSubstr;
using testing::TestPartResult;

int tests_of(const std::string& suite) {
  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    if (all.GetTestSuite(i)->name() == suite) return all.GetTestSuite(i)->total_test_count();
  }
  return 0;
}

/// What the test of one property says.
template <class T>
std::vector<TestPartResult> outcome(const std::string& id) {
  PropertyTest<T> test("Sample", *properties::find_theorem(id), {.cases = 50});
  testing::TestPartResultArray results;
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
    test.TestBody();
  }
  std::vector<TestPartResult> parts;
  for (int i = 0; i < results.size(); ++i) parts.push_back(results.GetTestPartResult(i));
  return parts;
}

TEST(Trial, RegistersEveryPropertyOfEveryType) {
  const int properties = static_cast<int>(properties::catalogue().size());
  EXPECT_GT(properties, 0);
  EXPECT_EQ(tests_of("MyMetrics"), properties);
  EXPECT_EQ(tests_of("sample__Nothing"), properties);
}

TEST(Trial, SkipsWhatIsLacking) {
  const auto parts = outcome<sample::SignForgotten>("gibbs-inequality");
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_TRUE(parts[0].skipped());
  EXPECT_THAT(parts[0].message(), HasSubstr("lacks kl_divergence"));
}

TEST(Trial, FailsWithTheCounterexampleAndReplaysIt) {
  const auto parts = outcome<sample::SignForgotten>("entropy-bounds");
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_TRUE(parts[0].fatally_failed());
  const std::string message = parts[0].message();
  for (const char* label : {"entropy-bounds: ", "\n  why ", "\n  p ", "\n  observed ", "\n  exact "}) {
    EXPECT_THAT(message, HasSubstr(label));
  }
  EXPECT_THAT(message, testing::Not(HasSubstr("gibbs replay")));

  const std::string variable = "GIBBS_REPLAY='";
  const std::size_t start = message.find(variable) + variable.size();
  ASSERT_NE(message.find(variable), message.npos);
  ::setenv("GIBBS_REPLAY", message.substr(start, message.find('\'', start) - start).c_str(), 1);
  const auto again = outcome<sample::SignForgotten>("entropy-bounds");
  const auto other = outcome<sample::SignForgotten>("entropy-minimum");
  ::unsetenv("GIBBS_REPLAY");
  ASSERT_EQ(again.size(), 1u);
  // The cause, and so the line of code, is found by a trial alone.
  const std::size_t code = message.find("\n  in C++ "), rest = message.find("\n  replay ");
  ASSERT_LT(code, rest);
  EXPECT_EQ(again[0].message(), message.substr(0, code) + message.substr(rest));
  ASSERT_EQ(other.size(), 1u);
  EXPECT_TRUE(other[0].skipped());
}

TEST(Trial, WhoPromisesNothingIsGivenNothingInvalid) {
  for (const properties::Theorem& theorem : properties::catalogue()) {
    outcome<sample::Trusting>(std::string(theorem.id));
    EXPECT_FALSE(std::exchange(sample::Trusting::misled, false)) << theorem.id;
  }
  const auto parts = outcome<sample::Trusting>("domain-of-kl_divergence");
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_TRUE(parts[0].skipped());
  EXPECT_STREQ(parts[0].message(), "gives no promise about invalid input (`validates`)");

  const char* unequal = "domain-of-kl_divergence unit=nat p=0x1p-1,0x1p-1 q=0x1p+0";
  ::setenv("GIBBS_REPLAY", unequal, 1);
  EXPECT_TRUE(outcome<sample::Trusting>("domain-of-kl_divergence").at(0).skipped());
  EXPECT_FALSE(sample::Trusting::misled);
  EXPECT_TRUE(outcome<sample::Promising>("domain-of-kl_divergence").at(0).fatally_failed());
  EXPECT_TRUE(std::exchange(sample::Trusting::misled, false));
  ::unsetenv("GIBBS_REPLAY");
}

TEST(Trial, PassesWhatHolds) { EXPECT_TRUE(outcome<sample::SignForgotten>("entropy-permutation").empty()); }

}  // namespace
}  // namespace gibbs::subjects
