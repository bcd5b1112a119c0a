"""Puts Python functions on trial with gibbs: each page of code becomes a program that speaks the subject protocol.

    import gibbs_subject
    subject = gibbs_subject.Subject("mine", version="1.0")

    @subject.metric(accuracy="ulp:4", units=["nat", "bit"])
    def entropy(p, unit):
        ...

    subject.serve()

A function has the name and the arguments of its metric; vectors arrive as lists of floats, tables as lists of rows, a
unit as "nat", "bit" or "hartley"; labels as whole numbers, -1 for a row to ignore. Arguments that a request may leave
out have a default in Python; a function without `w` declines weights of rows, one without `unit` works in nats. What it
returns may be a number, a list, or anything with `tolist` (NumPy). It refuses invalid input by raising Refused, and
declines valid input that the library does not take by raising Declined; any other exception, a library's own ValueError
too, is a failure of the program. Only functions that promise to refuse invalid input, `validates=True`, are given any.
With input="labels" the first distribution arrives as an int.

A function may take batches too: rows of inputs in arrays of one more dimension, answered by an array of one more
dimension. The module lays them out before it calls the function:

    @subject.metric(batches=True, axes=["last", "first"], layouts=["strided", "fortran", "readonly"])
    def softmax(z, axis): ...   # z[row][class], axis -1; or z[class][row], axis 0

The function needs an argument `axis` only where it offers both axes; for one input it is -1. Layouts are NumPy's: the
array's elements are not next to each other, lie column by column, or must not be written to.

Import this module first: from then on whatever prints goes to standard error, since standard output belongs to the
protocol. Needs Python 3.7 and nothing else.
"""

import ast
import builtins
import inspect
import json
import math
import os
import sys

_answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)  # also for what C libraries print
sys.stdout = sys.stderr

_SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


_LABELLED = {"mean_softmax_cross_entropy", "mean_softmax_cross_entropy_gradient", "sequence_perplexity"}
_OFFERS = {"validates", "masks", "zeros", "max_n", "composed", "private", "doc", "input", "clips", "code"}
_AXES = {"last": -1, "first": 0}


def _strided(x):
    import numpy
    spaced = numpy.zeros([2 * n for n in numpy.shape(x)], dtype=numpy.asarray(x).dtype)[tuple([slice(None, None, 2)] *
                                                                                            numpy.ndim(x))]
    spaced[...] = x
    return spaced


def _fortran(x):
    import numpy
    return numpy.asfortranarray(x)


def _readonly(x):
    import numpy
    array = numpy.array(x)
    array.flags.writeable = False
    return array


_LAYOUTS = {"strided": _strided, "fortran": _fortran, "readonly": _readonly}


class Refused(Exception):
    """The input is not in the domain of the metric."""


class Declined(Exception):
    """The input is valid, but the library says that it does not take such: no case is made of it."""


class _Error(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Subject:
    """`array` is applied to every list on its way to a function: numpy.array, for example. `validates` is the promise
    that every function refuses invalid input. `prelude` is a statement that the lines of code shown with findings need
    after their imports."""

    def __init__(self, name, version="", format="binary64", validates=False, array=list, prelude=""):
        self._description = {"name": name, "version": version, "format": format, "validates": validates, "echo": True,
                             "language": "Python", "metrics": {}}
        self._functions = {}
        self._array = array
        self._prelude = prelude

    def metric(self, function=None, *, name=None, accuracy="stable", units=("nat",), batches=False, axes=("last",),
               layouts=(), **offer):
        """Offers a function as the metric of its name (or of `name`). A decorator, with or without arguments: those named
        here, and what else a subject may say of a metric (docs/contracts.md, §3): validates=True; masks=False, zeros=False
        and max_n=1024, which narrow what it promises to answer; composed, private, doc, input and clips; code, the line
        that computes it without gibbs, where the function's own lines do not tell."""
        if function is None:
            return lambda f: self.metric(f, name=name, accuracy=accuracy, units=units, batches=batches, axes=axes,
                                         layouts=layouts, **offer)
        name = name or function.__name__
        if set(offer) - _OFFERS:
            raise TypeError(f"{name}: a metric says nothing of {', '.join(sorted(set(offer) - _OFFERS))}")
        unknown = (set(axes) - set(_AXES)) | (set(layouts) - set(_LAYOUTS))
        if unknown or not batches and (len(axes) > 1 or layouts):
            raise TypeError(f"{name}: " + (f"{sorted(unknown)} is no axis or layout" if unknown else
                                           "axes and layouts are of batches"))
        if len(axes) > 1 and "axis" not in inspect.signature(function).parameters:
            raise TypeError(f"{name} offers two axes, but has no argument axis")
        offer.update(accuracy=accuracy, units=list(units))
        if batches:
            offer.update(batches=True, axes=list(axes), layouts=list(layouts))
        self._description["metrics"][name] = offer
        self._functions[name] = function
        return function

    def serve(self):
        """Answers requests until the input ends."""
        for name, function in self._functions.items():
            offer = self._description["metrics"][name]
            if "code" in offer or offer.get("input", "probabilities") != "probabilities":
                continue  # $p stands for probabilities
            try:
                offer["code"] = {unit: _Code(self._array, self._functions, self._prelude).of(function, unit)
                                 for unit in offer["units"]}
            except (OSError, TypeError, SyntaxError, AttributeError):
                pass  # no source, or Python before 3.9
        try:
            for line in sys.stdin:
                if line.strip():
                    _answers.write(json.dumps(self._respond(line)) + "\n")
                    _answers.flush()
        except (BrokenPipeError, KeyboardInterrupt):
            os._exit(0)  # nobody listens any more

    def _respond(self, line):
        reply = {"jsonrpc": "2.0", "id": None}
        try:
            try:
                request = json.loads(line, parse_constant=_no_constant)
            except ValueError as error:
                raise _Error(-32700, str(error))
            if not isinstance(request, dict) or not isinstance(request.get("method"), str):
                raise _Error(-32600, "not a request")
            reply["id"] = request.get("id")
            reply["result"] = self._result(request["method"], request.get("params", {}))
        except _Error as error:
            reply["error"] = {"code": error.code, "message": str(error)}
        return reply

    def _result(self, method, params):
        if method == "describe":
            return self._description
        if method == "echo":
            return _encode(self._decode(params["values"]))
        if method not in self._functions:
            raise _Error(-32601, f"no metric {method}")
        function = self._functions[method]
        expected = inspect.signature(function).parameters
        if not isinstance(params, dict):
            raise _Error(-32602, "params is not an object of named arguments")
        params = dict(params)
        if "unit" not in expected and params.get("unit") == "nat":
            del params["unit"]
        axis, layout = params.pop("axis", "last"), params.pop("layout", None)
        offer = self._description["metrics"][method]
        if axis not in offer.get("axes", ["last"]) or layout not in [None, *offer.get("layouts", [])]:
            raise _Error(-32602, f"{method} does not offer this axis or layout: {axis}, {layout}")
        if "w" in params and "w" not in expected:
            raise _Error(-32001, f"{method} takes no weights of rows")
        needed = {name for name, parameter in expected.items() if parameter.default is parameter.empty}
        if not needed - {"axis"} <= set(params) <= set(expected) - {"axis"}:
            raise _Error(-32602, f"{method} takes {', '.join(expected)}, not {', '.join(params)}")
        try:
            arguments = {name: self._labels(value) if name == "y" and method in _LABELLED else self._decode(value)
                         for name, value in params.items()}
            if layout:
                arguments = {name: _LAYOUTS[layout](x) if isinstance(params[name], list) else x
                             for name, x in arguments.items()}
            if "axis" in expected:
                arguments["axis"] = _AXES[axis]
            return _encode(function(**arguments))
        except Refused as error:
            raise _Error(-32602, str(error))
        except Declined as error:
            raise _Error(-32001, str(error))
        except Exception as error:
            raise _Error(-32603, f"{type(error).__name__}: {error}")

    def _labels(self, value):
        return self._array([-1 if y is None else y for y in value])

    def _decode(self, value):
        return self._array(_plain(value)) if isinstance(value, list) else _plain(value)


def _plain(value):
    if isinstance(value, list):
        return [_plain(x) for x in value]
    if isinstance(value, str):
        return _SPECIAL.get(value, value)
    return value if isinstance(value, int) else float(value)  # a whole number is the index of a class


def _no_constant(text):
    raise ValueError(f'{text} is written as the string "{text}"')


def _encode(value):
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [_encode(x) for x in value]
    value = float(value)
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


class _Code(ast.NodeTransformer):
    """A function as one line that needs nothing but its libraries: gibbs shows it with what it finds."""

    def __init__(self, array, functions, prelude=""):
        self._array = array
        self._prelude = [prelude] if prelude else []
        self._metrics = functions

    def of(self, function, unit):
        self._names, self._unit = function.__globals__, unit
        module = ast.parse(inspect.getsource(sys.modules[function.__module__]))
        parameters = inspect.signature(function).parameters
        arguments = [name for name in parameters if name not in ("unit", "axis")]
        lines = self._statements(function)
        if lines is None:  # more than a line: it is called by its name
            given = [repr(unit) if name == "unit" else "-1" if name == "axis" else name for name in parameters]
            lines = [f"{function.__name__}({', '.join(given)})"]
        names = [node for line in lines for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Name)]
        array = "list" if self._array is list else self._named(self._array)
        used = {node.id for node in names} | {array.split(".")[0]}
        imported = dict(_imports(module))
        known = {node.id for node in names if isinstance(node.ctx, ast.Store)}.union(
            arguments, imported, dir(builtins), [function.__name__])
        if used - known:
            raise TypeError(f"it needs {used - known} of its module")
        array = "" if array == "list" else array
        imports = [text for alias, text in imported.items() if alias in used]
        values = [f"{name} = {self._literal(function, name, array)}" for name in arguments]
        return "; ".join(imports + self._prelude + values + lines)

    @staticmethod
    def _literal(function, name, array):
        labelled = function.__name__ in _LABELLED
        if name == ("z" if labelled else "w"):
            return f"{array}([${name}[]])" if array else f"[${name}[]]"
        if labelled and name == "w":
            return f"{array}([$w]) if [$w] else None" if array else "[$w] or None"
        if name == "p" and function.__name__ == "self_information" or function.__name__.startswith("sigmoid"):
            return f"${name}"
        return f"{array}([${name}])" if array else f"[${name}]"

    def _statements(self, function):
        body = ast.parse(inspect.cleandoc(inspect.getsource(function))).body[0].body
        body = [s for s in body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
        if not all(isinstance(s, (ast.Assign, ast.Return)) for s in body) or not isinstance(body[-1], ast.Return):
            return None
        body[-1] = ast.Expr(body[-1].value)
        return [ast.unparse(ast.fix_missing_locations(self.visit(s))) for s in body]

    def visit_Name(self, node):
        """Of one input, the axis is the last."""
        return ast.Constant(-1) if node.id == "axis" else node

    def visit_Subscript(self, node):
        """TABLE[unit] is what the table has there."""
        self.generic_visit(node)
        table = self._names.get(getattr(node.value, "id", None))
        if not isinstance(table, dict) or getattr(node.slice, "id", None) != "unit":
            return node
        value = table[self._unit]
        return ast.parse(self._named(value) if callable(value) else repr(value)).body[0].value

    def visit_Call(self, node):
        """Another metric is what it computes."""
        self.generic_visit(node)
        metric = self._metrics.get(getattr(node.func, "id", None))
        names = ["axis" if ast.unparse(a) == "-1" else getattr(a, "id", None) for a in node.args]
        if metric is None or names != list(inspect.signature(metric).parameters):
            return node
        lines = self._statements(metric)
        return ast.parse(lines[0]).body[0].value if lines is not None and len(lines) == 1 else node

    def _named(self, value):
        """How the module writes it: np.log2."""
        for alias, thing in self._names.items():
            if thing is value:
                return alias
            if inspect.ismodule(thing) and getattr(thing, getattr(value, "__name__", ""), None) is value:
                return f"{alias}.{value.__name__}"
        if not value.__name__.isidentifier():
            raise TypeError("it has no name")
        return value.__name__


def _imports(module):
    """Every name that is imported, with the line that does it."""
    for node in module.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for name in node.names:
                one = ast.Import([name]) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, [name], node.level)
                yield name.asname or name.name, ast.unparse(ast.fix_missing_locations(one))
