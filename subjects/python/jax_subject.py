#!/usr/bin/env python3
# about: JAX's functions (jax.nn, jax.scipy) in binary64, on the GPU where JAX finds one; losses of Optax where it is there
# configurations: float32 bfloat16 float16
"""Vectors are taken as they are, in nats; gradients by jax.grad, products with Jacobians by jax.vjp."""

import gibbs_subject

import sys

import jax
import jax.numpy as jnp
from jax.nn import log_softmax as jax_log_softmax, softmax as jax_softmax
from jax.scipy.special import entr, logsumexp, rel_entr, xlogy

try:
    import optax
except ImportError:
    optax = None

jax.config.update("jax_enable_x64", True)
TYPE = sys.argv[1] if len(sys.argv) > 1 else "float64"
DTYPE = getattr(jnp, TYPE)
FORMAT = {"float64": "binary64", "float32": "binary32", "float16": "binary16"}.get(TYPE, TYPE)
NAME = "jax" if TYPE == "float64" else "jax:" + TYPE
VERSION = f"{jax.__version__}, {jax.devices()[0].device_kind}"
DOCS = "https://docs.jax.dev/en/latest/_autosummary/jax."
OPTAX = "https://optax.readthedocs.io/en/latest/api/losses.html"
LAST = {"batches": True}
EITHER = {"batches": True, "axes": ["last", "first"]}


def array(values):
    labels = isinstance(values, list) and values and all(isinstance(y, int) for y in values)
    return jnp.asarray(values, dtype=jnp.int32 if labels else DTYPE)


subject = gibbs_subject.Subject(NAME, version=VERSION, format=FORMAT, array=array)


@subject.metric(composed=True, **LAST)
def self_information(p):
    return -jnp.log(array(p))


@subject.metric(doc=DOCS + "scipy.special.entr.html", **EITHER)
def entropy(p, axis):
    return jnp.sum(entr(p), axis=axis)


@subject.metric(composed=True, **EITHER)
def cross_entropy(p, q, axis):
    return -jnp.sum(xlogy(p, q), axis=axis)


@subject.metric(doc=DOCS + "scipy.special.rel_entr.html", **EITHER)
def kl_divergence(p, q, axis):
    return jnp.sum(rel_entr(p, q), axis=axis)


@subject.metric(doc=DOCS + "scipy.special.logsumexp.html", **EITHER)
def log_sum_exp(z, axis):
    return logsumexp(z, axis=axis)


@subject.metric(doc=DOCS + "nn.softmax.html", **EITHER)
def softmax(z, axis):
    return jax_softmax(z, axis=axis)


@subject.metric(doc=DOCS + "nn.log_softmax.html", **EITHER)
def log_softmax(z, axis):
    return jax_log_softmax(z, axis=axis)


@subject.metric(doc=DOCS + "nn.softmax.html")
def softmax_vjp(z, u):
    return jax.vjp(jax_softmax, z)[1](u)[0]


@subject.metric(doc=DOCS + "nn.log_softmax.html")
def log_softmax_vjp(z, u):
    return jax.vjp(jax_log_softmax, z)[1](u)[0]


if optax is not None:

    @subject.metric(doc=OPTAX, **LAST)
    def softmax_cross_entropy(z, p):
        return optax.softmax_cross_entropy(z, p)

    @subject.metric(doc=OPTAX)
    def softmax_cross_entropy_gradient(z, p):
        return jax.grad(optax.softmax_cross_entropy)(z, p)

    @subject.metric(doc=OPTAX, **LAST)
    def sigmoid_cross_entropy(z, y):
        return optax.sigmoid_binary_cross_entropy(array(z), array(y))

    @subject.metric(doc=OPTAX)
    def sigmoid_cross_entropy_gradient(z, y):
        return jax.grad(optax.sigmoid_binary_cross_entropy)(array(z), array(y))


subject.serve()
