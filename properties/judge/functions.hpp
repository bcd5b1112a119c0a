// A subject made of one function per metric.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "properties/judge/subject.hpp"

namespace gibbs::properties {

using Function = std::function<std::vector<double>(const Question&)>;

/// Throwing std::domain_error is a refusal.
class Functions final : public Subject {
 public:
  Functions(Description description, std::map<Metric, Function> functions)
      : description_(std::move(description)), functions_(std::move(functions)) {
    for (const auto& [metric, function] : functions_) description_.metrics.try_emplace(metric);
  }
  const Description& description() const override { return description_; }
  std::unique_ptr<Subject> another() const override { return std::make_unique<Functions>(*this); }

  Answer answer(const Question& question) override {
    try {
      return {Answer::Kind::value, functions_.at(question.metric)(question), {}};
    } catch (const std::domain_error& error) {
      return {Answer::Kind::refusal, {}, error.what()};
    }
  }

  /// The same with another function for one metric.
  Functions with(Metric metric, Function function) const {
    Functions changed = *this;
    changed.functions_[metric] = std::move(function);
    return changed;
  }
  const Function& function(Metric metric) const { return functions_.at(metric); }

 private:
  Description description_;
  std::map<Metric, Function> functions_;
};

}  // namespace gibbs::properties
