// Error against condition number: what pictures of a metric's accuracy are drawn from.
#pragma once

#include <cstddef>
#include <vector>

#include "properties/run/check.hpp"

namespace gibbs::properties {

/// One input: of the component of the result that is furthest off.
struct Dot {
  double condition;  // reference/condition.hpp; NaN where it is not known, or the exact value is infinite
  double ulps;       // the error, in ulps of the exact value; +∞ included
  double allowed;    // by the claim, in ulps of the exact value
};

struct Scatter {
  std::vector<Dot> dots;
  std::size_t none = 0;  // inputs that were answered by no number
};

/// Condition numbers take time that grows with the square of the input: no input of a picture has more numbers.
inline constexpr std::size_t most_in_picture = 64;
/// So many of the inputs of a trial are in a picture, beside the worst ones known.
inline constexpr std::size_t cases_in_picture = 300;

/// Asks the subject once more about some of the inputs that accuracy-of-METRIC was tried on: one scatter for each metric
/// of the report, in its order; empty where nothing was judged. Depends on what the report depends on alone.
std::vector<Scatter> scatters(Subject& subject, const Report& report, const Options& options);

}  // namespace gibbs::properties
