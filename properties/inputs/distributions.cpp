#include "properties/inputs/distributions.hpp"

#include <algorithm>
#include <cmath>

#include "properties/inputs/generate.hpp"
#include "reference/interval.hpp"

namespace gibbs::properties {

using reference::Format;

namespace {

/// Below it a mass leaves no trace in a sum near 1.
double tiny(const Format& format) { return std::ldexp(1.0, -format.precision); }

bool masses_searchable(const Input& input, const Format& format) {
  const auto some = std::ranges::count_if(input.values, [&](double x) { return x >= tiny(format); });
  const bool none_tiny = std::ranges::none_of(input.values, [&](double x) { return x > 0 && x < tiny(format); });
  if (!none_tiny && (input.role == Role::joint || some < 2)) return false;
  const double step = reference::min_subnormal(format) * 4;
  const auto halves = [&](double x) { return x >= reference::min_normal(format) || x / step == std::floor(x / step); };
  if (!std::ranges::all_of(input.values, halves)) return false;
  return is_rounded_image(input.values, format);
}

bool apart(const Vector& p, const Vector& q, const Format& format) {
  double most = 0;
  for (std::size_t i = 0; i < p.size(); ++i) most = std::max(most, std::abs(p[i] - q[i]));
  return p == q || most >= tiny(format);
}

bool equal_where_finite(const Vector& z) {
  const double largest = *std::ranges::max_element(z);
  return std::ranges::all_of(z, [&](double x) { return x == largest || std::isinf(x); });
}

}  // namespace

bool exactly_normalised(const Vector& p) {
  reference::IntervalOf<640> sum(0);  // a point: 2126 bits hold any sum of doubles in [0, 1]
  for (const double x : p) mpfi_add_d(sum.backend().data(), sum.backend().data(), x);
  return sum == 1;
}

bool is_one_hot(const Vector& p) { return std::ranges::count_if(p, [](double x) { return x > 0; }) == 1; }

bool same_distribution(const Vector& p, const Vector& q) {
  // p and q are proportional if and only if pᵢ·Q = qᵢ·P for all i. 2560 digits hold every such product exactly.
  using Wide = reference::IntervalOf<2560>;
  Wide sum_p(0), sum_q(0);
  for (const double x : p) mpfi_add_d(sum_p.backend().data(), sum_p.backend().data(), x);
  for (const double x : q) mpfi_add_d(sum_q.backend().data(), sum_q.backend().data(), x);
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (Wide(p[i]) * sum_q != Wide(q[i]) * sum_p) return false;
  }
  return true;
}

bool supports(const Vector& q, const Vector& p) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0 && q[i] == 0) return false;
  }
  return true;
}

bool powers_of_half(const Vector& q, const Vector& where) {
  int e;
  for (std::size_t i = 0; i < q.size(); ++i) {
    if (where[i] > 0 && std::frexp(q[i], &e) != 0.5) return false;
  }
  return true;
}

bool rows_fit(const Case& c) {
  const auto find = [&](Role role) {
    const auto found = std::ranges::find(c.inputs, role, &Input::role);
    return found == c.inputs.end() ? nullptr : &*found;
  };
  const Input *z = find(Role::logit_rows), *y = find(Role::labels), *w = find(Role::weights);
  if (z == nullptr || y == nullptr) return z == y;
  const std::size_t rows = z->columns == 0 ? 0 : z->values.size() / z->columns;
  const bool weighted = w != nullptr && !w->values.empty();
  if (y->values.size() != rows || (weighted && w->values.size() != rows)) return false;
  double mass = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    if (!(y->values[i] < static_cast<double>(z->columns))) return false;
    if (y->values[i] < 0) continue;
    const auto from = z->values.begin() + static_cast<std::ptrdiff_t>(i * z->columns);
    const auto to = from + static_cast<std::ptrdiff_t>(z->columns);
    if (std::any_of(from, to, [](double x) { return !(x < HUGE_VAL); })) return false;
    if (std::none_of(from, to, [](double x) { return std::isfinite(x); })) return false;
    mass += weighted ? w->values[i] : 1;
  }
  return mass > 0;
}

bool is_valid(const Input& input, const Format& format) {
  const auto of_format = [&](double x) { return std::isnan(x) || reference::representable(x, format); };
  if (input.role == Role::logit_rows) return !input.values.empty() && std::ranges::all_of(input.values, of_format);
  if (input.role == Role::labels) {
    return !input.values.empty() && std::ranges::all_of(input.values, [](double x) { return x >= -1 && x == std::floor(x) && x < 1e6; });
  }
  if (input.role == Role::weights) {
    return std::ranges::all_of(input.values, [&](double x) { return x >= 0 && std::isfinite(x) && of_format(x); });
  }
  if (input.values.empty() || (is_scalar(input.role) && input.values.size() != 1)) return false;
  const bool mass = is_mass(input.role) || input.role == Role::probability;
  double sum = 0;
  bool some = input.role == Role::logit;
  for (const double x : input.values) {
    if (std::isnan(x) || !reference::representable(x, format) || (mass && !(x >= 0 && x <= 1))) return false;
    if (std::isinf(x) && !(is_logit(input.role) && x < 0)) return false;
    if (input.role == Role::natural && (x < 0 || x != std::floor(x) || x > 1e6)) return false;
    sum += x;
    some = some || std::isfinite(x);
  }
  return some && (!is_mass(input.role) || std::abs(sum - 1) <= std::sqrt(reference::epsilon(format)));
}

bool is_rounded_image(const Vector& p, const Format& format) {
  if (exactly_normalised(p)) return true;
  // Twice the least and the largest sum that is rounded to p, in as many bits as they need.
  reference::IntervalOf<640> least(0), most(0);
  const auto add = [](auto& sum, double x) { mpfi_add_d(sum.backend().data(), sum.backend().data(), x); };
  for (const double x : p) {
    add(least, x), add(least, x > 0 ? reference::next_down(x, format) : 0);
    add(most, x), add(most, reference::next_up(x, format));
  }
  return mpfi_cmp_ui(least.backend().data(), 2) < 0 && mpfi_cmp_ui(most.backend().data(), 2) > 0;
}

bool searchable(const Case& c, const Format& format) {
  for (const Input& input : c.inputs) {
    if (!is_valid(input, format) || !rows_fit(c)) return false;
    if (input.role == Role::labels) continue;
    if (is_mass(input.role) && !masses_searchable(input, format)) return false;
    const double most = is_logit(input.role) ? generate::most_logit(format) : generate::most_number(format);
    if (std::ranges::any_of(input.values, [&](double x) { return std::isfinite(x) && std::abs(x) > most; })) return false;
  }
  if (c.inputs.size() < 2) return true;
  const Input &a = c.inputs[0], &b = c.inputs[1];
  if (has_classes(a.role) && a.values.size() != b.values.size()) return false;
  if (a.role == Role::distribution && b.role == Role::distribution) return apart(a.values, b.values, format);
  const bool squares = a.role == Role::logits && b.role == Role::numbers && b.name != "u";  // a signal is not compared
  if (!squares || !equal_where_finite(a.values)) return true;
  return is_one_hot(b.values) && *std::ranges::min_element(b.values) == 0 && *std::ranges::max_element(b.values) == 1;
}

}  // namespace gibbs::properties
