#!/usr/bin/env python3
# about: PyTorch's functions (torch.nn.functional, torch.special) in binary64, as training code calls them
# apt: python3-torch
# configurations: float32 bfloat16 float16 cuda cuda-float32 cuda-bfloat16 cuda-float16
"""Vectors are taken as they are, in nats; losses are means over a batch, here of one row; gradients by autograd. What
begins with cuda runs on the GPU."""

import gibbs_subject

import functools
import sys

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
CONFIGURATION = sys.argv[1] if len(sys.argv) > 1 else "float64"
DEVICE = "cuda" if CONFIGURATION.startswith("cuda") else "cpu"
TYPE = CONFIGURATION[len("cuda"):].lstrip("-") or "float64" if DEVICE == "cuda" else CONFIGURATION
DTYPE = getattr(torch, TYPE)
FORMAT = {"float64": "binary64", "float32": "binary32", "float16": "binary16"}.get(TYPE, TYPE)
NAME = "torch" if CONFIGURATION == "float64" else "torch:" + CONFIGURATION
VERSION = torch.__version__ + (f", {torch.cuda.get_device_name()}" if DEVICE == "cuda" else "")
DOCS = "https://pytorch.org/docs/stable/generated/torch."
LAST = {"batches": True}
EITHER = {"batches": True, "axes": ["last", "first"]}


def tensor(values):
    if torch.is_tensor(values):
        return values
    if isinstance(values, list) and values and torch.is_tensor(values[0]):
        return torch.stack(values)
    labels = isinstance(values, list) and values and all(isinstance(y, int) for y in values)
    return torch.tensor(values, dtype=torch.long if labels else DTYPE, device=DEVICE)


subject = gibbs_subject.Subject(NAME, version=VERSION, format=FORMAT, array=tensor)


def metric(doc="", **offer):
    """Not every function exists for every type."""

    def offering(function):
        @functools.wraps(function)
        def checked(*args, **named):
            try:
                return function(*args, **named)
            except RuntimeError as error:
                if "not implemented for" in str(error):
                    raise gibbs_subject.Declined(str(error))
                raise

        return subject.metric(checked, doc=doc and DOCS + doc, **offer)

    return offering


def gradient(function, z, factor=None):
    z = z.clone().requires_grad_()
    function(z).backward(factor)
    return z.grad


def rows(x):
    """A batch, of one row if need be."""
    return x if x.dim() == 2 else x[None]


def unweighted(w):
    if w is not None:
        raise gibbs_subject.Declined("cross_entropy has weights of classes, not of rows")


@metric("log.html", composed=True, **LAST)
def self_information(p):
    return -torch.log(tensor(p))


@metric("special.entr.html", **EITHER)
def entropy(p, axis):
    return torch.special.entr(p).sum(axis)


@metric(composed=True, **EITHER)
def cross_entropy(p, q, axis):
    return -torch.special.xlogy(p, q).sum(axis)


@metric("nn.functional.kl_div.html")
def kl_divergence(p, q):  # its first argument is a vector of log-probabilities
    return F.kl_div(q.log(), p, reduction="sum")


@metric(composed=True)
def js_divergence(p, q):
    m = (p + q) / 2
    p, q, m = p[m > 0], q[m > 0], m[m > 0].log()
    return (F.kl_div(m, p, reduction="sum") + F.kl_div(m, q, reduction="sum")) / 2


@metric("logsumexp.html", **EITHER)
def log_sum_exp(z, axis):
    return torch.logsumexp(z, axis)


@metric("nn.functional.softmax.html", **EITHER)
def softmax(z, axis):
    return F.softmax(z, axis)


@metric("nn.functional.log_softmax.html", **EITHER)
def log_softmax(z, axis):
    return F.log_softmax(z, axis)


@metric("nn.functional.softmax.html")
def softmax_vjp(z, u):
    return gradient(lambda v: F.softmax(v, 0), z, u)


@metric("nn.functional.log_softmax.html")
def log_softmax_vjp(z, u):
    return gradient(lambda v: F.log_softmax(v, 0), z, u)


@metric("nn.functional.cross_entropy.html", **LAST)
def softmax_cross_entropy(z, p):
    losses = F.cross_entropy(rows(z), rows(p), reduction="none")
    return losses if z.dim() == 2 else losses[0]


@metric("nn.functional.cross_entropy.html", **LAST)
def softmax_cross_entropy_gradient(z, p):
    return gradient(lambda v: F.cross_entropy(rows(v), rows(p), reduction="sum"), z)


@metric("nn.functional.cross_entropy.html")
def mean_softmax_cross_entropy(z, y, w=None):
    unweighted(w)
    return F.cross_entropy(z, y, ignore_index=-1)


@metric("nn.functional.cross_entropy.html")
def mean_softmax_cross_entropy_gradient(z, y, w=None):
    unweighted(w)
    return gradient(lambda v: F.cross_entropy(v, y, ignore_index=-1), z)


@metric(composed=True)
def sequence_perplexity(z, y):
    return torch.exp(F.cross_entropy(z, y, ignore_index=-1))


@metric("nn.functional.binary_cross_entropy_with_logits.html", **LAST)
def sigmoid_cross_entropy(z, y):
    return F.binary_cross_entropy_with_logits(tensor(z), tensor(y), reduction="none")


@metric("nn.functional.binary_cross_entropy_with_logits.html")
def sigmoid_cross_entropy_gradient(z, y):
    return gradient(lambda v: F.binary_cross_entropy_with_logits(v, tensor(y)), tensor(z))


@metric("nn.functional.mse_loss.html")
def mean_squared_error(x, y):
    return F.mse_loss(x, y)


@metric(composed=True)
def softmax_mean_squared_error_gradient(z, y):
    return gradient(lambda v: F.mse_loss(F.softmax(v, 0), y), z)


subject.serve()
