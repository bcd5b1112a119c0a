"""Shares of a trial, joined: byte for byte the report of one machine."""
import json
import signal
import subprocess
import sys
import threading
import unittest

from causes_test import faulty
from harness import GIBBS, ROOT, CliTest, subject

OUTPUTS = ("--report", "--junit", "--markdown")


class Shards(CliTest):
    def outputs(self, name, status, *arguments):
        """What a run prints and writes."""
        printed = self.expect(status, *arguments, *(word for o in OUTPUTS for word in (o, name + o)))
        return [printed] + [(self.folder / (name + o)).read_text() for o in OUTPUTS]

    def parts(self, count, *arguments):
        files = [f"part{i}" for i in range(1, count + 1)]
        for i, file in enumerate(files, 1):
            self.expect(0, "check", *arguments, "--shard", f"{i}/{count}", "--report", file)
        return files

    def same(self, status, count, *arguments):
        whole = self.outputs("whole", status, "check", *arguments)
        self.assertEqual(self.outputs("joined", status, "merge", *reversed(self.parts(count, *arguments))), whole)

    def test_the_library(self):
        self.same(0, 3, "--cases", "300", "--metric", "kl_divergence")

    def test_what_is_refuted(self):
        for fault in ("two", "rare", "offset"):
            with self.subTest(fault):
                self.same(1, 4, "--subject", faulty(fault), "--cases", "200")

    def test_strict_and_filters(self):
        self.same(1, 2, "--subject", faulty("drift"), "--cases", "100", "--strict", "--only", "entropy-*", "--only", "accuracy-*", "--seed", "7")

    def test_one_that_dies_or_declines(self):
        self.same(1, 2, "--subject", subject("refusing"), "--cases", "60")
        self.same(1, 2, "--subject", subject("composed"), "--cases", "60")
        self.same(1, 2, "--subject", f"exec:{sys.executable} {ROOT}/tests/cli/mishap.py crash", "--only", "entropy-*", "--cases", "50")

    def test_more_parts_than_cases(self):
        self.same(0, 5, "--cases", "3", "--only", "entropy-bounds")

    def test_a_part_that_was_killed_is_run_again(self):
        """Nothing of it stands under its name; what is run again counts once."""
        trial = ("--subject", subject("slow"), "--only", "entropy-bounds", "--cases", "20")
        process = subprocess.Popen([GIBBS, "check", *trial, "--shard", "1/2", "--report", "part1"], cwd=self.folder, stdout=subprocess.DEVNULL)
        threading.Event().wait(0.2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertFalse((self.folder / "part1").exists())
        self.same(0, 2, *trial)

    def test_parts_that_do_not_fit(self):
        first, second, third = self.parts(3, "--only", "entropy-bounds", "--cases", "20")
        self.refuse("part 3 of 3 is missing", "merge", first, second)
        self.refuse("part1 and part1 are the same part, 1 of 3", "merge", first, second, first, third)
        self.expect(0, "check", "--only", "entropy-bounds", "--cases", "21", "--shard", "3/3", "--report", "other")
        self.refuse("part1 and other are of different trials", "merge", first, second, "other")
        (self.folder / "cut").write_text((self.folder / first).read_text()[:-9])
        self.refuse("cut is no part of a trial", "merge", "cut", second, third)
        self.refuse("the parts are of gibbs .*, and the subject is faulty", "merge", first, second, third, "--subject", faulty("two"))
        spoilt = json.loads((self.folder / first).read_text())
        spoilt["trial"]["gibbs"] = "0.0.0"
        (self.folder / "old").write_text(json.dumps(spoilt))
        self.refuse("old is no part of a trial: of gibbs .*0.0.0", "merge", "old", second, third)

    def test_bad_usage(self):
        for bad in ("0/3", "4/3", "x/3", "3", "1/0"):
            self.refuse("--shard", "check", "--shard", bad, "--report", "r")
        self.refuse("--shard needs --report", "check", "--shard", "1/2")
        self.refuse("--junit is for gibbs merge", "check", "--shard", "1/2", "--report", "r", "--junit", "j")
        self.refuse("PART", "merge")
        self.refuse("nothing is no part of a trial", "merge", "nothing")


if __name__ == "__main__":
    unittest.main()
