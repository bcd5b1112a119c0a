"""Trials and their reports."""
import json
import pathlib
import re
import unittest
import xml.etree.ElementTree

import jsonschema

from harness import ROOT, CliTest, subject

NEGATIVE = subject("negative")
SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text())


def counterexamples(text):
    """The blocks from "why" to "replay" in what a trial prints."""
    return re.findall(r"^  why .*?^  replay [^\n]*\n", text, re.MULTILINE | re.DOTALL)


class Trial(CliTest):
    def test_exit_status_is_the_verdict(self):
        self.assertIn("HELD.", self.expect(0, "check", "--only", "entropy-*", "--cases", "5"))
        self.assertIn("REFUTED.", self.expect(1, "check", "--subject", NEGATIVE, "--cases", "5"))

    def test_table_tells_what_broke(self):
        text = self.expect(1, "check", "--subject", NEGATIVE, "--cases", "5", "--verbose")
        self.assertRegex(text, r"\Atest negative 1 \(binary64\): REFUTED\. \d+ of \d+ properties broken by 1 cause\. 5 cases each, seed 1\.\n")
        self.assertRegex(text, r"(?m)^✗ entropy +stable +none ")
        self.assertRegex(text, r"(?m)^✗ entropy-bounds: 0 ≤ H\(P\) ≤ log n \(\d+ of 5 cases\)\n  why ")
        self.assertRegex(text, r"(?ms)^✗ \d+ broken by its own answers: .*entropy-bounds")
        self.assertRegex(text, r"(?m)^✗ 1 broken by inaccuracy: accuracy-of-entropy$")
        self.assertRegex(text, r"(?m)^- \d+ skipped: ")
        self.assert_fits("\n".join(line for line in text.splitlines() if "gibbs replay '" not in line))

    def test_formulas_of_the_adapters_own_are_listed_apart(self):
        text = self.expect(1, "check", "--subject", subject("composed"), "--cases", "5", "--report", "r.json")
        self.assertRegex(text, r"REFUTED\. 0 of \d+ properties broken, \d+ more by formulas of the adapter's\s+own\.")
        self.assertRegex(text, r"(?m)^✗ entropy \* ")
        self.assertLess(text.index("which are no fault of the library:"), text.index("✗ entropy("))
        self.assertIn("\nThe formula is the adapter's own, and no fault of the library.\n",
                      self.expect(1, "check", "--subject", subject("composed"), "--cases", "5", "--markdown", "-"))
        everything = self.expect(1, "check", "--subject", subject("composed"), "--cases", "5", "--verbose")
        self.assertLess(everything.rindex("which are no fault of the library:"), everything.index("✗ entropy-bounds: "))
        (metric,) = json.loads((self.folder / "r.json").read_text())["metrics"]
        self.assertIs(metric["composed"], True)

    def test_what_a_subject_declines_is_no_case(self):
        who = ("--subject", subject("declines"), "--cases", "40", "--report", "r.json")
        text = self.expect(0, "check", *who)
        self.assertIn("mostly declines: ", text)
        report = json.loads((self.folder / "r.json").read_text())
        jsonschema.validate(report, SCHEMA)
        (found,) = [p for p in report["properties"] if p["id"] == "entropy-permutation"]
        self.assertEqual(found["status"], "declined")
        self.assertGreater(found["cases"], 0)
        self.assertEqual(found["note"], f"declined {found['declined']} of {found['cases'] + found['declined']} inputs: two classes at most")
        self.refuse("does not take these inputs: two classes at most", "replay",
                    "entropy-bounds unit=nat p=0x1p-1,0x1p-2,0x1p-2", "--subject", subject("declines"))

    def test_clean_run_is_short(self):
        self.assertLess(len(self.expect(0, "check", "--metric", "entropy", "--only", "*entropy*", "--cases", "3").splitlines()), 30)

    def test_rounded_counts_as_refuted_when_strict(self):
        only = ("--subject", subject("rough"), "--only", "entropy-of-2^k-classes", "--cases", "50")
        self.assertIn("up to rounding", self.expect(0, "check", *only))
        text = self.expect(1, "check", "--strict", "--verbose", *only)
        self.assertEqual(len(counterexamples(text)), 1)

    def test_a_dead_subject_is_named(self):
        self.refuse("it broke", "check", "--subject", subject("dead"), status=3)

    def test_every_counterexample_replays(self):
        """The token alone brings back the same counterexample, here and on the shell line that is printed."""
        text = self.expect(1, "check", "--subject", NEGATIVE, "--cases", "5", "--verbose", "--report", "r.json")
        shown = counterexamples(text)
        broken = [p for p in json.loads((self.folder / "r.json").read_text())["properties"] if p["status"] == "refuted"]
        self.assertEqual(len(shown), len(broken))
        self.assertGreater(len(broken), 1)
        for block, found in zip(shown, broken):
            again = self.expect(1, "replay", found["replay"], "--subject", NEGATIVE)
            self.assertEqual(counterexamples(again), [block])
            self.assertEqual(again, self.expect(1, "replay", "@" + self.file("token", found["replay"] + "\n"), "--subject", NEGATIVE))
            self.assertEqual(again, self.expect(1, "replay", *found["replay"].split(), "--subject", NEGATIVE))
            self.assertTrue(self.expect(0, "replay", found["replay"]).startswith("held "))
        self.assertIn(f"gibbs replay '{broken[0]['replay']}' --subject '{NEGATIVE}'\n", shown[0])


    def test_three_counterexamples_where_they_differ(self):
        """The simplest in full; of the others what was wrong, and the line that runs them again."""
        who = ("--subject", subject("uneven"))
        only = ("--only", "accuracy-of-entropy", "--cases", "60")
        text = self.expect(1, "check", *who, *only, "--verbose", "--report", "r.json", "--junit", "r.xml")
        (found,) = json.loads((self.folder / "r.json").read_text())["properties"]
        tokens = [found["replay"], found["simplest_as_severe"]["replay"], found["worst"]["replay"]]
        self.assertEqual(len(counterexamples(text)), 1)
        self.assertEqual(re.findall("gibbs replay '(.*?)'", text), tokens[:1] + tokens)  # first of the cause
        self.assertRegex(text, r"(?m)^  as severe entropy\(p\) = \S+ is \S+ ulp off")
        self.assertRegex(text, r"(?m)^  worst     entropy\(p\) = \S+ is \S+ ulp off")
        failure = xml.etree.ElementTree.parse(self.folder / "r.xml").getroot().find("testsuite/testcase/failure")
        self.assertEqual(set(re.findall("gibbs replay '(.*?)'", failure.text)), set(tokens[:1]))
        sizes = [len(c["inputs"]["p"]) for c in (found["counterexample"], found["simplest_as_severe"]["counterexample"], found["worst"]["counterexample"])]
        self.assertEqual(sizes[:2], [2, 5])
        self.assertGreater(sizes[2], 5)
        for token in tokens:
            self.assertIn(token, self.expect(1, "replay", token, *who))


class Report(CliTest):
    def report(self, *arguments, status):
        self.expect(status, "check", *arguments, "--report", "r.json")
        report = json.loads((self.folder / "r.json").read_text())
        jsonschema.Draft202012Validator(SCHEMA).validate(report)
        return report

    def test_schema_is_one_and_closed(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        objects = [SCHEMA] + [d for d in SCHEMA["$defs"].values() if d.get("type") == "object"]
        for item in objects:
            self.assertIn("additionalProperties", item)
        report = self.report("--only", "entropy-bounds", "--cases", "1", status=0)
        self.assertEqual(report["properties"][0]["kind"], "theorem")
        for path in ((), ("subject",), ("properties", 0)):
            spoilt = json.loads(json.dumps(report))
            target = spoilt
            for step in path:
                target = target[step]
            target["more"] = 1
            self.assertFalse(jsonschema.Draft202012Validator(SCHEMA).is_valid(spoilt))

    def test_report_of_the_library(self):
        report = self.report("--cases", "2", "--seed", "18446744073709551615", "--metric", "entropy", "--metric", "mutual_information", status=0)
        self.assertEqual((report["subject"]["name"], report["seed"], report["cases"]), ("gibbs", 2**64 - 1, 2))
        self.assertTrue(all({"entropy", "mutual_information"} & set(p["metrics"]) for p in report["properties"]))
        grades = {m["metric"]: m for m in report["metrics"]}
        self.assertEqual(grades["entropy"]["grade"], "correct")
        self.assertLessEqual(grades["entropy"]["max_ulp"], 0.5)

    def test_report_of_a_refuted_subject(self):
        self.report("--subject", subject("uneven"), "--cases", "60", "--only", "accuracy-of-entropy", status=1)
        report = self.report("--subject", NEGATIVE, "--cases", "5", status=1)
        found = {p["id"]: p for p in report["properties"]}["entropy-bounds"]
        self.assertEqual((found["status"], found["counterexample"]["metric"]), ("refuted", "entropy"))
        self.assertTrue(found["replay"].startswith("entropy-bounds unit=nat p=0x"))
        self.assertIn("p", found["counterexample"]["inputs"])
        self.assertTrue(found["counterexample"]["observed"].startswith("-0."))

    def test_same_seed_same_bytes(self):
        """Whatever the threads; the tables too."""
        for who in ((), ("--subject", NEGATIVE), ("--subject", subject("uneven"))):
            runs = []
            for threads in ("1", "2", "7", "7"):
                self.run_gibbs("check", *who, "--cases", "7", "--seed", "3", "--report", "r.json", "--junit", "r.xml", "--threads", threads)
                runs.append([(self.folder / name).read_bytes() for name in ("r.json", "r.xml")])
            self.assertTrue(all(run == runs[0] for run in runs), who)
        self.run_gibbs("check", *who, "--cases", "7", "--seed", "4", "--report", "r.json")
        self.assertNotEqual((self.folder / "r.json").read_bytes(), runs[0][0])

    def test_report_says_what_broke(self):
        """A theorem between its own answers, accuracy against the reference, or the handling of input."""
        report = self.report("--subject", NEGATIVE, "--cases", "5", status=1)
        broken = {(p["kind"], p["counterexample"]["breaks"]) for p in report["properties"] if p["status"] == "refuted"}
        self.assertEqual(broken, {("theorem", "theorem"), ("accuracy", "accuracy")})
        report = self.report("--subject", subject("refusing"), "--cases", "5", status=1)
        self.assertEqual({p["counterexample"]["breaks"] for p in report["properties"] if p["status"] == "refuted"}, {"handling"})
        self.expect(1, "check", "--subject", subject("refusing"), "--cases", "5", "--junit", "r.xml")
        failures = xml.etree.ElementTree.parse(self.folder / "r.xml").getroot().findall("testsuite/testcase/failure")
        self.assertEqual({f.get("type") for f in failures}, {"handling"})

    def test_junit(self):
        self.expect(1, "check", "--subject", NEGATIVE, "--cases", "5", "--report", "r.json", "--junit", "r.xml")
        suites = xml.etree.ElementTree.parse(self.folder / "r.xml").getroot()
        self.assertEqual(suites.tag, "testsuites")
        (suite,) = suites
        cases = suite.findall("testcase")
        statuses = [p["status"] for p in json.loads((self.folder / "r.json").read_text())["properties"]]
        self.assertEqual([int(suite.get(k)) for k in ("tests", "failures", "skipped", "errors")],
                         [len(statuses) + 1, 1, statuses.count("skipped") + statuses.count("refuted"), 0])
        self.assertEqual([len(suite.findall(f"testcase/{tag}")) for tag in ("failure", "skipped", "system-out")],
                         [1, statuses.count("skipped") + statuses.count("refuted"), statuses.count("rounded")])
        case = next(c for c in cases if c.get("name") == "entropy-bounds")
        self.assertEqual(case.get("classname"), "gibbs.test negative.entropy")
        self.assertEqual(case.find("skipped").get("message"), "refuted: see entropy: inaccurate")
        case = next(c for c in cases if c.get("name") == "entropy: inaccurate")
        self.assertEqual(case.get("classname"), "gibbs.test negative.causes")
        failure = case.find("failure")
        self.assertRegex(failure.get("message"), r"^entropy\(p\) = -0\.69\d+ is \S+ ulp off .*; breaks \d+ properties$")
        self.assertIn("entropy-bounds", failure.text)
        self.assertIn("gibbs replay 'accuracy-of-entropy", failure.text)

    def test_junit_of_a_subject_with_an_odd_name(self):
        self.expect(1, "check", "--subject", subject("odd"), "--only", "entropy-bounds", "--cases", "5", "--junit", "r.xml")
        (suite,) = xml.etree.ElementTree.parse(self.folder / "r.xml").getroot()
        self.assertIn("<&\"'>", suite.get("name"))


class Files(CliTest):
    def test_a_target_that_cannot_be_written_is_found_before_the_trial(self):
        started = self.folder / "started"
        who = ("check", "--subject", f"exec:touch {started}")
        (self.folder / "folder").mkdir()
        for option in ("--report", "--junit"):
            for target in ("none/r.json", "folder", "folder/", "/proc/r.json", "r.json/"):
                self.refuse(f"cannot write {re.escape(target)}: ", *who, option, target)
        self.refuse("name the same file", *who, "--report", "r", "--junit", "./r")
        self.assertFalse(started.exists())
        self.assertEqual([p.name for p in self.folder.iterdir()], ["folder"])

    def test_what_was_there_stays_when_the_trial_fails(self):
        self.file("r.json", "old")
        self.refuse("it broke", "check", "--subject", subject("dead"), "--report", "r.json", "--junit", "r.xml", status=3)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["r.json"])
        self.assertEqual((self.folder / "r.json").read_text(), "old")

    def test_links_are_followed_and_rights_kept(self):
        (self.folder / "far").mkdir()
        target = pathlib.Path(self.file("far/r.json", "old"))
        target.chmod(0o640)
        (self.folder / "r.json").symlink_to("far/r.json")
        self.expect(0, "check", "--only", "entropy-bounds", "--cases", "1", "--report", "r.json")
        self.assertTrue((self.folder / "r.json").is_symlink())
        self.assertIn("gibbs-report/1", target.read_text())
        self.assertEqual(target.stat().st_mode & 0o777, 0o640)

    def test_devices_are_written_as_they_are(self):
        text = self.expect(0, "check", "--only", "entropy-bounds", "--cases", "1", "--report", "/dev/stdout", "--junit", "/dev/null")
        json.loads(text[text.index("\n{"):])
        self.assertTrue(pathlib.Path("/dev/null").is_char_device())

    def test_a_full_disk_is_reported(self):
        done = self.run_gibbs("check", "--only", "entropy-bounds", "--cases", "1", "--report", "/dev/full")
        self.assertEqual((done.returncode, done.stderr), (2, "gibbs check: cannot write /dev/full: No space left on device\n"))


if __name__ == "__main__":
    unittest.main()
