#!/usr/bin/env python3
"""The textbook formulas in NumPy, one line each, as most people write them first."""

import gibbs_subject

import numpy as np

subject = gibbs_subject.Subject("numpy", version=np.__version__, validates=False, array=np.array)

UNITS = ("nat", "bit", "hartley")
LOG = {"nat": np.log, "bit": np.log2, "hartley": np.log10}


@subject.metric(units=UNITS)
def self_information(p, unit):
    return -LOG[unit](p)


@subject.metric(units=UNITS)
def entropy(p, unit):
    return -np.sum(p * LOG[unit](p))


@subject.metric
def perplexity(p):
    return np.exp(-np.sum(p * np.log(p)))


@subject.metric(units=UNITS)
def cross_entropy(p, q, unit):
    return -np.sum(p * LOG[unit](q))


@subject.metric(units=UNITS)
def kl_divergence(p, q, unit):
    return np.sum(p * LOG[unit](p / q))


@subject.metric(units=UNITS)
def js_divergence(p, q, unit):
    m = (p + q) / 2
    return (np.sum(p * LOG[unit](p / m)) + np.sum(q * LOG[unit](q / m))) / 2


@subject.metric(units=UNITS)
def conditional_entropy(w, unit):
    return -np.sum(w * LOG[unit](w / w.sum(axis=1, keepdims=True)))


@subject.metric(units=UNITS)
def mutual_information(w, unit):
    return np.sum(w * LOG[unit](w / np.outer(w.sum(axis=1), w.sum(axis=0))))


@subject.metric
def log_sum_exp(z):
    return np.log(np.sum(np.exp(z)))


@subject.metric
def softmax(z):
    return np.exp(z) / np.sum(np.exp(z))


@subject.metric
def log_softmax(z):
    return np.log(np.exp(z) / np.sum(np.exp(z)))


@subject.metric
def softmax_cross_entropy(z, p):
    return -np.sum(p * np.log(softmax(z)))


@subject.metric
def softmax_cross_entropy_gradient(z, p):
    return softmax(z) - p


@subject.metric
def sigmoid_cross_entropy(z, y):
    s = 1 / (1 + np.exp(-z))
    return -(y * np.log(s) + (1 - y) * np.log(1 - s))


@subject.metric
def sigmoid_cross_entropy_gradient(z, y):
    return 1 / (1 + np.exp(-z)) - y


@subject.metric
def mean_squared_error(x, y):
    return np.mean((x - y) ** 2)


@subject.metric
def softmax_mean_squared_error_gradient(z, y):
    q = softmax(z)
    g = 2 * (q - y) / len(z)
    return q * (g - np.sum(q * g))


subject.serve()
