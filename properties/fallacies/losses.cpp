// Fallacies about softmax and losses: what the mean squared error is not, and what a low loss does not say.
#include <algorithm>
#include <cmath>

#include "properties/fallacies/fallacy.hpp"
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

Inputs two_logits_and_a_class() {
  return takes(logits("z"), logits("v"), natural("y")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    return std::tuple{generate::short_logits(source, n), generate::short_logits(source, n), static_cast<int>(source.below(n))};
  });
}

Inputs logits_and_a_scale() {
  return takes(logits("z"), number("c")).from([](Source& source) {
    const Vector z = generate::short_logits(source, generate::number_of_classes(source));
    return std::tuple{z, source.between(1, 64) / 8.0};
  });
}

/// Two models on the same examples with two classes each: the logit of the right class against the wrong one.
Inputs two_models() {
  return takes(logits("a"), logits("b")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    return std::tuple{generate::short_logits(source, n), generate::short_logits(source, n)};
  });
}

/// Two predictions and the class that comes true.
Inputs two_predictions() {
  return takes(distribution("q"), distribution("r"), natural("y")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    auto [q, r] = generate::pair(source, n);
    return std::tuple{std::move(q), std::move(r), static_cast<int>(source.below(n))};
  });
}

/// The mean of −ln σ(zᵢ) over the examples.
Quantity mean_loss(const Vector& z) {
  std::vector<Quantity> losses;
  for (const double x : z) losses.push_back(sigmoid_cross_entropy(x, 1));
  return sum(losses) / static_cast<double>(z.size());
}

int right_answers(const Vector& z) {
  return static_cast<int>(std::ranges::count_if(z, [](double x) { return x > 0; }));
}

}  // namespace

std::vector<Fallacy> loss_fallacies() {
  return {
      {.id = "mse-after-softmax-is-convex",
       .metrics = {Metric::softmax, Metric::mean_squared_error, Metric::softmax_cross_entropy},
       .inputs = two_logits_and_a_class(),
       .law = LAW(const Vector& z, const Vector& v, int y) {
         const Vector label = one_hot(z.size(), y), middle = mix(z, v, 0.5);
         claim(softmax_cross_entropy(middle, label) <=
               (softmax_cross_entropy(z, label) + softmax_cross_entropy(v, label)) / 2);
         claim(error_after_softmax(middle, label) <=
               (error_after_softmax(z, label) + error_after_softmax(v, label)) / 2);
       }},
      {.id = "softmax-ignores-scale",
       .metrics = {Metric::softmax},
       .inputs = logits_and_a_scale(),
       .law = LAW(const Vector& z, double c) {
         assume(c > 0);
         Vector shifted = z, scaled = z;
         for (double& x : shifted) x = plus(x, 1);
         for (double& x : scaled) x = times(c, x);
         const auto plain = softmax(z), after_shift = softmax(shifted), after_scaling = softmax(scaled);
         for (std::size_t i = 0; i < z.size(); ++i) claim(after_shift[i] == plain[i]);
         for (std::size_t i = 0; i < z.size(); ++i) claim(after_scaling[i] == plain[i]);
       }},
      {.id = "lower-loss-means-higher-accuracy",
       .metrics = {Metric::sigmoid_cross_entropy},
       .inputs = two_models(),
       .law = LAW(const Vector& a, const Vector& b) {
         for (std::size_t i = 0; i < a.size(); ++i) assume(a[i] != 0 && b[i] != 0);  // no toss-ups
         const Quantity loss_a = called("mean loss of a", mean_loss(a)),
                        loss_b = called("mean loss of b", mean_loss(b));
         assume(certainly_less(loss_b.value, loss_a.value));
         claim(loss_b < loss_a);
         claim(called("right answers of a", right_answers(a)) <= called("right answers of b", right_answers(b)));
       }},
      {.id = "mse-and-ce-rank-alike",
       .metrics = {Metric::mean_squared_error, Metric::cross_entropy},
       .inputs = two_predictions(),
       .law = LAW(const Vector& q, const Vector& r, int y) {
         const Vector label = one_hot(q.size(), y);
         const Quantity of_q = mean_squared_error(q, label), of_r = mean_squared_error(r, label);
         assume(certainly_less(of_q.value, of_r.value));
         claim(of_q < of_r);
         claim(cross_entropy(label, q) <= cross_entropy(label, r));
       }},
  };
}

}  // namespace gibbs::properties
