#!/usr/bin/env python3
"""SciPy on trial, called as its users call it; where it has no function, composed of those it has."""

import gibbs_subject

import numpy as np
import scipy
from scipy.spatial.distance import jensenshannon
from scipy.special import expit, log_expit, log_softmax as scipy_log_softmax, logsumexp, softmax as scipy_softmax, xlogy
from scipy.stats import entropy as scipy_entropy

subject = gibbs_subject.Subject("scipy", version=scipy.__version__, array=np.array)

UNITS = ("nat", "bit", "hartley")
BASE = {"nat": None, "bit": 2, "hartley": 10}
NUMBERS = {"batches": True, "layouts": ["strided", "fortran", "readonly"]}
VECTORS = {**NUMBERS, "axes": ["last", "first"]}


@subject.metric(units=UNITS, **VECTORS)
def entropy(p, unit, axis):
    return scipy_entropy(p, base=BASE[unit], axis=axis)


@subject.metric(**VECTORS)
def perplexity(p, axis):
    return np.exp(scipy_entropy(p, axis=axis))


@subject.metric(**VECTORS)
def cross_entropy(p, q, axis):
    return -np.sum(xlogy(p, q), axis=axis)


@subject.metric(units=UNITS, **VECTORS)
def kl_divergence(p, q, unit, axis):
    return scipy_entropy(p, q, base=BASE[unit], axis=axis)


@subject.metric(units=UNITS, **VECTORS)
def js_divergence(p, q, unit, axis):
    return jensenshannon(p, q, base=BASE[unit], axis=axis) ** 2


@subject.metric(units=UNITS)
def conditional_entropy(w, unit):
    return scipy_entropy(w.ravel(), base=BASE[unit]) - scipy_entropy(w.sum(axis=1), base=BASE[unit])


@subject.metric(units=UNITS)
def mutual_information(w, unit):
    independent = np.outer(w.sum(axis=1), w.sum(axis=0))
    return scipy_entropy(w.ravel(), independent.ravel(), base=BASE[unit])


@subject.metric(**VECTORS)
def log_sum_exp(z, axis):
    return logsumexp(z, axis=axis)


@subject.metric(**VECTORS)
def softmax(z, axis):
    return scipy_softmax(z, axis=axis)


@subject.metric(**VECTORS)
def log_softmax(z, axis):
    return scipy_log_softmax(z, axis=axis)


@subject.metric(**VECTORS)
def softmax_cross_entropy(z, p, axis):
    return -np.sum(p * scipy_log_softmax(z, axis=axis), axis=axis)


@subject.metric(**VECTORS)
def softmax_cross_entropy_gradient(z, p, axis):
    return scipy_softmax(z, axis=axis) - p


@subject.metric(**NUMBERS)
def sigmoid_cross_entropy(z, y):
    return -(y * log_expit(z) + (1 - y) * log_expit(-z))


@subject.metric(**NUMBERS)
def sigmoid_cross_entropy_gradient(z, y):
    return expit(z) - y


subject.serve()
