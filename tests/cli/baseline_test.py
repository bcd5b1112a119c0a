"""Baselines: what got worse is seen, what got better is kept, and nothing is loosened by accident."""
import json
import re
import unittest

from harness import ROOT, CliTest
from causes_test import faulty

CASES = ("--cases", "60")


class Baseline(CliTest):
    def save(self, name="none", *arguments, status=0):
        return self.expect(status, "check", "--subject", faulty(name), *CASES, "--save-baseline", "base.txt", *arguments)

    def hold(self, name, *arguments, status):
        return self.expect(status, "check", "--subject", faulty(name), *CASES, "--baseline", "base.txt", *arguments)

    def base(self):
        return (self.folder / "base.txt").read_text()

    def edit(self, pattern, by):
        text, n = re.subn(pattern, by, self.base())
        self.assertEqual(n, 1)
        self.file("base.txt", text)

    def test_the_same_again_is_green(self):
        self.assertIn("base.txt saved\n", self.save())
        self.assertIn("base.txt: 0 worse, 0 better\n", self.hold("none", "--exact", status=0))

    def test_it_is_text_that_diffs_well(self):
        self.save()
        lines = self.base().splitlines()
        self.assertEqual(lines[0].split()[0], "gibbs-baseline/1")
        self.assertEqual(len([l for l in lines if l.startswith("metric ")]), 4)
        self.assertRegex(self.base(), r"(?m)^metric entropy grade=\S+ max_ulp=[\d.e+-]+ max_share=[\d.e+-]+ bits=[0-9a-f]{16} ~[0-9a-f]{4}$")
        self.assertRegex(self.base(), r"(?m)^property entropy-concave held ~[0-9a-f]{4}$")
        before = self.base()
        self.save()
        self.assertEqual(self.base(), before)

    def test_a_planted_drift_of_one_ulp(self):
        """The grade may hold: the error is seen to grow, with the input, and bits change."""
        self.save()
        text = self.hold("drift", status=1)
        self.assertRegex(text, r"✗ entropy: error grown, \S+ → \S+ ulp\n  gibbs replay 'accuracy-of-entropy ")
        self.assertIn("~ entropy: other bits than before", text)
        token = re.search("gibbs replay '(accuracy-of-entropy [^']*)'", text).group(1)
        self.expect(0, "replay", token, "--subject", faulty("drift"))

    def test_bits_that_change_though_the_grade_holds(self):
        self.save()
        text = self.hold("other-bits", status=0)
        self.assertRegex(text, r"~ entropy: other bits than before, though grade and error\s+held")
        self.assertIn("✗ entropy: other bits", self.hold("other-bits", "--exact", status=1))

    def test_a_theorem_newly_broken_and_a_grade_lost(self):
        self.save()
        text = self.hold("zero", status=1)
        self.assertRegex(text, r"✗ entropy-bounds: held → refuted\n  gibbs replay 'entropy-bounds unit=nat p=0x0p\+0,0x1p\+0' --subject ")
        self.assertRegex(text, r"✗ entropy: grade lost, \S+ → none\n  gibbs replay ")

    def test_known_failures_are_green_and_getting_better_is_told(self):
        self.save("zero", status=1)
        self.hold("zero", status=0)
        text = self.hold("none", status=0)
        self.assertIn("✓ entropy-bounds: refuted → held\n", text)
        self.assertIn("✓ entropy: grade none → ", text)

    def test_it_only_tightens(self):
        self.save("zero", status=1)
        self.save("none")
        tight = self.base()
        text = " ".join(self.save("zero", status=1).split())
        self.assertIn("base.txt is left as it is. A baseline loosens only by hand", text)
        self.assertEqual(self.base(), tight)

    def test_loosening_takes_a_reason(self):
        only = ("--only", "accuracy-of-entropy")
        self.save("none", *only)
        self.hold("drift", *only, status=1)
        self.edit(r"(metric entropy grade=\S+) max_ulp=\S+ max_share=\S+( .*)", r"\1 max_ulp=1e99 max_share=1\2")
        self.refuse(r"base.txt, line \d+: the line was changed by hand, or broken; a change by hand needs a reason",
                    "check", "--subject", faulty("drift"), *CASES, *only, "--baseline", "base.txt")
        self.edit(r"(metric entropy .*)", r"\1 # a faster sum")
        self.hold("drift", *only, status=0)
        self.assertIn("✓ entropy: error 1e+99 → ", self.hold("none", *only, status=0))
        self.save("drift", *only)
        self.assertNotIn("# a faster sum", self.base())
        self.hold("drift", *only, "--exact", status=0)

    def test_a_reason_stays_while_it_is_needed(self):
        self.save()
        self.edit(r"(property entropy-bounds) held( .*)", r"\1 refuted\2 # ticket 12")
        self.assertIn("✓ entropy-bounds: refuted → held", self.hold("none", status=0))
        self.edit(r"(property entropy-minimum .*)", r"\1 # unchanged, and sealed: no reason is needed")
        self.hold("none", status=0)

    def test_trials_that_cannot_be_compared(self):
        self.save()
        who = ("check", "--subject", faulty("none"), "--baseline", "base.txt")
        self.refuse("the baseline is of cases 60, not 70: compare with --cases 60, or save it anew", *who, "--cases", "70")
        self.refuse("the baseline is of seed 1, not 2: compare with --seed 1", *who, *CASES, "--seed", "2")
        self.refuse("the baseline is of subject faulty, not gibbs: save it anew", "check", *CASES, "--only", "entropy-bounds", "--baseline", "base.txt")
        self.edit(r"gibbs (\d\S*) ~.*", r"gibbs 0.0.1 ~ # by hand")
        self.refuse("the baseline is of gibbs 0.0.1, not ", *who, *CASES)

    def test_another_platform(self):
        self.save()
        self.edit(r"platform .*", r"platform Plan9 z80 ~ # by hand")
        text = " ".join(self.hold("other-bits", "--exact", status=0).split())
        self.assertIn("the baseline is of Plan9 z80, this is", text)
        self.assertIn("bits are not compared", text)

    def test_metrics_that_come_and_go(self):
        self.save()
        text = self.hold("fewer", status=1)
        self.assertIn("✗ log_sum_exp: the subject no longer has it\n", text)
        self.assertRegex(text, r"✗ lse-shift: held → skipped: lacks log_sum_exp")
        (self.folder / "base.txt").unlink()
        self.save("fewer")
        self.assertIn("- log_sum_exp is new, and not in the baseline\n", self.hold("none", status=0))

    def test_part_of_it(self):
        self.save()
        text = self.hold("none", "--only", "entropy-*", status=0)
        self.assertRegex(text, r"- \d+ lines of the baseline not tried in this run\n")

    def test_files_that_cannot_be_read(self):
        self.save()
        whole = self.base()
        who = ("check", "--subject", faulty("none"), *CASES, "--baseline", "base.txt")
        lines = whole.splitlines(keepends=True)
        for text, message in (("", "this is no baseline"), ("hello\n", "line 1: "), ("".join(lines[:-1]), "is cut off"),
                              (whole.replace("gibbs-baseline/1", "gibbs-baseline/0 # old"), "the baseline is gibbs-baseline/0, and this gibbs reads gibbs-baseline/1"),
                              (whole.replace("metric entropy ", "metric entropee ").replace(" ~", " ~", 1), "changed by hand, or broken"),
                              (re.sub("metric entropy (.*)", r"metric entropee \1 # typo", whole), "knows no metric 'entropee'"),
                              (re.sub("property entropy-bounds .*", "property entropy-bond held ~ # x", whole), "knows no property 'entropy-bond'"),
                              (re.sub("(grade=)stable|grade=ulp:\\d+", "grade=good", whole, count=1).replace("\n", " # x\n"), "is none of correct"),
                              ("".join(l for l in lines if "gibbs-inequality" not in l), "there are "),
                              (whole[:len(whole) // 2], "base.txt"), ("\0\xff" * 50, "line 1: ")):
            self.file("base.txt", text)
            self.refuse(message, *who)
        self.refuse("cannot read none", *who[:-1], "none")
        self.refuse("cannot write no/base.txt", *who[:-2], "--save-baseline", "no/base.txt")

    def test_bits_are_the_same_whatever_the_seed(self):
        self.save("none", "--seed", "1")
        first = dict(re.findall(r"(?m)^metric (\S+) .* bits=(\S+)", self.base()))
        (self.folder / "base.txt").unlink()
        self.save("none", "--seed", "2", "--threads", "1")
        self.assertEqual(dict(re.findall(r"(?m)^metric (\S+) .* bits=(\S+)", self.base())), first)


if __name__ == "__main__":
    unittest.main()
