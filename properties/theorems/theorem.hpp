// A theorem as the suite knows it: what it says, why it is true, on which inputs it is tried, and the law itself.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "properties/inputs/case.hpp"
#include "properties/inputs/source.hpp"
#include "properties/judge/subject.hpp"

namespace gibbs::properties {

struct Theorem {
  enum class Kind {
    law,       // relates a subject's own answers: no oracle
    accuracy,  // compares one metric with its rigorous enclosure
    domain,    // invalid input is refused
  };
  std::string_view id;
  std::string_view statement;  // one line of mathematics
  std::string_view proof;      // short and complete
  std::string_view source;     // book or paper, with the theorem's number
  std::string_view breaks;     // what an implementation does that breaks it
  std::vector<Metric> metrics; // it needs them all
  std::function<Case(Source&)> inputs;
  std::function<void(const Case&)> law;  // speaks the vocabulary of properties/judge/hearing.hpp
  std::string_view example;              // the inputs of the live example, as in a token without the id
  Kind kind = Kind::law;
};

/// Every theorem, in the order of the catalogue; then accuracy and domain of each metric.
std::span<const Theorem> catalogue();
const Theorem* find_theorem(std::string_view id);

}  // namespace gibbs::properties
