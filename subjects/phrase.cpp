#include "subjects/phrase.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gibbs::subjects {
namespace {

using properties::InputForm;
using properties::Question;
using reference::Argument;
using reference::Domain;

bool has_masses(Domain domain) { return domain == Domain::distribution || domain == Domain::joint; }

/// Times the least power of two that leaves whole numbers; false where they would exceed 2⁵³.
bool make_whole(std::vector<double>& masses) {
  int bits = 0;  // after the binary point
  for (const double x : masses) {
    if (!std::isfinite(x) || x == 0) continue;
    int exponent = 0;
    double fraction = std::ldexp(std::frexp(x, &exponent), 53);  // whole, at most 2⁵³
    int shift = 53 - exponent;
    for (; std::fmod(fraction, 2) == 0; fraction /= 2) --shift;
    bits = std::max(bits, shift);
  }
  for (double& x : masses) {
    x = std::ldexp(x, bits);
    if (std::abs(x) > 0x1p53) return false;
  }
  return true;
}

/// The class that has all the mass.
std::optional<double> label(const std::vector<double>& p) {
  const auto one = std::ranges::find(p, 1.0);
  if (one == p.end() || std::ranges::count(p, 0.0) + 1 != std::ssize(p)) return std::nullopt;
  return static_cast<double>(one - p.begin());
}

}  // namespace

Phrased<Question> phrase(const Question& question, const properties::Offer& offer) {
  const auto& parameters = reference::info(question.metric).parameters;
  Question put = question;
  bool labelled = false;
  for (std::size_t i = 0; i < put.arguments.size(); ++i) {
    std::vector<double>& values = put.arguments[i].values;
    const double epsilon = i < offer.clips.size() ? offer.clips[i] : 0;
    if (std::ranges::any_of(values, [&](double x) { return x < epsilon || x > 1 - epsilon; }) && epsilon > 0) {
      return {std::nullopt, fmt::format("{} is clipped to [{}, 1 − {}]", parameters[i].name, epsilon, epsilon)};
    }
    if (!has_masses(parameters[i].domain)) continue;
    if (offer.input == InputForm::counts && !make_whole(values)) {
      return {std::nullopt, fmt::format("{} is no table of whole counts up to 2^53", parameters[i].name)};
    }
    if (offer.input == InputForm::labels && !std::exchange(labelled, true)) {
      const std::optional<double> index = label(values);
      if (!index) return {std::nullopt, fmt::format("{} is no label: not all its mass is in one class", parameters[i].name)};
      values = {*index};
    }
  }
  return {std::move(put), {}};
}

Phrased<properties::Batch> phrase(const properties::Batch& batch, const properties::Offer& offer) {
  properties::Batch put = batch;
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    Phrased<Question> row = phrase(batch.row(i), offer);
    if (!row.asked) return {std::nullopt, std::move(row.reason)};
    put.rows[i] = std::move(row.asked->arguments);
  }
  return {std::move(put), {}};
}

}  // namespace gibbs::subjects
