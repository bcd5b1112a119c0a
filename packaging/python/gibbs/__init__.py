"""Correctly rounded entropy, cross-entropy, KL divergence and softmax losses of NumPy arrays; and the suite that tries
functions which compute them.

Each result is the exact value of its formula for the numbers given, rounded once to nearest: the same bits on every
machine. What is outside the domain is refused by argument, index and value.

    >>> import gibbs
    >>> gibbs.entropy([0.5, 0.25, 0.25], unit="bit")
    1.5
    >>> report = gibbs.check(entropy=my_entropy)   # doctest: +SKIP
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

# What needs the suite is loaded when it is first asked for, so that whoever wants metrics waits for them alone.
_OF_THE_SUITE = {"check": "_trial", "trial": "_trial", "replay": "_trial", "Report": "_trial", "Trial": "_trial",
                 "metric": "_subject", "Refused": "_subject", "Declined": "_subject", "strategies": "strategies"}


def __getattr__(name):
    from importlib import import_module
    if name not in _OF_THE_SUITE:
        raise AttributeError(f"module 'gibbs' has no attribute '{name}'")
    module = import_module(f".{_OF_THE_SUITE[name]}", __name__)
    value = module if name == "strategies" else getattr(module, name)
    globals()[name] = value
    return value


__all__ = [name for name, value in list(globals().items()) if callable(value) and name != "__getattr__"]
__all__ += [name for name in _OF_THE_SUITE if name != "strategies"]
