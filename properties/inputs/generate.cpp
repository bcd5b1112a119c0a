// Distributions, pairs of them, and joint tables.
#include "properties/inputs/generate.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "properties/inputs/portable.hpp"

namespace gibbs::properties::generate {
namespace {

using Whole = std::uint64_t;

/// Weights of a Dirichlet distribution of concentration α: Γ(α) variates, by U^(1/α) below 1 (their order of magnitude
/// is what matters there) and by Wilson and Hilferty's cube above.
Values dirichlet(Source& source, std::size_t n, double alpha) {
  Values weights(n);
  for (double& w : weights) {
    if (alpha < 1) {
      w = exponential(std::max(logarithm(source.fraction()) / alpha, -700.0));
    } else {
      const double root = 1 - 1 / (9 * alpha) + bell(source) / (3 * std::sqrt(alpha));
      w = std::max(root * root * root, 0x1p-30);
    }
  }
  return weights;
}

/// i^(−s) for s = ½, 1, 2, 3.
Values power_law(Source& source, std::size_t n) {
  const int kind = source.between(0, 3);
  Values weights(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double x = static_cast<double>(i + 1);
    weights[i] = 1 / (kind == 0 ? std::sqrt(x) : kind == 1 ? x : kind == 2 ? x * x : x * x * x);
  }
  return weights;
}

/// Whole counts near weight/Σweight·total, the largest taking up what rounding down leaves.
std::vector<Whole> apportion(const Values& weights, Whole total) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<Whole> counts(weights.size());
  Whole left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    counts[i] = std::min(left, static_cast<Whole>(weights[i] / sum * static_cast<double>(total) * (1 - 0x1p-40)));
    left -= counts[i];
  }
  *std::ranges::max_element(counts) += left;
  return counts;
}

template <class T>
void shuffle(Source& source, std::vector<T>& values) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[source.below(i)]);
}

std::vector<Whole> nearly_one_hot(Source& source, std::size_t n, Whole total) {
  std::vector<Whole> counts(n, 0);
  Whole& hot = counts[source.below(n)];
  hot = total;
  for (Whole& c : counts) {
    if (&c == &hot || source.one_in(3)) continue;
    const Whole some = std::min(hot / 2, Whole{1} + source.below(4));
    c += some;
    hot -= some;
  }
  return counts;
}

int draw_k(Source& source) {
  const int top = std::min(source.format().precision, 53);
  if (source.one_in(3)) return std::min(top, source.between(1, 5));
  return source.pick({std::min(top, 10), std::min(top, 20), top - 1, top, top});
}

/// A mass so small that adding it to a distribution does not change how the others round: its correctly rounded image.
/// Subnormal ones are multiples of 4 ulp, so that halves and quarters of them are numbers too, unless finer ones are asked
/// for.
double tiny(Source& source) {
  const reference::Format& f = source.format();
  if (source.finest() && source.one_in(4)) return reference::min_subnormal(f) * source.between(1, 2);
  const double step = reference::min_subnormal(f) * 4;
  if (source.one_in(2)) {
    return step * static_cast<double>(1 + source.below(f.precision > 24 ? 1000 : 4));
  }
  const int exponent = source.between(f.min_exponent + 2, -f.precision - 3);
  return std::ldexp(1 + static_cast<double>(source.below(8)) / 8, std::min(exponent, -f.precision - 3));
}

bool range_has_room(const reference::Format& f) { return f.min_exponent + 4 < -f.precision - 3; }

/// At least two classes have a mass. Only such vectors get tiny masses: the tiny ones then decide whether a formula
/// overflows or underflows on its way, but not the size of the result, which would ask a thousand bits of everybody.
bool uncertain(const Values& p) { return std::ranges::count_if(p, [](double x) { return x > 0; }) > 1; }

/// Puts tiny masses where there are none.
void sprinkle_tiny(Source& source, Values& p) {
  if (!range_has_room(source.format())) return;
  int budget = 3;
  for (double& x : p) {
    if (x == 0 && budget > 0 && source.one_in(2)) x = tiny(source), --budget;
  }
}

/// Correctly rounded image of counts over a total that is no power of two (both are exact, so one division rounds once;
/// rounding on to a narrower format is innocuous, as 53 ≥ 2·24 + 2).
Values rounded_image(Source& source, std::size_t n) {
  const Whole total = (Whole{1} << 40) + source.below(Whole{1} << 40) * 2 + 1;
  const Values weights = source.one_in(3) ? power_law(source, n) : dirichlet(source, n, source.pick({0.05, 0.5, 1.0, 1.0, 10.0, 1000.0}));
  Values p;
  for (const Whole c : apportion(weights, total)) {
    p.push_back(reference::round_to(static_cast<double>(c) / static_cast<double>(total), source.format()));
  }
  return p;
}

/// Moves single counts or powers of two of them between classes: relative distance from 10⁻³ down to one ulp. Closely:
/// between classes that have some, and within the square root of ε, where the square of the distance is lost.
Counts nudged(Source& source, Counts c, bool closely) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < c.counts.size(); ++i) {
    if (!closely || c.counts[i] > 0) places.push_back(i);
  }
  if (places.size() < 2) return c;
  for (int moves = source.between(1, 3); moves > 0; --moves) {
    const std::size_t i = source.pick(places), j = source.pick(places);
    const int width = static_cast<int>(std::bit_width(closely ? std::min(c.counts[i], c.counts[j]) : c.counts[i]));
    if (i == j || width == 0) continue;
    const Whole some = Whole{1} << source.between(0, std::max(0, closely ? width - c.k / 2 - 4 : width - 11));
    c.counts[i] -= some;
    c.counts[j] += some;
  }
  return c;
}

}  // namespace

std::pair<Values, Values> near_pair(Source& source, std::size_t n) {
  Counts p = counts(source, n, std::min(source.format().precision, 53));
  Counts q = nudged(source, p, true);
  const auto possible = [](Whole count) { return count > 0; };
  if (p.counts == q.counts || !std::ranges::equal(p.counts, q.counts, {}, possible, possible)) {
    // One class has all, the moves took each other back, or one took all that there was.
    std::ranges::fill(p.counts, Whole{0});
    p.counts[0] = p.counts[1] = Whole{1} << (p.k - 1);
    q = p;
    ++q.counts[0], --q.counts[1];
  }
  return {over_power_of_two(p), over_power_of_two(q)};
}

std::pair<Values, Values> disjoint_pair(Source& source, std::size_t n, int k) {
  std::vector<std::size_t> places(n);
  std::iota(places.begin(), places.end(), std::size_t{0});
  shuffle(source, places);
  const std::size_t split = 1 + source.below(n - 1);
  const Values left = exact_distribution(source, split, k), right = exact_distribution(source, n - split, k);
  Values p(n, 0.0), q(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) (i < split ? p : q)[places[i]] = i < split ? left[i] : right[i - split];
  return {p, q};
}

Counts counts(Source& source, std::size_t n, int k) {
  if (k == 0) k = draw_k(source);
  const Whole total = Whole{1} << k;
  switch (source.between(0, 8)) {
    case 0: return {apportion(Values(n, 1.0), total), k};  // uniform, or as near as n allows
    case 1: {  // one-hot
      std::vector<Whole> counts(n, 0);
      counts[source.below(n)] = total;
      return {counts, k};
    }
    case 2: return {nearly_one_hot(source, n, total), k};  // nearly one-hot
    case 3: {  // with zeros
      Values weights = dirichlet(source, n, 1);
      for (double& w : weights) w = source.one_in(2) ? 0 : w;
      weights[source.below(n)] = 1;
      return {apportion(weights, total), k};
    }
    case 4: {  // power law
      auto result = apportion(power_law(source, n), total);
      if (source.one_in(2)) shuffle(source, result);
      return {result, k};
    }
    case 5: {  // powers of two
      std::vector<Whole> counts(n, 0);
      Whole left = total;
      for (std::size_t i = 0; i + 1 < n && left > 1; ++i) counts[i] = left / 2, left -= left / 2;
      counts[n - 1] += left;
      shuffle(source, counts);
      return {counts, k};
    }
    default: {  // Dirichlet
      return {apportion(dirichlet(source, n, source.pick({0.001, 0.01, 0.1, 0.3, 1.0, 1.0, 10.0, 100.0, 1000.0})), total), k};
    }
  }
}

Values over_power_of_two(const Counts& c) {
  Values p;
  for (const Whole count : c.counts) p.push_back(std::ldexp(static_cast<double>(count), -c.k));
  return p;
}

Values exact_distribution(Source& source, std::size_t n, int k) { return over_power_of_two(counts(source, n, k)); }

Values distribution(Source& source, std::size_t n) {
  if (source.one_in(4)) return rounded_image(source, n);
  Values p = exact_distribution(source, n);
  if (source.one_in(4) && uncertain(p)) sprinkle_tiny(source, p);
  return p;
}

std::pair<Values, Values> exact_pair(Source& source, std::size_t n, int k) {
  Counts p = counts(source, n, k);
  const Values first = over_power_of_two(p);
  switch (source.between(0, 7)) {
    case 0: return {first, first};  // equal
    case 1:
      if (k == 0 && n > 1) return near_pair(source, n);
      return {first, over_power_of_two(nudged(source, p, true))};
    case 2: return {first, over_power_of_two(nudged(source, p, false))};  // near
    case 3:  // permuted
      shuffle(source, p.counts);
      return {first, over_power_of_two(p)};
    case 4:
      if (n > 1) return disjoint_pair(source, n, k);
      [[fallthrough]];
    default: return {first, exact_distribution(source, n, k)};  // unrelated
  }
}

std::pair<Values, Values> pair(Source& source, std::size_t n) {
  if (source.one_in(5)) {
    Values p = rounded_image(source, n);
    return {p, source.one_in(4) ? p : rounded_image(source, n)};
  }
  auto [p, q] = exact_pair(source, n);
  if (p != q && uncertain(p)) {
    if (source.one_in(3)) sprinkle_tiny(source, q);
    if (source.one_in(5)) sprinkle_tiny(source, p);
  }
  return {p, q};
}

Values joint(Source& source, std::size_t rows, std::size_t columns) {
  const int half = std::min(source.format().precision, 53) / 2;
  switch (source.between(0, 5)) {
    case 0: {  // independent
      const Values r = exact_distribution(source, rows, source.between(1, half));
      const Values c = exact_distribution(source, columns, source.between(1, half));
      Values w;
      for (const double a : r)
        for (const double b : c) w.push_back(a * b);
      return w;
    }
    case 1: {  // deterministic
      const Values r = exact_distribution(source, rows);
      Values w(rows * columns, 0.0);
      for (std::size_t i = 0; i < rows; ++i) w[i * columns + source.below(columns)] = r[i];
      return w;
    }
    case 2:
      if (rows > 2 && columns > 2) {
        // One cell alone in its row and its column, so small that the product of its marginals is no number.
        Values w(rows * columns, 0.0);
        w[0] = std::ldexp(1.0, source.format().min_exponent / 2 - source.format().precision);
        w[columns + 1] = w[2 * columns + 2] = 0.5;
        return w;
      }
      [[fallthrough]];
    default: {  // dependent
      const bool one_line = rows == 1 || columns == 1;  // independent, whatever the masses
      return one_line || source.one_in(2) ? exact_distribution(source, rows * columns) : rounded_image(source, rows * columns);
    }
  }
}

double probability(Source& source) {
  const reference::Format& f = source.format();
  switch (source.between(0, 6)) {
    case 0: return 1;  // probability 1
    case 1: return 1 - std::ldexp(static_cast<double>(1 + source.below(7)), -std::min(f.precision, 53));  // near 1
    case 2: return std::ldexp(1.0, -source.between(1, -f.min_exponent));  // power of two
    case 3:
      if (range_has_room(f)) return tiny(source);
      [[fallthrough]];
    case 4: return static_cast<double>(source.between(1, 15)) / 16;  // short fraction
    default: return reference::round_to(source.fraction(), f);  // common probability
  }
}

double weight(Source& source) { return source.between(1, 15) / 16.0; }

Values one_hot(Source& source, std::size_t n) {
  Values p(n, 0.0);
  p[source.below(n)] = 1;
  return p;
}

}  // namespace gibbs::properties::generate
