#include <gibbs/joint.hpp>

#include "lib/detail/evaluate.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

/// Of tables of so many columns.
template <template <class> class Form, bool mutual>
struct OfTable {
  std::size_t columns;
  Unit unit;
  template <class T>
  Ball ball(Purpose purpose, const Argument<T>& w) const {
    return fast::in_unit(fast::information(mutual, purpose, w), unit);
  }
  template <class T>
  auto form(std::span<const T> w) const {
    return Form<T>{w, columns};
  }
};
using Conditional = OfTable<ConditionalEntropy, false>;
using Mutual = OfTable<MutualInformation, true>;

template <class Metric, class T>
T value_of(const Joint<T>& w, Unit unit) {
  check_shape(w.values(), w.columns(), "w");
  const Argument<T> table{w.values(), Argument<T>::Domain::weights, w.mass(), {"w", w.columns()}};
  return evaluate<T>(Metric{w.columns(), unit}, table);
}
template <class Metric, class T>
void values_of(const Tables<T>& w, std::span<T> out, Unit unit) {
  const Rows<T> tables(w.values(), w.rows() * w.columns());
  check_shape(tables, "w");
  check_output({out, "out", true}, weights(tables, "w"));
  over_rows(tables, w.is_parallel(), [&](std::size_t i) {
    const Site site{"w", w.columns(), tables.columns(), i};
    const Argument<T> table{tables.row(i), Argument<T>::Domain::weights, w.mass(), site};
    out[i] = evaluate<T>(Metric{w.columns(), unit}, table);
  });
}

}  // namespace

#define GIBBS_DEFINE(T)                                                                                               \
  T conditional_entropy(const Joint<T>& w, Unit unit) { return value_of<Conditional>(w, unit); }                      \
  T mutual_information(const Joint<T>& w, Unit unit) { return value_of<Mutual>(w, unit); }                            \
  void conditional_entropy(const Tables<T>& w, std::span<T> out, Unit unit) { values_of<Conditional>(w, out, unit); } \
  void mutual_information(const Tables<T>& w, std::span<T> out, Unit unit) { values_of<Mutual>(w, out, unit); }
GIBBS_DEFINE(double)
GIBBS_DEFINE(float)
#undef GIBBS_DEFINE

}  // namespace gibbs::inline v0
