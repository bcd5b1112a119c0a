// What backward passes compute beside q − p, and how the losses bend.
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

Inputs logits_and_exact_label() {
  return takes(logits("z"), distribution("p")).from([](Source& source) {
    const Vector z = generate::logits(source, generate::number_of_classes(source));
    return std::tuple{z, generate::exact_distribution(source, z.size())};
  });
}

Inputs logits_and_logit() {
  return takes(logits("z"), logit("x")).from([](Source& source) {
    return std::tuple{generate::logits(source, generate::number_of_classes(source)), generate::logit(source)};
  });
}

Inputs one_logit() {
  return takes(logit("z")).from([](Source& source) { return std::tuple{generate::logit(source)}; });
}

}  // namespace

std::vector<Theorem> loss_derivative_theorems() {
  return {
      {.id = "softmax-vjp-cancels",
       .metrics = {Metric::softmax_vjp},
       .inputs = generate::for_metric(Metric::softmax_vjp),
       .law = LAW(const Vector& z, const Vector& u) { claim(sum(softmax_vjp(z, u)) == 0); },
       .example = "z=1,0 u=3,1"},
      {.id = "log-softmax-vjp-of-label",
       .metrics = {Metric::log_softmax_vjp, Metric::softmax},
       .inputs = logits_and_exact_label(),
       .law = LAW(const Vector& z, const Vector& p) {
         Vector u;
         for (const double x : p) u.push_back(0 - x);
         const auto product = log_softmax_vjp(z, u), q = softmax(z);
         for (std::size_t i = 0; i < z.size(); ++i) claim(product[i] == q[i] - p[i]);
       },
       .example = "z=1,0 p=3/4,1/4"},
      {.id = "hessian-bounded",
       .metrics = {Metric::softmax_cross_entropy_hessian_diagonal, Metric::sigmoid_cross_entropy_hessian},
       .inputs = logits_and_logit(),
       .law = LAW(const Vector& z, double x) {
         std::vector<Quantity> all = softmax_cross_entropy_hessian_diagonal(z);
         all.push_back(sigmoid_cross_entropy_hessian(x));
         for (const Quantity& second : all) {
           claim(second >= 0);
           claim(second <= 0.25);
         }
       },
       .example = "z=1,1 x=0"},
      {.id = "hessian-of-two-classes",
       .metrics = {Metric::softmax_cross_entropy_hessian_diagonal, Metric::sigmoid_cross_entropy_hessian},
       .inputs = one_logit(),
       .law = LAW(double z) {
         const auto both = softmax_cross_entropy_hessian_diagonal({z, 0});
         const Quantity one = sigmoid_cross_entropy_hessian(z);
         claim(both[0] == one);
         claim(both[1] == one);
       },
       .example = "z=2"},
  };
}

}  // namespace gibbs::properties
