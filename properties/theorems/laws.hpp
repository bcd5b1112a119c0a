// For the files that state theorems: how a law takes its inputs by name, and the usual inputs.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "properties/inputs/distributions.hpp"
#include "properties/inputs/generate.hpp"
#include "properties/judge/hearing.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::properties {

/// What a theorem is tried on, converted to what its law takes: vectors, tables, numbers, whole numbers.
template <class T>
struct FromInput;
template <>
struct FromInput<const Vector&> {
  static const Vector& get(const Input& input) { return input.values; }
};
template <>
struct FromInput<double> {
  static double get(const Input& input) { return input.values.at(0); }
};
template <>
struct FromInput<int> {
  static int get(const Input& input) { return static_cast<int>(input.values.at(0)); }
};
template <>
struct FromInput<const Table&> {
  static Table get(const Input& input) { return {input.values, input.columns == 0 ? input.values.size() : input.columns}; }
};

template <class... Parameters>
struct Law {
  void (*body)(Parameters...);
  void operator()(const Case& c) const { call(c, std::index_sequence_for<Parameters...>{}); }
  template <std::size_t... I>
  void call(const Case& c, std::index_sequence<I...>) const {
    body(FromInput<Parameters>::get(c.inputs.at(I))...);
  }
};

/// law(+[](const Vector& p, const Vector& q) { claim(…); }): its parameters are the case's inputs, in order.
template <class... Parameters>
Law<Parameters...> law(void (*body)(Parameters...)) {
  return {body};
}

// Inputs of cases.
inline Input distribution_input(std::string name, Vector p, int group = 0) { return {std::move(name), Role::distribution, std::move(p), 0, group}; }
inline Input logits_input(std::string name, Vector z, int group = 0) { return {std::move(name), Role::logits, std::move(z), 0, group}; }
inline Input joint_input(std::string name, Vector w, std::size_t columns) { return {std::move(name), Role::joint, std::move(w), columns, -1}; }
inline Input probability_input(std::string name, double p) { return {std::move(name), Role::probability, {p}, 0, -1}; }
inline Input number_input(std::string name, double x) { return {std::move(name), Role::number, {x}, 0, -1}; }
inline Input natural_input(std::string name, int n) { return {std::move(name), Role::natural, {static_cast<double>(n)}, 0, -1}; }

/// p: any distribution.
Case some_distribution(Source& source);
/// p: exactly normalised.
Case some_exact_distribution(Source& source);
/// p, q: related in every way.
Case some_pair(Source& source);
/// z, p: logits and a label.
Case some_logits_and_label(Source& source);
/// z, y: logits and one of their classes.
Case some_logits_and_class(Source& source);

/// (1−t)·p + t·q, without error (see plus(), times()).
Vector mix(const Vector& p, const Vector& q, double t);
/// All pᵢ·qⱼ, row by row, without error.
Vector product(const Vector& p, const Vector& q);
/// The label that says: class y, of n; or the case is discarded.
Vector one_hot(std::size_t n, int y);
/// The classes in another order: class i is what class i + turn was (going round), or what the i-th from the end was.
Vector rotated(Vector p, int turn);
Vector reversed(Vector p);
/// Class i becomes class i mod m: each of the m classes is the sum of those merged into it, without error.
Vector merged(const Vector& p, std::size_t m);
/// (p+q)/2, for generators: correctly rounded.
Vector halfway(const Vector& p, const Vector& q, const reference::Format& format);
/// One nat in the unit of the case.
Quantity nat();
/// The same quantity, by the name that explanations call it.
Quantity called(std::string_view name, Quantity quantity);
/// Σ |p̂ᵢ − q̂ᵢ|
Quantity variation(const Vector& p, const Vector& q);

/// What p stands for: p̂ᵢ = pᵢ/Σp.
std::vector<Quantity> normalised(const Vector& p);
/// The numbers as they were returned, to ask about them in turn.
Vector returned(const std::vector<Quantity>& answers);
/// Σ of all but the i-th: of shares that sum to 1, one minus the i-th, without cancellation where the others are few.
Quantity all_but(const std::vector<Quantity>& shares, std::size_t i);
/// ⟨g, b − a⟩: by how much a function with gradient g at a changes towards b, to first order. A mask does not move.
Quantity along(const std::vector<Quantity>& g, const Vector& a, const Vector& b);
/// ‖b − a‖².
Quantity squared_distance(const Vector& a, const Vector& b);
/// MSE(softmax z, y).
Quantity error_after_softmax(const Vector& z, const Vector& y);
/// A quantity in the unit of the case, in nats.
Quantity in_nats(const Quantity& q);

// The rooms of the catalogue, in its order.
std::vector<Theorem> entropy_theorems();
std::vector<Theorem> entropy_structure_theorems();  // part of it, as are the units
std::vector<Theorem> unit_theorems();
std::vector<Theorem> divergence_theorems();
std::vector<Theorem> divergence_structure_theorems();  // part of it, as are the next two
std::vector<Theorem> density_theorems();
std::vector<Theorem> jensen_shannon_theorems();
std::vector<Theorem> joint_theorems();
std::vector<Theorem> logits_theorems();
std::vector<Theorem> loss_theorems();
std::vector<Theorem> sigmoid_theorems();  // part of loss_theorems()
std::vector<Theorem> squared_error_theorems();
std::vector<Theorem> accuracy_theorems();
std::vector<Theorem> domain_theorems();

}  // namespace gibbs::properties
