"""Puts Python functions on trial with gibbs: each page of code becomes a program that speaks the subject protocol.

    import gibbs_subject
    subject = gibbs_subject.Subject("mine", version="1.0")

    @subject.metric(accuracy="ulp:4", units=["nat", "bit"])
    def entropy(p, unit):
        ...

    subject.serve()

A function has the name and the arguments of its metric; vectors arrive as lists of floats, tables as lists of rows, a
unit as "nat", "bit" or "hartley". A function without an argument `unit` works in nats. What it returns may be a number, a list, or anything with `tolist`
(NumPy). It refuses input by raising ValueError (or Refused); any other exception counts as a failure of the program.

Import this module first: from then on whatever prints goes to standard error, since standard output belongs to the
protocol. Needs Python 3.7 and nothing else.
"""

import ast
import inspect
import json
import math
import os
import sys

_answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)  # also for what C libraries print
sys.stdout = sys.stderr

_SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


class Refused(ValueError):
    """The input is not in the domain of the metric."""


class _Error(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Subject:
    """`array` is applied to every list on its way to a function: numpy.array, for example. `validates` says that
    invalid input is refused, as gibbs asks; properties about that are skipped otherwise."""

    def __init__(self, name, version="", format="binary64", validates=True, array=list):
        self._description = {"name": name, "version": version, "format": format, "validates": validates,
                             "language": "Python", "metrics": {}}
        self._functions = {}
        self._array = array

    def metric(self, function=None, *, name=None, accuracy="stable", units=("nat",), **domain):
        """Offers a function as the metric of its name (or of `name`). A decorator, with or without arguments.

        `domain` narrows what it promises to answer: masks=False (no logit is −∞), zeros=False (no probability is 0),
        max_n=1024 (at most so many classes). Nothing else is sent then, and the report says so."""
        if set(domain) - {"masks", "zeros", "max_n"}:
            raise TypeError(f"a domain is narrowed by masks, zeros and max_n, not {', '.join(domain)}")
        if function is None:
            return lambda f: self.metric(f, name=name, accuracy=accuracy, units=units, **domain)
        name = name or function.__name__
        self._description["metrics"][name] = {"accuracy": accuracy, "units": list(units), **domain}
        self._functions[name] = function
        return function

    def serve(self):
        """Answers requests until the input ends."""
        for name, function in self._functions.items():
            offer = self._description["metrics"][name]
            try:
                offer["code"] = {unit: _Code(self._array, self._functions).of(function, unit) for unit in offer["units"]}
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
        if method not in self._functions:
            raise _Error(-32601, f"no metric {method}")
        function = self._functions[method]
        expected = inspect.signature(function).parameters
        if not isinstance(params, dict):
            raise _Error(-32602, "params is not an object of named arguments")
        params = dict(params)
        if "unit" not in expected and params.get("unit") == "nat":
            del params["unit"]
        if set(params) != set(expected):
            raise _Error(-32602, f"{method} takes {', '.join(expected)}, not {', '.join(params)}")
        try:
            return _encode(function(**{name: self._decode(value) for name, value in params.items()}))
        except ValueError as error:
            raise _Error(-32602, str(error))
        except Exception as error:
            raise _Error(-32603, f"{type(error).__name__}: {error}")

    def _decode(self, value):
        if isinstance(value, list):
            return self._array([self._decode(x) for x in value])
        return _SPECIAL.get(value, value) if isinstance(value, str) else float(value)


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

    def __init__(self, array, functions):
        self._array = array
        self._metrics = functions

    def of(self, function, unit):
        self._names, self._unit = function.__globals__, unit
        module = ast.parse(inspect.getsource(sys.modules[function.__module__]))
        arguments = [name for name in inspect.signature(function).parameters if name != "unit"]
        lines = self._statements(function)
        if lines is None:  # more than a line: it is called by its name
            lines = [f"{function.__name__}({', '.join(arguments + [repr(unit)] * ('unit' in inspect.signature(function).parameters))})"]
        used = {node.id for line in lines for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Name)}
        array = "" if self._array is list else self._named(self._array)
        used.add(array.split(".")[0])
        imports = [text for alias, text in _imports(module) if alias in used]
        values = [f"{name} = {self._literal(function, name, array)}" for name in arguments]
        return "; ".join(imports + values + lines)

    @staticmethod
    def _literal(function, name, array):
        if name == "w":
            return f"{array}([$w[]])" if array else "[$w[]]"
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
        if metric is None or [getattr(a, "id", None) for a in node.args] != list(inspect.signature(metric).parameters):
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
        return value.__name__


def _imports(module):
    """Every name that is imported, with the line that does it."""
    for node in module.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for name in node.names:
                one = ast.Import([name]) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, [name], node.level)
                yield name.asname or name.name, ast.unparse(ast.fix_missing_locations(one))
