"""The suite's inputs for properties of one's own, with Hypothesis: python3 -m pytest test_with_hypothesis.py"""

import numpy as np
from hypothesis import given

import gibbs
from gibbs import strategies


@given(strategies.distributions())
def test_no_class_is_as_certain_as_all(p):
    assert gibbs.entropy(p) <= gibbs.entropy(np.ones(len(p)), counts=True)


@given(strategies.near_pairs())
def test_near_is_near(pair):
    p, q = pair
    assert 0 <= gibbs.js_divergence(p, q) <= gibbs.kl_divergence(p, q) + gibbs.kl_divergence(q, p)


@given(strategies.masked_logits())
def test_a_masked_class_is_impossible(z):
    assert (gibbs.softmax(z)[np.isneginf(z)] == 0).all()
