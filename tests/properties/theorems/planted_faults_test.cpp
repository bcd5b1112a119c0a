// The judge is judged: planted faults are killed by the theorem one would expect, with a counterexample for people.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "properties/run/check.hpp"
#include "properties/run/show.hpp"
#include "tests/properties/judge/implementations.hpp"

namespace gibbs::tests {
namespace {

using properties::Report;
using properties::Status;

struct Planted {
  const char* name;
  Functions subject;
  const char* expected_killer;
};

double plain_entropy(const Vector& p, bool skip_zeros) {
  double h = 0;
  for (const double x : p) {
    if (x > 0 || !skip_zeros) h -= x * std::log(x);
  }
  return h;
}

Vector times(Vector v, double factor) {
  for (double& x : v) x *= factor;
  return v;
}

/// What the honest implementation answers.
Vector honest(Metric metric, std::vector<Argument> arguments, reference::Unit unit) {
  static Functions subject = textbook();
  return subject.answer({metric, std::move(arguments), unit}).values;
}

Vector unshifted_log_softmax(Vector z) {
  double sum = 0;
  for (const double x : z) sum += std::exp(x);
  for (double& x : z) x -= std::log(sum);
  return z;
}

std::vector<Planted> planted() {
  using enum Metric;
  const Functions good = textbook();
  return {
      {"wrong base of the logarithm",
       good.with(entropy, [](const Question& q) { return Vector{plain_entropy(q.arguments[0].values, true) / std::log(2)}; }),
       "entropy-maximum"},
      {"0·log 0 is NaN",
       good.with(entropy, [](const Question& q) { return Vector{plain_entropy(q.arguments[0].values, false)}; }),
       "entropy-minimum"},
      {"p and q swapped",
       good.with(kl_divergence, [](const Question& q) { return honest(kl_divergence, {q.arguments[1], q.arguments[0]}, q.unit); }),
       "cross-entropy-decomposes"},
      {"softmax without the shift", good.with(softmax, [](const Question& q) {
         Vector e = q.arguments[0].values;
         for (double& x : e) x = std::exp(x);
         return times(e, 1 / std::accumulate(e.begin(), e.end(), 0.0));
       }),
       "softmax-simplex"},
      {"p − q for q − p", good.with(softmax_cross_entropy_gradient, [](const Question& q) {
         return times(honest(softmax_cross_entropy_gradient, q.arguments, q.unit), -1);
       }),
       "softmax-ce-gradient"},
      {"the sign of the divergence",
       good.with(kl_divergence, [](const Question& q) { return times(honest(kl_divergence, q.arguments, q.unit), -1); }),
       "gibbs-inequality"},
      {"zero probabilities clipped to 10⁻¹²",
       good.with(cross_entropy, [](const Question& q) {
         Argument clipped = q.arguments[1];
         for (double& x : clipped.values) x = std::max(x, 1e-12);
         return honest(cross_entropy, {q.arguments[0], clipped}, q.unit);
       }),
       "accuracy-of-cross_entropy"},
      {"Jensen–Shannon in nats whatever the unit",
       good.with(js_divergence, [](const Question& q) { return honest(js_divergence, q.arguments, reference::Unit::nat); }),
       "jsd-disjoint"},
      {"the last class forgotten", good.with(entropy, [](const Question& q) {
         Vector p = q.arguments[0].values;
         p.pop_back();
         return Vector{plain_entropy(p, true)};
       }),
       "entropy-is-expected-information"},
      {"log-softmax without the shift", good.with(log_softmax, [](const Question& q) { return unshifted_log_softmax(q.arguments[0].values); }),
       "log-softmax-shift"},
      {"log-softmax without the shift, by its sum",
       good.with(log_softmax, [](const Question& q) { return unshifted_log_softmax(q.arguments[0].values); }),
       "log-softmax-simplex"},
      {"the last class in single precision", good.with(log_softmax, [](const Question& q) {
         Vector l = honest(log_softmax, q.arguments, q.unit);
         l.back() = static_cast<float>(l.back());
         return l;
       }),
       "log-softmax-order"},
      {"log-softmax in bits", good.with(log_softmax, [](const Question& q) {
         return times(honest(log_softmax, q.arguments, q.unit), 1 / std::log(2));
       }),
       "log-softmax-by-lse"},
      {"2 to the power of nats", good.with(perplexity, [](const Question& q) {
         return Vector{std::pow(honest(perplexity, q.arguments, q.unit)[0], std::log(2))};
       }),
       "perplexity-is-exp-of-entropy"},
      {"perplexity of the logarithm of another base", good.with(perplexity, [](const Question& q) {
         return Vector{std::pow(honest(perplexity, q.arguments, q.unit)[0], std::log(2))};
       }),
       "perplexity-range"},
      {"the entropy of the whole table",
       good.with(conditional_entropy, [](const Question& q) { return honest(entropy, {{q.arguments[0].values, 0}}, q.unit); }),
       "conditional-entropy-range"},
      {"labels coded as ±1", good.with(sigmoid_cross_entropy, [](const Question& q) {
         const double z = q.arguments[0].values[0], y = q.arguments[1].values[0];
         return Vector{std::log1p(std::exp((1 - 2 * y) * z))};
       }),
       "sigmoid-exceeds-entropy"},
      {"a cross-entropy with the sign forgotten", good.with(cross_entropy, [](const Question& q) {
         return times(honest(cross_entropy, q.arguments, q.unit), -1);
       }),
       "cross-entropy-nonnegative"},
      {"a quarter of the softmax loss", good.with(softmax_cross_entropy, [](const Question& q) {
         return times(honest(softmax_cross_entropy, q.arguments, q.unit), 0.25);
       }),
       "softmax-ce-exceeds-entropy"},
      {"a factor 2 in the gradient", good.with(sigmoid_cross_entropy_gradient, [](const Question& q) {
         return times(honest(sigmoid_cross_entropy_gradient, q.arguments, q.unit), 2);
       }),
       "sigmoid-gradient-bounded"},
      {"a mean over the classes", good.with(cross_entropy, [](const Question& q) {
         return times(honest(cross_entropy, q.arguments, q.unit), 1 / static_cast<double>(q.arguments[0].values.size()));
       }),
       "likelihood-is-cross-entropy"},
      {"half the squared error", good.with(mean_squared_error, [](const Question& q) {
         return times(honest(mean_squared_error, q.arguments, q.unit), 0.5);
       }),
       "squared-error-is-gaussian-likelihood"},
  };
}

bool small(const properties::ShownInput& input) {
  return input.values.size() <= 3 && std::ranges::all_of(input.values, [](double x) {
           return std::isinf(x) || std::abs(x) > 8 || x * 8 == std::floor(x * 8);  // denominators ≤ 8, or whole logits
         });
}

TEST(PlantedFaults, EachIsKilledByTheTheoremOneWouldExpect) {
  for (Planted& fault : planted()) {
    properties::Options options;
    options.cases = 300;
    options.only = {std::string(fault.expected_killer)};
    const Report report = check(fault.subject, options);
    ASSERT_EQ(report.properties.size(), 1u);
    EXPECT_EQ(report.properties[0].status, Status::refuted) << fault.name;
  }
}

/// Of a subject that has nothing else, a theorem must tell: many libraries have one such function.
TEST(PlantedFaults, AForgottenSignIsSeenWithOneMetric) {
  using enum Metric;
  for (const Metric metric : {self_information, entropy, perplexity, cross_entropy, kl_divergence, js_divergence, js_distance, conditional_entropy,
                              mutual_information, softmax, log_softmax, softmax_cross_entropy, sigmoid_cross_entropy, mean_squared_error}) {
    const auto negative = [metric](const Question& q) { return times(honest(metric, q.arguments, q.unit), -1); };
    properties::Functions subject({"without a sign", "1", reference::binary64, {}}, {{metric, negative}});
    properties::Options options;
    options.cases = 100;
    options.skip = {"accuracy-of-*"};
    EXPECT_TRUE(std::ranges::any_of(check(subject, options).properties, [](const auto& p) { return p.status == Status::refuted; }))
        << reference::info(metric).name;
  }
}

TEST(PlantedFaults, CounterexamplesAreForPeople) {
  for (Planted& fault : planted()) {
    properties::Options options;
    options.cases = 300;
    options.only = {std::string(fault.expected_killer)};
    const Report report = check(fault.subject, options);
    ASSERT_TRUE(report.properties[0].counterexample.has_value()) << fault.name;
    const auto& c = *report.properties[0].counterexample;
    EXPECT_TRUE(std::ranges::all_of(c.inputs, small)) << fault.name << "\n" << show(c, "");
    EXPECT_FALSE(c.why.empty());
    // The token is the values: it finds the fault again by itself.
    EXPECT_EQ(replay(c.replay, fault.subject, false).status, Status::refuted) << c.replay;
    Functions good = textbook();
    EXPECT_NE(replay(c.replay, good, false).status, Status::refuted) << c.replay;
  }
}

TEST(PlantedFaults, TheReportDependsOnTheSeedAlone) {
  for (const unsigned threads : {1u, 2u, 3u}) {
    static std::string first;
    properties::Options options;
    options.cases = 50;
    options.only = {"*entropy*"};
    options.threads = threads;
    Functions subject = planted()[0].subject;
    std::string text;
    for (const auto& p : check(subject, options).properties) {
      text += p.id + std::string(to_string(p.status)) + std::to_string(p.refuted) + (p.counterexample ? show(*p.counterexample, "") : "");
    }
    if (first.empty()) first = text;
    EXPECT_EQ(text, first) << threads;
  }
}

}  // namespace
}  // namespace gibbs::tests
