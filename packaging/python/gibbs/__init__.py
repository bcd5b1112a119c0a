"""Correctly rounded entropy, cross-entropy, KL divergence and softmax losses of NumPy arrays.

Each result is the exact value of its formula for the numbers given, rounded once to nearest: the same bits on every
machine. What is outside the domain is refused by argument, index and value.

    >>> import gibbs
    >>> gibbs.entropy([0.5, 0.25, 0.25], unit="bit")
    1.5
"""

from ._call import DomainError
from ._information import (conditional_entropy, cross_entropy, entropy, js_distance, js_divergence, kl_divergence,
                           mutual_information, perplexity, self_information)
from ._losses import (log_softmax, log_softmax_vjp, log_sum_exp, mean_softmax_cross_entropy,
                      mean_softmax_cross_entropy_gradient, mean_squared_error, sequence_perplexity,
                      sigmoid_cross_entropy, sigmoid_cross_entropy_gradient, sigmoid_cross_entropy_hessian, softmax,
                      softmax_cross_entropy, softmax_cross_entropy_gradient, softmax_cross_entropy_hessian_diagonal,
                      softmax_cross_entropy_with_gradient, softmax_mean_squared_error_gradient, softmax_vjp)
from ._metrics import __version__

__all__ = [name for name, value in list(globals().items()) if callable(value)]
