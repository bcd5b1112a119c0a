// Fallacies about softmax and losses: what the mean squared error is not, and what a low loss does not say.
#include <algorithm>
#include <cmath>

#include "properties/fallacies/fallacy.hpp"
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

Inputs two_logits_and_a_class() {
  return takes(logits("z"), logits("w"), natural("y")).from([](Source& source) {
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
       .statement = "E(z) = MSE(softmax z, y) is convex in z: halfway between z and w it is at most the mean of its "
                    "values there",
       .why_plausible =
           "The squared error is convex in the prediction, and a model that ends in a linear layer makes it "
           "convex in the weights; softmax is smooth and only squeezes.",
       .why_false =
           "It squeezes too much: where the model is confidently wrong, softmax is flat, so the error has reached "
           "its plateau and bends the other way. There the gradient dies, and a model that is wrong enough stops "
           "learning (`gibbs explain mse-gradient-vanishes`). The logarithm of cross-entropy undoes the "
           "exponential: ln Σ exp zⱼ − z_y is convex, as the example shows too, and its slope never dies "
           "while the answer is wrong. That is why classifiers are trained with it.",
       .source =
           "Bishop 2006, §4.3.2 and §4.3.4; Golik, Doetsch and Ney 2013, Cross-Entropy vs. Squared Error Training",
       .metrics = {Metric::softmax, Metric::mean_squared_error, Metric::softmax_cross_entropy},
       .inputs = two_logits_and_a_class(),
       .law = LAW(const Vector& z, const Vector& w, int y) {
         const Vector label = one_hot(z.size(), y), middle = mix(z, w, 0.5);
         claim(softmax_cross_entropy(middle, label) <=
               (softmax_cross_entropy(z, label) + softmax_cross_entropy(w, label)) / 2);
         claim(error_after_softmax(middle, label) <=
               (error_after_softmax(z, label) + error_after_softmax(w, label)) / 2);
       }},
      {.id = "softmax-ignores-scale",
       .statement = "softmax(c·z) = softmax(z) for c > 0",
       .why_plausible =
           "softmax divides by the sum, so a common factor should cancel; it does ignore a common shift, and "
           "c·z has the same order.",
       .why_false =
           "The sum is of exponentials: exp(z+c) has the factor exp c, which cancels, but exp(c·z) = (exp z)^c is "
           "a power. Ratios become qᵢ/qⱼ = exp(c·(zᵢ−zⱼ)): scaling up makes the model surer without making it "
           "any righter. 1/c is called the temperature, and is what is tuned when a model is calibrated.",
       .source = "Guo et al. 2017, On Calibration of Modern Neural Networks",
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
       .statement =
           "the model with the lower mean loss gets at least as many answers right (a, b: the logits two models "
           "give to the right one of two classes; an answer is right where its logit is positive)",
       .why_plausible = "Both say how good a model is, training lowers the loss to raise the accuracy, and one usually "
                        "follows the other.",
       .why_false =
           "The loss counts how sure an answer is, the accuracy only on which side it falls. One answer that is far "
           "off "
           "costs more than many that are narrowly off: a model that is narrowly wrong everywhere may have the lower "
           "loss beside one that is sometimes right and once very wrong. So the epoch with the lowest validation loss "
           "and the one with the best accuracy need not be the same, and a loss that rises while accuracy rises too "
           "says that the model has become too sure of its mistakes.",
       .source = "Bartlett, Jordan and McAuliffe 2006, Convexity, Classification, and Risk Bounds; Guo et al. 2017, §3",
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
       .statement = "of two predictions, the one with the lower squared error has the lower cross-entropy too",
       .why_plausible = "Both are least, and 0, where the prediction is certain of the truth, and with two classes and "
                        "a hard label they do agree: each then depends on q_y alone.",
       .why_false =
           "From three classes on they ask different things. Cross-entropy looks at the true class alone: −ln q_y. "
           "The squared error also looks at how the rest is spread, since Σ qᵢ² over the wrong classes is least "
           "where they share it evenly: it may prefer the prediction that gives the truth less, if its mistakes "
           "are spread better, and even one that rules the truth out: an infinite cross-entropy. −ln q_y is also the "
           "one that adds up over examples as it should, being the logarithm of the probability that the model gives "
           "to all of them.",
       .source = "Bishop 2006, §4.3.4 and §5.2; Gneiting and Raftery 2007, Strictly Proper Scoring Rules, §3 (the "
                 "logarithmic score is the local one)",
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
