#!/usr/bin/env python3
"""SciPy on trial, called as its users call it; where it has no function, composed of those it has."""

import gibbs_subject

import numpy as np
import scipy
from scipy.spatial.distance import jensenshannon
from scipy.special import expit, log_expit, log_softmax as scipy_log_softmax, logsumexp, softmax as scipy_softmax, xlogy
from scipy.stats import entropy as scipy_entropy

subject = gibbs_subject.Subject("scipy", version=scipy.__version__, validates=False, array=np.array)

UNITS = ("nat", "bit", "hartley")
BASE = {"nat": None, "bit": 2, "hartley": 10}


@subject.metric(units=UNITS)
def entropy(p, unit):
    return scipy_entropy(p, base=BASE[unit])


@subject.metric
def perplexity(p):
    return np.exp(scipy_entropy(p))


@subject.metric
def cross_entropy(p, q):
    return -np.sum(xlogy(p, q))


@subject.metric(units=UNITS)
def kl_divergence(p, q, unit):
    return scipy_entropy(p, q, base=BASE[unit])


@subject.metric(units=UNITS)
def js_divergence(p, q, unit):
    return jensenshannon(p, q, base=BASE[unit]) ** 2


@subject.metric(units=UNITS)
def conditional_entropy(w, unit):
    return scipy_entropy(w.ravel(), base=BASE[unit]) - scipy_entropy(w.sum(axis=1), base=BASE[unit])


@subject.metric(units=UNITS)
def mutual_information(w, unit):
    independent = np.outer(w.sum(axis=1), w.sum(axis=0))
    return scipy_entropy(w.ravel(), independent.ravel(), base=BASE[unit])


@subject.metric
def log_sum_exp(z):
    return logsumexp(z)


@subject.metric
def softmax(z):
    return scipy_softmax(z)


@subject.metric
def log_softmax(z):
    return scipy_log_softmax(z)


@subject.metric
def softmax_cross_entropy(z, p):
    return -np.sum(p * scipy_log_softmax(z))


@subject.metric
def softmax_cross_entropy_gradient(z, p):
    return scipy_softmax(z) - p


@subject.metric
def sigmoid_cross_entropy(z, y):
    return -(y * log_expit(z) + (1 - y) * log_expit(-z))


@subject.metric
def sigmoid_cross_entropy_gradient(z, y):
    return expit(z) - y


subject.serve()
