// The laws of rows, means and derivatives are judged: each refutes the fault that one would expect it to, by a
// counterexample of three rows and three classes at most.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "properties/run/check.hpp"
#include "properties/run/show.hpp"
#include "tests/properties/judge/implementations.hpp"

namespace gibbs::tests {
namespace {

using properties::Axis;
using properties::Batch;
using properties::FunctionOfRows;
using properties::Layout;
using properties::Status;
using enum Metric;

struct Planted {
  const char* name;
  Functions subject;
  const char* expected_killer;
};

Vector honest(const Question& q) {
  static const Functions subject = textbook();
  return subject.function(q.metric)(q);
}
std::vector<Vector> honest(const Batch& batch) {
  std::vector<Vector> rows;
  for (std::size_t i = 0; i < batch.rows.size(); ++i) rows.push_back(honest(batch.row(i)));
  return rows;
}

/// What becomes of the honest answer to a question, or to the rows of a batch.
Functions with(Metric metric, std::function<void(Vector&, const Question&)> change) {
  return textbook().with(metric, [change](const Question& q) {
    Vector answer = honest(q);
    change(answer, q);
    return answer;
  });
}
Functions with_rows(Metric metric, std::function<void(std::vector<Vector>&, const Batch&)> change) {
  return textbook().with_rows(metric, [change](const Batch& batch) {
    std::vector<Vector> answers = honest(batch);
    change(answers, batch);
    Vector flat;
    for (const Vector& row : answers) flat.insert(flat.end(), row.begin(), row.end());
    return flat;
  });
}
void scale(Vector& v, double factor) {
  for (double& x : v) x *= factor;
}
double rows_of(const Question& q) { return static_cast<double>(q.arguments[1].values.size()); }
double ignored(const Question& q) { return static_cast<double>(std::ranges::count(q.arguments[1].values, -1.0)); }
double weight(const Question& q) {
  double sum = 0;
  for (std::size_t i = 0; i < q.arguments[1].values.size(); ++i) {
    if (q.arguments[1].values[i] >= 0) sum += q.arguments.size() > 2 ? q.arguments[2].values[i] : 1;
  }
  return sum;
}
double largest(const std::vector<Argument>& row) { return *std::ranges::max_element(row[0].values); }

std::vector<Planted> of_rows() {
  return {
      {"exponentials shifted by the maximum of the batch", with_rows(softmax, [](auto& answers, const Batch& batch) {
         double top = -HUGE_VAL;
         for (const auto& row : batch.rows) top = std::max(top, largest(row));
         for (std::size_t i = 0; i < answers.size(); ++i) {
           for (std::size_t j = 0; j < answers[i].size(); ++j) answers[i][j] = std::exp(batch.rows[i][0].values[j] - top);
           scale(answers[i], 1 / std::accumulate(answers[i].begin(), answers[i].end(), 0.0));
         }
       }),
       "row-as-if-alone"},
      {"an answer that grows with the size of the batch",
       with_rows(kl_divergence, [](auto& answers, const Batch&) {
         for (Vector& answer : answers) scale(answer, static_cast<double>(answers.size()));
       }),
       "row-as-if-alone"},
      {"the first row answered for the second",
       with_rows(mutual_information, [](auto& answers, const Batch&) {
         if (answers.size() > 1) answers[1] = answers[0];
       }),
       "rows-permute"},
      {"a row of nothing but masks and one logit spoils the others", with_rows(log_sum_exp, [](auto& answers, const Batch& batch) {
         const bool any = std::ranges::any_of(batch.rows, [](const auto& row) { return std::ranges::count(row[0].values, -HUGE_VAL) > 0; });
         if (any && answers.size() > 1) answers[0][0] = answers[0][0] * 2 + 1;
       }),
       "rows-do-not-meet"},
      {"a sum over the wrong axis", with_rows(softmax, [](auto& answers, const Batch& batch) {
         if (batch.axis == Axis::first) scale(answers[0], 0.5);
       }),
       "axes-agree"},
      {"strides that are not looked at", with_rows(sigmoid_cross_entropy, [](auto& answers, const Batch& batch) {
         if (batch.layout == Layout::strided && answers.size() > 1) answers[1] = answers[0];
       }),
       "layouts-agree"},
      {"the last rows left out, beyond three", with_rows(softmax, [](auto& answers, const Batch&) {
         if (answers.size() > 3) scale(answers.back(), 0);
       }),
       "accuracy-of-rows"},
  };
}

std::vector<Planted> of_means() {
  return {
      {"divided by the number of rows as well", with(mean_softmax_cross_entropy, [](Vector& a, const Question& q) { scale(a, weight(q)); }),
       "mean-of-one"},
      {"ignored rows counted in the divisor", with(mean_softmax_cross_entropy, [](Vector& a, const Question& q) {
         scale(a, (rows_of(q) - ignored(q)) / rows_of(q));
       }),
       "ignored-rows-do-not-count"},
      {"the mean of the means of both ends", with(mean_softmax_cross_entropy, [](Vector& a, const Question& q) {
         if (rows_of(q) > 2) scale(a, 1.25);
       }),
       "mean-splits"},
      {"divided by the number of rows, not by the weights", with(mean_softmax_cross_entropy, [](Vector& a, const Question& q) {
         scale(a, weight(q) / (rows_of(q) - ignored(q)));
       }),
       "weight-is-repetition"},
      {"weights that are not divided by their sum", with(mean_softmax_cross_entropy_gradient, [](Vector& a, const Question& q) { scale(a, weight(q)); }),
       "weights-scale"},
      {"the gradient of the sum", with(mean_softmax_cross_entropy_gradient, [](Vector& a, const Question& q) { scale(a, weight(q)); }),
       "mean-gradient-by-rows"},
      {"uphill", with(mean_softmax_cross_entropy_gradient, [](Vector& a, const Question&) { scale(a, -1); }),
       "mean-gradient-is-the-slope"},
      {"2 to the mean in nats", with(sequence_perplexity, [](Vector& a, const Question&) { a[0] = std::exp2(std::log(a[0])); }),
       "sequence-perplexity-range"},
      {"ignored words counted", with(sequence_perplexity, [](Vector& a, const Question& q) {
         a[0] = std::pow(a[0], (rows_of(q) - ignored(q)) / rows_of(q));
       }),
       "sequence-perplexity-is-exp-of-the-mean"},
  };
}

std::vector<Planted> of_derivatives() {
  const auto diagonal = [](Vector& a, const Question& q) {
    a = honest({softmax_cross_entropy_hessian_diagonal, {q.arguments[0]}});
    for (std::size_t i = 0; i < a.size(); ++i) a[i] *= q.arguments[1].values[i];
  };
  return {
      {"a signal that is clipped", with(softmax_vjp, [](Vector& a, const Question& q) {
         Question clipped = q;
         for (double& x : clipped.arguments[1].values) x = std::clamp(x, -4.0, 4.0);
         a = honest(clipped);
       }),
       "vjp-is-linear"},
      {"the diagonal of the Jacobian", with(softmax_vjp, diagonal), "softmax-vjp-cancels"},
      {"the plain mean of the signal taken off", with(softmax_vjp, [](Vector& a, const Question& q) {
         const Vector& u = q.arguments[1].values;
         const double mean = std::accumulate(u.begin(), u.end(), 0.0) / static_cast<double>(u.size());
         a = honest({softmax, {q.arguments[0]}});
         for (std::size_t i = 0; i < a.size(); ++i) a[i] *= u[i] - mean;
       }),
       "softmax-vjp-symmetric"},
      {"a wrong sign", with(softmax_vjp, [](Vector& a, const Question&) { scale(a, -1); }), "softmax-vjp-positive"},
      {"the sum of the signal left out", with(log_softmax_vjp, [](Vector& a, const Question& q) { a = q.arguments[1].values; }),
       "log-softmax-vjp-of-label"},
      {"a factor 2", with(softmax_vjp, [](Vector& a, const Question&) { scale(a, 2); }), "softmax-vjp-of-squared-error"},
      {"a curvature that is twice too large", with(softmax_cross_entropy_hessian_diagonal, [](Vector& a, const Question&) { scale(a, 2); }),
       "hessian-trace"},
      {"the same", with(softmax_cross_entropy_hessian_diagonal, [](Vector& a, const Question&) { scale(a, 2); }), "hessian-bounded"},
      {"the same of a sigmoid", with(sigmoid_cross_entropy_hessian, [](Vector& a, const Question&) { scale(a, 2); }), "hessian-bounded"},
      {"the same of a sigmoid", with(sigmoid_cross_entropy_hessian, [](Vector& a, const Question&) { scale(a, 2); }),
       "hessian-of-two-classes"},
  };
}

std::vector<Planted> planted() {
  std::vector<Planted> all = of_rows();
  std::ranges::move(of_means(), std::back_inserter(all));
  std::ranges::move(of_derivatives(), std::back_inserter(all));
  return all;
}

/// Three classes at most; of a table three rows, too.
bool small(const properties::ShownInput& input) {
  const std::size_t columns = input.columns == 0 ? input.values.size() : input.columns;
  return columns <= 3 && input.values.size() <= 3 * columns;
}
/// How many rows a batch has: of each argument as many inputs.
std::size_t batch_of(const properties::Counterexample& c) {
  std::map<std::string, std::size_t> rows;
  for (const auto& input : c.inputs) ++rows[input.name.substr(0, input.name.find('['))];
  return std::ranges::max_element(rows, {}, [](const auto& of) { return of.second; })->second;
}

TEST(PlantedBatches, EachIsKilledByTheLawOneWouldExpectAndShownInSmall) {
  for (Planted& fault : planted()) {
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
      SCOPED_TRACE(std::string(fault.name) + ", seed " + std::to_string(seed));
      properties::Options options;
      options.cases = 1000;
      options.seed = seed;
      options.only = {fault.expected_killer};
      const auto report = check(fault.subject, options);
      ASSERT_EQ(report.properties.size(), 1u);
      ASSERT_EQ(report.properties[0].status, Status::refuted) << fault.expected_killer;
      const auto& c = *report.properties[0].counterexample;
      EXPECT_TRUE(std::ranges::all_of(c.inputs, small)) << show(c, "");
      const bool needs_four = std::string_view(fault.expected_killer) == "accuracy-of-rows";
      EXPECT_LE(batch_of(c), needs_four ? 4u : 3u) << show(c, "");
      EXPECT_EQ(replay(c.replay, fault.subject, false).status, Status::refuted) << c.replay;
      Functions good = textbook();
      EXPECT_NE(replay(c.replay, good, false).status, Status::refuted) << c.replay;
    }
  }
}

/// A row that is wrong among others and right by itself is told as such, and counts for the grade.
TEST(PlantedBatches, AFaultOfBatchesIsACauseOfItsOwn) {
  Functions subject = with_rows(softmax, [](auto& answers, const Batch&) {
    if (answers.size() > 1) scale(answers[1], 0.5);
  });
  properties::Options options;
  options.only = {"row*", "accuracy-of-softmax", "accuracy-of-rows"};
  const auto report = check(subject, options);
  ASSERT_FALSE(report.causes.empty());
  EXPECT_EQ(report.causes[0].name, "softmax: wrong in a batch");
  EXPECT_EQ(report.causes[0].breaks, (std::vector<std::string>{"row-as-if-alone", "rows-permute", "accuracy-of-rows"}));
  ASSERT_EQ(report.metrics.size(), 1u);
  EXPECT_EQ(report.metrics[0].grade, "none");
}

}  // namespace
}  // namespace gibbs::tests
