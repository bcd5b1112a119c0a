#include "properties/judge/accuracy.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// returned + [−down, up]/2, exactly (down and up are gaps of the format, so the sum has few bits).
Interval around(double returned, double down, double up, bool halved) {
  Interval result;
  auto* raw = result.backend().data();
  mpfi_interv_d(raw, -down, up);
  if (halved) mpfi_div_2ui(raw, raw, 1);
  mpfi_add_d(raw, raw, returned);
  return result;
}

/// K ulps of the exact value x, for the largest |x| with |returned − x| ≤ K ulp(x). As ulp(x) ≤ max(ε|x|, η) with η
/// the smallest subnormal, |x| ≤ max(|r|/(1−Kε), |r| + Kη); a claim with Kε ≥ 1 says nothing.
double ulp_radius(double returned, double k, const Format& format) {
  const double slack = k * epsilon(format);
  if (slack >= 1) return infinity;
  const double largest = std::max(std::abs(returned) / (1 - slack),
                                  std::abs(returned) + k * min_subnormal(format));
  return std::nextafter(k * reference::ulp(std::nextafter(largest, infinity), format), infinity);
}

/// From where rounding overflows; `faithful` may return infinity for anything above the largest number.
Interval implied_by_infinity(double returned, const Accuracy& accuracy, const Format& format) {
  const double top = reference::max_finite(format);
  const Interval edge = around(top, 0, reference::ulp(top, format), true);  // upper end: where rounding overflows
  Interval result;
  mpfi_interv_d(result.backend().data(), top, infinity);
  if (accuracy.level != Accuracy::Level::faithful) {
    mpfr_set(&result.backend().data()->left, &edge.backend().data()->right, MPFR_RNDD);
  }
  return returned > 0 ? result : Interval(-result);
}

}  // namespace

Interval interval(double low, double high) {
  Interval result;
  mpfi_interv_d(result.backend().data(), low, high);
  return result;
}

bool certainly_less(const Interval& a, const Interval& b) {
  return mpfr_less_p(&a.backend().data()->right, &b.backend().data()->left) != 0;
}

bool certainly_at_most(const Interval& a, const Interval& b) {
  return mpfr_lessequal_p(&a.backend().data()->right, &b.backend().data()->left) != 0;
}

Interval implied_enclosure(double returned, const Accuracy& accuracy, const Format& format, double radius) {
  if (std::isinf(returned)) return implied_by_infinity(returned, accuracy, format);
  const double up = reference::next_up(returned, format);
  const double down = reference::next_down(returned, format);
  // Beyond the largest number the gap is that of its own binade: rounding overflows half of it further on.
  const double gap = reference::ulp(returned, format);
  const double above = std::isinf(up) ? gap : up - returned;
  const double below = std::isinf(down) ? gap : returned - down;
  switch (accuracy.level) {
    case Accuracy::Level::correct: return around(returned, below, above, true);
    case Accuracy::Level::faithful:  // the neighbour of the largest number is infinity
      return around(returned, std::isinf(down) ? infinity : below, std::isinf(up) ? infinity : above, false);
    case Accuracy::Level::ulp: {
      const double reach = ulp_radius(returned, accuracy.ulps, format);
      return around(returned, reach, reach, false);
    }
    case Accuracy::Level::stable: break;
  }
  return around(returned, radius, radius, false);
}

bool contradicts(const reference::Assessment& a, double returned, const Accuracy& accuracy, double radius) {
  if (std::isnan(returned)) return true;
  if (!a.exact.decided) return false;
  if (returned == a.exact.nearest) return false;  // −0 counts as 0: see is_wrong_zero()
  switch (accuracy.level) {
    case Accuracy::Level::correct: return a.ulps.lower > 0.5;  // see is_wrong_tie()
    case Accuracy::Level::faithful: return returned != a.exact.below && returned != a.exact.above;
    case Accuracy::Level::ulp: return a.ulps.lower > accuracy.ulps;
    case Accuracy::Level::stable: break;
  }
  return a.error.lower > radius;
}

std::vector<double> allowed_errors(const Question& question, std::span<const double> returned, const Format& format) {
  std::vector<double> radius = reference::stable_radius(question, format);
  if (reference::arithmetic_of(format) == format) return radius;
  for (std::size_t i = 0; i < radius.size(); ++i) {
    if (!std::isinf(returned[i])) radius[i] += reference::ulp(returned[i], format) / 2;
  }
  return radius;
}

bool says_nothing(const Accuracy& accuracy, double radius, double breadth, const Format& format) {
  switch (accuracy.level) {
    case Accuracy::Level::correct:
    case Accuracy::Level::faithful: return false;
    case Accuracy::Level::ulp: return accuracy.ulps * epsilon(format) >= 1;  // see ulp_radius()
    case Accuracy::Level::stable: break;
  }
  return std::isinf(radius) || radius >= breadth;
}

double share_of_bound(const reference::Assessment& a, const Accuracy& accuracy, double radius) {
  if (a.error.lower == 0) return 0;
  switch (accuracy.level) {
    case Accuracy::Level::correct: return a.ulps.lower / 0.5;
    case Accuracy::Level::faithful: return a.ulps.lower;
    case Accuracy::Level::ulp: return a.ulps.lower / accuracy.ulps;
    case Accuracy::Level::stable: break;
  }
  return a.error.lower / radius;
}

double felt_error(const reference::Assessment& a) {
  return std::isinf(a.error.lower) ? a.error.lower : a.error.lower / std::max(1.0, std::abs(a.exact.nearest));
}

std::string how_far_off(double ulps) {
  if (std::isinf(ulps)) return "infinitely far off";
  if (ulps > 1e308) return "more than 10³⁰⁸ ulp off";  // a bound at the end of the range of doubles
  return fmt::format("{:.4g} ulp off", ulps);
}

bool is_wrong_zero(const reference::Assessment& a, double returned) {
  return returned == 0 && std::signbit(returned) && a.exact.decided && a.exact.below == 0 && a.exact.above == 0;
}

bool is_wrong_tie(const reference::Assessment& a, double returned) {
  return a.exact.decided && returned != a.exact.nearest && a.ulps.lower <= 0.5;
}

}  // namespace gibbs::properties
