"""Libraries to compare, each with one fault, which the argument names: small, and the same everywhere."""
import gibbs_subject

import math
import sys

# digits: the last ones of the entropy are wrong; beneath: so they are, and all of them beside a tiny probability; own:
# no function but formulas of the adapter's.

ORDINARY = 1e-15  # docs/contracts.md: an ordinary input has no probability between 0 and this

fault = sys.argv[1]
subject = gibbs_subject.Subject("rival-" + fault, version="2.1")


@subject.metric(doc="https://example.org/entropy", composed=fault in ("composed", "own"), private=fault == "private", code="import mine; mine.entropy([$p])")
def entropy(p):
    if fault in ("zeros", "composed", "private") and 0 in p:
        return math.nan
    h = math.fsum(x * -math.log(x) for x in p if x > 0) + 0.0
    if fault == "base":
        return h / math.log(2)
    if fault == "sign":
        return -h
    if fault == "refuses" and len(p) == 3:
        raise ValueError("three is a crowd")
    if fault == "inexact":
        return h * (1 + 1e-9)
    if fault == "digits" or fault == "beneath":
        h *= 1 + 1e-14
    if fault == "beneath" and any(0 < x < ORDINARY for x in p):
        return h + 1.5
    return h


@subject.metric(composed=fault == "own", **({"clips": {"q": 1e-15}} if fault == "documented" else {}))
def cross_entropy(p, q):
    if fault in ("clips", "documented"):
        q = [max(y, 1e-15) for y in q]
    if any(x > 0 and y == 0 for x, y in zip(p, q)):
        return math.inf
    return math.fsum(x * -math.log(y) for x, y in zip(p, q) if x > 0) + 0.0


@subject.metric(composed=fault == "own")
def log_sum_exp(z):
    m = max(z)
    if fault == "mask" and -math.inf in z:
        return math.nan
    if fault == "over":
        try:
            return math.log(math.fsum(math.exp(x) for x in z))
        except (OverflowError, ValueError):
            return math.inf if m > 0 else -math.inf
    return m + math.log(math.fsum(math.exp(x - m) for x in z))


subject.serve()
