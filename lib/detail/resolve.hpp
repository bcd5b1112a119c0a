// From a form to its correctly rounded value: double-double first, the last stage where that cannot tell (Ziv 1991).
#pragma once

#include <limits>
#include <vector>

#include "lib/detail/last_stage.hpp"
#include "lib/detail/round.hpp"

namespace gibbs::detail {

template <class T, class Form>
T resolve(const Form& form, Unit unit = Unit::nat) {
  const Ball value = in_unit(form.template value<Ball>(), unit);
  const auto result = rounded<T>(value);
  return result ? *result : last_stage<T>(form, value, unit);
}

/// All components of a vectorial form, given its state in balls. Those it calls masked are −∞.
template <class T, class Form, class State>
void resolve_each(const Form& form, const State& state, std::span<T> out) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if constexpr (requires { form.is_masked(i); }) {
      if (form.is_masked(i)) {
        out[i] = -std::numeric_limits<T>::infinity();
        continue;
      }
    }
    const Scaled<Ball> x = form.component(state, i);
    const auto result = rounded<T>(x.value, x.exponent);
    if (result)
      out[i] = *result;
    else
      open.push_back(i);
  }
  if (!open.empty()) last_stage<T>(form, open, out);
}

}  // namespace gibbs::detail
