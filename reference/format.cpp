#include "reference/format.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gibbs::reference {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The largest multiple of ulp(x) that is ≤ x, for finite x ≥ 0: rounding towards zero without a limit on the exponent.
/// Exact: the unit is a power of two, and x/unit is not subnormal unless x is.
double truncate(double x, const Format& format) { return std::trunc(x / ulp(x, format)) * ulp(x, format); }

double overflow(double x, const Format& format) { return x > max_finite(format) ? infinity : x; }

}  // namespace

std::optional<Format> find_format(std::string_view name) {
  for (const Format& format : {binary64, binary32, binary16, bfloat16}) {
    if (format.name == name) return format;
  }
  return std::nullopt;
}

double max_finite(const Format& format) {
  return std::ldexp(2 - epsilon(format), format.max_exponent);  // 1.11…1 · 2^max_exponent
}
double min_normal(const Format& format) { return std::ldexp(1, format.min_exponent); }
double min_subnormal(const Format& format) { return std::ldexp(1, format.min_exponent - format.precision + 1); }
double epsilon(const Format& format) { return std::ldexp(1, 1 - format.precision); }

bool representable(double x, const Format& format) {
  if (!std::isfinite(x)) return true;
  const double magnitude = std::fabs(x);
  return magnitude <= max_finite(format) && truncate(magnitude, format) == magnitude;
}

double round_to(double x, const Format& format) {
  if (!std::isfinite(x)) return x;
  const double magnitude = std::fabs(x);
  const double unit = ulp(x, format);
  const double below = truncate(magnitude, format);
  const double beyond = magnitude - below;  // exact: a multiple of the last bit of x, below one unit
  const bool odd = std::fmod(below, 2 * unit) != 0;
  const bool up = beyond > unit / 2 || (beyond == unit / 2 && beyond != 0 && odd);
  return std::copysign(overflow(up ? below + unit : below, format), x);
}

double next_up(double x, const Format& format) {
  if (std::isnan(x) || x == infinity) return x;
  if (x >= 0) return overflow(truncate(x, format) + ulp(x, format), format);
  // The largest magnitude of the format that is less than |x|: truncate the next smaller double.
  const double smaller = -std::nextafter(x, 0.0);
  return -std::min(truncate(smaller, format), max_finite(format));
}

double next_down(double x, const Format& format) { return -next_up(-x, format); }

int ulp_exponent(double x, const Format& format) {
  const int exponent = std::ilogb(x);  // the least int for 0, the largest for an infinity
  return std::clamp(exponent, format.min_exponent, format.max_exponent) - format.precision + 1;
}

double ulp(double x, const Format& format) { return std::isnan(x) ? x : std::ldexp(1, ulp_exponent(x, format)); }

}  // namespace gibbs::reference
