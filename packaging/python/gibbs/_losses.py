"""Metrics of logits. A class whose logit is -inf is masked. Logarithms are natural."""

from __future__ import annotations

import numpy as np

from . import _metrics
from ._call import call
from ._documented import documented

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._typing import Arrays, Numbers, Out, Vectors

_LABELS = "Class indices, 0 … n − 1, one per vector of logits; -1 where it is to be ignored, whatever its logits are."
_TARGET = {"p": "Probabilities of z's shape; or `y`.", "y": _LABELS + " In the place of `p`."}


@documented()
def log_sum_exp(z: Arrays, *, axis: int = -1, out: Out = None, keepdims: bool = False) -> Numbers:
    """ln Σ exp z."""
    return call(_metrics.log_sum_exp[0], "z", (z,), axis=axis, out=out, keepdims=keepdims)


@documented(returns="ndarray of z's shape")
def softmax(z: Arrays, *, axis: int = -1, out: Out = None) -> Vectors:
    """exp z / Σ exp z; 0 for masked classes."""
    return call(_metrics.softmax[0], "z", (z,), axis=axis, out=out)


@documented(returns="ndarray of z's shape")
def log_softmax(z: Arrays, *, axis: int = -1, out: Out = None) -> Vectors:
    """z − ln Σ exp z; -inf for masked classes."""
    return call(_metrics.log_softmax[0], "z", (z,), axis=axis, out=out)


@documented(**_TARGET)
def softmax_cross_entropy(z: Arrays, p: Arrays | None = None, *, y: Arrays | None = None, axis: int = -1,
                          counts: bool = False, out: Out = None) -> Numbers:
    """The softmax loss ln Σ exp z − Σ p z of logits and a distribution, or their labels.

    >>> gibbs.softmax_cross_entropy([[0.0, 0.0], [1.0, 2.0]], y=[0, 1])
    array([0.69314718, 0.31326169])
    """
    if _has_labels(p, y):
        return call(_metrics.labelled_cross_entropy[0], "z y", (z, y), axis=axis, out=out)
    return call(_metrics.softmax_cross_entropy[bool(counts)], "z p", (z, p), axis=axis, out=out)


@documented(returns="ndarray of z's shape", **_TARGET)
def softmax_cross_entropy_gradient(z: Arrays, p: Arrays | None = None, *, y: Arrays | None = None, axis: int = -1,
                                   counts: bool = False, out: Out = None) -> Vectors:
    """The derivative of the softmax loss with respect to z: softmax(z) − p; 0 where a label is -1."""
    if _has_labels(p, y):
        return call(_metrics.labelled_cross_entropy_gradient[0], "z y", (z, y), axis=axis, out=out)
    return call(_metrics.softmax_cross_entropy_gradient[bool(counts)], "z p", (z, p), axis=axis, out=out)


@documented(returns="(ndarray or scalar, ndarray of z's shape)", p="Probabilities of z's shape.")
def softmax_cross_entropy_with_gradient(z: Arrays, p: Arrays, *, axis: int = -1, counts: bool = False,
                                        out: Out = None) -> tuple[Numbers, Vectors]:
    """The softmax loss and its derivative, at the price of little more than one."""
    function = _metrics.softmax_cross_entropy_with_gradient[bool(counts)]
    return call(function, "z p", (z, p), axis=axis, out=out)


@documented(z="Logits of any shape; rows of n lie along `axis`.", y=_LABELS,
            w="A weight per label, finite and not negative; 1 by default.")
def mean_softmax_cross_entropy(z: Arrays, y: Arrays, w: Arrays | None = None, *, axis: int = -1) -> Numbers:
    """Σ w L / Σ w with the softmax loss L of each row that is not ignored."""
    if w is None:
        return _mean(_metrics.mean_softmax_cross_entropy[0], "z y", z, (y,), axis)
    return _mean(_metrics.weighted_mean_softmax_cross_entropy[0], "z y w", z, (y, w), axis)


@documented(returns="ndarray of z's shape", z="Logits of any shape; rows of n lie along `axis`.", y=_LABELS,
            w="A weight per label, finite and not negative; 1 by default.")
def mean_softmax_cross_entropy_gradient(z: Arrays, y: Arrays, w: Arrays | None = None, *, axis: int = -1,
                                        out: Out = None) -> Vectors:
    """The derivative of the mean softmax loss with respect to z: 0 in rows that are ignored."""
    if w is None:
        rows = _mean(_metrics.mean_softmax_cross_entropy_gradient[0], "z y", z, (y,), axis)
    else:
        rows = _mean(_metrics.weighted_mean_softmax_cross_entropy_gradient[0], "z y w", z, (y, w), axis)
    shape = np.moveaxis(np.empty(np.shape(z), dtype=np.void), axis, -1).shape
    result = np.moveaxis(rows.reshape(shape), -1, axis)
    if out is None:
        return result
    np.copyto(out, result, casting="same_kind")
    return out


@documented(z="Logits of any shape; rows of n lie along `axis`.", y=_LABELS)
def sequence_perplexity(z: Arrays, y: Arrays, *, axis: int = -1) -> Numbers:
    """exp of the mean softmax loss: the perplexity of a model on a text whose symbols are y."""
    return _mean(_metrics.sequence_perplexity[0], "z y", z, (y,), axis)


@documented(z="Logits, each by itself: finite or -inf.", y="Probabilities of class 1, in [0, 1].")
def sigmoid_cross_entropy(z: Arrays, y: Arrays, *, out: Out = None) -> Numbers:
    """ln(1 + exp z) − y z of each z and y."""
    return call(_metrics.sigmoid_cross_entropy[0], "z y", (z, y), out=out)


@documented(z="Logits, each by itself: finite or -inf.", y="Probabilities of class 1, in [0, 1].")
def sigmoid_cross_entropy_gradient(z: Arrays, y: Arrays, *, out: Out = None) -> Numbers:
    """1/(1 + exp(−z)) − y of each z and y: the derivative with respect to z."""
    return call(_metrics.sigmoid_cross_entropy_gradient[0], "z y", (z, y), out=out)


@documented(z="Logits, each by itself: finite or -inf.")
def sigmoid_cross_entropy_hessian(z: Arrays, *, out: Out = None) -> Numbers:
    """σ(z)(1 − σ(z)) of each z: the second derivative of the sigmoid loss."""
    return call(_metrics.sigmoid_cross_entropy_hessian[0], "z", (z,), out=out)


@documented(y="Finite numbers of x's shape.")
def mean_squared_error(x: Arrays, y: Arrays, *, axis: int = -1, out: Out = None, keepdims: bool = False) -> Numbers:
    """(1/n) Σ (x − y)²."""
    return call(_metrics.mean_squared_error[0], "x y", (x, y), axis=axis, out=out, keepdims=keepdims)


@documented(returns="ndarray of z's shape")
def softmax_mean_squared_error_gradient(z: Arrays, y: Arrays, *, axis: int = -1, out: Out = None) -> Vectors:
    """The derivative of mean_squared_error(y, softmax(z)) with respect to z."""
    return call(_metrics.softmax_mean_squared_error_gradient[0], "z y", (z, y), axis=axis, out=out)


@documented(returns="ndarray of z's shape")
def softmax_vjp(z: Arrays, u: Arrays, *, axis: int = -1, out: Out = None) -> Vectors:
    """The product of u with the Jacobian of softmax: q (u − Σ q u), q = softmax(z)."""
    return call(_metrics.softmax_vjp[0], "z u", (z, u), axis=axis, out=out)


@documented(returns="ndarray of z's shape")
def log_softmax_vjp(z: Arrays, u: Arrays, *, axis: int = -1, out: Out = None) -> Vectors:
    """The product of u with the Jacobian of log_softmax: u − q Σ u, q = softmax(z)."""
    return call(_metrics.log_softmax_vjp[0], "z u", (z, u), axis=axis, out=out)


@documented(returns="ndarray of z's shape")
def softmax_cross_entropy_hessian_diagonal(z: Arrays, *, axis: int = -1, out: Out = None) -> Vectors:
    """The second derivatives of the softmax loss, each twice by the same logit: q (1 − q), q = softmax(z)."""
    return call(_metrics.softmax_cross_entropy_hessian_diagonal[0], "z", (z,), axis=axis, out=out)


def _has_labels(p, y):
    if (p is None) == (y is None):
        raise TypeError("either p or y is to be given")
    return y is not None


def _mean(function, names, z, labelled, axis):
    """Rows along `axis` of an array of any shape as one batch; what belongs to each row, likewise."""
    z = np.asarray(z)
    if z.ndim == 0:
        raise ValueError("z has 0 dimensions, so no rows")
    z = np.moveaxis(z, axis, -1)
    more = [np.asarray(array) for array in labelled]
    for name, array in zip(names.split()[1:], more):
        if array.shape != z.shape[:-1]:
            raise ValueError(f"{name} has shape {array.shape}, not {z.shape[:-1]}: one number per row of z")
    return call(function, names, (z.reshape(-1, z.shape[-1]), *(array.reshape(-1) for array in more)))
