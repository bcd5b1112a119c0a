// The last stage of rounding: arithmetic of growing precision, and exact decisions where no precision would do. Slow
// and rarely asked. It always returns the correctly rounded value.
#pragma once

#include <gibbs/unit.hpp>
#include <span>

#include "lib/detail/logit_forms.hpp"

namespace gibbs::inline v0::detail {

/// The value of a scalar form, in `unit`, known to lie in the ball `narrow`.
template <class T, class Form>
T last_stage(const Form& form, const Ball& narrow, Unit unit);

/// out[i] for the given components i of a vectorial form.
template <class T, class Form>
void last_stage(const Form& form, std::span<const std::size_t> components, std::span<T> out);

/// Is (P − 1)² ≤ ε for the exact sum P of p?
template <class T>
bool has_unit_mass(std::span<const T> p);

}  // namespace gibbs::inline v0::detail
