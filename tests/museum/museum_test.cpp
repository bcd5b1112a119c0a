// The table of exhibits: complete, without doubles, and faithful to what was reported.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "museum/exhibit.hpp"

namespace gibbs::museum {
namespace {

using reference::Argument;

double answer(std::string_view id, Metric metric, std::vector<Argument> arguments) {
  const auto subject = open(*find(id));
  return subject->answer({metric, std::move(arguments), Unit::nat}).values.at(0);
}

std::vector<double> rows_answered(std::string_view id, Metric metric, std::vector<std::vector<Argument>> rows) {
  return open(*find(id))->answer_rows({metric, std::move(rows)}).values;
}

TEST(Museum, HasEveryKindOfFaultAndFortyExhibitsAtLeast) {
  EXPECT_GE(exhibits().size(), 40u);
  for (const Kind& kind : kinds())
    EXPECT_GE(std::ranges::count(exhibits(), kind.letter, &Exhibit::kind), 1) << kind.name;
  EXPECT_TRUE(std::ranges::is_sorted(exhibits(), {}, &Exhibit::kind));
}

TEST(Museum, EveryExhibitIsLabelled) {
  std::set<std::string_view> ids, links;
  for (const Exhibit& e : exhibits()) {
    EXPECT_TRUE(ids.insert(e.id).second) << e.id;
    EXPECT_TRUE(links.insert(e.link).second) << e.link;
    EXPECT_TRUE(e.link.starts_with("https://github.com/")) << e.id;
    // The id ends in the number of the thread.
    EXPECT_EQ(e.id.substr(e.id.rfind('-') + 1), e.link.substr(e.link.rfind('/') + 1)) << e.id;
    EXPECT_TRUE(e.date.starts_with("20") || e.date.starts_with("by 20")) << e.id;
    EXPECT_FALSE(e.library.empty() || e.symptom.en.empty() || e.symptom.ko.empty() || e.parts.empty()) << e.id;
    EXPECT_NE(open(e), nullptr);
    // Whoever is held to more than `stable` is told why.
    const bool stricter = e.accuracy.level != Accuracy::Level::stable;
    EXPECT_EQ(stricter, e.symptom.en.find("users believed") != std::string_view::npos) << e.id;
    EXPECT_EQ(stricter, e.symptom.ko.find("믿었습니다") != std::string_view::npos) << e.id;
  }
  EXPECT_EQ(find("no-such-1"), nullptr);
}

// Values as they were reported; each is what a few operations in the library's format give, so they are exact.
TEST(Museum, AnswersAsTheReportsSay) {
  using enum Metric;
  EXPECT_TRUE(std::isnan(answer("torch-40553", entropy, {{{0.5, 0.5, 0}}})));
  EXPECT_TRUE(std::isnan(answer("optax-896", softmax_cross_entropy, {{{-HUGE_VAL, 0}}, {{0, 1}}})));
  const double below = std::nextafter(0.5, 0);
  EXPECT_TRUE(std::isnan(answer("scipy-20083", js_divergence, {{{below, 1 - below}}, {{1 - below, below}}})));
  EXPECT_EQ(answer("scipy-4702", log_sum_exp, {{{-1000, -HUGE_VAL}}}), -HUGE_VAL);
  EXPECT_TRUE(std::isnan(answer("mlnet-3648", softmax, {{{90, 2, -2}}})));
  EXPECT_EQ(answer("torch-11752", softmax_cross_entropy, {{{1e8, 1e8}}, {{0, 1}}}), 0);
  EXPECT_EQ(answer("scipy-18295", log_sum_exp, {{{0, -40}}}), 0);
  EXPECT_EQ(answer("keras-17634", softmax_cross_entropy, {{{14.4, 50.1, 3.5}}, {{1, 0, 0}}}), -std::log(1e-7f));
  EXPECT_EQ(answer("dlib-938", softmax_cross_entropy, {{{0, 50}}, {{1, 0}}}), -std::log(1e-10f));
  EXPECT_EQ(answer("tf-126525", softmax_cross_entropy_gradient, {{{40, 0}}, {{1, 0}}}), 0);
  EXPECT_EQ(answer("torch-1792", sigmoid_cross_entropy_gradient, {{{0}}, {{0}}}), 0);
  EXPECT_EQ(answer("distributions-91", entropy, {{{0.5, 0.5}}}), 0.7257913526447274);
  EXPECT_EQ(answer("candle-3727", softmax, {{std::vector<double>(4096, 0)}}), 1.0 / 2048);
  EXPECT_EQ(answer("torch-nn-804", softmax, {{{-5.2040, 7.8325}}}), 0);
  const double masked = -HUGE_VAL;
  EXPECT_TRUE(std::isnan(answer("flashattention-1930", log_sum_exp, {{{masked, masked, masked, masked, 0}}})));
  EXPECT_EQ(answer("libnd4j-440", softmax_vjp, {{{0, 0}}, {{1, 1}}}), 0.25);
  EXPECT_EQ(answer("mlpack-2364", log_softmax_vjp, {{{0, 0}}, {{1, 1}}}), 1.5);
  EXPECT_EQ(answer("xgboost-5769", softmax_cross_entropy_hessian_diagonal, {{{0, 0}}}), 0.5);
  const float ln2 = std::log(2.0f);
  EXPECT_EQ(answer("paddle-48663", mean_softmax_cross_entropy, {{{0, 0, 0, 0}, 2}, {{0, -1}}}), ln2 / 2);
  EXPECT_EQ(answer("mmdetection-845", mean_softmax_cross_entropy, {{{0, 0}, 2}, {{0}}, {{2}}}), 2 * ln2);
  EXPECT_EQ(answer("spacecutter-16", mean_softmax_cross_entropy, {{{0, 0}, 2}, {{0}}, {{2}}}), 2 * ln2);
  EXPECT_EQ(answer("magenta-239", sequence_perplexity, {{{0, 0, 0, masked}, 2}, {{0, 0}}}), 1.5);
  // Three words, of which one is alone in its batch.
  EXPECT_EQ(answer("torchtune-1875", mean_softmax_cross_entropy, {{{0, 0, 0, 0, 0, masked}, 2}, {{0, 0, 0}}}), ln2 / 2);
  EXPECT_LT(answer("distances-259", kl_divergence, {{{std::nan(""), 0.1}}, {{0.5, 0.5}}}), 0);
}

TEST(Museum, AnswersBatchesAsTheReportsSay) {
  using enum Metric;
  EXPECT_EQ(rows_answered("nd4j-44", softmax, {{{{0, 0}}}, {{{0, 0}}}}), std::vector<double>(4, 0.25));
  EXPECT_TRUE(std::isnan(rows_answered("delta-165", softmax, {{{{0, 0}}}, {{{200, 0}}}}).at(0)));
  EXPECT_EQ(rows_answered("torch-156379", log_softmax, {{{{0, 0}}}, {{{-200, -200}}}}).at(2), HUGE_VAL);
  EXPECT_EQ(rows_answered("tt-metal-53218", softmax_vjp, {{{{0, 0}}, {{1, 0}}}, {{{0, 0}}, {{1, 0}}}, {{{0, 0}}, {{1, 0}}}}),
            (std::vector<double>{0.25, -0.25, 0.25, -0.25, 0, 0}));
}

}  // namespace
}  // namespace gibbs::museum
