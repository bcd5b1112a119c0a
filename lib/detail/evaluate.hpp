// The way of every metric through the three stages of rounding: fast (fast.hpp), accurate and last (resolve.hpp). Each
// is asked only for what the one before left open.
#pragma once

#include "lib/detail/fast.hpp"
#include "lib/detail/resolve.hpp"

/// For what makes the ball of a short vector, whose logarithms cost no more than a few calls.
#define GIBBS_INLINE __attribute__((always_inline))

namespace gibbs::inline v0::detail {

/// A metric: its form of its arguments, and what makes its fast ball, in nats.
template <template <class> class Form, auto fast_ball>
struct MetricOf {
  Unit unit = Unit::nat;
  template <class T, class... More>
  [[gnu::always_inline]] Ball ball(Purpose purpose, const Argument<T>& a, const More&... more) const {
    return fast::in_unit(fast_ball(purpose, a, more...), unit);
  }
  template <class T, class... More>
  auto form(std::span<const T> a, More... more) const {
    return Form<T>{a, more...};
  }
};

/// Two arguments, checked, and of one length.
template <class T>
void check_all(const Argument<T>& a) {
  a.checked();
}
template <class T>
void check_all(const Argument<T>& a, const Argument<T>& b) {
  a.checked();
  b.checked();
  check_length(b.site.argument, b.values.size(), a.values.size());
}

/// A metric is asked for its fast ball, metric.ball(purpose, arguments…), and for its form, metric.form(vectors…). What
/// the rough ball leaves open comes here, apart, so that the way nearly all results take is compiled into one function.
template <class T, class Metric, class... More>
[[gnu::noinline, gnu::cold]] T evaluate_carefully(const Metric& metric, const Argument<T>& a, const More&... more) {
  if (const auto precise = rounded<T>(metric.ball(Purpose::precision, a, more...))) return *precise;
  check_all(a, more...);
  return resolve<T>(metric.form(a.values, more.values...), metric.unit);
}
template <class T, class Metric, class... More>
T evaluate(const Metric& metric, const Argument<T>& a, const More&... more) {
  if (const auto rough = rounded<T>(metric.ball(Purpose::value, a, more...))) return *rough;
  return evaluate_carefully<T>(metric, a, more...);
}

/// All components of a form, from sums for shares if there are any: first what the kernels decide, then the others from
/// these sums, from precise ones, and by resolve_each.
template <class Form, class Sums, class T>
void evaluate_components(const Form& form, const std::optional<Sums>& sums, const fast::Kept& kept, bool is_parallel,
                         std::span<T> out) {
  if (!sums) return resolve_each(form, out);
  auto open = fast::put_all(form, *sums, kept, is_parallel, out);
  if (open.empty()) return;
  resolve_some(form, fast::state(form, *sums, open), open, out);
  if (!open.empty() && !sums->rest)
    if (const auto precise = fast::precise_sums(form)) resolve_some(form, fast::state(form, *precise, open), open, out);
  resolve_each(form, std::move(open), out);
}

}  // namespace gibbs::inline v0::detail
