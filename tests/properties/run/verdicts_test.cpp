// What becomes of cases that cannot be judged, are not sent, are answered with −0, or are answered in two ways.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "properties/judge/functions.hpp"
#include "properties/run/check.hpp"
#include "properties/run/code.hpp"
#include "properties/run/show.hpp"
#include "subjects/library.hpp"

namespace gibbs::properties {
namespace {

/// The library, but for entropy.
Functions changed(const Offer& offer, std::function<double(const Question&, double)> entropy) {
  const std::shared_ptr<Subject> library = subjects::library(reference::binary64);
  Description description = library->description();
  description.name = "changed";
  description.metrics = {{Metric::entropy, offer}};
  return {description, {{Metric::entropy, [=](const Question& q) {
                           return Vector{entropy(q, library->answer(q).values.at(0))};
                         }}}};
}

Report tried(Functions subject, std::string only = "accuracy-of-entropy") {
  Options options;
  options.cases = 400;
  options.only = {std::move(only)};
  options.threads = 1;
  return check(subject, options);
}

TEST(Verdicts, WhatWasNotJudgedIsNotHeld) {
  // ulp:2⁵² allows an error of the value's own size.
  const Report report = tried(changed({{Accuracy::Level::ulp, 0x1p52}}, [](const Question&, double h) { return h; }));
  EXPECT_EQ(report.properties[0].status, Status::starved);
  EXPECT_EQ(report.properties[0].cases, 0u);
  EXPECT_GE(report.properties[0].unjudged, 400u);
  EXPECT_EQ(report.metrics.at(0).grade, "none judged");
}

TEST(Verdicts, ANegativeZeroIsRoundedAndNotCorrect) {
  const Offer correct{{Accuracy::Level::correct, 0}};
  const auto negative = [](const Question&, double h) { return h == 0 ? -0.0 : h; };
  const Report report = tried(changed(correct, negative));
  EXPECT_EQ(report.properties[0].status, Status::rounded);
  EXPECT_EQ(report.properties[0].counterexample->why, "entropy(p) is −0 where the exact value is 0: a zero result is +0");
  EXPECT_EQ(report.metrics.at(0).grade, "faithful");
  EXPECT_EQ(tried(changed(correct, [](const Question&, double h) { return h; })).metrics.at(0).grade, "correct");
}

TEST(Verdicts, AnAnswerThatComesOnlySometimesCostsTheGrade) {
  const auto calls = std::make_shared<int>(0);
  const Report report = tried(changed({}, [calls](const Question&, double h) { return ++*calls % 97 == 0 ? h + 1 : h; }));
  const PropertyResult& result = report.properties[0];
  ASSERT_EQ(result.status, Status::refuted);
  ASSERT_TRUE(result.counterexample->unsteady);
  const Observation& seen = result.counterexample->observations.at(0);
  EXPECT_EQ(std::stod(seen.observed), std::stod(seen.again) + 1);
  EXPECT_GT(seen.ulps, 1);
  EXPECT_EQ(report.metrics.at(0).grade, "none");
  EXPECT_NE(show(*result.counterexample, "").find("again"), std::string::npos);
}

TEST(Verdicts, ItCostsTheGradeWhicheverPropertySawIt) {
  const auto calls = std::make_shared<int>(0);
  const auto sometimes = [calls](const Question&, double h) { return ++*calls == 2000 ? std::nan("") : h; };
  const Report report = tried(changed({}, sometimes), "*entropy*");
  const auto unsteady = [](const PropertyResult& p) { return p.unsteady.has_value(); };
  ASSERT_EQ(std::ranges::count_if(report.properties, unsteady), 1);
  EXPECT_EQ(report.metrics.at(0).grade, "none");
}

TEST(Verdicts, WhatIsNotOfferedIsNotSent) {
  Offer narrow;
  narrow.zeros = false;
  narrow.max_n = 8;
  const auto strict = [](const Question& q, double h) {
    const Vector& p = q.arguments[0].values;
    const bool outside = p.size() > 8 || std::ranges::find(p, 0.0) != p.end();
    return outside ? throw std::domain_error("not offered") : h;
  };
  const Report report = tried(changed(narrow, strict));
  EXPECT_EQ(report.properties[0].status, Status::held) << report.properties[0].note;
  EXPECT_GT(report.properties[0].outside, 100u);
  EXPECT_GT(report.properties[0].cases, 350u);
  EXPECT_EQ(report.metrics.at(0).narrowing, "no zeros, n ≤ 8");
}

TEST(Verdicts, LabelsAreNoProbabilitiesAndRowsOfLogitsAreLogits) {
  Offer no_zeros, no_masks;
  no_zeros.zeros = no_masks.masks = false;
  const Question plain{Metric::sequence_perplexity, {{{0, 1}, 2}, {{0}}}}, masked{Metric::sequence_perplexity, {{{0, -INFINITY}, 2}, {{0}}}};
  EXPECT_TRUE(no_zeros.covers(plain));
  EXPECT_TRUE(no_masks.covers(plain));
  EXPECT_FALSE(no_masks.covers(masked));
}

TEST(Verdicts, CodeHasLabelsAsWholeNumbers) {
  Description subject;
  subject.metrics[Metric::sequence_perplexity].code[Unit::nat] = "f([$z[]], [$y])";
  Counterexample shown;
  shown.metric = Metric::sequence_perplexity;
  shown.inputs = {{"z", {}, {}, {0, 1, 2, 3}, 2}, {"y", {}, {}, {1, -1}, 0}};
  EXPECT_EQ(code(shown, subject), "f([[0.0, 1.0], [2.0, 3.0]], [1, -1])");
}

}  // namespace
}  // namespace gibbs::properties
