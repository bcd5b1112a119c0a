#include <gibbs/divergence.hpp>
#include <limits>

#include "lib/detail/fast.hpp"
#include "lib/detail/resolve.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

/// Is qᵢ = 0 < pᵢ somewhere? Then what p costs in terms of q is infinite.
template <class T>
bool escapes(std::span<const T> p, std::span<const T> q) {
  for (std::size_t i = 0; i < p.size(); ++i)
    if (q[i] == 0 && p[i] > 0) return true;
  return false;
}

/// Both arguments, checked.
template <class T>
struct Checked {
  std::span<const T> p, q;

  Checked(const Argument<T>& a, const Argument<T>& b) : p(a.checked()), q(b.checked()) {
    check_length("q", q.size(), p.size());
  }
};

constexpr auto cross_entropy_of = []<class T>(const Argument<T>& a, const Argument<T>& b, Unit unit) {
  T result;
  if (fast::decided([&](bool rough) { return fast::cross_entropy(a, b, rough); }, unit, result)) return result;
  const auto [p, q] = Checked(a, b);
  return escapes(p, q) ? std::numeric_limits<T>::infinity() : resolve<T>(CrossEntropy<T>{p, q}, unit);
};
constexpr auto kl_divergence_of = []<class T>(const Argument<T>& a, const Argument<T>& b, Unit unit) {
  T result;
  if (fast::decided([&](bool rough) { return fast::kl_divergence(a, b, rough); }, unit, result)) return result;
  const auto [p, q] = Checked(a, b);
  return escapes(p, q) ? std::numeric_limits<T>::infinity() : resolve<T>(Divergence<T>{p, q}, unit);
};
constexpr auto js_divergence_of = []<class T>(const Argument<T>& a, const Argument<T>& b, Unit unit) {
  T result;
  if (fast::decided([&](bool rough) { return fast::js_divergence(a, b, rough); }, unit, result)) return result;
  const auto [p, q] = Checked(a, b);
  return resolve<T>(JensenShannon<T>{p, q}, unit);
};

}  // namespace

#define GIBBS_DEFINE_ONE(T, metric)                                                              \
  T metric(const In<Distribution<T>>& p, const In<Distribution<T>>& q, Unit unit) {              \
    return metric##_of(argument(p, "p"), argument(q, "q"), unit);                                \
  }                                                                                              \
  void metric(const Rows<T>& p, const Rows<T>& q, std::span<T> out, Unit unit) {                 \
    const auto value = [unit](const auto& a, const auto& b) { return metric##_of(a, b, unit); }; \
    values_of_rows(out, value, weights(p, "p"), weights(q, "q"));                                \
  }
#define GIBBS_DEFINE(metric)       \
  GIBBS_DEFINE_ONE(double, metric) \
  GIBBS_DEFINE_ONE(float, metric)
GIBBS_DEFINE(cross_entropy)
GIBBS_DEFINE(kl_divergence)
GIBBS_DEFINE(js_divergence)
#undef GIBBS_DEFINE
#undef GIBBS_DEFINE_ONE

}  // namespace gibbs::inline v0
