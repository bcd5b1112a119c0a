#!/usr/bin/env python3
# about: the textbook formulas in NumPy, one line each, as most people write them first
# apt: python3-numpy
# composed: all

import gibbs_subject

import numpy as np

subject = gibbs_subject.Subject("numpy", version=np.__version__, array=np.array)

UNITS = ("nat", "bit", "hartley")
LOG = {"nat": np.log, "bit": np.log2, "hartley": np.log10}
NUMBERS = {"batches": True, "layouts": ["strided", "fortran", "readonly"]}
VECTORS = {**NUMBERS, "axes": ["last", "first"]}


@subject.metric(units=UNITS, **NUMBERS)
def self_information(p, unit):
    return -LOG[unit](p)


@subject.metric(units=UNITS, **VECTORS)
def entropy(p, unit, axis):
    return -np.sum(p * LOG[unit](p), axis=axis)


@subject.metric(**VECTORS)
def perplexity(p, axis):
    return np.exp(-np.sum(p * np.log(p), axis=axis))


@subject.metric(units=UNITS, **VECTORS)
def cross_entropy(p, q, unit, axis):
    return -np.sum(p * LOG[unit](q), axis=axis)


@subject.metric(units=UNITS, **VECTORS)
def kl_divergence(p, q, unit, axis):
    return np.sum(p * LOG[unit](p / q), axis=axis)


@subject.metric(units=UNITS, **VECTORS)
def js_divergence(p, q, unit, axis):
    m = (p + q) / 2
    return (np.sum(p * LOG[unit](p / m), axis=axis) + np.sum(q * LOG[unit](q / m), axis=axis)) / 2


@subject.metric(units=UNITS, **NUMBERS)
def conditional_entropy(w, unit):
    return -np.sum(w * LOG[unit](w / w.sum(axis=-1, keepdims=True)), axis=(-2, -1))


@subject.metric(units=UNITS, **NUMBERS)
def mutual_information(w, unit):
    independent = w.sum(axis=-1, keepdims=True) * w.sum(axis=-2, keepdims=True)
    return np.sum(w * LOG[unit](w / independent), axis=(-2, -1))


@subject.metric(**VECTORS)
def log_sum_exp(z, axis):
    return np.log(np.sum(np.exp(z), axis=axis))


@subject.metric(**VECTORS)
def softmax(z, axis):
    return np.exp(z) / np.sum(np.exp(z), axis=axis, keepdims=True)


@subject.metric(**VECTORS)
def log_softmax(z, axis):
    return np.log(np.exp(z) / np.sum(np.exp(z), axis=axis, keepdims=True))


@subject.metric(**VECTORS)
def softmax_cross_entropy(z, p, axis):
    return -np.sum(p * np.log(softmax(z, axis)), axis=axis)


@subject.metric(**VECTORS)
def softmax_cross_entropy_gradient(z, p, axis):
    return softmax(z, axis) - p


@subject.metric(**NUMBERS)
def sigmoid_cross_entropy(z, y):
    s = 1 / (1 + np.exp(-z))
    return -(y * np.log(s) + (1 - y) * np.log(1 - s))


@subject.metric(**NUMBERS)
def sigmoid_cross_entropy_gradient(z, y):
    return 1 / (1 + np.exp(-z)) - y


@subject.metric(**VECTORS)
def mean_squared_error(x, y, axis):
    return np.mean((x - y) ** 2, axis=axis)


@subject.metric(**VECTORS)
def softmax_mean_squared_error_gradient(z, y, axis):
    q = softmax(z, axis)
    g = 2 * (q - y) / z.shape[axis]
    return q * (g - np.sum(q * g, axis=axis, keepdims=True))


subject.serve()
