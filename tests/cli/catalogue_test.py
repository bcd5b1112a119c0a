"""gibbs list, explain, subjects, serve."""
import json
import re
import unittest

from harness import GIBBS, ROOT, CliTest

CHAPTERS = ["self-information", "entropy", "cross-entropy and divergence", "logits and losses", "accuracy", "refusal of invalid input"]
FALLACIES = "fallacies: plausible, and refuted by `gibbs explain`"


class Catalogue(CliTest):
    def listed(self):
        """The ids of the theorems, and those of the fallacies."""
        return [re.findall(r"(?m)^[ ★] ([a-z]\S*) ", part) for part in self.expect(0, "list").split(FALLACIES)]

    def ids(self):
        return self.listed()[0]

    def test_list_has_the_theorems_of_the_catalogue_by_chapter(self):
        text = self.expect(0, "list")
        self.assert_fits(text)
        self.assertEqual(re.findall(r"(?m)^([^\s★].*)$", text), CHAPTERS + [FALLACIES])
        ids = self.ids()
        self.assertEqual(len(ids), len(set(ids)))
        laws, _ = (ROOT / "docs/catalogue.md").read_text().split("## Fallacies")
        rows = re.findall(r"(?m)^\| (?:★ )?(`.*?) \|", laws)
        wanted = {name for row in rows for name in re.findall("`([^`]+)`", row)}
        self.assertGreater(len(wanted), 50)
        self.assertEqual(wanted - set(ids), set())

    def test_the_docs_have_the_tables_of_the_catalogue(self):
        page = (ROOT / "docs/catalogue.md").read_text()
        tables = self.expect(0, "list", "--markdown").split("\n\n")
        self.assertGreater(len(tables), 4)
        for table in tables:
            heading, rows = table.strip().split("\n", 1)
            self.assertIn(heading + "\n", page)
            self.assertIn(rows, page, f"docs/catalogue.md: the table of '{heading}' is not what `gibbs list --markdown` prints")

    def test_list_of_one_metric(self):
        text = self.expect(0, "list", "--metric", "mutual_information")
        self.assert_fits(text)
        names = re.findall(r"(?m)^[ ★] ([a-z]\S*) ", text)
        self.assertIn("mi-is-kl", names)
        self.assertNotIn("gibbs-inequality", names)
        for name in names:
            self.assertRegex(self.expect(0, "explain", name), r"(?ms)^metrics (?:(?!^\S).)*\bmutual_information\b", name)
        self.refuse("did you mean 'entropy'", "list", "--metric", "entropi")

    def test_explain_explains_every_theorem(self):
        for name in self.ids():
            text = self.expect(0, "explain", name)
            self.assert_fits(text)
            self.assertRegex(text, rf"\A{re.escape(name)}( ★)?\n  ")
            for field in ("metrics", "proof", "breaks", "try"):
                self.assertRegex(text, f"(?m)^{field} +\\S", f"{name} has no {field}")
            if not name.startswith(("accuracy-of-", "domain-of-")):
                self.assertRegex(text, "(?m)^source +\\S", name)
                self.assertRegex(text, "(?m)^example +\\S", name)
                self.assertRegex(text, "(?m)^          held$", name)
                coq = re.escape(name.replace("-", "_").replace("^", "_to_the_"))
                self.assertRegex(text, rf"(?m)^proved +(by Coq, in proofs/catalogue/\w+\.v:\n +Theorem {coq}\b|not by machine: \S)", name)

    def path(self):
        """The ids of the reading path, in its order."""
        return re.findall(r"(?m)^  ★ (\S+)$", self.expect(0, "explain"))

    def test_explain_without_an_id_says_where_to_start(self):
        for language, first in (("en", "Where to start"), ("ko", "여기서부터")):
            text = self.expect(0, "explain", "--lang", language)
            self.assert_fits(text)
            self.assertTrue(text.startswith(first))
        self.assertGreater(len(self.path()), 20)
        self.assertEqual(self.path()[0], "information-nonnegative")
        starred = re.findall(r"(?m)^★ (\S+)", self.expect(0, "list"))
        self.assertEqual(sorted(starred), sorted(self.path()))

    def test_the_docs_say_which_page_answers_what(self):
        """The table of docs/book.md: every page that it names is there, and none of the path is left out."""
        page = (ROOT / "docs/book.md").read_text()
        named = set(re.findall(r"`([a-z0-9^-]+)`", page[page.index("## Which page answers what"):]))
        laws, fallacies = self.listed()
        self.assertEqual(named - set(laws) - set(fallacies), set())
        self.assertEqual(set(self.path()) - named, set())

    def test_explain_speaks_korean(self):
        text = self.expect(0, "explain", "gibbs-inequality", "--lang", "ko")
        self.assert_fits(text)
        for field in ("질문", "증명", "등호", "깨뜨림", "부동소수점", "출처", "예"):
            self.assertRegex(text, rf"(?m)^{field} +\S")
        self.assertIn("핵심: ", text)
        self.refuse("unknown language 'fr'; there is en, ko", "explain", "gibbs-inequality", "--lang", "fr")

    def test_tour_goes_the_path_with_live_numbers(self):
        for language in ("en", "ko"):
            text = self.expect(0, "tour", "--lang", language)
            self.assert_fits("\n".join(line for line in text.splitlines() if "gibbs eval" not in line))
            places = [text.index(f"\n{name} ★\n") for name in self.path()]
            self.assertEqual(places, sorted(places))
            self.assertIn("kl_divergence(p, q) = 0.17328679513998632", text)
        last = self.expect(0, "tour", "divergence")
        self.assertNotIn("entropy-minimum ★", last)
        self.assertIn("gibbs-inequality ★", last)
        self.refuse("unknown chapter 'kl'", "tour", "kl")

    def test_every_fallacy_of_the_docs_is_refuted_before_the_readers_eyes(self):
        _, names = self.listed()
        _, section = (ROOT / "docs/catalogue.md").read_text().split("## Fallacies")
        self.assertEqual(names, re.findall(r"(?m)^\| (?:★ )?`(\S+)` \|", section))
        for name in names:
            text = self.expect(0, "explain", name)
            self.assert_fits("\n".join(line for line in text.splitlines() if "gibbs eval" not in line))
            for field in ("metrics", "plausible", "false", "source", "try"):
                self.assertRegex(text, f"(?m)^{field} +\\S", f"{name} has no {field}")
            self.assertRegex(text, r"(?m)^found +a counterexample in \d+ of \d+ cases; the simplest:$")
            self.assertRegex(text, "(?m)^          refuted$", name)
            self.assertRegex(text, rf"(?m)^refuted +by Coq, in proofs/catalogue/Fallacies\.v:\n +Theorem {name.replace('-', '_')}\b")
        self.assertEqual(text, self.expect(0, "explain", name))

    def test_what_a_fallacy_shows_can_be_computed_again(self):
        text = self.expect(0, "explain", "kl-is-symmetric")
        calls = re.findall("gibbs (eval .*)", text)
        self.assertEqual(len(calls), 2)
        for call in calls:
            value = re.search(r"(?m)^\S+ +(\d\S+)", self.expect(0, *call.split())).group(1)
            self.assertIn(f" = {value}, exact value to 17 digits ", re.sub(r"\s+", " ", text))

    def test_subjects_says_what_can_run(self):
        text = self.expect(0, "subjects")
        self.assert_fits(text)
        self.assertRegex(text, r"(?m)^gibbs +\d+\.\d+\.\d+ ")
        self.assertRegex(text, r"(?m)^scipy +\d")
        self.assertIn("exec:COMMAND", text)
        missing = self.expect(0, "subjects", GIBBS_PYTHON="/nonexistent/python3")
        self.assert_fits(missing)
        self.assertRegex(missing, r"(?m)^scipy +missing ")
        self.assertIn("\n                          apt-get install --no-remove python3-scipy\n", missing)

    def test_serve_is_a_subject(self):
        requests = [{"jsonrpc": "2.0", "id": 1, "method": "describe"},
                    {"jsonrpc": "2.0", "id": 2, "method": "entropy", "params": {"p": [0.5, 0.25, 0.25], "unit": "bit"}}]
        answers = self.expect(0, "serve", stdin="".join(json.dumps(r) + "\n" for r in requests)).splitlines()
        described, entropy = map(json.loads, answers)
        self.assertEqual(described["result"]["name"], "gibbs")
        self.assertEqual(entropy, {"jsonrpc": "2.0", "id": 2, "result": 1.5})
        served = self.expect(0, "check", "--subject", f"exec:{GIBBS} serve", "--only", "entropy-*", "--cases", "3")
        self.assertEqual(served, self.expect(0, "check", "--only", "entropy-*", "--cases", "3"))


if __name__ == "__main__":
    unittest.main()
