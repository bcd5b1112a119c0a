#include <gibbs/entropy.hpp>
#include <limits>

#include "lib/detail/fast.hpp"
#include "lib/detail/resolve.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

template <class T>
T self_information_of(T p, Unit unit, std::size_t i, const Site& site = {"p"}) {
  check_probability(p, site, i);
  if (p == 0) return std::numeric_limits<T>::infinity();
  return resolve<T>(SelfInformation<T>{static_cast<double>(p)}, unit);
}

template <class T>
void self_information_each(std::span<const T> p, std::span<T> out, Unit unit) {
  check_length("out", out.size(), p.size());
  for (std::size_t i = 0; i < p.size(); ++i) out[i] = self_information_of(p[i], unit, i);
}

constexpr auto entropy_of = []<class T>(const Argument<T>& p, Unit unit) {
  T result;
  if (fast::decided([&](bool rough) { return fast::entropy(p, rough); }, unit, result)) return result;
  const auto values = p.checked();
  return resolve<T>(CrossEntropy<T>{values, values}, unit);
};
constexpr auto perplexity_of = []<class T>(const Argument<T>& p) {
  const auto nats = [&](bool rough) { return fast::entropy(p, rough); };
  T result;
  if (fast::decided(
          nats, [](const Ball& entropy) { return exp(entropy); }, result))
    return result;
  return resolve<T>(Perplexity<T>{p.checked()});
};

template <class T, class F, class... Options>
void each(const Rows<T>& p, std::span<T> out, F f, Options... options) {
  each_row(weights(p, "p"), out.size(), false,
           [&](std::size_t i, const Argument<T>& row) { out[i] = f(row, options...); });
}

}  // namespace

double self_information(double p, Unit unit) { return self_information_of(p, unit, DomainError::whole); }
float self_information(float p, Unit unit) { return self_information_of(p, unit, DomainError::whole); }
void self_information(std::span<const double> p, std::span<double> out, Unit unit) {
  self_information_each(p, out, unit);
}
void self_information(std::span<const float> p, std::span<float> out, Unit unit) {
  self_information_each(p, out, unit);
}

double entropy(const Distribution<double>& p, Unit unit) { return entropy_of(argument(p, "p"), unit); }
float entropy(const Distribution<float>& p, Unit unit) { return entropy_of(argument(p, "p"), unit); }
void entropy(const Rows<double>& p, std::span<double> out, Unit unit) { each(p, out, entropy_of, unit); }
void entropy(const Rows<float>& p, std::span<float> out, Unit unit) { each(p, out, entropy_of, unit); }

double perplexity(const Distribution<double>& p) { return perplexity_of(argument(p, "p")); }
float perplexity(const Distribution<float>& p) { return perplexity_of(argument(p, "p")); }
void perplexity(const Rows<double>& p, std::span<double> out) { each(p, out, perplexity_of); }
void perplexity(const Rows<float>& p, std::span<float> out) { each(p, out, perplexity_of); }

}  // namespace gibbs::inline v0
