"""gibbs_subject.py at work: functions that answer, refuse, fail, print, and return every kind of number."""

import gibbs_subject

import os

print("stray")
os.write(1, b"a C library's stray\n")

subject = gibbs_subject.Subject("module", version="7", format="binary32")


class Array:
    def __init__(self, values):
        self.values = values

    def tolist(self):
        return self.values


@subject.metric(accuracy="ulp:2", units=["nat", "bit"])
def entropy(p, unit):
    print("stray")
    return {"nat": 1, "bit": 0.1}[unit]


@subject.metric(validates=True)
def perplexity(p):
    raise gibbs_subject.Refused("p[0] is odd")


@subject.metric
def log_sum_exp(z):
    return [1.0][int(z[0])]  # IndexError


@subject.metric()
def softmax(z):
    return Array(z)


@subject.metric(name="log_softmax")
def of_another_name(z):
    return tuple(z)


@subject.metric
def self_information(p):
    return 1j  # no real number


@subject.metric
def mean_squared_error(x, y):
    raise gibbs_subject.Declined("no such type")


@subject.metric
def sigmoid_cross_entropy_gradient(z, y):
    raise ValueError("math domain error")  # a library's own: no refusal


@subject.metric
def sigmoid_cross_entropy(z, y):
    return 10**400  # no double


@subject.metric(batches=True, axes=["last", "first"], layouts=["strided", "fortran", "readonly"])
def kl_divergence(p, q, axis):
    """Tells how p lies, and which axis it is asked for."""
    import numpy
    p = numpy.asarray(p)
    told = p.strides[-1] / 8 + 100 * p.flags.f_contiguous + 1000 * (not p.flags.writeable) + 10000 * (axis == 0)
    return told + p.sum(axis=axis) * 0


@subject.metric
def mean_softmax_cross_entropy(z, y, w=None):
    assert all(isinstance(label, int) for label in y)
    return 100 * (w is None) + 10 * y[0] + y[1]


subject.serve()
