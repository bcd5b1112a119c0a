// Test vectors: inputs of a metric with all that is known of the exact result, for those who test without gibbs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/inputs/case.hpp"
#include "properties/judge/subject.hpp"

namespace gibbs::properties {

/// What a format sees of one component of the result.
struct InFormat {
  double nearest;  // the exact value, rounded correctly
  double stable;   // how far from the exact value a carefully written textbook formula in this format may be
};

/// One component of the exact result.
struct Certified {
  std::string lower, upper;  // decimal, rounded outward to 25 digits
  double below, above;       // the numbers of binary64 on either side; equal where it is one
  double condition;          // reference/condition.hpp
  InFormat binary64;
  std::optional<InFormat> binary32;  // where the inputs are numbers of it
};

struct TestVector {
  std::string comment;
  std::vector<std::string_view> classes;  // of input
  bool batch = false;                     // else there is one row
  std::vector<Question> rows;
  std::vector<std::vector<Certified>> results;  // of each row, a number per component
};

struct VectorOptions {
  std::uint64_t seed = 1;
  std::size_t cases = 40;  // drawn, beyond the worst inputs known; a quarter as many batches beside them
};

/// No vector has more numbers in its inputs and results together.
inline constexpr std::size_t most_numbers = 120;

/// The vectors of one metric: the worst inputs that searches have found, then drawn ones, every third in binary32, then
/// batches, but for metrics of rows. They depend on metric and options alone.
std::vector<TestVector> test_vectors(Metric metric, const VectorOptions& options);

}  // namespace gibbs::properties
