// Rows: a batch is many questions in one call, and every answer is that of its row alone. These laws are about each
// metric that a subject offers in batches.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/theorems/laws.hpp"
#include "properties/theorems/questions.hpp"

namespace gibbs::properties {
namespace {

using reference::Argument;
using reference::Domain;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<Metric> metrics_of_rows() {
  std::vector<Metric> all;
  for (const auto& info : reference::metrics()) {
    if (info.parameters[0].domain != Domain::logit_rows) all.push_back(info.metric);
  }
  return all;
}

constexpr Theorem::Each in_batches{[](Metric, const Offer& offer) { return offer.batches; }, " in batches"};
constexpr Theorem::Each along_axes{[](Metric metric, const Offer& offer) {
                                     const Domain first = reference::info(metric).parameters[0].domain;
                                     return offer.batches && offer.axes.size() > 1 &&
                                            reference::shape(first) == reference::Shape::vector;
                                   },
                                   " in batches along either axis"};
constexpr Theorem::Each in_layouts{[](Metric, const Offer& offer) { return offer.batches && offer.layouts.size() > 1; },
                                   " in batches of more than one layout"};

const Offer& offer_of(Metric metric) { return Hearing::current().subject().description().metrics.at(metric); }

Inputs rows_and_one() {
  return takes(row("row")).beside_rows([](Source& source, std::size_t rows) {
    switch (source.between(0, 3)) {
      case 0: return 0;
      case 1: return static_cast<int>(rows) - 1;
      default: return static_cast<int>(source.below(rows));
    }
  });
}
Inputs rows_one_and_a_distance() {
  return takes(row("row"), natural("far")).beside_rows([](Source& source, std::size_t rows) {
    const int which = source.one_in(3) ? 0 : static_cast<int>(source.below(rows));
    return std::tuple{which, source.between(0, 3)};
  });
}
Inputs rows_and_a_turn() {
  return takes(row("turn")).beside_rows([](Source& source, std::size_t rows) { return static_cast<int>(source.below(rows)); });
}
Inputs rows_and_a_layout() {
  return takes(natural("layout")).beside_rows([](Source& source, std::size_t) { return source.between(0, 2); });
}
Inputs only_rows() { return takes().beside_rows([](Source&, std::size_t) { return std::tuple{}; }); }

/// The number that the case has beside its rows.
std::size_t whole(const Case& c, std::string_view name) { return static_cast<std::size_t>(input_named(c, name).values[0]); }

void claim_equal(const std::vector<Quantity>& a, const std::vector<Quantity>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) claim(a[i] == b[i]);
}

bool masked_logits_offered() { return offer_of(Hearing::current().metric()).masks; }

/// What neighbours become: as plain as can be, certain or masked but for one class, or far away.
constexpr std::size_t plain = 0, certain = 1, far_away = 2;

/// What stands in the place of an argument of a neighbour. `kind`: one of these, `far_away` being the first of four.
void replace(Argument& argument, Domain domain, std::size_t kind, const Format& format) {
  std::vector<double>& x = argument.values;
  const auto rounded = [&](double value) { return reference::round_to(value, format); };
  const std::size_t distance = kind - far_away;
  const double far = std::min(distance <= 1 ? 1e4 : distance == 2 ? 1e6 : 3e38, reference::max_finite(format) / 4);
  const auto move = [&](double by) {
    for (double& value : x) value = std::isinf(value) ? value : rounded(std::clamp(value / 2 + by, -2 * far, 2 * far));
  };
  switch (domain) {
    case Domain::distribution:
    case Domain::joint: {
      const auto n = static_cast<double>(x.size());
      std::ranges::fill(x, kind == plain ? rounded(1 / n) : 0);
      if (kind != plain) x[kind == certain ? 0 : x.size() - 1] = 1;
      return;
    }
    case Domain::probability: x[0] = kind == plain ? 0.5 : kind == certain ? 1 : 0; return;
    case Domain::logit:
    case Domain::logits:
      if (kind == plain) std::ranges::fill(x, 0);
      else if (kind == certain && masked_logits_offered()) std::fill(x.begin() + 1, x.end(), -infinity), x[0] = 0;
      else move(distance == 1 ? -far : far);
      return;
    case Domain::numbers:
      if (kind == plain) std::ranges::fill(x, 0);
      else move(kind == certain ? 100 : std::min(far, 1e4));
      return;
    default: return;
  }
}

/// The batch with another neighbourhood for one of its rows.
Batch among_others(Batch batch, std::size_t row, std::size_t kind) {
  const auto& parameters = reference::info(batch.metric).parameters;
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    for (std::size_t k = 0; k < parameters.size() && i != row; ++k) {
      replace(batch.rows[i][k], parameters[k].domain, kind, Hearing::current().format());
    }
  }
  return batch;
}

void permuted(const Case& c) {
  const Batch batch = batch_of(c);
  const std::size_t rows = batch.rows.size(), turn = whole(c, "turn");
  assume(turn < rows);
  // Going backwards, and begun elsewhere.
  const auto place = [&](std::size_t i) { return (2 * rows - 1 - i - turn) % rows; };
  Batch moved = batch;
  for (std::size_t i = 0; i < rows; ++i) moved.rows[i] = batch.rows[place(i)];
  const auto before = ask_rows(batch), after = ask_rows(moved);
  for (std::size_t i = 0; i < rows; ++i) claim_equal(after[i], before[place(i)]);
}

std::vector<Theorem> of_neighbours() {
  return {
      {.id = "row-as-if-alone",
       .metrics = metrics_of_rows(),
       .inputs = rows_and_one(),
       .law = [](const Case& c) {
         const Batch batch = batch_of(c);
         const std::size_t row = whole(c, "row");
         assume(row < batch.rows.size());
         claim_equal(ask_rows(batch)[row], ask(batch.metric, batch.rows[row]));
       },
       .example = "metric=softmax z[0]=1,0 z[1]=10000,0 row=0",
       .each = in_batches},
      {.id = "rows-permute",
       .metrics = metrics_of_rows(),
       .inputs = rows_and_a_turn(),
       .law = permuted,
       .example = "metric=softmax z[0]=1,0 z[1]=2,0 turn=0",
       .each = in_batches},
      {.id = "rows-do-not-meet",
       .metrics = metrics_of_rows(),
       .inputs = rows_one_and_a_distance(),
       .law = [](const Case& c) {
         const Batch batch = batch_of(c);
         const std::size_t row = whole(c, "row"), far = whole(c, "far");
         assume(row < batch.rows.size() && batch.rows.size() > 1 && far <= 3);
         const std::vector<Quantity> among_these = ask_rows(batch)[row];
         for (const std::size_t kind : {plain, certain, far_away + far}) {
           remark("the other rows become", kind == plain ? "plain" : kind == certain ? "certain" : "far away");
           claim_equal(among_these, ask_rows(among_others(batch, row, kind))[row]);
         }
       },
       .example = "metric=softmax z[0]=1,0 z[1]=2,0 row=0 far=0",
       .each = in_batches},
  };
}

std::vector<Theorem> of_memory() {
  return {
      {.id = "axes-agree",
       .metrics = metrics_of_rows(),
       .inputs = only_rows(),
       .law = [](const Case& c) {
         Batch batch = batch_of(c);
         const auto along_rows = ask_rows(batch);
         batch.axis = Axis::first;
         const auto along_columns = ask_rows(batch);
         for (std::size_t i = 0; i < along_rows.size(); ++i) claim_equal(along_columns[i], along_rows[i]);
       },
       .example = "metric=softmax z[0]=1,0 z[1]=2,0",
       .each = along_axes},
      {.id = "layouts-agree",
       .metrics = metrics_of_rows(),
       .inputs = rows_and_a_layout(),
       .law = [](const Case& c) {
         Batch batch = batch_of(c);
         const auto& layouts = offer_of(batch.metric).layouts;
         const std::size_t which = whole(c, "layout") + 1;
         assume(which < layouts.size());
         const auto before = ask_rows(batch);
         batch.layout = layouts[which];
         const auto after = ask_rows(batch);
         for (std::size_t i = 0; i < before.size(); ++i) claim_equal(after[i], before[i]);
       },
       .example = "metric=softmax z[0]=1,0 z[1]=2,0 layout=0",
       .each = in_layouts},
  };
}

}  // namespace

Batch batch_of(const Case& c) {
  Batch batch;
  batch.metric = *c.metric;
  for (const Input& input : c.inputs) {
    if (input.row < 0) continue;
    batch.rows.resize(static_cast<std::size_t>(input.row) + 1);
    batch.rows.back().push_back({input.values, input.columns});
  }
  return batch;
}

std::vector<Theorem> row_theorems() {
  std::vector<Theorem> all = of_neighbours();
  std::ranges::move(of_memory(), std::back_inserter(all));
  return all;
}

Theorem accuracy_of_rows() {
  return {.id = "accuracy-of-rows",
          .statement = "each answer for a row of a batch, as accurately as claimed",
          .proof = "No theorem but a comparison, row by row, as of a row that is asked by itself.",
          .source = "the formulas of the metrics; the accuracy levels are defined in docs/contracts.md",
          .breaks = "rows that meet: a maximum, a sum or a tile that reaches beyond the row; the last rows left out",
          .metrics = metrics_of_rows(),
          .inputs = only_rows(),
          .law = [](const Case& c) {
            for (const Hearing::Asked* row : Hearing::current().rows(batch_of(c))) claim_accuracy(*row);
          },
          .example = {},
          .kind = Theorem::Kind::accuracy,
          .each = in_batches};
}

}  // namespace gibbs::properties
