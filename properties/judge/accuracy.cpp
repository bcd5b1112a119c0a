#include "properties/judge/accuracy.hpp"

#include <algorithm>
#include <charconv>
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

Interval implied_by_infinity(double returned, const Format& format) {
  const double top = reference::max_finite(format);
  const Interval edge = around(top, 0, reference::ulp(top, format), true);  // upper end: where rounding overflows
  Interval result;
  mpfi_interv_d(result.backend().data(), top, infinity);
  mpfr_set(&result.backend().data()->left, &edge.backend().data()->right, MPFR_RNDD);
  return returned > 0 ? result : Interval(-result);
}

}  // namespace

namespace {
constexpr std::string_view input_forms[] = {"probabilities", "counts", "labels"};
}

std::string_view to_string(InputForm form) { return input_forms[static_cast<std::size_t>(form)]; }

std::optional<InputForm> find_input_form(std::string_view name) {
  const auto found = std::ranges::find(input_forms, name);
  return found == std::end(input_forms) ? std::nullopt : std::optional(static_cast<InputForm>(found - input_forms));
}

std::string to_string(const Accuracy& accuracy) {
  switch (accuracy.level) {
    case Accuracy::Level::correct: return "correct";
    case Accuracy::Level::faithful: return "faithful";
    case Accuracy::Level::stable: return "stable";
    case Accuracy::Level::ulp: break;
  }
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, accuracy.ulps).ptr;
  return "ulp:" + std::string(digits, end);
}

Accuracy parse_accuracy(const std::string& text) {
  using enum Accuracy::Level;
  if (text == "correct") return {correct, 0};
  if (text == "faithful") return {faithful, 0};
  if (text == "stable") return {stable, 0};
  if (text.starts_with("ulp:")) {
    double k = 0;
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data() + 4, last, k);
    if (error == std::errc{} && end == last && k >= 0.5 && std::isfinite(k)) return {ulp, k};
  }
  throw std::invalid_argument("accuracy '" + text + "' is none of correct, faithful, ulp:K (K ≥ 0.5), stable");
}

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
  if (std::isinf(returned)) return implied_by_infinity(returned, format);
  const double up = reference::next_up(returned, format);
  const double down = reference::next_down(returned, format);
  // Beyond the largest number the gap is that of its own binade: rounding overflows half of it further on.
  const double gap = reference::ulp(returned, format);
  const double above = std::isinf(up) ? gap : up - returned;
  const double below = std::isinf(down) ? gap : returned - down;
  switch (accuracy.level) {
    case Accuracy::Level::correct: return around(returned, below, above, true);
    case Accuracy::Level::faithful: return around(returned, below, above, false);
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
  if (returned == a.exact.nearest) return false;  // −0 counts as 0: its sign is for the library's own tests
  switch (accuracy.level) {
    case Accuracy::Level::correct: return a.ulps.lower > 0.5;  // see is_wrong_tie()
    case Accuracy::Level::faithful: return returned != a.exact.below && returned != a.exact.above;
    case Accuracy::Level::ulp: return a.ulps.lower > accuracy.ulps;
    case Accuracy::Level::stable: break;
  }
  return a.error.lower > radius;
}

bool is_wrong_tie(const reference::Assessment& a, double returned) {
  return a.exact.decided && returned != a.exact.nearest && a.ulps.lower <= 0.5;
}

}  // namespace gibbs::properties
