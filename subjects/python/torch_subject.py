#!/usr/bin/env python3
# about: PyTorch's functions (torch.nn.functional, torch.special) in binary64, as training code calls them
# apt: python3-torch
# configurations: float32 bfloat16 float16 cuda cuda-float32 cuda-bfloat16 cuda-float16
# upstream: sigmoid_cross_entropy mask https://github.com/pytorch/pytorch/issues/49844
"""Vectors are taken as they are, in nats; losses are means over a batch, here of one row; gradients by autograd. What
begins with cuda runs on the GPU."""

import gibbs_subject

import functools
import sys

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
CONFIGURATION = sys.argv[1] if len(sys.argv) > 1 else "float64"
CUDA = CONFIGURATION.startswith("cuda")
TYPE = CONFIGURATION[len("cuda"):].lstrip("-") or "float64" if CUDA else CONFIGURATION
DTYPE = getattr(torch, TYPE)
FORMAT = {"float64": "binary64", "float32": "binary32", "float16": "binary16"}.get(TYPE, TYPE)
NAME = "torch" if CONFIGURATION == "float64" else "torch:" + CONFIGURATION
DOCS = "https://pytorch.org/docs/stable/generated/torch."

LAST = {"batches": True}
EITHER = {"batches": True, "axes": ["last", "first"]}

torch.set_default_dtype(DTYPE)
if CUDA:
    torch.set_default_device("cuda")
subject = gibbs_subject.Subject(
    NAME,
    version=torch.__version__ + (f", {torch.cuda.get_device_name()}" if CUDA else ""),
    format=FORMAT,
    array=torch.tensor,
    prelude=f"torch.set_default_dtype({DTYPE})" + ("; torch.set_default_device('cuda')" if CUDA else ""),
)


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


@metric("log.html", composed=True, **LAST)
def self_information(p):
    return -torch.log(torch.as_tensor(p))


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
    z = z.clone().requires_grad_()
    return torch.autograd.grad(F.softmax(z, 0), z, u)[0]


@metric("nn.functional.log_softmax.html")
def log_softmax_vjp(z, u):
    z = z.clone().requires_grad_()
    return torch.autograd.grad(F.log_softmax(z, 0), z, u)[0]


@metric("nn.functional.cross_entropy.html", **LAST)
def softmax_cross_entropy(z, p):
    return F.cross_entropy(z, p, reduction="none")


@metric("nn.functional.cross_entropy.html", **LAST)
def softmax_cross_entropy_gradient(z, p):
    z = z.clone().requires_grad_()
    return torch.autograd.grad(F.cross_entropy(z, p, reduction="sum"), z)[0]


@metric("nn.functional.cross_entropy.html")
def mean_softmax_cross_entropy(z, y):  # its weights are those of classes
    return F.cross_entropy(z, y, ignore_index=-1)


@metric("nn.functional.cross_entropy.html")
def mean_softmax_cross_entropy_gradient(z, y):
    z = z.clone().requires_grad_()
    return torch.autograd.grad(F.cross_entropy(z, y, ignore_index=-1), z)[0]


@metric("nn.functional.cross_entropy.html", composed=True)
def sequence_perplexity(z, y):
    return torch.exp(F.cross_entropy(z, y, ignore_index=-1))


@metric("nn.functional.binary_cross_entropy_with_logits.html", **LAST)
def sigmoid_cross_entropy(z, y):
    return F.binary_cross_entropy_with_logits(torch.as_tensor(z), torch.as_tensor(y), reduction="none")


@metric("nn.functional.binary_cross_entropy_with_logits.html")
def sigmoid_cross_entropy_gradient(z, y):
    z = torch.tensor(z, requires_grad=True)
    return torch.autograd.grad(F.binary_cross_entropy_with_logits(z, torch.tensor(y)), z)[0]


@metric("nn.functional.mse_loss.html")
def mean_squared_error(x, y):
    return F.mse_loss(x, y)


@metric(composed=True)
def softmax_mean_squared_error_gradient(z, y):
    z = z.clone().requires_grad_()
    return torch.autograd.grad(F.mse_loss(F.softmax(z, 0), y), z)[0]


subject.serve()
