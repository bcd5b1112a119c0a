#include "properties/run/code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gibbs::properties {
namespace {

/// The shortest decimal that reads back, never taken for a whole number.
std::string literal(double x) {
  std::string text = fmt::format("{}", x);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

std::string numbers(const std::vector<double>& values, std::size_t from, std::size_t to, bool whole = false) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) text += (i == from ? "" : ", ") + (whole ? fmt::format("{:.0f}", values[i]) : literal(values[i]));
  return text;
}

bool is_label(Metric metric, std::string_view name) {
  const auto& parameters = reference::info(metric).parameters;
  return std::ranges::any_of(parameters, [&](const auto& p) { return p.name == name && p.domain == reference::Domain::labels; });
}

std::string rows(const ShownInput& input) {
  const std::size_t columns = input.columns == 0 ? input.values.size() : input.columns;
  std::string text;
  for (std::size_t i = 0; i + columns <= input.values.size() && columns > 0; i += columns)
    text += fmt::format("{}[{}]", i == 0 ? "" : ", ", numbers(input.values, i, i + columns));
  return text;
}

void replace(std::string& text, const std::string& word, const std::string& by) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) text.replace(at, word.size(), by);
}

/// Names for what has no literal.
std::string_view specials(const std::string& language) {
  if (language == "Python") return "from math import inf, nan; ";
  if (language == "JavaScript") return "const inf = Infinity, nan = NaN; ";
  if (language == "R") return "inf <- Inf; nan <- NaN; ";
  return language == "C++" ? "const double inf = INFINITY, nan = NAN; " : "";
}

}  // namespace

std::string code(const Counterexample& counterexample, const Description& subject) {
  const auto offer = subject.metrics.find(counterexample.metric);
  if (offer == subject.metrics.end()) return "";
  const auto found = offer->second.code.find(counterexample.unit.value_or(Unit::nat));
  if (found == offer->second.code.end()) return "";
  std::string text = found->second;
  bool special = false;
  for (const ShownInput& input : counterexample.inputs) {
    replace(text, "$" + input.name + "[]", rows(input));
    replace(text, "$" + input.name + ".columns", std::to_string(input.columns));
    replace(text, "$" + input.name, numbers(input.values, 0, input.values.size(), is_label(counterexample.metric, input.name)));
    special = special || std::ranges::any_of(input.values, [](double x) { return !std::isfinite(x); });
  }
  for (std::size_t at = 0; text.compare(at, 9, "#include ") == 0;) {  // has a line of its own
    const std::size_t end = text.find("; ", at);
    if (end == std::string::npos) break;
    text.replace(end, 2, "\n");
    at = end + 1;
  }
  if (special) text.insert(text.rfind('\n') + 1, specials(subject.language));
  return text;
}

std::string literal(const ShownInput& input) {
  const bool table = input.columns != 0;
  return fmt::format("{} = [{}]", input.name, table ? rows(input) : numbers(input.values, 0, input.values.size()));
}

}  // namespace gibbs::properties
