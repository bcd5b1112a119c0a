// about: Eigen's array expressions, as C++ users write the formulas with them
// apt: libeigen3-dev nlohmann-json3-dev
// flags: -I/usr/include/eigen3 -march=native
#include <Eigen/Dense>

#include "gibbs_subject.hpp"

using Array = Eigen::ArrayXd;
using gibbs_subject::Arguments;

static Array get(const Arguments& a, const char* name) {
  const std::vector<double> values = a.vector(name);
  return Eigen::Map<const Array>(values.data(), static_cast<Eigen::Index>(values.size()));
}
static std::vector<double> list(const Array& values) { return {values.begin(), values.end()}; }

static Array exps(const Array& z) { return (z - z.maxCoeff()).exp(); }
static double log_sum_exp(const Array& z) { return z.maxCoeff() + std::log(exps(z).sum()); }

int main() {
  const auto number = [](int n) { return std::to_string(n); };
  gibbs_subject::Subject subject("eigen", number(EIGEN_WORLD_VERSION) + "." + number(EIGEN_MAJOR_VERSION) + "." +
                                              number(EIGEN_MINOR_VERSION));
  const gibbs_subject::Json composed{{"composed", true}};
  subject.metric("entropy", composed, [](const Arguments& a) {
    const Array p = get(a, "p");
    return -((p > 0).select(p * p.log(), 0.0)).sum() + 0.0;
  });
  subject.metric("kl_divergence", composed, [](const Arguments& a) {
    const Array p = get(a, "p"), q = get(a, "q");
    return ((p > 0).select(p * (p.log() - q.log()), 0.0)).sum();
  });
  subject.metric("log_sum_exp", composed, [](const Arguments& a) { return log_sum_exp(get(a, "z")); });
  subject.metric("softmax", composed, [](const Arguments& a) {
    const Array e = exps(get(a, "z"));
    return list(e / e.sum());
  });
  subject.metric("log_softmax", composed, [](const Arguments& a) {
    const Array z = get(a, "z"), shifted = z - z.maxCoeff();
    return list(shifted - std::log(shifted.exp().sum()));
  });
  subject.metric("softmax_cross_entropy", composed, [](const Arguments& a) {
    const Array z = get(a, "z"), p = get(a, "p"), shifted = z - z.maxCoeff();
    return ((p > 0).select(p * (std::log(shifted.exp().sum()) - shifted), 0.0)).sum();
  });
  subject.metric("softmax_cross_entropy_gradient", composed, [](const Arguments& a) {
    const Array e = exps(get(a, "z"));
    return list(e / e.sum() - get(a, "p"));
  });
  subject.metric("mean_squared_error", composed,
                 [](const Arguments& a) { return (get(a, "x") - get(a, "y")).square().mean(); });
  subject.serve();
}
