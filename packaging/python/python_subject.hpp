// Python functions of this process as a subject.
#pragma once

#include <pybind11/pybind11.h>

#include <atomic>
#include <memory>
#include <string>

#include "properties/judge/subject.hpp"

namespace gibbs::python {

/// What all threads of a trial share.
struct Trial {
  pybind11::object ask;  // (metric, arguments, unit, axis, layout) → an array of doubles, a number per result
  std::atomic<bool> is_stopped = false;
  ~Trial();
};

/// Asks Python functions, with the interpreter's lock. An exception of the type Refused is a refusal, one of Declined
/// that the function does not take such input; any other is nonsense, and so is a result of the wrong size. When the
/// trial is stopped, questions throw SubjectUnavailable.
class PythonSubject : public properties::Subject {
 public:
  PythonSubject(properties::Description description, std::shared_ptr<Trial> trial)
      : description_(std::move(description)), trial_(std::move(trial)) {}

  const properties::Description& description() const override { return description_; }
  properties::Answer answer(const properties::Question& question) override;
  properties::Answer answer_rows(const properties::Batch& batch) override;
  std::unique_ptr<properties::Subject> another() const override { return std::make_unique<PythonSubject>(*this); }

 private:
  template <class Asked, class Arguments>
  properties::Answer put(const Asked& asked, const Arguments& arguments, std::size_t expected, const char* axis,
                         const char* layout);

  properties::Description description_;
  std::shared_ptr<Trial> trial_;
};

/// Registers the exceptions with which functions refuse.
void add_exceptions(pybind11::module_& module);

}  // namespace gibbs::python
