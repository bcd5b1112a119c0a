// Faults of means over labelled rows: divisors, weights, rows that are ignored, labels.
#include <numeric>
#include <stdexcept>

#include "operators.hpp"

namespace gibbs::tests {
namespace {

/// What a mean is made of; as many of each as there are rows.
struct Labelled {
  std::vector<Vector> z;
  Vector y, w;

  explicit Labelled(const Question& q) : y(q.arguments[1].values), w(y.size(), 1) {
    const auto& [values, columns] = q.arguments[0];
    for (std::size_t i = 0; i < y.size(); ++i) {
      const auto from = values.begin() + static_cast<std::ptrdiff_t>(i * columns);
      z.emplace_back(from, from + static_cast<std::ptrdiff_t>(columns));
    }
    if (q.arguments.size() > 2) w = q.arguments[2].values;
    for (std::size_t i = 0; i < y.size(); ++i) w[i] = y[i] < 0 ? 0 : w[i];
  }
  std::size_t label(std::size_t i) const { return static_cast<std::size_t>(y[i] < 0 ? 0 : y[i]); }
  double loss(std::size_t i) const {
    Vector p(z[i].size(), 0.0);
    p[label(i)] = 1;
    return plain().function(softmax_cross_entropy)({softmax_cross_entropy, {{z[i]}, {p}}, Unit::nat})[0];
  }
  Vector slope(std::size_t i) const {
    Vector g = plain().function(softmax)({softmax, {{z[i]}}, Unit::nat});
    g[label(i)] -= 1;
    return g;
  }
};
double sum(const Vector& w) { return std::accumulate(w.begin(), w.end(), 0.0); }
double counted(const Labelled& rows) {
  return static_cast<double>(std::ranges::count_if(rows.y, [](double y) { return y >= 0; }));
}

/// Σ vᵢ lᵢ / d for other weights v and another divisor d: as a mean, its gradient, or a perplexity.
Vector mean(Metric metric, const Labelled& rows, const Vector& v, double divisor) {
  double total = 0;
  Vector gradient;
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (v[i] != 0) total += v[i] * rows.loss(i);
    for (const double g : v[i] == 0 ? Vector(rows.z[i].size(), 0.0) : rows.slope(i)) gradient.push_back(v[i] * g / divisor);
  }
  if (metric == mean_softmax_cross_entropy_gradient) return gradient;
  return {metric == sequence_perplexity ? std::exp(total / divisor) : total / divisor};
}

bool means(const MetricInfo& m) { return m.parameters[0].domain == Domain::logit_rows; }
bool weighted(const MetricInfo& m) { return means(m) && m.parameters.size() == 3; }

/// Wrong weights v and a wrong divisor.
template <class Weights>
auto by(Weights wrong) {
  return [wrong](Metric metric) {
    return Function([wrong, metric](const Question& q) {
      carefully(q);
      const Labelled rows(q);
      const auto [v, divisor] = wrong(rows);
      return mean(metric, rows, v, divisor);
    });
  };
}
/// Wrong labels; −1 where the row is ignored.
template <class Change>
auto on_labels(Change change) {
  return on_question([change](Question& q) {
    for (double& y : q.arguments[1].values) y = change(y, static_cast<double>(q.arguments[0].columns));
  });
}

Vector squares(Vector w) {
  for (double& x : w) x *= x;
  return w;
}

}  // namespace

std::vector<Operator> of_means() {
  const auto one = [](const MetricInfo& m) { return m.metric == sequence_perplexity; };
  const auto values = [](const MetricInfo& m) { return means(m) && !m.vectorial(); };
  return {
      {"ignored-counted", "ignored rows counted in the divisor", means, by([](const Labelled& rows) {
         Vector all = rows.w;
         for (std::size_t i = 0; i < all.size(); ++i) all[i] = rows.y[i] < 0 ? 1 : all[i];
         return std::pair{rows.w, sum(all)};
       })},
      {"by-rows", "the weighted sum divided by the number of rows", weighted,
       by([](const Labelled& rows) { return std::pair{rows.w, counted(rows)}; })},
      {"not-divided", "the weighted sum, not divided", weighted, by([](const Labelled& rows) { return std::pair{rows.w, 1.0}; })},
      {"divided-twice", "divided by the sum of the weights, twice", weighted,
       by([](const Labelled& rows) { return std::pair{rows.w, sum(rows.w) * sum(rows.w)}; })},
      {"weighted-twice", "multiplied with the weights, twice", weighted,
       by([](const Labelled& rows) { return std::pair{squares(rows.w), sum(rows.w)}; })},
      {"unweighted", "the weights forgotten", weighted, by([](const Labelled& rows) {
         Vector all(rows.w.size(), 1);
         for (std::size_t i = 0; i < all.size(); ++i) all[i] = rows.y[i] < 0 ? 0 : 1;
         return std::pair{all, counted(rows)};
       })},
      {"last-row", "the last of several rows left out", means, by([](const Labelled& rows) {
         Vector v = rows.w;
         if (v.size() > 1 && sum(v) > v.back()) v.back() = 0;
         return std::pair{v, sum(v)};
       })},
      {"mean-of-means", "the mean of the means of pairs of rows", values,
       [](Metric metric) {
         return Function([metric](const Question& q) {
           carefully(q);
           const Labelled rows(q);
           double total = 0, pairs = 0;
           for (std::size_t i = 0; i < rows.w.size(); i += 2) {
             Vector pair(rows.w.size(), 0.0);
             for (std::size_t k = i; k < std::min(i + 2, rows.w.size()); ++k) pair[k] = rows.w[k];
             if (sum(pair) > 0) total += mean(metric, rows, pair, sum(pair))[0], ++pairs;
           }
           return Vector{total / pairs};
         });
       }},
      {"last-class", "−1 taken for the last class", means, on_labels([](double y, double n) { return y < 0 ? n - 1 : y; })},
      {"next-class", "the label one too large", means,
       on_labels([](double y, double n) { return y < 0 ? y : y + 1 < n ? y + 1 : 0; })},
      {"ignored-not-looked-away-from", "NaN where an ignored row holds what is no logit", means, on_answer([](Vector& a, const Question& q) {
         const bool any = std::ranges::any_of(q.arguments[0].values, [](double z) { return std::isnan(z) || z == infinity; });
         if (any) std::ranges::fill(a, std::nan(""));
       })},
      {"two-to-the-nats", "2 to the mean in nats", one,
       on_answer([](Vector& a, const Question&) { a[0] = std::exp2(std::log(a[0])); })},
      {"arithmetic", "the mean of the words' perplexities", one,
       [](Metric) {
         return Function([](const Question& q) {
           carefully(q);
           const Labelled rows(q);
           double total = 0;
           for (std::size_t i = 0; i < rows.w.size(); ++i) total += rows.w[i] > 0 ? std::exp(rows.loss(i)) : 0;
           return Vector{total / counted(rows)};
         });
       }},
  };
}

}  // namespace gibbs::tests
