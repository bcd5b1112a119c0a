#!/usr/bin/env python3
# about: kernels in Triton on the GPU, binary32, a row to a program, as its tutorial of the fused softmax has them
"""A row is a block of the next power of two of lanes; what lies past its end is masked by −∞, as in the tutorial."""

import gibbs_subject

import torch
import triton
import triton.language as tl

DOCS = "https://triton-lang.org/main/getting-started/tutorials/02-fused-softmax.html"
VERSION = f"{triton.__version__}, {torch.cuda.get_device_name()}"


def tensor(values):
    return torch.tensor(values, dtype=torch.float32, device="cuda")


subject = gibbs_subject.Subject("triton", version=VERSION, format="binary32", array=tensor)


@triton.jit
def softmax_kernel(out, z, n, LOG: tl.constexpr, BLOCK: tl.constexpr):
    lanes = tl.arange(0, BLOCK)
    places = tl.program_id(0) * n + lanes
    row = tl.load(z + places, mask=lanes < n, other=-float("inf"))
    row = row - tl.max(row, axis=0)
    e = tl.exp(row)
    mass = tl.sum(e, axis=0)
    tl.store(out + places, row - tl.log(mass) if LOG else e / mass, mask=lanes < n)


@triton.jit
def loss_kernel(out, gradient, z, p, n, BLOCK: tl.constexpr):
    lanes = tl.arange(0, BLOCK)
    places = tl.program_id(0) * n + lanes
    row = tl.load(z + places, mask=lanes < n, other=-float("inf"))
    label = tl.load(p + places, mask=lanes < n, other=0.0)
    row = row - tl.max(row, axis=0)
    e = tl.exp(row)
    mass = tl.sum(e, axis=0)
    terms = tl.where(label > 0, label * (tl.log(mass) - row), 0.0)
    tl.store(out + tl.program_id(0), tl.sum(terms, axis=0))
    tl.store(gradient + places, e / mass - label, mask=lanes < n)


def of_rows(z, log):
    rows = z if z.dim() == 2 else z[None]
    out = torch.empty_like(rows)
    n = rows.shape[1]
    softmax_kernel[(len(rows),)](out, rows, n, LOG=log, BLOCK=triton.next_power_of_2(n))
    return out.reshape(z.shape)


def loss(z, p):
    rows = z if z.dim() == 2 else z[None]
    losses, gradient = rows.new_empty(len(rows)), torch.empty_like(rows)
    n = rows.shape[1]
    loss_kernel[(len(rows),)](losses, gradient, rows, p, n, BLOCK=triton.next_power_of_2(n))
    return (losses if z.dim() == 2 else losses[0]), gradient.reshape(z.shape)


@subject.metric(batches=True, doc=DOCS)
def softmax(z):
    return of_rows(z, False)


@subject.metric(batches=True, composed=True)
def log_softmax(z):
    return of_rows(z, True)


@subject.metric(batches=True, composed=True)
def softmax_cross_entropy(z, p):
    return loss(z, p)[0]


@subject.metric(batches=True, composed=True)
def softmax_cross_entropy_gradient(z, p):
    return loss(z, p)[1]


subject.serve()
