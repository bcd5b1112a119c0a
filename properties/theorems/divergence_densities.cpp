// Divergence of densities, ∫ p ln(p/q): what binning does to it. All but the divergences of bins is computed here, in
// interval arithmetic; the subject is asked for those.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "properties/theorems/laws.hpp"
#include "reference/interval.hpp"

namespace gibbs::properties {
namespace {

enum class Family { exponential, laplace, normal };

/// Exponential: e^(−x/scale)/scale on x ≥ 0. Laplace: e^(−|x−location|/scale)/(2·scale). Normal: of that mean and
/// standard deviation.
struct Density {
  Family family;
  Interval location, scale;
  Density mirrored() const { return {family, -location, scale}; }
};

Interval half(const Interval& x) { return x / 2; }
Interval square(const Interval& x) { return x * x; }

/// erfc falls, and MPFR rounds it correctly.
Interval erfc(const Interval& y) {
  Interval result;
  auto* raw = result.backend().data();
  mpfr_erfc(&raw->left, reference::right(y), MPFR_RNDD);
  mpfr_erfc(&raw->right, reference::left(y), MPFR_RNDU);
  return result;
}

/// P(X > location + y·scale), y ≥ 0.
Interval tail(Family family, const Interval& y) {
  switch (family) {
    case Family::exponential:
      return exp(Interval(-y));
    case Family::laplace:
      return half(exp(Interval(-y)));
    case Family::normal:
      break;
  }
  return half(erfc(y / sqrt(Interval(2))));
}

/// P(X ≤ x) and P(X > x): the smaller one without cancellation.
struct Sides {
  Interval below, above;
};
Sides sides(const Density& d, double x) {
  const Interval y = (x - d.location) / d.scale;
  if (reference::certainly_less(y, Interval(0))) {
    const Interval below = tail(d.family, -y);
    return {below, 1 - below};
  }
  const Interval above = tail(d.family, y);
  return {1 - above, above};
}

/// Masses of ]−∞, e₀], ]e₀, e₁], …, ]eₘ, ∞[.
std::vector<Interval> masses(const Density& d, const Vector& edges) {
  std::vector<Interval> result;
  Sides from{0, 1};
  for (const double x : edges) {
    const Sides to = sides(d, x);
    const bool left = reference::certainly_less(from.below, from.above);
    result.push_back(left ? to.below - from.below : from.above - to.above);
    from = to;
  }
  result.push_back(from.above);
  return result;
}

/// ∫ p ln(p/q) in nats, each integral by parts:
///   normal       ln(t/s) + (s² + (a−b)²)/2t² − ½
///   Laplace      ln(t/s) + (|a−b| + s·e^(−|a−b|/s))/t − 1, as E|X−b| = |a−b| + s·e^(−|a−b|/s)
///   exponential  the same with a = b
Interval integral(const Density& p, const Density& q) {
  const Interval &s = p.scale, &t = q.scale, distance = abs(Interval(p.location - q.location)),
                 widths = log(Interval(t / s));
  if (p.family == Family::normal) return widths + (square(s) + square(distance)) / (2 * square(t)) - Interval(0.5);
  return widths + (distance + s * exp(Interval(-distance / s))) / t - 1;
}

/// The range of (ln p/q)′ over x.
Interval slope(const Density& p, const Density& q, const Interval& x) {
  if (p.family == Family::normal) {
    const Interval u = 1 / square(q.scale), v = 1 / square(p.scale);
    return x * (u - v) - u * q.location + v * p.location;
  }
  const auto steepness = [&](const Density& d) {  // of −ln d: ±1/scale, by side
    const bool right = mpfr_lessequal_p(reference::right(d.location), reference::left(x)) != 0;
    const bool left = mpfr_lessequal_p(reference::right(x), reference::left(d.location)) != 0;
    return Interval(interval(right ? 1 : -1, left ? -1 : 1) / d.scale);
  };
  return steepness(q) - steepness(p);
}

/// What the last bin, ]T, ∞[ with masses P and Q, loses: ∫ p ln(p/q) over it, less P ln(P/Q). T lies beyond both
/// locations. Exponential tails forget where they began, so the loss is P times the divergence of exponentials. For
/// normals with y = (x−a)/s, ln p/q is quadratic in y, and Φ the tail: ∫φ = Φ, ∫yφ = φ, ∫y²φ = Φ + yφ over ]y, ∞[.
Interval tail_loss(const Density& p, const Density& q, double T, const Interval& P, const Interval& Q) {
  if (P.is_zero()) return 0;
  const Interval r = p.scale / q.scale, widths = log(r);
  if (p.family != Family::normal) return P * (r - 1 - widths);
  const Interval y = (T - p.location) / p.scale, c = (p.location - q.location) / q.scale;
  const Interval phi = exp(Interval(-half(square(y)))) / sqrt(Interval(2 * acos(Interval(-1))));
  const Interval whole = (half(square(c)) - widths) * P + c * r * phi + half(square(r) - 1) * (P + y * phi);
  return whole - P * log(Interval(P / Q));
}

/// Σ Pᵢ ln(Pᵢ/Qᵢ)
Interval divergence(const std::vector<Interval>& P, const std::vector<Interval>& Q) {
  Interval sum = 0;
  for (std::size_t i = 0; i < P.size(); ++i) {
    if (!P[i].is_zero()) sum += P[i] * log(Interval(P[i] / Q[i]));
  }
  return sum;
}

Vector rounded(const std::vector<Interval>& masses) {
  Vector p;
  for (const Interval& mass : masses)
    p.push_back(reference::round_to(reference::lower_double(mass), Hearing::current().format()));
  return p;
}

/// A rounded vector stands for the distribution p/Σp.
std::vector<Interval> normalised(const Vector& p) {
  const Quantity mass = total(p);
  std::vector<Interval> result;
  for (const double x : p) result.push_back(x / mass.value);
  return result;
}

/// Bins of width 2^−halvings out to `reach`, and one bin for each tail.
struct Bins {
  Quantity divergence;  // of the exact bins, in the unit of the case
  Quantity loss;        // at most so much below the integral
};
Bins bins(const Density& p, const Density& q, int reach, int halvings) {
  const double width = std::ldexp(1.0, -halvings);
  Vector edges;
  for (double x = p.family == Family::exponential ? 0 : -reach; x <= reach; x += width) edges.push_back(x);
  const std::vector<Interval> P = masses(p, edges), Q = masses(q, edges);

  const Vector sent_p = rounded(P), sent_q = rounded(Q);
  assume(supports(sent_q, sent_p));  // rounding may make a mass 0
  const Interval rounding = divergence(P, Q) - divergence(normalised(sent_p), normalised(sent_q));

  Interval loss = tail_loss(p, q, reach, P.back(), Q.back()) + tail_loss(p.mirrored(), q.mirrored(), reach, P[0], Q[0]);
  for (std::size_t i = 1; i < edges.size(); ++i) {
    const Interval range = slope(p, q, interval(edges[i - 1], edges[i])) * width;
    const Interval most = interval(0, reference::upper_double(Interval(abs(range))));
    loss += P[i] * square(most) / 8;
  }
  const std::string width_of_bins = fmt::format("of bins of width {}", to_fraction(width));
  return {called("D " + width_of_bins, kl_divergence(sent_p, sent_q) + Quantity(rounding, "δ") * nat()),
          called("loss " + width_of_bins, Quantity(loss, "loss") * nat())};
}

/// Two of a family, near or far, and bins that cover them more or less. Tails stay above the smallest numbers.
Inputs some_densities() {
  return takes(natural("family"), number("a"), number("s"), number("b"), number("t"), natural("reach"), natural("halvings")).from([](Source& source) {
    const bool narrow = source.format().min_exponent > -20;
    const auto family = static_cast<Family>(source.between(0, 2));
    const int furthest = family == Family::exponential ? 0 : narrow ? 2 : 8;
    const auto location = [&] { return source.between(-furthest, furthest) / 4.0; };
    const auto scale = [&] { return source.pick({0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0}); };
    const double a = location(), s = scale();
    double b = location(), t = scale();
    if (source.one_in(3)) {
      b = a, t = s + source.between(0, 2) / 64.0;
    }
    const int reach = source.between(2, narrow ? 2 : 4);
    const int halvings = source.between(0, source.one_in(4) ? 2 : 1);
    return std::tuple{static_cast<int>(family), a, s, b, t, reach, halvings};
  });
}

bool sensible(int family, double a, double s, double b, double t, int reach, int halvings) {
  const bool located = std::abs(a) <= reach && std::abs(b) <= reach && (family != 0 || (a == 0 && b == 0));
  const bool scaled = s >= 0x1p-4 && t >= 0x1p-4 && s <= 16 && t <= 16;
  return family >= 0 && family <= 2 && located && scaled && reach >= 1 && reach <= 8 && halvings >= 0 && halvings <= 4;
}

}  // namespace

std::vector<Theorem> density_theorems() {
  return {
      {.id = "kl-of-densities",
       .metrics = {Metric::kl_divergence},
       .inputs = some_densities(),
       .law = LAW(int family, double a, double s, double b, double t, int reach, int halvings) {
         assume(sensible(family, a, s, b, t, reach, halvings));
         const Density p{static_cast<Family>(family), a, s}, q{static_cast<Family>(family), b, t};
         const Quantity whole = called("∫ p log(p/q)", Quantity(integral(p, q), "∫") * nat());
         const Bins coarse = bins(p, q, reach, halvings), fine = bins(p, q, reach, halvings + 1);
         claim(coarse.divergence <= fine.divergence);
         claim(fine.divergence <= whole);
         claim(whole <= coarse.divergence + coarse.loss);
         claim(whole <= fine.divergence + fine.loss);
       },
       .example = "family=2 a=0 s=1 b=1 t=1 reach=1 halvings=0"},
  };
}

}  // namespace gibbs::properties
