// Faults of batches: rows that meet, rows that are left out, arrays read as though they lay otherwise.
#include <numeric>
#include <set>
#include <stdexcept>

#include "operators.hpp"

namespace gibbs::tests {
namespace {

using properties::Axis;
using properties::Batch;
using properties::Layout;
using Answers = std::vector<Vector>;

/// Of every shape one or two.
bool of_rows(const MetricInfo& m) {
  return std::set{self_information, kl_divergence, mutual_information, softmax, sigmoid_cross_entropy, softmax_vjp}.contains(m.metric);
}
bool rows_of_logits(const MetricInfo& m) {
  return std::set{log_sum_exp, softmax, log_softmax, softmax_cross_entropy, softmax_cross_entropy_gradient}.contains(m.metric);
}

Vector flat(const Answers& answers) {
  Vector all;
  for (const Vector& row : answers) all.insert(all.end(), row.begin(), row.end());
  return all;
}
Answers honest(const Batch& batch) {
  Answers all;
  for (std::size_t i = 0; i < batch.rows.size(); ++i) all.push_back(carefully(batch.row(i)));
  return all;
}

/// What becomes of the honest answers to the rows.
template <class Change>
auto on_answers(Change change) {
  return [change](Metric) {
    return FunctionOfRows([change](const Batch& batch) {
      Answers answers = honest(batch);
      change(answers, batch);
      return flat(answers);
    });
  };
}
/// What is computed are other rows than were asked for; nothing refuses them.
template <class Change>
auto on_rows(Change change) {
  return [change](Metric) {
    return FunctionOfRows([change](Batch batch) {
      const Vector right = flat(honest(batch));
      const Batch before = batch;
      change(batch);
      if (batch == before) return right;
      Answers answers;
      for (std::size_t i = 0; i < batch.rows.size(); ++i) answers.push_back(plain().function(batch.metric)(batch.row(i)));
      return flat(answers);
    });
  };
}

/// Softmax and its like with exponentials below `top` in row i.
template <class Top>
auto shifted_by(Top top) {
  return [top](Metric) {
    return FunctionOfRows([top](const Batch& batch) {
      honest(batch);
      Answers answers;
      for (std::size_t i = 0; i < batch.rows.size(); ++i) answers.push_back(below(top(batch, i), batch.row(i)));
      return flat(answers);
    });
  };
}
double largest(const Batch& batch, std::size_t row) { return *std::ranges::max_element(batch.rows[row][0].values); }

/// Element k of an array, of which every row has so many numbers, taken from element `from(k)`.
template <class From>
void reread(Batch& batch, From from) {
  for (std::size_t argument = 0; argument < batch.rows[0].size(); ++argument) {
    const std::size_t n = batch.rows[0][argument].values.size();
    const Batch before = batch;
    for (std::size_t k = 0; k < n * batch.rows.size(); ++k) {
      const std::size_t source = from(k, n, batch.rows.size());
      batch.rows[k / n][argument].values[k % n] = before.rows[source / n][argument].values[source % n];
    }
  }
}

}  // namespace

std::vector<Operator> of_batches() {
  const auto whole_tiles = [](std::size_t tile) {
    return on_answers([tile](Answers& answers, const Batch&) {
      for (std::size_t i = answers.size() / tile * tile; i < answers.size() && answers.size() > tile; ++i) std::ranges::fill(answers[i], 0);
    });
  };
  const auto row = [](std::string_view id, std::string_view fault, auto applies, auto build, std::string_view needs = {}) {
    return Operator{id, fault, applies, [](Metric) { return Function(carefully); }, {}, needs, build};
  };
  const auto may_be_infinite = [](const MetricInfo& m) { return of_rows(m) && m.metric != mutual_information; };
  const auto of_many_numbers = [](const MetricInfo& m) { return of_rows(m) && reference::shape(m.parameters[0].domain) != reference::Shape::number; };
  const auto vectors_first = [](const MetricInfo& m) { return of_rows(m) && reference::shape(m.parameters[0].domain) == reference::Shape::vector; };
  return {
      row("batch-maximum", "exponentials shifted by the largest logit of all rows", rows_of_logits,
          shifted_by([](const Batch& batch, std::size_t) {
            double top = largest(batch, 0);
            for (std::size_t i = 1; i < batch.rows.size(); ++i) top = std::max(top, largest(batch, i));
            return top;
          })),
      row("neighbour-maximum", "exponentials shifted by the largest logit of the row before", rows_of_logits,
          shifted_by([](const Batch& batch, std::size_t i) { return largest(batch, i > 0 ? i - 1 : 0); })),
      row("batch-sum", "divided by what all rows sum to", of_rows, on_answers([](Answers& answers, const Batch& batch) {
            for (Vector& answer : answers) {
              for (double& x : answer) x /= static_cast<double>(batch.rows.size());
            }
          })),
      row("running-sum", "the answer of the row before is not taken off", of_rows, on_answers([](Answers& answers, const Batch&) {
            for (std::size_t i = 1; i < answers.size(); ++i) {
              for (std::size_t j = 0; j < answers[i].size(); ++j) answers[i][j] += answers[i - 1][j];
            }
          })),
      row("rows-swapped", "first and last row answered in each other's place", of_rows,
          on_answers([](Answers& answers, const Batch&) { std::swap(answers.front(), answers.back()); })),
      row("first-row", "the first row answered for all", of_rows,
          on_answers([](Answers& answers, const Batch&) { std::ranges::fill(answers, answers.front()); })),
      row("whole-tiles-of-2", "rows that do not fill a tile of two are left out", of_rows, whole_tiles(2)),
      row("whole-tiles-of-8", "rows that do not fill a tile of eight are left out", of_rows, whole_tiles(8), "nine rows"),
      row("one-tile-too-many", "beyond eight rows, the last eight are computed again, over one another", of_rows,
          on_answers([](Answers& answers, const Batch&) {
            for (std::size_t i = 8; i < answers.size(); ++i) answers[i] = answers[i - 8];
          }),
          "nine rows"),
      row("infinity-spreads", "NaN in all rows where one of them has an infinite answer or argument", may_be_infinite,
          on_answers([](Answers& answers, const Batch& batch) {
            bool any = std::ranges::any_of(flat(answers), [](double x) { return std::isinf(x); });
            for (const auto& arguments : batch.rows) {
              any = any || std::ranges::any_of(arguments[0].values, [](double x) { return std::isinf(x); });
            }
            if (!any || answers.size() == 1) return;
            for (Vector& answer : answers) std::ranges::fill(answer, std::nan(""));
          })),
      row("axis", "the first axis taken for the last", vectors_first, on_rows([](Batch& batch) {
            if (batch.axis == Axis::last) return;
            reread(batch, [](std::size_t k, std::size_t n, std::size_t rows) { return k % rows * n + k / rows; });
          })),
      row("fortran", "an array stored by columns read by rows", of_many_numbers, on_rows([](Batch& batch) {
            if (batch.layout != Layout::fortran) return;
            reread(batch, [](std::size_t k, std::size_t n, std::size_t rows) { return k % rows * n + k / rows; });
          })),
      row("strides", "strides ignored: every second number is read from beside its place", of_rows, on_rows([](Batch& batch) {
            if (batch.layout != Layout::strided) return;
            reread(batch, [](std::size_t k, std::size_t, std::size_t) { return k / 2; });
          })),
      row("scratch", "the argument overwritten, which fails where it is read-only", of_rows, on_answers([](Answers&, const Batch& batch) {
            if (batch.layout == Layout::readonly) throw std::domain_error("assignment destination is read-only");
          })),
  };
}

}  // namespace gibbs::tests
