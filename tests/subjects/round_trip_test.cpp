// What a subject answers in this process and what it answers through `serve` and the protocol are the same bits.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>

#include "subjects/library.hpp"
#include "subjects/process.hpp"

namespace gibbs::subjects {
namespace {

using properties::Answer;
using properties::Question;
using properties::Unit;
using reference::Domain;

class RoundTrip : public testing::TestWithParam<reference::Format> {};

/// Arguments in and out of the domain: powers of two and products of random bits, zeros, specials, borders, no class.
Question random_question(const reference::MetricInfo& info, std::mt19937_64& random, const reference::Format& format) {
  const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::size_t rows = pick(4), classes = pick(8) == 0 ? 0 : 1 + pick(40);
  const auto number = [&](bool signs) {
    const double specials[] = {0.0, -0.0, 1.0, INFINITY, -INFINITY, NAN, min_subnormal(format), max_finite(format)};
    if (pick(200) == 0) return specials[pick(std::size(specials))];
    const double x = std::ldexp(static_cast<double>(random() >> 11), -53) * (signs ? 40 : 1);
    return reference::round_to(signs && pick(2) == 0 ? -x : x, format);
  };
  Question question{info.metric, {}, info.has_unit ? static_cast<Unit>(pick(3)) : Unit::nat};
  for (const reference::Parameter& parameter : info.parameters) {
    const bool one = parameter.domain == Domain::probability || parameter.domain == Domain::logit;
    const bool table = reference::shape(parameter.domain) == reference::Shape::table;
    const bool of_rows = parameter.domain == Domain::labels || parameter.domain == Domain::weights;
    const bool signs = parameter.domain == Domain::logits || parameter.domain == Domain::logit ||
                       parameter.domain == Domain::numbers || parameter.domain == Domain::logit_rows;
    reference::Argument argument{std::vector<double>(one       ? 1
                                                     : table   ? rows * classes
                                                     : of_rows ? rows
                                                               : classes),
                                 table && rows > 0 ? classes : 0};
    if (parameter.domain == Domain::labels) {  // whole numbers in JSON, some of them no class of the row
      for (double& x : argument.values) x = static_cast<double>(pick(classes + 2)) - 1;
      question.arguments.push_back(std::move(argument));
      continue;
    }
    double sum = 0;
    for (double& x : argument.values) sum += x = number(signs);
    if (!signs && !one && !of_rows && pick(10) > 0) {
      for (double& x : argument.values) x = reference::round_to(x / sum, format);
    }
    question.arguments.push_back(std::move(argument));
  }
  return question;
}

TEST_P(RoundTrip, KeepsEveryBit) {
  const auto here = library(GetParam());
  const std::string server = std::string("'" GIBBS_TEST_SERVER "'");
  ProcessSubject there(GetParam() == reference::binary32 ? server + " binary32" : server);
  EXPECT_EQ(there.description().name, here->description().name);
  EXPECT_EQ(there.description().version, here->description().version);
  EXPECT_EQ(there.description().format, here->description().format);
  for (const auto& [metric, offer] : here->description().metrics) {
    ASSERT_TRUE(there.description().metrics.contains(metric));
    EXPECT_EQ(there.description().metrics.at(metric).accuracy, offer.accuracy);
    EXPECT_EQ(there.description().metrics.at(metric).units, offer.units);
  }
  std::mt19937_64 random(1);
  std::size_t values = 0, refusals = 0;
  for (int round = 0; round < 60; ++round) {
    for (const reference::MetricInfo& info : reference::metrics()) {
      const Question question = random_question(info, random, GetParam());
      const Answer expected = here->answer(question), answer = there.answer(question);
      ASSERT_EQ(answer.kind, expected.kind) << info.name << ": " << answer.message << " / " << expected.message;
      EXPECT_EQ(answer.message, expected.message) << info.name;
      ASSERT_EQ(answer.values.size(), expected.values.size());
      for (std::size_t i = 0; i < answer.values.size(); ++i) {
        EXPECT_EQ(std::bit_cast<std::uint64_t>(answer.values[i]), std::bit_cast<std::uint64_t>(expected.values[i]));
      }
      ++(expected.kind == Answer::Kind::value ? values : refusals);
    }
  }
  EXPECT_GT(values, 100u);
  EXPECT_GT(refusals, 50u);
}

INSTANTIATE_TEST_SUITE_P(Formats, RoundTrip, testing::Values(reference::binary64, reference::binary32),
                         [](const auto& format) { return std::string(format.param.name); });

}  // namespace
}  // namespace gibbs::subjects
