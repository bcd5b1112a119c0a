"""Times the metrics in NumPy, SciPy, scikit-learn and PyTorch, on one thread, for arguments like those of
metrics_bench.cpp. Prints JSON: {"versions": …, "nanoseconds": {peer: {"metric/format/shape": per element}}}.

With --only-torch NAME it times PyTorch alone, under that name: its vector width is a matter of the environment.
"""
import argparse
import importlib
import json
import os
import re
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402

SHAPES = {"8": 8, "64": 64, "1024": 1024, "65536": 65536, "16777216": 1 << 24, "4096x1000": (4096, 1000)}
FORMATS = {"binary64": np.float64, "binary32": np.float32}


def numpy_metrics(p, q, z):
    def column(x):
        return x[..., None]

    def log_sum_exp():
        peak = z.max(-1)
        return peak + np.log(np.exp(z - column(peak)).sum(-1))

    def softmax():
        e = np.exp(z - column(z.max(-1)))
        e /= column(e.sum(-1))
        return e

    def loss_with_gradient():
        peak = z.max(-1)
        e = np.exp(z - column(peak))
        total = e.sum(-1)
        e /= column(total)
        e -= p
        return peak + np.log(total) - (p * z).sum(-1), e

    def js_divergence():
        mean = (p + q) / 2
        return (p * np.log(p / mean) + q * np.log(q / mean)).sum(-1) / 2

    return {
        "entropy": lambda: -(p * np.log(p)).sum(-1),
        "cross_entropy": lambda: -(p * np.log(q)).sum(-1),
        "kl_divergence": lambda: (p * np.log(p / q)).sum(-1),
        "js_divergence": js_divergence,
        "log_sum_exp": log_sum_exp,
        "softmax_cross_entropy": lambda: log_sum_exp() - (p * z).sum(-1),
        "softmax": softmax,
        "log_softmax": lambda: z - column(log_sum_exp()),
        "gradient": lambda: softmax() - p,
        "loss_with_gradient": loss_with_gradient,
    }


def scipy_metrics(p, q, z):
    from scipy import special
    from scipy.spatial import distance
    return {
        "entropy": lambda: special.entr(p).sum(-1),
        "kl_divergence": lambda: special.rel_entr(p, q).sum(-1),
        "js_divergence": lambda: distance.jensenshannon(p, q, axis=-1) ** 2,
        "log_sum_exp": lambda: special.logsumexp(z, axis=-1),
        "softmax": lambda: special.softmax(z, axis=-1),
        "log_softmax": lambda: special.log_softmax(z, axis=-1),
    }


def sklearn_metrics(p, q, z):
    """What there is of it: the loss of labels (of the probable class) and softmax, for batches."""
    if p.ndim == 1:
        return {}
    from sklearn.metrics import log_loss
    from sklearn.utils.extmath import softmax
    classes = np.arange(p.shape[1])
    labels = p.argmax(-1)
    return {"cross_entropy": lambda: log_loss(labels, q, labels=classes), "softmax": lambda: softmax(z)}


def torch_metrics(p, q, z):
    p, q, z = map(torch.from_numpy, (p, q, z))
    logits = z.clone().requires_grad_()

    def js_divergence():
        log_mean = ((p + q) / 2).log()
        return (F.kl_div(log_mean, p, reduction="none") + F.kl_div(log_mean, q, reduction="none")).sum(-1) / 2

    def loss_with_gradient():
        logits.grad = None
        loss = F.cross_entropy(logits, p, reduction="sum")
        loss.backward()
        return loss, logits.grad

    return {
        "entropy": lambda: torch.special.entr(p).sum(-1),
        "cross_entropy": lambda: -(p * q.log()).sum(-1),
        "kl_divergence": lambda: F.kl_div(q.log(), p, reduction="none").sum(-1),
        "js_divergence": js_divergence,
        "log_sum_exp": lambda: torch.logsumexp(z, -1),
        "softmax_cross_entropy": lambda: F.cross_entropy(z, p, reduction="none"),
        "softmax": lambda: torch.softmax(z, -1),
        "log_softmax": lambda: torch.log_softmax(z, -1),
        "gradient": lambda: torch.softmax(z, -1) - p,
        "loss_with_gradient": loss_with_gradient,
    }


def numpy_more(p, z, y, c, d, table):
    def counts_divergence():
        return (c * np.log(c / d)).sum(-1) / c.sum(-1) + np.log(d.sum(-1) / c.sum(-1))

    def conditional_entropy():
        return -(table * np.log(table / table.sum(-1, keepdims=True))).sum((-2, -1)) / table.sum((-2, -1))

    def mutual_information():
        total, rows, columns = table.sum((-2, -1), keepdims=True), table.sum(-1, keepdims=True), table.sum(-2, keepdims=True)
        return (table * np.log(table * total / (rows * columns))).sum((-2, -1)) / total.reshape(total.shape[:-2])

    return {
        "entropy of counts": lambda: np.log(c.sum(-1)) - (c * np.log(c)).sum(-1) / c.sum(-1),
        "kl_divergence of counts": counts_divergence,
        "conditional_entropy": conditional_entropy,
        "mutual_information": mutual_information,
        "self_information": lambda: -np.log(p),
        "sigmoid_cross_entropy": lambda: np.logaddexp(0, z) - z * y,
        "sigmoid_gradient": lambda: 1 / (1 + np.exp(-z)) - y,
        "mean_squared_error": lambda: ((z - y) ** 2).mean(-1),
    }


def scipy_more(p, z, y, c, d, table):
    from scipy import special, stats
    return {
        "entropy of counts": lambda: stats.entropy(c, axis=-1),
        "kl_divergence of counts": lambda: stats.entropy(c, d, axis=-1),
        "sigmoid_gradient": lambda: special.expit(z) - y,
    }


def sklearn_more(p, z, y, c, d, table):
    from sklearn.metrics import mean_squared_error, mutual_info_score
    if z.ndim != 1:
        return {}
    return {"mutual_information": lambda: mutual_info_score(None, None, contingency=table),
            "mean_squared_error": lambda: mean_squared_error(z, y)}


def torch_more(p, z, y, c, d, table):
    p, z, y = map(torch.from_numpy, (p, z, y))
    return {
        "self_information": lambda: -p.log(),
        "sigmoid_cross_entropy": lambda: F.binary_cross_entropy_with_logits(z, y, reduction="none"),
        "sigmoid_gradient": lambda: torch.sigmoid(z) - y,
        "mean_squared_error": lambda: F.mse_loss(z, y, reduction="none").mean(-1),
    }


MORE = {numpy_metrics: numpy_more, scipy_metrics: scipy_more, sklearn_metrics: sklearn_more, torch_metrics: torch_more}


def versions(libraries):
    modules = {"NumPy": "numpy", "SciPy": "scipy", "scikit-learn": "sklearn"}
    capability = re.search(r"CPU capability usage: (.*)", torch.__config__.show())[1]
    return {name: importlib.import_module(modules[name]).__version__ if name in modules
            else f"{torch.__version__} ({capability})" for name in libraries}


def arguments(shape, dtype):
    random = np.random.default_rng(1)

    def distribution():
        weights = random.exponential(size=shape)
        return (weights / weights.sum(-1, keepdims=True)).astype(dtype)

    return distribution(), distribution(), random.normal(0, 3, shape).astype(dtype)


def more_arguments(p, z, dtype):
    """Labels, counts, and these as tables that are as square as can be, as in metrics_bench.cpp."""
    random = np.random.default_rng(2)
    y = random.integers(0, 2, z.shape).astype(dtype)
    c, d = (1 + np.floor(random.exponential(1000, z.shape)).astype(dtype) for _ in range(2))
    n = z.shape[-1]
    rows = max(k for k in range(1, int(n**0.5) + 1) if n % k == 0)
    return p, z, y, c, d, c.reshape(*z.shape[:-1], rows, n // rows)


def median_seconds(f, repetitions):
    """Of measurements of about a millisecond each."""
    f()
    start = time.perf_counter()
    f()
    calls = max(1, int(1e-3 / (time.perf_counter() - start)))
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        for _ in range(calls):
            f()
        times.append((time.perf_counter() - start) / calls)
    return sorted(times)[repetitions // 2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shapes", nargs="*", default=list(SHAPES))
    parser.add_argument("--only-torch")
    parser.add_argument("--only-more", action="store_true")
    parser.add_argument("--repetitions", type=int, default=21)
    options = parser.parse_args()
    libraries = {"NumPy": numpy_metrics, "SciPy": scipy_metrics, "scikit-learn": sklearn_metrics, "PyTorch": torch_metrics}
    if options.only_torch:
        libraries = {options.only_torch: torch_metrics}
    torch.set_num_threads(1)
    results = {name: {} for name in libraries}
    for shape in options.shapes:
        for format_name, dtype in FORMATS.items():
            p, q, z = arguments(SHAPES[shape], dtype)
            # Large arguments take long, and are as steady as the machine is.
            repetitions = options.repetitions if p.size < 1 << 20 else min(options.repetitions, 5)
            for name, metrics in libraries.items():
                found = {} if options.only_more else metrics(p, q, z)
                found.update(MORE[metrics](*more_arguments(p, z, dtype)))
                for metric, f in found.items():
                    seconds = median_seconds(f, repetitions)
                    results[name][f"{metric}/{format_name}/{shape}"] = seconds / p.size * 1e9
    print(json.dumps({"versions": versions(libraries), "nanoseconds": results}))


main()
