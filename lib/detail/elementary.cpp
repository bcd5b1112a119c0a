#include "lib/detail/elementary.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace gibbs::inline v0::detail {
namespace {

/// 2·atanh(s) = ln((1 + s)/(1 − s)), |s| ≤ 1/5: terms s²ᵏ⁺¹/(2k + 1) up to k = 23 leave less than 2⁻¹¹⁵ relative.
DoubleDouble twice_atanh(DoubleDouble s) {
  const DoubleDouble square = s * s;
  DoubleDouble sum{};
  for (int k = 23; k >= 1; --k) sum = square * (DoubleDouble{1, 0} / DoubleDouble{2.0 * k + 1, 0} + sum);
  return (s + s * sum) * 2.0;
}

/// For each cell of the mantissa's range a reciprocal with few bits, and minus its logarithm.
struct LogEntry {
  double reciprocal;
  DoubleDouble log;
};

double rounded_to_bits(double x, int bits) { return std::ldexp(std::nearbyint(std::ldexp(x, bits)), -bits); }

/// `cells` cells of width 1/per_unit around 1 + (i − first)/per_unit.
template <std::size_t cells>
std::array<LogEntry, cells> log_table(int first, double per_unit, int bits) {
  std::array<LogEntry, cells> table;
  for (std::size_t i = 0; i < cells; ++i) {
    const double r = rounded_to_bits(1 / (1 + (static_cast<int>(i) + first) / per_unit), bits);
    table[i] = {r, twice_atanh(DoubleDouble{1 - r, 0} / DoubleDouble{1 + r, 0})};
  }
  return table;
}

/// exp(i·ln2/4096·step), i < 64, by its Taylor series: |x| ≤ ln 2, the 31st term is below 2⁻¹²⁰.
std::array<DoubleDouble, 64> exp_table(int step) {
  std::array<DoubleDouble, 64> table;
  for (int i = 0; i < 64; ++i) {
    const DoubleDouble x = ldexp(ln2 * static_cast<double>(i * step), -12);
    DoubleDouble sum{1, 0};
    for (int k = 30; k >= 1; --k) sum = DoubleDouble{1, 0} + x * sum / DoubleDouble{static_cast<double>(k), 0};
    table[static_cast<std::size_t>(i)] = sum;
  }
  return table;
}

struct Tables {
  std::array<LogEntry, 49> coarse = log_table<49>(-16, 64, 10);    // m in [0.75, 1.5]
  std::array<LogEntry, 161> fine = log_table<161>(-80, 4096, 18);  // 1 + t, |t| ≤ 2⁻⁶ · 1.2
  std::array<DoubleDouble, 64> exp_coarse = exp_table(64);
  std::array<DoubleDouble, 64> exp_fine = exp_table(1);
  DoubleDouble third = DoubleDouble{1, 0} / DoubleDouble{3, 0};
  DoubleDouble sixth = DoubleDouble{1, 0} / DoubleDouble{6, 0};
};

/// x ≥ −½ as the index of the nearest cell; near the middle between two, either will do.
std::size_t nearest_index(double x) { return static_cast<std::size_t>(x + 0.5); }

/// The integer nearest to x, |x| < 2⁵¹: adding 1.5·2⁵² leaves no room for a fraction.
double nearest_integer(double x) { return (x + 0x1.8p52) - 0x1.8p52; }

const Tables& tables() {
  static const Tables all;
  return all;
}

}  // namespace

// t + t²·(−1/2 + t·(1/3 + (−t/4 + t²/5 − … + t⁶/9))). Relative to t, |t| ≤ 2⁻¹²: the first dropped term is t⁹/10 <
// 2⁻¹¹¹; the last bracket, in doubles, errs by less than 2⁻⁶⁵, which enters with t² as 2⁻⁸⁹; the pairs' own rounding is
// below 2⁻¹⁰² altogether. For |t| < 2⁻¹²·⁶ as in log it is 2⁻⁹¹ relative to t.
DoubleDouble log1p_small(DoubleDouble t) {
  const double x = t.hi;
  const double rest = x * (-1.0 / 4 + x * (1.0 / 5 - x * (1.0 / 6 - x * (1.0 / 7 - x * (1.0 / 8 - x * (1.0 / 9))))));
  const DoubleDouble& third = tables().third;
  const DoubleDouble cubic = fast_two_sum(third.hi, third.lo + rest);
  return t + t * t * (t * cubic + -0.5);
}

// x = 2ᵏ·m, m in [0.75, 1.5); r₁·m = 1 + t₁, r₂·(1 + t₁) = 1 + t₂ with |t₂| < 2⁻¹²·⁶; then
// ln x = k·ln 2 − ln r₁ − ln r₂ + ln(1 + t₂). Near x = 1 (k = 0, r₁ = r₂ = 1) all steps are exact but the last.
// Elsewhere |ln x| is at least a fourth of the largest summand, and at least 2⁻¹³ where r₂ ≠ 1, 2⁻⁷·² where r₁ ≠ 1: the
// steps' own errors, 2⁻¹⁰⁵ of t₁ (≤ 2⁻⁶), of the tables and of k·ln 2, stay below 2⁻⁹⁷ of the result.
DoubleDouble log(DoubleDouble x) {
  int k = 0;
  if (x.hi < 0x1p-960) {
    x = ldexp(x, 128);
    k = -128;
  }
  auto bits = std::bit_cast<std::uint64_t>(x.hi);
  const bool upper_half = (bits >> 51) & 1;
  const int exponent = static_cast<int>(bits >> 52) - 1023 + upper_half;
  k += exponent;
  bits = (bits & 0xfffffffffffff) | (upper_half ? 0x3fe0000000000000 : 0x3ff0000000000000);
  const DoubleDouble m{std::bit_cast<double>(bits), x.lo == 0 ? 0 : std::ldexp(x.lo, -exponent)};
  const Tables& t = tables();
  const LogEntry& coarse = t.coarse[nearest_index(m.hi * 64 - 48)];
  const DoubleDouble product = two_prod(coarse.reciprocal, m.hi);
  const DoubleDouble t1 = two_sum(product.hi - 1, product.lo) + two_prod(coarse.reciprocal, m.lo);
  const LogEntry& fine = t.fine[nearest_index(t1.hi * 4096 + 80)];
  const DoubleDouble t2 = t1 * fine.reciprocal + (fine.reciprocal - 1);
  const DoubleDouble tail = fine.log + log1p_small(t2);
  return (ln2 * static_cast<double>(k) + coarse.log) + tail;
}

// x = (4096·k + 64·i + j)·ln2/4096 + r, |r| ≤ ln2/8192 < 2⁻¹³·⁵, up to the error of ln 2, which is |x|·2⁻¹⁰⁷ < 2⁻⁹⁸ for
// |x| ≤ 745 and is charged to the caller's argument beyond. exp r = 1 + r + r²·(½ + r·(1/6 + r/24 + …)): the doubles in
// the last bracket enter with r³·2⁻⁵³⁻¹⁸ < 2⁻¹¹⁰; the first dropped term is r⁸/8! < 2⁻¹²². Six products and the tables
// then err by less than 2⁻¹⁰⁰.
ScaledDoubleDouble exp(DoubleDouble x) {
  const double cells = nearest_integer(x.hi * (4096 / ln2.hi));
  const DoubleDouble r = (x - two_prod(cells, ln2.hi * 0x1p-12)) - two_prod(cells, ln2.lo * 0x1p-12);
  const double h = r.hi;
  const double rest = h * (1.0 / 24 + h * (1.0 / 120 + h * (1.0 / 720 + h * (1.0 / 5040))));
  const Tables& t = tables();
  const DoubleDouble cubic = t.sixth + rest;
  const DoubleDouble small = r + r * r * (r * cubic + 0.5);
  const auto cell = static_cast<std::int64_t>(cells);
  const DoubleDouble scale =
      t.exp_coarse[static_cast<std::size_t>((cell >> 6) & 63)] * t.exp_fine[static_cast<std::size_t>(cell & 63)];
  return {scale + scale * small, static_cast<int>(cell >> 12)};
}

}  // namespace gibbs::inline v0::detail
