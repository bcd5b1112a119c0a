"""The suite in a Python process: functions that hold, break, refuse, crash and are interrupted."""

import json
import os
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, sys.argv.pop(1))
import numpy as np  # noqa: E402

import gibbs  # noqa: E402


def entropy(p):
    p = p[p > 0]
    return -np.sum(p * np.log(p))


def entropy_in_bits(p):
    p = p[p > 0]
    return -np.sum(p * np.log2(p))


def status(report, theorem):
    return next(p["status"] for p in report.properties if p["id"] == theorem)


class InProcess(unittest.TestCase):
    def test_what_holds_is_held(self):
        report = gibbs.check(entropy=entropy, only="entropy-*", cases=100)
        self.assertTrue(report)
        self.assertEqual(status(report, "entropy-bounds"), "held")
        self.assertEqual(status(report, "entropy-units"), "skipped")
        self.assertIn("HELD.", str(report))

    def test_what_breaks_explains_itself(self):
        report = gibbs.check(entropy=entropy_in_bits, name="mine", only=["entropy-bounds", "accuracy-of-entropy"], cases=100)
        self.assertFalse(report)
        self.assertIn("mine (binary64): REFUTED.", str(report))
        failure = next(p["failure"] for p in report.properties if p["id"] == "accuracy-of-entropy")
        for part in ("p         1/2, 1/2", "exact     0.6931471805599453", "entropy_in_bits(np.array([0.5, 0.5]))", "gibbs.replay('accuracy-of-entropy"):
            self.assertIn(part, failure)
        self.assertEqual(json.loads(report.to_json())["schema"], "gibbs-report/1")
        self.assertIn("<td>entropy</td>", report._repr_html_())
        token = next(p["token"] for p in report.properties if p["id"] == "accuracy-of-entropy")
        self.assertFalse(gibbs.replay(token, entropy=entropy_in_bits))
        self.assertTrue(gibbs.replay(token, entropy=entropy))

    def test_the_library_is_correct_in_batches_along_any_axis_of_any_layout(self):
        rows = {"batches": True, "axes": ["last", "first"], "layouts": ["strided", "fortran", "readonly"], "accuracy": "correct"}
        units = {"units": ["nat", "bit", "hartley"]}
        own = {name: gibbs.metric(getattr(gibbs, name), **rows, **(units if name in ("entropy", "kl_divergence") else {}))
               for name in ("entropy", "kl_divergence", "softmax", "log_sum_exp", "softmax_vjp")}
        own["mean_softmax_cross_entropy"] = gibbs.mean_softmax_cross_entropy
        own["mutual_information"] = gibbs.mutual_information
        for format in ("binary64", "binary32"):
            report = gibbs.check(own, format=format, cases=150, only=["accuracy-of-*", "rows-*", "axes-*", "layouts-*", "kl-*"])
            self.assertTrue(report, str(report))
            grades = {m["metric"]: m["grade"] for m in json.loads(report.to_json())["metrics"]}
            self.assertEqual(set(grades.values()), {"correct"}, grades)

    def test_refusals_and_failures(self):
        def refusing(p):
            try:
                return gibbs.entropy(p)
            except gibbs.DomainError as error:
                raise gibbs.Refused(str(error))

        trial = {"only": "domain-of-entropy", "cases": 50}
        self.assertTrue(gibbs.check(entropy=gibbs.metric(refusing, validates=True), **trial))
        self.assertFalse(gibbs.check(entropy=gibbs.metric(lambda p: 0.0, validates=True), **trial))
        report = gibbs.check(entropy=lambda p: [][1], only="entropy-bounds", cases=5)
        self.assertIn("IndexError: list index out of range", str(report))

        def declining(p):
            raise gibbs.Declined("no")
        self.assertEqual(status(gibbs.check(entropy=declining, only="entropy-bounds", cases=5), "entropy-bounds"), "declined")

    def test_mistakes_are_named(self):
        for given, message in [({}, "no function"), ({"entropie": entropy}, "entropie is"), ({"entropy": 3}, "is no function"),
                               ({"entropy": entropy, "case": 3}, "case is")]:
            with self.assertRaisesRegex(TypeError, message):
                gibbs.check(**given)
        with self.assertRaisesRegex(ValueError, "format = 'binary80'"):
            gibbs.check(entropy=entropy, format="binary80")
        with self.assertRaisesRegex(ValueError, "accuracy"):
            gibbs.check(entropy=gibbs.metric(lambda p: 0.0, accuracy="good"))

    def test_an_interrupt_ends_the_trial(self):
        calls = []

        def interrupting(p):
            calls.append(p)
            if len(calls) == 10:
                os.kill(os.getpid(), signal.SIGINT)
            return entropy(p)
        with self.assertRaises(KeyboardInterrupt):
            gibbs.check(entropy=interrupting, cases=1_000_000, threads=1)

    def test_metrics_do_not_load_the_suite(self):
        code = f"import sys; sys.path.insert(0, {sys.path[0]!r}); import gibbs; gibbs.entropy([1.0]); print('gibbs._suite' in sys.modules)"
        self.assertEqual(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout, "False\n")


class Isolated(unittest.TestCase):
    def test_it_reports_the_same(self):
        trial = {"only": ["entropy-*", "accuracy-of-*"], "cases": 30, "name": "mine"}
        functions = {"entropy": entropy_in_bits, "mean_softmax_cross_entropy": gibbs.mean_softmax_cross_entropy,
                     "kl_divergence": gibbs.metric(gibbs.kl_divergence, units=["nat", "bit"])}
        self.assertEqual(gibbs.check(functions, isolate=True, **trial).to_json(), gibbs.check(functions, **trial).to_json())

    def test_a_crash_is_a_finding(self):
        def crashing(p):
            if len(p) == 3:
                os.abort()
            return entropy(p)
        report = gibbs.check(entropy=crashing, isolate=True, only="entropy-bounds", cases=60)
        self.assertEqual(status(report, "entropy-bounds"), "refuted")
        self.assertIn("killed: Aborted", str(report))


if __name__ == "__main__":
    unittest.main()
