#include "subjects/library.hpp"

#include <gmock/gmock.h>

#include "reference/reference.hpp"

namespace gibbs::subjects {
namespace {

using properties::Accuracy;
using properties::Answer;
using properties::Metric;
using properties::Question;
using properties::Unit;

TEST(Library, OffersEveryMetricCorrectlyRounded) {
  for (const reference::Format& format : {reference::binary64, reference::binary32}) {
    const auto subject = library(format);
    EXPECT_EQ(subject->description().format, format);
    for (const auto& [metric, offer] : subject->description().metrics) EXPECT_TRUE(offer.validates);
    for (const reference::MetricInfo& info : reference::metrics()) {
      ASSERT_TRUE(subject->description().metrics.contains(info.metric)) << info.name;
      const properties::Offer& offer = subject->description().metrics.at(info.metric);
      EXPECT_EQ(offer.accuracy.level, Accuracy::Level::correct) << info.name;
      EXPECT_EQ(offer.units.size(), info.has_unit ? 3u : 1u) << info.name;
    }
  }
  EXPECT_EQ(library()->description().name, "gibbs");
  EXPECT_EQ(library(reference::binary32)->description().name, "gibbs-binary32");
}

/// A question in the domain, whose arguments all differ.
Question sample(const reference::MetricInfo& info, Unit unit) {
  Question question{info.metric, {}, unit};
  for (const reference::Parameter& parameter : info.parameters) {
    const bool second = !question.arguments.empty();
    switch (parameter.domain) {
      case reference::Domain::probability:
        question.arguments.push_back({{0.375}});
        break;
      case reference::Domain::logit:
        question.arguments.push_back({{-1.75}});
        break;
      case reference::Domain::joint:
        question.arguments.push_back({{0.5, 0.125, 0.0625, 0.0625, 0.125, 0.125}, 3});
        break;
      case reference::Domain::distribution:
        question.arguments.push_back({second ? std::vector{0.25, 0.5, 0.25} : std::vector{0.625, 0.25, 0.125}});
        break;
      case reference::Domain::logit_rows:
        question.arguments.push_back({{0.5, -3.25, 1.0, 0.0, 2.0, -1.0}, 3});
        break;
      case reference::Domain::labels:
        question.arguments.push_back({{2.0, 0.0}});
        break;
      case reference::Domain::weights:
        question.arguments.push_back({{0.5, 3.0}});
        break;
      default:
        question.arguments.push_back({second ? std::vector{1.5, 2.0, -0.25} : std::vector{0.5, -3.25, 1.0}});
    }
  }
  return question;
}

TEST(Library, EveryFunctionIsTheMetricOfItsName) {
  for (const reference::Format& format : {reference::binary64, reference::binary32}) {
    const auto subject = library(format);
    for (const reference::MetricInfo& info : reference::metrics()) {
      for (const Unit unit : subject->description().metrics.at(info.metric).units) {
        const Question question = sample(info, unit);
        const Answer answer = subject->answer(question);
        ASSERT_EQ(answer.kind, Answer::Kind::value) << info.name << ": " << answer.message;
        const std::vector<reference::Rounded> exact = reference::round(question, format);
        ASSERT_EQ(answer.values.size(), exact.size()) << info.name;
        for (std::size_t i = 0; i < exact.size(); ++i) {
          EXPECT_EQ(answer.values[i], exact[i].nearest) << info.name << ' ' << reference::name(unit) << ' ' << i;
        }
      }
    }
  }
}

TEST(Library, RefusesInItsOwnWords) {
  const Answer answer = library()->answer({Metric::kl_divergence, {{{-0.5, 1.5}}, {{0.5, 0.5}}}});
  EXPECT_EQ(answer.kind, Answer::Kind::refusal);
  EXPECT_EQ(answer.message, "p[0] = -0.5 is not a probability");
}

}  // namespace
}  // namespace gibbs::subjects
