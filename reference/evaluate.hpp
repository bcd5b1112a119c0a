// From a question to the mathematics of its metric. Precondition of all: the question is in the domain of the metric.
#pragma once

#include <stdexcept>

#include "reference/metrics/divergence.hpp"
#include "reference/metrics/entropy.hpp"
#include "reference/metrics/joint.hpp"
#include "reference/metrics/mean_loss.hpp"
#include "reference/metrics/sigmoid_loss.hpp"
#include "reference/metrics/softmax_derivatives.hpp"
#include "reference/metrics/softmax_loss.hpp"
#include "reference/metrics/squared_error.hpp"

namespace gibbs::reference {

#define METRIC(NAME, ...)                                                                                  \
  static_assert(Enclosed<Mathematics<Metric::NAME>>, #NAME " lacks an enclosure (metrics/mathematics.hpp)"); \
  static_assert(Decided<Mathematics<Metric::NAME>>, #NAME " lacks what decides it exactly");                 \
  static_assert(Bounded<Mathematics<Metric::NAME>>, #NAME " lacks its bound of `stable` or its breadth");
#include "reference/metrics.inc"
#undef METRIC

/// Calls f with the mathematics of a metric.
template <class F>
decltype(auto) with_mathematics(Metric metric, const F& f) {
  switch (metric) {
#define METRIC(NAME, ...) \
  case Metric::NAME:      \
    return f(Mathematics<Metric::NAME>());
#include "reference/metrics.inc"
#undef METRIC
  }
  throw std::logic_error("no metric");
}

/// Enclosure of each component of the exact result.
template <class Real>
std::vector<Real> evaluate(const Question& question) {
  return with_mathematics(question.metric, [&]<class Maths>(Maths) { return Maths::template enclose<Real>(question); });
}

/// Is the value known to be m · 2^e? An exact decision where it is decided in integers, false for everything else.
inline bool is_exactly(const Question& question, const Integer& mantissa, long exponent) {
  return with_mathematics(question.metric, [&]<class Maths>(Maths) {
    if constexpr (DecidedInIntegers<Maths>) return Maths::is_exactly(question, mantissa, exponent);
    return false;
  });
}

/// Is each component irrational, or zero, or a point, or else strictly inside its enclosure?
inline bool is_irrational(const Question& question) {
  return with_mathematics(question.metric, [&]<class Maths>(Maths) {
    if constexpr (DecidedByIrrationality<Maths>) return Maths::is_irrational(question);
    return false;
  });
}

}  // namespace gibbs::reference
