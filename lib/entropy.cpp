#include <gibbs/entropy.hpp>
#include <limits>

#include "lib/detail/fast.hpp"
#include "lib/detail/resolve.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

constexpr auto self_information_of = []<class T>(std::size_t i, T p, Unit unit) {
  check_probability(p, {"p"}, i);
  return p == 0 ? std::numeric_limits<T>::infinity() : resolve<T>(SelfInformation<T>{static_cast<double>(p)}, unit);
};
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

}  // namespace

#define GIBBS_DEFINE(T)                                                                                   \
  T self_information(T p, Unit unit) { return self_information_of(DomainError::whole, p, unit); }         \
  void self_information(std::span<const T> p, std::span<T> out, Unit unit) {                              \
    values_of_numbers(                                                                                    \
        out, [unit](std::size_t i, T x) { return self_information_of(i, x, unit); }, Numbers<T>{p, "p"}); \
  }                                                                                                       \
  T entropy(const In<Distribution<T>>& p, Unit unit) { return entropy_of(argument(p, "p"), unit); }       \
  void entropy(const Rows<T>& p, std::span<T> out, Unit unit) {                                           \
    values_of_rows(                                                                                       \
        out, [unit](const auto& row) { return entropy_of(row, unit); }, weights(p, "p"));                 \
  }                                                                                                       \
  T perplexity(const In<Distribution<T>>& p) { return perplexity_of(argument(p, "p")); }                  \
  void perplexity(const Rows<T>& p, std::span<T> out) { values_of_rows(out, perplexity_of, weights(p, "p")); }
GIBBS_DEFINE(double)
GIBBS_DEFINE(float)
#undef GIBBS_DEFINE

}  // namespace gibbs::inline v0
