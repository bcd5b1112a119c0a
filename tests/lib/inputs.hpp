// Random inputs of many kinds, those that break textbook formulas among them. The same on every machine: nothing here
// depends on a libm or on a standard library's distributions.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <gibbs/gibbs.hpp>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

namespace gibbs::test {

class Inputs {
 public:
  explicit Inputs(unsigned seed) : engine_(seed) {}

  /// Of [0, n); all as likely as can be, as n is far below 2⁶⁴.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  double between(double a, double b) { return a + (b - a) * (static_cast<double>(engine_() >> 11) * 0x1p-53); }
  /// Of any size in [2^low, 2^high).
  double sized(int low, int high) {
    const int exponent = low + static_cast<int>(below(static_cast<std::size_t>(high - low)));
    return std::ldexp(between(1, 2), exponent);
  }
  /// Mostly small, sometimes large.
  std::size_t length(std::size_t most) {
    return std::min(static_cast<std::size_t>(sized(0, static_cast<int>(std::bit_width(most)))), most);
  }

  /// Weights of some kind, not all zero.
  template <class T>
  std::vector<T> weights(std::size_t n) {
    std::vector<double> w(n);
    const std::size_t kind = below(8);
    for (std::size_t i = 0; i < n; ++i) switch (kind) {
        case 0:
          w[i] = self_information(between(0x1p-30, 1));
          break;  // Dirichlet(1, …)
        case 1:
          w[i] = sized(-43, 0);
          break;  // masses of all orders
        case 2:
          w[i] = 1;
          break;  // uniform
        case 3:
          w[i] = std::ldexp(1.0, -static_cast<int>(below(40)));
          break;  // powers of two
        case 4:
          w[i] = static_cast<double>(below(4));
          break;  // small counts with zeros
        case 5:
          w[i] = i == 0 ? 1 : sized(-72, -29);
          break;  // nearly certain
        case 6:
          w[i] = below(2) ? between(0, 1) : smallest<T>() * between(0, 1e3);
          break;  // subnormals too
        default:
          w[i] = 1 / (static_cast<double>(i + 1) * static_cast<double>(i + 1));
          break;  // a power law
      }
    std::vector<T> result(w.begin(), w.end());
    if (is_zero(result)) result[below(n)] = 1;
    shuffle(result);
    return result;
  }

  /// The same, rounded images of w/Σw.
  template <class T>
  std::vector<T> distribution(std::size_t n) {
    return normalised(weights<T>(n));
  }

  /// A partner for p: a stranger, or as near as one ulp, a permutation, a multiple, or with another support.
  template <class T>
  std::vector<T> partner(const std::vector<T>& p) {
    std::vector<T> q = p;
    switch (below(7)) {
      case 0:
        return q;
      case 1:
        for (T& x : q) x = below(3) ? x : nudged(x);
        return is_zero(q) ? p : q;  // the least number of all, alone and nudged
      case 2:
        q[below(q.size())] = nudged(q[below(q.size())]);
        return q.size() > 2 ? normalised_or(p, q) : p;
      case 3:
        shuffle(q);
        return q;
      case 4: {
        const double distance = sized(-43, -1);
        for (T& x : q) x = static_cast<T>(static_cast<double>(x) * (1 + distance * between(-1, 1)));
        return normalised_or(p, q);
      }
      case 5:
        if (q.size() > 1) q[below(q.size())] = 0;
        return normalised_or(p, q);
      default:
        return distribution<T>(p.size());
    }
  }

  /// Logits of some kind, not all masked.
  template <class T>
  std::vector<T> logits(std::size_t n) {
    constexpr double spreads[] = {0, 1e-8, 1, 15, 40, 104, 710, 746, 2e4, 1e8, 1e38, 1.7e308};
    const double spread =
        std::min(spreads[below(std::size(spreads))], static_cast<double>(std::numeric_limits<T>::max()));
    constexpr double offsets[] = {0, 0, 1, -3, 1e8, 1e-300};
    const double offset = offsets[below(std::size(offsets))];
    const bool few_levels = below(3) == 0, masks = below(4) == 0, low_sum = below(6) == 0;
    const double least = self_information(1 / static_cast<double>(n));
    std::vector<T> z(n);
    for (T& x : z) {
      const double level = few_levels ? static_cast<double>(below(3)) / 2 : between(0, 1);
      const double value = spread > 1e300 ? (level - 0.5) * 2 * spread : offset + level * spread;
      x = low_sum ? static_cast<T>(-least + (below(2) ? between(-1e-9, 1e-9) : 0))
                  : static_cast<T>(std::clamp<double>(value, -static_cast<double>(std::numeric_limits<T>::max()),
                                                      static_cast<double>(std::numeric_limits<T>::max())));
      if (masks && below(3) == 0) x = -std::numeric_limits<T>::infinity();
    }
    if (std::ranges::all_of(z, [](T x) { return std::isinf(x); })) z[0] = 0;
    return z;
  }

  /// A target for logits: one-hot, smoothed, the softmax itself (roughly), or any distribution.
  template <class T>
  std::vector<T> target(const std::vector<T>& z) {
    std::vector<T> p(z.size(), 0);
    const auto top = static_cast<std::size_t>(std::ranges::max_element(z) - z.begin());
    switch (below(5)) {
      case 0:
        p[top] = 1;
        return p;
      case 1:
        p[below(z.size())] = 1;
        return p;
      case 2:
        softmax(z, p);
        return normalised(p);
      case 3:
        for (T& x : p) x = static_cast<T>(0.1 / static_cast<double>(z.size()));
        p[top] += static_cast<T>(0.9);
        return p;
      default:
        return distribution<T>(z.size());
    }
  }

  /// Finite numbers, equal ones and extremes among them.
  template <class T>
  std::vector<T> numbers(std::size_t n) {
    const double scales[] = {1,
                             1e-3,
                             4097,
                             1e8,
                             static_cast<double>(smallest<T>()) * 100,
                             static_cast<double>(std::numeric_limits<T>::max())};
    const double scale = scales[below(std::size(scales))];
    const bool integers = below(2) == 0;
    std::vector<T> x(n);
    for (T& value : x) {
      const double factor = between(-1, 1);
      value = static_cast<T>(integers && scale > 1 && scale < 1e9 ? std::nearbyint(factor * scale) : factor * scale);
    }
    return x;
  }

 private:
  template <class T>
  static double smallest() {
    return static_cast<double>(std::numeric_limits<T>::denorm_min());
  }
  template <class T>
  void shuffle(std::vector<T>& x) {
    for (std::size_t i = x.size(); i > 1; --i) std::swap(x[i - 1], x[below(i)]);
  }
  template <class T>
  T nudged(T x) {
    return x == 0 || x == 1 ? x : std::nextafter(x, below(2) ? T{0} : T{1});
  }
  template <class T>
  static std::vector<T> normalised(std::vector<T> w) {
    double total = 0;
    for (const T x : w) total += static_cast<double>(x);
    for (T& x : w) x = static_cast<T>(static_cast<double>(x) / total);
    return w;
  }

  template <class T>
  static bool is_zero(const std::vector<T>& x) {
    return std::ranges::all_of(x, [](T value) { return value == 0; });
  }
  /// Where nothing is left to normalise: p.
  template <class T>
  static std::vector<T> normalised_or(const std::vector<T>& p, const std::vector<T>& w) {
    return is_zero(w) ? p : normalised(w);
  }

  std::mt19937_64 engine_;
};

}  // namespace gibbs::test
