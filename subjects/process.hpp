// Any program that speaks the subject protocol on its standard input and output.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include "properties/judge/subject.hpp"
#include "subjects/child.hpp"
#include "subjects/protocol.hpp"

namespace gibbs::subjects {

struct ProcessOptions {
  std::chrono::milliseconds answer_timeout{10'000};
  std::chrono::milliseconds start_timeout{60'000};  // until `describe` is answered: some import for seconds
  std::size_t longest_line = std::size_t{1} << 24;  // bytes; the longest answer that is asked for has a fifth of that
  int starts = 3;                                   // in a row that may fail, once it has run
  int failures = 1000;                              // questions in a row that may end in death or silence
};

/// A process that answers one question at a time. What it does wrong is an Answer, and the next question finds it
/// working again:
///   nonsense  the answer is not one: broken JSON, another id, the wrong shape, …; or a line beyond the limit
///   silence   no line in time; the process is killed and started again for the next question
///   death     it exited, crashed or closed its output; it is started again likewise
/// Every line is taken in the order it came, and is held against the question asked at that time, so that what is
/// found does not depend on timing. Where a line too many was taken for an answer, the real one, coming late, is
/// dropped.
class ProcessSubject : public properties::Subject {
 public:
  /// Runs `sh -c command` and asks it to describe itself. The shell allows for everything that a command line can be
  /// ("cd there && ./run", "MODE=fast ./run"), and becomes the program where there is just one.
  /// Throws SubjectUnavailable, in one line, if it does not start, does not speak the protocol, or offers an echo that
  /// does not give hard numbers back bit for bit.
  explicit ProcessSubject(std::string command, ProcessOptions options = {});

  const properties::Description& description() const override { return description_; }
  /// Throws SubjectUnavailable where it can no longer be started, or fails on every question.
  properties::Answer answer(const properties::Question& question) override;
  properties::Answer answer_rows(const properties::Batch& batch) override;
  std::unique_ptr<properties::Subject> another() const override;

 private:
  void start();
  void restart();
  std::string introduced(std::string_view method, const std::string& request);
  void check_echo(const Introduction& introduction);
  properties::SubjectUnavailable unavailable(const std::string& why);
  /// Of a question or a batch.
  template <class Asked>
  properties::Answer insist(const Asked& asked);
  template <class Asked>
  properties::Answer ask(const Asked& asked);
  properties::Answer give_up(properties::Answer::Kind kind, const std::string& message);

  std::string command_;
  ProcessOptions options_;
  properties::Description description_;
  Speech speech_ = Speech::decimal;
  std::unique_ptr<Child> child_;
  std::int64_t id_ = 0;               // of the last request
  std::set<std::int64_t> displaced_;  // questions another line was taken for, whose own answers may still come
  int failures_ = 0;                  // in a row
};

}  // namespace gibbs::subjects
