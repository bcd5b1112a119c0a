// The metrics as textbooks have them, over a number type T: doubles, or so many bits that one rounding decides.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "tests/properties/judge/implementations.hpp"

namespace gibbs::tests {

inline void valid_masses(const Vector& p) {
  double sum = 0;
  for (const double x : p) {
    if (!(x >= 0 && x <= 1)) throw std::domain_error("not a probability");
    sum += x;
  }
  if (p.empty() || std::abs(sum - 1) > 0x1p-26) throw std::domain_error("does not sum to 1");
}
inline void valid_logits(const Vector& z) {
  const bool bad = std::ranges::any_of(z, [](double x) { return std::isnan(x) || x == HUGE_VAL; });
  if (bad || std::ranges::none_of(z, [](double x) { return std::isfinite(x); })) throw std::domain_error("not logits");
}
inline void valid_numbers(const Vector& x) {
  const bool bad = std::ranges::any_of(x, [](double v) { return !std::isfinite(v); });
  if (x.empty() || bad) throw std::domain_error("not finite");
}
inline void same_length(const Vector& a, const Vector& b) {
  if (a.size() != b.size()) throw std::domain_error("unequal lengths");
}

/// The rows that count, with their labels and weights.
struct Row {
  std::size_t index, label;
  Vector z;
  double weight;
};
inline std::vector<Row> valid_rows(const Question& q) {
  const auto &z = q.arguments[0], &y = q.arguments[1];
  const Vector w = q.arguments.size() > 2 ? q.arguments[2].values : Vector(y.values.size(), 1.0);
  if (z.columns == 0 || z.values.size() != y.values.size() * z.columns) throw std::domain_error("rows and labels");
  same_length(y.values, w);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const double label = y.values[i];
    if (!(label >= -1 && label < static_cast<double>(z.columns) && label == std::floor(label))) throw std::domain_error("no label");
    if (!(w[i] >= 0 && std::isfinite(w[i]))) throw std::domain_error("no weight");
    if (label < 0) continue;
    const auto from = z.values.begin() + static_cast<std::ptrdiff_t>(i * z.columns);
    Row row{i, static_cast<std::size_t>(label), {from, from + static_cast<std::ptrdiff_t>(z.columns)}, w[i]};
    if (w[i] > 0) rows.push_back(std::move(row));
  }
  if (rows.empty()) throw std::domain_error("no row counts");
  for (const Row& row : rows) valid_logits(row.z);
  return rows;
}

template <class T>
struct Formulas {
  using V = std::vector<T>;

  static T base(reference::Unit unit) {
    using std::log;
    return unit == reference::Unit::nat ? T(1) : log(T(unit == reference::Unit::bit ? 2 : 10));
  }
  static V normalised(const Vector& p) {
    V q(p.begin(), p.end());
    const T total = std::accumulate(q.begin(), q.end(), T(0));
    if (total != 1) for (T& x : q) x /= total;
    return q;
  }
  static T minus_sum_log(const V& a, const V& b) {
    using std::log;
    T sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] > 0 && b[i] == 0) return std::numeric_limits<T>::infinity();
      if (a[i] > 0) sum -= a[i] * log(b[i]);
    }
    return sum;
  }
  static T divergence(const V& a, const V& b) {
    using std::log;
    T sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] > 0 && b[i] == 0) return std::numeric_limits<T>::infinity();
      if (a[i] > 0) sum += a[i] * (log(a[i]) - log(b[i]));
    }
    return sum;
  }
  static T js(const V& p, const V& q) {
    V m(p.size());
    for (std::size_t i = 0; i < p.size(); ++i) m[i] = (p[i] + q[i]) / 2;
    return (divergence(p, m) + divergence(q, m)) / 2;
  }
  static T joint(const Argument& w, bool mutual) {
    const V cells = normalised(w.values);
    V r(cells.size() / w.columns), c(w.columns);
    for (std::size_t k = 0; k < cells.size(); ++k) r[k / w.columns] += cells[k], c[k % w.columns] += cells[k];
    using std::log;
    T sum = 0;
    for (std::size_t k = 0; k < cells.size(); ++k) {
      if (cells[k] == 0) continue;
      const T &row = r[k / w.columns], &column = c[k % w.columns];
      // A quotient is exactly 1 for independent dyadic tables; in double it could overflow, so logarithms are taken apart.
      if constexpr (std::is_same_v<T, double>) sum += cells[k] * (log(cells[k]) - log(row) - (mutual ? log(column) : 0));
      else sum += cells[k] * log(T(cells[k] / (mutual ? T(row * column) : row)));
    }
    if (!mutual) sum = -sum;
    return sum;
  }

  struct Shifted {
    V d, e;
    T largest, s;
  };
  static Shifted shifted(const Vector& z) {
    using std::exp;
    valid_logits(z);
    Shifted r{V(z.size()), V(z.size()), *std::ranges::max_element(z), 0};
    for (std::size_t i = 0; i < z.size(); ++i) {
      r.d[i] = T(z[i]) - r.largest;
      r.e[i] = std::isinf(z[i]) ? T(0) : T(exp(r.d[i]));
      r.s += r.e[i];
    }
    return r;
  }
  static T loss(const Vector& z, const Vector& p) {
    using std::log;
    const Shifted r = shifted(z);
    const V q = normalised(p);
    const T l = log(r.s);
    T sum = 0;
    for (std::size_t i = 0; i < q.size(); ++i) {
      if (q[i] > 0 && std::isinf(z[i])) return std::numeric_limits<T>::infinity();
      if (q[i] > 0) sum += q[i] * (l - r.d[i]);
    }
    return sum;
  }
  static V gradient(const Vector& z, const Vector& p) {
    const Shifted r = shifted(z);
    V g = normalised(p);
    for (std::size_t i = 0; i < g.size(); ++i) g[i] = r.e[i] / r.s - g[i];
    return g;
  }
  static T sigmoid_loss(double z, double y) {
    using std::abs, std::exp, std::log1p;
    if (std::isinf(z)) return y > 0 ? std::numeric_limits<T>::infinity() : T(0);
    const T e = exp(-abs(T(z)));
    return (z > 0 ? T((1 - T(y)) * T(z)) : T(-T(y) * T(z))) + log1p(e);
  }
  static T sigmoid_gradient(double z, double y) {
    using std::exp;
    const T e = std::isinf(z) ? T(0) : T(exp(-abs(T(z))));
    // With z > 0 and y = 1 the difference is −e/(1+e): nothing cancels.
    if (z > 0) return ((1 - T(y)) - T(y) * e) / (1 + e);
    return e / (1 + e) - T(y);
  }
  static T mse(const Vector& x, const Vector& y) {
    T sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (T(x[i]) - T(y[i])) * (T(x[i]) - T(y[i]));
    return sum / T(static_cast<double>(x.size()));
  }
  static V mse_gradient(const Vector& z, const Vector& y) {
    const Shifted r = shifted(z);
    T inner = 0;
    for (std::size_t i = 0; i < y.size(); ++i) inner += r.e[i] / r.s * (r.e[i] / r.s - T(y[i]));
    V g(y.size());
    for (std::size_t i = 0; i < y.size(); ++i) g[i] = 2 * (r.e[i] / r.s) * ((r.e[i] / r.s - T(y[i])) - inner) / T(static_cast<double>(y.size()));
    return g;
  }

  static T weight_of(const std::vector<Row>& rows) {
    T sum = 0;
    for (const Row& row : rows) sum += T(row.weight);
    return sum;
  }
  static T mean_loss(const Question& q) {
    using std::log;
    const std::vector<Row> rows = valid_rows(q);
    const T weight = weight_of(rows);
    T sum = 0;
    for (const Row& row : rows) {
      if (std::isinf(row.z[row.label])) return std::numeric_limits<T>::infinity();
      const Shifted r = shifted(row.z);
      sum += T(row.weight) / weight * (log(r.s) - r.d[row.label]);  // in this order nothing overflows
    }
    return sum;
  }
  static V mean_gradient(const Question& q) {
    const std::vector<Row> rows = valid_rows(q);
    const T weight = weight_of(rows);
    V g(q.arguments[0].values.size(), T(0));
    for (const Row& row : rows) {
      const Shifted r = shifted(row.z);
      for (std::size_t j = 0; j < row.z.size(); ++j) {
        g[row.index * row.z.size() + j] = T(row.weight) / weight * (r.e[j] / r.s - T(j == row.label ? 1.0 : 0.0));
      }
    }
    return g;
  }
  static V vjp(const Vector& z, const Vector& u) {
    const Shifted r = shifted(z);
    // In double as it is written; in many bits as differences from the u of the largest logit, of which nothing is lost.
    const bool plain = std::is_same_v<T, double>;
    const T base = plain ? T(0) : T(u[static_cast<std::size_t>(std::ranges::max_element(z) - z.begin())]);
    T inner = 0;
    for (std::size_t j = 0; j < u.size(); ++j) inner += (plain ? T(r.e[j] / r.s) : r.e[j]) * (T(u[j]) - base);
    V product(u.size());
    for (std::size_t i = 0; i < u.size(); ++i) {
      product[i] = plain ? T(r.e[i] / r.s * (T(u[i]) - inner)) : T(r.e[i] * (r.s * (T(u[i]) - base) - inner) / (r.s * r.s));
    }
    return product;
  }
  /// The sums of all others, for each.
  static V others(const V& x) {
    V before(x.size(), T(0)), sums(x.size());
    for (std::size_t i = 1; i < x.size(); ++i) before[i] = before[i - 1] + x[i - 1];
    T after = 0;
    for (std::size_t i = x.size(); i-- > 0; after += x[i]) sums[i] = before[i] + after;
    return sums;
  }
  static V log_vjp(const Vector& z, const Vector& u) {
    const Shifted r = shifted(z);
    const V signal(u.begin(), u.end()), rest = others(signal), other = others(r.e);
    const T sum = std::accumulate(signal.begin(), signal.end(), T(0));
    V product(u.size());
    for (std::size_t i = 0; i < u.size(); ++i) {
      product[i] = std::is_same_v<T, double> ? T(signal[i] - r.e[i] / r.s * sum) : T((signal[i] * other[i] - r.e[i] * rest[i]) / r.s);
    }
    return product;
  }
  static V hessian(const Vector& z) {
    const Shifted r = shifted(z);
    V diagonal = r.e;
    for (T& e : diagonal) e = e / r.s * (1 - e / r.s);
    return diagonal;
  }
  static T sigmoid_hessian(double z) {
    using std::exp;
    const T e = std::isinf(z) ? T(0) : T(exp(-abs(T(z))));
    return e / ((1 + e) * (1 + e));
  }
};

}  // namespace gibbs::tests
