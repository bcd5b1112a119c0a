#include "museum/exhibit.hpp"

#include <algorithm>
#include <array>

namespace gibbs::museum {

std::span<const Kind> kinds() {
  static constexpr std::array all{
      Kind{'A', "0·log 0"},
      Kind{'B', "a range broken by rounding"},
      Kind{'C', "a ratio or a product out of range"},
      Kind{'D', "exponentials that overflow"},
      Kind{'E', "shifts that absorb the result"},
      Kind{'F', "tails lost"},
      Kind{'G', "clipping and epsilons"},
      Kind{'H', "masked logits"},
      Kind{'I', "gradients"},
      Kind{'J', "a wrong formula, sign or base"},
      Kind{'K', "normalisation and reduction"},
      Kind{'L', "narrow accumulators"},
      Kind{'M', "approximate exponentials"},
      Kind{'N', "invalid input let through"},
      Kind{'O', "rows and tiles that meet"},
      Kind{'P', "means over rows"},
  };
  return all;
}

const std::vector<Exhibit>& exhibits() {
  static const std::vector<Exhibit> all = [] {
    std::vector<Exhibit> joined;
    for (auto* room : {zeros, exponentials, clippings, gradients, formulas, conventions, batches})
      std::ranges::move(room(), std::back_inserter(joined));
    return joined;
  }();
  return all;
}

std::unique_ptr<properties::Subject> open(const Exhibit& exhibit) {
  properties::Description description{
      "museum:" + std::string(exhibit.id), std::string(exhibit.date), exhibit.format, {}};
  std::map<Metric, Function> functions;
  for (const Part& part : exhibit.parts) {
    properties::Offer& offer = description.metrics[part.metric];
    offer.accuracy = exhibit.accuracy;
    offer.units = part.units;
    offer.validates = exhibit.validates;
    offer.batches = static_cast<bool>(part.rows);
    functions[part.metric] = part.function;
  }
  properties::Functions subject(std::move(description), std::move(functions));
  for (const Part& part : exhibit.parts) {
    if (part.rows) subject = subject.with_rows(part.metric, part.rows);
  }
  return std::make_unique<properties::Functions>(std::move(subject));
}

const Exhibit* find(std::string_view id) {
  const auto found = std::ranges::find(exhibits(), id, &Exhibit::id);
  return found == exhibits().end() ? nullptr : &*found;
}

}  // namespace gibbs::museum
