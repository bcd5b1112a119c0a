// What is thrown where a metric has no value: its argument is outside the domain.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

namespace gibbs::inline v0 {

/// An argument outside the domain. The message reads `p[0] = -0.5 is not a probability`.
class DomainError : public std::invalid_argument {
 public:
  /// index() of a fault that lies in the argument as a whole: its length, its sum, its shape.
  static constexpr std::size_t whole = static_cast<std::size_t>(-1);

  DomainError(std::string argument, std::size_t index, double value, const std::string& message)
      : std::invalid_argument(message), argument_(std::move(argument)), index_(index), value_(value) {}

  const std::string& argument() const { return argument_; }  // p, q, z, x, y, w or out
  std::size_t index() const { return index_; }               // the first offender, counted row by row; or `whole`
  double value() const { return value_; }                    // its value; of `whole`: the sum, or the length

 private:
  std::string argument_;
  std::size_t index_;
  double value_;
};

}  // namespace gibbs::inline v0
