"""gibbs compare: metrics by libraries, as text, JSON, a page, and findings for bug reports."""
import json
import re
import sys
import unittest

import jsonschema

from harness import ROOT, CliTest
from page import Page

SCHEMA = json.loads((ROOT / "docs/compare.schema.json").read_text())
RIVALS = f"exec:env PYTHONPATH={ROOT}/subjects/python {sys.executable} -B {ROOT}/tests/cli/rivals.py "


def rival(fault):
    return RIVALS + fault


class Compare(CliTest):
    def compared(self, *faults, more=()):
        text = self.expect(0, "compare", *map(rival, faults), "--cases", "40", "--json", *more)
        result = json.loads(text)
        jsonschema.Draft202012Validator(SCHEMA).validate(result)
        self.assertEqual(len(result["subjects"]), len(faults))
        return result

    def cells(self, result, fault):
        return {cell["metric"]: cell for cell in result["cells"] if cell["subject"] == rival(fault)}

    def test_marks_and_words(self):
        wanted = {"zeros": ("entropy", "wrong", "zeros"), "base": ("entropy", "wrong", "base"), "sign": ("entropy", "wrong", "sign"),
                  "refuses": ("entropy", "wrong", "refuses"), "clips": ("cross_entropy", "wrong", "clips"),
                  "mask": ("log_sum_exp", "extreme", "mask"), "over": ("log_sum_exp", "extreme", "over"),
                  "inexact": ("entropy", "wrong", "inexact"), "digits": ("entropy", "rough", "inexact"),
                  "beneath": ("entropy", "extreme", "inexact"), "documented": ("cross_entropy", "convention", "clips")}
        for fault, (metric, mark, word) in wanted.items():
            with self.subTest(fault):
                result = json.loads(self.expect(0, "compare", rival(fault), "--cases", "40", "--json", "--metric", metric))
                cells = self.cells(result, fault)
                self.assertEqual((cells[metric]["mark"], cells[metric].get("word")), (mark, word))
                if fault in ("zeros", "inexact"):
                    self.assertEqual(cells[metric]["error"] == "NaN", fault == "zeros")
                if fault == "inexact":  # what is planted: 1e-9 of the value, felt so where that is above 1
                    self.assertEqual(float(cells[metric]["error"]), 1e-9)

    def test_what_is_right_is_said_to_be(self):
        for cell in self.cells(self.compared("none"), "none").values():
            self.assertEqual(cell["mark"], "right")
            self.assertLess(float(cell["error"]), 1e-14)

    def test_each_finding_shows_a_small_input(self):
        result = self.compared("zeros", "clips", "mask")
        by_word = {finding["word"]: finding for finding in result["findings"]}
        zeros = by_word["zeros"]
        self.assertEqual((zeros["severity"], zeros["kind"], zeros["returned"], zeros["exact"]), ("medium", "defect", "NaN", "0"))
        self.assertTrue(zeros["ordinary"])
        self.assertRegex(zeros["input"], r"^p = \[(0\.0, 1\.0|1\.0, 0\.0)\]$")
        self.assertEqual(zeros["code"], ["import mine", f"mine.entropy([{zeros['input'][5:-1]}])"])
        self.assertEqual((by_word["clips"]["kind"], by_word["clips"]["severity"], by_word["clips"]["exact"]), ("undocumented clipping", "high", "Infinity"))
        self.assertEqual((by_word["mask"]["severity"], by_word["mask"]["ordinary"]), ("low", False))
        for cell in result["cells"]:
            self.assertEqual("finding" in cell, cell["mark"] in ("wrong", "extreme", "rough"))
            if "finding" in cell:
                finding = result["findings"][cell["finding"]]
                self.assertEqual((finding["metric"], finding["subject"]), (cell["metric"], cell["subject"]))
        for finding in result["findings"]:
            self.assertIn("refuted", self.expect(1, "replay", finding["replay"], "--subject", finding["subject"]))

    def test_what_is_not_the_librarys_stands_apart(self):
        result = self.compared("composed", "private", "documented")
        self.assertEqual(result["findings"], [])
        self.assertEqual({(f["subject"], f["mark"]) for f in result["apart"]}, {(rival("composed"), "composed"), (rival("private"), "private")})
        self.assertEqual(self.cells(result, "composed")["entropy"]["mark"], "composed")
        self.assertIn("clips q at 1e-15, as documented", " ".join(result["narrowed"]))
        text = self.expect(0, "compare", rival("composed"), "--cases", "40")
        self.assertIn("No fault of a library", text)
        self.assertNotIn("✗", text)

    def test_who_has_nothing_of_its_own_has_no_column(self):
        text = self.expect(0, "compare", rival("own"), rival("none"), "--cases", "20", "--html", "page.html", "--findings", "found.md")
        self.assertRegex(text, r"\A +rival-none\n")
        self.assertIn("all their formulas are the adapters': rival-own.\n", text)
        self.assertEqual({library for library, _ in Page((self.folder / "page.html").read_text()).cells}, {"rival-none"})
        self.assertNotIn("| rival-own", (self.folder / "found.md").read_text())

    def test_the_input_shown_is_as_grave_as_any(self):
        (found,) = self.compared("beneath", more=("--metric", "entropy"))["findings"]
        self.assertEqual((found["ordinary"], found["severity"], found["kind"]), (False, "medium", "defect"))
        self.assertGreater(float(found["returned"]) - float(found["exact"]), 1)
        self.assertLessEqual(found["input"].count(","), 2)
        (found,) = self.compared("digits", more=("--metric", "entropy"))["findings"]
        self.assertEqual((found["ordinary"], found["severity"], found["kind"]), (True, "low", "last digits"))

    def test_the_table_fits_and_reads_without_colour(self):
        faults = ("none", "zeros", "base", "clips", "mask", "over")
        text = self.expect(0, "compare", *map(rival, faults), "--cases", "40")
        table = text.split("\n[1]")[0]
        self.assert_fits(table)
        self.assertRegex(table, r"(?m)^entropy +✓ \S+ +✗ zeros NaN +✗ base \S+")
        self.assertRegex(table, r"(?m)^log sum exp +! over \S+e-\d+$")
        self.assertNotIn("\033", text)
        self.assertRegex(text, r"(?m)^\[\d\] +✗ zeros +rival-zeros 2\.1, defect, severity medium$")
        self.assertIn("\n     import mine\n     mine.entropy([", text)

    def test_the_page_needs_nothing_and_every_link_leads_somewhere(self):
        self.compared("none", "zeros", "composed", "mask", more=("--html", "page.html"))
        text = (self.folder / "page.html").read_text()
        page = Page(text)
        self.assertGreater(len(page.check(self)), 3)
        self.assertNotRegex(text.replace("https://example.org", ""), r"(src=|@import|url\()")
        self.assertIn(("rival-zeros", "wrong"), page.cells)
        self.assertIn("prefers-color-scheme: dark", text)
        self.assertIn('name="viewport"', text)
        words = re.findall("<b>(\\w+)</b>:", text)
        self.assertEqual(words, SCHEMA["$defs"]["word"]["enum"])
        contract = (ROOT / "docs/contracts.md").read_text().split("The words: ")[1].split("They are found")[0]
        self.assertEqual(re.findall(r"`(\w+)`", contract), words)

    def test_what_a_subject_says_is_text_on_the_page(self):
        odd = rival("zeros") + " '<script>&'"
        self.expect(0, "compare", odd, "--cases", "20", "--html", "page.html")
        self.assertEqual(Page((self.folder / "page.html").read_text()).loads, [])

    def test_findings_can_be_pasted(self):
        self.compared("zeros", "clips", "composed", more=("--findings", "found.md"))
        text = (self.folder / "found.md").read_text()
        entries = re.findall(r"(?ms)^### (.*?)\n\n(.*?)```python\n(.*?)```\n", text)
        self.assertEqual([entry[0] for entry in entries], ["rival-clips: cross_entropy, clips", "rival-zeros: entropy, zeros"])
        for _, fields, code in entries:
            self.assertEqual(re.findall(r"(?m)^- (\w[\w ]*):", fields)[:8],
                             ["what", "severity", "kind", "versions", "inputs", "smallest input", "expected", "got"])
            self.assertLessEqual(len(code.splitlines()), 2)

    def test_missing_libraries_are_named_and_fail_nothing(self):
        share = self.folder / "share/python"
        share.mkdir(parents=True)
        (share / "nowhere_subject.py").write_text("# about: none\n# apt: python3-nowhere\nimport nowhere\n")
        (share / "here_subject.py").write_text(
            f"# about: one\n# upstream: entropy zeros https://example.org/17\nimport sys\nsys.path.insert(0, '{ROOT}/subjects/python')\n"
            "import gibbs_subject\nsubject = gibbs_subject.Subject('here', version='1')\n"
            "@subject.metric\ndef entropy(p):\n    return float('nan') if 0 in p else 0.0 if len(p) == 1 else entropy_of(p)\n"
            "import math\ndef entropy_of(p):\n    return -math.fsum(x * math.log(x) for x in p)\nsubject.serve()\n")
        environment = {"GIBBS_SHARE": str(self.folder / "share")}
        text = self.expect(0, "compare", "--cases", "20", **environment)
        self.assertIn("\n  nowhere: apt-get install --no-remove python3-nowhere\n", text)
        self.assertIn("     upstream: https://example.org/17\n", text)
        self.assertEqual(self.run_gibbs("compare", "nowhere", **environment).returncode, 3)

    def test_what_never_answers_is_not_right(self):
        dead = f"exec:{sys.executable} -B {ROOT}/tests/cli/mishap.py crash"
        result = json.loads(self.expect(0, "compare", dead, "--cases", "10", "--json"))
        jsonschema.Draft202012Validator(SCHEMA).validate(result)
        self.assertEqual({cell["mark"] for cell in result["cells"]}, {"wrong"})
        self.assertEqual({cell["word"] for cell in result["cells"]}, {"dies", "mute"})

    def test_a_convention_in_the_head_is_no_defect(self):
        share = self.folder / "share/python"
        share.mkdir(parents=True)
        text = (ROOT / "tests/cli/rivals.py").read_text().replace("import gibbs_subject", f"import sys\nsys.path.insert(0, '{ROOT}/subjects/python')\n"
                                                                  "import gibbs_subject", 1)
        (share / "told_subject.py").write_text("# convention: entropy base in bits, its manual says\n"
                                               "# configurations: base\n" + text)
        result = json.loads(self.expect(0, "compare", "told:base", "--cases", "40", "--json", GIBBS_SHARE=str(self.folder / "share")))
        (found,) = result["findings"]
        self.assertEqual((found["kind"], found["mark"], found["upstream"]), ("documented convention", "convention", "in bits, its manual says"))

    def test_the_same_whatever_the_threads(self):
        one, two = (self.expect(0, "compare", *map(rival, ("zeros", "base", "mask")), "--cases", "30", "--json", "--threads", threads) for threads in "13")
        self.assertEqual(one, two)

    def test_bad_usage(self):
        self.refuse("unknown subject", "compare", "scypi")
        self.refuse("named twice", "compare", rival("none"), rival("none"))
        self.refuse("--cases", "compare", rival("none"), "--cases", "0")
        self.refuse("metric", "compare", rival("none"), "--metric", "entrapy")
        self.refuse("page", "compare", rival("none"), "--html", "no/such/page.html")


if __name__ == "__main__":
    unittest.main()
