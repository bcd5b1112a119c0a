#!/usr/bin/env python3
# about: PyTorch's distributions (torch.distributions.Categorical, Bernoulli) in binary64
# apt: python3-torch
# configurations: float32
"""Probabilities are divided by their sum; logits are normalised; everything in nats."""

import gibbs_subject

import sys

import torch
from torch.distributions import Bernoulli, Categorical, kl_divergence as kl

torch.set_num_threads(1)
SINGLE = sys.argv[1:] == ["float32"]
DTYPE = torch.float32 if SINGLE else torch.float64
DOC = "https://pytorch.org/docs/stable/distributions.html"

PRELUDE = f"torch.set_default_dtype({DTYPE})"
torch.set_default_dtype(DTYPE)

subject = gibbs_subject.Subject(
    "torch-distributions" + ":float32" * SINGLE,
    version=torch.__version__,
    format="binary32" if SINGLE else "binary64",
    array=torch.tensor,
    prelude=PRELUDE,
)
CODE = f"import torch; from torch.distributions import Bernoulli; {PRELUDE}; "


@subject.metric(doc=DOC)
def entropy(p):
    return Categorical(probs=p).entropy()


@subject.metric(doc=DOC)
def perplexity(p):
    return Categorical(probs=p).perplexity()


@subject.metric(doc=DOC)
def kl_divergence(p, q):
    return kl(Categorical(probs=p), Categorical(probs=q))


@subject.metric(doc=DOC)
def softmax(z):
    return Categorical(logits=z).probs


@subject.metric(doc=DOC)
def log_softmax(z):
    return Categorical(logits=z).logits


@subject.metric(doc=DOC, code=CODE + "-Bernoulli(logits=torch.tensor($z)).log_prob(torch.tensor($y))")
def sigmoid_cross_entropy(z, y):
    if y not in (0, 1):
        raise gibbs_subject.Declined("the samples of Bernoulli are 0 and 1")
    return -Bernoulli(logits=torch.tensor(z)).log_prob(torch.tensor(y))


subject.serve()
