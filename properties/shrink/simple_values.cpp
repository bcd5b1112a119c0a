#include "properties/shrink/simple_values.hpp"

#include <algorithm>
#include <cmath>

namespace gibbs::properties {

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
