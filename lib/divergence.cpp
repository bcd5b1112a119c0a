#include <gibbs/divergence.hpp>

#include "lib/detail/evaluate.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

constexpr auto fast_cross_entropy = [](const auto&... of) GIBBS_INLINE { return fast::cross_entropy(of...); };
constexpr auto fast_kl_divergence = [](const auto&... of) GIBBS_INLINE { return fast::kl_divergence(of...); };
constexpr auto fast_js_divergence = [](const auto&... of) GIBBS_INLINE { return fast::js_divergence(of...); };
using Cross = MetricOf<CrossEntropy, fast_cross_entropy>;
using KullbackLeibler = MetricOf<Divergence, fast_kl_divergence>;
using Jensen = MetricOf<JensenShannon, fast_js_divergence>;
struct JensenRoot {
  explicit JensenRoot(Unit in) : square{in} {}
  Jensen square;
  static constexpr Unit unit = Unit::nat;  // the square has it
  template <class T>
  Ball ball(Purpose purpose, const Argument<T>& p, const Argument<T>& q) const {
    return sqrt(square.ball(purpose, p, q));
  }
  template <class T>
  auto form(std::span<const T> p, std::span<const T> q) const {
    return Root<JensenShannon<T>>{{p, q}, square.unit};
  }
};

}  // namespace

#define GIBBS_DEFINE_ONE(T, metric, Metric)                                                        \
  T metric(const In<Distribution<T>>& p, const In<Distribution<T>>& q, Unit unit) {                \
    return evaluate<T>(Metric{unit}, argument(p, "p"), argument(q, "q"));                          \
  }                                                                                                \
  void metric(const Rows<T>& p, const Rows<T>& q, std::span<T> out, Unit unit) {                   \
    const auto value = [unit](const auto&... rows) { return evaluate<T>(Metric{unit}, rows...); }; \
    values_of_rows(out, value, weights(p, "p"), weights(q, "q"));                                  \
  }
#define GIBBS_DEFINE(metric, Metric)       \
  GIBBS_DEFINE_ONE(double, metric, Metric) \
  GIBBS_DEFINE_ONE(float, metric, Metric)
GIBBS_DEFINE(cross_entropy, Cross)
GIBBS_DEFINE(kl_divergence, KullbackLeibler)
GIBBS_DEFINE(js_divergence, Jensen)
GIBBS_DEFINE(js_distance, JensenRoot)
#undef GIBBS_DEFINE
#undef GIBBS_DEFINE_ONE

}  // namespace gibbs::inline v0
