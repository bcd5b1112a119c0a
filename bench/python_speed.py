"""The Python package beside SciPy and scikit-learn, call overhead included: what each function they share costs a call.

    python_speed.py PACKAGE [--write]   PACKAGE: the folder that holds the package gibbs; --write: into docs/performance.md

Times are the least of several rounds, in which the two take turns.
"""

import sys
import timeit
from pathlib import Path

sys.path.insert(0, sys.argv[1])

import numpy as np  # noqa: E402
import scipy.stats  # noqa: E402
from scipy.spatial.distance import jensenshannon  # noqa: E402
from scipy.special import log_softmax, logsumexp, softmax  # noqa: E402

import gibbs  # noqa: E402

DRAW = np.random.default_rng(1)
SHAPES = [(10,), (1000,), (100_000,), (1000, 100)]
PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- bench/python_speed.py: begin -->\n", "<!-- bench/python_speed.py: end -->\n"


def distribution(shape):
    p = DRAW.exponential(size=shape)
    return p / p.sum(axis=-1, keepdims=True)


def shared():
    """Name, gibbs' call, the peer and its call, of arguments p, q, z."""
    rows = [
        ("entropy", lambda p, q, z: gibbs.entropy(p), "SciPy", lambda p, q, z: scipy.stats.entropy(p, axis=-1)),
        ("kl_divergence", lambda p, q, z: gibbs.kl_divergence(p, q), "SciPy", lambda p, q, z: scipy.stats.entropy(p, q, axis=-1)),
        ("js_distance", lambda p, q, z: gibbs.js_distance(p, q), "SciPy", lambda p, q, z: jensenshannon(p, q, axis=-1)),
        ("log_sum_exp", lambda p, q, z: gibbs.log_sum_exp(z), "SciPy", lambda p, q, z: logsumexp(z, axis=-1)),
        ("softmax", lambda p, q, z: gibbs.softmax(z), "SciPy", lambda p, q, z: softmax(z, axis=-1)),
        ("log_softmax", lambda p, q, z: gibbs.log_softmax(z), "SciPy", lambda p, q, z: log_softmax(z, axis=-1)),
    ]
    try:
        from sklearn.metrics import mean_squared_error
        from sklearn.utils.extmath import softmax as sklearn_softmax
    except ImportError:
        return rows
    return rows + [
        ("softmax", lambda p, q, z: gibbs.softmax(np.atleast_2d(z)), "scikit-learn", lambda p, q, z: sklearn_softmax(np.atleast_2d(z))),
        ("mean_squared_error", lambda p, q, z: gibbs.mean_squared_error(p, q).mean(), "scikit-learn", lambda p, q, z: mean_squared_error(p, q)),
    ]


def seconds(a, b, arguments):
    """The least time of a call of each."""
    best = [float("inf")] * 2
    calls = [timeit.Timer(lambda f=f: f(*arguments)) for f in (a, b)]
    numbers = [max(1, int(0.01 / max(1e-7, call.timeit(1)))) for call in calls]
    for _ in range(9):
        best = [min(old, call.timeit(number) / number) for old, call, number in zip(best, calls, numbers)]
    return best


def told(time):
    return f"{time * 1e6:.3g} µs"


def table():
    lines = [f"NumPy {np.__version__}, SciPy {scipy.__version__}. In each cell: gibbs, the peer, and gibbs' time over the peer's.", "",
             "| function | peer | " + " | ".join("×".join(map(str, shape)) for shape in SHAPES) + " |",
             "|---|---|" + "--:|" * len(SHAPES)]
    for name, own, peer, other in shared():
        cells = []
        for shape in SHAPES:
            a, b = seconds(own, other, (distribution(shape), distribution(shape), DRAW.normal(0, 3, shape)))
            cells.append(f"{told(a)}, {told(b)}, {a / b:.2f}")
        lines.append(f"| {name} | {peer} | " + " | ".join(cells) + " |")
        print(lines[-1], file=sys.stderr)
    return "\n".join(lines) + "\n"


def main():
    text = table()
    print(text)
    if "--write" in sys.argv:
        page = PAGE.read_text()
        before, rest = page.split(BEGIN)
        PAGE.write_text(before + BEGIN + "\n" + text + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
