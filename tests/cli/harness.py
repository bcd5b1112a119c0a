"""What the end-to-end tests share: the program under test, started as a user starts it."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GIBBS = os.environ["GIBBS"]  # the binary; set by CMake


def subject(mode):
    """The --subject of a program that is wrong in the way `mode` names (subject.py)."""
    return f"exec:{sys.executable} {ROOT}/tests/cli/subject.py {mode}"


class CliTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def run_gibbs(self, *arguments, stdin="", **environment):
        return subprocess.run([GIBBS, *arguments], input=stdin, capture_output=True, encoding="utf-8", timeout=300,
                              cwd=self.folder, env={**os.environ, **environment})

    def expect(self, status, *arguments, **how):
        """Runs it and returns its standard output; the exit status is as said, and there are no complaints."""
        done = self.run_gibbs(*arguments, **how)
        self.assertEqual((done.returncode, done.stderr), (status, ""), f"gibbs {' '.join(arguments)}\n{done.stdout}")
        return done.stdout

    def refuse(self, message, *arguments, status=2, **how):
        """It must refuse with one line on standard error that matches `message`, and nothing on standard output."""
        done = self.run_gibbs(*arguments, **how)
        self.assertEqual(done.returncode, status, f"gibbs {' '.join(arguments)}: {done.stdout}{done.stderr}")
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"\Agibbs[^\n]*: [^\n]+\n\Z")
        self.assertRegex(done.stderr, message)

    def assert_fits(self, text):
        """At most 100 columns; combining marks take none."""
        import unicodedata
        for line in text.splitlines():
            columns = sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
            self.assertLessEqual(columns, 100, line)
