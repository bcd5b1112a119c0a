// A subject as it answered before.
#pragma once

#include <algorithm>
#include <deque>
#include <utility>

#include "properties/judge/hearing.hpp"

namespace gibbs::properties {

/// What it was asked then gets the same answer; anything else is asked of the subject.
class Recorded final : public Subject {
 public:
  Recorded(Subject& subject, std::deque<Hearing::Asked> answers) : subject_(subject), answers_(std::move(answers)) {}
  const Description& description() const override { return subject_.description(); }
  std::unique_ptr<Subject> another() const override { return std::make_unique<Recorded>(*this); }
  Answer answer(const Question& question) override {
    const auto found = std::ranges::find(answers_, question, &Hearing::Asked::question);
    return found == answers_.end() ? subject_.answer(question) : found->answer;
  }

  Answer answer_rows(const Batch& batch) override { return subject_.answer_rows(batch); }

 private:
  Subject& subject_;
  std::deque<Hearing::Asked> answers_;
};

}  // namespace gibbs::properties
