// Every metric against the reference on thousands of inputs of many kinds, in both formats. The long run is the same
// on other inputs: so many of each metric in each format, or one of k parts of them, the first being 0/k.
//     GIBBS_EVIDENCE=10000000 GIBBS_PART=0/2 build/default/tests/lib/lib_test --gtest_filter='CorrectRounding*'
#include <cstdlib>
#include <iostream>
#include <string>

#include "tests/lib/ask.hpp"
#include "tests/lib/evidence.hpp"
#include "tests/lib/questions.hpp"

namespace gibbs::test {
namespace {

/// What is asked of this run: how many inputs, 0 for the short run, and which part of them.
struct Asked {
  std::size_t inputs = 0, part = 0, parts = 1;

  Asked() {
    if (const char* text = std::getenv("GIBBS_EVIDENCE")) inputs = std::stoull(text);
    const char* text = std::getenv("GIBBS_PART");
    if (text == nullptr) return;
    const std::string share(text);
    const std::size_t slash = share.find('/');
    part = std::stoull(share.substr(0, slash));
    parts = std::stoull(share.substr(slash + 1));
    if (inputs == 0 || part >= parts) throw std::invalid_argument("GIBBS_PART=" + share + " of GIBBS_EVIDENCE");
  }
};
const Asked& asked() {
  static const Asked read;
  return read;
}

/// Prints what a long run has shown.
class Record : public testing::Environment {
 public:
  void TearDown() override {
    if (asked().inputs == 0) return;
    for (const reference::Format& format : {reference::binary64, reference::binary32})
      for (const reference::MetricInfo& metric : reference::metrics()) {
        const Tally& count = tally(format, metric.metric);
        std::cout << count.inputs << " inputs of " << metric.name << "/" << format.name << ", " << count.misrounded
                  << " misrounded (" << count.by_reference << " judged by the reference itself; "
                  << std::chrono::duration<double>(count.time).count() << " s)\n";
      }
  }
};
const testing::Environment* const record = testing::AddGlobalTestEnvironment(new Record);

template <class T>
class CorrectRounding : public testing::Test {
 protected:
  using Ask = void (*)(Inputs&, std::size_t, const Visit&);
  /// So many rounds of such questions, or as many as were asked for if each has so many inputs of a metric.
  void judge_all(unsigned test, std::size_t few, Ask ask_of, std::size_t most = 12, std::size_t many = 5000,
                 std::size_t inputs_each = 1) {
    const auto [asked_for, part, parts] = asked();
    const bool is_long = asked_for > 0;
    Inputs inputs(is_long ? 100 * static_cast<unsigned>(1 + part) + test : test);
    const std::size_t rounds = is_long ? (asked_for - 1) / (inputs_each * parts) + 1 : few;
    for (std::size_t i = 0; i < rounds; ++i) {
      // Mostly short vectors, a long one every now and then; less often where there are millions.
      const std::size_t longest = i % (is_long ? 400 : 100) == 0 ? many : most;
      ask_of(inputs, longest, [&](const Question& question, bool counted) {
        const auto start = std::chrono::steady_clock::now();
        const std::vector<T> observed = ask<T>(question, counted, i % 4 == 0);
        judge<T>(question, observed, !is_long);
        tally(format_of<T>(), question.metric).time += std::chrono::steady_clock::now() - start;
      });
    }
  }
};
using Formats = testing::Types<double, float>;
TYPED_TEST_SUITE(CorrectRounding, Formats);

TYPED_TEST(CorrectRounding, OfInformationAndEntropy) {
  this->judge_all(1, 600, ask_of_entropies<TypeParam>, 12, 5000, 2);
}
TYPED_TEST(CorrectRounding, OfDivergences) { this->judge_all(2, 800, ask_of_divergences<TypeParam>); }
TYPED_TEST(CorrectRounding, OfJointTables) { this->judge_all(3, 500, ask_of_tables<TypeParam>, 4, 40); }
TYPED_TEST(CorrectRounding, OfLogitsAndLosses) { this->judge_all(4, 1000, ask_of_logits<TypeParam>, 8, 2000); }
TYPED_TEST(CorrectRounding, OfSigmoids) { this->judge_all(5, 3000, ask_of_sigmoids<TypeParam>); }
TYPED_TEST(CorrectRounding, OfSquaredErrors) { this->judge_all(6, 3000, ask_of_squared_errors<TypeParam>); }

}  // namespace
}  // namespace gibbs::test
