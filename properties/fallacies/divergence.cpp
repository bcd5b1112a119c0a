// Fallacies about cross-entropy and divergence: how far they are from being a distance.
#include "properties/fallacies/fallacy.hpp"
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

Inputs three_distributions() {
  return takes(distribution("p"), distribution("q"), distribution("r")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    auto [p, r] = generate::exact_pair(source, n);
    Vector q = source.one_in(3) ? halfway(p, r, source.format()) : generate::exact_distribution(source, n);
    return std::tuple{std::move(p), std::move(q), std::move(r)};
  });
}

/// Neither rules out what the other allows: both divergences are finite.
bool same_support(const Vector& p, const Vector& q) { return supports(p, q) && supports(q, p); }

std::vector<Fallacy> of_kl() {
  return {
      {.id = "kl-is-symmetric",
       .statement = "D(P‖Q) = D(Q‖P)",
       .why_plausible = "It is called a distance between distributions often enough, it is never negative, and it is 0 "
                        "only where the two agree.",
       .why_false = "D(P‖Q) is a mean over what P does: of the surprise that believing Q costs where P is true. "
                    "D(Q‖P) is a mean over what Q does, and weighs the same ratios by other weights. The two differ "
                    "most where one distribution rules out what the other allows: with P = (1, 0) and Q = (½, ½), "
                    "D(P‖Q) is one bit and D(Q‖P) is infinite. That is why the order matters when a model is trained: "
                    "minimising D(data‖model), as cross-entropy does, punishes a model for ruling out what happens.",
       .source = "Cover and Thomas 2006, §2.3 and example 2.3.1",
       .metrics = {Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(same_support(p, q));
         claim(kl_divergence(p, q) >= 0);
         claim(kl_divergence(q, p) >= 0);
         claim(kl_divergence(p, q) == kl_divergence(q, p));
       }},
      {.id = "kl-triangle",
       .statement = "D(P‖R) ≤ D(P‖Q) + D(Q‖R): a detour is never shorter",
       .why_plausible = "The third thing one expects of a distance, after D ≥ 0, and D = 0 for equals only.",
       .why_false =
           "D grows like a square: near P it is half of Σ (pᵢ−qᵢ)²/pᵢ. One step of length 2 costs 4, two steps "
           "of length 1 cost 2: the detour by way of a Q between the two is cheaper. Far off it is worse still, "
           "as D may become infinite while both steps are finite.",
       .source = "Csiszár 1975, I-Divergence Geometry of Probability Distributions; Cover and Thomas 2006, §2.3",
       .metrics = {Metric::kl_divergence},
       .inputs = three_distributions(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r) {
         assume(same_support(p, q) && same_support(q, r));
         claim(kl_divergence(p, r) <= kl_divergence(p, q) + kl_divergence(q, r));
       }},
      {.id = "kl-is-bounded",
       .statement = "D(P‖Q) ≤ log n, if every qᵢ > 0",
       .why_plausible =
           "Entropy never exceeds log n and the Jensen–Shannon divergence never exceeds one bit, so a bound for D "
           "seems only natural as long as nothing is ruled out.",
       .why_false =
           "For every bound of k bits, P = (1, 0) and Q = (2^−(k+1), 1 − 2^−(k+1)) have D(P‖Q) = k + 1 bits: being "
           "nearly certain of what does not happen costs as much as one likes. A loss of 30 on one example is "
           "therefore no bug, and clipping it hides how wrong the model was.",
       .source = "Cover and Thomas 2006, §2.3; Lin 1991, for the divergence that is bounded",
       .metrics = {Metric::kl_divergence, Metric::js_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         for (const double x : q) assume(x > 0);
         claim(js_divergence(p, q) <= log(2));
         claim(kl_divergence(p, q) <= log(static_cast<double>(p.size())));
       }},
  };
}

}  // namespace

std::vector<Fallacy> divergence_fallacies() {
  std::vector<Fallacy> all = of_kl();
  all.push_back(
      {.id = "jsd-triangle",
       .statement = "J(P,R) ≤ J(P,Q) + J(Q,R)",
       .why_plausible = "J is symmetric, bounded, and 0 for equals only: it looks like the distance that D is not.",
       .why_false =
           "Its root is a distance, J itself is the square of one (`gibbs explain jsd-root-is-a-metric`). Squares "
           "do not obey the triangle inequality: half way there twice is 2·½² = ½, not 1. SciPy's "
           "`jensenshannon` returns the root, many others return J; to take one for the other is an error that "
           "no single value shows.",
       .source = "Endres and Schindelin 2003, A New Metric for Probability Distributions",
       .metrics = {Metric::js_divergence},
       .inputs = three_distributions(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r) {
         claim(sqrt(js_divergence(p, r)) <= sqrt(js_divergence(p, q)) + sqrt(js_divergence(q, r)));
         claim(js_divergence(p, r) <= js_divergence(p, q) + js_divergence(q, r));
       }});
  all.push_back(
      {.id = "cross-entropy-is-symmetric",
       .statement = "H(P,Q) = H(Q,P)",
       .why_plausible = "It is written like a symmetric thing, and is said to measure the difference of two "
                        "distributions; a difference has no order.",
       .why_false =
           "H(P,Q) = H(P) + D(P‖Q): both terms change when the two are swapped. P is what happens and Q what is "
           "believed; the truth stands outside the logarithm, the prediction inside. Swapped in code, a one-hot "
           "label inside the logarithm makes the loss infinite for every prediction but a certain one; with "
           "soft labels nothing looks wrong, and the model learns something else.",
       .source = "Cover and Thomas 2006, §5.4, theorem 5.4.3: the cost of the wrong code",
       .metrics = {Metric::cross_entropy, Metric::entropy, Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(same_support(p, q));
         claim(cross_entropy(p, q) == entropy(p) + kl_divergence(p, q));
         claim(cross_entropy(q, p) == entropy(q) + kl_divergence(q, p));
         claim(cross_entropy(p, q) == cross_entropy(q, p));
       }});
  return all;
}

}  // namespace gibbs::properties
