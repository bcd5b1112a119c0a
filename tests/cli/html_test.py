"""gibbs check --html: one page to look at."""
import json
import math
import pathlib
import re
import unittest

from harness import CliTest, subject
from page import Page

METRICS = ("--metric", "entropy", "--cases", "200")


class Html(CliTest):
    def page(self, status, *arguments, name="page.html"):
        self.expect(status, "check", *arguments, "--quiet", "--html", name)
        text = (self.folder / name).read_text()
        page = Page(text)
        inner = page.check(self)
        self.assertNotRegex(text, r"(src=|@import|url\()")
        return text, inner

    def section(self, text, title):
        found = re.search(f"(?s)<h2>{title}</h2>(.*?)(<h2>|</main>)", text)
        return found.group(1) if found else ""

    def test_what_held(self):
        text, inner = self.page(0, *METRICS)
        self.assertIn('<span class="mark">✓</span> gibbs 0.1.0 (binary64): HELD. ', text)
        self.assertIn("Exit status: 0, green.", text)
        self.assertRegex(self.section(text, "Grades"), r'#picture-entropy">entropy</a></th><td>correct</td><td><span class="right"><span class="mark">✓</span> correct')
        self.assertEqual((self.section(text, "Causes"), self.section(text, "Since the baseline")), ("", ""))
        self.assertIn("picture-entropy", inner)
        for wanted in ("prefers-color-scheme: dark", "@media print", 'name="viewport"', 'lang="en"'):
            self.assertIn(wanted, text)

    def test_each_cause_shows_its_counterexample(self):
        text, _ = self.page(1, *METRICS, "--subject", subject("negative"))
        causes = self.section(text, "Causes")
        self.assertIn('<span class="mark">✗</span> test negative 1 (binary64): REFUTED.', text)
        self.assertIn("entropy: inaccurate", causes)
        for term in ("input", "returned", "exact", "breaks"):
            self.assertIn(f"<dt>{term}</dt>", causes)
        token = re.search(r"gibbs replay '(.*?)'", causes).group(1)
        self.assertIn("refuted", self.expect(1, "replay", token, "--subject", subject("negative")))
        picture = self.section(text, "Error against condition number")
        self.assertIn('<path class="broken"', picture)
        self.assertRegex(picture, r"\d+ beyond the claim")

    def test_pictures_say_what_they_show(self):
        """The text and the table are those of the points that are drawn."""
        text, _ = self.page(0, *METRICS, "--subject", subject("honest"))
        (figure,) = re.findall("(?s)<figure.*?</figure>", text)
        inputs, error = re.search(r"<desc.*?>(\d+) inputs; the largest error is ([\d.e+]+) ulp, .*; all within the claim", figure).groups()
        rows = re.findall(r'<tr><th scope="row">([^<]*)</th><td>(\d+)</td><td>([^<]*)</td><td>([^<]*)</td><td>yes</td></tr>', figure)
        self.assertEqual(sum(int(row[1]) for row in rows), int(inputs))
        self.assertEqual(max(float(row[2]) for row in rows), float(error))
        # No input is drawn above the circle of its decade, or is further off than the circles say.
        report = json.loads(self.expect(0, "check", *METRICS, "--subject", subject("honest"), "--report", "-"))
        self.assertEqual(error, f"{report['metrics'][0]['max_ulp']:.3g}")
        cloud = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h0", figure)]
        circles = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', figure)]
        for x, y in circles:
            self.assertIn((round(x), round(y)), [(a + i, b + j) for a, b in cloud for i in (-1, 0, 1) for j in (-1, 0, 1)])
        edges = [float(x) for x in re.findall(r'class="grid" d="M([\d.]+) 4V', figure)]  # of the decades
        for x, y in cloud:
            decade = sum(edge < x for edge in edges)
            near = [b for a, b in circles if sum(edge < a for edge in edges) == decade]
            self.assertTrue(not near or y >= min(near) - 1 or min(abs(x - edge) for edge in edges) <= 1, (x, y))
        rings = figure.count("<circle")
        self.assertEqual(rings, len(rows))
        self.assertGreater(rings, 2)
        allowed = re.search(r'class="claim" d="((M[\d. ]+h14)+)"', figure).group(1)  # what `stable` allows, at each ring
        self.assertEqual(allowed.count("M"), rings)
        for condition, _, ulps, bound, in rows:
            self.assertLessEqual(float(ulps), float(bound), condition)
        # A circle is above another just where its error is larger.
        heights = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', figure)]
        order = sorted(range(rings), key=lambda i: float(rows[i][2]))
        self.assertEqual([heights[i] for i in order], sorted(heights, reverse=True))

    def test_numbers_of_a_line_across(self):
        """Half an ulp, where the claim is `correct`: as high as the error of half an ulp."""
        text, _ = self.page(0, *METRICS)
        (figure,) = re.findall("(?s)<figure.*?</figure>", text)
        claim = float(re.search(r'class="claim" d="M62 ([\d.]+)H', figure).group(1))
        grid = [float(y) for y in re.findall(r'class="grid" d="M62 ([\d.]+)H', figure)]  # from below: 10⁻³, 10⁻², 10⁻¹, 1
        place = grid[3] + (grid[2] - grid[3]) * math.log10(2)
        self.assertLessEqual(abs(claim - place), 0.1)  # places are written in tenths, three of which were rounded to make this

    def test_what_was_seen_of_each_class(self):
        text, _ = self.page(0, "--only", "gibbs-inequality")
        seen = self.section(text, "What was seen of each input class")
        row = re.search(r'<th scope="row">disjoint pair <small>.*?</tr>', seen).group(0)
        number, at_least, least = re.search(r'number">(\d+)</td><td class="number">1</td>.*✓</span> (\d+) of (\d+) \(gibbs-inequality\)', row).groups()
        self.assertEqual(number, at_least)
        self.assertGreater(int(least), 0)
        self.assertIn(f"disjoint pair {number} of {least}", self.section(text, "Properties"))

    def test_what_changed_since_the_baseline(self):
        self.expect(0, "check", *METRICS, "--quiet", "--subject", subject("honest"), "--save-baseline", "base")
        text, _ = self.page(0, *METRICS, "--subject", subject("honest"), "--baseline", "base")
        self.assertIn("Nothing has changed.", self.section(text, "Since the baseline"))
        base = self.folder / "base"
        base.write_text(base.read_text().replace("subject test honest", "subject test rough"))
        lines = base.read_text().splitlines()
        lines = [line + " # renamed" if line.startswith("subject ") else line for line in lines]
        base.write_text("\n".join(lines) + "\n")
        text, _ = self.page(1, *METRICS, "--subject", subject("rough"), "--baseline", "base")
        since = self.section(text, "Since the baseline")
        self.assertRegex(since, r"✗</span> worse:</span> entropy: error grown, .* ulp<pre><code>gibbs replay 'accuracy-of-entropy ")
        self.assertRegex(since, r"~</span> changed:</span> entropy: other bits")
        self.assertIn("Exit status: 1, red.", text)

    def test_known_failures_are_said(self):
        known = "entropy: inaccurate | test negative | 2999-01-01 | an <odd> sign\n"
        text, _ = self.page(0, *METRICS, "--subject", subject("negative"), "--expect", self.file("known", known))
        self.assertEqual(re.findall("<li>(known.*?)</li>", text), ["known: entropy: inaccurate, expected until 2999-01-01: an &lt;odd&gt; sign"])
        self.assertIn("<dt>known</dt><dd>expected until 2999-01-01: an &lt;odd&gt; sign</dd>", self.section(text, "Causes"))
        self.assertIn("Exit status: 0, green.", text)

    def test_what_a_subject_says_is_text(self):
        text, _ = self.page(1, *METRICS, "--subject", subject("odd"))
        self.assertIn("<h1>gibbs: &lt;&amp;&quot;'&gt;\\x01]]&gt; 1</h1>", text)

    def test_the_same_bytes(self):
        one, _ = self.page(1, *METRICS, "--subject", subject("negative"), "--threads", "1", name="one.html")
        two, _ = self.page(1, *METRICS, "--subject", subject("negative"), "--threads", "3", name="two.html")
        other, _ = self.page(1, *METRICS, "--subject", subject("negative"), "--seed", "2", name="other.html")
        self.assertEqual(one, two)
        self.assertNotEqual(one, other)

    def test_where_nothing_is_answered(self):
        text, _ = self.page(1, *METRICS, "--subject", subject("refusing"))
        self.assertEqual(self.section(text, "Error against condition number"), "")
        done = self.run_gibbs("check", "--metric", "log_sum_exp", "--subject", subject("honest"), "--cases", "1", "--html", "page.html")
        self.assertEqual(done.returncode, 2)
        self.assertIn("2, nothing was tried", pathlib.Path(self.folder / "page.html").read_text())

    def test_standard_output_and_bad_usage(self):
        text = self.expect(0, "check", "--only", "entropy-bounds", "--cases", "20", "--html", "-")
        self.assertTrue(text.startswith("<!DOCTYPE html>") and text.endswith("</html>\n"))
        self.refuse("page.html", "check", "--html", "no/such/page.html")
        self.refuse("--report and --html name the same file", "check", "--report", "x", "--html", "./x")
        self.refuse("--markdown and --html name the same file", "check", "--markdown", "-", "--html", "-")


if __name__ == "__main__":
    unittest.main()
