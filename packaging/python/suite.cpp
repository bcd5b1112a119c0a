// The suite in the process of the functions that it tries. gibbs/_suite.pyi says what the module holds.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <future>
#include <iterator>
#include <optional>

#include "cli/report.hpp"
#include "packaging/python/python_subject.hpp"
#include "properties/run/check.hpp"
#include "properties/run/code.hpp"
#include "properties/run/run.hpp"
#include "properties/run/show.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/process.hpp"
#include "subjects/protocol.hpp"

namespace gibbs::python {
namespace {

namespace py = pybind11;
using namespace properties;

/// Runs f in another thread and looks after signals meanwhile, which Python handles in this one alone.
template <class F>
auto interruptible(const std::shared_ptr<Trial>& trial, F f) {
  auto future = std::async(std::launch::async, std::move(f));
  std::optional<py::error_already_set> interrupt;
  while (true) {
    {
      const py::gil_scoped_release unlocked;
      if (future.wait_for(std::chrono::milliseconds(50)) == std::future_status::ready) break;
    }
    if (!interrupt && PyErr_CheckSignals() != 0) {
      interrupt.emplace();
      trial->is_stopped = true;
    }
  }
  if (interrupt) throw std::move(*interrupt);
  return future.get();
}

/// A subject: functions of this process, described as in the protocol; or, where there is a command, a program.
struct Opened {
  std::shared_ptr<Trial> trial = std::make_shared<Trial>();
  std::unique_ptr<Subject> subject;
};
Opened open(const std::string& description, const py::object& ask, const std::string& command) {
  Opened opened;
  opened.trial->ask = ask;
  if (!command.empty()) {
    const py::gil_scoped_release unlocked;
    opened.subject = std::make_unique<subjects::ProcessSubject>(command);
    return opened;
  }
  const auto introduction = subjects::read_introduction(R"({"jsonrpc":"2.0","id":1,"result":)" + description + "}", 1);
  opened.subject = std::make_unique<PythonSubject>(introduction.description, opened.trial);
  return opened;
}

bool are_arguments(const Counterexample& counterexample) {
  return std::ranges::equal(counterexample.inputs, reference::info(counterexample.metric).parameters, {}, &ShownInput::name,
                            &reference::Parameter::name);
}

std::string failure(const PropertyResult& property, const std::vector<Cause>& causes, const Description& subject) {
  if (property.status == Status::starved) return "too few inputs of a class, " + property.note;
  if (!property.counterexample || property.status != Status::refuted) return "";
  // The last line replays the case by the command `gibbs`, which does not know these functions.
  const std::string all = show(*property.counterexample, "");
  std::string text = property.statement + "\n" + all.substr(0, all.rfind('\n'));
  // A line of code for these inputs, where they are what the metric takes; else for those of the causes.
  std::vector<std::string> lines;
  if (are_arguments(*property.counterexample)) lines.push_back(code(*property.counterexample, subject));
  if (lines.empty()) std::ranges::transform(causes, std::back_inserter(lines), &Cause::code);
  for (const std::string& line : lines) {
    if (!line.empty()) text += "\n  in " + subject.language + " " + line;
  }
  return text + "\n  replay    gibbs.replay(" + std::string(py::repr(py::str(property.counterexample->replay))) + ", …)";
}

py::dict to_python(const Report& report) {
  py::list properties;
  for (const PropertyResult& property : report.properties) {
    py::dict one;
    one["id"] = property.id;
    one["status"] = std::string(to_string(property.status));
    one["note"] = property.note;
    one["failure"] = failure(property, report.causes, report.subject);
    one["token"] = property.counterexample ? property.counterexample->replay : "";
    properties.append(one);
  }
  const auto text = [&](cli::Detail detail) {
    const std::string all = cli::to_text(report, "", cli::Style(false), detail);
    return all.substr(0, all.find("\nEvery broken property, with"));  // of the command's options
  };
  py::dict result;
  result["json"] = cli::to_json(report);
  result["verdict"] = text(cli::Detail::verdict);
  result["text"] = text(cli::Detail::causes);
  result["details"] = text(cli::Detail::everything);
  result["properties"] = properties;
  return result;
}

py::dict try_functions(const std::string& description, const py::object& ask, const std::string& command,
                       std::size_t cases, std::uint64_t seed, const std::vector<std::string>& only,
                       const std::vector<std::string>& skip, bool strict, unsigned threads) {
  Options options;
  options.cases = cases;
  options.seed = seed;
  options.only = only;
  options.skip = skip;
  options.strict = strict;
  options.threads = threads;
  const Opened opened = open(description, ask, command);
  return to_python(interruptible(opened.trial, [&] { return properties::check(*opened.subject, options); }));
}

py::dict run_again(const std::string& token, const std::string& description, const py::object& ask,
                   const std::string& command, bool strict) {
  const Opened opened = open(description, ask, command);
  Report report;
  report.subject = opened.subject->description();
  report.properties = {
      interruptible(opened.trial, [&] { return properties::replay(token, *opened.subject, strict); })};
  return to_python(report);
}

/// (id, statement, why it cannot be tried or "") of each theorem.
std::vector<std::tuple<std::string, std::string, std::string>> theorems(const std::string& description) {
  const Opened opened = open(description, py::none(), "");
  std::vector<std::tuple<std::string, std::string, std::string>> all;
  for (const Theorem& theorem : catalogue())
    all.emplace_back(theorem.id, theorem.statement, reason_to_skip(theorem, opened.subject->description()));
  return all;
}

/// Each metric's parameters: name, and "number", "vector", "table", "labels" or "weights".
py::dict metrics() {
  py::dict all;
  for (const reference::MetricInfo& info : reference::metrics()) {
    py::list parameters;
    for (const reference::Parameter& parameter : info.parameters) {
      constexpr std::string_view shapes[]{"number", "vector", "table"};
      std::string kind(shapes[static_cast<std::size_t>(reference::shape(parameter.domain))]);
      if (parameter.domain == reference::Domain::labels) kind = "labels";
      if (parameter.domain == reference::Domain::weights) kind = "weights";
      parameters.append(py::make_tuple(std::string(parameter.name), kind));
    }
    all[py::str(std::string(info.name))] = parameters;
  }
  return all;
}

}  // namespace
}  // namespace gibbs::python

PYBIND11_MODULE(_suite, module) {
  using namespace gibbs::python;
  add_exceptions(module);
  using namespace pybind11::literals;
  module.def("check", &try_functions, "description"_a, "ask"_a, "command"_a, pybind11::kw_only(), "cases"_a, "seed"_a, "only"_a, "skip"_a,
             "strict"_a, "threads"_a);
  module.def("replay", &run_again, "token"_a, "description"_a, "ask"_a, "command"_a, pybind11::kw_only(), "strict"_a);
  module.def("theorems", &theorems);
  module.def("metrics", &metrics);
  pybind11::register_exception<gibbs::properties::SubjectUnavailable>(module, "SubjectUnavailable", PyExc_RuntimeError);
}
