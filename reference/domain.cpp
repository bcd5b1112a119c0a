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
  }
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
  if (arguments.size() != metric.parameters.size()) {
    refuse(metric.name, " takes " + std::to_string(metric.parameters.size()) + " arguments, not " +
                            std::to_string(arguments.size()));
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    require_whole(metric.parameters[i], arguments[i]);
    if (arguments[i].values.size() != arguments[0].values.size()) {
      refuse(metric.parameters[i].name, " has length " + std::to_string(arguments[i].values.size()) + ", not " +
                                            std::to_string(arguments[0].values.size()));
    }
  }
}

}  // namespace gibbs::reference
