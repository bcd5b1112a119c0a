// Plain loops, compiled twice: as GIBBS_LOOPS says, with or without -ffast-math. Nothing here is inline or from the
// standard library but <cmath>: the linker must not take what is compiled so for what other objects need.
#include <cmath>

#include "bench/peers.hpp"

namespace gibbs::bench {
namespace {

template <class T>
T sum(const Vectors<T>& v) {
  T total = 0;
  for (std::size_t i = 0; i < v.n; ++i) total += v.p[i];
  return total;
}

template <class T>
T entropy(const Vectors<T>& v) {
  T total = 0;
  for (std::size_t i = 0; i < v.n; ++i) total -= v.p[i] * std::log(v.p[i]);
  return total;
}

template <class T>
T cross_entropy(const Vectors<T>& v) {
  T total = 0;
  for (std::size_t i = 0; i < v.n; ++i) total -= v.p[i] * std::log(v.q[i]);
  return total;
}

template <class T>
T kl_divergence(const Vectors<T>& v) {
  T total = 0;
  for (std::size_t i = 0; i < v.n; ++i) total += v.p[i] * std::log(v.p[i] / v.q[i]);
  return total;
}

template <class T>
T js_divergence(const Vectors<T>& v) {
  T total = 0;
  for (std::size_t i = 0; i < v.n; ++i) {
    const T p = v.p[i], q = v.q[i], mean = (p + q) / 2;
    total += p * std::log(p / mean) + q * std::log(q / mean);
  }
  return total / 2;
}

template <class T>
T largest(const T* z, std::size_t n) {
  T result = z[0];
  for (std::size_t i = 1; i < n; ++i) result = z[i] > result ? z[i] : result;
  return result;
}

template <class T>
T log_sum_exp(const Vectors<T>& v) {
  const T peak = largest(v.z, v.n);
  T total = 0;
  for (std::size_t i = 0; i < v.n; ++i) total += std::exp(v.z[i] - peak);
  return peak + std::log(total);
}

template <class T>
T loss(const Vectors<T>& v) {
  const T peak = largest(v.z, v.n);
  T total = 0, gap = 0;
  for (std::size_t i = 0; i < v.n; ++i) {
    const T x = v.z[i] - peak;
    total += std::exp(x);
    gap += v.p[i] * x;
  }
  return std::log(total) - gap;
}

template <class T>
T softmax(const Vectors<T>& v) {
  const T peak = largest(v.z, v.n);
  T* __restrict out = v.out;
  T total = 0;
  for (std::size_t i = 0; i < v.n; ++i) total += out[i] = std::exp(v.z[i] - peak);
  const T scale = 1 / total;
  for (std::size_t i = 0; i < v.n; ++i) out[i] *= scale;
  return 0;
}

template <class T>
T log_softmax(const Vectors<T>& v) {
  const T shift = log_sum_exp(v);
  T* __restrict out = v.out;
  for (std::size_t i = 0; i < v.n; ++i) out[i] = v.z[i] - shift;
  return 0;
}

template <class T>
T gradient(const Vectors<T>& v) {
  const T peak = largest(v.z, v.n);
  T* __restrict out = v.out;
  T total = 0;
  for (std::size_t i = 0; i < v.n; ++i) total += out[i] = std::exp(v.z[i] - peak);
  const T scale = 1 / total;
  for (std::size_t i = 0; i < v.n; ++i) out[i] = out[i] * scale - v.p[i];
  return 0;
}

template <class T>
T loss_with_gradient(const Vectors<T>& v) {
  const T peak = largest(v.z, v.n);
  T* __restrict out = v.out;
  T total = 0, gap = 0;
  for (std::size_t i = 0; i < v.n; ++i) {
    const T x = v.z[i] - peak;
    total += out[i] = std::exp(x);
    gap += v.p[i] * x;
  }
  const T scale = 1 / total;
  for (std::size_t i = 0; i < v.n; ++i) out[i] = out[i] * scale - v.p[i];
  return std::log(total) - gap;
}

template <class T>
T counts_entropy(const Vectors<T>& v) {
  T total = 0, logs = 0;
  for (std::size_t i = 0; i < v.n; ++i) {
    total += v.c[i];
    logs += v.c[i] * std::log(v.c[i]);
  }
  return std::log(total) - logs / total;
}

template <class T>
T counts_divergence(const Vectors<T>& v) {
  T of_c = 0, of_d = 0, logs = 0;
  for (std::size_t i = 0; i < v.n; ++i) {
    of_c += v.c[i];
    of_d += v.d[i];
    logs += v.c[i] * std::log(v.c[i] / v.d[i]);
  }
  return logs / of_c + std::log(of_d / of_c);
}

template <class T>
T conditional_entropy(const Vectors<T>& v) {
  T total = 0, logs = 0;
  for (std::size_t i = 0; i < v.n; i += v.columns) {
    T row = 0;
    for (std::size_t j = i; j < i + v.columns; ++j) row += v.c[j];
    for (std::size_t j = i; j < i + v.columns; ++j) logs -= v.c[j] * std::log(v.c[j] / row);
    total += row;
  }
  return logs / total;
}

template <class T>
T mutual_information(const Vectors<T>& v) {
  T* __restrict column = v.margins;
  for (std::size_t j = 0; j < v.columns; ++j) column[j] = 0;
  T total = 0, logs = 0;
  for (std::size_t i = 0; i < v.n; i += v.columns)
    for (std::size_t j = 0; j < v.columns; ++j) column[j] += v.c[i + j];
  for (std::size_t j = 0; j < v.columns; ++j) total += column[j];
  for (std::size_t i = 0; i < v.n; i += v.columns) {
    T row = 0;
    for (std::size_t j = 0; j < v.columns; ++j) row += v.c[i + j];
    const T scale = total / row;
    for (std::size_t j = 0; j < v.columns; ++j) logs += v.c[i + j] * std::log(v.c[i + j] * scale / column[j]);
  }
  return logs / total;
}

template <class T>
T information(const Vectors<T>& v) {
  T* __restrict out = v.out;
  for (std::size_t i = 0; i < v.n; ++i) out[i] = -std::log(v.p[i]);
  return 0;
}

template <class T>
T sigmoid(const Vectors<T>& v) {
  T* __restrict out = v.out;
  for (std::size_t i = 0; i < v.n; ++i) {
    const T z = v.z[i];
    out[i] = (z > 0 ? z : T{0}) - z * v.y[i] + std::log(1 + std::exp(z > 0 ? -z : z));
  }
  return 0;
}

template <class T>
T sigmoid_gradient(const Vectors<T>& v) {
  T* __restrict out = v.out;
  for (std::size_t i = 0; i < v.n; ++i) out[i] = 1 / (1 + std::exp(-v.z[i])) - v.y[i];
  return 0;
}

template <class T>
T squared_error(const Vectors<T>& v) {
  T total = 0;
  for (std::size_t i = 0; i < v.n; ++i) total += (v.z[i] - v.y[i]) * (v.z[i] - v.y[i]);
  return total / static_cast<T>(v.n);
}

template <class T>
constexpr Implementation<T> all{
    {entropy, cross_entropy, kl_divergence, js_divergence, log_sum_exp, loss, softmax, log_softmax, gradient,
     loss_with_gradient, counts_entropy, counts_divergence, conditional_entropy, mutual_information, information,
     sigmoid, sigmoid_gradient, squared_error},
    sum};

}  // namespace

#define GIBBS_PASTE(name, format) name##_##format
#define GIBBS_NAME(name, format) GIBBS_PASTE(name, format)
const Implementation<double> GIBBS_NAME(GIBBS_LOOPS, double) = all<double>;
const Implementation<float> GIBBS_NAME(GIBBS_LOOPS, float) = all<float>;

}  // namespace gibbs::bench
