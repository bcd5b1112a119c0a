// Binary floating-point formats, as parameters rather than types: every number of each is also a double.
#pragma once

#include <optional>
#include <string_view>

namespace gibbs::reference {

/// A binary format of IEEE 754 (or bfloat16): `precision` significant bits, normal exponents from `min_exponent`
/// to `max_exponent` (of 2^e · 1.xxx), gradual underflow, infinities and NaN.
struct Format {
  std::string_view name;
  int precision;
  int min_exponent;
  int max_exponent;
  bool operator==(const Format&) const = default;
};

inline constexpr Format binary64{"binary64", 53, -1022, 1023};
inline constexpr Format binary32{"binary32", 24, -126, 127};
inline constexpr Format binary16{"binary16", 11, -14, 15};
inline constexpr Format bfloat16{"bfloat16", 8, -126, 127};

/// The format in which numbers of this one are computed with: binary32 for narrower ones, else itself.
constexpr const Format& arithmetic_of(const Format& format) {
  return format.precision < binary32.precision ? binary32 : format;
}

std::optional<Format> find_format(std::string_view name);

double max_finite(const Format& format);
double min_normal(const Format& format);     // 2^min_exponent
double min_subnormal(const Format& format);  // one ulp of the smallest numbers
double epsilon(const Format& format);        // 2^(1−precision): the spacing above 1

/// Is x a number of the format (or NaN, or an infinity)?
bool representable(double x, const Format& format);
/// x rounded to nearest, ties to even (overflow gives an infinity).
double round_to(double x, const Format& format);
/// The neighbour above / below. next(max_finite) = +∞; next(+∞) = +∞; next(−0) = next(+0) = min_subnormal.
double next_up(double x, const Format& format);
double next_down(double x, const Format& format);
/// One unit in the last place at |x|: the spacing of the binade that holds it; that of the top binade for |x| beyond
/// max_finite, and min_subnormal for 0.
double ulp(double x, const Format& format);
/// The exponent e of ulp(x) = 2^e; x is not NaN.
int ulp_exponent(double x, const Format& format);

}  // namespace gibbs::reference
