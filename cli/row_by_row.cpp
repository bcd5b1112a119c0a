#include "cli/row_by_row.hpp"

#include <map>
#include <stdexcept>

namespace gibbs::cli {

using namespace properties;

Functions row_by_row(Subject& subject) {
  Description description = subject.description();
  std::map<Metric, Function> functions;
  for (auto& [metric, offer] : description.metrics) {
    offer.batches = true;
    offer.axes = {Axis::last, Axis::first};
    offer.layouts = {Layout::contiguous, Layout::strided, Layout::fortran, Layout::readonly};
    functions[metric] = [&subject](const Question& question) {
      Answer answer = subject.answer(question);
      if (answer.kind != Answer::Kind::value) throw std::domain_error(answer.message);
      return std::move(answer.values);
    };
  }
  return Functions(std::move(description), std::move(functions));
}

}  // namespace gibbs::cli
