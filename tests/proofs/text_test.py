"""The proofs' text, held to the catalogue; no Coq is needed. GIBBS is the binary."""
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "proofs"))
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

    def test_statements_are_whole(self):
        """Of sections, whose variables and premises a statement does not show, none is around a theorem."""
        for file, text in TEXTS.items():
            if file.startswith("catalogue/"):
                depth = 0
                for word in re.findall(r"^(Section|End|Theorem)\b", text, re.M):
                    depth += {"Section": 1, "End": -1}.get(word, 0)
                    self.assertFalse(word == "Theorem" and depth > 0, file)

    def test_every_theorem_is_read(self):
        for file, text in TEXTS.items():
            if file.startswith("catalogue/"):
                found = [theorem for theorem in sources.theorems({file: text})]
                self.assertEqual(len(found), len(re.findall(r"^\s*(?:Theorem|Corollary|Proposition)\b", text, re.M)), file)


if __name__ == "__main__":
    unittest.main()
