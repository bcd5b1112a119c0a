"""The suite on Python functions: `check`, `replay`, and what they return."""

from __future__ import annotations

import fnmatch
import html
import json

from . import _suite
from ._subject import Adapter, functions_of

_OPTIONS = {"cases": 1000, "seed": 1, "only": (), "skip": (), "strict": False, "threads": 0}


class Report:
    """What became of a trial. Printed, it tells what `gibbs check` does; notebooks show a table.

    Attributes
    ----------
    ok : bool
        Nothing is refuted, and nothing starved: no input class was seen too rarely to say so. Also what `bool` says.
    properties : list of dict
        Each theorem's `id`, `status` and `note`; `failure`, the text of its counterexample; `token`, for `replay`.
    """

    def __init__(self, result):
        self._result = result
        self.properties = result["properties"]
        self.ok = not any(p["status"] in ("refuted", "starved") for p in self.properties)

    def __bool__(self):
        return self.ok

    def __str__(self):
        return self._result["text"].rstrip("\n")

    def __repr__(self):
        return f"<gibbs.Report: {self._result['verdict'].strip()}>"

    def details(self):
        """The text with every broken theorem and its counterexamples, not their causes alone."""
        return self._result["details"].rstrip("\n")

    def to_json(self):
        """The report as `gibbs check --report` writes it (docs/report.schema.json)."""
        return self._result["json"]

    def _repr_html_(self):
        report = json.loads(self.to_json())

        def row(cells, tag="td"):
            return "<tr>" + "".join(f"<{tag}>{html.escape(str(cell))}</{tag}>" for cell in cells) + "</tr>"

        grades = [row([m["metric"], m["claim"], m["grade"], m["max_ulp"], m["cases"]]) for m in report["metrics"]]
        causes = [row([c["name"], c["counterexample"]["why"], c.get("code", c["replay"])]) for c in report["causes"]]
        tables = f"<table>{row(['metric', 'claim', 'grade', 'max ulp', 'cases'], 'th')}{''.join(grades)}</table>"
        if causes:
            tables += f"<table>{row(['cause', 'why', 'shown by'], 'th')}{''.join(causes)}</table>"
        return f"<p>{html.escape(self._result['verdict'].strip())}</p>{tables}"


class Trial:
    """Functions, and how they are to be tried: what `trial` returns. pytest makes each theorem a test of it."""

    def __init__(self, subject, functions, name, version, format, isolate, options):
        for option in options:
            if option not in _OPTIONS:
                raise TypeError(f"{option} is neither a metric nor one of the options {', '.join(_OPTIONS)}")
        self._functions = functions_of(subject, functions)
        self._isolate = isolate
        self._options = {**_OPTIONS, **options}
        for text in ("only", "skip"):
            value = self._options[text]
            self._options[text] = [value] if isinstance(value, str) else list(value)
        self.adapter = Adapter(self._functions, name, version, format)

    def theorems(self):
        """(id, statement, why it is skipped or '') of each theorem."""
        return _suite.theorems(self.adapter.description())

    def wants(self, theorem):
        """Do `only` and `skip` leave this theorem?"""
        def matches(patterns):
            return any(fnmatch.fnmatchcase(theorem, pattern) for pattern in patterns)
        return (not self._options["only"] or matches(self._options["only"])) and not matches(self._options["skip"])

    def run(self, **options):
        """Tries the functions: a Report. Options take the place of those that the trial was made with."""
        return Report(self._ask(_suite.check, **{**self._options, **options}))

    def replay(self, token):
        """Runs one counterexample again: a Report."""
        return Report(self._ask(lambda *about, **options: _suite.replay(token, *about, **options),
                                strict=self._options["strict"]))

    def _ask(self, ask, **options):
        if not self._isolate:
            return ask(self.adapter.description(), self.adapter, "", **options)
        from ._isolated import program
        with program(self.adapter) as command:
            return ask("{}", None, command, **options)


def trial(subject=None, *, name="functions", version="", format="binary64", isolate=False, **given):
    """Functions to put on trial, by the names of metrics; in a test file, one line makes every theorem a test::

        test_metrics = gibbs.trial(entropy=my_entropy, kl_divergence=my_divergence)

    The parameters are those of `check`.
    """
    options = {key: given.pop(key) for key in list(given) if key in _OPTIONS}
    return Trial(subject, given, name, version, format, isolate, options)


def check(subject=None, **given):
    """Puts functions on trial: every theorem that applies, and a grade per metric.

    A function takes its metric's arguments in their order, as NumPy arrays (labels as int64, -1 for a row to ignore),
    `unit` and `axis` by their names if it has such arguments. What it claims stands in `gibbs.metric`. It raises
    gibbs.Declined where it takes no such valid input; any exception but that and gibbs.Refused is its failure.

    Parameters
    ----------
    subject : object or dict, optional
        Whose attributes, or items, of metrics' names are tried: a module, say.
    **given
        Functions, by the names of metrics; and options:
    name, version : str, optional
        For the report.
    format : {'binary64', 'binary32', 'binary16'}, optional
        Of the numbers that functions are given.
    isolate : bool, optional
        Call the functions in a process of their own, so that crashes and endless loops are findings.
    cases, seed, threads : int, optional
        As for `gibbs check`.
    strict : bool, optional
        Count a theorem that only rounding breaks as refuted.
    only, skip : str or list of str, optional
        Which theorems, by patterns of their ids: `kl-*`.

    Returns
    -------
    Report
    """
    return trial(subject, **given).run()


def replay(token, subject=None, **given):
    """Runs one counterexample again, by its token."""
    return trial(subject, **given).replay(token)
