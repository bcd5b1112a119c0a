"""The universal functions of the metrics. Where a metric takes a unit, one for nat, bit and hartley; where it takes
weights, as many again for these. Signatures are NumPy's (n)->() and so on."""

from typing import Tuple

import numpy as np

class Fault(ValueError):
    """What a loop raises: (argument, index in its row or None, value, message)."""

_Functions = Tuple[np.ufunc, ...]
self_information: _Functions
entropy: _Functions
perplexity: _Functions
cross_entropy: _Functions
kl_divergence: _Functions
js_divergence: _Functions
js_distance: _Functions
conditional_entropy: _Functions
mutual_information: _Functions
log_sum_exp: _Functions
softmax: _Functions
log_softmax: _Functions
softmax_cross_entropy: _Functions
softmax_cross_entropy_gradient: _Functions
softmax_cross_entropy_with_gradient: _Functions
softmax_mean_squared_error_gradient: _Functions
softmax_vjp: _Functions
log_softmax_vjp: _Functions
softmax_cross_entropy_hessian_diagonal: _Functions
sigmoid_cross_entropy: _Functions
sigmoid_cross_entropy_gradient: _Functions
sigmoid_cross_entropy_hessian: _Functions
mean_squared_error: _Functions
labelled_cross_entropy: _Functions
labelled_cross_entropy_gradient: _Functions
mean_softmax_cross_entropy: _Functions
mean_softmax_cross_entropy_gradient: _Functions
weighted_mean_softmax_cross_entropy: _Functions
weighted_mean_softmax_cross_entropy_gradient: _Functions
sequence_perplexity: _Functions
