"""pytest finds `test_metrics = gibbs.trial(entropy=…)` in a test file: every theorem that applies becomes a test."""

from __future__ import annotations

import sys

import pytest


def pytest_pycollect_makeitem(collector, name, obj):
    trial = sys.modules.get("gibbs._trial")  # whoever made a trial has loaded it
    if trial is not None and isinstance(obj, trial.Trial) and collector.funcnamefilter(name):
        return Theorems.from_parent(collector, name=name, trial=obj)
    return None


class Theorems(pytest.Collector):
    """One trial."""

    def __init__(self, *, trial, **options):
        super().__init__(**options)
        self.trial = trial

    def collect(self):
        for theorem, statement, why in self.trial.theorems():
            if not why and self.trial.wants(theorem):
                yield Theorem.from_parent(self, name=theorem, statement=statement)


class Theorem(pytest.Item):
    """One theorem on the functions of a trial."""

    def __init__(self, *, statement, **options):
        super().__init__(**options)
        self.statement = statement
        self.add_marker("theorem")

    def runtest(self):
        report = self.parent.trial.run(only=[self.name], threads=1)
        (self.result,) = report.properties
        if self.result["status"] == "declined":
            pytest.skip(self.result["note"])
        if not report:
            raise Refuted(self._failure())

    def _failure(self):
        """The text of the counterexample; replayed by the trial's name where that can be imported."""
        name, holder = self.parent.name, self.parent.parent
        if not isinstance(holder, pytest.Module) or not self.result["token"]:
            return self.result["failure"]
        text = self.result["failure"].rsplit("\n  replay ", 1)[0]
        return f"{text}\n  replay    from {holder.obj.__name__} import {name}; print({name}.replay({self.result['token']!r}))"

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, Refuted):
            return f"{self.name}: {excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, None, f"{self.parent.name}: {self.name}"


class Refuted(AssertionError):
    """A theorem does not hold, or saw too few inputs to say so."""


def pytest_configure(config):
    config.addinivalue_line("markers", "theorem: of information theory, tried on functions by gibbs")
