"""What goes wrong around a trial: subjects that never answer, full disks, readers that leave, runs that are killed."""
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import threading
import unittest

from harness import GIBBS, ROOT, CliTest


def mishap(*words):
    return f"exec:{sys.executable} {ROOT}/tests/cli/mishap.py {' '.join(map(str, words))}"


def lives(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Mishaps(CliTest):
    def pids(self):
        return (self.folder / "pids").read_text().split()

    def until(self, true):
        """Waits; a test that hangs ends by its time-out."""
        while not true():
            threading.Event().wait(0.01)

    def begin(self, *arguments, **how):
        process = subprocess.Popen([GIBBS, *arguments], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **how)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process

    def trial(self, mode, threads, starts, *arguments):
        (self.folder / "pids").unlink(missing_ok=True)
        self.expect(1, "check", "--subject", mishap(mode), "--threads", str(threads), "--report", "report.json", *arguments)
        self.assertLessEqual(len(self.pids()), starts)
        return (self.folder / "report.json").read_text()


class NoAnswers(Mishaps):
    """Each start of the subject costs a time-out or a restart: they are counted, not timed."""

    def check(self, mode, kind, starts, *arguments):
        once = self.trial(mode, 1, starts, *arguments)
        self.assertEqual(once, self.trial(mode, 3, 3 * starts, *arguments))
        report = json.loads(once)
        self.assertEqual([cause["name"].split(": ")[1] for cause in report["causes"]], [kind] * len(report["causes"]))
        broken = [p for p in report["properties"] if p["status"] == "refuted"]
        notes = {p["note"] for p in report["properties"] if p["status"] == "skipped" and p["note"].startswith("not tried")}
        self.assertEqual((len(broken), notes), (2, {"not tried: the subject has answered no question so far"}))
        self.assertEqual({metric["grade"] for metric in report["metrics"]}, {"none"})
        self.assertEqual(len(report["metrics"]), 5)

    def test_hang(self):
        self.check("hang", "no answer in time", 6, "--timeout", "1")

    def test_crash(self):
        self.check("crash", "death", 90)

    def test_flood(self):
        self.check("flood", "no usable answer", 90, "--only", "entropy-[bm]*", "--only", "accuracy-of-*", "--cases", "4")

    def test_one_metric_of_many_is_given_up(self):
        faulty = self.file("one.py", (ROOT / "tests/cli/mishap.py").read_text().replace('elif mode == "crash":', 'elif request["method"] == "perplexity":'))
        self.expect(1, "check", "--subject", f"exec:{sys.executable} {faulty} crash", "--report", "report.json", "--cases", "50")
        report = json.loads((self.folder / "report.json").read_text())
        skipped = {p["id"] for p in report["properties"] if "not tried: perplexity has answered" in p.get("note", "")}
        self.assertIn("accuracy-of-perplexity", skipped)
        grades = {metric["metric"]: metric["grade"] for metric in report["metrics"]}
        self.assertEqual((grades["perplexity"], len(grades)), ("none", 5))
        self.assertEqual([p["status"] for p in report["properties"] if p["id"] == "accuracy-of-entropy"], ["held"])

    def test_lines_by_the_megabyte(self):
        self.assertIn("no usable answer", self.trial("logs", 2, 200, "--only", "entropy-bounds", "--cases", "20"))


class NothingIsLeftBehind(Mishaps):
    def test_process_that_left_its_group(self):
        self.run_gibbs("check", "--subject", mishap("escape"), "--only", "entropy-bounds", "--cases", "5")
        self.assertGreaterEqual(len(self.pids()), 2)
        self.until(lambda: not any(map(lives, self.pids())))

    def test_killed_in_the_middle(self):
        for number in (signal.SIGKILL, signal.SIGTERM):
            (self.folder / "pids").unlink(missing_ok=True)
            script = self.file("both.py", (ROOT / "tests/cli/mishap.py").read_text().replace('if mode == "escape"', "if True"))
            process = self.begin("check", "--subject", f"exec:{sys.executable} {script} hang", "--report", "report.json", "--threads", "1")
            self.until(lambda: (self.folder / "pids").exists() and len(self.pids()) >= 2 and all(map(lives, self.pids())))
            process.send_signal(number)
            process.wait()
            self.until(lambda: not any(map(lives, self.pids())))
            self.assertFalse((self.folder / "report.json").exists())

    def test_killed_while_it_writes(self):
        """Blocked on the second file, a pipe that nobody reads: the first stands whole, and a baseline as it was."""
        self.file("kept", "")
        os.mkfifo(self.folder / "pipe")
        process = self.begin("check", "--metric", "entropy", "--cases", "20", "--report", "report.json", "--junit", "pipe", "--save-baseline", "base")
        self.until(lambda: (self.folder / "report.json").exists())
        process.kill()
        process.wait()
        self.assertEqual(json.loads((self.folder / "report.json").read_text())["schema"], "gibbs-report/1")
        self.expect(0, "check", "--metric", "entropy", "--cases", "20", "--baseline", "base")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["base", "kept", "pipe", "report.json"])


class NoRoom(Mishaps):
    def setUp(self):
        super().setUp()
        self.file("two", "here\nhere\n")
        self.trial = ("check", "--subject", mishap("meet", "two", "nan"), "--only", "accuracy-of-entropy", "--cases", "30")

    def test_full_disk(self):
        """Everything else is told and written all the same."""
        for option in ("--report", "--junit", "--markdown", "--html", "--save-baseline"):
            others = [o for o in ("--report", "--junit", "--markdown", "--html") if o != option]
            done = self.run_gibbs(*self.trial, option, "/dev/full", *(word for o in others for word in (o, "of" + o)))
            self.assertEqual((done.returncode, done.stderr), (2, "gibbs check: cannot write /dev/full: No space left on device\n"))
            self.assertIn("entropy(p) is NaN", done.stdout)
            for other in others:
                self.assertGreater((self.folder / ("of" + other)).stat().st_size, 100)

    def test_full_disk_under_a_name(self):
        """On a file system of 64 KiB, where that can be made."""
        script = """mount -t tmpfs -o size=64k none room && echo old > room/report.json && cat /dev/zero > room/filler 2>/dev/null
                    "$@" --report room/report.json; status=$?; cat room/report.json; ls -A room; exit $status"""
        (self.folder / "room").mkdir()
        made = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", self.folder / "room"], capture_output=True)
        if made.returncode != 0:
            self.skipTest(f"no file system can be made here: {made.stderr}")
        done = subprocess.run(["unshare", "-rm", "sh", "-c", script, "sh", GIBBS, *self.trial], capture_output=True, encoding="utf-8", cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (2, "gibbs check: cannot write room/report.json: No space left on device\n"))
        self.assertTrue(done.stdout.endswith("old\nfiller\nreport.json\n"), done.stdout)
        self.assertIn("entropy(p) is NaN", done.stdout)

    def test_file_that_may_not_grow(self):
        path = self.folder / "report.json"
        path.write_text("old")
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
        done = subprocess.run([GIBBS, *self.trial, "--report", "report.json"], cwd=self.folder, capture_output=True, encoding="utf-8", preexec_fn=limit)
        self.assertEqual((done.returncode, done.stderr), (2, "gibbs check: cannot write report.json: File too large\n"))
        self.assertEqual(path.read_text(), "old")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["pids", "report.json", "two"])

    def test_folder_that_takes_no_files(self):
        done = self.run_gibbs(*self.trial, "--report", "/proc/report.json")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertRegex(done.stderr, r"^gibbs check: cannot write /proc/report.json: .+\n$")
        self.assertFalse((self.folder / "pids").exists())  # said before the trial

    def test_reader_that_leaves(self):
        process = self.begin(*self.trial, "--report", "report.json", "--verbose")
        process.stdout.close()
        self.assertEqual((process.stderr.read(), process.wait()), ("", 1))
        self.assertEqual(json.loads((self.folder / "report.json").read_text())["causes"][0]["name"], "entropy: NaN")


class TwoRuns(Mishaps):
    """Both have read the file before either writes it: their subjects answer once both have begun."""

    def both(self, *arguments):
        runs = [self.begin("check", "--subject", mishap("meet", "meeting", how), "--only", "accuracy-of-entropy", "--cases", "30", "--threads", "1", *arguments)
                for how in ("nan", "offset")]
        return [(run.communicate(), run.returncode) for run in runs]

    def test_finds_of_both_are_kept(self):
        for (out, err), status in self.both("--replay-file", "finds", "--keep"):
            self.assertEqual((err, status), ("", 1), out)
        self.assertEqual(len(re.findall("(?m)^accuracy-of-entropy ", (self.folder / "finds").read_text())), 2)

    def test_a_baseline_is_not_loosened(self):
        ends = self.both("--save-baseline", "base")
        self.assertEqual([err for (_, err), _ in ends], ["", ""])
        saved = sum("\nbase saved\n" in out for (out, _), _ in ends)
        self.assertGreaterEqual(saved, 1)
        self.assertIn("end ", (self.folder / "base").read_text())


if __name__ == "__main__":
    unittest.main()
