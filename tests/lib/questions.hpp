// What the library is asked in the evidence for its rounding: questions of every metric on random inputs (inputs.hpp),
// some metrics about the same ones. `most` is the length of the longest vector, or of a table's longer side.
#pragma once

#include <functional>

#include "reference/metric.hpp"
#include "tests/lib/inputs.hpp"

namespace gibbs::test {

using reference::Metric;
using reference::Question;

/// visit(question, counted): `counted` weights have any mass, others the mass one.
using Visit = std::function<void(const Question&, bool)>;

template <class T>
reference::Argument values(const std::vector<T>& x, std::size_t columns = 0) {
  return {{x.begin(), x.end()}, columns};
}
template <class T>
reference::Argument value(T x) {
  return {{static_cast<double>(x)}, 0};
}

/// One distribution in eight with a mass off 1, by up to half of what the domain allows.
template <class T>
std::vector<T> loosened(Inputs& inputs, std::vector<T> p) {
  if (inputs.below(8) != 0) return p;
  const double most = std::sqrt(static_cast<double>(std::numeric_limits<T>::epsilon())) / 2;
  const double off = inputs.between(-most, static_cast<double>(std::ranges::max(p)) > 0.9 ? 0 : most);
  for (T& x : p) x = static_cast<T>(static_cast<double>(x) * (1 + off));
  return p;
}

/// One vector of logits in eight lowered, so that the largest is anywhere.
template <class T>
std::vector<T> lowered(Inputs& inputs, std::vector<T> z) {
  if (inputs.below(8) != 0) return z;
  const double by = inputs.between(0, 900);
  for (T& x : z) x = static_cast<T>(static_cast<double>(x) - by);
  return z;
}

/// Half of all weights made heavier or lighter, to counts in the one case.
template <class T>
std::vector<T> of_any_mass(Inputs& inputs, const std::vector<T>& w) {
  if (inputs.below(2) != 0) return w;
  const double by = inputs.below(2) ? inputs.sized(-90, 90) : 0;
  std::vector<T> other;
  for (const T x : w)
    other.push_back(static_cast<T>(by == 0 ? std::ceil(static_cast<double>(x) * 1e3) : static_cast<double>(x) * by));
  return std::ranges::all_of(other, [](T x) { return x == 0; }) ? w : other;
}

inline reference::Unit any_unit(Inputs& inputs) { return static_cast<reference::Unit>(inputs.below(3)); }

/// Two inputs of each.
template <class T>
void ask_of_entropies(Inputs& inputs, std::size_t most, const Visit& visit) {
  const auto p = loosened(inputs, inputs.distribution<T>(inputs.length(most)));
  const auto c = of_any_mass(inputs, inputs.weights<T>(p.size()));
  const auto unit = any_unit(inputs);
  visit(Question{Metric::entropy, {values(p)}, unit}, false);
  visit(Question{Metric::entropy, {values(c)}, unit}, true);
  visit(Question{Metric::perplexity, {values(p)}}, false);
  visit(Question{Metric::perplexity, {values(c)}}, true);
  for (int i = 0; i < 2; ++i)
    visit(Question{Metric::self_information, {value(p[inputs.below(p.size())])}, unit}, false);
}

template <class T>
void ask_of_divergences(Inputs& inputs, std::size_t most, const Visit& visit) {
  const bool counted = inputs.below(4) == 0;
  const std::size_t n = inputs.length(most);
  const auto p = counted ? inputs.weights<T>(n) : inputs.distribution<T>(n), q = inputs.partner(p);
  const std::vector<reference::Argument> both{values(counted ? of_any_mass(inputs, p) : loosened(inputs, p)),
                                              values(counted ? of_any_mass(inputs, q) : loosened(inputs, q))};
  const auto unit = any_unit(inputs);
  for (const Metric metric : {Metric::cross_entropy, Metric::kl_divergence, Metric::js_divergence, Metric::js_distance})
    visit(Question{metric, both, unit}, counted);
}

template <class T>
void ask_of_tables(Inputs& inputs, std::size_t most, const Visit& visit) {
  const std::size_t rows = inputs.length(most), columns = inputs.length(most);
  std::vector<T> w = inputs.weights<T>(rows * columns);
  if (inputs.below(3) == 0) {  // independent, nearly or exactly
    const auto r = inputs.distribution<T>(rows), c = inputs.distribution<T>(columns);
    for (std::size_t k = 0; k < w.size(); ++k) w[k] = r[k / columns] * c[k % columns];
    if (std::ranges::all_of(w, [](T x) { return x == 0; })) w[0] = 1;
  }
  const auto unit = any_unit(inputs);
  visit(Question{Metric::conditional_entropy, {values(w, columns)}, unit}, true);
  visit(Question{Metric::mutual_information, {values(w, columns)}, unit}, true);
}

/// May the squared error's gradient be a tie but for exponentials that no floating-point format of the judge holds?
/// Then nobody can tell to which side it is to be rounded (reference.hpp).
template <class T>
bool has_undecidable_gradient(const std::vector<T>& z) {
  const double most = static_cast<double>(std::ranges::max(z));
  return std::ranges::any_of(z, [&](T x) { return std::isfinite(x) && most - static_cast<double>(x) > 7e8; });
}

template <class T>
void ask_of_logits(Inputs& inputs, std::size_t most, const Visit& visit) {
  const auto z = lowered(inputs, inputs.logits<T>(inputs.length(most)));
  const auto p = loosened(inputs, inputs.target(z));
  const auto y = inputs.below(2) ? p : inputs.numbers<T>(z.size());
  for (const Metric metric : {Metric::log_sum_exp, Metric::softmax, Metric::log_softmax})
    visit(Question{metric, {values(z)}}, false);
  visit(Question{Metric::softmax_cross_entropy, {values(z), values(p)}}, false);
  visit(Question{Metric::softmax_cross_entropy_gradient, {values(z), values(p)}}, false);
  auto narrow = z;
  while (has_undecidable_gradient(narrow)) narrow = inputs.logits<T>(z.size());
  visit(Question{Metric::softmax_mean_squared_error_gradient, {values(narrow), values(y)}}, false);
}

template <class T>
void ask_of_sigmoids(Inputs& inputs, std::size_t, const Visit& visit) {
  constexpr double labels[] = {0, 1, 0.5, 0x1p-60, 0.1};
  const T z = inputs.logits<T>(3)[inputs.below(3)];
  const T y = static_cast<T>(inputs.below(2)   ? labels[inputs.below(5)]
                             : inputs.below(2) ? inputs.between(0, 1)
                                               : 1 / (1 + std::exp(-static_cast<double>(z))));
  visit(Question{Metric::sigmoid_cross_entropy, {value(z), value(y)}}, false);
  visit(Question{Metric::sigmoid_cross_entropy_gradient, {value(z), value(y)}}, false);
}

template <class T>
void ask_of_squared_errors(Inputs& inputs, std::size_t most, const Visit& visit) {
  const auto x = inputs.numbers<T>(inputs.length(most));
  const auto y = inputs.below(3) ? inputs.numbers<T>(x.size()) : std::vector<T>(x.size(), 0);
  visit(Question{Metric::mean_squared_error, {values(x), values(y)}}, false);
}

}  // namespace gibbs::test
