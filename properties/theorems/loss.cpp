// The softmax loss and its gradient: what training minimises, and which way is down.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool masked(double z) { return z == -infinity; }

/// Some class is possible and yet masked: the loss is infinite.
bool impossible(const Vector& z, const Vector& p) {
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (masked(z[i]) && p[i] > 0) return true;
  }
  return false;
}

/// Logits and two labels for them.
Inputs two_labels() {
  return takes(logits("z"), distribution("p"), distribution("q")).from([](Source& source) {
    auto [z, p] = generate::logits_and_label(source);
    const std::size_t n = z.size();
    Vector other = source.one_in(2) ? generate::one_hot(source, n) : generate::distribution(source, n);
    return std::tuple{std::move(z), std::move(p), std::move(other)};
  });
}

/// Σ p̂ᵢzᵢ: of what is possible.
Quantity mean_logit(const Vector& z, const Vector& p) {
  const std::vector<Quantity> weights = normalised(p);
  std::vector<Quantity> terms;
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (p[i] > 0) terms.push_back(weights[i] * z[i]);
  }
  return sum(terms);
}

/// Where the label is what softmax says, and elsewhere.
Inputs near_the_truth() {
  return takes(logits("z"), distribution("p")).from([](Source& source) {
    if (source.one_in(2)) return generate::logits_and_label(source);
    const std::size_t n = generate::number_of_classes(source), kept = source.below(n);
    Vector z(n, generate::logit(source)), p(n, 1.0);
    for (std::size_t i = 0; i < n; ++i) {
      if (i != kept && source.one_in(4)) z[i] = -infinity, p[i] = 0;
    }
    const auto live = static_cast<double>(std::ranges::count(p, 1.0));
    for (double& x : p) x = reference::round_to(x / live, source.format());
    if (source.one_in(3)) z[kept] = reference::next_up(z[kept], source.format());
    return std::pair{z, p};
  });
}

/// Finite logits, a label, and other logits: anywhere, a step of any size away, or shifted.
Inputs some_move() {
  return takes(logits("z"), logits("moved"), distribution("p")).from([](Source& source) {
    auto [z, p] = generate::logits_and_label(source);
    const auto unmask = [](Vector& v) { std::ranges::replace(v, -infinity, 0); };
    unmask(z);
    Vector moved = z;
    const double step = std::ldexp(1.0, -source.between(-2, 20));
    switch (source.between(0, 4)) {
      case 0:
        moved = generate::logits(source, z.size());
        unmask(moved);
        break;
      case 1:
        for (double& x : moved) x += step;
        break;
      case 2:
        moved[source.below(z.size())] += source.one_in(2) ? step : -step;
        break;
      default:
        for (double& x : moved) x += source.between(-4, 4) * step;
    }
    for (double& x : moved) x = reference::round_to(x, source.format());
    return std::tuple{z, moved, p};
  });
}

bool all_finite(const Vector& z) {
  return std::ranges::all_of(z, [](double x) { return std::isfinite(x); });
}

/// z − g as the format can say it; where z is finite so is the result, or the case is discarded.
Vector descend(const Vector& z, const Vector& g) {
  Vector next(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    next[i] = reference::round_to(z[i] - g[i], Hearing::current().format());
    assume(masked(z[i]) || std::isfinite(next[i]));
  }
  return next;
}

/// Can q stand beside p in a cross-entropy? It is finite, and sums to 1 but for n roundings: without loss for those who
/// do not divide by the sum (see stable.cpp).
bool comparable(const Vector& p, const Vector& q) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0 && !(q[i] > 0)) return false;
    if (!(q[i] >= 0 && q[i] <= 1)) return false;
  }
  const double u = epsilon(Hearing::current().format()) / 2;
  return certainly_at_most(abs(total(q) - 1).value, Interval(u * static_cast<double>(q.size())));
}

/// Σ p̂ᵢ ln(exactᵢ/q̂ᵢ): what −Σ p̂ᵢ ln q̂ᵢ has too much because q̂ stands for the rounded answers.
Quantity excess(const Vector& p, const std::vector<Quantity>& exact) {
  const Vector q = returned(exact);
  const std::vector<Quantity> weights = normalised(p), rounded = normalised(q);
  std::vector<Quantity> terms;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0) terms.push_back(weights[i] * ln(exact[i] / rounded[i]));
  }
  Quantity all = sum(terms);
  if (!all.text.empty()) all.text = "the rounding of softmax(z)";
  return all;
}

std::vector<Theorem> values() {
  return {
      {.id = "softmax-ce-is-ce",
       .statement = "softmax_cross_entropy(z, p) = H(p, softmax z) ≥ H(p)",
       .proof = "With q = softmax z, −ln qᵢ = LSE(z) − zᵢ. As Σ p̂ᵢ = 1, H(p, q) = Σ p̂ᵢ (LSE(z) − zᵢ) = LSE(z) − Σ "
                "p̂ᵢzᵢ, which is the loss. And ln x ≤ x − 1 gives H(p) − H(p, q) = Σ p̂ᵢ ln(qᵢ/p̂ᵢ) ≤ Σ (qᵢ − p̂ᵢ) ≤ "
                "0, the sums over p̂ᵢ > 0.",
       .source = "Bishop 2006, §4.3.4; Goodfellow, Bengio and Courville 2016, Deep Learning, §6.2.2",
       .breaks = "log₂ in place of ln; probabilities clipped by an ε; a softmax applied twice; a mean over classes; a "
                 "negative sign forgotten; NaN from 0·(−∞) where a class is masked",
       .metrics = {Metric::softmax_cross_entropy, Metric::softmax, Metric::cross_entropy, Metric::entropy},
       .inputs = some_logits_and_label(),
       .law = LAW(const Vector& z, const Vector& p) {
         const Quantity loss = softmax_cross_entropy(z, p);
         claim(loss >= in_nats(entropy(p)));
         const std::vector<Quantity> q = softmax(z);
         if (impossible(z, p)) {
           claim(loss == infinity);
         } else if (comparable(p, returned(q))) {
           claim(loss == in_nats(cross_entropy(p, returned(q))) - excess(p, q));
         }
       },
       .example = "z=1,0 p=1/2,1/2"},
      {.id = "softmax-ce-hard-label",
       .statement = "for a one-hot label y the loss is −ln softmax(z)_y = −ln(1 − Σ_{j≠y} softmax(z)ⱼ)",
       .proof = "H(p, q) = −Σ pᵢ ln qᵢ keeps one term, −ln q_y, since 0·ln q = 0. As Σ qᵢ = 1, q_y is 1 minus the "
                "others: where the model is right and sure of it, only that form tells the loss from 0.",
       .source = "Bishop 2006, §4.3.4; Blanchard, Higham and Higham 2021",
       .breaks = "the label off by one; an ε or a clip inside the logarithm, which caps the loss; LSE(z) − z_y rounded "
                 "to 0 where the model is confidently right",
       .metrics = {Metric::softmax_cross_entropy, Metric::softmax},
       .inputs = some_logits_and_class(),
       .law = LAW(const Vector& z, int y) {
         const Quantity loss = softmax_cross_entropy(z, one_hot(z.size(), y));
         const std::vector<Quantity> q = softmax(z);
         const auto label = static_cast<std::size_t>(y);
         claim(loss >= 0);
         claim(loss == -ln(q[label]));
         claim(loss == -ln(1 - all_but(q, label)));
       },
       .example = "z=40,0 y=0"},
      {.id = "softmax-ce-two-labels",
       .statement = "L(z, p) + Σ p̂ᵢzᵢ = L(z, q) + Σ q̂ᵢzᵢ: two labels of the same logits differ by the mean logit",
       .proof = "L(z, p) = LSE(z) − Σ p̂ᵢzᵢ: both sides are LSE(z), whatever the label.",
       .source = "Bishop 2006, §4.3.4",
       .breaks = "an answer kept from the question before, because the logits are the same; a label that is weighted, "
                 "smoothed or clipped",
       .metrics = {Metric::softmax_cross_entropy},
       .inputs = two_labels(),
       .law = LAW(const Vector& z, const Vector& p, const Vector& q) {
         assume(!impossible(z, p) && !impossible(z, q));
         claim(softmax_cross_entropy(z, p) + mean_logit(z, p) == softmax_cross_entropy(z, q) + mean_logit(z, q));
       },
       .example = "z=1,0 p=1,0 q=1/2,1/2"},
  };
}

std::vector<Theorem> gradients() {
  return {
      {.id = "softmax-ce-gradient",
       .statement = "∇L(z) = softmax(z) − p, component by component",
       .proof = "L(z) = ln Σ exp zⱼ − Σ p̂ⱼzⱼ. ∂/∂zᵢ of the first term is exp zᵢ/Σ exp zⱼ = softmax(z)ᵢ, of the second "
                "p̂ᵢ.",
       .source = "Bridle 1990; Bishop 2006, §4.3.4",
       .breaks = "p − q; a division by n; a p that does not sum to 1 taken as it is; 0 where a probability was clipped",
       .metrics = {Metric::softmax_cross_entropy_gradient, Metric::softmax},
       .inputs = some_logits_and_label(),
       .law = LAW(const Vector& z, const Vector& p) {
         const std::vector<Quantity> g = softmax_cross_entropy_gradient(z, p), q = softmax(z), label = normalised(p);
         for (std::size_t i = 0; i < z.size(); ++i) claim(g[i] == q[i] - label[i]);
       },
       .example = "z=1,0 p=1/2,1/2"},
      {.id = "gradient-is-the-slope",
       .statement = "L(z′) ≥ L(z) + ⟨∇L(z), z′ − z⟩ for all z, z′: the loss lies above its tangents",
       .proof = "Let q = softmax z and q′ = softmax z′, so that ln qᵢ = zᵢ − LSE(z). Since ∇L = q − p̂, the p̂ terms "
                "cancel: L(z′) − L(z) − ⟨∇L(z), z′−z⟩ = LSE(z′) − LSE(z) − Σ qᵢ(z′ᵢ − zᵢ) = Σ qᵢ (ln qᵢ − ln q′ᵢ) = "
                "D(q‖q′) ≥ 0 (Gibbs). No other g passes: with e = ∇L − g ≠ 0 a step −t·e gives L(z′) = L(z) − t⟨∇L, e⟩ "
                "+ O(t²), which for small t is less than L(z) − t⟨g, e⟩ by about t‖e‖².",
       .source = "Boyd and Vandenberghe 2004, §3.1.3 (first-order condition of convexity)",
       .breaks = "any component of the gradient that is wrong, without knowing which value is right; a loss whose "
                 "gradient was derived from another formula",
       .metrics = {Metric::softmax_cross_entropy, Metric::softmax_cross_entropy_gradient},
       .inputs = some_move(),
       .law = LAW(const Vector& z, const Vector& moved, const Vector& p) {
         assume(all_finite(z) && all_finite(moved));
         const std::vector<Quantity> g = softmax_cross_entropy_gradient(z, p);
         claim(softmax_cross_entropy(moved, p) >= softmax_cross_entropy(z, p) + along(g, z, moved));
       },
       .example = "z=0,0 moved=2,0 p=1,0"},
      {.id = "gradient-cancels",
       .statement = "Σ ∂L/∂zᵢ = 0: no step changes the loss by moving all logits together",
       .proof = "The components are softmax(z)ᵢ − p̂ᵢ, and both vectors sum to 1.",
       .source = "Bishop 2006, §4.3.4",
       .breaks = "q_y − 1 subtracted where q_y has been rounded to 1: the small component is lost; a p that is not "
                 "normalised",
       .metrics = {Metric::softmax_cross_entropy_gradient},
       .inputs = some_logits_and_label(),
       .law = LAW(const Vector& z, const Vector& p) { claim(sum(softmax_cross_entropy_gradient(z, p)) == 0); },
       .example = "z=40,0 p=1,0"},
      {.id = "gradient-bounded",
       .statement = "−p̂ᵢ ≤ ∂L/∂zᵢ ≤ 1 − p̂ᵢ, so ∣∂L/∂zᵢ∣ ≤ 1: it never explodes",
       .proof = "Subtract p̂ᵢ from 0 ≤ softmax(z)ᵢ ≤ 1. As 0 ≤ p̂ᵢ ≤ 1, both bounds lie in [−1, 1].",
       .source = "Bishop 2006, §4.3.4",
       .breaks = "p/q with a q that underflowed; a sum over a batch in place of a row; exponentials that overflow",
       .metrics = {Metric::softmax_cross_entropy_gradient},
       .inputs = some_logits_and_label(),
       .law = LAW(const Vector& z, const Vector& p) {
         const std::vector<Quantity> g = softmax_cross_entropy_gradient(z, p), label = normalised(p);
         for (std::size_t i = 0; i < z.size(); ++i) {
           claim(g[i] >= -label[i]);
           claim(g[i] <= 1 - label[i]);
         }
       },
       .example = "z=800,0 p=0,1"},
      {.id = "gradient-zero-at-truth",
       .statement = "∇L(z) = 0 exactly where softmax z = p: always gᵢ + p̂ᵢ = exp(zᵢ − zⱼ)·(gⱼ + p̂ⱼ)",
       .proof = "g = q − p̂ with q = softmax z, which is 0 only for q = p̂; and qᵢ = exp(zᵢ − zⱼ)·qⱼ, so g + p̂ has "
                "these ratios whatever p is. Numbers of a format meet g = 0 only if all logits that are not masked are "
                "equal and p̂ is uniform on them: pᵢ/pⱼ is rational, and eˣ is irrational for rational x ≠ 0 (Lambert "
                "1761).",
       .source = "Bishop 2006, §4.3.4",
       .breaks = "gradients that vanish where a probability was clipped or saturated, or by an absolute value or "
                 "maximum at its kink; noise at the minimum",
       .metrics = {Metric::softmax_cross_entropy_gradient},
       .inputs = near_the_truth(),
       .law = LAW(const Vector& z, const Vector& p) {
         const std::vector<Quantity> g = softmax_cross_entropy_gradient(z, p), label = normalised(p);
         const auto top = static_cast<std::size_t>(std::ranges::max_element(z) - z.begin());
         bool truth = true;
         for (std::size_t i = 0; i < z.size(); ++i) {
           truth = truth && (masked(z[i]) ? p[i] == 0 : z[i] == z[top] && p[i] == p[top]);
           if (i != top) claim(g[i] + label[i] == exp(Quantity(z[i]) - z[top]) * (g[top] + label[top]));
         }
         if (!truth) return;
         for (const Quantity& component : g) claim(component == 0);
       },
       .example = "z=0,0 p=1/2,1/2"},
      {.id = "descent-step",
       .statement = "L(z − g) ≤ L(z) − ½‖g‖² with g = ∇L(z): a unit step downhill always learns",
       .proof = "Along a line, d²/dt² L(z + td) = Σ qᵢdᵢ² − (Σ qᵢdᵢ)² with q = softmax(z + td), a variance, which is ≤ "
                "Σ qᵢdᵢ² ≤ ‖d‖². Taylor: L(z + d) ≤ L(z) + ⟨g, d⟩ + ½‖d‖², and d = −g gives the statement. The law "
                "takes the step d that the format can say (z − g rounded) and claims the line before. Masked classes "
                "with p̂ᵢ = 0 do not move.",
       .source = "Nesterov 2004, Introductory Lectures on Convex Optimization, lemma 1.2.3",
       .breaks = "a gradient of the wrong sign, or too large: the step then promises more than it keeps",
       .metrics = {Metric::softmax_cross_entropy, Metric::softmax_cross_entropy_gradient},
       .inputs = some_logits_and_label(),
       .law = LAW(const Vector& z, const Vector& p) {
         assume(!impossible(z, p));
         const std::vector<Quantity> g = softmax_cross_entropy_gradient(z, p);
         const Vector next = descend(z, returned(g));
         const Quantity promised = along(g, z, next) + 0.5 * squared_distance(z, next);
         claim(softmax_cross_entropy(next, p) <= softmax_cross_entropy(z, p) + promised);
       },
       .example = "z=0,0 p=1,0"},
  };
}

}  // namespace

std::vector<Theorem> loss_theorems() {
  std::vector<Theorem> all = values();
  std::ranges::move(gradients(), std::back_inserter(all));
  std::ranges::move(sigmoid_theorems(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
