// The adapters that come with gibbs: they call what they say they call, in the conventions they say.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "properties/judge/accuracy.hpp"
#include "subjects/adapter_files.hpp"
#include "subjects/adapters.hpp"

namespace gibbs::subjects {
namespace {

using properties::Metric;
using properties::SubjectUnavailable;
using properties::Unit;
using testing::ElementsAre;

constexpr std::string_view shipped[] = {
    "cupy", "cupy:float32", "dlib", "eigen", "jax", "jax:bfloat16", "jax:float16", "jax:float32", "mathjs", "ml-distance",
    "nltk", "numpy", "octave", "onednn", "onnxruntime", "onnxruntime:float64", "opencv", "r-base", "r-packages",
    "scikit-learn", "scipy", "stan", "statsmodels", "tfjs", "torch", "torch:bfloat16", "torch:cuda", "torch:cuda-bfloat16",
    "torch:cuda-float16", "torch:cuda-float32", "torch:float16", "torch:float32", "torch-distributions",
    "torch-distributions:float32", "triton", "weka"};

/// Defects so plain that they show on easy inputs.
bool known_to_be_wrong(const properties::Description& subject, Metric metric, Unit unit) {
  // It changes from base 2 to another by the inverse of the factor.
  if (subject.name == "statsmodels") return unit != Unit::bit && reference::info(metric).has_unit;
  // The logarithm in it is right to some six digits only.
  if (subject.name == "onednn") return metric == Metric::log_softmax;
  // Rounds intermediate results to eight bits.
  if (subject.name == "torch:bfloat16") {
    using enum Metric;
    constexpr Metric rounded[] = {kl_divergence, js_divergence, softmax_cross_entropy_gradient, sigmoid_cross_entropy,
                                  sigmoid_cross_entropy_gradient, mean_softmax_cross_entropy_gradient,
                                  sequence_perplexity, softmax_vjp, log_softmax_vjp};
    return std::ranges::find(rounded, metric) != std::end(rounded);
  }
  // Iterates over a distribution, which cannot be done.
  return subject.name == "nltk" && metric == Metric::cross_entropy;
}

/// The shipped adapters that this machine has the packages for; a test that finds none must not look as if it had
/// passed.
class ShippedAdapter : public testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override {
    try {
      subject = open_subject(std::string(GetParam()));
    } catch (const SubjectUnavailable& error) {
      GTEST_SKIP() << error.what();
    }
  }
  std::unique_ptr<properties::Subject> subject;
};

TEST_P(ShippedAdapter, DescribesItselfAsItIsCalled) {
  EXPECT_EQ(subject->description().name, GetParam());
  EXPECT_FALSE(subject->description().version.empty());
  for (const auto& [metric, offer] : subject->description().metrics) EXPECT_FALSE(offer.validates);
}

/// What an adapter says of units, logarithms and normalising is true: inputs that nobody gets wrong are answered as it
/// claims.
TEST_P(ShippedAdapter, AnswersEasyQuestionsAsItClaims) {
  const std::vector<double> one_hot{0, 1, 0}, z{0.5, -1.5, 1.0}, q{0.25, 0.5, 0.25};
  const auto argument = [&](const reference::Parameter& parameter, properties::InputForm input) -> reference::Argument {
    const std::vector<double> p = input == properties::InputForm::labels ? one_hot : std::vector<double>{0.5, 0.125, 0.375};
    using enum reference::Domain;
    switch (parameter.domain) {
      case probability: return {{0.25}};
      case logit: return {{-0.5}};
      case joint: return {{0.125, 0.25, 0.125, 0.5}, 2};
      case logit_rows: return {{0.5, -1.5, 1.0, 0.25, 0.0, -0.75}, 3};
      case labels: return {{2.0, 0.0}};
      case weights: return {{1.0, 3.0}};
      case distribution: return {parameter.name == "p" ? p : q};
      default: return {parameter.name == "z" ? z : parameter.name == "x" ? p : q};
    }
  };
  const properties::Description& description = subject->description();
  for (const auto& [metric, offer] : description.metrics) {
    for (const Unit unit : offer.units) {
      if (known_to_be_wrong(description, metric, unit)) continue;
      properties::Question question{metric, {}, unit};
      for (const auto& parameter : reference::info(metric).parameters) {
        question.arguments.push_back(argument(parameter, offer.input));
      }
      const properties::Answer answer = subject->answer(question);
      const std::string which = fmt::format("{} in {}s", reference::info(metric).name, reference::name(unit));
      if (answer.kind == properties::Answer::Kind::declined) continue;
      ASSERT_EQ(answer.kind, properties::Answer::Kind::value) << which << ": " << answer.message;
      const auto assessments = reference::assess(question, answer.values, description.format);
      const auto radius = properties::allowed_errors(question, answer.values, description.format);
      for (std::size_t i = 0; i < answer.values.size(); ++i) {
        EXPECT_FALSE(properties::contradicts(assessments[i], answer.values[i], offer.accuracy, radius[i]))
            << which << ": " << answer.values[i] << ", exactly " << reference::decimal(question, i, 17);
      }
    }
  }
}

std::string test_name(const testing::TestParamInfo<std::string_view>& info) {
  std::string name(info.param);
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Shipped, ShippedAdapter, testing::ValuesIn(shipped), test_name);

TEST(ShippedAdapters, AreAllTried) {
  for (const AdapterFile& adapter : adapter_files(share_folder())) {
    EXPECT_FALSE(adapter.about.empty()) << adapter.path;
    EXPECT_TRUE(std::ranges::find(shipped, adapter.name) != std::end(shipped)) << adapter.name;
    for (const std::string& word : adapter.configurations) {
      EXPECT_TRUE(std::ranges::find(shipped, adapter.name + ":" + word) != std::end(shipped)) << word;
    }
  }
}

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
