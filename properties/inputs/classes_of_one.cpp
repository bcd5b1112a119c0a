// What a single input may be.
#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <vector>

#include "properties/inputs/class_tables.hpp"
#include "properties/inputs/distributions.hpp"

namespace gibbs::properties {
namespace {

using reference::Format;

bool is_vector(Role r) { return has_classes(r) || r == Role::joint; }

bool any(const Vector& v, auto holds) { return std::ranges::any_of(v, holds); }
bool all_equal(const Vector& v) {
  return v.size() > 1 && std::ranges::all_of(v, [&](double x) { return x == v[0]; });
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
bool beside_power_of_two(std::size_t n) {
  return std::has_single_bit(n - 1) || std::has_single_bit(n) || std::has_single_bit(n + 1);
}
std::size_t leading_masks(const Vector& z) {
  return static_cast<std::size_t>(std::ranges::find_if(z, [](double x) { return std::isfinite(x); }) - z.begin());
}
/// Beyond it an exponential is lost beside 1.
double saturation(const Format& f) { return f.precision * std::numbers::ln2; }
/// There it is the last digits of a sum near 1: from 16 ε to ε/4.
bool is_fading(double distance, const Format& f) {
  return std::abs(distance - saturation(f) + 2 * std::numbers::ln2) <= 3 * std::numbers::ln2;
}

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

const OfOne of_one[] = {
    {{"one class", "n = 1"}, is_vector, [](auto& x, auto&) { return x.values.size() == 1; }},
    {{"beyond vector widths", "n > 64"}, is_vector, [](auto& x, auto&) { return x.values.size() > 64; }},
    {{"large n", "n ≥ 1000"}, is_vector, [](auto& x, auto&) { return x.values.size() >= 1000; }},
    {{"beside a power of two", "n = 2ᵏ − 1, 2ᵏ or 2ᵏ + 1, n > 65"},
     is_vector,
     [](auto& x, auto&) { return x.values.size() > 65 && beside_power_of_two(x.values.size()); }},
    {{"hundreds of classes", "256 < n < 1000"},
     is_vector,
     [](auto& x, auto&) { return x.values.size() > 256 && x.values.size() < 1000; }},
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
    {{"finest mass", "one whose half is no number"},
     is_mass,
     [](auto& x, auto& f) {
       return any(x.values, [&](double p) { return p > 0 && p < 2 * reference::min_subnormal(f); });
     }},
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
    {{"fading logits", "the largest leads by so much that the next exponential is between 16 ε and ε/4 of it"},
     is<Role::logits>,
     [](auto& x, auto& f) { return is_fading(lead(x.values), f); }},
    {{"masked logits", "some are −∞"},
     is<Role::logits>,
     [](auto& x, auto&) { return any(x.values, [](double z) { return std::isinf(z); }); }},
    {{"masked first tile", "the first eight classes or more are −∞"},
     is<Role::logits>,
     [](auto& x, auto&) { return leading_masks(x.values) >= 8; }},
    {{"masked beginning", "the first class is −∞"},
     is<Role::logits>,
     [](auto& x, auto&) { return leading_masks(x.values) > 0; }},
    {{"masked end", "the last class is −∞"}, is<Role::logits>, [](auto& x, auto&) { return std::isinf(x.values.back()); }},
    {{"masked but one", "a single class is finite, n > 1"},
     is<Role::logits>,
     [](auto& x, auto&) {
       return x.values.size() > 1 && std::ranges::count_if(x.values, [](double z) { return std::isfinite(z); }) == 1;
     }},
    {{"vanishing logits", "every exponential is 0"},
     is<Role::logits>,
     [](auto& x, auto& f) { return largest(x.values) < (f.min_exponent - f.precision) * std::numbers::ln2; }},
    {{"logit −0", "in a vector or alone"},
     is_logit,
     [](auto& x, auto&) { return any(x.values, [](double z) { return z == 0 && std::signbit(z); }); }},
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
    {{"fading logit", "exp −∣z∣ is between 16 ε and ε/4"},
     is<Role::logit>,
     [](auto& x, auto& f) { return is_fading(std::abs(x.values[0]), f); }},
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

}  // namespace

std::size_t positive(const Vector& p) {
  return static_cast<std::size_t>(std::ranges::count_if(p, [](double x) { return x > 0; }));
}

double rough_lse(const Vector& z) {
  const double top = largest(z);
  double sum = 0;
  for (const double x : z) sum += std::exp(x - top);
  return top + std::log(sum);
}

std::span<const OfOne> classes_of_one() { return of_one; }

}  // namespace gibbs::properties
