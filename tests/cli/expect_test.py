"""--expect: known failures are accepted, exactly these and no longer than was said."""
import json
import unittest
import xml.etree.ElementTree

from harness import CliTest, subject

NEGATIVE = ("check", "--subject", subject("negative"), "--cases", "5")


class Expect(CliTest):
    def known(self, *lines):
        return self.file("known.txt", "# known failures\n\n" + "\n".join(lines) + "\n")

    def line(self, what="entropy: inaccurate", who="test negative", until="2999-12-31", reason="the sign is wrong; ticket 7"):
        return f"{what} | {who} | {until} | {reason}"

    def test_green_while_exactly_those_fail(self):
        text = self.expect(0, *NEGATIVE, "--expect", self.known(self.line()))
        self.assertIn("REFUTED.", text)
        self.assertRegex(text, r"✓ As expected: \d+ known failures, and nothing else\.\n\Z")

    def test_properties_may_be_named(self):
        report = json.loads(self.expect(1, *NEGATIVE, "--report", "-"))
        broken = [p["id"] for p in report["properties"] if p["status"] == "refuted"]
        self.expect(0, *NEGATIVE, "--expect", self.known(*(self.line(i) for i in broken)))
        text = self.expect(1, *NEGATIVE, "--expect", self.known(*(self.line(i) for i in broken[1:])))
        self.assertIn("✗ not expected: entropy: inaccurate\n", text)

    def test_red_where_something_else_fails(self):
        text = self.expect(1, *NEGATIVE, "--expect", self.known(self.line(who="another")))
        self.assertIn("✗ not expected: entropy: inaccurate\n", text)

    def test_red_where_one_no_longer_fails(self):
        text = self.expect(1, "check", "--subject", subject("honest"), "--cases", "5", "--expect",
                           self.known(self.line("entropy-bounds", "test honest")))
        self.assertIn("HELD.", text)
        self.assertRegex(text, r"✗ \S*known\.txt, line 3: entropy-bounds no longer fails\n")

    def test_red_where_one_was_never_met(self):
        for what, why in (("softmax: NaN", "was not met"), ("softmax-shift", "was not tried: lacks softmax"), ("lse-shift", "was not tried: lacks log_sum_exp")):
            text = " ".join(self.expect(1, *NEGATIVE, "--expect", self.known(self.line(), self.line(what))).split())
            self.assertIn(f"line 4: {what} {why}", text)
        text = self.expect(1, *NEGATIVE, "--only", "entropy-bounds", "--expect", self.known(self.line(), self.line("entropy-concave")))
        self.assertIn("entropy-concave was not tried\n", text)

    def test_red_where_one_has_expired(self):
        text = self.expect(1, *NEGATIVE, "--expect", self.known(self.line(until="2020-02-29")))
        self.assertIn("entropy: inaccurate was accepted until 2020-02-29\n", text)

    def test_a_run_that_checked_nothing_is_red(self):
        done = self.run_gibbs("check", "--metric", "log_sum_exp", "--subject", subject("honest"), "--cases", "1", "--expect", self.known())
        self.assertEqual((done.returncode, done.stderr), (2, "gibbs check: nothing was tried\n"))

    def test_lines_that_cannot_be_read(self):
        for line, message in ((self.line()[:-30].replace("|", ""), "a line is WHAT"), (self.line(until="soon"), "'soon' is no date"),
                              (self.line(until="2030-02-30"), "is no date"), (self.line(reason=""), "a reason is missing"), (self.line(who=""), "no subject"),
                              (self.line("entropy-bound"), "unknown property or cause 'entropy-bound'; did you mean 'entropy-bounds'"),
                              (self.line("entropi: NaN"), "unknown property or cause")):
            self.refuse(f"known.txt, line 3: .*{message}", *NEGATIVE, "--expect", self.known(line))
        self.refuse("line 4: the same is expected twice", *NEGATIVE, "--expect", self.known(self.line(), self.line()))
        self.refuse("cannot read none", *NEGATIVE, "--expect", "none")

    def test_junit_is_green_when_the_run_is(self):
        def suite(*lines, status):
            self.expect(status, *NEGATIVE, "--expect", self.known(*lines), "--junit", "r.xml")
            (found,) = xml.etree.ElementTree.parse(self.folder / "r.xml").getroot()
            self.assertEqual(int(found.get("failures")), len(found.findall("testcase/failure")))
            self.assertEqual(int(found.get("skipped")), len(found.findall("testcase/skipped")))
            self.assertEqual(int(found.get("tests")), len(found.findall("testcase")))
            return found
        green = suite(self.line(), status=0)
        self.assertEqual(green.findall("testcase/failure"), [])
        (case,) = [c for c in green if c.get("name") == "entropy: inaccurate"]
        self.assertIn("ticket 7", case.find("skipped").get("message"))
        red = suite(self.line(), self.line("softmax: NaN"), status=1)
        self.assertEqual([f.get("type") for f in red.findall("testcase/failure")], ["expectation"])


if __name__ == "__main__":
    unittest.main()
