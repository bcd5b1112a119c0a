// What can be asked: the metrics by name, the shape of their inputs, and one question (a metric with its inputs).
// Everything that is not the library itself speaks of metrics in these terms. The metrics are declared in metrics.inc.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace gibbs::reference {

#define METRIC(NAME, ...) NAME,
enum class Metric {
#include "reference/metrics.inc"
};
#undef METRIC

/// The unit of a logarithm: nat (base e), bit (base 2; the shannon of ISO/IEC 80000-13), hartley (base 10).
enum class Unit { nat, bit, hartley };

/// What an argument may be (the domain of contracts §1).
enum class Domain {
  probability,   // one number in [0, 1]
  distribution,  // vector of probabilities whose exact sum is within √ε of 1
  joint,         // table of probabilities, row by row, same condition on its sum
  logit,         // one number, finite or −∞
  logits,        // vector, finite or −∞, not all −∞
  numbers,       // vector of finite numbers
  logit_rows,    // table, row by row; each row as logits are, or anything where its label says that it is ignored
  labels,        // vector of class indices, one per row: 0 … n−1, or −1 where the row is ignored
  weights,       // vector of finite numbers ≥ 0, one per row, not all 0; may be left out: all 1
};

/// How an argument or a result is laid out: one number, one per class, or one per class and row.
enum class Shape { number, vector, table };

constexpr Shape shape(Domain domain) {
  switch (domain) {
    case Domain::probability:
    case Domain::logit:
      return Shape::number;
    case Domain::joint:
    case Domain::logit_rows:
      return Shape::table;
    case Domain::distribution:
    case Domain::logits:
    case Domain::numbers:
    case Domain::labels:
    case Domain::weights:
      break;
  }
  return Shape::vector;
}

/// May such an argument be left out?
constexpr bool is_optional(Domain domain) { return domain == Domain::weights; }

/// "a probability", "a vector of logits": for messages.
std::string_view description(Domain domain);

/// What metrics are about: the chapters of the catalogue, each needing those before it.
enum class Family { information, entropy, divergence, loss };

struct Parameter {
  std::string_view name;  // as in the protocol and on the command line
  Domain domain;
};

struct MetricInfo {
  Metric metric;
  std::string_view name;     // as in C++, the protocol and on the command line
  std::string_view formula;  // the exact value, p̂ being p divided by its exact sum
  Family family;
  bool has_unit;  // the metric has a plain `log`
  Shape result;   // of the result; a vector is as long as the first argument
  std::span<const Parameter> parameters;

  constexpr bool vectorial() const { return result != Shape::number; }
};

namespace declared {
using enum Domain;
enum class Units { none, logs };
#define METRIC(NAME, FORMULA, FAMILY, UNIT, RESULT, ...) inline constexpr Parameter NAME[] = {__VA_ARGS__};
#include "reference/metrics.inc"
#undef METRIC
#define METRIC(NAME, FORMULA, FAMILY, UNIT, RESULT, ...) \
  MetricInfo{Metric::NAME, #NAME, FORMULA, Family::FAMILY, Units::UNIT == Units::logs, Shape::RESULT, NAME},
inline constexpr std::array metrics{
#include "reference/metrics.inc"
};
#undef METRIC
}  // namespace declared

/// All metrics, in the order of contracts §1.
constexpr std::span<const MetricInfo> metrics() { return declared::metrics; }
constexpr const MetricInfo& info(Metric metric) { return declared::metrics[static_cast<std::size_t>(metric)]; }
std::optional<Metric> find_metric(std::string_view name);

// info() looks up by position: the enumerators and the rows are stamped from one file, and stay in its order.
static_assert([] {
  for (std::size_t i = 0; i < metrics().size(); ++i) {
    if (metrics()[i].metric != Metric{static_cast<int>(i)}) return false;
  }
  return true;
}());

std::string_view name(Unit unit);
std::optional<Unit> find_unit(std::string_view name);

/// One argument: a scalar is a vector of one; a table is stored row by row.
struct Argument {
  std::vector<double> values;
  std::size_t columns = 0;  // of a table; 0 for anything else
  bool operator==(const Argument&) const = default;
};

/// A metric asked of definite inputs, in the order of its parameters; optional ones are last, and missing if left out.
struct Question {
  Metric metric{};
  std::vector<Argument> arguments;
  Unit unit = Unit::nat;
  bool operator==(const Question&) const = default;
};

/// How many numbers the result has.
std::size_t result_size(const Question& question);

}  // namespace gibbs::reference
