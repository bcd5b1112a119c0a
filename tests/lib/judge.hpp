// The judge of the library's results: the reference's rigorously rounded value, compared bit by bit.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstdio>
#include <gibbs/gibbs.hpp>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "reference/reference.hpp"

namespace gibbs::test {

using reference::Metric;

template <class T>
const reference::Format& format_of() {
  return sizeof(T) == sizeof(float) ? reference::binary32 : reference::binary64;
}

/// Same bits; a NaN equals nothing.
inline bool same(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

inline std::string hex(double x) {
  char text[64];
  std::snprintf(text, sizeof text, "%.17g (%a)", x, x);
  return text;
}

/// A temporary for a view that is used before the expression ends.
template <class R>
const R& here(const R& x) {
  return x;
}

template <class T>
reference::Argument argument(std::span<const T> values, std::size_t columns = 0) {
  return {{values.begin(), values.end()}, columns};
}

inline std::string describe(const reference::Question& question) {
  std::string text(reference::info(question.metric).name);
  for (const auto& [values, columns] : question.arguments) {
    text += " [" + std::to_string(values.size()) + "/" + std::to_string(columns) + "]";
    for (std::size_t i = 0; i < values.size() && i < 12; ++i) text += " " + hex(values[i]);
  }
  return text + " unit " + std::string(reference::name(question.unit));
}

/// Every component of `observed` is the exact value rounded to nearest, ties to even; a zero is +0. Tells whether it
/// is.
template <class T>
bool expect_correct(const reference::Question& question, std::span<const T> observed) {
  const auto exact = reference::round(question, format_of<T>());
  EXPECT_EQ(exact.size(), observed.size());
  bool correct = exact.size() == observed.size();
  for (std::size_t i = 0; correct && i < exact.size(); ++i) {
    correct = exact[i].decided && same(static_cast<double>(observed[i]), exact[i].nearest);
    EXPECT_TRUE(correct) << describe(question) << "\n  component " << i << ": got "
                         << hex(static_cast<double>(observed[i])) << ", want " << hex(exact[i].nearest)
                         << (exact[i].decided ? "" : ", undecided");
  }
  return correct;
}

/// Throws DomainError about this argument, index and value.
template <class F>
void expect_refused(F f, const std::string& name, std::size_t index, double value, const std::string& message) {
  try {
    f();
    ADD_FAILURE() << "accepted: " << message;
  } catch (const DomainError& error) {
    EXPECT_EQ(error.argument(), name);
    EXPECT_EQ(error.index(), index);
    EXPECT_TRUE(same(error.value(), value) || (std::isnan(error.value()) && std::isnan(value))) << hex(error.value());
    EXPECT_EQ(error.what(), message);
  }
}

}  // namespace gibbs::test
