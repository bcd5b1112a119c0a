#include <gibbs/divergence.hpp>
#include <limits>

#include "lib/detail/fast.hpp"
#include "lib/detail/resolve.hpp"

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

template <class T, class F>
T one(const Distribution<T>& p, const Distribution<T>& q, Unit unit, F f) {
  return f(argument(p, "p"), argument(q, "q"), unit);
}

template <class T, class F>
void each(const Rows<T>& p, const Rows<T>& q, std::span<T> out, Unit unit, F f) {
  each_row(weights(p, "p"), weights(q, "q"), out.size(), false,
           [&](std::size_t i, const Argument<T>& a, const Argument<T>& b) { out[i] = f(a, b, unit); });
}

}  // namespace

double cross_entropy(const Distribution<double>& p, const Distribution<double>& q, Unit unit) {
  return one(p, q, unit, cross_entropy_of);
}
float cross_entropy(const Distribution<float>& p, const Distribution<float>& q, Unit unit) {
  return one(p, q, unit, cross_entropy_of);
}
void cross_entropy(const Rows<double>& p, const Rows<double>& q, std::span<double> out, Unit unit) {
  each(p, q, out, unit, cross_entropy_of);
}
void cross_entropy(const Rows<float>& p, const Rows<float>& q, std::span<float> out, Unit unit) {
  each(p, q, out, unit, cross_entropy_of);
}

double kl_divergence(const Distribution<double>& p, const Distribution<double>& q, Unit unit) {
  return one(p, q, unit, kl_divergence_of);
}
float kl_divergence(const Distribution<float>& p, const Distribution<float>& q, Unit unit) {
  return one(p, q, unit, kl_divergence_of);
}
void kl_divergence(const Rows<double>& p, const Rows<double>& q, std::span<double> out, Unit unit) {
  each(p, q, out, unit, kl_divergence_of);
}
void kl_divergence(const Rows<float>& p, const Rows<float>& q, std::span<float> out, Unit unit) {
  each(p, q, out, unit, kl_divergence_of);
}

double js_divergence(const Distribution<double>& p, const Distribution<double>& q, Unit unit) {
  return one(p, q, unit, js_divergence_of);
}
float js_divergence(const Distribution<float>& p, const Distribution<float>& q, Unit unit) {
  return one(p, q, unit, js_divergence_of);
}
void js_divergence(const Rows<double>& p, const Rows<double>& q, std::span<double> out, Unit unit) {
  each(p, q, out, unit, js_divergence_of);
}
void js_divergence(const Rows<float>& p, const Rows<float>& q, std::span<float> out, Unit unit) {
  each(p, q, out, unit, js_divergence_of);
}

}  // namespace gibbs::inline v0
