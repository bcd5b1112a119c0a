// Domain checks: each throws DomainError naming the argument, the index and the value.
#pragma once

#include <functional>
#include <gibbs/arguments.hpp>
#include <span>
#include <string>
#include <string_view>

namespace gibbs::inline v0::detail {

/// Where a vector stands: alone, or as number `row` of a batch of vectors of `size`; it may be a table of `columns`.
struct Site {
  std::string_view argument;
  std::size_t columns = 0;
  std::size_t size = 0;
  std::size_t row = 0;
};

/// Not empty, each in [0, 1], (P − 1)² ≤ ε for the exact sum P; or of any positive mass.
template <class T>
void check_weights(std::span<const T> p, Mass mass, const Site& site);
/// Not empty, each finite or −∞, not all −∞.
template <class T>
void check_logits(std::span<const T> z, const Site& site);
/// Not empty, each finite.
template <class T>
void check_numbers(std::span<const T> x, const Site& site);
/// In [0, 1]; finite or −∞.
template <class T>
void check_probability(T p, const Site& site, std::size_t i);
template <class T>
void check_logit(T z, const Site& site, std::size_t i);

void check_length(std::string_view argument, std::size_t length, std::size_t needed);
template <class T>
void check_shape(const Rows<T>& rows, std::string_view argument);
template <class T>
void check_shape(std::span<const T> table, std::size_t columns, std::string_view argument);

template <class T>
bool overlap(std::span<const T> a, std::span<const T> b) {
  const std::less<const T*> before;
  return before(a.data(), b.data() + b.size()) && before(b.data(), a.data() + a.size());
}
/// The output does not overlap the input; `in_place`: it may lie exactly where the input does.
template <class T>
void check_apart(std::string_view output, std::span<T> out, std::string_view input, std::span<const T> in,
                 bool in_place);

/// An argument of a metric, checked when asked.
template <class T>
struct Argument {
  enum class Domain { weights, logits, numbers };

  std::span<const T> values;
  Domain domain;
  Mass mass;
  Site site;
  bool is_parallel = false;

  std::span<const T> checked() const {
    if (domain == Domain::weights) check_weights(values, mass, site);
    if (domain == Domain::logits) check_logits(values, site);
    if (domain == Domain::numbers) check_numbers(values, site);
    return values;
  }
};
template <class T>
Argument<T> argument(const Distribution<T>& p, std::string_view name) {
  return {{p.values().data(), p.values().size()}, Argument<T>::Domain::weights, p.mass(), {name}, p.is_parallel()};
}
template <class T>
Argument<T> argument(const Logits<T>& z, std::string_view name = "z") {
  return {{z.values().data(), z.values().size()}, Argument<T>::Domain::logits, z.mass(), {name}, z.is_parallel()};
}
template <class T>
Argument<T> argument(std::span<const T> x, std::string_view name) {
  return {x, Argument<T>::Domain::numbers, Mass::any, {name}};
}

}  // namespace gibbs::inline v0::detail
