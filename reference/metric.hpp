// What can be asked: the metrics by name, the shape of their inputs, and one question (a metric with its inputs).
// Everything that is not the library itself speaks of metrics in these terms.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace gibbs::reference {

enum class Metric {
  self_information,
  entropy,
  perplexity,
  cross_entropy,
  kl_divergence,
  js_divergence,
  conditional_entropy,
  mutual_information,
  log_sum_exp,
  softmax,
  log_softmax,
  softmax_cross_entropy,
  softmax_cross_entropy_gradient,
  sigmoid_cross_entropy,
  sigmoid_cross_entropy_gradient,
  mean_squared_error,
  softmax_mean_squared_error_gradient,
};

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
};

struct Parameter {
  std::string_view name;  // as in the protocol and on the command line
  Domain domain;
};

struct MetricInfo {
  Metric metric;
  std::string_view name;     // as in C++, the protocol and on the command line
  std::string_view formula;  // the exact value, p̂ being p divided by its exact sum
  std::vector<Parameter> parameters;
  bool has_unit;   // the metric has a plain `log`
  bool vectorial;  // one result per class
};

/// All metrics, in the order of contracts §1.
std::span<const MetricInfo> metrics();
const MetricInfo& info(Metric metric);
std::optional<Metric> find_metric(std::string_view name);

std::string_view name(Unit unit);
std::optional<Unit> find_unit(std::string_view name);

/// One argument: a scalar is a vector of one; a joint table is stored row by row.
struct Argument {
  std::vector<double> values;
  std::size_t columns = 0;  // of a joint table; 0 for anything else
  bool operator==(const Argument&) const = default;
};

/// A metric asked of definite inputs, in the order of its parameters.
struct Question {
  Metric metric{};
  std::vector<Argument> arguments;
  Unit unit = Unit::nat;
  bool operator==(const Question&) const = default;
};

}  // namespace gibbs::reference
