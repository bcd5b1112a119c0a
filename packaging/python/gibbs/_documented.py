"""What the docstrings of all metrics have in common, written once."""

from __future__ import annotations

from typing import TypeVar

Function = TypeVar("Function")

_PARAMETERS = {
    "p": "array_like\n    {p}",
    "q": "array_like\n    Like p; one that has other dimensions is broadcast against it.",
    "w": "array_like\n    {w}",
    "z": "array_like\n    {z}",
    "x": "array_like\n    Finite numbers.",
    "u": "array_like\n    Finite numbers, as many as logits.",
    "y": "array_like\n    {y}",
    "axis": "int, optional\n    Along it lie the classes of one vector. The last by default.",
    "axes": "pair of int, optional\n    Along them lie the rows and the columns of one table. The last two by default.",
    "unit": "{{'nat', 'bit', 'hartley'}}, optional\n    The unit of the logarithm.",
    "counts": "bool, optional\n    Distributions are counts, or other weights of any positive sum.",
    "out": "ndarray, optional\n    Where the result is stored, which may be an argument. A tuple where there are several results.",
    "keepdims": "bool, optional\n    Leave axes that are reduced in the result, with length 1.",
}
_DOMAINS = {
    "p": "Probabilities along `axis`, each in [0, 1]; the square of what their exact sum differs from 1 by is at most the "
         "format's machine epsilon. They stand for p divided by that sum.",
    "w": "Joint probabilities, with the rows and columns of one table along `axes`.",
    "z": "Logits along `axis`: finite or -inf, not all -inf.",
    "y": "Numbers of z's shape.",
}
_RETURNS = """Returns
-------
{}
    float32 where all arguments are, else float64; a scalar where it has no dimension. Each number is the exact value of
    the formula, rounded once to nearest.

Raises
------
DomainError
    A ValueError that names the argument, the index of the first offender and its value. Rows before it may have been
    stored in `out`.
TypeError
    Where an argument is neither of numbers nor safely cast to float64.
"""


def documented(returns="ndarray or scalar", **domains):
    """Completes the docstring of a metric; `domains` says what is particular about some of its parameters."""
    def decorate(function: Function) -> Function:
        said = {**_DOMAINS, **domains}
        code = function.__code__
        names = code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]
        lines = [f"{name} : {_PARAMETERS[name].format(**said)}" for name in names]
        summary = "\n".join(line[4:] if line.startswith("    ") else line for line in function.__doc__.rstrip().split("\n"))
        function.__doc__ = "\n".join([summary, "", "Parameters", "----------", *lines, "", _RETURNS.format(returns)])
        return function
    return decorate
