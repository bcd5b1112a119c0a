#!/usr/bin/env python3
# about: NLTK: nltk.probability, in bits
# apt: python3-nltk
"""Distributions over samples; probabilities as logarithms to base 2."""

import gibbs_subject

import math

import nltk
from nltk.probability import DictionaryProbDist, entropy as nltk_entropy, log_likelihood, sum_logs

subject = gibbs_subject.Subject("nltk", version=nltk.__version__)
DOC = "https://www.nltk.org/api/nltk.probability.html"


def distribution(p):
    return DictionaryProbDist(dict(enumerate(p)))


IMPORTS = "from nltk.probability import DictionaryProbDist, entropy, log_likelihood, sum_logs; "


@subject.metric(units=["bit"], doc=DOC, code=IMPORTS + "entropy(DictionaryProbDist(dict(enumerate([$p]))))")
def entropy(p, unit):
    return nltk_entropy(distribution(p))


@subject.metric(
    units=["bit"],
    doc=DOC,
    code=IMPORTS + "p, q = (DictionaryProbDist(dict(enumerate(x))) for x in ([$p], [$q])); -log_likelihood(q, p)",
)
def cross_entropy(p, q, unit):
    return -log_likelihood(distribution(q), distribution(p))


@subject.metric(doc=DOC, code=IMPORTS + "import math; sum_logs([x / math.log(2) for x in [$z]]) * math.log(2)")
def log_sum_exp(z):
    return sum_logs([x / math.log(2) for x in z]) * math.log(2)


subject.serve()
