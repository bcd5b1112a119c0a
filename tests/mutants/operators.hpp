// The operators that plant faults, and what they are made of. A mutant is an operator on a metric.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string_view>
#include <vector>

#include "properties/judge/functions.hpp"
#include "tests/properties/judge/styles.hpp"

namespace gibbs::tests {

using namespace properties;
using reference::Domain;
using reference::MetricInfo;
using reference::Unit;
using enum Metric;
using Vector = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// A fault, stated as what it makes of a question or of an honest answer to it.
struct Operator {
  std::string_view id, fault;
  std::function<bool(const MetricInfo&)> applies;
  std::function<Function(Metric)> build;
  Accuracy accuracy = {};
  std::string_view needs = {};  // why three rows and classes, sixteenths and whole logits do not show it
  std::function<FunctionOfRows(Metric)> build_rows = {};  // it takes batches
};

// The tables.
std::vector<Operator> of_inputs();
std::vector<Operator> of_answers();
std::vector<Operator> of_formulas();
std::vector<Operator> of_shifts();
std::vector<Operator> of_means();
std::vector<Operator> of_batches();
std::vector<Operator> of_memory();
std::vector<Operator> of_domains();
std::vector<Operator> of_last_bits();

/// Plain double without a look at its input: faults in the input go through it.
inline const Functions& plain() {
  static const Functions subject = styled<double>({.name = "plain", .divide = false}, reference::binary64);
  return subject;
}
inline const Functions& careful() {
  static const Functions subject = textbook();
  return subject;
}
inline Vector carefully(const Question& q) { return careful().function(q.metric)(q); }

/// Softmax, its logarithm or a loss, with exponentials shifted by c.
Vector below(double c, const Question& q);

inline std::span<const reference::Parameter> parameters(const Question& q) {
  return reference::info(q.metric).parameters;
}
inline bool masses(Domain d) { return d == Domain::distribution || d == Domain::joint; }
inline bool vectors(Domain d) { return masses(d) || d == Domain::logits || d == Domain::numbers; }
inline auto has(bool (*kind)(Domain)) {
  return [kind](const MetricInfo& m) { return std::ranges::any_of(m.parameters, kind, &reference::Parameter::domain); };
}
inline bool logits(Domain d) { return d == Domain::logits || d == Domain::logit; }
inline bool any(const MetricInfo&) { return true; }
inline bool vectorial(const MetricInfo& m) { return m.vectorial(); }
inline bool pairs(const MetricInfo& m) { return m.parameters.size() == 2 && vectors(m.parameters[0].domain); }
inline bool joints(const MetricInfo& m) { return m.parameters[0].domain == Domain::joint; }

/// What is asked is not what is computed. Invalid input is refused first, as it should be.
template <class Change>
auto on_question(Change change) {
  return [change](Metric) {
    return Function([change](Question q) {
      const Vector honest = carefully(q);
      const Question before = q;
      change(q);
      return q == before ? honest : plain().function(q.metric)(q);
    });
  };
}
/// What is computed is not what is returned.
template <class Change>
auto on_answer(Change change) {
  return [change](Metric) {
    return Function([change](const Question& q) {
      Vector answer = carefully(q);
      change(answer, q);
      return answer;
    });
  };
}
template <class F>
auto each_number(F f) {
  return on_answer([f](Vector& answer, const Question&) { std::ranges::transform(answer, answer.begin(), f); });
}
template <class F>
auto each_input(bool (*kind)(Domain), F f) {
  return on_question([kind, f](Question& q) {
    for (std::size_t i = 0; i < q.arguments.size(); ++i) {
      if (kind(parameters(q)[i].domain))
        std::ranges::transform(q.arguments[i].values, q.arguments[i].values.begin(), f);
    }
  });
}
}  // namespace gibbs::tests
