#include "properties/inputs/classes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "properties/inputs/distributions.hpp"

namespace gibbs::properties {
namespace {

using reference::Format;

template <Role role>
bool is(Role r) { return r == role; }
bool is_vector(Role r) { return !is_scalar(r) && r != Role::raw; }

bool any(const Vector& v, auto holds) { return std::ranges::any_of(v, holds); }
bool all_equal(const Vector& v) {
  return v.size() > 1 && std::ranges::all_of(v, [&](double x) { return x == v[0]; });
}
std::size_t positive(const Vector& p) {
  return static_cast<std::size_t>(std::ranges::count_if(p, [](double x) { return x > 0; }));
}
double largest(const Vector& v) { return *std::ranges::max_element(v); }
double smallest_positive(const Vector& p) {
  double least = 1;
  for (const double x : p) least = x > 0 ? std::min(least, x) : least;
  return least;
}

/// By how much the largest logit exceeds the next; 0 where it is tied, +∞ where it is alone.
double lead(Vector z) {
  if (z.size() < 2) return 0;
  std::ranges::nth_element(z, z.begin() + 1, std::greater<>());
  return z[0] - z[1];
}
/// −∞ masks set aside: the smallest magnitude, and the distance between the ends.
std::pair<double, double> nearness(const Vector& z) {
  double least = INFINITY, low = INFINITY, high = -INFINITY;
  for (const double x : z) {
    if (!std::isfinite(x)) continue;
    least = std::min(least, std::abs(x)), low = std::min(low, x), high = std::max(high, x);
  }
  return {least, high - low};
}
double rough_lse(const Vector& z) {
  const double top = largest(z);
  double sum = 0;
  for (const double x : z) sum += std::exp(x - top);
  return top + std::log(sum);
}
/// Beyond it an exponential is lost beside 1.
double saturation(const Format& f) { return f.precision * std::numbers::ln2; }

/// How many masses each row of a joint table has, or each column.
std::vector<std::size_t> masses_by_row(const Input& w) {
  std::vector<std::size_t> masses(w.values.size() / w.columns, 0);
  for (std::size_t i = 0; i < w.values.size(); ++i) masses[i / w.columns] += w.values[i] > 0;
  return masses;
}
std::vector<std::size_t> masses_by_column(const Input& w) {
  std::vector<std::size_t> masses(w.columns, 0);
  for (std::size_t i = 0; i < w.values.size(); ++i) masses[i % w.columns] += w.values[i] > 0;
  return masses;
}

/// Of one input. A case is of the class if one of its inputs is.
struct OfOne {
  InputClass which;
  bool (*role)(Role);
  bool (*holds)(const Input&, const Format&);
};
const OfOne of_one[] = {
    {{"one class", "n = 1"}, is_vector, [](auto& x, auto&) { return x.values.size() == 1; }},
    {{"beyond vector widths", "n > 64"}, is_vector, [](auto& x, auto&) { return x.values.size() > 64; }},
    {{"large n", "n ≥ 1000"}, is_vector, [](auto& x, auto&) { return x.values.size() >= 1000; }},
    {{"uniform", "equal masses, n > 1"}, is_mass, [](auto& x, auto&) { return all_equal(x.values); }},
    {{"one-hot", "one mass alone, n > 1"},
     is_mass,
     [](auto& x, auto&) { return x.values.size() > 1 && positive(x.values) == 1; }},
    {{"zeros", "some masses 0, two or more positive"},
     is_mass,
     [](auto& x, auto&) { return positive(x.values) > 1 && positive(x.values) < x.values.size(); }},
    {{"subnormal mass", "a mass below the normal numbers"},
     is_mass,
     [](auto& x, auto& f) { return any(x.values, [&](double p) { return p > 0 && p < reference::min_normal(f); }); }},
    {{"masses far apart", "one is lost beside another: their ratio exceeds 1/ε"},
     is_mass,
     [](auto& x, auto& f) { return smallest_positive(x.values) < largest(x.values) * reference::epsilon(f); }},
    {{"Σ = 1", "exactly"}, is_mass, [](auto& x, auto&) { return exactly_normalised(x.values); }},
    {{"Σ ≠ 1", "a correctly rounded image of a distribution"},
     is_mass,
     [](auto& x, auto&) { return !exactly_normalised(x.values); }},
    {{"one line", "a joint table of one row or column"},
     is<Role::joint>,
     [](auto& x, auto&) { return x.columns == 1 || x.columns == x.values.size(); }},
    {{"empty line", "a row or column of a joint table without mass"},
     is<Role::joint>,
     [](auto& x, auto&) {
       return std::ranges::count(masses_by_row(x), 0u) + std::ranges::count(masses_by_column(x), 0u) > 0;
     }},
    {{"function of the row", "at most one mass in each row, more than one row"},
     is<Role::joint>,
     [](auto& x, auto&) {
       return x.columns < x.values.size() &&
              std::ranges::all_of(masses_by_row(x), [](std::size_t n) { return n <= 1; });
     }},
    {{"probability 0", "p = 0"}, is<Role::probability>, [](auto& x, auto&) { return x.values[0] == 0; }},
    {{"probability 1", "p = 1"}, is<Role::probability>, [](auto& x, auto&) { return x.values[0] == 1; }},
    {{"probability near 1", "within √ε, not 1"},
     is<Role::probability>,
     [](auto& x, auto& f) { return x.values[0] < 1 && 1 - x.values[0] < std::sqrt(reference::epsilon(f)); }},
    {{"subnormal probability", "below the normal numbers, not 0"},
     is<Role::probability>,
     [](auto& x, auto& f) { return x.values[0] > 0 && x.values[0] < reference::min_normal(f); }},
    {{"equal logits", "all, n > 1"}, is<Role::logits>, [](auto& x, auto&) { return all_equal(x.values); }},
    {{"tied logits", "the largest, not all"},
     is<Role::logits>,
     [](auto& x, auto&) { return x.values.size() > 1 && !all_equal(x.values) && lead(x.values) == 0; }},
    {{"dominated logits", "the largest leads by so much that the others are lost beside it"},
     is<Role::logits>,
     [](auto& x, auto& f) { return std::isfinite(lead(x.values)) && lead(x.values) > saturation(f); }},
    {{"masked logits", "some are −∞"},
     is<Role::logits>,
     [](auto& x, auto&) { return any(x.values, [](double z) { return std::isinf(z); }); }},
    {{"huge logits", "their exponentials leave the range"},
     is<Role::logits>,
     [](auto& x, auto& f) {
       return any(x.values,
                  [&](double z) { return std::isfinite(z) && std::abs(z) > f.max_exponent * std::numbers::ln2; });
     }},
    {{"offset logits", "all further from 0 than ten times the distance between them"},
     is<Role::logits>,
     [](auto& x, auto&) {
       return nearness(x.values).first > 10 * nearness(x.values).second && nearness(x.values).first > 100;
     }},
    {{"LSE near 0", "below √ε, n > 1"},
     is<Role::logits>,
     [](auto& x, auto& f) {
       return x.values.size() > 1 && std::abs(rough_lse(x.values)) < std::sqrt(reference::epsilon(f));
     }},
    {{"logit 0", "z = 0"}, is<Role::logit>, [](auto& x, auto&) { return x.values[0] == 0; }},
    {{"tiny logit", "∣z∣ < √ε, not 0"},
     is<Role::logit>,
     [](auto& x, auto& f) { return x.values[0] != 0 && std::abs(x.values[0]) < std::sqrt(reference::epsilon(f)); }},
    {{"saturated logit", "exp −∣z∣ is lost beside 1"},
     is<Role::logit>,
     [](auto& x, auto& f) { return std::isfinite(x.values[0]) && std::abs(x.values[0]) > saturation(f); }},
    {{"masked logit", "z = −∞"}, is<Role::logit>, [](auto& x, auto&) { return std::isinf(x.values[0]); }},
    {{"zero numbers", "some are 0"},
     is<Role::numbers>,
     [](auto& x, auto&) { return any(x.values, [](double a) { return a == 0; }); }},
    {{"tiny squares", "some numbers have squares below the range"},
     is<Role::numbers>,
     [](auto& x, auto& f) {
       return any(x.values, [&](double a) { return a != 0 && std::abs(a) < std::sqrt(reference::min_subnormal(f)); });
     }},
    {{"number 0", "x = 0"}, is<Role::number>, [](auto& x, auto&) { return x.values[0] == 0; }},
    {{"saturated number", "exp −∣x∣ is lost beside 1"},
     is<Role::number>,
     [](auto& x, auto& f) { return std::abs(x.values[0]) > saturation(f); }},
    {{"whole number 0", "k = 0"}, is<Role::natural>, [](auto& x, auto&) { return x.values[0] == 0; }},
    {{"whole number beyond the precision", "k ≥ its bits"},
     is<Role::natural>,
     [](auto& x, auto& f) { return x.values[0] >= f.precision; }},
    {{"whole number in the thousands", "k ≥ 1000"}, is<Role::natural>, [](auto& x, auto&) { return x.values[0] >= 1000; }},
    {{"invalid: NaN", ""},
     is<Role::raw>,
     [](auto& x, auto&) { return any(x.values, [](double a) { return std::isnan(a); }); }},
    {{"invalid: +∞", ""}, is<Role::raw>, [](auto& x, auto&) { return any(x.values, [](double a) { return a == INFINITY; }); }},
    {{"invalid: negative", ""}, is<Role::raw>, [](auto& x, auto&) { return any(x.values, [](double a) { return a < 0; }); }},
    {{"invalid: no class", "n = 0"}, is<Role::raw>, [](auto& x, auto&) { return x.values.empty(); }},
};

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

/// Of two inputs of equal length, a before b. A case is of the class if two of its inputs are.
struct OfTwo {
  InputClass which;
  bool (*first)(Role);
  bool (*second)(Role);
  bool (*holds)(const Vector& a, const Vector& b, const Format&);
};
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

static_assert(std::size(of_one) + std::size(of_two) <= Classes().size());

}  // namespace

std::span<const InputClass> input_classes() {
  static const std::vector<InputClass> all = [] {
    std::vector<InputClass> list;
    for (const OfOne& one : of_one) list.push_back(one.which);
    for (const OfTwo& two : of_two) list.push_back(two.which);
    return list;
  }();
  return all;
}

Classes classify(const Case& c, const Format& format) {
  Classes classes;
  for (const Input& input : c.inputs) {
    for (std::size_t k = 0; k < std::size(of_one); ++k) {
      const bool empty = input.values.empty() && input.role != Role::raw;
      if (!empty && of_one[k].role(input.role) && of_one[k].holds(input, format)) classes.set(k);
    }
  }
  for (std::size_t i = 0; i < c.inputs.size(); ++i) {
    for (std::size_t j = i + 1; j < c.inputs.size(); ++j) {
      const Input &a = c.inputs[i], &b = c.inputs[j];
      const bool meet = a.values.size() == b.values.size();
      for (std::size_t k = 0; k < std::size(of_two); ++k) {
        const OfTwo& two = of_two[k];
        if (!two.first(a.role) || !two.second(b.role) || (!meet && a.role != Role::raw)) continue;
        if (two.holds(a.values, b.values, format)) classes.set(std::size(of_one) + k);
      }
    }
  }
  return classes;
}

}  // namespace gibbs::properties
