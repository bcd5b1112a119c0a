"""Hypothesis strategies for inputs made to hurt: exact zeros, subnormal masses, pairs one rounding error apart, masks::

    from hypothesis import given
    from gibbs import strategies

    @given(strategies.distributions())
    def test_entropy_is_not_negative(p):
        assert my_entropy(p) >= 0

What a strategy gives is valid however it shrinks: a distribution stays in the simplex, and gets fewer classes, and
simpler fractions, on its way.
"""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

__all__ = ["probabilities", "distributions", "pairs", "near_pairs", "logits", "masked_logits", "batches", "labelled_logits"]


def _format(dtype):
    dtype = np.dtype(dtype)
    if dtype not in (np.float32, np.float64):
        raise ValueError(f"dtype = {dtype} is neither float32 nor float64")
    return dtype


def _lists(elements, n, least=1):
    """n of them; any number, at most 40, where n is None."""
    if n is None:
        return st.lists(elements, min_size=least, max_size=40)
    if n < least:
        raise ValueError(f"n = {n} is less than {least}")
    return st.lists(elements, min_size=n, max_size=n)


def _weights(dtype):
    """Whole numbers that sum to more than their digits hold; zeros; powers of two down to the smallest."""
    smallest = -1074 if dtype == np.float64 else -149
    return st.one_of(st.integers(0, 8).map(float), st.integers(0, 2**20).map(float), st.just(0.0),
                     st.integers(smallest + 60, 0).map(lambda e: 2.0**e))


def _normalised(weights, dtype):
    """The nearest distribution; all in the first class where no weight is left."""
    weights = np.array(weights, dtype=np.longdouble)
    if not weights.any():
        weights[0] = 1
    return (weights / weights.sum()).astype(dtype)


def probabilities(dtype=np.float64):
    """One probability in [0, 1], 0 and 1 and subnormal ones included."""
    dtype = _format(dtype)
    tiny = -1074 if dtype == np.float64 else -149
    return st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0, 1, width=8 * dtype.itemsize),
                     st.integers(tiny, 0).map(lambda e: 2.0**e), st.just(float(np.nextafter(dtype.type(1), dtype.type(0))))).map(dtype.type)


def distributions(n=None, dtype=np.float64):
    """Vectors of n probabilities (any number by default) that sum to 1 up to rounding."""
    dtype = _format(dtype)
    return _lists(_weights(dtype), n).map(lambda weights: _normalised(weights, dtype))


@st.composite
def pairs(draw, n=None, dtype=np.float64):
    """Two distributions on as many classes: free, equal, permuted, without a class in common."""
    p = draw(distributions(n, dtype))
    kind = draw(st.sampled_from(["equal", "free", "permuted", "disjoint"]))
    if kind == "free":
        return p, draw(distributions(len(p), dtype))
    if kind == "permuted":
        return p, p[draw(st.permutations(range(len(p))))]
    if kind == "disjoint" and len(p) > 1:
        parts = np.arange(len(p)) < draw(st.integers(1, len(p) - 1))
        return _normalised(np.where(parts, p, 0), dtype) if p[parts].any() else np.eye(1, len(p), 0, dtype=dtype)[0], \
            _normalised(np.where(parts, 0, p), dtype) if p[~parts].any() else np.eye(1, len(p), len(p) - 1, dtype=dtype)[0]
    return p, p.copy()


@st.composite
def near_pairs(draw, n=None, dtype=np.float64):
    """Two distributions that are possible in the same classes and differ by a few roundings in some."""
    p = draw(distributions(n, dtype))
    q = p.copy()
    steps = draw(st.lists(st.integers(-4, 4), min_size=len(p), max_size=len(p)))
    for i, step in enumerate(steps):
        for _ in range(abs(step)):
            moved = np.nextafter(q[i], p.dtype.type(0 if step < 0 else 1))
            if p[i] != 0 and moved > 0:
                q[i] = moved
    return p, q


def _numbers(dtype):
    width = 8 * dtype.itemsize
    most = 2.0**40
    return st.one_of(st.integers(-8, 8).map(float), st.floats(-30, 30, width=width), st.floats(-most, most, width=width))


def logits(n=None, dtype=np.float64):
    """Vectors of n finite numbers: small, everyday, and far apart."""
    dtype = _format(dtype)
    return _lists(_numbers(dtype), n).map(lambda values: np.array(values, dtype=dtype))


@st.composite
def masked_logits(draw, n=None, dtype=np.float64):
    """Logits of which some, but not all, are -inf: at either end, or scattered. Two classes at least."""
    dtype = _format(dtype)
    z = np.array(draw(_lists(_numbers(dtype), n, least=2)), dtype=dtype)
    left = draw(st.integers(0, len(z) - 1))
    where = draw(st.sampled_from(["end", "begin", "scattered"]))
    if where == "scattered":
        masked = np.array(draw(st.lists(st.booleans(), min_size=len(z), max_size=len(z))))
        masked[left] = False
    else:
        masked = np.arange(len(z)) > left if where == "end" else np.arange(len(z)) < left
    z[masked] = -np.inf
    return z


@st.composite
def batches(draw, rows, b=None):
    """Arrays of b rows (1 to 9 by default), each drawn from what `rows` makes of a size: batches(distributions)."""
    n = draw(st.integers(2, 12))
    count = draw(st.integers(1, 9)) if b is None else b
    return np.stack([draw(rows(n)) for _ in range(count)])


@st.composite
def labelled_logits(draw, n=None, dtype=np.float64):
    """Rows of logits and a class index each; -1, to be ignored, for some but not for all."""
    z = draw(batches(lambda size: logits(size if n is None else n, dtype)))
    y = np.array(draw(st.lists(st.integers(-1, z.shape[1] - 1), min_size=len(z), max_size=len(z))))
    if (y < 0).all():
        y[0] = 0
    return z, y
