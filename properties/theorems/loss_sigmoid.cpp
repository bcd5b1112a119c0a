// The loss of two classes: a softmax with one logit fixed at 0.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

double some_logit(Source& source) {
  return source.one_in(40) ? -std::numeric_limits<double>::infinity() : generate::logit(source);
}

/// y: certain, undecided, or with so few bits that 1 − y is free of error.
double label(Source& source) {
  if (source.one_in(2)) return source.pick({0.0, 1.0, 0.5});
  if (source.one_in(2)) return generate::weight(source);
  const int bits = source.between(1, source.format().precision);
  return std::ldexp(static_cast<double>(source.below((std::uint64_t{1} << bits) + 1)), -bits);
}

Inputs logit_and_label() {
  return takes(logit("z"), probability("y")).from([](Source& source) {
    return std::tuple{some_logit(source), label(source)};
  });
}

Inputs logit_move_and_label() {
  return takes(logit("z"), logit("moved"), probability("y")).from([](Source& source) {
    const double z = generate::logit(source);
    const double step = (source.one_in(2) ? 1 : -1) * std::ldexp(1.0, -source.between(-2, 20));
    const double moved = source.one_in(3) ? generate::logit(source) : reference::round_to(z + step, source.format());
    const double y = source.one_in(2) ? label(source) : generate::probability(source);
    return std::tuple{z, moved, y};
  });
}

Inputs logit_and_two_labels() {
  return takes(logit("z"), probability("y"), probability("other")).from([](Source& source) {
    return std::tuple{some_logit(source), label(source), label(source)};
  });
}

/// The loss or its slope, whichever this case is about.
Quantity asked(double z, double y) { return ask(Hearing::current().metric(), {{{z}}, {{y}}})[0]; }
bool asks_for_slope() { return Hearing::current().metric() == Metric::sigmoid_cross_entropy_gradient; }

/// −y ln y − (1−y) ln(1−y): the entropy of a coin, in nats.
Quantity coin_entropy(double y) {
  if (y == 0 || y == 1) return 0.0;
  const Quantity other = 1 - Quantity(y);
  return called("h(y)", -(y * ln(y)) - other * ln(other));
}

}  // namespace

std::vector<Theorem> sigmoid_theorems() {
  return {
      {.id = "sigmoid-exceeds-entropy",
       .metrics = {Metric::sigmoid_cross_entropy},
       .inputs = logit_and_label(),
       .law = LAW(double z, double y) {
         claim(sigmoid_cross_entropy(z, y) >= 0);
         claim(sigmoid_cross_entropy(z, y) >= coin_entropy(y));
       },
       .example = "z=0 y=1/4"},
      {.id = "sigmoid-gradient-bounded",
       .metrics = {Metric::sigmoid_cross_entropy_gradient},
       .inputs = logit_and_label(),
       .law = LAW(double z, double y) {
         const Quantity g = sigmoid_cross_entropy_gradient(z, y);
         claim(g >= -Quantity(y));
         claim(g <= 1 - Quantity(y));
         if (std::isinf(z)) claim(g == -Quantity(y));
         if (z == 0) claim(g == 0.5 - Quantity(y));
       },
       .example = "z=-inf y=1"},
      {.id = "sigmoid-is-two-class-softmax",
       .metrics = {Metric::sigmoid_cross_entropy, Metric::softmax_cross_entropy},
       .inputs = logit_and_label(),
       .law = LAW(double z, double y) {
         claim(sigmoid_cross_entropy(z, y) == softmax_cross_entropy({z, 0}, {y, minus(1, y)}));
       },
       .example = "z=2 y=1"},
      {.id = "sigmoid-gradient-is-softmax-gradient",
       .metrics = {Metric::sigmoid_cross_entropy_gradient, Metric::softmax_cross_entropy_gradient},
       .inputs = logit_and_label(),
       .law = LAW(double z, double y) {
         claim(sigmoid_cross_entropy_gradient(z, y) == softmax_cross_entropy_gradient({z, 0}, {y, minus(1, y)})[0]);
       },
       .example = "z=2 y=1"},
      {.id = "sigmoid-symmetric",
       .metrics = {Metric::sigmoid_cross_entropy, Metric::sigmoid_cross_entropy_gradient},
       .inputs = logit_and_label(),
       .law = LAW(double z, double y) {
         assume(std::isfinite(z));
         const Quantity here = asked(z, y), there = asked(-z, minus(1, y));
         claim(there == (asks_for_slope() ? -here : here));
       },
       .example = "metric=sigmoid_cross_entropy z=3 y=1/4",
       .each = each_metric},
      {.id = "sigmoid-gradient",
       .metrics = {Metric::sigmoid_cross_entropy, Metric::sigmoid_cross_entropy_gradient},
       .inputs = logit_move_and_label(),
       .law = LAW(double z, double moved, double y) {
         assume(std::isfinite(z) && std::isfinite(moved));
         const Quantity g = sigmoid_cross_entropy_gradient(z, y);
         claim(g + y == 1 / (1 + exp(-z)));
         claim(1 - Quantity(y) - g == 1 / (1 + exp(z)));
         claim(sigmoid_cross_entropy(moved, y) >= sigmoid_cross_entropy(z, y) + g * (Quantity(moved) - z));
       },
       .example = "z=2 moved=1 y=0"},
      {.id = "sigmoid-two-labels",
       .metrics = {Metric::sigmoid_cross_entropy, Metric::sigmoid_cross_entropy_gradient},
       .inputs = logit_and_two_labels(),
       .law = LAW(double z, double y, double other) {
         assume(std::isfinite(z));
         const double rate = asks_for_slope() ? 1 : z;
         claim(asked(z, y) + Quantity(y) * rate == asked(z, other) + Quantity(other) * rate);
       },
       .example = "metric=sigmoid_cross_entropy z=2 y=1 other=0",
       .each = each_metric},
  };
}

}  // namespace gibbs::properties
