// Implementations to judge the judge with: honest ones that must never be accused, and faulty ones that must be caught.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "properties/subject.hpp"

namespace gibbs::tests {

using properties::Accuracy;
using reference::Argument;
using reference::Metric;
using reference::Question;
using Vector = std::vector<double>;
using Function = std::function<Vector(const Question&)>;

/// A subject made of one function per metric; std::domain_error is a refusal.
class Functions final : public properties::Subject {
 public:
  Functions(properties::Description description, std::map<Metric, Function> functions)
      : description_(std::move(description)), functions_(std::move(functions)) {
    for (const auto& [metric, function] : functions_) description_.metrics.try_emplace(metric);
  }
  const properties::Description& description() const override { return description_; }
  properties::Answer answer(const Question& question) override;
  std::unique_ptr<Subject> another() const override { return std::make_unique<Functions>(description_, functions_); }

  /// The same with another function for one metric.
  Functions with(Metric metric, Function function) const;

 private:
  properties::Description description_;
  std::map<Metric, Function> functions_;
};

/// The textbook formulas in plain double, dividing by the sum, written with the care `stable` asks for.
Functions textbook();
/// The same formulas in 200 bits and more, rounded once; claims `correct`.
Functions rounded_from_many_bits();

}  // namespace gibbs::tests
