"""Functions on trial in pytest, where the package gibbs is installed: python3 -m pytest test_metrics.py

Every theorem that needs no other metric than these is a test: -k, -x, --junitxml and xdist's -n work as for any other.
"""

import numpy as np

import gibbs


def entropy(p):
    p = p[p > 0]
    return -np.sum(p * np.log(p))


def kl_divergence(p, q):
    if np.any(q[p > 0] == 0):
        return np.inf
    p, q = p[p > 0] / p.sum(), q[p > 0] / q.sum()
    return np.sum(p * (np.log(p) - np.log(q)))


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


test_metrics = gibbs.trial(entropy=entropy, kl_divergence=kl_divergence, softmax=softmax, cases=200)
