#!/usr/bin/env python3
# about: statsmodels: statsmodels.sandbox.infotheo, in any base
# apt: python3-statsmodels python3-matplotlib
"""Vectors are taken as they are; `logbase` is the base of the logarithm, 2 by default."""

import gibbs_subject

import numpy as np
import statsmodels
from statsmodels.sandbox import infotheo

subject = gibbs_subject.Subject("statsmodels", version=statsmodels.__version__, array=np.array)
UNITS = ("nat", "bit", "hartley")
BASE = {"nat": np.e, "bit": 2, "hartley": 10}
DOC = "the docstrings of statsmodels.sandbox.infotheo"


@subject.metric(units=UNITS, doc=DOC)
def self_information(p, unit):
    return infotheo.shannoninfo(p, BASE[unit])


@subject.metric(units=UNITS, doc=DOC)
def entropy(p, unit):
    return infotheo.shannonentropy(p, BASE[unit])


@subject.metric(units=UNITS, doc=DOC)
def conditional_entropy(w, unit):  # of its first variable, along the rows of the table it takes, given the second
    return infotheo.condentropy(w.sum(axis=0), w.sum(axis=1), w.T, BASE[unit])


@subject.metric(units=UNITS, doc=DOC)
def mutual_information(w, unit):
    return infotheo.mutualinfo(w.sum(axis=0), w.sum(axis=1), w.T, BASE[unit])


@subject.metric(doc=DOC)
def log_sum_exp(z):
    return infotheo.logsumexp(z[None], axis=1)[0]


subject.serve()
