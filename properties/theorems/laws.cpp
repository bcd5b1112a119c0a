#include "properties/theorems/laws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace gibbs::properties {

std::vector<std::string> parameter_names(std::string_view parameters) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < parameters.size();) {
    const std::size_t end = std::min(parameters.find(',', at), parameters.size());
    const std::string_view one = parameters.substr(at, end - at);
    names.emplace_back(one.substr(one.find_last_of(" &*") + 1));
    at = end + 1;
  }
  return names;
}

const Input& input_named(const Case& c, std::string_view name) {
  const auto found = std::ranges::find(c.inputs, name, &Input::name);
  if (found == c.inputs.end()) throw std::logic_error(fmt::format("a law takes '{}', which the case has not", name));
  return *found;
}

Inputs some_distribution() {
  return takes(distribution("p")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    return generate::distribution(source, n);
  });
}

Inputs some_exact_distribution() {
  return takes(distribution("p")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    return generate::exact_distribution(source, n);
  });
}

Inputs some_pair() {
  return takes(distribution("p"), distribution("q")).from([](Source& source) {
    auto [p, q] = generate::pair(source, generate::number_of_classes(source));
    return std::tuple{std::move(p), std::move(q)};
  });
}

Inputs some_logits_and_label() { return generate::for_metric(Metric::softmax_cross_entropy); }

Inputs some_logits_and_class() {
  return takes(logits("z"), natural("y")).from([](Source& source) {
    const Vector z = generate::logits(source, generate::number_of_classes(source));
    return std::tuple{z, static_cast<int>(source.below(z.size()))};
  });
}

Inputs some_logits() { return generate::for_metric(Metric::softmax); }

Inputs logits_and_shift() {
  return takes(logits("z"), number("c")).from([](Source& source) {
    const reference::Format& f = source.format();
    const int j = std::min(source.pick({0, 3, 7, 10, 20, 27, 40, f.max_exponent}), f.max_exponent - 5);
    const double c = std::ldexp(source.between(1, 7), j) * (source.one_in(2) ? 1 : -1);
    const double step = std::max(0x1p-3, std::ldexp(1.0, j + 4 - f.precision));
    const int reach = f.precision >= 24 && source.one_in(3) ? 8192 : 32;
    Vector z(generate::number_of_classes(source));
    for (double& x : z) x = source.between(-reach, reach) * step;
    if (generate::masks(source, z.size())) generate::mask(source, z);
    return std::tuple{z, c};
  });
}

Vector shifted(const Vector& z, double c) {
  Vector moved = z;
  for (double& x : moved) x = masked(x) ? x : plus(x, c);
  return moved;
}

bool masked(double z) { return std::isinf(z); }

std::size_t largest(const Vector& z) { return static_cast<std::size_t>(std::ranges::max_element(z) - z.begin()); }

Vector mix(const Vector& p, const Vector& q, double t) {
  assume(p.size() == q.size());
  Vector m(p.size());
  for (std::size_t i = 0; i < p.size(); ++i) m[i] = plus(times(minus(1, t), p[i]), times(t, q[i]));
  return m;
}

Vector product(const Vector& p, const Vector& q) {
  Vector w;
  w.reserve(p.size() * q.size());
  for (const double a : p)
    for (const double b : q) w.push_back(times(a, b));
  return w;
}

Vector one_hot(std::size_t n, int y) {
  assume(y >= 0 && static_cast<std::size_t>(y) < n);
  Vector p(n, 0.0);
  p[static_cast<std::size_t>(y)] = 1;
  return p;
}

Vector merged(const Vector& p, std::size_t m) {
  assume(m >= 1 && m <= p.size());
  Vector sums(m, 0.0);
  for (std::size_t i = 0; i < p.size(); ++i) sums[i % m] = plus(sums[i % m], p[i]);
  return sums;
}

Vector rotated(Vector p, int turn) {
  assume(turn >= 0 && static_cast<std::size_t>(turn) < p.size());
  std::rotate(p.begin(), p.begin() + turn, p.end());
  return p;
}
Vector reversed(Vector p) {
  std::ranges::reverse(p);
  return p;
}

Vector halfway(const Vector& p, const Vector& q, const reference::Format& format) {
  Vector m(p.size());
  for (std::size_t i = 0; i < p.size(); ++i) m[i] = reference::round_to(p[i] / 2 + q[i] / 2, format);
  return m;
}

Quantity nat() { return called("log e", log(exp(1))); }

Quantity called(std::string_view name, Quantity quantity) {
  if (!quantity.text.empty()) quantity.text = name;
  return quantity;
}

Quantity variation(const Vector& p, const Vector& q) {
  const Quantity P = total(p), Q = total(q);
  std::vector<Quantity> terms;
  for (std::size_t i = 0; i < p.size(); ++i) terms.push_back(abs(p[i] / P - q[i] / Q));
  return called("Σ∣pᵢ − qᵢ∣", sum(terms));
}

std::vector<Quantity> normalised(const Vector& p) {
  const Quantity mass = total(p);
  std::vector<Quantity> shares;
  shares.reserve(p.size());
  for (const double x : p) shares.push_back(x / mass);
  return shares;
}

Vector returned(const std::vector<Quantity>& answers) {
  Vector values;
  values.reserve(answers.size());
  for (const Quantity& answer : answers) values.push_back(answer.returned);
  return values;
}

Quantity all_but(const std::vector<Quantity>& shares, std::size_t i) {
  std::vector<Quantity> others = shares;
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
  return sum(others);
}

/// The same with a name in place of its long text.
static Quantity named(Quantity q, std::string_view before, const Vector& a, const Vector& b, std::string_view after) {
  const Hearing& hearing = Hearing::current();
  if (hearing.describing()) q.text = fmt::format("{}{} − {}{}", before, hearing.name_of({b, 0}), hearing.name_of({a, 0}), after);
  return q;
}

Quantity along(const std::vector<Quantity>& g, const Vector& a, const Vector& b) {
  std::vector<Quantity> terms;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) terms.push_back(g[i] * (Quantity(b[i]) - a[i]));
  }
  return named(sum(terms), "⟨gradient, ", a, b, "⟩");
}

Quantity squared_distance(const Vector& a, const Vector& b) {
  std::vector<Quantity> terms;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    const Quantity difference = Quantity(b[i]) - a[i];
    terms.push_back(difference * difference);
  }
  return named(sum(terms), "‖", a, b, "‖²");
}

Quantity in_nats(const Quantity& q) { return Hearing::current().unit() == Unit::nat ? q : q / log(exp(1)); }

/// One such unit in the unit of the case.
static Quantity worth(Unit unit) { return unit == Unit::nat ? nat() : log(unit == Unit::bit ? 2 : 10); }

bool alike_in_all_units(Metric metric, const std::function<Quantity()>& ask) {
  Hearing& hearing = Hearing::current();
  bool compared = false;
  for (const Unit unit : hearing.subject().description().metrics.at(metric).units) {
    if (unit == hearing.unit()) continue;
    const Quantity other = [&] {
      const InUnit spoken(unit);
      return ask();
    }();
    claim(other * worth(unit) == ask());
    compared = true;
  }
  return compared;
}

void in_order_of(const Vector& z, const std::vector<Quantity>& answers) {
  std::vector<std::size_t> order(z.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return z[i]; });
  for (std::size_t k = 1; k < order.size(); ++k) {
    const std::size_t i = order[k - 1], j = order[k];
    claim(answers[i] <= answers[j]);
    if (z[i] == z[j]) claim(answers[j] <= answers[i]);
  }
}

void equal_each(const std::vector<Quantity>& some, const std::vector<Quantity>& others) {
  for (std::size_t i = 0; i < others.size(); ++i) claim(some[i] == others[i]);
}

}  // namespace gibbs::properties
