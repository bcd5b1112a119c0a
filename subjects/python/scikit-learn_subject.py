#!/usr/bin/env python3
# about: scikit-learn: log_loss, mutual_info_score, and the private losses its classifiers minimise
# apt: python3-sklearn
"""log_loss takes a label, moves probabilities into [1e-15, 1 - 1e-15] and divides by their sum, as documented; a mutual
information is one of whole counts; everything in nats."""

import gibbs_subject

import numpy as np
import sklearn
from sklearn._loss.loss import HalfBinomialLoss, HalfMultinomialLoss
from sklearn.metrics import log_loss, mean_squared_error as sklearn_mean_squared_error, mutual_info_score
from sklearn.utils.extmath import softmax as sklearn_softmax

subject = gibbs_subject.Subject("scikit-learn", version=sklearn.__version__, array=np.array)
DOCS = "https://scikit-learn.org/1.2/modules/generated/sklearn.metrics."


@subject.metric(
    input="labels",
    clips={"q": 1e-15},
    doc=DOCS + "log_loss.html",
    code="from sklearn.metrics import log_loss; p, q = [$p], [$q]; log_loss([p.index(1)], [q], labels=range(len(q)))",
)
def cross_entropy(p, q):
    if len(q) < 2:
        raise gibbs_subject.Declined("log_loss takes two classes at least")
    return log_loss([p], [q], labels=range(len(q)))


@subject.metric(
    input="counts",
    doc=DOCS + "mutual_info_score.html",
    code="import numpy as np; from sklearn.metrics import mutual_info_score; w = np.array([$w[]]); "
    "counts = next(w * 2.0**k for k in range(1075) if not (w * 2.0**k % 1).any()).astype(int); "
    "mutual_info_score(None, None, contingency=counts)",
)
def mutual_information(w):
    return mutual_info_score(None, None, contingency=w.astype(np.int64))


@subject.metric(private=True)
def softmax(z):
    return sklearn_softmax(z[None])[0]


@subject.metric(private=True, input="labels")
def softmax_cross_entropy(z, p):
    if len(z) < 3:
        raise gibbs_subject.Declined("HalfMultinomialLoss takes three classes at least")
    return HalfMultinomialLoss(n_classes=len(z)).loss(np.array([p], float), z[None])[0]


@subject.metric(private=True, input="labels")
def softmax_cross_entropy_gradient(z, p):
    if len(z) < 3:
        raise gibbs_subject.Declined("HalfMultinomialLoss takes three classes at least")
    return HalfMultinomialLoss(n_classes=len(z)).gradient(np.array([p], float), z[None])[0]


@subject.metric(private=True)
def sigmoid_cross_entropy(z, y):
    return HalfBinomialLoss().loss(np.array([y]), np.array([z]))[0]


@subject.metric(private=True)
def sigmoid_cross_entropy_gradient(z, y):
    return HalfBinomialLoss().gradient(np.array([y]), np.array([z]))[0]


@subject.metric(doc=DOCS + "mean_squared_error.html")
def mean_squared_error(x, y):
    return sklearn_mean_squared_error(x, y)


subject.serve()
