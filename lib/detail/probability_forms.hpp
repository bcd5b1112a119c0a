// The metrics of distributions and tables, in forms without cancellation, over a number type N: Ball (ball.hpp) or Big
// (big.hpp). Both carry their own error, so a form needs no error analysis; its shape only decides how rarely the last
// stage is asked. Values are in nats. Preconditions: arguments in their domain, and the value finite (`is_infinite`
// tells).
#pragma once

#include <algorithm>
#include <cstddef>
#include <gibbs/unit.hpp>
#include <span>
#include <vector>

namespace gibbs::inline v0::detail {

/// φ(a, b) = a·ln(a/b) − a + b ≥ 0, given d = a − b (Loader 2000, the deviance term bd0). Near a = b, with v = d/(a +
/// b): ln(a/b) = 2·atanh v, so φ = d·v + 2a·(v³/3 + v⁵/5 + …).
template <class N>
N deviance(const N& a, const N& b, const N& d) {
  if (a.is_zero()) return b;
  if (d.is_zero()) return {};
  const N v = d / (a + b);
  if (!is_small(v)) return a * (log(a) - log(b)) - d;
  const N w = v * v;
  return d * v + a * (v * w * atanh_series(w)) * 2.0;
}

/// a·ln(2a/(a + b)) + b·ln(2b/(a + b)) ≥ 0, given d = a − b. Near a = b, with δ = d/(a + b), it is
/// ½(a + b)·[(1+δ)·ln(1+δ) + (1−δ)·ln(1−δ)] = (a + b)·(δ²/2 + δ⁴/12 + … + δ²ᵏ/(2k(2k − 1)) + …).
template <class N>
N disagreement(const N& a, const N& b, const N& d) {
  if (d.is_zero()) return {};
  const N sum = a + b;
  const N delta = d / sum;
  if (is_small(delta)) {
    const N w = delta * delta;
    return sum * w * entropy_series(w) * 0.5;
  }
  const N half_log = log(sum * 0.5);
  N result{};
  if (!a.is_zero()) result = result + a * (log(a) - half_log);
  if (!b.is_zero()) result = result + b * (log(b) - half_log);
  return result;
}

/// A value in nats in another unit: divided by ln 2 or ln 10.
template <class N>
N in_unit(const N& nats, Unit unit) {
  if (unit == Unit::nat) return nats;
  return nats / log(N(unit == Unit::bit ? 2.0 : 10.0));
}

/// A sum of many terms in which roundings grow with the logarithm of their number only: sums of 2ᵏ terms wait for their
/// equals. Of 2²⁴ shares or slopes some lies too near a midpoint for sums that err by 2²⁴ roundings.
template <class N>
class PairwiseSum {
 public:
  void add(N x) {
    for (std::size_t k = count_++; k & 1; k >>= 1) {
      x = waiting_.back() + x;
      waiting_.pop_back();
    }
    waiting_.push_back(x);
  }
  N total() const {
    N result{};
    for (auto x = waiting_.rbegin(); x != waiting_.rend(); ++x) result = result + *x;
    return result;
  }

 private:
  std::vector<N> waiting_;
  std::size_t count_ = 0;
};

/// Zeros are left out: one-hot vectors then keep an exact mass.
template <class N, class T>
N sum(std::span<const T> x) {
  PairwiseSum<N> total;
  for (const T value : x)
    if (value != 0) total.add(N(static_cast<double>(value)));
  return total.total();
}

template <class T>
std::size_t largest(std::span<const T> x) {
  return static_cast<std::size_t>(std::ranges::max_element(x) - x.begin());
}

/// −Σ pᵢ ln(qᵢ/Q), that is P·H(p̂, q̂). With m the largest of q and R the rest of Q:
///   p_m·log1p(R/q_m) + ln Q·Σ_{i≠m} pᵢ − Σ_{i≠m} pᵢ ln qᵢ.
template <class N, class T>
N cross_surprise(std::span<const T> p, std::span<const T> q) {
  const std::size_t m = largest(q);
  N rest_of_p{}, rest_of_q{}, logs{};
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (i == m) continue;
    const double weight = static_cast<double>(p[i]);
    rest_of_q = rest_of_q + static_cast<double>(q[i]);
    if (weight == 0) continue;
    rest_of_p = rest_of_p + weight;
    logs = logs + log(N(static_cast<double>(q[i]))) * weight;
  }
  const N top(static_cast<double>(q[m]));
  const N certain = p[m] == 0 ? N{} : log1p(rest_of_q / top) * static_cast<double>(p[m]);
  if (rest_of_p.is_zero()) return certain;
  return certain + (rest_of_p * log(rest_of_q + top) - logs);
}

/// Is qᵢ = 0 < pᵢ somewhere? Then what p costs in terms of q is infinite.
template <class T>
bool escapes(std::span<const T> p, std::span<const T> q) {
  for (std::size_t i = 0; i < p.size(); ++i)
    if (q[i] == 0 && p[i] > 0) return true;
  return false;
}

template <class T>
struct SelfInformation {
  double p;
  bool is_infinite() const { return p == 0; }
  template <class N>
  N value() const {
    return -log(N(p));
  }
};

template <class T>
struct CrossEntropy {
  std::span<const T> p, q;  // entropy: the same twice
  bool is_infinite() const { return escapes(p, q); }
  template <class N>
  N value() const {
    return cross_surprise<N>(p, q) / sum<N>(p);
  }
};

template <class T>
struct Perplexity {
  std::span<const T> p;
  template <class N>
  N value() const {
    return exp(CrossEntropy<T>{p, p}.template value<N>());
  }
};

/// D(p̂‖q̂) = (Σ φ(pᵢ, qᵢ) − φ(P, Q))/P.
template <class T>
struct Divergence {
  std::span<const T> p, q;
  bool is_infinite() const { return escapes(p, q); }
  template <class N>
  N value() const {
    N terms{}, p_mass{}, q_mass{}, gap{};
    for (std::size_t i = 0; i < p.size(); ++i) {
      const double a = static_cast<double>(p[i]), b = static_cast<double>(q[i]);
      if (a == 0 && b == 0) continue;
      const N d = N::difference(a, b);
      p_mass = p_mass + a;
      q_mass = q_mass + b;
      gap = gap + d;
      terms = terms + deviance(N(a), N(b), d);
    }
    return (terms - deviance(p_mass, q_mass, gap)) / p_mass;
  }
};

/// J(p̂, q̂) = Σ disagreement(pᵢQ, qᵢP) / (2PQ), where pᵢQ − qᵢP = (pᵢ − qᵢ)·Q − qᵢ·(P − Q).
template <class T>
struct JensenShannon {
  std::span<const T> p, q;
  template <class N>
  N value() const {
    N p_mass{}, q_mass{}, gap{}, terms{};
    for (std::size_t i = 0; i < p.size(); ++i) {
      p_mass = p_mass + static_cast<double>(p[i]);
      q_mass = q_mass + static_cast<double>(q[i]);
      gap = gap + N::difference(static_cast<double>(p[i]), static_cast<double>(q[i]));
    }
    for (std::size_t i = 0; i < p.size(); ++i) {
      const double a = static_cast<double>(p[i]), b = static_cast<double>(q[i]);
      if (a == 0 && b == 0) continue;
      terms = terms + disagreement(q_mass * a, p_mass * b, q_mass * N::difference(a, b) - gap * b);
    }
    return terms / (p_mass * q_mass * 2.0);
  }
};

/// √(value in `unit`).
template <class Form>
struct Root {
  Form square;
  Unit unit;
  template <class N>
  N value() const {
    return sqrt(in_unit(square.template value<N>(), unit));
  }
};

template <class T>
struct ConditionalEntropy {
  std::span<const T> w;
  std::size_t columns;
  template <class N>
  N value() const {
    N total{};
    for (std::size_t i = 0; i < w.size(); i += columns) {
      const auto row = w.subspan(i, columns);
      if (row[largest(row)] > 0) total = total + cross_surprise<N>(row, row);
    }
    return total / sum<N>(w);
  }
};

/// I = Σ φ(wᵢⱼ, rᵢcⱼ/W) / W: both arguments of φ sum to W.
template <class T>
struct MutualInformation {
  std::span<const T> w;
  std::size_t columns;
  template <class N>
  N value() const {
    const std::size_t rows = w.size() / columns;
    std::vector<N> row_mass(rows), column_mass(columns);
    for (std::size_t k = 0; k < w.size(); ++k) {
      N &row = row_mass[k / columns], &column = column_mass[k % columns];
      row = row + static_cast<double>(w[k]);
      column = column + static_cast<double>(w[k]);
    }
    const N mass = sum<N>(w);
    N terms{};
    for (std::size_t i = 0; i < rows; ++i) {
      const N share = row_mass[i] / mass;
      for (std::size_t j = 0; j < columns; ++j) {
        const N a(static_cast<double>(w[i * columns + j])), b = share * column_mass[j];
        if (!b.is_zero()) terms = terms + deviance(a, b, a - b);
      }
    }
    return terms / mass;
  }
};

}  // namespace gibbs::inline v0::detail
