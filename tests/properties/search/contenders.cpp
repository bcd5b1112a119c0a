#include "tests/properties/search/contenders.hpp"

#include <fmt/format.h>

#include "museum/exhibit.hpp"
#include "subjects/library.hpp"
#include "tests/properties/judge/styles.hpp"

namespace gibbs::tests {

using properties::Error;
using properties::Fault;

std::vector<Contender> contenders() {
  std::vector<Contender> all;
  const auto add = [&](Contender::Kind kind, std::unique_ptr<properties::Subject> subject, std::string name) {
    name += fmt::format(" ({})", subject->description().format.name);
    all.push_back({std::move(name), kind, std::move(subject)});
  };
  for (const Functions& honest : honest_implementations()) {
    const std::string name = honest.description().name;
    add(all.empty() ? Contender::Kind::textbook : Contender::Kind::style, honest.another(), name);
  }
  add(Contender::Kind::library, subjects::library(), "gibbs");
  for (const auto& exhibit : museum::exhibits()) {
    add(Contender::Kind::exhibit, museum::open(exhibit), fmt::format("museum:{}", exhibit.id));
  }
  return all;
}

std::string said(const Error& error, const properties::Accuracy& accuracy) {
  switch (static_cast<Fault::Kind>(error.kind())) {
    case Fault::Kind::infinity: return "infinitely far off";
    case Fault::Kind::not_a_number: return "NaN";
    case Fault::Kind::refusal: return "refused";
    default: return fmt::format("{:.3g} ulp, {:.3g} of `{}`", error.ulps, error.share, to_string(accuracy));
  }
}

}  // namespace gibbs::tests
