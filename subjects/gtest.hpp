// The whole suite as GoogleTest tests of your own type:
//
//   #include "subjects/gtest.hpp"
//   struct MyMetrics { double entropy(std::span<const double> p) const; … };  // see subjects/adapt.hpp
//   GIBBS_TRIAL(MyMetrics);
//
// registers one test per property, MyMetrics.gibbs_inequality and so on. A test whose property needs a metric that the
// type lacks is skipped. One that fails shows its counterexample and the command that runs it again.
//
// Options may follow: GIBBS_TRIAL(MyMetrics, {.cases = 100, .strict = true}).
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <string>

#include "properties/run/check.hpp"
#include "properties/run/show.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/adapt.hpp"

#define GIBBS_TRIAL(...) GIBBS_TRIAL_OF(__COUNTER__, __VA_ARGS__)
#define GIBBS_TRIAL_OF(number, ...) GIBBS_TRIAL_NUMBERED(number, __VA_ARGS__)
#define GIBBS_TRIAL_NUMBERED(number, type, ...)                    \
  [[maybe_unused]] static const bool gibbs_trial_number_##number = \
      ::gibbs::subjects::register_trial<type>(#type, __FILE__, __LINE__ __VA_OPT__(, ) __VA_ARGS__)

namespace gibbs::subjects {

struct TrialOptions {
  std::size_t cases = 1000;  // per property
  std::uint64_t seed = 1;
  bool strict = false;  // `rounded` fails too
};

/// One property of one type. $GIBBS_REPLAY, a token, makes it that counterexample's case alone.
template <class T>
class PropertyTest : public testing::Test {
 public:
  PropertyTest(std::string type, const properties::Theorem& theorem, const TrialOptions& options)
      : type_(std::move(type)), theorem_(theorem) {
    options_.cases = options.cases;
    options_.seed = options.seed;
    options_.strict = options.strict;
    options_.only = {std::string(theorem.id)};
    options_.threads = 1;
  }

  void TestBody() override {
    Adapted<T> subject(type_, {}, type_ + "{}.");
    const char* token = std::getenv("GIBBS_REPLAY");
    if (token && !std::string(token).starts_with(std::string(theorem_.id) + ' ')) GTEST_SKIP() << "not replayed";
    properties::Report report;
    if (token) report.properties = {properties::replay(token, subject, options_.strict)};
    else report = check(subject, options_);
    const properties::PropertyResult& result = report.properties.at(0);
    if (result.status == properties::Status::skipped) GTEST_SKIP() << result.note;
    if (result.status == properties::Status::starved) FAIL() << "too few inputs of a class, " << result.note;
    if (result.status == properties::Status::refuted) FAIL() << describe(result, report.causes);
  }

 private:
  std::string describe(const properties::PropertyResult& result, const std::vector<properties::Cause>& causes) const {
    const std::string counterexample = show(*result.counterexample, "");
    std::string code;
    for (const properties::Cause& cause : causes) {
      if (!cause.code.empty()) code += "\n  in C++    " + cause.code;
    }
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    // Its last line replays the case with `gibbs`, which does not know this type.
    return result.id + ": " + result.statement + "\n" + counterexample.substr(0, counterexample.rfind('\n')) + code +
           "\n  replay    GIBBS_REPLAY='" + result.counterexample->replay + "' " + program_invocation_name +
           " --gtest_filter='" + test->test_suite_name() + "." + test->name() + "'";
  }

  std::string type_;
  const properties::Theorem& theorem_;
  properties::Options options_;
};

/// What GIBBS_TRIAL does.
template <class T>
bool register_trial(const std::string& type, const char* file, int line, const TrialOptions& options = {}) {
  const auto identifier = [](std::string name) {
    // A filter gives its own meaning to "-", ":" and "*".
    std::ranges::replace_if(
        name, [](unsigned char c) { return !std::isalnum(c); }, '_');
    return name;
  };
  for (const properties::Theorem& theorem : properties::catalogue()) {
    testing::RegisterTest(
        identifier(type).c_str(), identifier(std::string(theorem.id)).c_str(), nullptr, nullptr, file, line,
        [type, &theorem, options]() -> PropertyTest<T>* { return new PropertyTest<T>(type, theorem, options); });
  }
  return true;
}

}  // namespace gibbs::subjects
