#include <gibbs/joint.hpp>

#include "lib/detail/resolve.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

template <template <class> class Form, class T>
T value_of(const Joint<T>& w, Unit unit) {
  check_shape(w.values(), w.columns(), "w");
  check_weights(w.values(), w.mass(), {"w", w.columns()});
  return resolve<T>(Form<T>{w.values(), w.columns()}, unit);
}
template <template <class> class Form, class T>
void values_of(const Tables<T>& w, std::span<T> out, Unit unit) {
  const Rows<T> tables(w.values(), w.rows() * w.columns());
  check_shape(tables, "w");
  check_output({out, "out", true}, weights(tables, "w"));
  over_rows(tables, w.is_parallel(), [&](std::size_t i) {
    check_weights(tables.row(i), w.mass(), {"w", w.columns(), tables.columns(), i});
    out[i] = resolve<T>(Form<T>{tables.row(i), w.columns()}, unit);
  });
}

}  // namespace

#define GIBBS_DEFINE(T)                                                                                 \
  T conditional_entropy(const Joint<T>& w, Unit unit) { return value_of<ConditionalEntropy>(w, unit); } \
  T mutual_information(const Joint<T>& w, Unit unit) { return value_of<MutualInformation>(w, unit); }   \
  void conditional_entropy(const Tables<T>& w, std::span<T> out, Unit unit) {                           \
    values_of<ConditionalEntropy>(w, out, unit);                                                        \
  }                                                                                                     \
  void mutual_information(const Tables<T>& w, std::span<T> out, Unit unit) {                            \
    values_of<MutualInformation>(w, out, unit);                                                         \
  }
GIBBS_DEFINE(double)
GIBBS_DEFINE(float)
#undef GIBBS_DEFINE

}  // namespace gibbs::inline v0
