// A subject that takes batches of every metric, whichever way they lie, by asking another for one row after the other:
// for showing laws of rows where the subject itself takes none.
#pragma once

#include <memory>
#include <utility>

#include "properties/judge/subject.hpp"

namespace gibbs::properties {

class RowByRow final : public Subject {
 public:
  explicit RowByRow(Subject& subject) : subject_(subject), description_(subject.description()) {
    for (auto& [metric, offer] : description_.metrics) {
      offer.batches = true;
      offer.axes = {Axis::last, Axis::first};
      offer.layouts = {Layout::contiguous, Layout::strided, Layout::fortran, Layout::readonly};
    }
  }
  const Description& description() const override { return description_; }
  std::unique_ptr<Subject> another() const override { return std::make_unique<RowByRow>(*this); }
  Answer answer(const Question& question) override { return subject_.answer(question); }
  Answer answer_rows(const Batch& batch) override {
    Answer all;
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
      Answer row = subject_.answer(batch.row(i));
      if (row.kind != Answer::Kind::value) return row;
      all.values.insert(all.values.end(), row.values.begin(), row.values.end());
    }
    return all;
  }

 private:
  Subject& subject_;
  Description description_;
};

}  // namespace gibbs::properties
