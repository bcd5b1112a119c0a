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
       .metrics = {Metric::kl_divergence},
       .inputs = some_pair(),
       .law = LAW(const Vector& p, const Vector& q) {
         assume(same_support(p, q));
         claim(kl_divergence(p, q) >= 0);
         claim(kl_divergence(q, p) >= 0);
         claim(kl_divergence(p, q) == kl_divergence(q, p));
       }},
      {.id = "kl-triangle",
       .metrics = {Metric::kl_divergence},
       .inputs = three_distributions(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r) {
         assume(same_support(p, q) && same_support(q, r));
         claim(kl_divergence(p, r) <= kl_divergence(p, q) + kl_divergence(q, r));
       }},
      {.id = "kl-is-bounded",
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
       .metrics = {Metric::js_divergence},
       .inputs = three_distributions(),
       .law = LAW(const Vector& p, const Vector& q, const Vector& r) {
         claim(sqrt(js_divergence(p, r)) <= sqrt(js_divergence(p, q)) + sqrt(js_divergence(q, r)));
         claim(js_divergence(p, r) <= js_divergence(p, q) + js_divergence(q, r));
       }});
  all.push_back(
      {.id = "cross-entropy-is-symmetric",
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
