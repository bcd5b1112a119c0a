#!/usr/bin/env python3
# about: SciPy, called as its users call it
# apt: python3-scipy
# upstream: js_divergence NaN https://github.com/scipy/scipy/issues/20083
# upstream: js_divergence over https://github.com/scipy/scipy/issues/19436
# upstream: js_distance NaN https://github.com/scipy/scipy/issues/20083
# upstream: js_distance over https://github.com/scipy/scipy/issues/19436
"""What SciPy has no function for is composed of those it has, with care: such a formula is ours, not SciPy's."""

import gibbs_subject

import numpy as np
import scipy
from scipy.spatial.distance import jensenshannon
from scipy.special import expit, log_expit, log_softmax as scipy_log_softmax, logsumexp, softmax as scipy_softmax, xlogy
from scipy.stats import entropy as scipy_entropy

subject = gibbs_subject.Subject("scipy", version=scipy.__version__, array=np.array)

UNITS = ("nat", "bit", "hartley")
BASE = {"nat": None, "bit": 2, "hartley": 10}
DOCS = "https://docs.scipy.org/doc/scipy/reference/generated/scipy."


NUMBERS = {"batches": True, "layouts": ["strided", "fortran", "readonly"]}
VECTORS = {**NUMBERS, "axes": ["last", "first"]}


@subject.metric(units=UNITS, doc=DOCS + "stats.entropy.html", **VECTORS)
def entropy(p, unit, axis):
    return scipy_entropy(p, base=BASE[unit], axis=axis)


@subject.metric(composed=True, **VECTORS)
def perplexity(p, axis):
    return np.exp(scipy_entropy(p, axis=axis))


@subject.metric(composed=True, **VECTORS)
def cross_entropy(p, q, axis):
    return -np.sum(xlogy(p, q), axis=axis)


@subject.metric(units=UNITS, doc=DOCS + "stats.entropy.html", **VECTORS)
def kl_divergence(p, q, unit, axis):
    return scipy_entropy(p, q, base=BASE[unit], axis=axis)


@subject.metric(units=UNITS, doc=DOCS + "spatial.distance.jensenshannon.html", **VECTORS)
def js_divergence(p, q, unit, axis):
    return jensenshannon(p, q, base=BASE[unit], axis=axis) ** 2  # it returns the root


@subject.metric(units=UNITS, doc=DOCS + "spatial.distance.jensenshannon.html", **VECTORS)
def js_distance(p, q, unit, axis):
    return jensenshannon(p, q, base=BASE[unit], axis=axis)


@subject.metric(units=UNITS, composed=True, **NUMBERS)
def conditional_entropy(w, unit):
    rows = w.sum(axis=-1)
    return np.sum(rows * np.where(rows > 0, scipy_entropy(w, base=BASE[unit], axis=-1), 0), axis=-1)


@subject.metric(composed=True, **NUMBERS)
def mutual_information(w):
    rows, columns = w.sum(axis=-1, keepdims=True), w.sum(axis=-2, keepdims=True)
    return np.sum(xlogy(w, w) - xlogy(w, rows) - xlogy(w, columns), axis=(-2, -1))


@subject.metric(doc=DOCS + "special.logsumexp.html", **VECTORS)
def log_sum_exp(z, axis):
    return logsumexp(z, axis=axis)


@subject.metric(doc=DOCS + "special.softmax.html", **VECTORS)
def softmax(z, axis):
    return scipy_softmax(z, axis=axis)


@subject.metric(doc=DOCS + "special.log_softmax.html", **VECTORS)
def log_softmax(z, axis):
    return scipy_log_softmax(z, axis=axis)


@subject.metric(composed=True, **VECTORS)
def softmax_cross_entropy(z, p, axis):
    return -np.sum(p * np.where(p > 0, scipy_log_softmax(z, axis=axis), 0), axis=axis)


@subject.metric(composed=True, **VECTORS)
def softmax_cross_entropy_gradient(z, p, axis):
    return scipy_softmax(z, axis=axis) - p


@subject.metric(composed=True, **NUMBERS)
def sigmoid_cross_entropy(z, y):
    return -(y * np.where(y > 0, log_expit(z), 0) + (1 - y) * np.where(y < 1, log_expit(-z), 0))


@subject.metric(composed=True, **NUMBERS)
def sigmoid_cross_entropy_gradient(z, y):
    return expit(z) - y


subject.serve()
