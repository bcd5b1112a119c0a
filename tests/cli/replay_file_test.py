"""--replay-file and --keep: what was found once is tried first ever after."""
import json
import unittest

from harness import CliTest
from causes_test import faulty

TOKEN = "entropy-bounds unit=nat p=0x1p+0,0x0p+0"


class ReplayFile(CliTest):
    def test_tokens_are_tried_beyond_the_cases(self):
        """A fault that the drawn cases do not meet."""
        who = ("check", "--subject", faulty("quarters"), "--only", "entropy-bounds", "--cases", "1", "--report", "-")
        (before,) = json.loads(self.expect(0, *who))["properties"]
        file = self.file("finds", "# a comment\n\nentropy-bounds unit=nat p=1/4,1/4,1/4,1/4\nlse-shift unit=nat z=1,2 c=3\n")
        (after,) = json.loads(self.expect(1, *who, "--replay-file", file))["properties"]
        self.assertEqual((after["cases"], after["refuted"]), (before["cases"] + 1, 1))
        self.assertEqual(after["classes"], before["classes"])

    def test_finds_are_kept_once(self):
        who = ("check", "--subject", faulty("zero"), "--cases", "60", "--replay-file", "finds", "--keep")
        self.assertIn("1 token added to finds\n", self.expect(1, *who, "--seed", "1"))
        first = (self.folder / "finds").read_text()
        self.assertRegex(first, r"\A# faulty 1, seed 1: entropy\(p\) is NaN.*\naccuracy-of-entropy unit=nat p=0x0p\+0,0x1p\+0\n\Z")
        self.assertNotIn("added", self.expect(1, *who, "--seed", "2"))
        self.assertEqual((self.folder / "finds").read_text(), first)
        self.expect(1, "check", "--subject", faulty("zero"), "--only", "accuracy-of-entropy", "--cases", "1", "--replay-file", "finds")

    def test_files_that_cannot_be_read(self):
        who = ("check", "--subject", faulty("zero"))
        self.refuse("cannot read none", *who, "--replay-file", "none")
        self.refuse("--keep adds to the file of --replay-file", *who, "--keep")
        for line, message in (("no-such unit=nat p=1", "unknown theorem 'no-such'"), ("kl-is-symmetric p=1 q=1", "is a fallacy"), ("entropy-bounds p=x", "line 2: ")):
            self.refuse(message, *who, "--replay-file", self.file("finds", f"{TOKEN}\n{line}\n"))
        self.refuse("entropy-bounds", *who, "--replay-file", self.file("finds", "entropy-bounds unit=nat q=1\n"))


if __name__ == "__main__":
    unittest.main()
