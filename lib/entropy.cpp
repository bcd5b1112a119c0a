#include "lib/entropy.hpp"

#include <limits>

#include "lib/detail/check.hpp"
#include "lib/detail/resolve.hpp"

namespace gibbs {
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

template <class T>
T entropy_of(std::span<const T> p, Unit unit) {
  return resolve<T>(CrossEntropy<T>{p, p}, unit);
}

template <class T>
T perplexity_of(std::span<const T> p) {
  return resolve<T>(Perplexity<T>{p});
}

template <class T, class F>
void each(const Rows<T>& p, std::span<T> out, F f) {
  each_row(weights(p, "p"), out.size(), false, [&](std::size_t i, std::span<const T> row) { out[i] = f(row); });
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

double entropy(const Distribution<double>& p, Unit unit) { return entropy_of(p.checked().values(), unit); }
float entropy(const Distribution<float>& p, Unit unit) { return entropy_of(p.checked().values(), unit); }
void entropy(const Rows<double>& p, std::span<double> out, Unit unit) {
  each(p, out, [&](auto row) { return entropy_of(row, unit); });
}
void entropy(const Rows<float>& p, std::span<float> out, Unit unit) {
  each(p, out, [&](auto row) { return entropy_of(row, unit); });
}

double perplexity(const Distribution<double>& p) { return perplexity_of(p.checked().values()); }
float perplexity(const Distribution<float>& p) { return perplexity_of(p.checked().values()); }
void perplexity(const Rows<double>& p, std::span<double> out) {
  each(p, out, [](auto row) { return perplexity_of(row); });
}
void perplexity(const Rows<float>& p, std::span<float> out) {
  each(p, out, [](auto row) { return perplexity_of(row); });
}

}  // namespace gibbs
