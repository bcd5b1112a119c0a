"""Entropy, cross-entropy, divergence and log-sum-exp as textbooks have them, but for one fault, which the argument names."""
import gibbs_subject

import math
import sys

fault = sys.argv[1]
subject = gibbs_subject.Subject("faulty", version="1", validates=fault == "accepts")
calls = 0


def check(*vectors):
    for v in vectors:
        if len(v) != len(vectors[0]) or not v or not all(0 <= x <= 1 for x in v) or abs(math.fsum(v) - 1) > 2**-26:
            raise gibbs_subject.Refused("no distribution")


@subject.metric
def entropy(p):
    global calls
    calls += 1
    if fault != "accepts":
        check(p)
    if fault in ("zero", "two") and 0 in p:
        return math.nan
    if fault == "accepts" and not all(0 <= x <= 1 for x in p):
        return 0.0
    h = -math.fsum(x * math.log(x) for x in p if x > 0) + 0.0
    if fault == "sometimes" and calls % 97 == 0:
        return h + 1
    if fault == "rare" and len(p) > 100:
        return h + 1
    if fault == "quarters" and p == [0.25] * 4:
        return math.nan
    if fault == "drift":
        return h * (1 + 2**-51)
    if fault == "other-bits" and len(p) == 33:
        return math.nextafter(h, 0)
    return h + 1e-3 if fault == "offset" else h


@subject.metric
def cross_entropy(p, q):
    check(p, q)
    if any(x > 0 and y == 0 for x, y in zip(p, q)):
        return math.inf
    return -math.fsum(x * math.log(y) for x, y in zip(p, q) if x > 0) + 0.0


@subject.metric
def kl_divergence(p, q):
    check(p, q)
    if fault == "refusal" and p == q:
        raise gibbs_subject.Refused("p and q are equal")
    if any(x > 0 and y == 0 for x, y in zip(p, q)):
        return math.inf
    d = math.fsum(x * (math.log(x) - math.log(y)) for x, y in zip(p, q) if x > 0)
    return d * (1 + 1e-6) if fault == "two" else d


def log_sum_exp(z):
    if not z or any(math.isnan(x) or x == math.inf for x in z) or max(z) == -math.inf:
        raise gibbs_subject.Refused("no logits")
    if fault == "overflow":
        if max(z) > 709:
            return math.inf
    m = max(z)
    return m + math.log(math.fsum(math.exp(x - m) for x in z))


if fault != "fewer":
    subject.metric(log_sum_exp)
subject.serve()
