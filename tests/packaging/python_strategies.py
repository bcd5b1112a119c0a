"""Strategies give valid inputs of every class, and simpler ones that are valid too."""

import numpy as np
import pytest
from hypothesis import find, given, settings

import gibbs
from gibbs import strategies as st

FORMATS = [np.float32, np.float64]


@pytest.mark.parametrize("dtype", FORMATS)
def test_all_are_in_the_domain(dtype):
    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.distributions(dtype=dtype), st.pairs(dtype=dtype), st.near_pairs(dtype=dtype), st.masked_logits(dtype=dtype),
           st.batches(lambda n: st.distributions(n, dtype), b=3), st.labelled_logits(dtype=dtype), st.probabilities(dtype=dtype))
    def metrics_take_them(p, pair, near, z, batch, labelled, probability):
        for result in (gibbs.entropy(p), gibbs.js_distance(*pair), gibbs.kl_divergence(*near), gibbs.log_sum_exp(z),
                       gibbs.entropy(batch), gibbs.mean_softmax_cross_entropy(*labelled), gibbs.self_information(probability)):
            assert result.dtype == dtype
    metrics_take_them()


CLASSES = [
    (st.distributions(), lambda p: (p == 0).any(), [[1, 0], [0, 1]]),
    (st.distributions(), lambda p: ((p > 0) & (p < 1e-300)).any(), None),
    (st.distributions(), lambda p: gibbs.entropy(p, unit="bit") > 1, [[1 / 3] * 3]),
    (st.near_pairs(), lambda pair: 0 < abs(pair[0] - pair[1]).max() < 1e-15, None),
    (st.pairs(), lambda pair: np.isinf(gibbs.kl_divergence(*pair)), None),
    (st.masked_logits(), lambda z: np.isinf(z).sum() > 1, [[0, -np.inf, -np.inf], [-np.inf, -np.inf, 0], [-np.inf, 0, -np.inf]]),
    (st.labelled_logits(), lambda labelled: (labelled[1] < 0).any(), None),
]


@pytest.mark.parametrize("strategy, wanted, simplest", CLASSES)
def test_each_class_is_found_and_made_simple(strategy, wanted, simplest):
    found = find(strategy, wanted, settings=settings(max_examples=3000, derandomize=True))
    if simplest is not None:
        assert found.tolist() in simplest
    first = found[0] if isinstance(found, tuple) else found
    assert first.size <= 6


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="n = 1 is less than 2"):
        find(st.masked_logits(1), lambda z: True)
    with pytest.raises(ValueError, match="dtype = int64"):
        st.distributions(dtype=np.int64)
