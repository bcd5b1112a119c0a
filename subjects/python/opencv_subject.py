#!/usr/bin/env python3
# about: OpenCV in binary32: compareHist, and networks of one layer in its module dnn
# apt: python3-opencv python3-onnx
"""compareHist takes histograms as they are, in nats."""

import gibbs_subject

import cv2
import numpy as np
from onnx import TensorProto, helper

cv2.setNumThreads(1)
subject = gibbs_subject.Subject(
    "opencv", version=cv2.__version__, format="binary32", array=np.float32
)
DOCS = "https://docs.opencv.org/4.6.0/d6/dc7/group__imgproc__hist.html"


def network(layer):
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, None]) for name in "xy")
    graph = helper.make_graph([helper.make_node(layer, ["x"], ["y"], axis=1)], "one layer", [x], [y])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)])
    model.ir_version = 7
    return cv2.dnn.readNetFromONNX(np.frombuffer(model.SerializeToString(), np.uint8))


SOFTMAX, LOG_SOFTMAX = network("Softmax"), network("LogSoftmax")


def through(net, z):
    net.setInput(z[None])
    return net.forward()[0]


@subject.metric(doc=DOCS)
def kl_divergence(p, q):
    return cv2.compareHist(p, q, cv2.HISTCMP_KL_DIV)


def code(layer):
    """The same, for a bug report."""
    return (
        "import cv2; import numpy as np; from onnx import TensorProto, helper; "
        "x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, None]) for n in 'xy'); "
        f"g = helper.make_graph([helper.make_node('{layer}', ['x'], ['y'], axis=1)], 'g', [x], [y]); "
        "m = helper.make_model(g, opset_imports=[helper.make_opsetid('', 11)]); m.ir_version = 7; "
        "net = cv2.dnn.readNetFromONNX(np.frombuffer(m.SerializeToString(), np.uint8)); "
        "net.setInput(np.float32([[$z]])); net.forward()[0]"
    )


@subject.metric(code=code("Softmax"))
def softmax(z):
    return through(SOFTMAX, z)


@subject.metric(code=code("LogSoftmax"))
def log_softmax(z):
    return through(LOG_SOFTMAX, z)


subject.serve()
