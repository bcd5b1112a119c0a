#include <gibbs/joint.hpp>

#include "lib/detail/resolve.hpp"

namespace gibbs::inline v0 {
namespace {

template <template <class> class Form, class T>
T table_value(const Joint<T>& w, Unit unit) {
  const Joint<T> table = w.checked();
  return detail::resolve<T>(Form<T>{table.values(), table.columns()}, unit);
}

}  // namespace

double conditional_entropy(const Joint<double>& w, Unit unit) {
  return table_value<detail::ConditionalEntropy>(w, unit);
}
float conditional_entropy(const Joint<float>& w, Unit unit) { return table_value<detail::ConditionalEntropy>(w, unit); }
double mutual_information(const Joint<double>& w, Unit unit) { return table_value<detail::MutualInformation>(w, unit); }
float mutual_information(const Joint<float>& w, Unit unit) { return table_value<detail::MutualInformation>(w, unit); }

}  // namespace gibbs::inline v0
