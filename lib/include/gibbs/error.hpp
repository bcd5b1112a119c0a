// What is thrown where a metric has no value: its argument is outside the domain.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace gibbs::inline v0 {

/// An argument outside the domain. The message reads `p[0] = -0.5 is not a probability`.
class DomainError : public std::domain_error {
 public:
  /// index() of a fault that lies in the argument as a whole: its length, its sum, its shape.
  static constexpr std::size_t whole = static_cast<std::size_t>(-1);

  DomainError(std::string argument, std::size_t index, double value, const std::string& message)
      : std::domain_error(message), argument_(std::move(argument)), index_(index), value_(value) {}

  const std::string& argument() const { return argument_; }  // its name in the declaration: p, q, z, out, …
  std::size_t index() const { return index_; }               // the first offender, counted row by row; or `whole`
  double value() const { return value_; }                    // its value; of `whole`: the sum, or the length

 private:
  std::string argument_;
  std::size_t index_;
  double value_;
};

/// A value, or why there is none. Of a metric that only writes to `out` the value is std::monostate.
template <class T>
struct Attempt {
  std::optional<T> value;
  std::optional<DomainError> error;

  explicit operator bool() const { return value.has_value(); }
};

namespace detail {
/// Calls call(context); the DomainError that it throws, if any.
std::optional<DomainError> caught(void (*call)(void*), void* context);
}  // namespace detail

/// Metrics without exceptions: f() is called, a DomainError returned instead of thrown.
///
///   const auto h = gibbs::attempt([&] { return gibbs::entropy(p); });
///   h ? use(*h.value) : complain(h.error->what());
template <class F>
auto attempt(F f) {
  using Result = std::invoke_result_t<F&>;
  if constexpr (std::is_void_v<Result>) {
    return attempt([&] { return f(), std::monostate(); });
  } else {
    struct Call {
      F& f;
      Attempt<Result> result;
    } call{f, {}};
    call.result.error = detail::caught(
        [](void* context) {
          auto& [g, result] = *static_cast<Call*>(context);
          result.value = g();
        },
        &call);
    return std::move(call.result);
  }
}

}  // namespace gibbs::inline v0
