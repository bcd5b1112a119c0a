// From a form to its correctly rounded value: double-double first, the last stage where that cannot tell (Ziv 1991).
#pragma once

#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "lib/detail/last_stage.hpp"
#include "lib/detail/round.hpp"

namespace gibbs::inline v0::detail {

/// Forms that can be infinite say so (`is_infinite`); elsewhere their value is finite.
template <class T, class Form>
T resolve(const Form& form, Unit unit = Unit::nat) {
  if constexpr (requires { form.is_infinite(); })
    if (form.is_infinite()) return std::numeric_limits<T>::infinity();
  const Ball value = in_unit(form.template value<Ball>(), unit);
  const auto result = rounded<T>(value);
  return result ? *result : last_stage<T>(form, value, unit);
}

/// The components `wanted` of a vectorial form from its state in balls, which may be too wide for some: `wanted` is
/// left with those that could not be decided. Those the form calls masked are −∞.
template <class T, class Form, class State>
void resolve_some(const Form& form, const State& state, std::vector<std::size_t>& wanted, std::span<T> out) {
  std::erase_if(wanted, [&](std::size_t i) {
    if constexpr (requires { form.is_masked(i); }) {
      if (form.is_masked(i)) {
        out[i] = -std::numeric_limits<T>::infinity();
        return true;
      }
    }
    const Scaled<Ball> x = form.component(state, i);
    const auto result = rounded<T>(x.value, x.exponent);
    if (result) out[i] = *result;
    return result.has_value();
  });
}

template <class T, class Form>
void resolve_each(const Form& form, std::vector<std::size_t> wanted, std::span<T> out) {
  if (!wanted.empty()) resolve_some(form, form.template prepare<Ball>(), wanted, out);
  if (!wanted.empty()) last_stage<T>(form, wanted, out);
}

/// All components.
template <class T, class Form>
void resolve_each(const Form& form, std::span<T> out) {
  std::vector<std::size_t> all(out.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  resolve_each(form, std::move(all), out);
}

}  // namespace gibbs::inline v0::detail
