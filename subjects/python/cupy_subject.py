#!/usr/bin/env python3
# about: CuPy on the GPU in binary64: what it has of scipy.special and scipy.stats
# configurations: float32
"""Vectors are taken as they are; entropies of weights are normalised by the function itself, as SciPy's are."""

import gibbs_subject

import sys

import cupy as cp
from cupyx.scipy.special import log_softmax as cupy_log_softmax, logsumexp, rel_entr, softmax as cupy_softmax, xlogy
from cupyx.scipy.stats import entropy as cupy_entropy

TYPE = sys.argv[1] if len(sys.argv) > 1 else "float64"
NAME = "cupy" if TYPE == "float64" else "cupy:" + TYPE
FORMAT = {"float64": "binary64", "float32": "binary32"}[TYPE]
VERSION = f"{cp.__version__}, {cp.cuda.runtime.getDeviceProperties(0)['name'].decode()}"
DOCS = "https://docs.cupy.dev/en/stable/reference/generated/cupyx.scipy."
UNITS = ("nat", "bit", "hartley")
BASE = {"nat": None, "bit": 2, "hartley": 10}
EITHER = {"batches": True, "axes": ["last", "first"]}


def array(values):
    return cp.asarray(values, dtype=TYPE)


subject = gibbs_subject.Subject(NAME, version=VERSION, format=FORMAT, array=array)


@subject.metric(units=UNITS, doc=DOCS + "stats.entropy.html", **EITHER)
def entropy(p, unit, axis):
    return cupy_entropy(p, base=BASE[unit], axis=axis)


@subject.metric(composed=True, **EITHER)
def cross_entropy(p, q, axis):
    return -cp.sum(xlogy(p, q), axis=axis)


@subject.metric(doc=DOCS + "special.rel_entr.html", **EITHER)
def kl_divergence(p, q, axis):
    return cp.sum(rel_entr(p, q), axis=axis)


@subject.metric(doc=DOCS + "special.logsumexp.html", **EITHER)
def log_sum_exp(z, axis):
    return logsumexp(z, axis=axis)


@subject.metric(doc=DOCS + "special.softmax.html", **EITHER)
def softmax(z, axis):
    return cupy_softmax(z, axis=axis)


@subject.metric(doc=DOCS + "special.log_softmax.html", **EITHER)
def log_softmax(z, axis):
    return cupy_log_softmax(z, axis=axis)


subject.serve()
