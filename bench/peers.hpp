// What gibbs is compared with: each metric as one writes it who gives no thought to rounding, zeros or domains.
#pragma once

#include <cstddef>

namespace gibbs::bench {

enum Metric {
  entropy_metric,
  cross_entropy_metric,
  kl_divergence_metric,
  js_divergence_metric,
  log_sum_exp_metric,
  loss_metric,
  softmax_metric,
  log_softmax_metric,
  gradient_metric,
  loss_with_gradient_metric,
  counts_entropy_metric,
  counts_divergence_metric,
  conditional_entropy_metric,
  mutual_information_metric,
  information_metric,
  sigmoid_metric,
  sigmoid_gradient_metric,
  squared_error_metric,
  metrics
};

/// The arguments of any metric: distributions p and q, logits z, their labels y, counts c and d, c as a table of
/// `columns`, too; `out` takes what is a vector, and its margins what they are.
template <class T>
struct Vectors {
  const T *p, *q, *z, *y, *c, *d;
  T *out, *margins;
  std::size_t n, columns;
};
/// Returns what is a number.
template <class T>
using Function = T (*)(const Vectors<T>&);
template <class T>
struct Implementation {
  Function<T> of[metrics];  // null where there is none
  Function<T> sum;          // Σ pᵢ, to see how fast memory can be read
};

// The same loops (loops.cpp), compiled with and without -ffast-math; Eigen's array expressions (expressions.cpp).
extern const Implementation<double> fast_math_double, scalar_double, eigen_double;
extern const Implementation<float> fast_math_float, scalar_float, eigen_float;
extern const char* const eigen_version;

}  // namespace gibbs::bench
