// The Python module for adapters, at both ends of its line.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "subjects/process.hpp"

namespace gibbs::subjects {
namespace {

using properties::Answer;
using properties::Metric;
using properties::Unit;
using testing::ElementsAre;
using Kind = Answer::Kind;

class Module : public testing::Test {
 protected:
  void expect_fault(const properties::Question& question, Kind kind, const std::string& message) {
    const Answer answer = subject.answer(question);
    EXPECT_EQ(answer.kind, kind);
    EXPECT_EQ(answer.message, message);
  }
  ProcessSubject subject{fmt::format("PYTHONPATH='{}' {} -B '{}/module_subject.py'", GIBBS_TEST_ADAPTERS,
                                     GIBBS_TEST_PYTHON, GIBBS_TEST_SCRIPTS)};
};

TEST_F(Module, DescribesWhatWasRegistered) {
  const properties::Description& description = subject.description();
  EXPECT_EQ(description.name, "module");
  EXPECT_EQ(description.version, "7");
  EXPECT_EQ(description.format, reference::binary32);
  EXPECT_TRUE(description.metrics.at(Metric::perplexity).validates);
  EXPECT_FALSE(description.metrics.at(Metric::entropy).validates);
  EXPECT_EQ(description.metrics.size(), 11u);
  EXPECT_EQ(to_string(description.metrics.at(Metric::entropy).accuracy), "ulp:2");
  EXPECT_THAT(description.metrics.at(Metric::entropy).units, ElementsAre(Unit::nat, Unit::bit));
}

TEST_F(Module, PassesNumbersExactlyBothWays) {
  const std::vector<double> z{0.0, -0.0, 1.0, 0x1p-149, -0x1.fffffep127, INFINITY, -INFINITY};
  for (const Metric metric : {Metric::softmax, Metric::log_softmax}) {
    const Answer answer = subject.answer({metric, {{z}}});
    EXPECT_EQ(answer.values, z) << answer.message;
    EXPECT_TRUE(std::signbit(answer.values.at(1)));
  }
  EXPECT_THAT(subject.answer({Metric::softmax, {{{NAN}}}}).values, ElementsAre(testing::IsNan()));
  EXPECT_THAT(subject.answer({Metric::entropy, {{{1}}}, Unit::nat}).values, ElementsAre(1.0));
  EXPECT_THAT(subject.answer({Metric::entropy, {{{1}}}, Unit::bit}).values, ElementsAre(static_cast<double>(0.1f)));
}

TEST_F(Module, TellsARefusalFromAFailure) {
  expect_fault({Metric::perplexity, {{{1}}}}, Kind::refusal, "p[0] is odd");
  expect_fault({Metric::mean_squared_error, {{{1}}, {{1}}}}, Kind::declined, "no such type");
  expect_fault({Metric::log_sum_exp, {{{1}}}}, Kind::nonsense, "error -32603: IndexError: list index out of range");
  EXPECT_EQ(subject.answer({Metric::log_sum_exp, {{{0}}}}).kind, Kind::value);
  EXPECT_EQ(subject.answer({Metric::self_information, {{{1}}}}).kind, Kind::nonsense);
  expect_fault({Metric::sigmoid_cross_entropy, {{{1}}, {{1}}}}, Kind::nonsense,
               "error -32603: OverflowError: int too large to convert to float");
  expect_fault({Metric::sigmoid_cross_entropy_gradient, {{{1}}, {{1}}}}, Kind::nonsense,
               "error -32603: ValueError: math domain error");
  expect_fault({Metric::entropy, {{{1}}}, Unit::hartley}, Kind::nonsense, "error -32603: KeyError: 'hartley'");
  expect_fault({Metric::js_divergence, {{{1}}, {{1}}}}, Kind::nonsense, "error -32601: no metric js_divergence");
}

TEST_F(Module, LaysBatchesOutAsItIsAsked) {
  using enum properties::Layout;
  using properties::Axis;
  const properties::Offer& offer = subject.description().metrics.at(Metric::kl_divergence);
  EXPECT_TRUE(offer.batches);
  EXPECT_THAT(offer.axes, ElementsAre(Axis::last, Axis::first));
  EXPECT_THAT(offer.layouts, ElementsAre(contiguous, strided, fortran, readonly));
  properties::Batch batch{Metric::kl_divergence, {{{{1, 2, 3}}, {{1, 2, 3}}}, {{{4, 5, 6}}, {{1, 2, 3}}}}};
  const auto told = [&](Axis axis, properties::Layout layout) {
    batch.axis = axis, batch.layout = layout;
    const Answer answer = subject.answer_rows(batch);
    EXPECT_EQ(answer.values.size(), 2u) << answer.message;
    return answer.values.empty() ? 0 : answer.values[0];
  };
  EXPECT_EQ(told(Axis::last, contiguous), 1);
  EXPECT_EQ(told(Axis::last, strided), 2);
  EXPECT_EQ(told(Axis::last, fortran), 102);  // down a column lie the two rows
  EXPECT_EQ(told(Axis::last, readonly), 1001);
  EXPECT_EQ(told(Axis::first, contiguous), 10001);
  EXPECT_EQ(told(Axis::first, fortran), 10103);
  EXPECT_EQ(subject.answer_rows({Metric::softmax, {{{{1}}}, {{{2}}}}}).kind, Kind::value);
}

TEST_F(Module, PassesLabelsAsWholeNumbers) {
  const std::vector<double> z{0, 0, 0, 0};
  EXPECT_THAT(subject.answer({Metric::mean_softmax_cross_entropy, {{z, 2}, {{1, -1}}}}).values, ElementsAre(109));
  EXPECT_THAT(subject.answer({Metric::mean_softmax_cross_entropy, {{z, 2}, {{1, 0}}, {{1, 1}}}}).values, ElementsAre(10));
}

}  // namespace
}  // namespace gibbs::subjects
