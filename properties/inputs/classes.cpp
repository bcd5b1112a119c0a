// What two inputs may be to each other; and which classes a case is of.
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "properties/inputs/class_tables.hpp"

namespace gibbs::properties {
namespace {

using reference::Format;

double distance(const Vector& p, const Vector& q) {  // the largest relative one, 1 where the supports differ
  double most = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] != q[i]) most = std::max(most, std::abs(p[i] - q[i]) / std::max(p[i], q[i]));
  }
  return most;
}
bool overlap(const Vector& p, const Vector& q) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0 && q[i] > 0) return true;
  }
  return false;
}
bool is_anywhere(const Vector& a, const Vector& b, auto holds) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (holds(a[i], b[i])) return true;
  }
  return false;
}
/// softmax zᵢ − pᵢ, roughly.
bool at_the_truth(const Vector& z, const Vector& p, const Format& f) {
  const double lse = rough_lse(z);
  return z.size() > 1 && std::isfinite(lse) && !is_anywhere(z, p, [&](double a, double b) {
           return std::abs(std::exp(a - lse) - b) > std::sqrt(reference::epsilon(f));
         });
}

const OfTwo of_two[] = {
    {{"equal pair", "p = q"}, is_mass, is_mass, [](const Vector& p, const Vector& q, const Format&) { return p == q; }},
    {{"near-equal pair", "p ≠ q, each mass of one within √ε of the other's, relatively"},
     is_mass,
     is_mass,
     [](const Vector& p, const Vector& q, const Format& f) {
       return p != q && distance(p, q) < std::sqrt(reference::epsilon(f));
     }},
    {{"disjoint pair", "no class has mass in both"},
     is_mass,
     is_mass,
     [](const Vector& p, const Vector& q, const Format&) { return !overlap(p, q); }},
    {{"q = 0 < p", "in some class, and p and q overlap"},
     is_mass,
     is_mass,
     [](const Vector& p, const Vector& q, const Format&) {
       return overlap(p, q) && is_anywhere(p, q, [](double a, double b) { return a > 0 && b == 0; });
     }},
    {{"p/q beyond the range", "in some class, q > 0"},
     is_mass,
     is_mass,
     [](const Vector& p, const Vector& q, const Format& f) {
       return is_anywhere(p, q, [&](double a, double b) { return b > 0 && a / b > reference::max_finite(f); });
     }},
    {{"one-hot label", "n > 1"},
     is<Role::logits>,
     is_mass,
     [](const Vector&, const Vector& p, const Format&) { return p.size() > 1 && positive(p) == 1; }},
    {{"right label", "one-hot, on a logit larger than all others"},
     is<Role::logits>,
     is_mass,
     [](const Vector& z, const Vector& p, const Format&) {
       const auto top = std::ranges::max_element(z);
       return z.size() > 1 && std::ranges::count(z, *top) == 1 && positive(p) == 1 && p[static_cast<std::size_t>(top - z.begin())] > 0;
     }},
    {{"label at softmax", "within √ε in every class, n > 1"}, is<Role::logits>, is_mass, at_the_truth},
    {{"mass on a masked class", "z = −∞, p > 0"},
     is<Role::logits>,
     is_mass,
     [](const Vector& z, const Vector& p, const Format&) {
       return is_anywhere(z, p, [](double a, double b) { return std::isinf(a) && b > 0; });
     }},
    {{"equal numbers", "x = y"},
     is<Role::numbers>,
     is<Role::numbers>,
     [](const Vector& x, const Vector& y, const Format&) { return x == y; }},
    {{"equal parameters", "two numbers"},
     is<Role::number>,
     is<Role::number>,
     [](const Vector& x, const Vector& y, const Format&) { return x == y; }},
    {{"invalid: unequal lengths", ""},
     is<Role::raw>,
     is<Role::raw>,
     [](const Vector& a, const Vector& b, const Format&) { return a.size() != b.size() && !a.empty() && !b.empty(); }},
};

}  // namespace

std::span<const OfTwo> classes_of_two() { return of_two; }

std::span<const InputClass> input_classes() {
  static const std::vector<InputClass> all = [] {
    std::vector<InputClass> list;
    for (const OfOne& one : classes_of_one()) list.push_back(one.which);
    for (const OfTwo& two : classes_of_two()) list.push_back(two.which);
    for (const OfRows& rows : classes_of_rows()) list.push_back(rows.which);
    if (list.size() > Classes().size()) throw std::logic_error("more input classes than a case can be of");
    return list;
  }();
  return all;
}

Classes classify(const Case& c, const Format& format) {
  const auto of_one = classes_of_one();
  const auto pairs = classes_of_two();
  Classes classes;
  const auto enter = [&](const Input& input) {
    for (std::size_t k = 0; k < of_one.size(); ++k) {
      const bool empty = input.values.empty() && input.role != Role::raw;
      if (!empty && of_one[k].role(input.role) && of_one[k].holds(input, format)) classes.set(k);
    }
  };
  for (const Input& input : c.inputs) enter(input);
  const std::vector<Vector> rows = rows_that_count(c);
  if (number_of_rows(c) == 0) {
    for (const Vector& row : rows) enter({"", Role::logits, row});
  }
  for (std::size_t k = 0; k < classes_of_rows().size() && !rows.empty(); ++k) {
    if (classes_of_rows()[k].holds(rows, c)) classes.set(of_one.size() + pairs.size() + k);
  }
  for (std::size_t i = 0; i < c.inputs.size(); ++i) {
    for (std::size_t j = i + 1; j < c.inputs.size(); ++j) {
      const Input &a = c.inputs[i], &b = c.inputs[j];
      if (a.row != b.row) continue;
      const bool meet = a.values.size() == b.values.size();
      for (std::size_t k = 0; k < pairs.size(); ++k) {
        const OfTwo& two = pairs[k];
        if (!two.first(a.role) || !two.second(b.role) || (!meet && a.role != Role::raw)) continue;
        if (two.holds(a.values, b.values, format)) classes.set(of_one.size() + k);
      }
    }
  }
  return classes;
}

}  // namespace gibbs::properties
