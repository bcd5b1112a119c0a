#include "properties/run/vectors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "properties/inputs/classes.hpp"
#include "properties/inputs/source.hpp"
#include "properties/judge/accuracy.hpp"
#include "properties/run/finds.hpp"
#include "properties/run/run.hpp"
#include "properties/theorems/questions.hpp"
#include "reference/condition.hpp"

namespace gibbs::properties {
namespace {

using reference::binary32;
using reference::binary64;

const std::vector<Unit>& units_of(Metric metric) {
  static const std::vector<Unit> all{Unit::nat, Unit::bit, Unit::hartley}, none{Unit::nat};
  return reference::info(metric).has_unit ? all : none;
}

bool has_only(const Question& question, const Format& format) {
  return std::ranges::all_of(question.arguments, [&](const reference::Argument& argument) {
    return std::ranges::all_of(argument.values, [&](double x) { return representable(x, format); });
  });
}

std::size_t numbers(const TestVector& vector) {
  std::size_t n = 0;
  for (const Question& row : vector.rows) {
    n += reference::result_size(row);
    for (const auto& argument : row.arguments) n += argument.values.size();
  }
  return n;
}

/// Rounded to a format, with the bound of `stable`; nothing where the neighbours are not known.
std::optional<std::vector<InFormat>> in_format(const Question& question, const Format& format) {
  std::vector<double> nearest;
  for (const reference::Rounded& rounded : reference::round(question, format)) {
    // Decided, but for the side of a number that it may equal, is not enough.
    if (!rounded.decided || rounded.above > reference::next_up(rounded.below, format)) return std::nullopt;
    nearest.push_back(rounded.nearest);
  }
  const std::vector<double> allowed = allowed_errors(question, nearest, format);
  std::vector<InFormat> all;
  for (std::size_t i = 0; i < nearest.size(); ++i) all.push_back({nearest[i], allowed[i]});
  return all;
}

/// All that is known of the result of one row; nothing where some of it is not.
std::optional<std::vector<Certified>> certify(const Question& question) {
  const auto wide = in_format(question, binary64);
  const auto narrow = has_only(question, binary32) ? in_format(question, binary32) : std::nullopt;
  if (!wide) return std::nullopt;
  const auto rounded = reference::round(question, binary64);
  const std::vector<double> condition = reference::condition_numbers(question);
  std::vector<Certified> all;
  for (std::size_t i = 0; i < rounded.size(); ++i) {
    auto [lower, upper] = reference::decimal_bounds(question, i, 25);
    all.push_back({std::move(lower), std::move(upper), rounded[i].below, rounded[i].above, condition[i], (*wide)[i],
                   narrow ? std::optional((*narrow)[i]) : std::nullopt});
  }
  return all;
}

/// The vector of a case, unless it is too long or not all is known of it.
std::optional<TestVector> vector_of(Metric metric, const Case& c, const Format& format, std::string comment) {
  TestVector vector;
  vector.comment = std::move(comment);
  vector.batch = number_of_rows(c) > 0;
  if (vector.batch) {
    const Batch batch = batch_of(c);
    for (std::size_t i = 0; i < batch.rows.size(); ++i) vector.rows.push_back({metric, batch.rows[i], c.unit});
  } else {
    vector.rows.push_back(question_of(metric, c));
  }
  if (numbers(vector) > most_numbers) return std::nullopt;
  const Classes classes = classify(c, format);
  for (std::size_t k = 0; k < input_classes().size(); ++k) {
    if (classes[k]) vector.classes.push_back(input_classes()[k].name);
  }
  for (const Question& row : vector.rows) {
    auto results = certify(row);
    if (!results) return std::nullopt;
    vector.results.push_back(std::move(*results));
  }
  return vector;
}

/// Draws from the inputs of a property of accuracy, as a trial does, but short.
std::optional<TestVector> draw(const Theorem& theorem, Metric metric, const VectorOptions& options, std::size_t i, std::size_t of) {
  const Format& format = i % 3 == 2 ? binary32 : binary64;
  const std::uint64_t name = key(fmt::format("{} {}", theorem.id, reference::info(metric).name));
  for (std::uint64_t attempt = 0; attempt < 20; ++attempt) {
    const rc::Random random(rc::Random::Key{options.seed, name, i, attempt});
    const bool finest = i % 4 == 3;
    Source source(random, static_cast<int>(i * 101 / of), format, units_of(metric), 0, finest,
                  theorem.each ? std::optional(metric) : std::nullopt);
    auto vector = vector_of(metric, theorem.inputs(source), format, "");
    if (vector) return vector;
  }
  return std::nullopt;
}

/// What is said of a drawn vector: what its rarest input class means.
void comment_drawn(std::vector<TestVector>& vectors) {
  std::array<std::size_t, Classes().size()> seen{};
  const auto place = [](std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(input_classes(), name, &InputClass::name) - input_classes().begin());
  };
  for (const TestVector& vector : vectors) {
    for (const std::string_view name : vector.classes) ++seen[place(name)];
  }
  for (TestVector& vector : vectors) {
    if (!vector.comment.empty()) continue;
    const auto rarest = std::ranges::min_element(vector.classes, {}, [&](std::string_view name) { return seen[place(name)]; });
    vector.comment = rarest == vector.classes.end() ? "drawn; nothing special"
                                                    : fmt::format("drawn; {}: {}", *rarest, input_classes()[place(*rarest)].meaning);
  }
}

}  // namespace

std::vector<TestVector> test_vectors(Metric metric, const VectorOptions& options) {
  std::vector<TestVector> vectors;
  const auto keep = [&](std::optional<TestVector> vector) {
    if (vector) vectors.push_back(std::move(*vector));
  };
  const Theorem& theorem = *find_theorem(fmt::format("accuracy-of-{}", reference::info(metric).name));
  Description anybody;
  anybody.metrics[metric].units = units_of(metric);
  for (KnownFind& find : known_finds_with_stories(theorem, anybody)) {
    keep(vector_of(metric, find.at, binary64, "a worst case of searches: " + find.story));
  }
  for (std::size_t i = 0; i < options.cases; ++i) keep(draw(theorem, metric, options, i, options.cases));
  if (reference::info(metric).parameters[0].domain != reference::Domain::logit_rows) {
    const std::size_t batches = (options.cases + 3) / 4;
    for (std::size_t i = 0; i < batches; ++i) keep(draw(*find_theorem("accuracy-of-rows"), metric, options, i, batches));
  }
  comment_drawn(vectors);
  return vectors;
}

}  // namespace gibbs::properties
