"""What the command line offers beside the trial itself: selections, files, help, catalogue for programs, replays."""
import json
import pathlib
import re
import unittest

from harness import CliTest, subject


class Selection(CliTest):
    def ids(self, *arguments):
        report = json.loads(self.expect(0, "check", "--cases", "1", "--report", "-", *arguments))
        return [p["id"] for p in report["properties"]]

    def test_several_globs(self):
        both = self.ids("--only", "lse-*", "--only", "sigmoid-*")
        self.assertEqual(both, sorted(set(self.ids("--only", "lse-*") + self.ids("--only", "sigmoid-*")), key=both.index))
        self.assertTrue({i.split("-")[0] for i in both} == {"lse", "sigmoid"})

    def test_skip(self):
        everything = self.ids("--only", "lse-*")
        self.assertEqual(self.ids("--only", "lse-*", "--skip", "lse-sh*", "--skip", "lse-equal"),
                         [i for i in everything if not i.startswith("lse-sh") and i != "lse-equal"])
        self.refuse("unknown property 'lse-equl'; did you mean 'lse-equal'", "check", "--skip", "lse-equl")
        self.refuse("match", "check", "--only", "lse-*", "--skip", "*")


class Output(CliTest):
    def test_dash_is_standard_output(self):
        """And nothing else is written there."""
        json.loads(self.expect(0, "check", "--only", "entropy-bounds", "--cases", "1", "--report", "-"))
        self.assertTrue(self.expect(0, "check", "--only", "entropy-bounds", "--cases", "1", "--junit", "-").startswith("<?xml"))
        self.assertEqual(list(self.folder.iterdir()), [])
        self.refuse("name the same file", "check", "--report", "-", "--junit", "-")

    def test_quiet_is_the_verdict(self):
        self.assertRegex(self.expect(0, "check", "--only", "entropy-bounds", "--cases", "1", "--quiet"), r"\Agibbs [^\n]*HELD[^\n]*\n\Z")
        self.assertRegex(self.expect(1, "check", "--subject", subject("negative"), "--cases", "5", "--quiet"),
                         r"\Atest negative 1 \(binary64\): REFUTED\. \d+ of \d+ properties broken by 1 cause\. 5 cases each, seed 1\.\n\Z")

    def test_timeout(self):
        text = self.expect(1, "check", "--subject", subject("slow"), "--only", "entropy-bounds", "--cases", "3", "--timeout", "1")
        self.assertIn("no answer within 1 s", " ".join(text.split()))
        self.expect(0, "check", "--subject", subject("slow"), "--only", "entropy-bounds", "--cases", "1", "--timeout", "4")
        self.refuse("--timeout: 0 is no whole number", "check", "--subject", subject("slow"), "--timeout", "0")

    def test_what_is_skipped_is_one_line(self):
        text = self.expect(1, "check", "--subject", subject("negative"), "--cases", "5")
        (skipped,) = re.findall(r"(?m)^- \d+ skipped: (.*)$", text.replace("\n  ", " "))
        self.assertRegex(skipped, r"\bneed metrics it lacks \(\d+\)")
        self.assertNotIn("lacks kl_divergence", text)


class Words(CliTest):
    def test_help(self):
        self.assertEqual(self.expect(0, "help"), self.expect(0, "--help"))
        self.assertEqual(self.expect(0, "help", "check"), self.expect(0, "check", "--help"))
        self.refuse("unknown command 'chek'; did you mean 'check'", "help", "chek")

    def test_help_has_no_words_of_the_parser(self):
        for command in ("check", "worst", "replay", "list", "explain"):
            about = self.expect(0, command, "--help")
            self.assertNotRegex(about, r"TEXT|UINT")
        self.assertRegex(self.expect(0, "check", "--help"), r"--cases N ")
        self.refuse("--cases: 1 required N missing", "check", "--cases")

    def test_parts_of_names_are_suggestions(self):
        self.refuse("unknown property 'gibbs-ineq'; did you mean 'gibbs-inequality'\\?", "check", "--only", "gibbs-ineq")
        self.refuse(r"unknown theorem 'chain'; did you mean 'entropy-chain-rule'\?", "explain", "chain")
        self.refuse(r"unknown theorem 'kl'; did you mean 'kl-units', '.*', … \(\d+ more\)\?", "explain", "kl")

    def test_catalogue_for_programs(self):
        all_of_it = json.loads(self.expect(0, "list", "--json"))
        self.assertEqual({s["kind"] for s in all_of_it}, {"theorem", "accuracy", "domain", "fallacy"})
        (one,) = [s for s in all_of_it if s["id"] == "gibbs-inequality"]
        self.assertEqual((one["statement"], one["metrics"]), ("D(P‖Q) ≥ 0", ["kl_divergence"]))
        some = json.loads(self.expect(0, "list", "--json", "--metric", "log_sum_exp"))
        self.assertEqual(some, [s for s in all_of_it if "log_sum_exp" in s["metrics"]])
        text = self.expect(0, "list")
        for s in all_of_it:
            self.assertIn(s["id"], text)

    def test_catalogue_for_programs_says_what_is_proved(self):
        proved = {s["id"]: s["proved"] for s in json.loads(self.expect(0, "list", "--json")) if s["kind"] in ("theorem", "fallacy")}
        self.assertEqual(proved["gibbs-inequality"]["file"], "proofs/catalogue/Divergence.v")
        for id, proof in proved.items():
            if "reason" in proof:
                self.assertEqual(proof.keys(), {"reason"}, id)
                self.assertIn("not by machine", self.expect(0, "explain", id))
                continue
            self.assertRegex(proof["statement"], rf"\ATheorem {id.replace('-', '_').replace('^', '_to_the_')}\b", id)
            self.assertIn(proof["statement"], (pathlib.Path(__file__).parents[2] / proof["file"]).read_text(), id)
        for s in json.loads(self.expect(0, "list", "--json")):
            self.assertEqual(s["proved"] is None, s["kind"] in ("accuracy", "domain"), s["id"])

    def test_a_held_replay_shows_its_values(self):
        text = self.expect(0, "replay", "gibbs-inequality unit=nat p=1/2,1/2 q=1/4,3/4")
        self.assertRegex(text, r"\Aheld gibbs-inequality: .*\n")
        self.assertIn("  p         1/2, 1/2\n", text)
        self.assertIn("kl_divergence(p, q) = 0.143841", text)

    def test_explain_on_a_subject_of_ones_own(self):
        text = self.expect(0, "explain", "entropy-bounds", "--subject", subject("negative"))
        self.assertRegex(text, r"(?s)\Aentropy-bounds.*entropy\(p\) = -.*is certainly not.*refuted")
        self.assertNotIn("refuted", self.expect(0, "explain", "entropy-bounds").split("example")[1].split("try")[0])
        self.refuse("the subject lacks kl_divergence", "explain", "gibbs-inequality", "--subject", subject("honest"))
        self.refuse("is a fallacy", "explain", "kl-is-symmetric", "--subject", "scipy")

    def test_places_in_long_vectors_are_named(self):
        z = ",".join(["0"] * 15 + ["-1", "0"])
        text = self.expect(1, "replay", f"accuracy-of-softmax unit=nat z={z}", "--subject", subject("softmax"))
        self.assertIn("softmax(z)[15]", text)
        self.assertIn("z[15] = -1\n", text)


if __name__ == "__main__":
    unittest.main()
