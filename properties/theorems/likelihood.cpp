// Why these losses: the most likely model is the one of least cross-entropy, and of least squared error where errors are
// normally distributed.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

/// Frequencies over 2ᵏ observations, and a model.
Inputs frequencies_and_model() {
  return takes(distribution("f"), distribution("q")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    Vector f = generate::exact_distribution(source, n, source.between(1, 6));
    return std::pair{f, source.one_in(4) ? f : generate::distribution(source, n)};
  });
}

/// The least 2ᵏ of which every frequency is a whole part.
double observations(const Vector& f) {
  double n = 1;
  while (n <= 1024 && !std::ranges::all_of(f, [&](double x) { return x * n == std::floor(x * n); })) n *= 2;
  assume(n <= 1024);
  return n;
}

/// Π q̂(x) over n observations x with the frequencies f.
Quantity likelihood_of_classes(const Vector& f, const Vector& q, double n) {
  const std::vector<Quantity> model = normalised(q);
  Quantity product = 1.0;
  for (std::size_t i = 0; i < f.size(); ++i) {
    for (double left = f[i] * n; left > 0; --left) product = product * model[i];
  }
  return called("Π q(x)", product);
}

/// Whole eighths, and a standard deviation.
Inputs predictions_and_width() {
  return takes(numbers("x"), numbers("y"), number("s")).from([](Source& source) {
    const std::size_t n = std::min<std::size_t>(generate::number_of_classes(source), 64);
    Vector x = generate::short_logits(source, n);
    Vector y = source.one_in(6) ? x : generate::short_logits(source, n);
    return std::tuple{std::move(x), std::move(y), source.pick({0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0})};
  });
}

/// √(2π)·s
Quantity width_of_bell(double s) {
  const Quantity pi(Interval(acos(Interval(-1))), "π");
  return sqrt(2 * pi) * s;
}

/// Π φ(yᵢ), φ the density of the normal distribution around xᵢ with standard deviation s.
Quantity likelihood_of_numbers(const Vector& x, const Vector& y, double s) {
  Quantity product = 1.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Quantity off = (Quantity(y[i]) - x[i]) / s;
    product = product * exp(-(off * off) / 2) / width_of_bell(s);
  }
  return called("Π φ(y)", product);
}

}  // namespace

std::vector<Theorem> likelihood_theorems() {
  return {
      {.id = "likelihood-is-cross-entropy",
       .metrics = {Metric::cross_entropy},
       .inputs = frequencies_and_model(),
       .law = LAW(const Vector& f, const Vector& q) {
         assume(exactly_normalised(f));
         const double n = observations(f);
         if (!supports(q, f)) claim(cross_entropy(f, q) == std::numeric_limits<double>::infinity());
         else claim(cross_entropy(f, q) == -log(likelihood_of_classes(f, q, n)) / n);
       },
       .example = "unit=bit f=1/2,1/4,1/4 q=1/4,1/4,1/2"},
      {.id = "squared-error-is-gaussian-likelihood",
       .metrics = {Metric::mean_squared_error},
       .inputs = predictions_and_width(),
       .law = LAW(const Vector& x, const Vector& y, double s) {
         const auto small = [](double v) { return std::abs(v) <= 1024; };
         assume(s >= 0x1p-4 && s <= 16 && x.size() <= 64 && std::ranges::all_of(x, small) && std::ranges::all_of(y, small));
         const Quantity surprise = -ln(likelihood_of_numbers(x, y, s)) / static_cast<double>(x.size());
         claim(mean_squared_error(x, y) / (2 * Quantity(s) * s) + ln(width_of_bell(s)) == surprise);
       },
       .example = "x=0,1 y=1,1 s=1"},
  };
}

}  // namespace gibbs::properties
