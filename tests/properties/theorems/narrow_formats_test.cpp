// binary16 and bfloat16 have so few numbers that scalar metrics are tried on all of them.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "properties/judge/functions.hpp"
#include "properties/run/run.hpp"
#include "properties/theorems/laws.hpp"
#include "subjects/library.hpp"

namespace gibbs::properties {
namespace {

using reference::Format;

/// The library in double, rounded to the format. Rounding to nearest is monotone, so whatever number of the format lies
/// on one side of the exact value does not end up on the other: the result is one of its two neighbours, `faithful`.
Functions rounded_library(const Format& format) {
  const std::shared_ptr<Subject> library = subjects::library(reference::binary64);
  Description description = library->description();
  description.format = format;
  std::map<Metric, Function> functions;
  for (auto& [metric, offer] : description.metrics) {
    offer.accuracy = {Accuracy::Level::faithful, 0};
    functions[metric] = [library, format](Question question) {
      for (std::size_t i = 0; i < question.arguments.size(); ++i) {
        // A mass that is 1 for the format may be none for the library.
        if (reference::info(question.metric).parameters[i].domain != reference::Domain::distribution) continue;
        Vector& p = question.arguments[i].values;
        const double mass = std::accumulate(p.begin(), p.end(), 0.0);
        for (double& x : p) x /= mass;
      }
      Vector values = library->answer(question).values;
      for (double& x : values) x = reference::round_to(x, format);
      return values;
    };
  }
  return {std::move(description), std::move(functions)};
}

/// All finite numbers of the format from `low` to `high`, −0 left out.
Vector numbers(const Format& format, double low, double high) {
  Vector all;
  for (double x = low; x <= high && std::isfinite(x); x = reference::next_up(x, format)) all.push_back(x == 0 ? 0 : x);
  return all;
}

struct Tried {
  std::size_t cases = 0, refuted = 0;
};
Tried exhaust(Metric metric, Subject& subject) {
  const Format& f = subject.description().format;
  const Theorem& theorem = *find_theorem("accuracy-of-" + std::string(reference::info(metric).name));
  Tried tried;
  const auto judge_one = [&](std::vector<Input> inputs) {
    ++tried.cases;
    tried.refuted += judge(theorem, {std::move(inputs), Unit::nat}, subject).verdict == Hearing::Verdict::refuted;
  };
  const auto first = reference::info(metric).parameters[0].domain;
  const double most = reference::max_finite(f);
  if (first == reference::Domain::probability) {
    for (const double p : numbers(f, 0, 1)) judge_one({probability("p")(p)});
  } else if (first == reference::Domain::distribution) {
    const bool pair = reference::info(metric).parameters.size() == 2;
    for (const double p : numbers(f, 0, 1)) {
      const Vector both{p, reference::round_to(1 - p, f)};
      if (pair)
        judge_one({distribution("p")(both), distribution("q")({0.75, 0.25})});
      else
        judge_one({distribution("p")(both)});
    }
  } else if (first == reference::Domain::logit) {
    for (const double z : numbers(f, -most, most)) {
      for (const double y : {0.0, 1.0}) judge_one({{"z", Role::logit, {z}, 0, -1}, probability("y")(y)});
    }
  } else {
    for (const double z : numbers(f, -most, most)) judge_one({logits("z")({z, 0})});
  }
  return tried;
}

using enum Metric;
const Metric scalar[] = {self_information,
                         entropy,
                         perplexity,
                         cross_entropy,
                         kl_divergence,
                         js_divergence,
                         log_sum_exp,
                         sigmoid_cross_entropy,
                         sigmoid_cross_entropy_gradient};

TEST(NarrowFormats, EveryNumberIsTriedAndAnHonestSubjectNeverAccused) {
  for (const Format& format : {reference::binary16, reference::bfloat16}) {
    Functions subject = rounded_library(format);
    for (const Metric metric : scalar) {
      const Tried tried = exhaust(metric, subject);
      EXPECT_GE(tried.cases, 15'000u) << reference::info(metric).name;
      EXPECT_EQ(tried.refuted, 0u) << format.name << " " << reference::info(metric).name;
    }
  }
}

/// One wrong answer among all inputs: two numbers off, for one logit.
TEST(NarrowFormats, OneWrongAnswerAmongAllIsFound) {
  const Format format = reference::binary16;
  const Functions good = rounded_library(format);
  const Function honest = good.function(log_sum_exp);
  Functions faulty = good.with(log_sum_exp, [honest, format](const Question& question) {
    Vector values = honest(question);
    if (question.arguments[0].values[0] == 3.140625)
      values[0] = reference::next_up(reference::next_up(values[0], format), format);
    return values;
  });
  EXPECT_EQ(exhaust(log_sum_exp, faulty).refuted, 1u);
}

}  // namespace
}  // namespace gibbs::properties
