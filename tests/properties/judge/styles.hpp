// Correct implementations of different styles: as many honest ways to write the textbook formulas as people have.
#pragma once

#include <vector>

#include "reference/format.hpp"
#include "tests/properties/judge/implementations.hpp"

namespace gibbs::tests {

struct Style {
  enum class Sum { forwards, backwards, pairwise, compensated };
  const char* name;
  Sum sum = Sum::forwards;
  bool divide = true;       // by the sum, or trust it to be 1
  bool base_two = false;    // logarithms and exponentials in base 2 inside
  bool ratio = false;       // p·log(p/q), the ratio kept within the range, for p·(log p − log q)
  bool by_entropies = false;  // differences of entropies
  bool online = false;      // the maximum found while summing
  std::size_t tile = 0;     // of the online form: sums of so many, merged; 0: one
  bool reciprocal = false;  // log(1/p) for −log p
  bool whole = false;       // z − LSE(z), where the exponential of LSE(z) is a number
  bool exp2 = false;        // 2^(x log₂ e) for eˣ
  bool fused = false;       // products added up by fused multiply-adds
};

/// In the arithmetic of T (float or double), returned as numbers of `format`, under the claim `stable`.
template <class T>
Functions styled(const Style& style, const reference::Format& format);

/// Batches computed by all rows in step, tile by tile.
std::vector<Functions> batch_styles();

/// All that must never be accused: plain double, many bits rounded once, and every style in double and in float, and in
/// narrower formats with a wider one inside.
std::vector<Functions> honest_implementations();

}  // namespace gibbs::tests
