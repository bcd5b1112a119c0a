"""Calls of the universal functions in _metrics, and what is said when an argument is outside the domain."""

from __future__ import annotations

import re

import numpy as np

from . import _metrics

UNITS = ("nat", "bit", "hartley")


class DomainError(ValueError):
    """An argument outside the domain of a metric: ``p[2, 0] = -0.5 is not a probability``.

    Attributes
    ----------
    argument : str
        Its name: p, q, z, y, …
    index : tuple of int or None
        Of the first offender, row by row. None where the fault lies in a vector as a whole: its sum, its length.
    value : float
        The offender's value; of a vector as a whole, its sum or its length.
    """

    def __init__(self, message, argument, index, value):
        super().__init__(message)
        self.argument, self.index, self.value = argument, index, value


def of_unit(functions, unit, counts):
    """A metric's function for this unit, and for counts or probabilities."""
    if unit not in UNITS:
        raise ValueError(f"unit = {unit!r} is none of {', '.join(UNITS)}")
    return functions[UNITS.index(unit) + (3 if counts else 0)]


def call(function, names, arguments, **options):
    """The function of these arguments, whose names are known by a word each: "p q"."""
    try:
        return function(*arguments, **options)
    except ValueError as error:
        raise explained(error, function, names.split(), arguments, options) from None


def explained(error, function, names, arguments, options):
    """The error as it is to be raised: with the place in the user's own arrays."""
    inputs = function.signature.split("->")[0] if function.signature else ",".join("()" for _ in names)
    core = [part.split(",") if part else [] for part in re.findall(r"\(([^)]*)\)", inputs)]
    if "axis" in options:
        axes = [(options["axis"],) if dimensions else () for dimensions in core]
    else:
        axes = options.get("axes", [(-2, -1)[2 - len(dimensions):] for dimensions in core])[:len(core)]
    arrays = [np.asarray(argument) for argument in arguments]
    mismatch = _mismatch(names, arrays, core, axes)
    if mismatch is not None:
        return mismatch
    if not isinstance(error, _metrics.Fault):
        return error
    last = [np.moveaxis(array, axis, range(-len(axis), 0)) if axis else array for array, axis in zip(arrays, axes)]
    shapes = [(array.shape[:array.ndim - len(axis)], array.shape[array.ndim - len(axis):]) for array, axis in zip(last, axes)]
    outer = np.broadcast_shapes(*(rows for rows, _ in shapes))
    count = int(np.prod(outer))
    row, fault = _first_fault(function, [np.broadcast_to(array, outer + shape).reshape((count, *shape))
                                         for array, (_, shape) in zip(last, shapes)])
    name, place, value, message = fault.args
    which = names.index(name) if name in names else 0
    return _with_place(name, np.unravel_index(row, outer) if outer else (), place, value, message,
                       arrays[which], axes[which])


def _mismatch(names, arrays, core, axes):
    """Vectors that meet have one length."""
    lengths = {}
    for name, array, dimensions, axis in zip(names, arrays, core, axes):
        for dimension, place in zip(dimensions, axis):
            if not -array.ndim <= place < array.ndim:
                return ValueError(f"{name} has {array.ndim} dimensions, so no axis {place}")
            length = array.shape[place]
            if lengths.setdefault(dimension, length) != length:
                return DomainError(f"{name} has length {length}, not {lengths[dimension]}", name, None, length)
    return None


def _first_fault(function, rows):
    """The first row that is refused, by halves: it lies in the first half that is."""
    low, high = 0, len(rows[0])
    while high - low > 1:
        middle = (low + high) // 2
        try:
            function(*(array[low:middle] for array in rows))
            low = middle
        except _metrics.Fault:
            high = middle
    try:
        function(*(array[low] for array in rows))
    except _metrics.Fault as fault:
        return low, fault
    raise AssertionError("a row that was refused no longer is")


def _with_place(name, row, place, value, message, array, axis):
    """The message with the index that NumPy's users would write; `row` is among the rows of all arguments."""
    axes = sorted(a % array.ndim for a in axis)
    own = [a for a in range(array.ndim) if a not in axes]
    row = row[len(row) - len(own):]
    index = dict(zip(own, (0 if array.shape[a] == 1 else int(i) for a, i in zip(own, row))))
    if place is not None:
        index.update(zip((a % array.ndim for a in axis), (int(i) for i in _unravelled(place, array, axis))))
    rest = re.sub(rf"^(row \d+ of )?{name}(\[\d+\])*", "", message)
    shown = name if not index else f"{name}[{', '.join(str(index.get(a, ':')) for a in range(array.ndim))}]"
    full = tuple(index[a] for a in range(array.ndim)) if len(index) == array.ndim and index else None
    return DomainError(shown + rest, name, full, value)


def _unravelled(place, array, axis):
    return np.unravel_index(place, [array.shape[a] for a in axis]) if axis else ()
