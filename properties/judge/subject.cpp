#include "properties/judge/subject.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gibbs::properties {
namespace {

using reference::Domain;

constexpr std::string_view input_forms[] = {"probabilities", "counts", "labels"};

}  // namespace

std::string to_string(const Accuracy& accuracy) {
  switch (accuracy.level) {
    case Accuracy::Level::correct: return "correct";
    case Accuracy::Level::faithful: return "faithful";
    case Accuracy::Level::stable: return "stable";
    case Accuracy::Level::ulp: break;
  }
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, accuracy.ulps).ptr;
  return "ulp:" + std::string(digits, end);
}

Accuracy parse_accuracy(const std::string& text) {
  using enum Accuracy::Level;
  if (text == "correct") return {correct, 0};
  if (text == "faithful") return {faithful, 0};
  if (text == "stable") return {stable, 0};
  if (text.starts_with("ulp:")) {
    double k = 0;
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data() + 4, last, k);
    if (error == std::errc{} && end == last && k >= 0.5 && std::isfinite(k)) return {ulp, k};
  }
  throw std::invalid_argument("accuracy '" + text + "' is none of correct, faithful, ulp:K (K ≥ 0.5), stable");
}

std::string_view to_string(InputForm form) { return input_forms[static_cast<std::size_t>(form)]; }

std::optional<InputForm> find_input_form(std::string_view name) {
  const auto found = std::ranges::find(input_forms, name);
  return found == std::end(input_forms) ? std::nullopt : std::optional(static_cast<InputForm>(found - input_forms));
}

bool Offer::covers(const Question& question) const {
  const auto& parameters = reference::info(question.metric).parameters;
  for (std::size_t i = 0; i < question.arguments.size(); ++i) {
    const std::vector<double>& values = question.arguments[i].values;
    const Domain domain = parameters[i].domain;
    const bool logits = domain == Domain::logit || domain == Domain::logits || domain == Domain::logit_rows;
    const bool probabilities = domain == Domain::probability || domain == Domain::distribution || domain == Domain::joint;
    if (values.size() > max_n) return false;
    if (!masks && logits && std::ranges::find(values, -HUGE_VAL) != values.end()) return false;
    if (!zeros && probabilities && std::ranges::find(values, 0.0) != values.end()) return false;
  }
  return true;
}

std::string Offer::narrowing() const {
  std::vector<std::string> parts;
  if (!masks) parts.emplace_back("no masks");
  if (!zeros) parts.emplace_back("no zeros");
  if (max_n != std::numeric_limits<std::size_t>::max()) parts.push_back(fmt::format("n ≤ {}", max_n));
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace gibbs::properties
