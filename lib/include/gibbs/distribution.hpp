// The arguments of the metrics: non-owning views that know their domain.
//
// Any contiguous range of double or float converts to these views and is checked by the metric it is given to. Where
// one vector is used many times, `checked()` pays for the check once:
//
//   const auto p = gibbs::Distribution(labels).checked("p");
//   for (const auto& q : models) total += gibbs::cross_entropy(p, q);
//
// The elements must not change while a checked view of them is in use. `parallel(p)` in place of p lets a large
// argument use all cores.
#pragma once

#include <concepts>
#include <cstddef>
#include <gibbs/error.hpp>
#include <ranges>
#include <span>
#include <string_view>

namespace gibbs::inline v0 {

/// A vector that may be read by several threads at once.
template <std::floating_point T>
struct Parallel : std::span<const T> {
  using std::span<const T>::span;
};
/// Large vectors (and batches) marked so are worked on by all cores (oneTBB); the bits of the result do not depend on
/// it. It serves the metrics of distributions, tables' rows and logits: entropy(parallel(p)), softmax(Rows(parallel(z),
/// k), out).
template <std::ranges::contiguous_range R>
Parallel<std::ranges::range_value_t<R>> parallel(const R& x) {
  return {std::ranges::data(x), std::ranges::size(x)};
}

namespace detail {
template <class R>
inline constexpr bool is_parallel = false;
template <class T>
inline constexpr bool is_parallel<Parallel<T>> = true;

template <class R>
concept Vector = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
    (std::same_as<std::ranges::range_value_t<R>, double> || std::same_as<std::ranges::range_value_t<R>, float>);
template <class R, class T>
concept VectorOf = Vector<R> && std::same_as<std::ranges::range_value_t<R>, T>;
}  // namespace detail

/// What the exact sum P of the weights must be.
enum class Mass {
  one,  // probabilities: each in [0, 1], and (P − 1)² ≤ ε, the format's machine epsilon
  any,  // counts and other weights: each finite and ≥ 0, and P > 0
};

/// A vector p standing for the distribution p/P, P its exact sum.
template <std::floating_point T>
class Distribution {
 public:
  template <detail::VectorOf<T> R>
  Distribution(const R& p, Mass mass = Mass::one)
      : values_(std::ranges::data(p), std::ranges::size(p)), mass_(mass), parallel_(detail::is_parallel<R>) {}

  std::span<const T> values() const { return values_; }
  Mass mass() const { return mass_; }
  bool is_parallel() const { return parallel_; }
  bool is_checked() const { return checked_; }
  /// This view, known to be in its domain. Throws DomainError, which calls it `argument`.
  Distribution checked(std::string_view argument = "p") const;

 private:
  std::span<const T> values_;
  Mass mass_;
  bool parallel_;
  bool checked_ = false;
};
template <detail::Vector R, class... Rest>
Distribution(const R&, Rest...) -> Distribution<std::ranges::range_value_t<R>>;

/// A vector z of logits: each finite or −∞, not all −∞.
template <std::floating_point T>
class Logits {
 public:
  template <detail::VectorOf<T> R>
  Logits(const R& z) : values_(std::ranges::data(z), std::ranges::size(z)), parallel_(detail::is_parallel<R>) {}

  std::span<const T> values() const { return values_; }
  bool is_parallel() const { return parallel_; }
  bool is_checked() const { return checked_; }
  /// This view, known to be in its domain. Throws DomainError, which calls it `argument`.
  Logits checked(std::string_view argument = "z") const;

 private:
  std::span<const T> values_;
  bool parallel_;
  bool checked_ = false;
};
template <detail::Vector R>
Logits(const R&) -> Logits<std::ranges::range_value_t<R>>;

/// A batch: rows of `columns` numbers each, stored one after the other.
template <std::floating_point T>
class Rows {
 public:
  template <detail::VectorOf<T> R>
  Rows(const R& values, std::size_t columns, Mass mass = Mass::one)
      : values_(std::ranges::data(values), std::ranges::size(values)),
        columns_(columns),
        mass_(mass),
        parallel_(detail::is_parallel<R>) {}

  std::span<const T> values() const { return values_; }
  std::size_t columns() const { return columns_; }
  std::size_t rows() const { return columns_ == 0 ? 0 : values_.size() / columns_; }
  std::span<const T> row(std::size_t i) const { return values_.subspan(i * columns_, columns_); }
  Mass mass() const { return mass_; }
  bool is_parallel() const { return parallel_; }

 private:
  std::span<const T> values_;
  std::size_t columns_;
  Mass mass_;
  bool parallel_;
};
template <detail::Vector R, class... Rest>
Rows(const R&, std::size_t, Rest...) -> Rows<std::ranges::range_value_t<R>>;

/// A table w of joint probabilities (or counts), w(i, j) the mass of row i and column j; in the domain of Distribution.
template <std::floating_point T>
class Joint : public Rows<T> {
 public:
  using Rows<T>::Rows;
  Joint(const Rows<T>& table) : Rows<T>(table) {}

  bool is_checked() const { return checked_; }
  /// This view, known to be in its domain. Throws DomainError, which calls it `argument`.
  Joint checked(std::string_view argument = "w") const;

 private:
  bool checked_ = false;
};
template <detail::Vector R, class... Rest>
Joint(const R&, std::size_t, Rest...) -> Joint<std::ranges::range_value_t<R>>;

/// Weights of any positive mass where probabilities are expected: entropy(counts(c)).
template <detail::Vector R>
auto counts(const R& c) {
  return Distribution<std::ranges::range_value_t<R>>(c, Mass::any);
}
/// The same for each row of a batch, or for a joint table: mutual_information(counts(Joint(c, columns))).
template <std::floating_point T>
Rows<T> counts(const Rows<T>& c) {
  return c.is_parallel() ? Rows<T>(parallel(c.values()), c.columns(), Mass::any)
                         : Rows<T>(c.values(), c.columns(), Mass::any);
}
template <std::floating_point T>
Joint<T> counts(const Joint<T>& c) {
  return Joint<T>(c.values(), c.columns(), Mass::any);
}

}  // namespace gibbs::inline v0
