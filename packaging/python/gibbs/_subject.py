"""What is put on trial: Python functions, each as one metric, and what is claimed of it."""

from __future__ import annotations

import inspect
import json
import sys

import numpy as np

from . import _suite
from ._suite import Declined, Refused

METRICS = _suite.metrics()
_FORMATS = {"binary64": np.float64, "binary32": np.float32, "binary16": np.float16}


def metric(function=None, **offer):
    """Says of a function what it claims, for `check` and `trial`. A decorator, or a call that returns the function::

        @gibbs.metric(accuracy="ulp:4", units=["nat", "bit"])
        def entropy(p, unit): ...

    Parameters
    ----------
    accuracy : str, optional
        'correct', 'faithful', 'ulp:K' or 'stable', which is the default.
    units : list of str, optional
        Of 'nat', 'bit', 'hartley': what the argument `unit` may be. Only nats by default.
    validates : bool, optional
        It raises Refused where its input is outside the domain. Only then is it given any such.
    batches : bool, optional
        It takes rows in an array of one more dimension.
    axes, layouts : list of str, optional
        Along 'last' or 'first', for which it has an argument `axis`; as 'strided', 'fortran' or 'readonly' arrays too.
    masks, zeros, max_n, clips, input, doc, composed, private
        What else a subject may say of a metric (docs/contracts.md, §3).
    """
    if function is None:
        return lambda f: metric(f, **offer)
    function.__gibbs__ = offer
    return function


def functions_of(subject, functions):
    """The functions by their metrics: of keywords, or attributes or items of an object that have names of metrics."""
    found = {}
    if subject is not None:
        items = subject if isinstance(subject, dict) else {name: getattr(subject, name, None) for name in METRICS}
        found = {name: f for name, f in items.items() if callable(f)}
    found.update(functions)
    if not found:
        raise TypeError("no function is put on trial: give some by the names of metrics, as in check(entropy=f)")
    for name, function in found.items():
        if name not in METRICS:
            raise TypeError(f"{name} is no metric; there are {', '.join(METRICS)}")
        if not callable(function):
            raise TypeError(f"{name} = {function!r} is no function")
    return found


class Adapter:
    """Functions as the suite asks them: positional arguments in the metric's order, `unit` and `axis` by their names."""

    def __init__(self, functions, name, version="", format="binary64"):
        if format not in _FORMATS:
            raise ValueError(f"format = {format!r} is none of {', '.join(_FORMATS)}")
        self._functions = functions
        self._type = _FORMATS[format]
        self._takes = {name: _parameters(f) for name, f in functions.items()}
        self._description = {"name": name, "version": version, "format": format, "language": "Python",
                             "metrics": {name: self._offer(name, f) for name, f in functions.items()}}

    def description(self):
        return json.dumps(self._description)

    def __call__(self, name, arguments, unit, axis, layout):
        """Of the suite in this process: rows one after the other, whichever the axis."""
        if axis == "first":
            arguments = [np.ascontiguousarray(a.T) if a.ndim == 2 else a for a in arguments]
        if layout != "contiguous":
            arguments = [_laid_out(argument, layout) for argument in arguments]
        result = self.called(name, arguments, unit, 0 if axis == "first" else -1)
        return result.T if axis == "first" and result.ndim == 2 else result

    def called(self, name, arguments, unit, axis):
        """The function's answer, as float64."""
        takes, more = self._takes[name], {}
        if "unit" in takes:
            more["unit"] = unit
        if "axis" in takes:
            more["axis"] = axis
        if self._type is not np.float64:
            arguments = [a if isinstance(a, np.ndarray) and a.dtype == np.int64 else self._type(a) if np.ndim(a) == 0 else
                         a.astype(self._type) for a in arguments]
        return np.asarray(self._functions[name](*arguments, **more), dtype=np.float64)

    def _offer(self, name, function):
        offer = dict(getattr(function, "__gibbs__", {}))
        if "unit" not in self._takes[name] and offer.get("units", ["nat"]) != ["nat"]:
            raise TypeError(f"{name} claims units, but has no argument unit")
        offer["code"] = {unit: _code(name, function, unit, self._takes[name]) for unit in offer.get("units", ["nat"])}
        return offer


def _parameters(function):
    try:
        return set(inspect.signature(function).parameters)
    except (TypeError, ValueError):  # of some functions in C nothing is known
        return set()


def _laid_out(array, layout):
    if layout == "fortran":
        return np.asfortranarray(array)
    if layout == "strided":
        spaced = np.zeros([2 * n for n in array.shape], dtype=array.dtype)[tuple([slice(None, None, 2)] * array.ndim)]
        spaced[...] = array
        return spaced
    array.flags.writeable = False
    return array


def _code(name, function, unit, takes):
    """One line that calls the function without gibbs; $p stands for the numbers of p (docs/contracts.md, §3)."""
    kinds = {"number": "${0}", "vector": "np.array([${0}])", "table": "np.array([${0}[]])", "labels": "np.array([${0}])",
             "weights": "*([np.array([${0}])] if [${0}] else [])"}
    arguments = [kinds[kind].format(parameter) for parameter, kind in METRICS[name]]
    if "unit" in takes:
        arguments.append(f"unit={unit!r}")
    if "axis" in takes:
        arguments.append("axis=-1")
    called = getattr(function, "__qualname__", name)
    module = getattr(function, "__module__", None)
    if not all(part.isidentifier() for part in called.split(".")):
        called = name
    root = called.split(".")[0]
    known = module not in (None, "__main__", "builtins") and hasattr(sys.modules.get(module), root)
    imports = "import numpy as np; " + (f"from {module} import {root}; " if known else "")
    return f"{imports}{called}({', '.join(arguments)})"
