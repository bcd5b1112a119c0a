#include "reference/domain.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace gibbs::reference {
namespace {

[[noreturn]] void refuse(std::string_view parameter, const std::string& what) {
  throw std::domain_error(std::string(parameter) + what);
}

[[noreturn]] void refuse(const Parameter& parameter, const Argument& argument, std::size_t i, const std::string& what) {
  char value[32];
  std::snprintf(value, sizeof value, "%.17g", argument.values[i]);
  const std::string index = shape(parameter.domain) == Shape::number ? "" : "[" + std::to_string(i) + "]";
  refuse(parameter.name, index + " = " + value + " is not " + what);
}

/// Each number by itself.
void require_numbers(const Parameter& parameter, const Argument& argument) {
  const auto each = [&](auto valid, const std::string& what) {
    const auto bad = std::ranges::find_if_not(argument.values, valid);
    if (bad == argument.values.end()) return;
    refuse(parameter, argument, static_cast<std::size_t>(bad - argument.values.begin()), what);
  };
  switch (parameter.domain) {
    case Domain::probability:
      return each([](double x) { return x >= 0 && x <= 1; }, "a probability");
    case Domain::distribution:
    case Domain::joint:
      return each([](double x) { return x >= 0 && std::isfinite(x); }, "a mass");
    case Domain::logit:
    case Domain::logits:
      return each([](double x) { return x < HUGE_VAL; }, "a logit");
    case Domain::numbers:
      return each([](double x) { return std::isfinite(x); }, "a finite number");
    case Domain::labels:
      return each([](double x) { return x >= -1 && x == std::floor(x) && std::isfinite(x); }, "a label");
    case Domain::weights:
      return each([](double x) { return x >= 0 && std::isfinite(x); }, "a weight");
    case Domain::logit_rows:
      break;  // see require_rows: not every row counts
  }
}

/// A row of logits by itself.
void require_row(const Parameter& parameter, const Argument& z, std::size_t row) {
  const auto at = [&](std::size_t i) { return z.values[row * z.columns + i]; };
  const std::string name = std::string(parameter.name) + "[" + std::to_string(row) + "]";
  bool some = false;
  for (std::size_t i = 0; i < z.columns; ++i) {
    if (!(at(i) < HUGE_VAL)) refuse(name, "[" + std::to_string(i) + "] = " + (std::isnan(at(i)) ? "nan" : "inf") + " is not a logit");
    some = some || std::isfinite(at(i));
  }
  if (!some) refuse(name, " is −∞ everywhere");
}

/// Rows of logits, their labels, and weights if there are any. A row of weight 0 may hold anything, as an ignored one.
void require_rows(const MetricInfo& metric, const std::vector<Argument>& arguments) {
  const Argument &z = arguments[0], &y = arguments[1];
  double mass = 0;
  for (std::size_t i = 0; i < y.values.size(); ++i) {
    if (y.values[i] >= static_cast<double>(z.columns)) refuse(metric.parameters[1], y, i, "a label");
    const double weight = arguments.size() > 2 ? arguments[2].values[i] : 1;
    if (y.values[i] < 0 || weight == 0) continue;
    require_row(metric.parameters[0], z, i);
    mass += weight;
  }
  if (mass == 0) refuse(metric.name, ": no row is left, or no weight: there is no mean");
}

/// All of them together.
void require_whole(const Parameter& parameter, const Argument& argument) {
  const std::vector<double>& x = argument.values;
  if (x.empty()) refuse(parameter.name, " is empty");
  if (shape(parameter.domain) == Shape::number && x.size() != 1) {
    refuse(parameter.name, " has length " + std::to_string(x.size()) + ", not 1");
  }
  if (shape(parameter.domain) == Shape::table && (argument.columns == 0 || x.size() % argument.columns != 0)) {
    refuse(parameter.name, " is no table of " + std::to_string(argument.columns) + " columns");
  }
  require_numbers(parameter, argument);
  const bool masses = parameter.domain == Domain::distribution || parameter.domain == Domain::joint;
  if (masses && std::ranges::all_of(x, [](double value) { return value == 0; })) refuse(parameter.name, " has no mass");
  if (parameter.domain == Domain::logits && std::ranges::all_of(x, [](double value) { return std::isinf(value); })) {
    refuse(parameter.name, " is −∞ everywhere");
  }
}

}  // namespace

void require_domain(const Question& question) {
  const MetricInfo& metric = info(question.metric);
  const auto& arguments = question.arguments;
  const std::size_t most = metric.parameters.size();
  const auto needed = static_cast<std::size_t>(std::ranges::count_if(
      metric.parameters, [](const Parameter& parameter) { return !is_optional(parameter.domain); }));
  if (arguments.size() < needed || arguments.size() > most) {
    refuse(metric.name, " takes " + std::to_string(most) + " arguments, not " + std::to_string(arguments.size()));
  }
  const bool rows = metric.parameters[0].domain == Domain::logit_rows;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    require_whole(metric.parameters[i], arguments[i]);
    const std::size_t length = arguments[0].values.size() / (rows && i > 0 ? arguments[0].columns : 1);
    if (arguments[i].values.size() != length) {
      refuse(metric.parameters[i].name, " has length " + std::to_string(arguments[i].values.size()) + ", not " +
                                            std::to_string(length));
    }
  }
  if (rows) require_rows(metric, arguments);
}

}  // namespace gibbs::reference
