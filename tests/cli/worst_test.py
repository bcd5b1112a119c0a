"""The search for the input with the largest error."""
import re
import unittest

from harness import CliTest, subject

FEW = ("--tries", "600")


def tokens(text):
    return re.findall("gibbs replay '(.*?)'", text)


class Worst(CliTest):
    def test_a_claim_that_survives(self):
        text = self.expect(0, "worst", "entropy", *FEW)
        self.assertRegex(text, r"\Agibbs \S+ \(binary64\), entropy: keeps the claim `correct`, in 600 inputs\.\n")
        self.assertRegex(text, r"(?m)^  why       0\.\d+ ulp off: (0\.\d+|1) of what `correct` allows here$")
        self.assertRegex(text, r"(?m)^  observed  entropy\(p\).* = \S+  0x1\.")
        self.assertRegex(text, r"(?m)^  exact     \S+, 0\.\d+ ulp off$")
        self.assert_fits("\n".join(line for line in text.splitlines() if "gibbs replay '" not in line))
        for token in tokens(text):
            self.assertTrue(token.startswith("accuracy-of-entropy unit="))
            self.expect(0, "replay", token)

    def test_a_claim_that_is_broken(self):
        for mode, what in (("negative", "times as much as allowed"), ("refusing", "is refused although the input is valid: no")):
            who = ("--subject", subject(mode))
            text = self.expect(1, "worst", "entropy", *who, *FEW)
            self.assertRegex(text, r"\Atest \w+ 1 \(binary64\), entropy: BREAKS the claim `stable`, in 600 inputs\.\n")
            self.assertIn(what, " ".join(text.split()))
            self.assertIn(f"--subject '{who[1]}'", text)
            for token in tokens(text):
                self.assertIn(token, self.expect(1, "replay", token, *who))

    def test_ulps_and_share_of_the_claim_lead_apart(self):
        text = self.expect(0, "worst", "entropy", "--subject", subject("honest"), *FEW)
        self.assertEqual(len(tokens(text)), 2)
        ulps = [float(x) for x in re.findall(r"why +(\S+) ulp off", text)]
        shares = [float(x) for x in re.findall(r"ulp off: (\S+) of what `stable` allows", text)]
        self.assertGreater(ulps[0], ulps[1])
        self.assertLess(shares[0], shares[1])

    def test_same_seed_same_bytes(self):
        search = ("worst", "entropy", "--subject", subject("honest"), *FEW)
        runs = {self.expect(0, *search, "--seed", "3", "--threads", n) for n in ("1", "2", "5")}
        self.assertEqual(len(runs), 1)
        self.assertNotEqual(runs.pop(), self.expect(0, *search, "--seed", "4"))

    def test_seconds_are_a_limit(self):
        text = self.expect(0, "worst", "sigmoid_cross_entropy", "--seconds", "1")
        self.assertGreater(int(re.search(r"in (\d+) inputs", text)[1]), 100)
        self.assertIn("in 5 inputs", self.expect(0, "worst", "softmax", "--seconds", "60", "--tries", "5"))

    def test_museum(self):
        text = self.expect(1, "worst", "js_divergence", "--subject", "museum:scipy-20083", *FEW)
        self.assertIn("is NaN, although the exact value exists", text)

    def test_misuse(self):
        self.refuse("unknown metric 'entropi'; did you mean 'entropy'", "worst", "entropi")
        self.refuse("unknown subject 'scpy'; did you mean 'scipy'", "worst", "entropy", "--subject", "scpy")
        self.refuse("lacks log_sum_exp", "worst", "log_sum_exp", "--subject", subject("honest"))
        for bad in ("0", "-1", "NaN", "inf", "1.5", "", "1e9"):
            self.refuse("--seconds: ", "worst", "entropy", f"--seconds={bad}")
            self.refuse("--tries: ", "worst", "entropy", f"--tries={bad}")
        self.refuse("--seed: .* is no whole number", "worst", "entropy", "--seed=-1")
        self.refuse("--threads", "worst", "entropy", "--threads=-1")
        self.refuse("no-such-program", "worst", "entropy", "--subject", "exec:no-such-program", status=3)
        self.refuse("it broke", "worst", "entropy", "--subject", subject("dead"), status=3)


if __name__ == "__main__":
    unittest.main()
