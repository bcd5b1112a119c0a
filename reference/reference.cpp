#include "reference/reference.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "reference/domain.hpp"
#include "reference/evaluate.hpp"
#include "reference/rounding.hpp"

namespace gibbs::reference {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// MPFR keeps constants per thread and leaves it to the thread to free them.
struct ThreadCache {
  ~ThreadCache() { mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE); }
};

/// Hands attempt(enclosures, last) the enclosures at each precision in turn, until it returns true.
template <class Attempt>
void climb(const Question& question, Attempt attempt) {
  static thread_local const ThreadCache cache;
  require_domain(question);
  attempt(evaluate<Interval>(question), false) || attempt(evaluate<IntervalOf<160>>(question), false) ||
      attempt(evaluate<IntervalOf<640>>(question), false) || attempt(evaluate<IntervalOf<2560>>(question), true);
}

/// Is the enclosure narrower than 2⁻⁴⁰ ulp (of its own binade, even beyond the format's)? Then it holds at most one
/// number or tie of the format, and its distance to any number is known to 2⁻²⁰, unless that is below 2⁻²⁰ ulp.
template <class Real>
bool is_narrow(const Real& value, const Format& format) {
  if (is_point(value) || is_beyond(value)) return true;
  mpfr_exp_t exponent = format.min_exponent;
  mpfr_t size;
  mpfr_init2(size, 53);
  mpfi_mig(size, value.backend().data());  // least magnitude
  if (mpfr_regular_p(size) != 0) exponent = std::max(exponent, mpfr_get_exp(size) - 1);
  mpfi_diam_abs(size, value.backend().data());
  const bool narrow = mpfr_regular_p(size) != 0 && mpfr_get_exp(size) <= exponent - format.precision + 1 - 40;
  mpfr_clear(size);
  return narrow;
}

/// Where the narrow enclosure holds a number of the format or a tie, and that number is the exact value: makes the
/// enclosure this point.
template <class Real>
void collapse_if_exact(const Question& question, Real& value, const Rounded& rounded, const Format& format) {
  const int half_ulp = ulp_exponent(least_magnitude(rounded), format) - 1;
  Real scaled;
  mpfi_mul_2si(scaled.backend().data(), value.backend().data(), -half_ulp);
  Integer candidate;
  mpfr_get_z(candidate.backend().data(), left(scaled), MPFR_RNDU);
  if (mpfr_cmp_z(right(scaled), candidate.backend().data()) < 0 || !is_exactly(question, candidate, half_ulp)) return;
  mpfi_set_z(value.backend().data(), candidate.backend().data());
  mpfi_mul_2si(value.backend().data(), value.backend().data(), half_ulp);
}

/// Rounds one component; `value` becomes a point if it is found to be one. Decided only if narrow, too.
template <class Real>
Rounded decide(const Question& question, bool irrational, Real& value, const Format& format, bool last) {
  Rounded rounded = round_enclosure(value, format);
  if (!is_narrow(value, format)) {
    rounded.decided = false;
    return rounded;
  }
  if (rounded.decided) return rounded;
  if (irrational) {
    // The exact value is neither end. Narrow as it is, the enclosure holds one number or tie of the format at most; if
    // that is an end, a step inward leaves it behind and skips nothing else. (Should the value be a zero after all, the
    // step from 0 to the least number of MPFR leaves it between below and above.)
    for (const bool move_left : {true, false}) {
      Real open = value;
      mpfr_ptr end = move_left ? open.backend().left_data() : open.backend().right_data();
      mpfr_prec_round(end, mpfr_get_prec(end) + 2, MPFR_RNDN);  // exact; the step is then short
      move_left ? mpfr_nextabove(end) : mpfr_nextbelow(end);
      const Rounded inside = round_enclosure(open, format);
      if (inside.decided && mpfr_zero_p(end) == 0) return inside;
    }
  } else {
    collapse_if_exact(question, value, rounded, format);
    if (is_point(value)) return round_enclosure(value, format);
  }
  rounded.decided = last && rounded.nearest == round_point(right(value), format).nearest;
  return rounded;
}

/// Compares one returned number with the exact value.
template <class Real>
Assessment compare(double returned, const Real& value, const Rounded& exact, const Format& format) {
  if (std::isnan(returned)) return {exact, {nan, nan}, {nan, nan}};
  if (std::isinf(returned) || mpfr_inf_p(left(value)) != 0) {
    const double error = returned == exact.nearest ? 0 : infinity;
    return {exact, {exact.decided ? error : 0, error}, {exact.decided ? error : 0, error}};
  }
  const Real error = abs(Real(returned - value));
  const auto in_ulps_of = [&](double magnitude) {
    Real ulps;
    mpfi_mul_2si(ulps.backend().data(), error.backend().data(), -ulp_exponent(magnitude, format));
    return ulps;
  };
  const bool one_gap = exact.above <= next_up(exact.below, format);
  const double least = least_magnitude(exact), largest = one_gap ? least : largest_magnitude(exact);
  return {exact,
          {lower_double(in_ulps_of(largest)), upper_double(in_ulps_of(least))},
          {lower_double(error), upper_double(error)}};
}

/// Climbs until every component is decided, and hands each over as finish(component, enclosure, rounded): once, when it
/// is decided or at the last precision.
template <class Finish>
void decide_all(const Question& question, const Format& format, Finish finish) {
  require_domain(question);
  std::vector<bool> done;
  const bool irrational = is_irrational(question);
  climb(question, [&](auto enclosures, bool last) {
    done.resize(enclosures.size(), false);
    for (std::size_t i = 0; i < enclosures.size(); ++i) {
      if (done[i]) continue;
      const Rounded rounded = decide(question, irrational, enclosures[i], format, last);
      if (!rounded.decided && !last) continue;
      finish(i, enclosures[i], rounded);
      done[i] = true;
    }
    return std::ranges::find(done, false) == done.end();
  });
}

std::string print(mpfr_srcptr x, unsigned digits, mpfr_rnd_t direction) {
  if (mpfr_inf_p(x) != 0) return mpfr_sgn(x) > 0 ? "Infinity" : "-Infinity";
  if (mpfr_zero_p(x) != 0) return "0";
  char* text = nullptr;
  mpfr_asprintf(&text, "%.*R*g", static_cast<int>(digits), direction, x);
  std::string result = text;
  mpfr_free_str(text);
  return result;
}

}  // namespace

std::vector<Interval> enclose(const Question& question) {
  require_domain(question);
  return evaluate<Interval>(question);
}

std::vector<Rounded> round(const Question& question, const Format& format) {
  std::vector<Rounded> result;
  decide_all(question, format, [&](std::size_t i, const auto&, const Rounded& rounded) {
    result.resize(std::max(result.size(), i + 1));
    result[i] = rounded;
  });
  return result;
}

std::vector<Assessment> assess(const Question& question, std::span<const double> returned, const Format& format) {
  require_domain(question);
  if (returned.size() != result_size(question)) {
    throw std::domain_error(std::to_string(returned.size()) + " numbers were returned, not " +
                            std::to_string(result_size(question)));
  }
  std::vector<Assessment> result(returned.size());
  decide_all(question, format, [&](std::size_t i, const auto& value, const Rounded& rounded) {
    result[i] = compare(returned[i], value, rounded, format);
  });
  return result;
}

std::vector<double> stable_radius(const Question& question, const Format& format) {
  require_domain(question);
  return with_mathematics(question.metric, [&]<class Maths>(Maths) {
    return Maths::stable_radius(question, stable::Roundoff(format));
  });
}

double breadth(const Question& question) {
  return with_mathematics(question.metric, [&]<class Maths>(Maths) { return Maths::breadth(question); });
}

std::string decimal(const Question& question, std::size_t component, unsigned digits) {
  std::string result;
  climb(question, [&](const auto& enclosures, bool last) {
    const auto& value = enclosures.at(component);
    if (is_beyond(value)) {
      result = "> " + print(left(value), 3, MPFR_RNDD);
      return true;
    }
    for (unsigned certain = digits; certain > 0; certain = last ? certain - 1 : 0) {
      result = print(left(value), certain, MPFR_RNDN);
      if (result == print(right(value), certain, MPFR_RNDN)) return true;
    }
    result = "0";
    return false;
  });
  return result;
}

std::pair<std::string, std::string> decimal_bounds(const Question& question, std::size_t component, unsigned digits) {
  std::pair<std::string, std::string> result;
  climb(question, [&](const auto& enclosures, bool) {
    const auto& value = enclosures.at(component);
    result = {print(left(value), digits, MPFR_RNDD), print(right(value), digits, MPFR_RNDU)};
    return print(left(value), digits, MPFR_RNDN) == print(right(value), digits, MPFR_RNDN);
  });
  return result;
}

}  // namespace gibbs::reference
