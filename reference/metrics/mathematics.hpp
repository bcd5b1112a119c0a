// What the mathematics of a metric is made of. Each has a specialisation of Mathematics with four things:
//
//   enclose<Real>(question)     the exact result, one enclosure per component
//   what decides it exactly     where an enclosure cannot tell the value from a number or a tie, however narrow it is:
//                               one of is_exactly (in integers), is_irrational (it is neither), is_rational
//   breadth(question)           how wide the range of its values is
//   stable_radius(question, f)  how far a textbook formula may be from it, one bound per component, and why
//
// All take a question in the domain of the metric.
#pragma once

#include <concepts>
#include <type_traits>
#include <vector>

#include "reference/exact.hpp"
#include "reference/log_sum.hpp"
#include "reference/metrics/stable.hpp"

namespace gibbs::reference {

template <Metric M>
struct Mathematics;

/// The inputs as exact numbers: points, or integers that are all scaled by one power of two.
template <class Real>
std::vector<Real> read(const std::vector<double>& values) {
  if constexpr (std::is_same_v<Real, Integer>) {
    return scaled_integers(values);
  } else {
    return {values.begin(), values.end()};
  }
}

/// A metric that is a sum of logarithms of rational numbers. Its mathematics hands their terms to a sum, by
/// add_terms(question, sum): to LogSum, which encloses the value, or to LogIdentity, which decides whether it equals a
/// given number.
template <Metric M>
struct SumOfLogarithms {
  template <class Real>
  static Real sum(const Question& question, Unit unit) {
    LogSum<Real> sum(unit);
    Mathematics<M>::add_terms(question, sum);
    return sum.value();
  }
  static LogIdentity identity(const Question& question) {
    LogIdentity identity;
    Mathematics<M>::add_terms(question, identity);
    return identity;
  }

  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    return {sum<Real>(question, question.unit)};
  }
  /// Is the value mantissa · 2^exponent?
  static bool is_exactly(const Question& question, const Integer& mantissa, long exponent) {
    return identity(question).equals(mantissa, exponent, question.unit);
  }
};

/// The value is m · 2^e or not, decided in integers.
template <class Maths>
concept DecidedInIntegers = requires(const Question& question, const Integer& mantissa, long exponent) {
  { Maths::is_exactly(question, mantissa, exponent) } -> std::same_as<bool>;
};
/// For this question each component is irrational, or zero, or a point, or else strictly inside its enclosure. Such a
/// value is never a number of a format nor a tie.
template <class Maths>
concept DecidedByIrrationality = requires(const Question& question) {
  { Maths::is_irrational(question) } -> std::same_as<bool>;
};
/// The value is rational, and formed so that it is a point where it is a number of a format or a tie.
template <class Maths>
concept DecidedByPoints = Maths::is_rational;

template <class Maths>
concept Enclosed = requires(const Question& question) {
  { Maths::template enclose<Interval>(question) } -> std::same_as<std::vector<Interval>>;
};
template <class Maths>
concept Decided = DecidedInIntegers<Maths> || DecidedByIrrationality<Maths> || DecidedByPoints<Maths>;
template <class Maths>
concept Bounded = requires(const Question& question, const stable::Roundoff& roundoff) {
  { Maths::stable_radius(question, roundoff) } -> std::same_as<std::vector<double>>;
  { Maths::breadth(question) } -> std::same_as<double>;
};

}  // namespace gibbs::reference
