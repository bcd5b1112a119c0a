// The mean squared error, and why it is no loss to put after a softmax.
#include <algorithm>
#include <cmath>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

/// Unrelated, equal, or apart in a few places only.
std::pair<Vector, Vector> related_numbers(Source& source) {
  const std::size_t n = generate::number_of_classes(source);
  const Vector x = generate::numbers(source, n);
  Vector y = source.one_in(2) ? generate::numbers(source, n) : x;
  if (y == x && source.one_in(2)) {
    double& moved = y[source.below(n)];
    moved = reference::next_up(moved, source.format());
  }
  return {x, y};
}

Inputs two_vectors() { return takes(numbers("x"), numbers("y")).from(related_numbers); }

/// Halvings, not doublings: the squares stay within the range.
Inputs two_vectors_and_halvings() {
  return takes(numbers("x"), numbers("y"), natural("k")).from([](Source& source) {
    auto [x, y] = related_numbers(source);
    return std::tuple{x, y, source.between(0, std::min(20, source.format().max_exponent / 4))};
  });
}

/// Numbers whose mean is a number of the format, and a constant to compare them with.
Inputs numbers_and_constant() {
  return takes(numbers("x"), number("c")).from([](Source& source) {
    const int n = source.between(1, 8);
    const int size = source.format().precision >= 24 ? source.pick({9, 1000, 100000}) : 9;
    const int mean = source.between(-size, size);
    Vector x;
    int rest = n * mean;
    for (int i = 1; i < n; ++i) {
      const int value = source.between(-size, size);
      x.push_back(value);
      rest -= value;
    }
    x.push_back(rest);
    const double scale = std::ldexp(1.0, source.one_in(2) ? 0 : source.between(-5, 5));
    for (double& value : x) value *= scale;
    const double constant = source.between(-size, size) * scale;
    return std::tuple{x, constant};
  });
}

Inputs logits_and_numbers() { return generate::for_metric(Metric::softmax_mean_squared_error_gradient); }

Inputs logits_and_two_vectors() {
  return takes(logits("z"), numbers("y"), numbers("other")).from([](Source& source) {
    auto [z, y] = generate::logits_and_numbers(source);
    return std::tuple{z, y, generate::numbers(source, z.size())};
  });
}

/// Logits of common size, a step from them, and a label.
Inputs logits_step_and_label() {
  return takes(logits("z"), logits("moved"), distribution("y")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    const Vector z = generate::short_logits(source, n);
    const double step = std::ldexp(1.0, -source.between(-1, 16));
    Vector moved = z;
    for (double& x : moved) x = reference::round_to(x + source.between(-2, 2) * step, source.format());
    const Vector y = source.one_in(2) ? generate::one_hot(source, n) : generate::distribution(source, n);
    return std::tuple{z, moved, y};
  });
}

}  // namespace

/// MSE(softmax z, y): asked of r, the softmax as returned, and put right for q − r: (q−y)² = (r−y)² + (q−r)(q+r−2y).
Quantity error_after_softmax(const Vector& z, const Vector& y) {
  const std::vector<Quantity> q = softmax(z);
  const Vector r = returned(q);
  std::vector<Quantity> rounding;
  for (std::size_t i = 0; i < z.size(); ++i) rounding.push_back((q[i] - r[i]) * (q[i] + r[i] - 2 * Quantity(y[i])));
  Quantity error = mean_squared_error(r, y) + sum(rounding) / static_cast<double>(z.size());
  if (!error.text.empty()) error.text = "E(" + Hearing::current().name_of({z, 0}) + ")";
  return error;
}

namespace {

std::vector<Theorem> error() {
  return {
      {.id = "mse-nonnegative",
       .metrics = {Metric::mean_squared_error},
       .inputs = two_vectors(),
       .law = LAW(const Vector& x, const Vector& y) {
         if (x == y)
           claim(mean_squared_error(x, y) == 0);
         else
           claim(mean_squared_error(x, y) > 0);
       },
       .example = "x=1,2 y=1,4"},
      {.id = "mse-symmetric",
       .metrics = {Metric::mean_squared_error},
       .inputs = two_vectors(),
       .law =
           LAW(const Vector& x, const Vector& y) { claim(mean_squared_error(x, y) == mean_squared_error(y, x)); },
       .example = "x=1,2 y=0,4"},
      {.id = "mse-scales",
       .metrics = {Metric::mean_squared_error},
       .inputs = two_vectors_and_halvings(),
       .law = LAW(const Vector& x, const Vector& y, int k) {
         const double scale = std::ldexp(1.0, -k);
         Vector a, b;
         for (std::size_t i = 0; i < x.size(); ++i) a.push_back(times(x[i], scale)), b.push_back(times(y[i], scale));
         claim(mean_squared_error(a, b) == Quantity(scale) * scale * mean_squared_error(x, y));
       },
       .example = "x=2,4 y=0,8 k=1"},
      {.id = "mse-around-the-mean",
       .metrics = {Metric::mean_squared_error},
       .inputs = numbers_and_constant(),
       .law = LAW(const Vector& x, double c) {
         const auto n = static_cast<double>(x.size());
         double total_of_x = 0;
         for (const double value : x) total_of_x = plus(total_of_x, value);
         const double m = total_of_x / n;
         assume(times(m, n) == total_of_x);
         const Quantity off = Quantity(m) - c;
         claim(mean_squared_error(x, Vector(x.size(), c)) == mean_squared_error(x, Vector(x.size(), m)) + off * off);
       },
       .example = "x=1,5 c=0"},
  };
}

std::vector<Theorem> gradient() {
  return {
      {.id = "mse-gradient-vanishes",
       .metrics = {Metric::softmax_mean_squared_error_gradient, Metric::softmax_cross_entropy_gradient,
                   Metric::softmax},
       .inputs = some_logits_and_class(),
       .law = LAW(const Vector& z, int y) {
         const Vector target = one_hot(z.size(), y);
         const auto label = static_cast<std::size_t>(y);
         const std::vector<Quantity> q = softmax(z);
         const Quantity ce = abs(softmax_cross_entropy_gradient(z, target)[label]);
         const Quantity sse =
             static_cast<double>(z.size()) * abs(softmax_mean_squared_error_gradient(z, target)[label]);
         claim(sse <= 4 * q[label] * ce);
         claim(sse >= 2 * q[label] * ce * ce);
         claim(ce == all_but(q, label));
       },
       .example = "z=-8,0 y=0"},
      {.id = "mse-gradient-by-softmax",
       .metrics = {Metric::softmax_mean_squared_error_gradient, Metric::softmax},
       .inputs = logits_and_numbers(),
       .law = LAW(const Vector& z, const Vector& y) {
         const std::vector<Quantity> g = softmax_mean_squared_error_gradient(z, y), q = softmax(z);
         std::vector<Quantity> terms;
         for (std::size_t j = 0; j < z.size(); ++j) terms.push_back(q[j] * (q[j] - y[j]));
         const Quantity inner = sum(terms), scale = 2 / Quantity(static_cast<double>(z.size()));
         for (std::size_t i = 0; i < z.size(); ++i) claim(g[i] == scale * q[i] * (q[i] - y[i] - inner));
       },
       .example = "z=0,0 y=1,0"},
      {.id = "mse-gradient-two-targets",
       .metrics = {Metric::softmax_mean_squared_error_gradient, Metric::softmax},
       .inputs = logits_and_two_vectors(),
       .law = LAW(const Vector& z, const Vector& y, const Vector& other) {
         const std::vector<Quantity> g = softmax_mean_squared_error_gradient(z, y), q = softmax(z);
         const std::vector<Quantity> h = softmax_mean_squared_error_gradient(z, other);
         std::vector<Quantity> d, terms;
         for (std::size_t j = 0; j < z.size(); ++j) {
           d.push_back(Quantity(y[j]) - other[j]);
           terms.push_back(q[j] * d[j]);
         }
         const Quantity mean = sum(terms), scale = 2 / Quantity(static_cast<double>(z.size()));
         for (std::size_t i = 0; i < z.size(); ++i) claim(g[i] - h[i] == scale * q[i] * (mean - d[i]));
       },
       .example = "z=0,0 y=1,0 other=0,1"},
      {.id = "mse-gradient-cancels",
       .metrics = {Metric::softmax_mean_squared_error_gradient},
       .inputs = logits_and_numbers(),
       .law =
           LAW(const Vector& z, const Vector& y) { claim(sum(softmax_mean_squared_error_gradient(z, y)) == 0); },
       .example = "z=2,0 y=1,0"},
      {.id = "mse-gradient-is-the-slope",
       .metrics = {Metric::mean_squared_error, Metric::softmax, Metric::softmax_mean_squared_error_gradient},
       .inputs = logits_step_and_label(),
       .law = LAW(const Vector& z, const Vector& moved, const Vector& y) {
         for (std::size_t i = 0; i < z.size(); ++i) assume(std::isfinite(z[i]) && std::isfinite(moved[i]));
         const Quantity slope = along(softmax_mean_squared_error_gradient(z, y), z, moved);
         const Quantity gap = abs(error_after_softmax(moved, y) - error_after_softmax(z, y) - slope);
         claim(gap <= 3 * squared_distance(z, moved) / static_cast<double>(z.size()));
       },
       .example = "z=0,0 moved=1/8,0 y=1,0"},
  };
}

}  // namespace

std::vector<Theorem> squared_error_theorems() {
  std::vector<Theorem> all = error();
  std::ranges::move(gradient(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
