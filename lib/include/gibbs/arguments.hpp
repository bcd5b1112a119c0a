// The arguments of the metrics: views that know their domain. A view owns nothing, so none is made of a temporary; a
// range given to a metric itself may be one.
//
//   const auto p = gibbs::Distribution(weights);      // not Distribution(make_weights())
//   for (const auto& q : models) total += gibbs::cross_entropy(p, q);
//   gibbs::entropy(make_weights());                   // fine: it lives until the metric returns
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <gibbs/error.hpp>
#include <ranges>
#include <span>
#include <type_traits>

namespace gibbs::inline v0 {

namespace detail {
template <class R>
concept Vector = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
    (std::same_as<std::ranges::range_value_t<R>, double> || std::same_as<std::ranges::range_value_t<R>, float>);
template <class R, class T>
concept VectorOf = Vector<R> && std::same_as<std::ranges::range_value_t<R>, T>;
/// R as deduced for a parameter R&&: no temporary that owns its elements.
template <class R, class T = std::ranges::range_value_t<R>>
concept LastingVector = VectorOf<R, T> && std::ranges::borrowed_range<R>;
}  // namespace detail

/// A vector that may be read by several threads at once.
template <std::floating_point T>
struct Parallel : std::span<const T> {
  using std::span<const T>::span;
};

}  // namespace gibbs::inline v0

template <class T>
inline constexpr bool std::ranges::enable_borrowed_range<gibbs::Parallel<T>> = true;

namespace gibbs::inline v0 {

/// Large vectors and batches marked so are worked on by all cores (oneTBB); the bits of the result do not depend on it:
/// entropy(parallel(p)), softmax(Rows(parallel(z), k), out). It serves batches of rows and of tables, and single vectors
/// of more than 65536 elements where a metric of one or two vectors has a fast stage (docs/rounding.md); elsewhere it
/// changes nothing.
template <detail::LastingVector R>
Parallel<std::ranges::range_value_t<R>> parallel(R&& x) {
  return {std::ranges::data(x), std::ranges::size(x)};
}

/// What the exact sum P of the weights must be.
enum class Mass {
  one,  // probabilities: each in [0, 1], and (P − 1)² ≤ ε, the format's machine epsilon
  any,  // counts and other weights: each finite and ≥ 0, and P > 0
};

namespace detail {
template <class R>
inline constexpr bool is_parallel = false;
template <class T>
inline constexpr bool is_parallel<Parallel<T>> = true;

struct AnyMass;

/// What all views of numbers have in common.
template <std::floating_point T>
class View {
 public:
  using number = T;

  std::span<const T> values() const { return values_; }
  Mass mass() const { return mass_; }
  bool is_parallel() const { return parallel_; }

 protected:
  template <class R>
  View(R&& values, Mass mass)
      : values_(std::ranges::data(values), std::ranges::size(values)),
        mass_(mass),
        parallel_(detail::is_parallel<std::remove_cvref_t<R>>) {}

 private:
  friend AnyMass;
  std::span<const T> values_;
  Mass mass_;
  bool parallel_;
};

struct AnyMass {
  template <class V>
  static V of(V view) {
    static_cast<View<typename V::number>&>(view).mass_ = Mass::any;
    return view;
  }
};
}  // namespace detail

/// A vector p[n] standing for the distribution p/P, P its exact sum.
template <std::floating_point T>
class Distribution : public detail::View<T> {
 public:
  template <detail::LastingVector<T> R>
  Distribution(R&& p, Mass mass = Mass::one) : detail::View<T>(p, mass) {}
};

/// A vector z[n] of logits: each finite or −∞, not all −∞.
template <std::floating_point T>
class Logits : public detail::View<T> {
 public:
  template <detail::LastingVector<T> R>
  Logits(R&& z) : detail::View<T>(z, Mass::any) {}
};

/// A batch x[b][k] of b rows of k = `columns` numbers; the next row begins `stride` elements after the one before.
template <std::floating_point T>
class Rows : public detail::View<T> {
 public:
  template <detail::LastingVector<T> R>
  Rows(R&& values, std::size_t columns, Mass mass = Mass::one) : Rows(values, columns, columns, mass) {}
  template <detail::LastingVector<T> R>
  Rows(R&& values, std::size_t columns, std::size_t stride, Mass mass = Mass::one)
      : detail::View<T>(values, mass), columns_(columns), stride_(stride) {}

  std::size_t columns() const { return columns_; }
  std::size_t stride() const { return stride_; }
  std::size_t rows() const {
    return columns_ == 0 || stride_ < columns_ ? 0 : (this->values().size() + stride_ - columns_) / stride_;
  }
  std::span<const T> row(std::size_t i) const { return this->values().subspan(i * stride_, columns_); }

 private:
  std::size_t columns_, stride_;
};

/// A table w[r][c] of joint probabilities (or counts), row by row: w[i][j] is the mass of row i and column j = 0 …
/// `columns` − 1; in the domain of Distribution.
template <std::floating_point T>
class Joint : public detail::View<T> {
 public:
  template <detail::LastingVector<T> R>
  Joint(R&& w, std::size_t columns, Mass mass = Mass::one) : detail::View<T>(w, mass), columns_(columns) {}

  std::size_t columns() const { return columns_; }

 private:
  std::size_t columns_;
};

/// A batch w[b][r][c] of b tables of `rows` × `columns` numbers, one after the other.
template <std::floating_point T>
class Tables : public detail::View<T> {
 public:
  template <detail::LastingVector<T> R>
  Tables(R&& w, std::size_t rows, std::size_t columns, Mass mass = Mass::one)
      : detail::View<T>(w, mass), rows_(rows), columns_(columns) {}

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }

 private:
  std::size_t rows_, columns_;
};

template <detail::LastingVector R, class... Rest>
Distribution(R&&, Rest...) -> Distribution<std::ranges::range_value_t<R>>;
template <detail::LastingVector R>
Logits(R&&) -> Logits<std::ranges::range_value_t<R>>;
template <detail::LastingVector R, class... Rest>
Rows(R&&, std::size_t, Rest...) -> Rows<std::ranges::range_value_t<R>>;
template <detail::LastingVector R, class... Rest>
Joint(R&&, std::size_t, Rest...) -> Joint<std::ranges::range_value_t<R>>;
template <detail::LastingVector R, class... Rest>
Tables(R&&, std::size_t, std::size_t, Rest...) -> Tables<std::ranges::range_value_t<R>>;

/// Weights of any positive mass where probabilities are expected: entropy(counts(c)).
template <detail::LastingVector R>
auto counts(R&& c) {
  return Distribution<std::ranges::range_value_t<R>>(c, Mass::any);
}
/// The same for each row of a batch, and for tables: mutual_information(counts(Joint(c, columns))).
template <class V>
requires std::derived_from<V, detail::View<typename V::number>> V counts(const V& c) { return detail::AnyMass::of(c); }

namespace detail {
template <class R>
concept Indices = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
    std::signed_integral<std::ranges::range_value_t<R>> &&
    (sizeof(std::ranges::range_value_t<R>) == 4 || sizeof(std::ranges::range_value_t<R>) == 8);
}  // namespace detail

/// Labels y[b] as class indices: 0 … n − 1; −1 where a row is to be ignored. Integers with a sign, of 32 or 64 bits.
class Labels {
 public:
  template <detail::Indices R>
  requires std::ranges::borrowed_range<R> Labels(R&& y)
      : data_(std::ranges::data(y)), size_(std::ranges::size(y)), width_(sizeof(std::ranges::range_value_t<R>)) {}

  std::size_t size() const { return size_; }
  std::int64_t operator[](std::size_t i) const;

 private:
  const void* data_;
  std::size_t size_, width_;
};

/// A parameter: a view, or any range that makes one, temporaries included. It lives as long as the call.
template <class V>
class In : public V {
 public:
  In(const V& view) : V(view) {}
  template <class R>
  requires(std::ranges::range<R>&& std::constructible_from<V, const R&>) In(const R& range) : V(range) {}
  In(const In&) = delete;
  In& operator=(const In&) = delete;
};

}  // namespace gibbs::inline v0
