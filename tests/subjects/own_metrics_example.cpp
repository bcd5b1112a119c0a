// Your own metrics on trial, with GoogleTest. Copy this file, put your functions in the place of these, and link
// gibbs_subjects and GTest::gtest_main. The suite finds out by itself which metrics there are; the others are skipped.
#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>
#include <vector>

#include "subjects/gtest.hpp"

namespace {

struct MyMetrics {
  // A promise: input outside the domain is refused, by std::domain_error or std::invalid_argument. Without it none is
  // given to these functions.
  static constexpr bool validates = true;

  /// −Σ pᵢ log pᵢ in the unit asked for.
  static double entropy(std::span<const double> p, gibbs::subjects::Unit unit) {
    check(p);
    double sum = 0;
    for (const double x : p) {
      if (x > 0) sum -= x * std::log(x);
    }
    switch (unit) {
      case gibbs::subjects::Unit::bit:
        return sum / std::log(2.0);
      case gibbs::subjects::Unit::hartley:
        return sum / std::log(10.0);
      default:
        return sum;
    }
  }

  /// ln Σ exp zᵢ: without the unit, since it has none.
  static double log_sum_exp(std::span<const double> z) {
    const double most = greatest(z);
    double sum = 0;
    for (const double x : z) sum += std::exp(x - most);
    return most + std::log(sum);
  }

  /// One result per class: written to the last argument, or returned.
  static void softmax(std::span<const double> z, std::span<double> out) {
    const double most = greatest(z);
    double sum = 0;
    for (std::size_t i = 0; i < z.size(); ++i) sum += out[i] = std::exp(z[i] - most);
    for (double& q : out) q /= sum;
  }

 private:
  static void check(std::span<const double> p) {
    double sum = 0;
    for (const double x : p) {
      if (!(x >= 0 && x <= 1)) throw std::domain_error("not a probability");
      sum += x;
    }
    if (!(std::fabs(sum - 1) <= 0x1p-26)) throw std::domain_error("the probabilities do not sum to 1");
  }

  static double greatest(std::span<const double> z) {
    double most = -INFINITY;
    for (const double x : z) {
      if (std::isnan(x)) throw std::domain_error("a logit is NaN");
      most = std::max(most, x);
    }
    if (!std::isfinite(most)) throw std::domain_error("no finite logit, or an infinite one");
    return most;
  }
};

GIBBS_TRIAL(MyMetrics);

}  // namespace
