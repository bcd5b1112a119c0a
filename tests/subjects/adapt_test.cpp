#include "subjects/adapt.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <new>

namespace gibbs::subjects {
namespace {

using properties::Answer;
using properties::Question;
using testing::ElementsAre;
using Kind = Answer::Kind;

/// One member of every form there is.
struct Forms {
  static constexpr const char* version = "2";
  static bool validates(Metric metric) { return metric == Metric::entropy; }
  static Accuracy accuracy(Metric metric) {
    return metric == Metric::entropy ? Accuracy{Accuracy::Level::ulp, 4} : Accuracy{};
  }

  double self_information(double p, Unit unit) const { return p + static_cast<double>(unit); }
  double entropy(std::span<const double> p) const { return p[0]; }
  double cross_entropy(const std::vector<double>& p, const std::vector<double>& q) { return p[0] - q[0]; }
  static long double kl_divergence(std::vector<double> p, std::span<const double> q, Unit) { return p[0] * q[0]; }
  double mutual_information(const auto& w, std::size_t columns) const { return w[columns]; }
  std::vector<double> softmax(std::span<const double> z) const { return {z.rbegin(), z.rend()}; }
  std::span<const double> log_softmax(std::span<const double> z) const { return z; }
  void softmax_cross_entropy_gradient(std::span<const double> z, std::span<const double> p, std::span<double> g) const {
    for (std::size_t i = 0; i < g.size(); ++i) g[i] = z[i] - p[i];
  }
  double log_sum_exp() const { return 0; }  // not the metric: it takes no logits
  int perplexity = 0;                       // nor is this
};

Answer ask(properties::Subject& subject, const Question& question) { return subject.answer(question); }

TEST(Adapted, OffersWhatTheTypeHas) {
  const Adapted<Forms> subject("forms");
  const properties::Description& description = subject.description();
  EXPECT_EQ(description.name, "forms");
  EXPECT_EQ(description.version, "2");
  EXPECT_EQ(description.format, reference::binary64);
  EXPECT_TRUE(description.metrics.at(Metric::entropy).validates);
  EXPECT_FALSE(description.metrics.at(Metric::softmax).validates);
  std::vector<Metric> offered;
  for (const auto& [metric, offer] : description.metrics) offered.push_back(metric);
  using enum Metric;
  EXPECT_THAT(offered, ElementsAre(self_information, entropy, cross_entropy, kl_divergence, mutual_information, softmax,
                                   log_softmax, softmax_cross_entropy_gradient));
  EXPECT_THAT(description.metrics.at(entropy).units, ElementsAre(Unit::nat));
  EXPECT_THAT(description.metrics.at(kl_divergence).units, ElementsAre(Unit::nat, Unit::bit, Unit::hartley));
  EXPECT_EQ(description.metrics.at(entropy).accuracy, (Accuracy{Accuracy::Level::ulp, 4}));
  EXPECT_EQ(description.metrics.at(softmax).accuracy, Accuracy{});
}

TEST(Adapted, CallsEveryForm) {
  Adapted<Forms> forms("forms");
  using enum Metric;
  EXPECT_THAT(ask(forms, {self_information, {{{0.5}}}, Unit::hartley}).values, ElementsAre(2.5));
  EXPECT_THAT(ask(forms, {entropy, {{{7, 8}}}}).values, ElementsAre(7.0));
  EXPECT_THAT(ask(forms, {cross_entropy, {{{7, 8}}, {{1, 2}}}}).values, ElementsAre(6.0));
  EXPECT_THAT(ask(forms, {kl_divergence, {{{7, 8}}, {{2, 2}}}}).values, ElementsAre(14.0));
  EXPECT_THAT(ask(forms, {mutual_information, {{{1, 2, 3, 4, 5, 6}, 3}}}).values, ElementsAre(4.0));
  EXPECT_THAT(ask(forms, {softmax, {{{1, 2, 3}}}}).values, ElementsAre(3.0, 2.0, 1.0));
  EXPECT_THAT(ask(forms, {log_softmax, {{{1, 2, 3}}}}).values, ElementsAre(1.0, 2.0, 3.0));
  EXPECT_THAT(ask(forms, {softmax_cross_entropy_gradient, {{{1, 2}}, {{0.5, 0.5}}}}).values, ElementsAre(0.5, 1.5));
}

struct Throws {
  static constexpr bool validates = true;
  double entropy(std::span<const double>) const { throw std::domain_error("no"); }
  double perplexity(std::span<const double>) const { throw std::invalid_argument("never"); }
  double self_information(double) const { throw std::out_of_range("vector"); }
  double log_sum_exp(std::span<const double>) const { throw 7; }
  std::vector<double> softmax(std::span<const double>) const { return {1}; }
};

TEST(Adapted, TurnsExceptionsIntoAnswers) {
  Adapted<Throws> subject("throws");
  EXPECT_TRUE(subject.description().metrics.at(Metric::softmax).validates);
  const auto expect = [&](const Question& question, Kind kind, const char* message) {
    const Answer answer = subject.answer(question);
    EXPECT_EQ(answer.kind, kind);
    EXPECT_EQ(answer.message, message);
  };
  expect({Metric::entropy, {{{1}}}}, Kind::refusal, "no");
  expect({Metric::perplexity, {{{1}}}}, Kind::refusal, "never");
  expect({Metric::self_information, {{{1}}}}, Kind::nonsense, "it threw: vector");
  expect({Metric::log_sum_exp, {{{1}}}}, Kind::nonsense, "it threw something that is no std::exception");
  expect({Metric::softmax, {{{1, 2}}}}, Kind::nonsense, "1 numbers for 2 classes");
}

struct FloatVectors {
  float entropy(std::span<const float> p) const { return p[0]; }
  float self_information(float p) const { return p; }
};
struct FloatNumber {
  using number = float;
  float self_information(float p) const { return p; }
};
struct Both {
  double entropy(std::span<const double> p) const { return p[0]; }
  float entropy(std::span<const float> p) const { return -p[0]; }
};

TEST(Adapted, KnowsItsFormat) {
  Adapted<FloatVectors> subject("float");
  EXPECT_EQ(subject.description().format, reference::binary32);
  EXPECT_THAT(subject.answer({Metric::entropy, {{{0.25}}}}).values, ElementsAre(0.25));
  EXPECT_EQ(Adapted<FloatNumber>("float").description().format, reference::binary32);
  Adapted<Both> both("both");
  EXPECT_EQ(both.description().format, reference::binary64);
  EXPECT_THAT(both.answer({Metric::entropy, {{{0.25}}}}).values, ElementsAre(0.25));
}

struct Counter {
  int calls = 0;
  double self_information(double) { return ++calls; }
};

TEST(Adapted, AnotherHasAnObjectOfItsOwn) {
  Adapted<Counter> first("counter", Counter{10});
  const Question question{Metric::self_information, {{{1}}}};
  EXPECT_THAT(first.answer(question).values, ElementsAre(11.0));
  const auto second = first.another();
  EXPECT_EQ(second->description().name, "counter");
  EXPECT_THAT(second->answer(question).values, ElementsAre(12.0));
  EXPECT_THAT(first.answer(question).values, ElementsAre(12.0));
}

}  // namespace
}  // namespace gibbs::subjects
