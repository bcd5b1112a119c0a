"""The proofs' text, held to the catalogue; no Coq is needed. GIBBS is the binary."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "proofs"))
import sources

TEXTS = sources.files()


def listed():
    """The ids of theorems and fallacies: a grade and a domain are no theorems."""
    text = subprocess.run([os.environ["GIBBS"], "list"], capture_output=True, text=True, check=True).stdout
    return [id for id in re.findall(r"^[ ★] (\S+) ", text, re.M) if not id.startswith(("accuracy-of-", "domain-of-"))]


class Text(unittest.TestCase):
    def test_each_id_is_proved_or_excused(self):
        proved = [theorem.name for theorem in sources.theorems(TEXTS)]
        self.assertEqual(len(proved), len(set(proved)), "two theorems of one name")
        excused = [sources.name_of(id) for id in sources.unproved()]
        self.assertEqual(sorted(proved + excused), sorted(map(sources.name_of, listed())))

    def test_few_are_excused_each_with_a_reason(self):
        reasons = sources.unproved()
        self.assertLessEqual(len(reasons), 3)
        for id, reason in reasons.items():
            self.assertGreater(len(reason), 20, id)

    def test_nothing_is_left_unproved(self):
        self.assertEqual([line for file, text in TEXTS.items() for line in sources.forbidden(file, text)], [])

    def test_what_leaves_something_unproved_is_seen(self):
        for planted in ("Lemma x : False. Admitted.", "Axiom x : False.", "Proof. admit. Qed.", "Variable x : False.",
                        "Section A. End A. Hypothesis h : False."):
            self.assertNotEqual(sources.forbidden("planted.v", "(* fine *) " + planted), [], planted)
        for fine in ("(* no Axiom, (* nested *) nothing Admitted *) Lemma x : True.", "Section A. Variable I : nat. End A."):
            self.assertEqual(sources.forbidden("fine.v", fine), [])

    def test_statements_are_golden(self):
        self.assertEqual(sources.STATEMENTS.read_text(), sources.golden(TEXTS),
                         "statements changed: read them against the catalogue, then run proofs/prove.py --statements")

    def test_what_statements_use_is_golden_too(self):
        """The definitions that stand elsewhere than in Definitions.v: a change to one shows beside the statements."""
        names = {name for name, _, _ in sources.used_definitions(TEXTS)}
        self.assertLessEqual({"in_rows", "and_row", "tree", "outcomes", "questions", "weight", "tells_apart", "joins", "huffman",
                              "halves", "ceiling", "normal_density", "product_of_marginals", "nats", "Σ", "Π"}, names)
        self.assertEqual(names & {"j", "sse", "hat", "log"}, set(), "a variable, or of Definitions.v")
        changed = dict(TEXTS, **{"catalogue/Units.v": TEXTS["catalogue/Units.v"].replace("nats := exp 1", "nats := exp 2")})
        self.assertNotEqual(sources.golden(changed), sources.golden(TEXTS))

    def test_statements_are_whole(self):
        """Of sections, whose variables and premises a statement does not show, none is around a theorem."""
        for file, text in TEXTS.items():
            if file.startswith(("catalogue/", "sums/")):
                depth = 0
                for word in re.findall(r"^(Section|End|Theorem)\b", text, re.M):
                    depth += {"Section": 1, "End": -1}.get(word, 0)
                    self.assertFalse(word == "Theorem" and depth > 0, file)

    def test_requirements_are_seen(self):
        text = "From Gibbs.sums Require A B.\nFrom Gibbs Require Import C.\nFrom Gibbs.theory Require Export D.\nFrom Coq Require Import E.\n"
        self.assertEqual(sources.requirements(text), {"sums/A.v", "sums/B.v", "C.v", "theory/D.v"})

    def test_every_theorem_is_read(self):
        for file, text in TEXTS.items():
            if file.startswith(("catalogue/", "sums/")):
                found = sources.theorems({file: text}, file.split("/")[0])
                self.assertEqual(len(found), len(re.findall(r"^\s*(?:Theorem|Corollary|Proposition)\b", text, re.M)), file)


class Recipe(unittest.TestCase):
    """ci/prove.sh, in a repository of its own whose `./run` only says what it was asked."""

    def setUp(self):
        room = tempfile.TemporaryDirectory()
        self.addCleanup(room.cleanup)
        self.root = pathlib.Path(room.name)
        for file, text in {"run": "#!/bin/sh\necho ran $*\n", "lib/kernels/bounds.hpp": "1", "README.md": "1"}.items():
            self.write(file, text)
        self.write("ci/prove.sh", (ROOT / "ci" / "prove.sh").read_text())
        self.git("init", "-q", "-b", "main")
        self.commit()
        self.git("checkout", "-q", "-b", "change")

    def write(self, file, text):
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x", *arguments], cwd=self.root, check=True)

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")

    def said(self, *arguments):
        return subprocess.run([self.root / "ci" / "prove.sh", *arguments], capture_output=True, text=True, check=True).stdout

    def test_proofs_are_checked_where_they_may_have_changed(self):
        self.write("README.md", "2")
        self.commit()
        self.assertIn("nothing", self.said("main"))
        self.assertEqual(self.said(), "ran prove\n")
        self.write("lib/kernels/bounds.hpp", "2")
        self.commit()
        self.assertEqual(self.said("main"), "ran prove\n")
        self.assertEqual(self.said("no-such-branch"), "ran prove\n")


if __name__ == "__main__":
    unittest.main()
