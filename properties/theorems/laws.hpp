// For the files that state theorems: how a law takes its inputs by name, and the usual inputs.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "properties/inputs/distributions.hpp"
#include "properties/inputs/generate.hpp"
#include "properties/judge/hearing.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::properties {

/// Inputs as a law takes them: vectors, tables, numbers, whole numbers.
template <class T>
struct FromInput;
template <>
struct FromInput<const Vector&> {
  static bool fits(Role role) { return has_classes(role) || is_of_rows(role); }
  static const Vector& get(const Input& input) { return input.values; }
};
template <>
struct FromInput<double> {
  static bool fits(Role role) { return is_scalar(role) && !is_whole(role); }
  static double get(const Input& input) { return input.values.at(0); }
};
template <>
struct FromInput<int> {
  static bool fits(Role role) { return is_whole(role); }
  static int get(const Input& input) { return static_cast<int>(input.values.at(0)); }
};
template <>
struct FromInput<const Table&> {
  static bool fits(Role role) { return is_table(role); }
  static Table get(const Input& input) { return {input.values, input.columns}; }
};

/// The names in "const Vector& p, double t".
std::vector<std::string> parameter_names(std::string_view parameters);
/// Throws std::logic_error if the case has none of that name.
const Input& input_named(const Case& c, std::string_view name);

/// .law = LAW(const Vector& p, double t) { claim(…); } takes the inputs that are declared by the names of its parameters.
#define LAW(...) ::gibbs::properties::Parameters{#__VA_ARGS__} | +[](__VA_ARGS__)

struct Parameters {
  std::string_view text;
};
template <class... Values>
Law operator|(Parameters parameters, void (*body)(Values...)) {
  const std::vector<std::string> names = parameter_names(parameters.text);
  std::vector<Law::Parameter> all;
  (all.push_back({names.at(all.size()), FromInput<Values>::fits}), ...);
  return {all, [names, body](const Case& c) {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
              body(FromInput<Values>::get(input_named(c, names[I]))...);
            }(std::index_sequence_for<Values...>{});
          }};
}

/// p: any distribution.
Inputs some_distribution();
/// p: exactly normalised.
Inputs some_exact_distribution();
/// p, q: related in every way.
Inputs some_pair();
/// z, p: logits and a label.
Inputs some_logits_and_label();
/// z, y: logits and one of their classes.
Inputs some_logits_and_class();
/// z: any logits.
Inputs some_logits();
/// z and c with z + c free of error: c = a·2ʲ with a < 8, and z whole multiples (up to 2¹³) of a step that is an ulp of
/// all that is below 2ʲ⁺⁴.
Inputs logits_and_shift();

/// (1−t)·p + t·q, without error (see plus(), times()).
Vector mix(const Vector& p, const Vector& q, double t);
/// All pᵢ·qⱼ, row by row, without error.
Vector product(const Vector& p, const Vector& q);
/// Is the class masked?
bool masked(double z);
/// The place of the largest; of the first of them.
std::size_t largest(const Vector& z);
/// z + c without error, or the case is discarded; a mask stays one.
Vector shifted(const Vector& z, double c);
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

/// Claims that a quantity is the same in every unit that the subject offers the metric in, a bit being ln 2 nats and a
/// hartley ln 10: what it says in another unit, times that unit, is what it says in the case's. Is there another unit?
bool alike_in_all_units(Metric metric, const std::function<Quantity()>& ask);
/// Claims that answers are in the order of the logits, equal ones equal.
void in_order_of(const Vector& z, const std::vector<Quantity>& answers);
/// Claims that two lists of answers are equal, one by one.
void equal_each(const std::vector<Quantity>& some, const std::vector<Quantity>& others);

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
std::vector<Theorem> log_softmax_theorems();  // part of it
std::vector<Theorem> loss_theorems();
std::vector<Theorem> sigmoid_theorems();  // part of loss_theorems()
std::vector<Theorem> squared_error_theorems();
std::vector<Theorem> likelihood_theorems();
std::vector<Theorem> loss_derivative_theorems();
std::vector<Theorem> mean_loss_theorems();
std::vector<Theorem> row_theorems();
Theorem accuracy_of_rows();
std::vector<Theorem> accuracy_theorems();
std::vector<Theorem> domain_theorems();

/// Claims that an answer, or that for one row of a batch, is as accurate as the subject says, and enters it into the
/// metric's grade: the one claim that needs the reference.
void claim_accuracy(const Hearing::Asked& asked);

}  // namespace gibbs::properties
