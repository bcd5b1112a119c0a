// The domain: input that is invalid beyond doubt is refused, and no number is returned for it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

#include "properties/theorems/laws.hpp"
#include "reference/domain.hpp"

namespace gibbs::properties {
namespace {

using reference::Domain;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Not by rounding: in every format, √ε ≤ 2⁻³·⁵ < 1/10, and no probability is rounded to −1/128 or 1 + 1/128.
bool invalid_masses(const Vector& p) {
  double sum = 0;
  for (const double x : p) {
    if (!(x > -0x1p-7 && x < 1 + 0x1p-7)) return true;
    sum += x;
  }
  return p.empty() || std::abs(sum - 1) > 0.1;
}

bool invalid(Domain domain, const Vector& v) {
  switch (domain) {
    case Domain::probability: return !(v.at(0) > -0x1p-7 && v.at(0) < 1 + 0x1p-7);
    case Domain::distribution:
    case Domain::joint: return invalid_masses(v);
    case Domain::logit:
    case Domain::logits:
      return std::ranges::any_of(v, [](double x) { return std::isnan(x) || x == infinity; }) ||
             (domain == Domain::logits && std::ranges::none_of(v, [](double x) { return std::isfinite(x); }));
    case Domain::logit_rows:
    case Domain::labels:
    case Domain::weights: break;  // see outside(): they mean something together only
    case Domain::numbers: return v.empty() || std::ranges::any_of(v, [](double x) { return !std::isfinite(x); });
  }
  return false;
}

/// Of rows of logits with labels and weights: nothing there is a matter of rounding.
bool outside(const Question& question) {
  try {
    reference::require_domain(question);
    return false;
  } catch (const std::domain_error&) {
    return true;
  }
}

void check_domain(Metric metric, const Case& c) {
  Hearing& hearing = Hearing::current();
  const auto& info = reference::info(metric);
  Question question{metric, {}, info.has_unit ? c.unit : Unit::nat};
  const bool rows = info.parameters[0].domain == Domain::logit_rows;
  bool any = false;
  for (std::size_t i = 0; i < c.inputs.size(); ++i) {
    const Domain domain = info.parameters[i].domain;
    const bool scalar = reference::shape(domain) == reference::Shape::number;
    assume(!scalar || c.inputs[i].values.size() == 1);
    any = any || invalid(domain, c.inputs[i].values);
    any = any || (!scalar && !rows && c.inputs[i].values.size() != c.inputs[0].values.size());
    if (reference::is_optional(domain) && c.inputs[i].values.empty()) continue;
    const bool row = reference::shape(domain) == reference::Shape::table && c.inputs[i].columns == 0;
    question.arguments.push_back({c.inputs[i].values, row ? c.inputs[i].values.size() : c.inputs[i].columns});
  }
  assume(any || (rows && outside(question)));
  const Answer& answer = hearing.ask(question).answer;
  const auto refute = [&](Fault::Kind kind, std::string_view what) {
    std::string why;
    if (hearing.describing()) why = fmt::format("{} {}{}", hearing.text_of(question), what, answer.message.empty() ? "" : ": " + answer.message);
    hearing.refute({kind, 0, std::move(why), metric});
  };
  switch (answer.kind) {
    case Answer::Kind::refusal: break;
    case Answer::Kind::declined: hearing.decline(answer.message); break;
    case Answer::Kind::value: refute(Fault::Kind::acceptance, "is answered with a number, although the input is invalid"); break;
    case Answer::Kind::nonsense: refute(Fault::Kind::nonsense, "is invalid input and should be refused as such"); break;
    case Answer::Kind::silence: refute(Fault::Kind::silence, "is invalid input and is not answered in time"); break;
    case Answer::Kind::death: refute(Fault::Kind::death, "is invalid input and ends the subject"); break;
  }
  if (hearing.describing()) hearing.note_relation(hearing.text_of(question) + " is refused: " + answer.message);
}

}  // namespace

std::vector<Theorem> domain_theorems() {
  static std::deque<std::string> texts;  // theorems keep views of them
  std::vector<Theorem> all;
  for (const auto& info : reference::metrics()) {
    const Metric metric = info.metric;
    const std::string_view id = texts.emplace_back(fmt::format("domain-of-{}", info.name));
    const std::string_view statement = texts.emplace_back(fmt::format("{} refuses input outside its domain", info.name));
    Theorem t;
    t.id = id;
    t.statement = statement;
    t.proof = "By definition of the domain (docs/contracts.md): outside it the formula has no meaning, so any number would be "
              "a guess. Only input that rounding cannot explain is tried.";
    t.source = "docs/contracts.md, Domain";
    t.breaks = "no validation; comparisons written so that NaN passes; silent renormalisation or clipping";
    t.metrics = {metric};
    t.inputs = generate::invalid_for(metric);
    t.law = [metric](const Case& c) { check_domain(metric, c); };
    t.kind = Theorem::Kind::domain;
    all.push_back(std::move(t));
  }
  return all;
}

}  // namespace gibbs::properties
