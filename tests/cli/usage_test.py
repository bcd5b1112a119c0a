"""Misuse of every command: one clear line, the documented exit status."""
import unittest

from harness import CliTest, subject


class Usage(CliTest):
    def test_no_command_and_unknown_commands(self):
        self.refuse("a command is missing; see gibbs --help")
        self.refuse("unknown command 'chek'; did you mean 'check'", "chek")
        self.refuse("unknown option '--verison'; did you mean '--version'", "--verison")

    def test_options_that_do_not_exist(self):
        for command in ("check", "merge", "compare", "worst", "subjects", "replay", "list", "explain", "tour", "eval", "book", "vectors", "serve"):
            positional = {"merge": ["part"], "vectors": ["--out=x"], "worst": ["entropy"], "replay": ["t"], "explain": ["i"], "eval": ["entropy"]}.get(command, [])
            self.refuse("unknown option '--nope'", command, *positional, "--nope")
        self.refuse("did you mean '--cases'", "check", "--case", "3")
        self.refuse("did you mean '--counts'", "eval", "entropy", "--count", "1")

    def test_arguments_that_do_not_belong(self):
        for command in ("check", "subjects", "list", "serve"):
            self.refuse("unexpected argument 'more'", command, "more")
        self.refuse("unexpected argument 'more'", "explain", "gibbs-inequality", "more")
        self.refuse("unexpected argument 'more'", "worst", "entropy", "more")

    def test_arguments_that_are_missing(self):
        self.refuse("TOKEN", "replay")
        self.refuse("METRIC", "eval")
        self.refuse("METRIC", "worst")
        for option in ("--subject", "--cases", "--seed", "--only", "--metric", "--report", "--junit", "--threads"):
            self.refuse(f"{option}: .* missing", "check", option)
            self.refuse(f"{option}: .* missing", "check", f"{option}=")

    def test_numbers_of_options(self):
        for bad in ("0", "-1", "1e99", "1.5", "ten", "99999999999999999999"):
            self.refuse("--cases: .* is no whole number from 1 to", "check", f"--cases={bad}")
        for bad in ("-1", "1e99", "x", "18446744073709551616"):
            self.refuse("--seed: .* is no whole number from 0 to 18446744073709551615", "check", f"--seed={bad}")
        self.refuse("--threads", "check", "--threads=-1")

    def test_names_that_are_near(self):
        self.refuse("unknown metric 'entropi'; did you mean 'entropy'", "check", "--metric", "entropi")
        self.refuse("unknown metric 'kl_divergance'; did you mean 'kl_divergence'", "eval", "kl_divergance", "1")
        for who in ([], ["--subject", subject("honest")]):  # nothing is asked of a subject that the token cannot mean
            self.refuse("'q' has length 3, not 2 as 'p'", "replay", "gibbs-inequality p=1/2,1/2 q=1/3,1/3,1/3")
            self.refuse("'p' is given twice", "replay", "entropy-bounds p=1 p=1", *who)
        self.refuse("'p' of the token is neither exactly normalised", "replay", "entropy-bounds p=0.500000001,0.500000001",
                    "--subject", subject("honest"))
        self.refuse("unknown theorem 'gibs-inequality'; did you mean 'gibbs-inequality'", "explain", "gibs-inequality")
        self.refuse("unknown theorem 'gibs-inequality'; did you mean 'gibbs-inequality'", "replay", "gibs-inequality p=1 q=1")
        self.refuse("unknown property 'gibs-inequality'; did you mean", "check", "--only", "gibs-inequality")
        self.refuse("unknown subject 'scpy'; did you mean 'scipy'", "check", "--subject", "scpy")
        self.refuse("unknown subject 'scpy'; did you mean 'scipy'", "replay", "gibbs-inequality", "--subject", "scpy")
        self.refuse("unknown unit 'bits'; did you mean 'bit'", "eval", "entropy", "1", "--unit", "bits")
        self.refuse("unknown format 'binary46'; did you mean 'binary64'", "eval", "entropy", "1", "--format", "binary46")

    def test_fallacies_put_nobody_on_trial(self):
        for command in (("check", "--only", "kl-is-symmetric"), ("replay", "kl-is-symmetric p=1 q=1")):
            self.refuse("is a fallacy, .* see gibbs explain kl-is-symmetric", *command)
        self.refuse("did you mean 'kl-is-symmetric'", "explain", "kl-is-symetric")

    def test_filters_that_match_nothing(self):
        self.refuse("match", "check", "--only", "no-such-*")
        self.refuse("match", "check", "--only", "entropy-bounds", "--metric", "softmax")
        done = self.run_gibbs("check", "--metric", "log_sum_exp", "--subject", subject("honest"), "--cases", "1")
        self.assertEqual((done.returncode, done.stderr), (2, "gibbs check: nothing was tried\n"))

    def test_subjects_that_do_not_work(self):
        self.refuse("no-such-program", "check", "--subject", "exec:no-such-program", status=3)
        self.refuse("it broke", "check", "--subject", subject("dead"), status=3)
        self.refuse("JSON", "check", "--subject", subject("garbage"), status=3)
        self.refuse(".", "check", "--subject", "exec:true", status=3)
        self.refuse("exec: names no command", "check", "--subject", "exec:")
        self.refuse("no-such-program", "replay", "gibbs-inequality unit=nat p=1 q=1", "--subject", "exec:no-such-program", status=3)

    def test_tokens_that_cannot_be_read(self):
        for bad in ("", "no-such-theorem unit=nat p=1", "gibbs-inequality", "gibbs-inequality p=1", "gibbs-inequality p=x q=1",
                    "gibbs-inequality p=1 q=1 r=1", "gibbs-inequality unit=yard p=1 q=1", "entropy-bounds unit=nat p="):
            self.refuse(".", "replay", bad)
        self.refuse("cannot read none: No such file", "replay", "@none")
        self.refuse("Is a directory", "replay", "@.")
        self.refuse(".", "replay", "-", stdin="")

    def test_help_explains_every_command(self):
        help_text = self.expect(0, "--help")
        self.assert_fits(help_text)
        for command in ("check", "merge", "compare", "worst", "subjects", "replay", "list", "explain", "tour", "eval", "book", "vectors", "serve"):
            self.assertIn(f"  {command} ", help_text)
            about = self.expect(0, command, "--help")
            self.assert_fits(about)
            self.assertRegex(about, "Examples?:\n") if command != "list" else None
        self.assertRegex(self.expect(0, "--version"), r"\Agibbs \d+\.\d+\.\d+\n\Z")


if __name__ == "__main__":
    unittest.main()
