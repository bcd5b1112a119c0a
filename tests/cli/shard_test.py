"""Shares of a trial, joined: byte for byte the report of one machine."""
import json
import re
import signal
import subprocess
import sys
import threading
import unittest

from causes_test import faulty
from harness import GIBBS, ROOT, CliTest, subject
from mishaps_test import mishap

OUTPUTS = ("--report", "--junit", "--markdown")


class Shards(CliTest):
    def outputs(self, name, status, *arguments):
        """What a run prints and writes."""
        printed = self.expect(status, *arguments, *(word for o in OUTPUTS for word in (o, name + o)))
        return [printed] + [(self.folder / (name + o)).read_text() for o in OUTPUTS]

    def parts(self, count, *arguments):
        files = [f"part{i}of{count}" for i in range(1, count + 1)]
        for i, file in enumerate(files, 1):
            printed = self.expect(0, "check", *arguments, "--shard", f"{i}/{count}", "--report", file, "--threads", str(1 + i % 3))
            self.assertRegex(printed, rf"\A{file}: part {i} of {count}, \d+ cases?\n\Z")
        return files

    def same(self, status, counts, *arguments, who=(), verdict=()):
        """The parts are joined in another order than theirs."""
        whole = self.outputs("whole", status, "check", *who, *arguments, *verdict)
        for count in counts:
            with self.subTest(count):
                parts = self.parts(count, *who, *arguments)
                self.assertEqual(self.outputs("joined", status, "merge", *reversed(parts), *who, *verdict), whole)
        return json.loads(whole[1])


class TheSameReport(Shards):
    def test_the_library(self):
        self.same(0, (1, 2, 3, 7), "--cases", "300", "--metric", "kl_divergence")
        self.same(0, (3,), "--cases", "20", "--seed", "7", verdict=("--verbose",))

    def test_textbook_formulas(self):
        report = self.same(1, (3,), "--cases", "60", who=("--subject", "numpy"))
        self.assertGreater(len(report["causes"]), 15)
        self.same(1, (2,), "--cases", "60", "--only", "lse-*", "--only", "accuracy-of-*", who=("--subject", "numpy"), verdict=("--verbose",))

    def test_faults(self):
        for fault in ("two", "rare", "accepts"):
            with self.subTest(fault):
                self.same(1, (4,), "--cases", "80", who=("--subject", faulty(fault)))

    def test_strict_and_filters(self):
        report = self.same(1, (2, 3), "--cases", "100", "--strict", "--only", "entropy-*", "--skip", "*-units", "--seed", "7",
                           who=("--subject", subject("rough")))
        self.assertIn("entropy: rounded", [cause["name"] for cause in report["causes"]])

    def test_one_that_refuses_or_declines(self):
        for mode, status in (("refusing", 1), ("composed", 1), ("declines", 0)):
            with self.subTest(mode):
                self.same(status, (3,), "--cases", "60", who=("--subject", subject(mode)))

    def test_gates_are_about_all_cases_together(self):
        """A part by itself has too few."""
        report = self.same(0, (7,), "--cases", "700", "--only", "kl-*", "--only", "entropy-bounds")
        self.assertTrue(any(c["least"] > c["seen"] / 4 for p in report["properties"] for c in p["classes"].values()))
        vague = self.file("vague.py", (ROOT / "tests/cli/subject.py").read_text().replace('{"composed": mode == "composed"}', '{"accuracy": "ulp:1e17"}'))
        report = self.same(1, (3,), "--cases", "50", "--only", "entropy-bounds", who=("--subject", f"exec:{sys.executable} {vague} honest"))
        self.assertEqual([p["status"] for p in report["properties"]], ["starved"])

    def test_one_that_dies(self):
        """Where it does so often, one machine ends the property early; where it does so seldom, it does not."""
        for often, pattern in ((True, "True"), (False, "len(p) > 900")):
            script = (ROOT / "tests/cli/mishap.py").read_text().replace("            result = -math", f"            {pattern} and len(p) > 5 and sys.exit(1)\n            result = -math")
            program = self.file("dies.py", script)
            with self.subTest(pattern):
                report = self.same(1, (1, 3), "--cases", "300", "--only", "entropy-bounds", who=("--subject", f"exec:{sys.executable} {program} logs0"))
                (result,) = report["properties"]
                self.assertEqual(result["cases"] < 300, often)
                self.assertEqual(result["refuted"] >= 10, often)

    def test_one_that_never_answers(self):
        self.same(1, (3,), "--only", "entropy-*", "--cases", "50", who=("--subject", mishap("crash")))

    def test_more_parts_than_cases(self):
        self.same(0, (7,), "--cases", "3", "--only", "entropy-bounds")

    def test_tokens_are_cases_too(self):
        self.file("finds", "entropy-bounds unit=nat p=1/4,1/4,1/4,1/4\nlse-shift unit=nat z=1,2 c=3\n")
        who = ("--subject", faulty("quarters"))
        report = self.same(1, (2,), "--only", "entropy-bounds", "--cases", "20", "--replay-file", "finds", who=who)
        self.assertEqual(report["properties"][0]["refuted"], 1)
        self.assertIn("1 token added to kept", self.expect(1, "merge", "part1of2", "part2of2", *who, "--replay-file", "kept", "--keep"))

    def test_what_was_answered_is_not_lost(self):
        """The subject answers otherwise when the parts are joined: both answers are shown."""
        flag = self.file("flag", "wrong")
        script = f"import pathlib\nwrong = pathlib.Path({flag!r}).read_text() == 'wrong'\n" + (ROOT / "tests/cli/faulty.py").read_text().replace('fault == "offset"', "wrong and len(p) == 3")
        who = ("--subject", f"exec:env PYTHONPATH={ROOT}/subjects/python {sys.executable} -B {self.file('changes.py', script)} none")
        parts = self.parts(2, "--only", "entropy-bounds", "--only", "accuracy-of-entropy", "--cases", "200", *who)
        self.file("flag", "right")
        self.expect(1, "merge", *parts, *who, "--report", "report")
        report = json.loads((self.folder / "report").read_text())
        self.assertEqual([cause["name"] for cause in report["causes"]], ["entropy: inconsistent"])
        seen = report["causes"][0]["counterexample"]["observations"][0]
        self.assertNotEqual(seen["observed"], seen["again"])

    def test_what_a_trial_is_held_to(self):
        who = ("--subject", faulty("zero"))
        trial = (*who, "--only", "*entropy*", "--cases", "60")
        parts = self.parts(3, *trial)
        known = self.file("known", "entropy: NaN | faulty | 9999-12-31 | a test\n")
        for extra, status in ((("--expect", known), 0), (("--save-baseline", "new"), 1), (("--annotate",), 1), (("--quiet",), 1)):
            with self.subTest(extra[0]):
                whole = self.expect(status, "check", *trial, *extra)
                if extra[0] == "--save-baseline":
                    saved = (self.folder / "new").read_text()
                    (self.folder / "new").unlink()
                self.assertEqual(self.expect(status, "merge", *parts, *who, *extra), whole)
        self.assertEqual((self.folder / "new").read_text(), saved)
        self.assertEqual(self.expect(0, "merge", *parts, *who, "--baseline", "new"), self.expect(0, "check", *trial, "--baseline", "new"))


class Parts(Shards):
    TRIAL = ("--only", "entropy-bounds", "--cases", "20")

    def setUp(self):
        super().setUp()
        self.first, self.second, self.third = self.parts(3, *self.TRIAL)

    def one(self, name, *arguments):
        self.expect(0, "check", *arguments, "--shard", "3/3", "--report", name)
        return name

    def change(self, name, before, after):
        """A part that somebody changed, with the sum that it should have."""
        text = (self.folder / self.first).read_text()
        self.assertIn(before, text)
        text = text.replace(before, after)
        text = text[:text.rindex(',"sum":')]
        h = 0xcbf29ce484222325
        for byte in text.encode():
            h = (h ^ byte) * 0x100000001b3 % 2**64
        return self.file(name, f'{text},"sum":"{h:016x}"}}\n')

    def test_each_once(self):
        self.refuse("part 3 of 3 is missing", "merge", self.first, self.second)
        self.refuse("part1of3 and part1of3 are both part 1 of 3", "merge", self.first, self.second, self.first, self.third)
        self.refuse("part1of3 is one of 3 parts, and part2of2 one of 2", "merge", self.first, self.parts(2, *self.TRIAL)[1])

    def test_of_one_trial(self):
        two = (self.first, self.second)
        for name, differs, arguments in (("cases", "--cases is 20 in .*part1of3 and 21 in cases", ("--only", "entropy-bounds", "--cases", "21")),
                                         ("seed", "--seed is 1 .* and 2", (*self.TRIAL, "--seed", "2")),
                                         ("filters", "--skip is \\[\\] .* and \\[\"kl-\\*\"\\]", (*self.TRIAL, "--skip", "kl-*")),
                                         ("metrics", "--metric is \\[\\] .* and \\[\"entropy\"\\]", (*self.TRIAL, "--metric", "entropy")),
                                         ("strict", "--strict is false .* and true", (*self.TRIAL, "--strict")),
                                         ("who", "--subject is \"\" .* and \"numpy\"", (*self.TRIAL, "--subject", "numpy"))):
            self.refuse(f"parts of different trials: {differs}", "merge", *two, self.one(name, *arguments))
        token = self.file("finds", "entropy-bounds unit=nat p=1/2,1/2\n")
        self.refuse("--replay-file is \\[\\] .* and \\[\"entropy-bounds unit=nat", "merge", *two, self.one("tokens", *self.TRIAL, "--replay-file", token))
        old = self.change("old", '"gibbs":"', '"gibbs":"0.')
        self.refuse(r"old: the part cannot be read: it is of gibbs 0\.\d+\.\d+\.\d+, and this is \d+\.\d+\.\d+\n", "merge", old, self.second, self.third)
        away = self.change("away", '"platform":"Linux ', '"platform":"Plan9 ')
        self.refuse("--?platform is \"Plan9 .* in .*away and \"Linux|platform is \"Plan9", "merge", away, self.second, self.third)
        self.refuse("later: this is gibbs-part/2, and this gibbs reads gibbs-part/1", "merge", self.change("later", "gibbs-part/1", "gibbs-part/2"), self.second)

    def test_of_the_subject_that_is_here(self):
        all_three = (self.first, self.second, self.third)
        self.refuse('--subject is "" in .*part1of3 and "numpy" here', "merge", *all_three, "--subject", "numpy")
        program = ("--subject", subject("honest"))
        parts = self.parts(2, *self.TRIAL, *program)
        self.refuse("--subject is \"exec:.* in part1of2 and \"\" here", "merge", *parts)
        for what, before, after in (("version", '"version": "1"', '"version": "2"'), ("offers", '{"composed": mode == "composed"}', '{"max_n": 7}')):
            script = self.file("changing.py", (ROOT / "tests/cli/subject.py").read_text())
            changing = ("--subject", f"exec:{sys.executable} {script} honest")
            parts = self.parts(2, *self.TRIAL, *changing)
            self.file("changing.py", (ROOT / "tests/cli/subject.py").read_text().replace(before, after))
            self.refuse(f"{what} is \"", "merge", *parts, *changing)

    def test_whole_and_sound(self):
        text = (self.folder / self.first).read_text()
        for end in (100, len(text) // 2, len(text) - 9):
            self.refuse("cut: the part is cut off or broken", "merge", self.file("cut", text[:end]), self.second, self.third)
        self.refuse("the part is cut off or broken", "merge", self.file("spoilt", re.sub(r'"counts":\[\d', '"counts":[9', text)), self.second, self.third)
        self.refuse("empty: this is no part of a trial", "merge", self.file("empty", ""))
        self.refuse("this is no part of a trial", "merge", self.file("report", self.expect(0, "check", *self.TRIAL, "--report", "-")))
        self.refuse("cannot read nothing: No such file", "merge", "nothing")
        for before, after in (('"counts":[', '"counts":["x",'), ('"part":[1,3]', '"part":[4,3]'), ('"entropy-bounds"', '"no-such"'), ('"lost":false', '"lost":0'),
                              ('"answered":["', '"answered":["x'), ('"lost":false}\n]', '"lost":false}\n'), ('"failed":[', '"failed":[{"number":1,"case":"entropy-bounds unit=nat p=1","answers":[["no",[],""]]}'),
                              ('"failed":[', '"failed":[{"number":1,"case":"kl-units p=1","answers":[]}')):
            with self.subTest(before):
                self.refuse("made: the part cannot be read: ", "merge", self.change("made", before, after), self.second, self.third)
        for answers, message in (('["value",[0.0],""]', "a case does not fail by the answers that it is said to have failed by: entropy-bounds unit=nat p=0x1p[+]0"),
                                 ("", "a question was asked that has no answer")):
            told = self.change("told", '"failed":[', f'"failed":[{{"number":10,"case":"entropy-bounds unit=nat p=1","answers":[{answers}]}}')
            self.refuse(message, "merge", told, self.second, self.third)

    def test_a_part_that_was_killed_is_run_again(self):
        """Nothing of it stands under its name; what is run again counts once."""
        trial = ("--subject", subject("slow"), *self.TRIAL)
        process = subprocess.Popen([GIBBS, "check", *trial, "--shard", "1/2", "--report", "part1of2"], cwd=self.folder, stdout=subprocess.DEVNULL)
        threading.Event().wait(0.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertFalse((self.folder / "part1of2").exists())
        self.refuse("cannot read part1of2", "merge", "part1of2", "part2of2")
        self.same(0, (2,), *self.TRIAL, who=trial[:2])

    def test_bad_usage(self):
        for bad in ("0/3", "4/3", "x/3", "3", "1/0", "1/", "/3", "1/3/3"):
            self.refuse("--shard: ", "check", "--shard", bad, "--report", "r")
        self.refuse("--shard needs --report FILE", "check", "--shard", "1/2")
        for option in ("--junit", "--markdown", "--expect", "--baseline", "--save-baseline"):
            self.refuse(f"{option} is for gibbs merge", "check", "--shard", "1/2", "--report", "r", option, "x")
        for option in ("--exact", "--keep", "--verbose", "--annotate"):
            self.refuse(f"{option} is for gibbs merge", "check", "--shard", "1/2", "--report", "r", option)
        self.refuse("PART is required", "merge")
        self.refuse("--replay-file is for --keep", "merge", "r", "--replay-file", "x")
        self.refuse("cannot write no/part", "check", *self.TRIAL, "--shard", "1/2", "--report", "no/part")
        self.refuse("--report and --junit name the same file", "merge", self.first, self.second, self.third, "--report", "x", "--junit", "x")


if __name__ == "__main__":
    unittest.main()
