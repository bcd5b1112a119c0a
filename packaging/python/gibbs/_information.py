"""Metrics of distributions."""

from __future__ import annotations

from . import _metrics
from ._call import call, of_unit
from ._documented import documented

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._typing import Arrays, Numbers, Out, Unit


@documented(p="Probabilities of events, each in [0, 1].")
def self_information(p: Arrays, *, unit: Unit = "nat", out: Out = None) -> Numbers:
    """The surprise of an event of probability p: −log p; +inf at 0.

    >>> gibbs.self_information([0.5, 0.25], unit="bit")
    array([1., 2.])
    """
    return call(of_unit(_metrics.self_information, unit, False), "p", (p,), out=out)


@documented()
def entropy(p: Arrays, *, axis: int = -1, unit: Unit = "nat", counts: bool = False, out: Out = None,
            keepdims: bool = False) -> Numbers:
    """Shannon's entropy, −Σ p log p with 0 log 0 = 0: between 0 and log n.

    >>> gibbs.entropy([0.5, 0.25, 0.25], unit="bit")
    1.5
    """
    return call(of_unit(_metrics.entropy, unit, counts), "p", (p,), axis=axis, out=out, keepdims=keepdims)


@documented()
def perplexity(p: Arrays, *, axis: int = -1, counts: bool = False, out: Out = None, keepdims: bool = False) -> Numbers:
    """exp of the entropy: the number of equally likely classes with the same entropy, between 1 and n."""
    return call(_metrics.perplexity[bool(counts)], "p", (p,), axis=axis, out=out, keepdims=keepdims)


@documented()
def cross_entropy(p: Arrays, q: Arrays, *, axis: int = -1, unit: Unit = "nat", counts: bool = False, out: Out = None,
                  keepdims: bool = False) -> Numbers:
    """−Σ p log q; +inf where q = 0 < p."""
    return call(of_unit(_metrics.cross_entropy, unit, counts), "p q", (p, q), axis=axis, out=out, keepdims=keepdims)


@documented()
def kl_divergence(p: Arrays, q: Arrays, *, axis: int = -1, unit: Unit = "nat", counts: bool = False, out: Out = None,
                  keepdims: bool = False) -> Numbers:
    """Kullback and Leibler's divergence of p from q, Σ p log(p/q); +inf where q = 0 < p, zero only where they are equal.

    >>> gibbs.kl_divergence([0.5, 0.5], [[0.25, 0.75], [1.0, 0.0]])
    array([0.14384104,        inf])
    """
    return call(of_unit(_metrics.kl_divergence, unit, counts), "p q", (p, q), axis=axis, out=out, keepdims=keepdims)


@documented()
def js_divergence(p: Arrays, q: Arrays, *, axis: int = -1, unit: Unit = "nat", counts: bool = False, out: Out = None,
                  keepdims: bool = False) -> Numbers:
    """Jensen and Shannon's divergence, the mean divergence of p and q from (p + q)/2: at most one bit."""
    return call(of_unit(_metrics.js_divergence, unit, counts), "p q", (p, q), axis=axis, out=out, keepdims=keepdims)


@documented()
def js_distance(p: Arrays, q: Arrays, *, axis: int = -1, unit: Unit = "nat", counts: bool = False, out: Out = None,
                keepdims: bool = False) -> Numbers:
    """The root of Jensen and Shannon's divergence, which is a metric."""
    return call(of_unit(_metrics.js_distance, unit, counts), "p q", (p, q), axis=axis, out=out, keepdims=keepdims)


@documented()
def conditional_entropy(w: Arrays, *, axes: tuple[int, int] = (-2, -1), unit: Unit = "nat", counts: bool = False,
                        out: Out = None) -> Numbers:
    """The entropy of the column, the row being known: between 0 and the logarithm of the number of columns."""
    return call(of_unit(_metrics.conditional_entropy, unit, counts), "w", (w,), axes=[tuple(axes), ()], out=out)


@documented()
def mutual_information(w: Arrays, *, axes: tuple[int, int] = (-2, -1), unit: Unit = "nat", counts: bool = False,
                       out: Out = None) -> Numbers:
    """What row and column tell of each other, Σ w log(w/(r c)) with the sums r of rows and c of columns."""
    return call(of_unit(_metrics.mutual_information, unit, counts), "w", (w,), axes=[tuple(axes), ()], out=out)
