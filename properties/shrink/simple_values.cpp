#include "properties/shrink/simple_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gibbs::properties {
namespace {

using Offer = std::function<void(const Values&)>;

void simpler_masses(Role role, const Values& v, const Offer& offer) {
  const std::size_t n = v.size();
  Values hot(n, 0.0);
  hot[static_cast<std::size_t>(std::ranges::max_element(v) - v.begin())] = 1;
  offer(hot);
  offer(uniform(n));
  for (int bits = 1; bits <= 4 && n <= 3 && role == Role::distribution; ++bits) {
    for (const Values& values : in_parts(n, bits)) offer(values);
  }
  for (int bits = 1; bits <= 52; bits += bits < 6 ? 1 : 8) offer(on_grid(v, bits));
}

template <class Map>
void offer_each(const Offer& offer, Values v, Map map) {
  for (double& x : v) x = map(x);
  offer(v);
}

/// Numbers that may be replaced one by one.
void simpler_numbers(Role role, const Values& v, const Offer& offer) {
  const bool probability = role == Role::probability;
  if (role != Role::raw && v.size() > 1) {
    offer_each(offer, v, [](double x) { return std::isinf(x) ? x : 0; });
    const auto finite = [](double x) { return std::isinf(x) ? std::numeric_limits<double>::infinity() : x; };
    const double low = *std::ranges::min_element(v, {}, finite);
    offer_each(offer, v, [&](double x) { return x - low; });
  }
  offer_each(offer, v, [](double x) { return std::nearbyint(x); });
  offer_each(offer, v, [](double x) { return std::nearbyint(x * 4) / 4; });
  if (!probability) offer_each(offer, v, [](double x) { return std::trunc(x / 2); });
  for (std::size_t k = 0; k < std::min<std::size_t>(v.size(), 12); ++k) {
    const auto place = [&](double x) {
      Values changed = v;
      changed[k] = x;
      offer(changed);
    };
    for (const double x : {0.0, 1.0, 0.5, 0.25, 2.0, -1.0}) place(x);
    place(std::nearbyint(v[k]));
    if (!probability) place(std::trunc(v[k] / 2));
    if (!probability && std::isfinite(v[k])) place(v[k] > 0 ? std::floor(v[k]) - 1 : std::ceil(v[k]) + 1);
    for (const int bits : {1, 2, 4, 10, 24}) {
      if (std::isfinite(v[k])) place(fewer_bits(v[k], bits));
    }
    const double root = std::floor(std::sqrt(std::abs(v[k])));
    if (root >= 2) place(std::copysign(root, v[k]));
  }
}

}  // namespace

void simpler_values(const Input& input, const Offer& offer) {
  const Values& v = input.values;
  if (is_mass(input.role)) {
    simpler_masses(input.role, v, offer);
  } else if (is_whole(input.role)) {
    for (const double x : {0.0, 1.0, 2.0, 3.0, std::floor(v[0] / 2), v[0] - 1}) offer({x});
  } else {
    simpler_numbers(input.role, v, offer);
  }
}

std::vector<Values> simplest(Role role, std::size_t n) {
  if (role == Role::distribution) {
    if (n == 1) return {{1}};
    if (n == 2) return {{1, 0}, {0, 1}, {0.5, 0.5}, {0.25, 0.75}, {0.75, 0.25}, {0.125, 0.875}};
    return {{1, 0, 0},     {0, 1, 0},         {0, 0, 1},         {0.5, 0.5, 0},    {0.5, 0, 0.5},
            {0, 0.5, 0.5}, {0.5, 0.25, 0.25}, {0.25, 0.25, 0.5}, {0.25, 0.5, 0.25}};
  }
  if (n == 1) return {{0}, {1}, {-1}};
  if (n == 2) return {{0, 0}, {1, 0}, {0, 1}, {0, -1}, {1, -1}, {2, 0}, {0, 2}};
  return {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {2, 1, 0}, {0, 1, 2}, {1, 0, -1}};
}

std::vector<Values> in_parts(std::size_t n, int bits) {
  const int whole = 1 << bits;
  const auto part = [whole](int count) { return static_cast<double>(count) / whole; };
  std::vector<Values> all;
  for (int a = whole; a >= 0; --a) {
    if (n == 1 && a == whole) all.push_back({1});
    if (n == 2) all.push_back({part(a), part(whole - a)});
    for (int b = whole - a; n == 3 && b >= 0; --b) all.push_back({part(a), part(b), part(whole - a - b)});
  }
  return all;
}

Values on_grid(const Values& p, int bits) {
  const double scale = std::ldexp(1.0, bits);
  Values q(p.size());
  double left = scale;
  for (std::size_t i = 0; i < p.size(); ++i) left -= q[i] = std::nearbyint(p[i] * scale);
  double& largest = *std::ranges::max_element(q);
  largest += left;
  if (largest < 0) return p;
  for (double& x : q) x /= scale;
  return q;
}

Values uniform(std::size_t n) {
  int bits = 0;
  while ((std::size_t{1} << bits) < n) ++bits;
  Values p(n, std::ldexp(1.0, -bits));
  p[0] += 1 - std::ldexp(static_cast<double>(n), -bits);
  return p;
}

double fewer_bits(double x, int bits) {
  int exponent;
  const double fraction = std::frexp(x, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(fraction, bits)), exponent - bits);
}

std::vector<Rows> small_tables() {
  std::vector<Rows> all;
  for (std::size_t rows = 1; rows <= 3; ++rows) {
    for (std::size_t columns = 1; columns <= 3; ++columns) {
      const std::size_t cells = rows * columns;
      for (const double mass : {0.5, 0.25}) {
        for (const std::size_t second : {cells - 1, std::size_t{1}}) {
          if (second == 0 || second >= cells) continue;
          Values w(cells, 0.0);
          w[0] = 1 - mass;
          w[second] = mass;
          all.push_back({w, columns});
        }
      }
      all.push_back({uniform(cells), columns});
    }
  }
  return all;
}

std::vector<Rows> without_a_line(const Rows& w) {
  const std::size_t columns = w.columns, rows = w.values.size() / columns;
  std::vector<Rows> all;
  const auto before = [](std::size_t line) { return line > 0 ? line - 1 : 1; };
  for (std::size_t i = 0; i < rows && rows > 1; ++i) {
    Rows merged{{}, columns};
    for (std::size_t k = 0; k < w.values.size(); ++k) {
      const std::size_t row = k / columns, column = k % columns;
      if (row != i) merged.values.push_back(w.values[k] + (row == before(i) ? w.values[i * columns + column] : 0));
    }
    all.push_back(std::move(merged));
  }
  for (std::size_t j = 0; j < columns && columns > 1; ++j) {
    Rows merged{{}, columns - 1};
    for (std::size_t k = 0; k < w.values.size(); ++k) {
      const std::size_t column = k % columns;
      if (column != j) merged.values.push_back(w.values[k] + (column == before(j) ? w.values[k - column + j] : 0));
    }
    all.push_back(std::move(merged));
  }
  return all;
}

}  // namespace gibbs::properties
