"""The peer of the benchmark: a few theorems as one would write them with Hypothesis and mpmath.

Prints one line per theorem: its id and how many cases a second were judged. The implementation on trial is the plain
textbook formula in Python floats; the judge is mpmath at 50 digits, with the tolerance one would choose by hand.
"""
import math
import sys
import time

from hypothesis import HealthCheck, given, settings, strategies as st
from mpmath import mp, mpf, log, exp

mp.dps = 50
TOLERANCE = mpf("1e-12")


def normalise(weights):
    total = sum(weights)
    return [w / total for w in weights]


weights = st.lists(st.floats(1e-6, 1), min_size=1, max_size=16)
distributions = weights.map(normalise)
pairs = st.integers(1, 16).flatmap(
    lambda n: st.tuples(*[st.lists(st.floats(1e-6, 1), min_size=n, max_size=n).map(normalise)] * 2))
logits = st.lists(st.floats(-50, 50), min_size=1, max_size=16)


def entropy(p):
    return -sum(x * math.log(x) for x in p if x > 0)


def kl(p, q):
    return sum(x * math.log(x / y) for x, y in zip(p, q) if x > 0)


def cross_entropy(p, q):
    return -sum(x * math.log(y) for x, y in zip(p, q) if x > 0)


def softmax(z):
    top = max(z)
    e = [math.exp(x - top) for x in z]
    return [x / sum(e) for x in e]


def exact_entropy(p):
    total = sum(map(mpf, p))
    return -sum(mpf(x) / total * log(mpf(x) / total) for x in p if x > 0)


def exact_kl(p, q):
    P, Q = sum(map(mpf, p)), sum(map(mpf, q))
    return sum(mpf(x) / P * log(mpf(x) / P / (mpf(y) / Q)) for x, y in zip(p, q) if x > 0)


def entropy_bounds(p):
    assert -TOLERANCE <= entropy(p) <= log(len(p)) + TOLERANCE


def gibbs_inequality(pq):
    assert kl(*pq) >= -TOLERANCE


def cross_entropy_decomposes(pq):
    p, q = pq
    assert abs(mpf(cross_entropy(p, q)) - mpf(entropy(p)) - mpf(kl(p, q))) <= TOLERANCE


def softmax_simplex(z):
    q = softmax(z)
    assert all(0 <= x <= 1 for x in q) and abs(sum(map(mpf, q)) - 1) <= TOLERANCE


def accuracy_of_entropy(p):
    assert abs(entropy(p) - exact_entropy(p)) <= TOLERANCE


def accuracy_of_kl_divergence(pq):
    assert abs(kl(*pq) - exact_kl(*pq)) <= TOLERANCE


def accuracy_of_softmax(z):
    top = max(z)
    e = [exp(mpf(x) - top) for x in z]
    assert all(abs(a - b / sum(e)) <= TOLERANCE for a, b in zip(softmax(z), e))


THEOREMS = [(entropy_bounds, distributions), (gibbs_inequality, pairs), (cross_entropy_decomposes, pairs),
            (softmax_simplex, logits), (accuracy_of_entropy, distributions), (accuracy_of_kl_divergence, pairs),
            (accuracy_of_softmax, logits)]

cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
for theorem, inputs in THEOREMS:
    run = settings(max_examples=cases, database=None, deadline=None, suppress_health_check=list(HealthCheck))(
        given(inputs)(theorem))
    start = time.perf_counter()
    run()
    identifier = theorem.__name__.replace("_", "-").replace("accuracy-of-kl-divergence", "accuracy-of-kl_divergence")
    print(identifier, cases / (time.perf_counter() - start))
