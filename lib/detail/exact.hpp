// What is decided exactly: rounding of rationals, and relations between logarithms. Private to last_stage.cpp.
#pragma once

#include <limits>
#include <map>
#include <vector>

#include "lib/detail/big.hpp"

namespace gibbs::inline v0::detail {

/// num/den·2^exponent, den > 0, plus an infinitesimal of the sign of `nudge`.
struct Rational {
  Integer num{};
  Integer den{1};
  std::int64_t exponent = 0;
  int nudge = 0;
};

/// x·2¹⁰⁷⁴, an integer for every finite double.
inline Integer scaled(double x) {
  const auto [m, e] = dyadic(x);
  const std::int64_t shift = e + 1074;
  return shift >= 0 ? Integer(m << static_cast<unsigned>(shift))
                    : Integer(m / (Integer(1) << static_cast<unsigned>(-shift)));
}

/// The number of format T nearest to x, ties to even; a zero is +0.
template <class T>
T nearest(const Rational& x) {
  using Limits = std::numeric_limits<T>;
  if (x.num == 0) return 0;
  const int sign = x.num < 0 ? -1 : 1;
  const Integer num = abs(x.num);
  const std::int64_t shift = std::max<std::int64_t>(0, 66 + bits(x.den) - bits(num));
  Integer quotient, remainder;
  divide_qr(Integer(num << static_cast<unsigned>(shift)), x.den, quotient, remainder);
  const std::int64_t unit = x.exponent - shift, top = bits(quotient) - 1 + unit;
  if (top >= Limits::max_exponent) return static_cast<T>(sign) * Limits::infinity();
  // The result's last place is 2^last; the quotient has at least 66 bits, so something is dropped.
  const std::int64_t last = std::max<std::int64_t>(top, Limits::min_exponent - 1) - (Limits::digits - 1);
  const std::int64_t drop = last - unit;
  if (drop > bits(quotient)) return 0;
  const auto d = static_cast<unsigned>(drop);
  auto kept = (quotient >> d).convert_to<std::int64_t>();
  const Integer half = Integer(1) << (d - 1);
  const int order = Integer(quotient & ((Integer(1) << d) - 1)).compare(half);
  const int beyond = order != 0 ? order : remainder != 0 ? 1 : sign * x.nudge;
  kept += beyond > 0 || (beyond == 0 && (kept & 1));
  return static_cast<T>(sign) * static_cast<T>(std::ldexp(static_cast<double>(kept), static_cast<int>(last))) + T{0};
}

/// (Σ weight·ln argument)/total with integers, arguments and total > 0. Equal arguments are one term.
struct LogSum {
  std::map<Integer, Integer> weights{};  // by argument
  Integer total{1};

  void add(const Integer& weight, const Integer& argument) { weights[argument] += weight; }
};

/// Pairwise coprime numbers > 1 of which all `numbers` (odd, > 1) are products.
inline std::vector<Integer> coprime_base(std::vector<Integer> numbers) {
  std::vector<Integer> base;
  while (!numbers.empty()) {
    Integer x = std::move(numbers.back());
    numbers.pop_back();
    for (std::size_t i = 0; i < base.size() && x != 1; ++i) {
      const Integer g = gcd(x, base[i]);
      if (g == 1) continue;
      // x·b becomes g, x/g, b/g, a smaller product: this ends.
      for (const Integer& part : {g, Integer(x / g), Integer(base[i] / g)})
        if (part != 1) numbers.push_back(part);
      base.erase(base.begin() + static_cast<std::ptrdiff_t>(i));
      x = 1;
    }
    if (x != 1) base.push_back(std::move(x));
  }
  return base;
}

/// Is Σ weight·ln argument = 0, that is Π argument^weight = 1? Powers of pairwise coprime numbers > 1 are independent,
/// so the sum vanishes exactly when the total exponent of 2 and of each member of a coprime base does.
inline bool vanishes(const LogSum& sum) {
  Integer twos = 0;
  LogSum odd;
  for (const auto& [argument, weight] : sum.weights) {
    const auto two = static_cast<unsigned>(boost::multiprecision::lsb(argument));
    twos += weight * two;
    odd.add(weight, argument >> two);
  }
  if (twos != 0) return false;
  std::vector<Integer> numbers;
  for (const auto& [argument, weight] : odd.weights)
    if (argument != 1 && weight != 0) numbers.push_back(argument);
  for (const Integer& member : coprime_base(numbers)) {
    Integer exponent = 0;
    for (const Integer& argument : numbers)
      for (Integer x = argument; x % member == 0; x /= member) exponent += odd.weights[argument];
    if (exponent != 0) return false;
  }
  return true;
}

/// Σ coefficient·exp(exponent·2⁻¹⁰⁷⁴), by exponent.
using ExponentialSum = std::map<Integer, Integer>;

inline void add(ExponentialSum& sum, const ExponentialSum& x, const Integer& factor) {
  for (const auto& [exponent, coefficient] : x) sum[exponent] += factor * coefficient;
}
inline ExponentialSum operator*(const ExponentialSum& x, const ExponentialSum& y) {
  ExponentialSum product;
  for (const auto& [ex, cx] : x)
    for (const auto& [ey, cy] : y) product[ex + ey] += cx * cy;
  return product;
}

/// Its sign. By Lindemann–Weierstrass it is 0 only if every coefficient is, so the search for precision ends.
inline int sign(ExponentialSum sum) {
  std::erase_if(sum, [](const auto& entry) { return entry.second == 0; });
  if (sum.empty()) return 0;
  const Integer top = sum.rbegin()->first;
  for (std::int64_t extra = 0;; extra = 2 * extra + 256) {
    const ExtraPrecision more(extra);
    Big value{};
    for (const auto& [exponent, coefficient] : sum)
      value = value + Big(coefficient, 0, 0) * exp(Big(Integer(exponent - top), 0, -1074));
    if (abs(value.m) > value.r) return value.m.sign();
  }
}

}  // namespace gibbs::inline v0::detail
