// Randomness for generators: RapidCheck's splittable engine, drawn from in bits, so that a seed gives the same cases on
// every machine. Nothing here depends on the C library's mathematics. Draw once per expression: compilers choose the
// order in which arguments are evaluated.
#pragma once

#include <rapidcheck.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include "reference/format.hpp"
#include "reference/metric.hpp"

namespace gibbs::properties {

/// One case in so many has thousands of classes, where the property's inputs can.
inline constexpr std::size_t large_every = 250;
/// What kind of thousands, in turn: 1000 to 4100; logits of which the first tiles are masked; a power of two, or one more
/// or less; and for one in eight up to 2¹⁷ + 1.
enum class Large { no, thousands, masked_tiles, power_of_two, longest };
/// Tiles of kernels are powers of two up to this wide.
inline constexpr std::size_t widest_tile = 1024;

class Source {
 public:
  Source(const rc::Random& random, int size, const reference::Format& format, std::span<const reference::Unit> units,
         std::size_t large = 0, bool finest = false, std::optional<reference::Metric> metric = std::nullopt)
      : random_(random), size_(size), large_(large), finest_(finest), metric_(metric), format_(format), units_(units.begin(), units.end()) {}

  std::uint64_t bits() { return random_.next(); }
  /// Uniform in 0 … n−1, n ≥ 1 (multiply-shift: the bias is below n·2⁻⁶⁴).
  std::uint64_t below(std::uint64_t n) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(bits()) * n) >> 64);
  }
  /// Uniform whole number, both ends included.
  int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::uint64_t>(high - low) + 1));
  }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  /// Uniform multiple of 2⁻⁵³ in (0, 1).
  double fraction() { return static_cast<double>((bits() >> 12) * 2 + 1) * 0x1p-53; }
  template <class T>
  T pick(std::initializer_list<T> values) { return values.begin()[below(values.size())]; }
  template <class T>
  const T& pick(const std::vector<T>& values) { return values[below(values.size())]; }

  /// RapidCheck's measure of how large a case should be: 0 … 100, growing in the course of a run.
  int size() const { return size_; }
  /// Every so many-th case of a run asks for thousands of classes, so that no run is without.
  Large large() const { return large_ == 0 ? Large::no : static_cast<Large>((large_ - 1) % 4 + 1); }
  /// Asks for masses of which a half is no number: of subjects that do not claim `stable`, which forgives underflow.
  bool finest() const { return finest_; }
  /// Of a property about each of several metrics: the one that this case is tried on.
  std::optional<reference::Metric> metric() const { return metric_; }
  const reference::Format& format() const { return format_; }
  std::span<const reference::Unit> units() const { return units_; }

 private:
  rc::Random random_;
  int size_;
  std::size_t large_;  // which of the large ones, from 1; 0: none
  bool finest_;
  std::optional<reference::Metric> metric_;
  reference::Format format_;
  std::vector<reference::Unit> units_;
};

}  // namespace gibbs::properties
