#include <gibbs/entropy.hpp>

#include "lib/detail/evaluate.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

constexpr auto self_information_of = []<class T>(std::size_t i, T p, Unit unit) {
  check_probability(p, {"p"}, i);
  return resolve<T>(SelfInformation<T>{static_cast<double>(p)}, unit);
};

template <class T>
void informations(std::span<const T> p, std::span<T> out, Unit unit) {
  values_of_numbers(
      out,
      [unit](auto x, auto values, auto& open) {
        kernels::self_information(x, fast::sum(fast::nat_in(unit)), values, open);
      },
      [unit](std::size_t i, T x) { return self_information_of(i, x, unit); }, Numbers<T>{p, "p"});
}

constexpr auto fast_entropy = [](const auto&... p) GIBBS_INLINE { return fast::entropy(p...); };
struct Entropy : MetricOf<CrossEntropy, fast_entropy> {
  template <class T>
  auto form(std::span<const T> p) const {
    return CrossEntropy<T>{p, p};
  }
};
constexpr auto fast_perplexity = [](const auto&... p) GIBBS_INLINE { return exp(fast::entropy(p...)); };
using EntropyExponential = MetricOf<Perplexity, fast_perplexity>;

}  // namespace

#define GIBBS_DEFINE(T)                                                                                         \
  T self_information(T p, Unit unit) { return self_information_of(DomainError::whole, p, unit); }               \
  void self_information(std::span<const T> p, std::span<T> out, Unit unit) { informations(p, out, unit); }      \
  T entropy(const In<Distribution<T>>& p, Unit unit) { return evaluate<T>(Entropy{{unit}}, argument(p, "p")); } \
  void entropy(const Rows<T>& p, std::span<T> out, Unit unit) {                                                 \
    values_of_rows(                                                                                             \
        out, [unit](const auto& row) { return evaluate<T>(Entropy{{unit}}, row); }, weights(p, "p"));           \
  }                                                                                                             \
  T perplexity(const In<Distribution<T>>& p) { return evaluate<T>(EntropyExponential{}, argument(p, "p")); }    \
  void perplexity(const Rows<T>& p, std::span<T> out) {                                                         \
    values_of_rows(                                                                                             \
        out, [](const auto& row) { return evaluate<T>(EntropyExponential{}, row); }, weights(p, "p"));          \
  }
GIBBS_DEFINE(double)
GIBBS_DEFINE(float)
#undef GIBBS_DEFINE

}  // namespace gibbs::inline v0
