// Somebody's own metrics, tried inside their own GoogleTest binary. The divergence forgets its logarithm's sign.
#include <gibbs/gtest.hpp>

#include <cmath>
#include <span>

struct Own {
  static double entropy(std::span<const double> p) {
    double sum = 0;
    for (const double x : p) sum -= x > 0 ? x * std::log(x) : 0;
    return sum;
  }
  static double kl_divergence(std::span<const double> p, std::span<const double> q) {
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] > 0 ? p[i] * std::log(q[i] / p[i]) : 0;
    return sum;
  }
};
GIBBS_TRIAL(Own, {.cases = 100});
