"""Definitions.v is about the metrics of the product: what Coq proves of each in the catalogue's live examples lies within
what `gibbs eval` encloses. GIBBS is the binary, PROOFS the folder to compile in.

An enclosure has twenty digits; `interval` proves that the value lies in it, give or take one unit of the twentieth.
"""
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import unittest
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "proofs"))
import coq
import sources

BASES = {"bits": "2", "hartleys": "10", "": "(exp 1)"}
UNITS = {"bits": "bit", "hartleys": "hartley", "": "nat"}
MOST_OF_A_METRIC, MOST_NUMBERS = 4, 8
PARTS = 8  # files that the pins are checked in, as many at a time as there are processors
# The edges of contracts §1 that no example shows.
EDGES = [("self_information", "", ["0"]), ("kl_divergence", "", ["1/2, 1/2", "1, 0"]), ("kl_divergence", "bits", ["1, 0", "1, 0"]),
         ("cross_entropy", "", ["1/2, 1/2", "1, 0"]), ("softmax", "", ["1, -inf, 0"]), ("log_softmax", "", ["1, -inf"]),
         ("softmax_cross_entropy", "", ["1, -inf", "1/2, 1/2"]), ("softmax_cross_entropy", "", ["1, -inf", "1, 0"]),
         ("softmax_cross_entropy_gradient", "", ["1, -inf", "1/2, 1/2"]), ("sigmoid_cross_entropy", "", ["-inf", "0"]),
         ("sigmoid_cross_entropy", "", ["-inf", "1"]), ("sigmoid_cross_entropy_gradient", "", ["-inf", "1/4"]),
         ("softmax_mean_squared_error_gradient", "", ["1, -inf, 0", "1, 0, 3"]), ("softmax_vjp", "", ["1, -inf, 0", "1, 2, 3"]),
         ("log_softmax_vjp", "", ["1, 0", "1, 2"]), ("softmax_cross_entropy_hessian_diagonal", "", ["1, 0"]),
         ("sigmoid_cross_entropy_hessian", "", ["2"]), ("sigmoid_cross_entropy_hessian", "", ["-inf"]),
         ("js_distance", "bits", ["1, 0", "1/4, 3/4"]),
         # Weights; an ignored row; a label that is masked, in a row that counts and in one of weight 0.
         ("mean_softmax_cross_entropy", "", ["1, 2; 0, -inf; 3, 1", "0, null, 1", "1, 7, 2"]),
         ("mean_softmax_cross_entropy", "", ["1, -inf; 0, 0", "1, 0"]),
         ("mean_softmax_cross_entropy", "", ["1, -inf; 0, 2", "1, 0", "0, 3"]),
         ("mean_softmax_cross_entropy_gradient", "", ["1, 2; 3, 4; 1, -inf", "0, null, 1", "1, 2, 3"]),
         ("sequence_perplexity", "", ["1, 2; 3, 4; 5, 0", "0, 1, null"]), ("sequence_perplexity", "", ["1, -inf; 3, 4", "1, 0"])]


def gibbs(*arguments):
    return subprocess.run([os.environ["GIBBS"], *arguments], capture_output=True, text=True, check=True).stdout


def parameters():
    """Of each metric, its arguments and their kinds, as the help of `gibbs eval` has them."""
    found = {}
    text = gibbs("eval", "--help")
    text = text[text.index("\nMetrics:\n"):text.index("\nNUMBERS are")]
    for name, arguments in re.findall(r"^  (\w+) +(.*)$", re.sub(r"\n {9,}", " ", text), re.M):
        found[name] = [part.split(", ", 1) for part in arguments.split("; ")]
    return found


def metrics():
    """All, as `gibbs list` has them in its grades."""
    return set(re.findall(r"accuracy-of-(\w+)", gibbs("list"))) - {"rows"}


def asked(id):
    """The questions of a theorem's live example: metric, unit, and the texts of the arguments."""
    text = gibbs("explain", id)
    text = re.sub(r"\n +", "\n", text[text.index("\nexample"):]).replace("\nexample", "")
    inputs = dict(re.findall(r"^ *(\w+) = (.*)$", text, re.M))
    for name, arguments, unit in re.findall(r"^(\w+)\((.*?)\)(?:\[\d+\])?(?: in (\w+))? = .*, exact value ", text, re.M):
        parts = [part for part in re.findall(r"\([^()]*\)|[^,()\s]+", arguments) if part not in UNITS.values()]
        if name in OF_ROWS and not set(parts) <= inputs.keys():
            continue  # rows that stand in a line
        yield name, unit, [inputs.get(part, part.strip("()")) for part in parts]


def rational(text):
    """The number of the format that a text names, as Coq writes it."""
    value = Fraction(float(Fraction(text)))
    return f"({value.numerator} / {value.denominator})" if value.denominator != 1 else f"({value.numerator})"


def logit(text):
    return "Masked" if text == "-inf" else f"Logit {rational(text)}"


def in_coq(kind, text):
    """An argument; its number of classes, or of rows and classes."""
    rows = [[part.strip() for part in row.split(",")] for row in text.split(";")]
    if kind in ("a probability", "a logit"):
        return (logit(text) if kind == "a logit" else rational(text)), ()
    if kind == "a table of probabilities":
        cells = "; ".join("[:: " + "; ".join(map(rational, row)) + "]" for row in rows)
        return f"(@table {len(rows)} {len(rows[0])} [:: {cells}])", ()
    if kind == "rows of logits":
        cells = "; ".join("[:: " + "; ".join(map(logit, row)) + "]" for row in rows)
        return f"(@vec_rows {len(rows)} {len(rows[0])} [:: {cells}])", (len(rows), len(rows[0]))
    of, make = (logit, "vec_logits") if "logit" in kind else (rational, "vec")
    return f"(@{make} {len(rows[0])} [:: {'; '.join(map(of, rows[0]))}])", (len(rows[0]),)


def labels_in_coq(text, classes):
    labels = [label.strip() for label in text.split(",")]
    ys = "; ".join("None" if label == "null" else f"Some (@Ordinal {classes} {label} isT)" for label in labels)
    return f"(@vec_labels {len(labels)} {classes} [:: {ys}])"


class Pin:
    def __init__(self, metric, unit, arguments, kinds):
        names = [name for name, _ in kinds]
        first, shape = in_coq(kinds[0][1], arguments[0])
        terms = [first] + [labels_in_coq(text, shape[1]) if kind == "a vector of labels" else in_coq(kind, text)[0]
                           for (_, kind), text in zip(kinds[1:], arguments[1:])]
        terms += ["(fun=> 1)"] * (len(kinds) - len(terms))  # weights that are left out
        call = [f"{name}={text}".replace(" ", "") for name, text in zip(names, arguments)]
        unit_of = ["--unit", UNITS[unit]] if metric in WITH_UNIT else []
        self.call = " ".join([metric, *call, *unit_of])
        self.enclosures = re.findall(r"enclosure \[(.*), (.*)\]", gibbs("eval", metric, *call, *unit_of))
        base = BASES[unit] + " " if metric in WITH_UNIT else ""
        self.term = f"{metric} {base}" + " ".join(text if text[0] == "(" else f"({text})" for text in terms)
        self.metric, self.shape = metric, shape if len(self.enclosures) > 1 else ()

    def component(self, place):
        """The term of one number of the answer, counted row by row."""
        indices = []
        for length in reversed(self.shape):
            indices.insert(0, f" (@Ordinal {length} {place % length} isT)")
            place //= length
        return f"({self.term}{''.join(indices)})"

    def goals(self):
        for place, (low, high) in enumerate(self.enclosures):
            term = self.component(place)
            if low == high and "Infinity" in low:
                statement = f"{term} = {'m_infty' if low[0] == '-' else 'p_infty'}"
            else:
                inside = f"{bound(low, -1)} <= {{}} <= {bound(high, 1)}"
                statement = inside.format(term)
                if self.metric in EXTENDED:
                    statement = f"exists x, {term} = Finite x /\\ {inside.format('x')}"
            yield f"(* {self.call} *)\nGoal {statement}.\nProof. pin. Qed.\n"


def bound(text, side):
    """A bound of an enclosure, one unit of the twentieth digit further out."""
    value = Fraction(text)
    unit = Fraction(10) ** -20
    while abs(value) >= unit * 10 ** 20:
        unit *= 10
    while value and abs(value) < unit * 10 ** 19:
        unit /= 10
    value += side * unit
    return f"({value.numerator} / {value.denominator})"


WITH_UNIT = ("self_information", "entropy", "cross_entropy", "kl_divergence", "js_divergence", "js_distance",
             "conditional_entropy", "mutual_information")
# Whose values are of Rbar.
EXTENDED = ("self_information", "cross_entropy", "kl_divergence", "log_softmax", "softmax_cross_entropy", "sigmoid_cross_entropy",
            "mean_softmax_cross_entropy", "sequence_perplexity")
OF_ROWS = ("mean_softmax_cross_entropy", "mean_softmax_cross_entropy_gradient", "sequence_perplexity")


def pins():
    kinds, found, counts = parameters(), {}, collections.Counter()
    theorems, _ = gibbs("list").split("\nfallacies")  # of which Fallacies.v evaluates the counterexamples
    ids = [id for id in re.findall(r"^[ ★] (\S+) ", theorems, re.M) if not id.startswith(("accuracy-of-", "domain-of-"))]
    for metric, unit, arguments in EDGES + [question for id in ids for question in asked(id)]:
        numbers = sum(len(re.split("[,;]", text)) for text in arguments)
        key = (metric, unit, tuple(arguments))
        edge = (metric, unit, arguments) in EDGES
        if key in found or not edge and (numbers > MOST_NUMBERS or "…" in "".join(arguments)
                                         or counts[metric] >= MOST_OF_A_METRIC):
            continue
        counts[metric] += not edge
        found[key] = Pin(metric, unit, arguments, kinds[metric])
    return kinds, found.values()


HEAD = "From Gibbs.theory Require Import Evaluate.\n"


class Pins(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.room = os.environ["PROOFS"]
        coq.compile_all(cls.room, sources.files(), 2)
        cls.kinds, cls.pins = pins()

    def test_every_metric_is_pinned(self):
        self.assertEqual(self.kinds.keys() - {pin.metric for pin in self.pins}, set())
        self.assertEqual(self.kinds.keys(), metrics())

    def test_definitions_give_what_the_product_encloses(self):
        goals = [goal for pin in self.pins for goal in pin.goals()]
        parts = [HEAD + "".join(goals[first::PARTS]) for first in range(PARTS)]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda part: coq.ask(self.room, part), parts))

    def test_another_value_is_refused(self):
        with self.assertRaises(coq.Refused):
            coq.ask(self.room, HEAD + "Goal 149/100 <= entropy 2 (@vec 3 [:: 1/2; 1/4; 1/4]) <= 1499/1000.\nProof. pin. Qed.\n")


if __name__ == "__main__":
    unittest.main()
