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
using FunctionOfRows = std::function<std::vector<double>(const Batch&)>;

/// Throwing std::domain_error is a refusal. A batch is answered row by row unless there is a function of rows.
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

  Answer answer_rows(const Batch& batch) override {
    try {
      const auto of_rows = functions_of_rows_.find(batch.metric);
      if (of_rows != functions_of_rows_.end()) return {Answer::Kind::value, of_rows->second(batch), {}};
      std::vector<double> values;
      for (std::size_t i = 0; i < batch.rows.size(); ++i) {
        const std::vector<double> row = functions_.at(batch.metric)(batch.row(i));
        values.insert(values.end(), row.begin(), row.end());
      }
      return {Answer::Kind::value, std::move(values), {}};
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
  Functions with_rows(Metric metric, FunctionOfRows function) const {
    Functions changed = *this;
    changed.functions_of_rows_[metric] = std::move(function);
    return changed;
  }
  const Function& function(Metric metric) const { return functions_.at(metric); }

 private:
  Description description_;
  std::map<Metric, Function> functions_;
  std::map<Metric, FunctionOfRows> functions_of_rows_;
};

}  // namespace gibbs::properties
