// The softmax loss and its gradient: what training minimises, and which way is down.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

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

/// −Σ p̂ᵢ ln p̂ᵢ, computed exactly: no answer of the subject.
Quantity entropy_in_nats(const Vector& p) {
  std::vector<Quantity> terms{0.0};
  const std::vector<Quantity> label = normalised(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0) terms.push_back(-(label[i] * ln(label[i])));
  }
  return called("h(p)", sum(terms));
}

std::vector<Theorem> values() {
  return {
      {.id = "softmax-ce-is-ce",
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
      {.id = "softmax-ce-exceeds-entropy",
       .metrics = {Metric::softmax_cross_entropy},
       .inputs = some_logits_and_label(),
       .law = LAW(const Vector& z, const Vector& p) {
         claim(softmax_cross_entropy(z, p) >= 0);
         claim(softmax_cross_entropy(z, p) >= entropy_in_nats(p));
       },
       .example = "z=0,0 p=3/4,1/4"},
      {.id = "softmax-ce-hard-label",
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
       .metrics = {Metric::softmax_cross_entropy_gradient, Metric::softmax},
       .inputs = some_logits_and_label(),
       .law = LAW(const Vector& z, const Vector& p) {
         const std::vector<Quantity> g = softmax_cross_entropy_gradient(z, p), q = softmax(z), label = normalised(p);
         for (std::size_t i = 0; i < z.size(); ++i) claim(g[i] == q[i] - label[i]);
       },
       .example = "z=1,0 p=1/2,1/2"},
      {.id = "gradient-is-the-slope",
       .metrics = {Metric::softmax_cross_entropy, Metric::softmax_cross_entropy_gradient},
       .inputs = some_move(),
       .law = LAW(const Vector& z, const Vector& moved, const Vector& p) {
         assume(all_finite(z) && all_finite(moved));
         const std::vector<Quantity> g = softmax_cross_entropy_gradient(z, p);
         claim(softmax_cross_entropy(moved, p) >= softmax_cross_entropy(z, p) + along(g, z, moved));
       },
       .example = "z=0,0 moved=2,0 p=1,0"},
      {.id = "gradient-cancels",
       .metrics = {Metric::softmax_cross_entropy_gradient},
       .inputs = some_logits_and_label(),
       .law = LAW(const Vector& z, const Vector& p) { claim(sum(softmax_cross_entropy_gradient(z, p)) == 0); },
       .example = "z=40,0 p=1,0"},
      {.id = "gradient-bounded",
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
