#include "packaging/python/loops.hpp"

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

#include <cfenv>
#include <exception>
#include <gibbs/error.hpp>
#include <memory>
#include <string>

namespace gibbs::python {
namespace {

static_assert(sizeof(Size) == sizeof(npy_intp) && sizeof(npy_long) == sizeof(std::int64_t));

PyObject* fault = nullptr;  // the class _metrics.Fault; it lives as long as the interpreter

Layout read_layout(std::string_view signature) {
  Layout layout;
  std::string known;
  for (const char c : signature) {
    if (c == '(' || c == '[') {
      layout.operands.push_back({{}, 0, c == '['});
    } else if (c == '-') {
      layout.inputs = layout.operands.size();
    } else if (c >= 'a' && c <= 'z') {
      if (known.find(c) == known.npos) known += c;
      layout.operands.back().dimensions.push_back(known.find(c));
    }
  }
  std::size_t strides = layout.operands.size();
  for (Layout::Operand& operand : layout.operands) {
    operand.first_stride = strides;
    strides += operand.dimensions.size();
  }
  return layout;
}

/// What NumPy keeps a pointer to, for as long as the function lives: until the end.
struct Kept {
  Layout layout;
  Told told;
  std::array<void*, 3> data;
  std::array<PyUFuncGenericFunction, 3> loops;
  std::vector<char> types;
  std::string signature;
};

}  // namespace

void raise_caught() {
  const pybind11::gil_scoped_acquire lock;
  if (PyErr_Occurred()) return;  // of an earlier row
  try {
    throw;
  } catch (const DomainError& error) {
    const bool whole = error.index() == DomainError::whole;
    const pybind11::object index = whole ? pybind11::object(pybind11::none()) : pybind11::int_(error.index());
    PyErr_SetObject(fault, pybind11::make_tuple(error.argument(), index, error.value(), error.what()).ptr());
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  }
}

void forget_floating_point_flags() { std::feclearexcept(FE_ALL_EXCEPT); }

pybind11::object universal_function(const char* name, const char* signature, const Setting& setting,
                                    const std::array<Loop, 3>& loops) {
  auto kept = std::make_unique<Kept>();
  kept->layout = read_layout(signature);
  kept->told = {&kept->layout, setting};
  kept->signature = signature;
  std::ranges::replace(kept->signature, '[', '(');
  std::ranges::replace(kept->signature, ']', ')');
  const std::size_t inputs = kept->layout.inputs, all = kept->layout.operands.size();
  constexpr std::array<char, 3> from{NPY_INT64, NPY_FLOAT, NPY_DOUBLE}, to{NPY_DOUBLE, NPY_FLOAT, NPY_DOUBLE};
  for (std::size_t l = 0; l < loops.size(); ++l) {
    kept->loops[l] = loops[l];
    kept->data[l] = &kept->told;
    for (std::size_t i = 0; i < all; ++i) {
      const bool is_labels = kept->layout.operands[i].is_labels;
      kept->types.push_back(is_labels ? static_cast<char>(NPY_INT64) : i < inputs ? from[l] : to[l]);
    }
  }
  PyObject* made = PyUFunc_FromFuncAndDataAndSignature(
      kept->loops.data(), kept->data.data(), kept->types.data(), static_cast<int>(loops.size()), static_cast<int>(inputs),
      static_cast<int>(all - inputs), PyUFunc_None, name, nullptr, 0, kept->signature.c_str());
  if (made == nullptr) throw pybind11::error_already_set();
  kept.release();
  return pybind11::reinterpret_steal<pybind11::object>(made);
}

namespace {
// NumPy's macros return from where they stand when they fail.
int import_numpy() {
  import_array1(-1);
  import_umath1(-1);
  return 0;
}
}  // namespace

void begin(pybind11::module_& module) {
  if (import_numpy() < 0) throw pybind11::error_already_set();
  fault = PyErr_NewException("gibbs._metrics.Fault", PyExc_ValueError, nullptr);
  if (fault == nullptr) throw pybind11::error_already_set();
  module.attr("__version__") = GIBBS_VERSION;
  module.attr("Fault") = pybind11::reinterpret_borrow<pybind11::object>(fault);
}

}  // namespace gibbs::python
