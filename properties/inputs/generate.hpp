// Inputs for theorems, built from bits.
//
// A distribution is mostly *exactly normalised*: whole counts over a power of two, so that Σp = 1 without error; the
// rest are correctly rounded images of a distribution. Every number is one of the subject's format.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "properties/inputs/declared.hpp"
#include "properties/inputs/source.hpp"

namespace gibbs::properties::generate {

using Values = std::vector<double>;

/// How many classes: mostly 1 to 16, often beside a vector width, now and then hundreds, and thousands where the source
/// asks for them.
std::size_t number_of_classes(Source& source);

/// Whole counts with Σ = 2^k; each representable over 2^k. `k` 0: drawn.
struct Counts {
  std::vector<std::uint64_t> counts;
  int k;
};
Counts counts(Source& source, std::size_t n, int k = 0);
Values over_power_of_two(const Counts& counts);

/// Exactly normalised; k bits at most (0: as many as the format has).
Values exact_distribution(Source& source, std::size_t n, int k = 0);
/// Any kind: exact, rounded image, with tiny masses.
Values distribution(Source& source, std::size_t n);
/// Related in every way two distributions are: equal, near, permuted, disjoint, q = 0 < p, p/q beyond the range, free.
std::pair<Values, Values> pair(Source& source, std::size_t n);
/// The same, both exactly normalised.
std::pair<Values, Values> exact_pair(Source& source, std::size_t n, int k = 0);
/// p ≠ q where the same classes are possible, as near as one ulp; n ≥ 2.
std::pair<Values, Values> near_pair(Source& source, std::size_t n);
/// No class is possible in both; n ≥ 2.
std::pair<Values, Values> disjoint_pair(Source& source, std::size_t n, int k = 0);
/// rows × columns of a joint distribution.
Values joint(Source& source, std::size_t rows, std::size_t columns);
/// The largest logit of a vector, and the largest number: the squares of any n of them add up within the range.
double most_logit(const reference::Format& format);
double most_number(const reference::Format& format);
Values logits(Source& source, std::size_t n);
/// Masks as they are in the field: whole tiles of 2ᵏ classes from the first on or anywhere, paddings at either end, all
/// classes but one, or scattered ones. One class at least is left. n ≥ 2.
void mask(Source& source, Values& z);
/// Whether to mask some of n classes.
bool masks(Source& source, std::size_t n);
/// Some of them −∞; n ≥ 2.
Values masked_logits(Source& source, std::size_t n);
/// Small multiples of 1/8: sums and mixtures of them are exact.
Values short_logits(Source& source, std::size_t n);
double logit(Source& source);
double probability(Source& source);
/// Whole sixteenths in (0, 1).
double weight(Source& source);
Values numbers(Source& source, std::size_t n);
Values one_hot(Source& source, std::size_t n);
/// A label for logits: one-hot, soft, or what softmax itself says up to rounding (where the gradient is near 0).
Values label(Source& source, const Values& z);
std::pair<Values, Values> logits_and_label(Source& source);
/// Logits and what softmax of them is compared with by squares: a label, or any numbers.
std::pair<Values, Values> logits_and_numbers(Source& source);

/// How many rows a batch has: mostly 1 to 4, often beside 8 and 32, now and then some hundred.
std::size_t number_of_rows(Source& source);
/// Rows of logits, a label each (−1: the row is ignored, and may hold anything), and weights or none. A row counts.
struct LabelledRows {
  Table z;
  Values y, w;
};
LabelledRows labelled_rows(Source& source);
/// Their largest logit: losses times weights, eight times over, add up within the range of who computes in this format.
double most_logit_of_rows(const reference::Format& format);
/// A metric that can be asked in batches.
Metric some_metric_of_rows(Source& source);
/// Rows of arguments of such a metric: alike, far apart, masked in the same way or not, free.
std::vector<std::vector<Table>> batch(Source& source, Metric metric);

/// The parameters of a metric as inputs.
std::vector<Declared> declared_for(Metric metric);
/// Valid arguments of a metric, vectors of n classes and tables of n rows; `first`, if given, is the first of them.
std::vector<Table> arguments(Source& source, Metric metric, std::size_t n, std::size_t columns,
                             std::optional<Values> first = std::nullopt);
/// Any valid input of the metric's parameters.
Inputs for_metric(Metric metric);
/// The same, invalid beyond doubt in one way.
Inputs invalid_for(Metric metric);

}  // namespace gibbs::properties::generate
