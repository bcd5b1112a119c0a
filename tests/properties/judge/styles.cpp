#include "tests/properties/judge/styles.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numbers>
#include <stdexcept>

namespace gibbs::tests {
namespace {

using reference::Unit;

template <class T>
class Styled {
 public:
  using V = std::vector<T>;
  explicit Styled(const Style& style) : style_(style) {}

  V answer(const Question& q) const {
    const Vector& first = q.arguments[0].values;
    const T unit = q.unit == Unit::nat ? T(1) : std::log(T(q.unit == Unit::bit ? 2 : 10));
    switch (q.metric) {
      case Metric::self_information: return {first[0] == 0 ? infinity : minus_log(T(first[0])) / unit};
      case Metric::entropy: return {entropy(masses(first)) / unit};
      case Metric::perplexity: return {style_.base_two ? std::exp2(entropy(masses(first)) / ln2) : std::exp(entropy(masses(first)))};
      case Metric::cross_entropy: return {cross(masses(first), masses(q.arguments[1].values)) / unit};
      case Metric::kl_divergence: return {divergence(masses(first), masses(q.arguments[1].values)) / unit};
      case Metric::js_divergence: return {js(masses(first), masses(q.arguments[1].values)) / unit};
      case Metric::js_distance: return {std::sqrt(std::max(js(masses(first), masses(q.arguments[1].values)), T(0)) / unit)};
      case Metric::conditional_entropy:
      case Metric::mutual_information: return {joint(q) / unit};
      case Metric::log_sum_exp: {
        const Scaled s = scaled(first);
        return {s.top + log(s.sum)};
      }
      case Metric::softmax: return softmax(first);
      case Metric::log_softmax: {
        const Scaled s = scaled(first);
        V out;
        for (const double z : first) out.push_back(is_whole(s) ? T(z) - (s.top + log(s.sum)) : (T(z) - s.top) - log(s.sum));
        return out;
      }
      case Metric::softmax_cross_entropy: return {loss(first, masses(q.arguments[1].values))};
      case Metric::softmax_cross_entropy_gradient: {
        V g = softmax(first);
        const V p = masses(q.arguments[1].values);
        for (std::size_t i = 0; i < g.size(); ++i) g[i] -= p[i];
        return g;
      }
      case Metric::sigmoid_cross_entropy: {
        const T z = T(first[0]), y = T(q.arguments[1].values[0]);
        if (std::isinf(z)) return {y > 0 ? infinity : T(0)};
        return {std::max(z, T(0)) - y * z + std::log1p(exp(-std::abs(z)))};
      }
      case Metric::sigmoid_cross_entropy_gradient: return {1 / (1 + exp(-T(first[0]))) - T(q.arguments[1].values[0])};
      case Metric::mean_squared_error: {
        V off;
        for (std::size_t i = 0; i < first.size(); ++i) off.push_back(T(first[i]) - T(q.arguments[1].values[i]));
        return {dot(off, off) / T(first.size())};
      }
      case Metric::softmax_mean_squared_error_gradient: return mse_gradient(first, q.arguments[1].values);
      case Metric::mean_softmax_cross_entropy: return {mean_loss(q)};
      case Metric::mean_softmax_cross_entropy_gradient: return mean_gradient(q);
      case Metric::sequence_perplexity: return {style_.base_two ? std::exp2(mean_loss(q) / ln2) : std::exp(mean_loss(q))};
      case Metric::softmax_vjp: return vjp(softmax(first), q.arguments[1].values);
      case Metric::log_softmax_vjp: {
        V out = softmax(first);
        const V u(q.arguments[1].values.begin(), q.arguments[1].values.end());
        const T all = sum(u);
        for (std::size_t i = 0; i < u.size(); ++i) out[i] = style_.fused ? std::fma(-out[i], all, u[i]) : u[i] - out[i] * all;
        return out;
      }
      case Metric::softmax_cross_entropy_hessian_diagonal: {
        V out = softmax(first);
        for (T& x : out) x = slope(x);
        return out;
      }
      case Metric::sigmoid_cross_entropy_hessian: return {slope(1 / (1 + exp(-T(first[0]))))};
    }
    return {};
  }

 private:
  static constexpr T infinity = std::numeric_limits<T>::infinity();
  static constexpr T ln2 = std::numbers::ln2_v<T>;

  T log(T x) const { return style_.base_two ? std::log2(x) * ln2 : std::log(x); }

  T minus_log(T x) const {
    const T reciprocal = 1 / x;
    return style_.reciprocal && std::isfinite(reciprocal) ? log(reciprocal) : -log(x);
  }
  T exp(T x) const { return style_.exp2 ? std::exp2(x * std::numbers::log2e_v<T>) : std::exp(x); }

  T sum(V terms) const {
    switch (style_.sum) {
      case Style::Sum::backwards: std::ranges::reverse(terms); [[fallthrough]];
      case Style::Sum::forwards: {
        T total = 0;
        for (const T t : terms) total += t;
        return total;
      }
      case Style::Sum::pairwise:
        while (terms.size() > 1) {
          for (std::size_t i = 0; i < terms.size() / 2; ++i) terms[i] = terms[2 * i] + terms[2 * i + 1];
          if (terms.size() % 2) terms[terms.size() / 2] = terms.back();
          terms.resize((terms.size() + 1) / 2);
        }
        return terms.empty() ? 0 : terms[0];
      case Style::Sum::compensated: {
        T total = 0, lost = 0;
        for (const T t : terms) {
          const T next = total + t;
          if (std::isinf(next)) return next;
          lost += std::abs(total) >= std::abs(t) ? (total - next) + t : (t - next) + total;
          total = next;
        }
        return total + lost;
      }
    }
    return 0;
  }

  V masses(const Vector& p) const {
    V out(p.begin(), p.end());
    if (!style_.divide) return out;
    const T total = sum(out);
    for (T& x : out) x /= total;
    return out;
  }
  /// Σ aᵢ·bᵢ.
  T dot(const V& a, const V& b) const {
    T total = 0;
    V terms;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (style_.fused)
        total = std::fma(a[i], b[i], total);
      else
        terms.push_back(a[i] * b[i]);
    }
    return style_.fused ? total : sum(std::move(terms));
  }
  T cross(const V& p, const V& q) const {
    V weights, logs;
    for (std::size_t i = 0; i < p.size(); ++i) {
      if (p[i] > 0) weights.push_back(p[i]), logs.push_back(q[i] > 0 ? minus_log(q[i]) : infinity);
    }
    return dot(weights, logs);
  }
  T entropy(const V& p) const { return cross(p, p); }
  T divergence(const V& p, const V& q) const {
    if (style_.by_entropies) return cross(p, q) - entropy(p);
    V weights, logs;
    for (std::size_t i = 0; i < p.size(); ++i) {
      if (p[i] == 0) continue;
      const T ratio = p[i] / q[i];
      const bool within = style_.ratio && std::isfinite(ratio) && ratio > std::numeric_limits<T>::min();
      weights.push_back(p[i]);
      logs.push_back(q[i] > 0 ? (within ? log(ratio) : log(p[i]) - log(q[i])) : infinity);
    }
    return dot(weights, logs);
  }
  T js(const V& p, const V& q) const {
    V m(p.size());
    for (std::size_t i = 0; i < m.size(); ++i) m[i] = (p[i] + q[i]) / 2;
    if (style_.by_entropies) return entropy(m) - (entropy(p) + entropy(q)) / 2;
    return (divergence(p, m) + divergence(q, m)) / 2;
  }
  T joint(const Question& q) const {
    const V w = masses(q.arguments[0].values);
    const std::size_t columns = q.arguments[0].columns;
    std::vector<V> row(w.size() / columns), column(columns);
    for (std::size_t k = 0; k < w.size(); ++k) row[k / columns].push_back(w[k]), column[k % columns].push_back(w[k]);
    V r, c, weights, logs;
    for (const V& x : row) r.push_back(sum(x));
    for (const V& x : column) c.push_back(sum(x));
    const bool mutual = q.metric == Metric::mutual_information;
    if (style_.by_entropies) return mutual ? entropy(r) + entropy(c) - entropy(w) : entropy(w) - entropy(r);
    for (std::size_t k = 0; k < w.size(); ++k) {
      if (w[k] == 0) continue;
      const T given_row = style_.ratio ? log(w[k] / r[k / columns]) : log(w[k]) - log(r[k / columns]);
      weights.push_back(w[k]);
      logs.push_back(mutual ? given_row - log(c[k % columns]) : -given_row);
    }
    return dot(weights, logs);
  }

  struct Scaled {
    T top, sum;
  };
  Scaled merged(const Scaled& a, const Scaled& b) const {
    if (std::isinf(b.top)) return a;
    if (b.top > a.top) return {b.top, a.sum * exp(a.top - b.top) + b.sum};
    return {a.top, a.sum + b.sum * exp(b.top - a.top)};
  }
  Scaled scaled(const Vector& z) const {
    Scaled all{-infinity, 0};
    if (style_.online) {
      for (std::size_t begin = 0, end = 0; begin < z.size(); begin = end) {
        end = style_.tile == 0 ? z.size() : std::min(begin + style_.tile, z.size());
        Scaled s{-infinity, 0};
        for (std::size_t i = begin; i < end; ++i) s = merged(s, {T(z[i]), 1});
        all = merged(all, s);
      }
      return all;
    }
    all.top = T(*std::ranges::max_element(z));
    V terms;
    for (const double x : z) terms.push_back(exp(T(x) - all.top));
    return {all.top, sum(terms)};
  }
  bool is_whole(const Scaled& s) const {
    return style_.whole && std::abs(s.top + log(s.sum)) <= std::log(std::numeric_limits<T>::max());
  }
  V softmax(const Vector& z) const {
    const Scaled s = scaled(z);
    V out;
    for (const double x : z) {
      out.push_back(is_whole(s)    ? exp(T(x) - (s.top + log(s.sum)))
                    : style_.ratio ? exp((T(x) - s.top) - log(s.sum))
                                   : exp(T(x) - s.top) / s.sum);
    }
    return out;
  }
  T loss(const Vector& z, const V& p) const {
    const Scaled s = scaled(z);
    V weights, logs;
    for (std::size_t i = 0; i < p.size(); ++i) {
      if (p[i] == 0) continue;
      weights.push_back(p[i]);
      logs.push_back(is_whole(s) ? (s.top + log(s.sum)) - T(z[i]) : style_.by_entropies ? -(T(z[i]) - s.top) : log(s.sum) - (T(z[i]) - s.top));
    }
    return style_.by_entropies && !is_whole(s) ? log(s.sum) + dot(weights, logs) : dot(weights, logs);
  }
  V mse_gradient(const Vector& z, const Vector& y) const {
    const V q = softmax(z);
    V off;
    for (std::size_t i = 0; i < q.size(); ++i) off.push_back(q[i] - T(y[i]));
    const T mean = dot(q, off);
    V g;
    for (std::size_t i = 0; i < q.size(); ++i) g.push_back(2 / T(q.size()) * q[i] * (off[i] - mean));
    return g;
  }

  /// x (1 − x)
  T slope(T x) const { return style_.by_entropies ? x - x * x : x * (1 - x); }

  V vjp(const V& q, const Vector& u) const {
    const V signal(u.begin(), u.end());
    V out;
    if (style_.by_entropies) {  // the Jacobian multiplied out
      for (std::size_t i = 0; i < q.size(); ++i) {
        V row;
        for (std::size_t j = 0; j < q.size(); ++j) row.push_back(i == j ? q[i] - q[i] * q[j] : -(q[i] * q[j]));
        out.push_back(dot(row, signal));
      }
      return out;
    }
    const T mean = dot(q, signal);
    for (std::size_t i = 0; i < q.size(); ++i) out.push_back(q[i] * (signal[i] - mean));
    return out;
  }

  struct Row {
    std::size_t index;
    Vector z;
    V label;
    T weight;
  };
  std::vector<Row> rows(const Question& q) const {
    const auto &z = q.arguments[0], &y = q.arguments[1];
    std::vector<Row> all;
    for (std::size_t i = 0; i < y.values.size(); ++i) {
      const T weight = q.arguments.size() > 2 ? T(q.arguments[2].values[i]) : T(1);
      if (y.values[i] < 0 || weight == 0) continue;
      const auto from = z.values.begin() + static_cast<std::ptrdiff_t>(i * z.columns);
      all.push_back({i, {from, from + static_cast<std::ptrdiff_t>(z.columns)}, V(z.columns), weight});
      all.back().label[static_cast<std::size_t>(y.values[i])] = 1;
    }
    return all;
  }
  static V weights(const std::vector<Row>& all) {
    V w;
    for (const Row& row : all) w.push_back(row.weight);
    return w;
  }
  T mean_loss(const Question& q) const {
    const std::vector<Row> all = rows(q);
    V losses, w = weights(all);
    for (const Row& row : all) losses.push_back(loss(row.z, row.label));
    if (std::ranges::find(losses, infinity) != losses.end()) return infinity;
    const T total = sum(w);
    const bool equal = std::ranges::all_of(w, [&](T x) { return x == w[0]; });
    if (style_.online && equal) {  // a running mean
      T mean = 0, so_far = 0;
      for (std::size_t i = 0; i < w.size(); ++i) mean += w[i] / (so_far += w[i]) * (losses[i] - mean);
      return mean;
    }
    const T product = dot(w, losses);
    if (!style_.divide && std::isfinite(product)) return product / total;
    for (T& x : w) x /= total;
    return dot(w, losses);
  }
  V mean_gradient(const Question& q) const {
    const std::vector<Row> all = rows(q);
    const T total = sum(weights(all));
    V out(q.arguments[0].values.size());
    for (const Row& row : all) {
      const V p = softmax(row.z);
      for (std::size_t j = 0; j < p.size(); ++j) {
        out[row.index * p.size() + j] =
            style_.divide ? row.weight / total * (p[j] - row.label[j]) : row.weight * (p[j] - row.label[j]) / total;
      }
    }
    return out;
  }

  Style style_;
};

}  // namespace

template <class T>
Functions styled(const Style& style, const reference::Format& format) {
  Functions honest = textbook();  // for its refusals
  properties::Description description = honest.description();
  description.name = style.name;
  description.format = format;
  for (auto& [metric, offer] : description.metrics) offer.validates = false;
  std::map<Metric, Function> functions;
  for (const auto& info : reference::metrics()) {
    functions[info.metric] = [style, format](const Question& q) {
      Vector out;
      for (const T x : Styled<T>(style).answer(q)) out.push_back(reference::round_to(static_cast<double>(x), format));
      return out;
    };
  }
  return {std::move(description), std::move(functions)};
}

std::vector<Functions> honest_implementations() {
  using Sum = Style::Sum;
  const Style styles[] = {
      {.name = "forwards"},
      {.name = "backwards", .sum = Sum::backwards},
      {.name = "pairwise", .sum = Sum::pairwise},
      {.name = "compensated", .sum = Sum::compensated},
      {.name = "fused", .fused = true},
      {.name = "trusting the sum", .divide = false},
      {.name = "base 2 inside", .base_two = true},
      {.name = "ratios", .ratio = true},
      {.name = "differences of entropies", .by_entropies = true},
      {.name = "online maximum", .online = true},
      {.name = "online in tiles of 4", .online = true, .tile = 4},
      {.name = "online in tiles of 64", .base_two = true, .online = true, .tile = 64},
      {.name = "logarithms of reciprocals", .sum = Sum::pairwise, .reciprocal = true},
      {.name = "whole log-sum-exp", .whole = true},
      {.name = "exponentials in base 2", .sum = Sum::pairwise, .divide = false, .exp2 = true},
      {.name = "everything at once",
       .sum = Sum::pairwise,
       .divide = false,
       .base_two = true,
       .ratio = true,
       .online = true},
  };
  std::vector<Functions> all{textbook(), rounded_from_many_bits()};
  for (const Style& style : styles) {
    all.push_back(styled<double>(style, reference::binary64));
    all.push_back(styled<float>(style, reference::binary32));
  }
  std::ranges::move(batch_styles(), std::back_inserter(all));
  all.push_back(styled<double>({.name = "double inside"}, reference::binary32));
  all.push_back(styled<double>({.name = "double inside"}, reference::binary16));
  for (const auto& narrow : {reference::binary16, reference::bfloat16}) {
    all.push_back(styled<float>({.name = "float inside"}, narrow));
    all.push_back(styled<float>({.name = "float inside trusting the sum", .divide = false, .ratio = true, .whole = true}, narrow));
  }
  return all;
}

template Functions styled<float>(const Style&, const reference::Format&);
template Functions styled<double>(const Style&, const reference::Format&);

}  // namespace gibbs::tests
