// about: Stan Math: log_sum_exp, softmax, log_softmax, log1p_exp; gradients in reverse mode
// apt: r-cran-stanheaders libeigen3-dev libtbb-dev nlohmann-json3-dev
// flags: -I/usr/lib/R/site-library/StanHeaders/include -I/usr/include/eigen3 -w -ltbb
#include <stan/math.hpp>

#include "gibbs_subject.hpp"

using gibbs_subject::Arguments;
using stan::math::var;
using Vector = Eigen::VectorXd;
using Variables = Eigen::Matrix<var, Eigen::Dynamic, 1>;

static Vector get(const Arguments& a, const char* name) {
  const std::vector<double> values = a.vector(name);
  return Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}
static std::vector<double> list(const Vector& values) { return {values.data(), values.data() + values.size()}; }

template <class F>
static std::vector<double> gradient(const Vector& z, F f) {
  double value = 0;
  Vector slope;
  stan::math::gradient(f, z, value, slope);
  return list(slope);
}

int main() {
  const auto number = [](int n) { return std::to_string(n); };
  gibbs_subject::Subject subject("stan", number(STAN_MATH_MAJOR) + "." + number(STAN_MATH_MINOR) + "." + number(STAN_MATH_PATCH));
  const auto own = [](const std::string& function) -> gibbs_subject::Json {
    return {{"doc", "https://mc-stan.org/math/"},
            {"code", "#include <stan/math.hpp>; stan::math::" + function + "(Eigen::VectorXd{{$z}})"}};
  };
  const gibbs_subject::Json composed{{"composed", true}};
  subject.metric("log_sum_exp", own("log_sum_exp"), [](const Arguments& a) { return stan::math::log_sum_exp(get(a, "z")); });
  subject.metric("softmax", own("softmax"), [](const Arguments& a) { return list(stan::math::softmax(get(a, "z"))); });
  subject.metric("log_softmax", own("log_softmax"), [](const Arguments& a) { return list(stan::math::log_softmax(get(a, "z"))); });
  subject.metric("softmax_cross_entropy", composed, [](const Arguments& a) {
    const Vector p = get(a, "p"), logs = stan::math::log_softmax(get(a, "z"));
    double sum = 0;
    for (Eigen::Index i = 0; i < p.size(); ++i) sum -= p[i] > 0 ? p[i] * logs[i] : 0;
    return sum;
  });
  subject.metric("softmax_cross_entropy_gradient", composed, [](const Arguments& a) {
    const Vector p = get(a, "p");
    return gradient(get(a, "z"), [p](const Variables& z) -> var {
      const Variables logs = stan::math::log_softmax(z);
      var sum = 0;
      for (Eigen::Index i = 0; i < p.size(); ++i) {
        if (p[i] > 0) sum -= p[i] * logs[i];
      }
      return sum;
    });
  });
  subject.metric("sigmoid_cross_entropy", composed, [](const Arguments& a) {
    const double z = a.number("z"), y = a.number("y");
    return (y > 0 ? y * stan::math::log1p_exp(-z) : 0) + (y < 1 ? (1 - y) * stan::math::log1p_exp(z) : 0);
  });
  subject.metric("sigmoid_cross_entropy_gradient", composed,
                 [](const Arguments& a) { return stan::math::inv_logit(a.number("z")) - a.number("y"); });
  subject.metric("softmax_mean_squared_error_gradient", composed, [](const Arguments& a) {
    const Vector y = get(a, "y");
    return gradient(get(a, "z"), [y](const Variables& z) -> var {
      const Variables d = stan::math::subtract(stan::math::softmax(z), y);
      return stan::math::dot_self(d) / static_cast<double>(y.size());
    });
  });
  subject.serve();
}
