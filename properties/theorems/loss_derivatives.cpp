// Derivatives beyond q − p: what a signal becomes on its way back through softmax, and how the losses bend.
#include <algorithm>
#include <cmath>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

/// Whole numbers times a power of two: sums of small multiples of them are exact.
Vector short_signal(Source& source, std::size_t n, double scale) {
  Vector u(n);
  for (double& x : u) x = source.between(-15, 15) * scale;
  return u;
}

Inputs two_signals() {
  return takes(logits("z"), numbers("u"), numbers("v"), number("a"), number("b")).from([](Source& source) {
    const Vector z = generate::logits(source, generate::number_of_classes(source));
    const int widest = source.format().precision >= 24 ? 30 : 0;
    const double scale = std::ldexp(1.0, source.between(-3, widest));
    const Vector u = short_signal(source, z.size(), scale), v = short_signal(source, z.size(), scale);
    const double a = source.between(-4, 4), b = source.between(-4, 4);
    return std::tuple{z, u, v, a, b};
  });
}

Inputs logits_and_signal() { return generate::for_metric(Metric::softmax_vjp); }

Inputs logits_and_two_signals() {
  return takes(logits("z"), numbers("u"), numbers("v")).from([](Source& source) {
    const Vector z = generate::logits(source, generate::number_of_classes(source));
    const Vector u = generate::numbers(source, z.size());
    return std::tuple{z, u, generate::numbers(source, z.size())};
  });
}

Inputs logits_and_numbers() { return generate::for_metric(Metric::softmax_mean_squared_error_gradient); }

Inputs one_logit() { return generate::for_metric(Metric::sigmoid_cross_entropy_hessian); }

/// ⟨u, g⟩
Quantity inner(const Vector& u, const std::vector<Quantity>& g) {
  std::vector<Quantity> terms;
  for (std::size_t i = 0; i < u.size(); ++i) terms.push_back(u[i] * g[i]);
  return sum(terms);
}
Quantity inner(const std::vector<Quantity>& q, const std::vector<Quantity>& u) {
  std::vector<Quantity> terms;
  for (std::size_t i = 0; i < u.size(); ++i) terms.push_back(q[i] * u[i]);
  return sum(terms);
}

/// The signal of the squared error for shares r, as the format can say it.
Vector signal_of_squared_error(const Vector& r, const Vector& y) {
  Vector u;
  for (std::size_t i = 0; i < r.size(); ++i) {
    u.push_back(reference::round_to(2 * (r[i] - y[i]) / static_cast<double>(r.size()), Hearing::current().format()));
    assume(std::isfinite(u.back()));
  }
  return u;
}

std::vector<Theorem> products() {
  return {
      {.id = "vjp-is-linear",
       .metrics = {Metric::softmax_vjp, Metric::log_softmax_vjp},
       .inputs = two_signals(),
       .law = LAW(const Vector& z, const Vector& u, const Vector& v, double a, double b) {
         const Metric metric = Hearing::current().metric();
         Vector both;
         for (std::size_t i = 0; i < z.size(); ++i) both.push_back(plus(times(a, u[i]), times(b, v[i])));
         const auto of = [&](const Vector& signal) { return ask(metric, {{z}, {signal}}); };
         const std::vector<Quantity> whole = of(both), first = of(u), second = of(v);
         for (std::size_t i = 0; i < z.size(); ++i) claim(whole[i] == a * first[i] + b * second[i]);
       },
       .example = "metric=softmax_vjp z=0,0 u=1,0 v=0,1 a=2 b=1",
       .each = each_metric},
      {.id = "softmax-vjp-cancels",
       .metrics = {Metric::softmax_vjp},
       .inputs = logits_and_signal(),
       .law = LAW(const Vector& z, const Vector& u) { claim(sum(softmax_vjp(z, u)) == 0); },
       .example = "z=1,0 u=1,0"},
      {.id = "softmax-vjp-symmetric",
       .metrics = {Metric::softmax_vjp},
       .inputs = logits_and_two_signals(),
       .law = LAW(const Vector& z, const Vector& u, const Vector& v) {
         claim(inner(v, softmax_vjp(z, u)) == inner(u, softmax_vjp(z, v)));
       },
       .example = "z=1,0,0 u=1,0,0 v=0,1,0"},
      {.id = "softmax-vjp-positive",
       .metrics = {Metric::softmax_vjp},
       .inputs = logits_and_signal(),
       .law = LAW(const Vector& z, const Vector& u) { claim(inner(u, softmax_vjp(z, u)) >= 0); },
       .example = "z=1,0 u=2,1"},
      {.id = "log-softmax-vjp-of-label",
       .metrics = {Metric::log_softmax_vjp, Metric::softmax},
       .inputs = some_logits_and_label(),
       .law = LAW(const Vector& z, const Vector& p) {
         Vector signal;
         for (const double x : p) signal.push_back(0 - x);
         const std::vector<Quantity> back = log_softmax_vjp(z, signal), q = softmax(z);
         const Quantity mass = total(p);
         for (std::size_t i = 0; i < z.size(); ++i) claim(back[i] == mass * q[i] - p[i]);
       },
       .example = "z=1,0 p=1,0"},
      {.id = "softmax-vjp-of-squared-error",
       .metrics = {Metric::softmax_vjp, Metric::softmax_mean_squared_error_gradient, Metric::softmax},
       .inputs = logits_and_numbers(),
       .law = LAW(const Vector& z, const Vector& y) {
         const std::vector<Quantity> q = softmax(z);
         const Vector u = signal_of_squared_error(returned(q), y);
         const std::vector<Quantity> back = softmax_vjp(z, u), g = softmax_mean_squared_error_gradient(z, y);
         const Quantity scale = 2 / Quantity(static_cast<double>(z.size()));
         std::vector<Quantity> rounding;
         for (std::size_t i = 0; i < z.size(); ++i) rounding.push_back(u[i] - scale * (q[i] - y[i]));
         const Quantity mean = inner(q, rounding);
         for (std::size_t i = 0; i < z.size(); ++i) {
           claim(back[i] - called("the rounding of u", q[i] * (rounding[i] - mean)) == g[i]);
         }
       },
       .example = "z=0,0 y=1,0"},
  };
}

std::vector<Theorem> curvatures() {
  return {
      {.id = "hessian-trace",
       .metrics = {Metric::softmax_cross_entropy_hessian_diagonal, Metric::softmax},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         const std::vector<Quantity> h = softmax_cross_entropy_hessian_diagonal(z), q = softmax(z);
         const Quantity trace = sum(h);
         claim(trace <= 1 - 1 / Quantity(static_cast<double>(z.size())));
         claim(trace == 1 - inner(q, q));
         for (std::size_t i = 0; i < z.size(); ++i) claim(h[i] == q[i] * all_but(q, i));
       },
       .example = "z=1,0"},
      {.id = "hessian-bounded",
       .metrics = {Metric::softmax_cross_entropy_hessian_diagonal, Metric::sigmoid_cross_entropy_hessian},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         const Metric metric = Hearing::current().metric();
         const bool softmax = metric == Metric::softmax_cross_entropy_hessian_diagonal;
         const auto bounded = [](const Quantity& h) { claim(h >= 0), claim(h <= 0.25); };
         if (softmax) std::ranges::for_each(ask(metric, {{z}}), bounded);
         for (std::size_t i = 0; i < std::min<std::size_t>(z.size(), 8) && !softmax; ++i) bounded(ask(metric, {{{z[i]}}})[0]);
       },
       .example = "metric=softmax_cross_entropy_hessian_diagonal z=1,0",
       .each = each_metric},
      {.id = "hessian-of-two-classes",
       .metrics = {Metric::softmax_cross_entropy_hessian_diagonal, Metric::sigmoid_cross_entropy_hessian},
       .inputs = one_logit(),
       .law = LAW(double z) {
         const Quantity one = sigmoid_cross_entropy_hessian(z);
         for (const Quantity& h : softmax_cross_entropy_hessian_diagonal({z, 0})) claim(h == one);
         if (!masked(z)) claim(sigmoid_cross_entropy_hessian(-z) == one);
       },
       .example = "z=1"},
  };
}

}  // namespace

std::vector<Theorem> loss_derivative_theorems() {
  std::vector<Theorem> all = products();
  std::ranges::move(curvatures(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
