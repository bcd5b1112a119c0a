"""The recipes for continuous integration, run as far as that is possible without their hosts."""
import json
import os
import pathlib
import re
import subprocess
import unittest
import xml.etree.ElementTree

import yaml

from causes_test import faulty
from harness import GIBBS, ROOT, CliTest

SCRIPT = ROOT / "ci/check.sh"

# Stands for sbatch where no Slurm is (slurm_test.py has one): what is submitted runs at once, task after task.
SBATCH = """#!/bin/sh
for word; do
  case $word in
    --array=1-*) tasks=$(seq "${word##*-}") ;;
    --output=*) log=${word#*=} ;;
    --*) ;;
    *) break ;;
  esac
  echo "$word" >> options
  shift
done
if [ -z "${tasks:-}" ]; then "$@" > "$log" 2>&1; exit; fi
for task in $tasks; do SLURM_ARRAY_TASK_ID=$task "$@" >> "${log%[%]a}$task" 2>&1; done
echo "17;cluster"
"""


class Ci(CliTest):
    def script(self, status, *arguments, command=(), **environment):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB", "GIBBS"))}
        done = subprocess.run([*(command or ("sh", str(SCRIPT))), *arguments], capture_output=True, encoding="utf-8", cwd=self.folder,
                              env={**clean, "GIBBS": GIBBS, "GIBBS_CASES": "60", **environment}, timeout=300)
        self.assertEqual((done.returncode, done.stderr), (status, ""), done.stdout)
        return done.stdout

    def test_script_leaves_all_three(self):
        self.script(1, GIBBS_SUBJECT=faulty("zero"))
        out = self.folder / "gibbs-report"
        self.assertEqual(json.loads((out / "report.json").read_text())["causes"][0]["name"], "entropy: NaN")
        self.assertEqual(xml.etree.ElementTree.parse(out / "junit.xml").getroot().get("failures"), "1")
        summary = (out / "summary.md").read_text()
        self.assertIn("### entropy: NaN\n", summary)
        self.assertIn("\n| entropy | stable | none | ", summary)
        self.assertIn("```sh\ngibbs replay 'accuracy-of-entropy unit=nat p=0x0p+0,0x1p+0' --subject 'exec:", summary)
        self.script(0, "--only", "lse-*", GIBBS_SUBJECT=faulty("zero"))

    def test_github(self):
        summary = self.folder / "summary"
        text = self.script(1, GIBBS_SUBJECT=faulty("zero"), GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
        (error,) = re.findall("(?m)^::error title=(.*?)::(.*)$", text)
        self.assertEqual(error[0], "entropy%3A NaN")
        self.assertRegex(error[1], r"\Aentropy\(p\) is NaN.*%0Abreaks .*entropy-bounds.*%0Agibbs replay 'accuracy-of-entropy ")
        self.assertIn("### entropy: NaN\n", summary.read_text())
        self.assertNotIn("::", self.script(0, GIBBS_SUBJECT=faulty("none"), GITHUB_ACTIONS="true"))

    def test_known_failures_are_notices(self):
        self.file("known", "entropy: NaN | faulty | 2999-01-01 | ticket 12\n")
        text = self.script(0, GIBBS_SUBJECT=faulty("zero"), GIBBS_EXPECT="known", GITHUB_ACTIONS="true")
        self.assertRegex(text, "(?m)^::notice title=entropy%3A NaN::expected until 2999-01-01: ticket 12$")
        self.assertNotIn("::error", text)
        text = self.script(1, GIBBS_SUBJECT=faulty("none"), GIBBS_EXPECT="known", GITHUB_ACTIONS="true")
        self.assertRegex(text, "(?m)^::error title=known failures::known, line 1: entropy: NaN was not met$")

    def test_baseline(self):
        self.expect(0, "check", "--subject", faulty("none"), "--cases", "60", "--save-baseline", "base")
        self.script(0, GIBBS_SUBJECT=faulty("none"), GIBBS_BASELINE="base", GIBBS_EXACT="true")
        text = self.script(1, GIBBS_SUBJECT=faulty("drift"), GIBBS_BASELINE="base", GITHUB_ACTIONS="true")
        self.assertRegex(text, "(?m)^::error title=worse than the baseline::entropy: error grown")
        self.script(0, GIBBS_SUBJECT=faulty("other-bits"), GIBBS_BASELINE="base")
        self.script(1, GIBBS_SUBJECT=faulty("other-bits"), GIBBS_BASELINE="base", GIBBS_EXACT="true")

    def test_slurm(self):
        """The three roles of the script: who submits, who judges a part, who joins."""
        (self.folder / "bin").mkdir()
        pathlib.Path(self.file("bin/sbatch", SBATCH)).chmod(0o755)
        script = dict(command=("sh", str(ROOT / "ci/slurm.sh")), PATH=f"{self.folder}/bin:{os.environ['PATH']}")
        trial = ("--cases", "60", "--only", "*entropy*")
        for fault, status, more in (("zero", 1, {}), ("none", 0, {"SLURM_CPUS_PER_TASK": "2"})):
            whole = self.expect(status, "check", "--subject", faulty(fault), *trial, "--report", "whole")
            self.assertEqual(self.script(status, "3", *trial, GIBBS_SUBJECT=faulty(fault), **script, **more), whole)
            out = self.folder / "gibbs-report"
            self.assertEqual((out / "report.json").read_text(), (self.folder / "whole").read_text())
            self.assertEqual(sorted(path.name for path in out.iterdir()),
                             ["junit.xml", "log.1", "log.2", "log.3", "log.merge", *(f"part.{i}" for i in (1, 2, 3)), "report.json", "summary.md"])
            self.assertRegex((out / "log.3").read_text(), r"\Agibbs-report/part\.3: part 3 of 3, \d+ cases\n\Z")
        options = (self.folder / "options").read_text().splitlines()
        self.assertEqual([options.count(option) for option in ("--requeue", "--array=1-3", "--dependency=afterany:17", "--wait")], [4, 2, 2, 2])
        self.file("known", "entropy: NaN | faulty | 2999-01-01 | ticket 12\n")
        self.script(0, "2", *trial, GIBBS_SUBJECT=faulty("zero"), GIBBS_EXPECT="known", GIBBS_OUT="elsewhere", **script)
        self.assertTrue((self.folder / "elsewhere/junit.xml").exists())
        self.assertEqual(self.script(2, "2", "--cases", "x", **script), "gibbs merge: cannot read gibbs-report/part.1: No such file or directory\n")

    def test_nightly_finds_are_tried_first_ever_after(self):
        night = dict(GIBBS_SUBJECT=faulty("zero"), GIBBS_REPLAY_FILE="finds", GIBBS_NIGHTLY="true", GIBBS_BASELINE="of no use at night")
        self.assertIn("1 token added to finds", self.script(1, **night))
        report = json.loads((self.folder / "gibbs-report/report.json").read_text())
        self.assertRegex(str(report["seed"]), r"\A20\d{6}\Z")
        self.file("finds", "# found last night\naccuracy-of-entropy unit=nat p=1/4,1/4,1/4,1/4\n")
        day = dict(GIBBS_SUBJECT=faulty("quarters"), GIBBS_REPLAY_FILE="finds", GIBBS_CASES="1")
        self.script(1, "--only", "accuracy-of-entropy", **day)
        self.script(0, "--only", "accuracy-of-entropy", **{**day, "GIBBS_REPLAY_FILE": "not there yet"})

    def test_composite_action(self):
        """Its steps, with what GitHub would put in."""
        action = yaml.safe_load((ROOT / "action.yml").read_text())
        self.assertEqual(action["runs"]["using"], "composite")
        self.assertTrue(all(i["description"] and "default" in i for i in action["inputs"].values()))
        (step,) = [s for s in action["runs"]["steps"] if s["name"] == "Put on trial"]
        used = set(re.findall(r"\$\{\{ inputs\.(\S+) \}\}", str(step["env"])))
        self.assertEqual(used, set(action["inputs"]))
        documented = set(re.findall(r"GIBBS_\w+", SCRIPT.read_text())) | {"GIBBS_ARGUMENTS"}
        self.assertLessEqual(set(step["env"]), documented)
        home = self.folder / "action"
        (home / "build/default/cli").mkdir(parents=True)
        (home / "build/default/cli/gibbs").symlink_to(GIBBS)
        (home / "ci").symlink_to(ROOT / "ci")
        given = {"subject": faulty("zero"), "cases": "30", "arguments": "--only entropy-*"}
        values = {name: given.get(name, about["default"]) for name, about in action["inputs"].items()}
        environment = {k: re.sub(r"\$\{\{ inputs\.(\S+) \}\}", lambda m: values[m.group(1)], v) for k, v in step["env"].items()}
        text = self.script(1, command=("bash", "-e", "-c", step["run"]), GITHUB_ACTION_PATH=str(home), GITHUB_ACTIONS="true", **environment)
        self.assertIn("::error title=entropy%3A NaN::", text)
        report = json.loads((self.folder / "gibbs-report/report.json").read_text())
        self.assertEqual(report["cases"], 30)
        self.assertTrue(all(p["id"].startswith("entropy-") for p in report["properties"]))

    def test_gitlab(self):
        job = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text())[".gibbs"]
        home = self.folder / ".cache/gibbs"
        (home / "build/default/cli").mkdir(parents=True)
        (home / "build/default/cli/gibbs").symlink_to(GIBBS)
        (home / "ci").symlink_to(ROOT / "ci")
        self.script(1, command=("bash", "-e", "-c", "\n".join(job["script"])), GIBBS_SUBJECT=faulty("zero"))
        self.assertTrue((self.folder / job["artifacts"]["reports"]["junit"]).exists())
        self.assertTrue(all((self.folder / path).is_dir() for path in job["artifacts"]["paths"]))

    def test_the_page_names_what_there_is(self):
        page = (ROOT / "docs/ci.md").read_text()
        about = self.expect(0, "check", "--help")
        for option in set(re.findall(r"--[a-z][a-z-]*", re.sub(r"(?m)^.*\bgit .*$", "", page))):  # options of gibbs
            self.assertIn(option, about)
        for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL):
            found = yaml.safe_load(block)
            for name in re.findall(r"(?m)^ {10}(\S+):", block):
                self.assertIn(name, yaml.safe_load((ROOT / "action.yml").read_text())["inputs"])
            for name in found.get("gibbs", {}).get("variables", {}):
                self.assertIn(name, SCRIPT.read_text() + (ROOT / "ci/gitlab.yml").read_text())


if __name__ == "__main__":
    unittest.main()
