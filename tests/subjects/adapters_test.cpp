#include "subjects/adapters.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace gibbs::subjects {
namespace {

using properties::Metric;
using properties::SubjectUnavailable;
using properties::Unit;
using testing::ElementsAre;
using testing::HasSubstr;

/// An environment variable for the time of a test.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
  ~Environment() { ::unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
};

template <class Exception>
std::string fault(const std::string& spec) {
  try {
    open_subject(spec);
  } catch (const Exception& error) {
    return error.what();
  }
  return "no fault";
}

TEST(OpenSubject, ByName) {
  EXPECT_EQ(open_subject("")->description().name, "gibbs");
  EXPECT_EQ(open_subject("gibbs")->description().name, "gibbs");
  EXPECT_EQ(open_subject("museum:scipy-20083")->description().name, "museum:scipy-20083");
  EXPECT_EQ(open_subject("gibbs-binary32")->description().format, reference::binary32);
  EXPECT_EQ(open_subject(fmt::format("exec:{} {}/misbehave.py honest", GIBBS_TEST_PYTHON, GIBBS_TEST_SCRIPTS))
                ->description()
                .name,
            "misbehave");
}

TEST(OpenSubject, UnknownNamesAreUsageErrorsWithAdvice) {
  EXPECT_EQ(fault<std::invalid_argument>("scpy"), "unknown subject 'scpy'; did you mean 'scipy'?");
  EXPECT_EQ(
      fault<std::invalid_argument>("./run\n"),
      "unknown subject './run '; there is gibbs, gibbs-binary32, numpy, scipy, museum:EXHIBIT, and exec:COMMAND for "
      "any program that speaks the subject protocol");
  EXPECT_EQ(fault<std::invalid_argument>("museum:scipy-2083"),
            "the museum has no exhibit 'scipy-2083'; did you mean 'scipy-20083'?");
  EXPECT_EQ(fault<std::invalid_argument>("museum:"),
            "the museum has no exhibit ''; `gibbs subjects museum` lists them");
  EXPECT_EQ(fault<std::invalid_argument>("exec: "), "exec: names no command");
}

TEST(OpenSubject, SaysWhatToInstall) {
  const Environment python("GIBBS_PYTHON", "/no/such/python");
  EXPECT_THAT(fault<SubjectUnavailable>("scipy"),
              testing::AllOf(testing::StartsWith("'/no/such/python -B "), HasSubstr("/no/such/python: not found"),
                             HasSubstr("; to install what it needs: apt install python3-scipy")));
  for (const Availability& subject : available_subjects()) {
    const bool built_in = subject.name.starts_with("gibbs");
    EXPECT_EQ(subject.available, built_in) << subject.name;
    EXPECT_EQ(subject.install, built_in ? "" : "apt install python3-" + subject.name);
    EXPECT_EQ(subject.problem.empty(), built_in) << subject.name;
  }
}

TEST(OpenSubject, FindsTheAdaptersWhereTheyAreSaidToBe) {
  const auto share = std::filesystem::path(testing::TempDir()) / fmt::format("gibbs share's {}", ::getpid());
  const Environment variable("GIBBS_SHARE", share.string());
  EXPECT_THAT(fault<SubjectUnavailable>("scipy"), HasSubstr("python/scipy_subject.py is missing"));
  std::filesystem::create_directories(share / "python");
  std::ofstream(share / "python/scipy_subject.py") << "input()\n"
                                                      "print('{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"name\":\"not "
                                                      "scipy\",\"metrics\":{\"entropy\":{}}}}', flush=True)\n";
  EXPECT_EQ(open_subject("scipy")->description().name, "not scipy");
  std::filesystem::remove_all(share);
}

/// The shipped adapters that this machine has the packages for; a test that finds none must not look as if it had
/// passed.
class ShippedAdapter : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    try {
      subject = open_subject(GetParam());
    } catch (const SubjectUnavailable& error) {
      GTEST_SKIP() << error.what();
    }
  }
  std::vector<double> value(const properties::Question& question) {
    const properties::Answer answer = subject->answer(question);
    EXPECT_EQ(answer.kind, properties::Answer::Kind::value) << answer.message;
    return answer.values;
  }
  std::unique_ptr<properties::Subject> subject;
};

TEST_P(ShippedAdapter, OffersAtLeastTheCommonMetrics) {
  EXPECT_EQ(subject->description().name, GetParam());
  EXPECT_FALSE(subject->description().version.empty());
  for (const auto& [metric, offer] : subject->description().metrics) EXPECT_FALSE(offer.validates);
  EXPECT_GE(subject->description().metrics.size(), 14u);
}

TEST_P(ShippedAdapter, EveryMetricAnswersInEveryUnit) {
  // Dyadic inputs whose results are exact in bits, or near enough to tell that the right function was called.
  for (const auto& [metric, offer] : subject->description().metrics) {
    for (const Unit unit : offer.units) {
      properties::Question question{metric, {}, unit};
      for (const reference::Parameter& parameter : reference::info(metric).parameters) {
        switch (parameter.domain) {
          case reference::Domain::probability:
          case reference::Domain::logit:
            question.arguments.push_back({{0.5}});
            break;
          case reference::Domain::joint:
            question.arguments.push_back({{0.25, 0.25, 0.25, 0.25}, 2});
            break;
          default:
            question.arguments.push_back({{0.5, 0.5}});
        }
      }
      EXPECT_EQ(value(question).size(), reference::info(metric).vectorial() ? 2u : 1u) << reference::info(metric).name;
    }
  }
}

TEST_P(ShippedAdapter, WorksInTheUnitAskedFor) {
  EXPECT_THAT(value({Metric::entropy, {{{0.5, 0.5}}}, Unit::bit}), ElementsAre(1.0));
  EXPECT_THAT(value({Metric::kl_divergence, {{{0.5, 0.5}}, {{0.125, 0.875}}}, Unit::nat})[0],
              testing::AllOf(testing::Gt(0.41), testing::Lt(0.42)));
}

INSTANTIATE_TEST_SUITE_P(Shipped, ShippedAdapter, testing::Values("numpy", "scipy"));

TEST(SciPy, IsCalledAsItsUsersCallIt) {
  std::unique_ptr<properties::Subject> scipy;
  try {
    scipy = open_subject("scipy");
  } catch (const SubjectUnavailable& error) {
    GTEST_SKIP() << error.what();
  }
  if (scipy->description().version != "1.10.1") GTEST_SKIP() << "what is known of SciPy 1.10.1";
  // Its rel_entr divides before it takes the logarithm, and the quotient overflows (scipy issue 20710).
  EXPECT_THAT(scipy->answer({Metric::kl_divergence, {{{1.0, 0.0}}, {{5e-324, 1.0}}}}).values, ElementsAre(INFINITY));
}

}  // namespace
}  // namespace gibbs::subjects
