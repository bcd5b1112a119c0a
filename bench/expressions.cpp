// The metrics as array expressions of Eigen.
#include <Eigen/Core>

#include "bench/peers.hpp"

namespace gibbs::bench {
namespace {

template <class T>
struct Arrays {
  using Const = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>;
  Const p, q, z;
  Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1>> out;

  explicit Arrays(const Vectors<T>& v) : p(v.p, size(v)), q(v.q, size(v)), z(v.z, size(v)), out(v.out, size(v)) {}
  static Eigen::Index size(const Vectors<T>& v) { return static_cast<Eigen::Index>(v.n); }

  T entropy() { return -(p * p.log()).sum(); }
  T cross_entropy() { return -(p * q.log()).sum(); }
  T kl_divergence() { return (p * (p / q).log()).sum(); }
  T js_divergence() {
    const auto mean = (p + q) / 2;
    return (p * (p / mean).log() + q * (q / mean).log()).sum() / 2;
  }
  T log_sum_exp() {
    const T peak = z.maxCoeff();
    return peak + std::log((z - peak).exp().sum());
  }
  T loss() { return log_sum_exp() - (p * z).sum(); }
  T softmax() {
    out = (z - z.maxCoeff()).exp();
    out *= 1 / out.sum();
    return 0;
  }
  T log_softmax() {
    out = z - log_sum_exp();
    return 0;
  }
  T gradient() {
    out = (z - z.maxCoeff()).exp();
    out = out * (1 / out.sum()) - p;
    return 0;
  }
  T loss_with_gradient() {
    const T peak = z.maxCoeff();
    out = (z - peak).exp();
    const T total = out.sum();
    out = out * (1 / total) - p;
    return peak + std::log(total) - (p * z).sum();
  }
};

template <class T, T (Arrays<T>::*expression)()>
T evaluate(const Vectors<T>& v) {
  return (Arrays<T>(v).*expression)();
}

template <class T, class A = Arrays<T>>
constexpr Implementation<T> all{
    {evaluate<T, &A::entropy>, evaluate<T, &A::cross_entropy>, evaluate<T, &A::kl_divergence>,
     evaluate<T, &A::js_divergence>, evaluate<T, &A::log_sum_exp>, evaluate<T, &A::loss>, evaluate<T, &A::softmax>,
     evaluate<T, &A::log_softmax>, evaluate<T, &A::gradient>, evaluate<T, &A::loss_with_gradient>},
    nullptr};

}  // namespace

#define GIBBS_TEXT(x) #x
#define GIBBS_VERSION(a, b, c) GIBBS_TEXT(a) "." GIBBS_TEXT(b) "." GIBBS_TEXT(c)
const char* const eigen_version = GIBBS_VERSION(EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION);
const Implementation<double> eigen_double = all<double>;
const Implementation<float> eigen_float = all<float>;

}  // namespace gibbs::bench
