#include "packaging/python/python_subject.hpp"

#include <pybind11/numpy.h>

#include <algorithm>
#include <vector>

#include "subjects/phrase.hpp"

namespace gibbs::python {
namespace {

namespace py = pybind11;
using properties::Answer;
using properties::Batch;
using properties::Question;
using reference::Domain;
using Kind = Answer::Kind;

// They live as long as the interpreter.
PyObject *refused = nullptr, *declined = nullptr;

using Shape = std::vector<py::ssize_t>;

template <class T>
py::object array_of(const std::vector<double>& values, const Shape& shape) {
  py::array_t<T> array(shape);
  std::ranges::transform(values, array.mutable_data(), [](double x) { return static_cast<T>(x); });
  return array;
}

/// As a function of this domain takes it: a number, an array, labels as whole numbers. `shape` of all rows together.
py::object to_python(const std::vector<double>& values, const Shape& shape, Domain domain) {
  if (domain == Domain::labels) return array_of<std::int64_t>(values, shape);
  if (shape.empty()) return py::float_(values.at(0));
  return array_of<double>(values, shape);
}

Shape shape_of(const reference::Argument& argument, Domain domain) {
  const auto size = static_cast<py::ssize_t>(argument.values.size()), columns = static_cast<py::ssize_t>(argument.columns);
  switch (reference::shape(domain)) {
    case reference::Shape::number:
      return {};
    case reference::Shape::vector:
      return {size};
    case reference::Shape::table:
      break;
  }
  return {columns == 0 ? 0 : size / columns, columns};
}

py::tuple arguments_of(const Question& question) {
  const auto& parameters = reference::info(question.metric).parameters;
  py::tuple all(question.arguments.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const reference::Argument& argument = question.arguments[i];
    all[i] = to_python(argument.values, shape_of(argument, parameters[i].domain), parameters[i].domain);
  }
  return all;
}

/// Rows of one shape, one after the other in arrays of one more dimension.
py::tuple arguments_of(const Batch& batch) {
  const auto& parameters = reference::info(batch.metric).parameters;
  py::tuple all(batch.rows.at(0).size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    Shape shape = shape_of(batch.rows[0][i], parameters[i].domain);
    shape.insert(shape.begin(), static_cast<py::ssize_t>(batch.rows.size()));
    std::vector<double> values;
    for (const auto& row : batch.rows) values.insert(values.end(), row[i].values.begin(), row[i].values.end());
    all[i] = to_python(values, shape, parameters[i].domain);
  }
  return all;
}

bool has_one_shape(const Batch& batch) {
  return std::ranges::all_of(batch.rows, [&](const auto& row) {
    return std::ranges::equal(row, batch.rows[0], [](const auto& a, const auto& b) {
      return a.values.size() == b.values.size() && a.columns == b.columns;
    });
  });
}

std::string words(py::error_already_set& error) {
  return py::str(error.value());
}

}  // namespace

Trial::~Trial() {
  const py::gil_scoped_acquire lock;
  ask = py::object();
}

template <class Asked, class Arguments>
Answer PythonSubject::put(const Asked& asked, const Arguments& arguments, std::size_t expected, const char* axis,
                          const char* layout) {
  if (trial_->is_stopped) throw properties::SubjectUnavailable("the trial was stopped");
  const auto name = reference::info(asked.metric).name;
  const auto unit = reference::name(asked.unit);
  const py::gil_scoped_acquire lock;
  try {
    const py::object result = trial_->ask(py::str(name.data(), name.size()), arguments_of(arguments),
                                          py::str(unit.data(), unit.size()), axis, layout);
    const auto array = py::array_t<double, py::array::c_style | py::array::forcecast>::ensure(result);
    if (!array) throw py::error_already_set();
    const auto size = static_cast<std::size_t>(array.size());
    if (size == expected) return {Kind::value, std::vector<double>(array.data(), array.data() + size), ""};
    return {Kind::nonsense, {}, std::to_string(size) + " numbers instead of " + std::to_string(expected)};
  } catch (py::error_already_set& error) {
    if (error.matches(refused)) return {Kind::refusal, {}, words(error)};
    if (error.matches(declined)) return {Kind::declined, {}, words(error)};
    return {Kind::nonsense, {}, std::string(py::str(error.type().attr("__name__"))) + ": " + words(error)};
  }
}

Answer PythonSubject::answer(const Question& question) {
  const auto phrased = subjects::phrase(question, description_.metrics.at(question.metric));
  if (!phrased.asked) return {Kind::declined, {}, phrased.reason};
  return put(question, *phrased.asked, reference::result_size(question), "last", "contiguous");
}

Answer PythonSubject::answer_rows(const Batch& batch) {
  if (!has_one_shape(batch)) return {Kind::refusal, {}, "rows of unequal length are no array"};
  const auto phrased = subjects::phrase(batch, description_.metrics.at(batch.metric));
  if (!phrased.asked) return {Kind::declined, {}, phrased.reason};
  return put(batch, *phrased.asked, batch.result_size(),
             properties::axis_names[static_cast<std::size_t>(batch.axis)].data(),
             properties::layout_names[static_cast<std::size_t>(batch.layout)].data());
}

void add_exceptions(py::module_& module) {
  const auto add = [&](const char* name, const char* words) {
    PyObject* type = PyErr_NewExceptionWithDoc((std::string("gibbs.") + name).c_str(), words, PyExc_Exception, nullptr);
    if (type == nullptr) throw py::error_already_set();
    module.attr(name) = py::reinterpret_borrow<py::object>(type);
    return type;
  };
  refused = add("Refused", "Raised by a function on trial: the input is not in the domain of the metric.");
  declined = add("Declined", "Raised by a function on trial: the input is valid, but it takes no such.");
}

}  // namespace gibbs::python
