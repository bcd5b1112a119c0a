// From a metric of one row to a generalised universal function of NumPy.
#pragma once

#include <pybind11/pybind11.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <gibbs/arguments.hpp>
#include <gibbs/unit.hpp>
#include <span>
#include <vector>

namespace gibbs::python {

/// In what a function of a metric differs from its others.
struct Setting {
  Unit unit = Unit::nat;
  Mass mass = Mass::one;
};

using Size = std::intptr_t;
inline constexpr std::size_t most_operands = 4;

/// What a signature such as "(b,n),[b]->(b,n)" says. Square brackets hold labels: whole numbers in every loop.
struct Layout {
  struct Operand {
    std::vector<std::size_t> dimensions;  // each one's place among the distinct dimensions
    std::size_t first_stride = 0;         // of its dimensions, among the strides of all
    bool is_labels = false;
  };
  std::vector<Operand> operands;  // inputs, then outputs
  std::size_t inputs = 0;
};

/// What one loop is told by NumPy through its data pointer.
struct Told {
  const Layout* layout;
  Setting setting;
};

/// One row of the operands: S is how NumPy has the numbers, T how they are computed with. What is not one number beside
/// the other, or not of type T, is gathered.
template <class T, class S>
class Row {
 public:
  /// As a loop gets them: dims[0] rows, then the distinct dimensions; a stride from row to row per operand, then those of
  /// their dimensions.
  Row(char** data, const Size* dims, const Size* strides, const Told& told)
      : layout_(*told.layout), setting_(told.setting), dims_(dims), strides_(strides) {
    std::copy_n(data, layout_.operands.size(), data_.begin());
  }

  Unit unit() const { return setting_.unit; }
  T number(std::size_t i) const { return static_cast<T>(read<S>(data_[i])); }
  std::span<const T> vector(std::size_t i) { return gathered<T, S>(i, scratch_[i]); }
  Distribution<T> distribution(std::size_t i) { return {vector(i), setting_.mass}; }
  Logits<T> logits(std::size_t i) { return {vector(i)}; }
  /// The vector as a batch of one.
  Rows<T> alone(std::size_t i) { return {vector(i), size(i, 0)}; }
  Rows<T> rows(std::size_t i) {
    const std::size_t columns = size(i, 1), count = size(i, 0);
    constexpr Size width = sizeof(T);
    const Size step = stride(i, 0) / width;
    const bool in_place = std::is_same_v<T, S> && count > 0 && stride(i, 1) == width && stride(i, 0) % width == 0 &&
                          step >= static_cast<Size>(columns);
    if (!in_place) return {vector(i), columns};
    const auto between = static_cast<std::size_t>(step);
    return {std::span(reinterpret_cast<const T*>(data_[i]), (count - 1) * between + columns), columns, between};
  }
  Joint<T> joint(std::size_t i) { return {vector(i), size(i, 1), setting_.mass}; }
  std::span<const std::int64_t> labels(std::size_t i) { return gathered<std::int64_t, std::int64_t>(i, labels_); }
  std::span<const std::int64_t> label(std::size_t i) const { return {reinterpret_cast<const std::int64_t*>(data_[i]), 1}; }

  /// The first output, a number.
  void result(T value) { std::memcpy(data_[layout_.inputs], &value, sizeof value); }
  /// An output of several numbers; stored by `finish` where they do not lie beside each other.
  std::span<T> out(std::size_t output = 0) {
    const std::size_t i = layout_.inputs + output;
    if (is_dense<T>(i)) return {reinterpret_cast<T*>(data_[i]), length(i)};
    scratch_[i].resize(length(i));
    to_store_ = i;
    return scratch_[i];
  }
  void finish() {
    if (to_store_ == 0) return;
    const T* from = scratch_[to_store_].data();
    each(to_store_, [&](char* to) { std::memcpy(to, from++, sizeof(T)); });
  }
  void next() {
    for (std::size_t i = 0; i < layout_.operands.size(); ++i) data_[i] += strides_[i];
  }

 private:
  template <class X>
  static X read(const char* from) {
    X x;
    std::memcpy(&x, from, sizeof x);
    return x;
  }
  const Layout::Operand& operand(std::size_t i) const { return layout_.operands[i]; }
  std::size_t size(std::size_t i, std::size_t dimension) const {
    return static_cast<std::size_t>(dims_[1 + operand(i).dimensions[dimension]]);
  }
  Size stride(std::size_t i, std::size_t dimension) const { return strides_[operand(i).first_stride + dimension]; }
  std::size_t length(std::size_t i) const {
    std::size_t n = 1;
    for (std::size_t d = 0; d < operand(i).dimensions.size(); ++d) n *= size(i, d);
    return n;
  }
  template <class X>
  bool is_dense(std::size_t i) const {
    Size expected = sizeof(X);
    for (std::size_t d = operand(i).dimensions.size(); d-- > 0;) {
      if (size(i, d) != 1 && stride(i, d) != expected) return false;
      expected *= static_cast<Size>(size(i, d));
    }
    return true;
  }
  /// f(address) of each number, in row-major order.
  template <class F>
  void each(std::size_t i, F f) const {
    const bool is_table = operand(i).dimensions.size() == 2;
    const std::size_t rows = is_table ? size(i, 0) : 1, columns = size(i, is_table ? 1 : 0);
    const Size down = is_table ? stride(i, 0) : 0, along = stride(i, is_table ? 1 : 0);
    for (std::size_t r = 0; r < rows; ++r) {
      char* at = data_[i] + static_cast<Size>(r) * down;
      for (std::size_t c = 0; c < columns; ++c, at += along) f(at);
    }
  }
  template <class X, class From>
  std::span<const X> gathered(std::size_t i, std::vector<X>& scratch) {
    if (std::is_same_v<X, From> && is_dense<X>(i)) return {reinterpret_cast<const X*>(data_[i]), length(i)};
    scratch.resize(length(i));
    X* to = scratch.data();
    each(i, [&](const char* from) { *to++ = static_cast<X>(read<From>(from)); });
    return scratch;
  }

  const Layout& layout_;
  Setting setting_;
  const Size *dims_, *strides_;
  std::array<char*, most_operands> data_{};
  std::array<std::vector<T>, most_operands> scratch_;
  std::vector<std::int64_t> labels_;
  std::size_t to_store_ = 0;  // the output that is kept apart; 0, an input, for none
};

/// What is thrown becomes an exception of Python, unless there is one already. To be called where something was caught.
void raise_caught();
/// No flag that the computation raised is left for NumPy to warn of.
void forget_floating_point_flags();

template <class Metric, class T, class S>
void loop(char** data, const Size* dims, const Size* strides, void* told) {
  Row<T, S> row(data, dims, strides, *static_cast<const Told*>(told));
  try {
    for (Size i = 0; i < dims[0]; ++i, row.next()) {
      Metric::row(row);
      row.finish();
    }
  } catch (...) {
    raise_caught();
  }
  forget_floating_point_flags();
}

using Loop = void (*)(char**, const Size*, const Size*, void*);
/// Whole numbers of 64 bits, float32, float64: NumPy takes the first that holds the arguments.
pybind11::object universal_function(const char* name, const char* signature, const Setting& setting,
                                    const std::array<Loop, 3>& loops);
template <class Metric>
pybind11::object universal_function(const char* name, const char* signature, const Setting& setting) {
  return universal_function(name, signature, setting,
                            {loop<Metric, double, std::int64_t>, loop<Metric, float, float>, loop<Metric, double, double>});
}

/// Imports NumPy, and adds to the module what its loops raise.
void begin(pybind11::module_& module);

}  // namespace gibbs::python
