"""The metrics of the Python package: the same bits from every kind of array as from `gibbs eval`, and errors in place."""

import inspect
import itertools
import re
import subprocess
import sys
import threading
import unittest
from pathlib import Path

import numpy as np

SOURCE = Path(__file__).resolve().parents[2]
GIBBS = sys.argv.pop(1)
sys.path.insert(0, sys.argv.pop(1))
import gibbs  # noqa: E402

DRAW = np.random.default_rng(7)


def distributions(*shape):
    weights = DRAW.exponential(size=shape)
    return weights / weights.sum(axis=-1, keepdims=True)


def evaluated(metric, *arguments, unit="nat"):
    """What the command says of exact decimals."""
    texts = [",".join(repr(float(x)) for x in np.ravel(argument)) for argument in arguments]
    units = [] if unit == "nat" else ["--unit", unit]
    return subprocess.run([GIBBS, "eval", *units, "--", metric, *texts], check=True, capture_output=True, text=True).stdout


P, Q = distributions(3, 4, 5), distributions(3, 4, 5)
Z = DRAW.normal(0, 3, (3, 4, 5))
# Each metric of rows: its arguments, and whether it has one number per class.
OF_ROWS = {
    "entropy": ([P], False), "perplexity": ([P], False), "cross_entropy": ([P, Q], False), "kl_divergence": ([P, Q], False),
    "js_divergence": ([P, Q], False), "js_distance": ([P, Q], False), "log_sum_exp": ([Z], False), "softmax": ([Z], True),
    "log_softmax": ([Z], True), "softmax_cross_entropy": ([Z, P], False), "softmax_cross_entropy_gradient": ([Z, P], True),
    "mean_squared_error": ([Z, P], False), "softmax_mean_squared_error_gradient": ([Z, P], True), "softmax_vjp": ([Z, P], True),
    "log_softmax_vjp": ([Z, P], True), "softmax_cross_entropy_hessian_diagonal": ([Z], True),
}


def strided(array):
    spaced = np.full([2 * n for n in array.shape], 7, dtype=array.dtype)
    view = spaced[tuple([slice(None, None, 2)] * array.ndim)]
    view[...] = array
    return view


def backwards(array):
    return np.ascontiguousarray(array[..., ::-1])[..., ::-1]


def misaligned(array):
    raw = np.zeros(array.nbytes + 1, dtype=np.uint8)[1:]
    view = raw.view(array.dtype).reshape(array.shape)
    view[...] = array
    return view


def swapped(array):
    return array.astype(array.dtype.newbyteorder())


class Bits(unittest.TestCase):
    def same(self, got, expected):
        got, expected = np.asarray(got), np.asarray(expected)
        self.assertEqual((got.shape, got.dtype), (expected.shape, expected.dtype))
        self.assertEqual(got.tobytes(), expected.tobytes())

    def test_layouts_axes_and_formats_do_not_matter(self):
        layouts = [np.asfortranarray, strided, backwards, misaligned, swapped, lambda x: np.moveaxis(np.moveaxis(x, 0, -1).copy(), -1, 0)]
        for (name, (arguments, is_vector)), dtype in itertools.product(OF_ROWS.items(), [np.float64, np.float32]):
            metric = getattr(gibbs, name)
            given = [argument.astype(dtype) for argument in arguments]
            expected = np.array([[metric(*(a[i, j] for a in given)) for j in range(4)] for i in range(3)], dtype=dtype)
            with self.subTest(name, dtype=dtype):
                self.same(metric(*given), expected)
                for layout in layouts:
                    self.same(metric(*map(layout, given)), expected)
                for axis in range(3):
                    moved = [np.moveaxis(a, -1, axis).copy() for a in given]
                    self.same(metric(*moved, axis=axis), np.moveaxis(expected, -1, axis) if is_vector else expected)
                    self.same(metric(*moved, axis=axis - 3), np.moveaxis(expected, -1, axis) if is_vector else expected)

    def test_rows_are_what_the_command_says(self):
        for name in ("entropy", "kl_divergence", "js_distance", "log_sum_exp", "softmax_cross_entropy"):
            arguments = [a[1, 2] for a in OF_ROWS[name][0]]
            self.assertIn(repr(float(getattr(gibbs, name)(*arguments))), evaluated(name, *arguments))
        self.assertIn(repr(float(gibbs.entropy(P[0, 0], unit="bit"))), evaluated("entropy", P[0, 0], unit="bit"))

    def test_known_values(self):
        self.assertEqual(gibbs.entropy([0.5, 0.25, 0.25], unit="bit"), 1.5)
        self.assertEqual(gibbs.entropy([3, 1], counts=True), gibbs.entropy([0.75, 0.25]))
        self.assertEqual(gibbs.entropy(np.array([200, 200], np.uint8), counts=True, unit="bit"), 1.0)
        self.assertEqual(gibbs.kl_divergence([0.5, 0.5], [1, 0]), np.inf)
        self.assertEqual(gibbs.self_information(0.25, unit="bit"), 2.0)
        self.same(gibbs.self_information([[0.5], [1.0]], unit="bit"), np.array([[1.0], [0.0]]))
        self.assertEqual(gibbs.mutual_information([[0.5, 0], [0, 0.5]], unit="bit"), 1.0)
        self.assertEqual(gibbs.conditional_entropy(np.full((2, 4), 0.125), unit="bit"), 2.0)
        self.same(gibbs.softmax([0.0, -np.inf]), np.array([1.0, 0.0]))
        self.assertEqual(gibbs.sigmoid_cross_entropy(-np.inf, 0), 0)
        self.assertEqual(gibbs.sigmoid_cross_entropy_hessian(0), 0.25)

    def test_results_have_the_format_of_the_arguments(self):
        for argument, expected in [([0.5, 0.5], "f8"), (np.float32([0.5, 0.5]), "f4"), (np.float16([0.5, 0.5]), "f4"),
                                   ([1, 0], "f8"), (np.int8([1, 0]), "f8")]:
            self.assertEqual(gibbs.entropy(argument).dtype, np.dtype(expected))
        self.assertEqual(gibbs.sigmoid_cross_entropy(np.float32([1, 2]), 0.5).dtype, np.float32)
        self.assertIsInstance(gibbs.entropy([0.5, 0.5]), float)

    def test_tables_along_any_two_axes(self):
        w = distributions(2, 12).reshape(2, 3, 4)
        for name in ("conditional_entropy", "mutual_information"):
            metric = getattr(gibbs, name)
            expected = np.array([metric(table) for table in w])
            self.same(metric(w), expected)
            self.same(metric(np.asfortranarray(w)), expected)
            self.same(metric(w.transpose(2, 0, 1), axes=(2, 0)), expected)
            self.same(metric(w.transpose(1, 2, 0).copy(), axes=(0, 1)), expected)

    def test_out_may_be_anything_of_the_shape(self):
        expected = gibbs.softmax(Z)
        out = strided(np.zeros_like(Z))
        self.assertIs(gibbs.softmax(Z, out=out), out)
        self.same(out.copy(), expected)
        z = Z.copy()
        self.same(gibbs.softmax(z, out=z), expected)
        long = np.zeros(6)
        long[:5] = Z[0, 0]
        gibbs.softmax(long[:5], out=long[1:])  # overlaps what it reads
        self.same(long[1:], expected[0, 0])
        single = np.zeros(Z.shape, order="F")
        gibbs.softmax(Z, out=single)
        self.same(single, expected)
        loss, gradient = np.zeros((3, 4)), np.zeros_like(Z)
        gibbs.softmax_cross_entropy_with_gradient(Z, P, out=(loss, gradient))
        self.same(loss, gibbs.softmax_cross_entropy(Z, P))
        self.same(gradient, gibbs.softmax_cross_entropy_gradient(Z, P))

    def test_dimensions_are_kept_and_broadcast(self):
        self.same(gibbs.entropy(P, keepdims=True), gibbs.entropy(P)[..., None])
        q = Q[0, 0]
        self.same(gibbs.kl_divergence(P, q), gibbs.kl_divergence(P, np.broadcast_to(q, P.shape)))
        self.same(gibbs.entropy(np.zeros((0, 5))), np.zeros(0))

    def test_labels_are_indices(self):
        for dtype, whole in itertools.product([np.float64, np.float32], [np.int64, np.int32, np.uint8]):
            z, y = Z.astype(dtype), DRAW.integers(0, 5, (3, 4)).astype(whole)
            hot = np.eye(5, dtype=dtype)[y]
            self.same(gibbs.softmax_cross_entropy(z, y=y), gibbs.softmax_cross_entropy(z, hot))
            self.same(gibbs.softmax_cross_entropy_gradient(z, y=y), gibbs.softmax_cross_entropy_gradient(z, hot))
            moved = np.moveaxis(z, -1, 0).copy()
            self.same(gibbs.softmax_cross_entropy(moved, y=y, axis=0), gibbs.softmax_cross_entropy(z, hot))
            mean = gibbs.mean_softmax_cross_entropy(z, y)
            for other in (strided(z), np.asfortranarray(z)):
                self.same(gibbs.mean_softmax_cross_entropy(other, strided(y)), mean)
            self.same(gibbs.mean_softmax_cross_entropy(moved, y, axis=0), mean)
            self.same(gibbs.mean_softmax_cross_entropy(z, y, np.full((3, 4), 2, dtype)), mean)
            gradient = gibbs.mean_softmax_cross_entropy_gradient(z, y)
            self.same(gibbs.mean_softmax_cross_entropy_gradient(moved, y, axis=0), np.moveaxis(gradient, -1, 0))
            self.same(gibbs.mean_softmax_cross_entropy_gradient(z, y, out=z.copy()), gradient)
            self.assertLess(abs(float(gibbs.sequence_perplexity(z, y)) - np.exp(float(mean))), 1e-4)

    def test_ignored_rows_count_for_nothing(self):
        z, y = Z[0].copy(), np.array([1, -1, 2, 3])
        z[1] = np.nan
        self.assertEqual(gibbs.softmax_cross_entropy(z, y=y)[1], 0)
        self.same(gibbs.mean_softmax_cross_entropy(z, y), gibbs.mean_softmax_cross_entropy(z[[0, 2, 3]], y[[0, 2, 3]]))


class Errors(unittest.TestCase):
    def refused(self, message, index, metric, *arguments, **options):
        with self.assertRaises(ValueError) as caught:
            metric(*arguments, **options)
        self.assertEqual(str(caught.exception), message)
        if isinstance(caught.exception, gibbs.DomainError):
            self.assertEqual(caught.exception.index, index)

    def test_of_one_vector(self):
        self.refused("p[1] = -0.5 is not a probability", (1,), gibbs.entropy, [1.5 - 0.5, -0.5])
        self.refused("p sums to 0.75, not 1", None, gibbs.entropy, [0.5, 0.25])
        self.refused("p is empty", None, gibbs.entropy, [])
        self.refused("p has no mass", None, gibbs.entropy, [0, 0], counts=True)
        self.refused("q has length 2, not 3", None, gibbs.kl_divergence, [0.5, 0.25, 0.25], [0.5, 0.5])
        self.refused("p = 2 is not a probability", None, gibbs.self_information, 2)
        self.refused("z[2] = NaN is not a logit (finite or -Infinity)", (2,), gibbs.softmax, [0, 1, np.nan])
        self.refused("unit = 'bits' is none of nat, bit, hartley", None, gibbs.entropy, [1.0], unit="bits")
        self.refused("p has 0 dimensions, so no axis -1", None, gibbs.entropy, 1.0)

    def test_of_batches_along_any_axis(self):
        p = P.copy()
        p[2, 0, 3] = -0.25
        p[2, 1, 0] = 7
        self.refused("p[2, 0, 3] = -0.25 is not a probability", (2, 0, 3), gibbs.entropy, p)
        moved = np.moveaxis(p, -1, 0)
        self.refused("p[3, 2, 0] = -0.25 is not a probability", (3, 2, 0), gibbs.entropy, moved, axis=0)
        self.refused("q sums to 0.75, not 1", None, gibbs.kl_divergence, P, [0.25, 0.5, 0, 0, 0])
        self.refused("q[1, 0, :] sums to 0.75, not 1", None, gibbs.kl_divergence, P[:, :1, :2] * 0 + 0.5, [[[0.5, 0.5]], [[0.25, 0.5]], [[1, 0]]])
        self.refused("p[2, 0, :] sums to 0, not 1", None, gibbs.entropy, np.where(np.arange(3)[:, None, None] == 2, 0, P))
        self.refused("z[1, 1] = NaN is not a logit (finite or -Infinity)", (1, 1), gibbs.sigmoid_cross_entropy_hessian, [[0, 0], [0, np.nan]])
        w = distributions(2, 12).reshape(2, 3, 4)
        w[1, 2, 0] = -1
        self.refused("w[1, 2, 0] = -1 is not a probability", (1, 2, 0), gibbs.mutual_information, w)
        self.refused("w[0, 1, 2] = -1 is not a probability", (0, 1, 2), gibbs.mutual_information, w.transpose(2, 0, 1), axes=(2, 0))

    def test_of_labels(self):
        self.refused("y[0, 1] = 7 is not a class of 5, nor -1", (0, 1), gibbs.softmax_cross_entropy, Z, y=np.where(np.arange(12).reshape(3, 4) == 1, 7, 0))
        self.refused("y[1] = -2 is not a class of 5, nor -1", (1,), gibbs.mean_softmax_cross_entropy, Z[0], [0, -2, 0, 0])
        self.refused("y has shape (3,), not (4,): one number per row of z", None, gibbs.mean_softmax_cross_entropy, Z[0], [0, 1, 2])
        self.refused("y leaves no row to take a mean of", None, gibbs.mean_softmax_cross_entropy, Z[0], [-1] * 4)
        with self.assertRaises(TypeError):
            gibbs.softmax_cross_entropy(Z)
        with self.assertRaises(TypeError):
            gibbs.softmax_cross_entropy(Z, y=np.zeros((3, 4)))

    def test_types_that_are_not_safe_are_refused(self):
        for p in (["a"], np.array([0.5, 0.5], np.longdouble), [0.5 + 0j, 0.5]):
            with self.assertRaises(TypeError):
                gibbs.entropy(p)

    def test_nothing_is_warned_of(self):
        with np.errstate(all="raise"):
            gibbs.entropy([1e-310, 1 - 1e-310])
            gibbs.softmax([1e308, -1e308])
            gibbs.kl_divergence([1.0, 0.0], [5e-324, 1.0])


class Manners(unittest.TestCase):
    def test_every_metric_is_there_documented_and_typed(self):
        for name in gibbs.__all__:
            function = getattr(gibbs, name)
            if not inspect.isfunction(function) or function.__module__ not in ("gibbs._information", "gibbs._losses"):
                continue
            self.assertIn("Parameters\n----------", inspect.getdoc(function), name)
            self.assertIn("Returns\n-------", inspect.getdoc(function), name)
            for parameter in inspect.signature(function).parameters.values():
                self.assertIsNot(parameter.annotation, parameter.empty, name)
        declared = re.findall(r"^METRIC\((\w+)", (SOURCE / "reference/metrics.inc").read_text(), re.MULTILINE)
        self.assertGreater(len(declared), 20)
        self.assertEqual(set(declared) - set(gibbs.__all__), set())

    def test_other_threads_run_meanwhile(self):
        p = distributions(1, 2_000_000)[0]
        turns, done = [0], threading.Event()

        def work():
            for _ in range(5):
                gibbs.entropy(p)
            done.set()

        worker = threading.Thread(target=work)
        worker.start()
        while not done.is_set():
            turns[0] += 1
        worker.join()
        self.assertGreater(turns[0], 100)

    def test_threads_get_the_same_bits(self):
        expected = gibbs.js_divergence(P, Q)
        results = [None] * 4

        def work(i):
            results[i] = [gibbs.js_divergence(P, Q).tobytes() for _ in range(50)]

        workers = [threading.Thread(target=work, args=(i,)) for i in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual({bits for result in results for bits in result}, {expected.tobytes()})


if __name__ == "__main__":
    unittest.main()
