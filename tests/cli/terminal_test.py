"""Terminals, pipes, signals: what a user sees and what is left behind."""
import os
import pathlib
import pty
import signal
import subprocess
import time
import unittest

from harness import GIBBS, CliTest, subject


def read_all(descriptor):
    data = b""
    while True:
        try:
            more = os.read(descriptor, 65536)
        except OSError:  # the other side of a terminal is closed
            return data.decode()
        if not more:
            return data.decode()
        data += more


class Terminal(CliTest):
    def on_terminal(self, stream, *arguments, **environment):
        """Runs with one stream (stdout or stderr) on a terminal; returns what came there, and what on the other."""
        master, slave = pty.openpty()
        other = {"stdout": "stderr", "stderr": "stdout"}[stream]
        child = subprocess.Popen([GIBBS, *arguments], **{stream: slave, other: subprocess.PIPE}, stdin=subprocess.DEVNULL,
                                 cwd=self.folder, env={**os.environ, "TERM": "xterm", **environment})
        os.close(slave)
        seen = read_all(master)
        os.close(master)
        rest = getattr(child, other).read().decode()
        getattr(child, other).close()
        child.wait()
        return seen, rest

    def test_progress_is_one_line_that_goes_away(self):
        seen, table = self.on_terminal("stderr", "check", "--only", "entropy-*", "--cases", "2")
        self.assertIn(" properties, 0 broken", seen)
        self.assertNotIn("\n", seen)
        self.assertTrue(seen.endswith("\r\033[K"))
        self.assertNotIn("\033", table)
        for step in seen.split("\033[K"):
            self.assertLess(len(step), 80)

    def test_no_progress_in_a_pipe(self):
        self.expect(0, "check", "--only", "entropy-*", "--cases", "2")  # expects standard error to be empty

    def test_colour_on_a_terminal_only_and_never_with_no_color(self):
        for arguments in (("check", "--only", "entropy-bounds", "--cases", "2"), ("list",), ("explain", "entropy-bounds")):
            plain = self.expect(0, *arguments)
            self.assertNotIn("\033", plain)
            coloured, _ = self.on_terminal("stdout", *arguments)
            self.assertIn("\033[1", coloured)
            for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
                seen, _ = self.on_terminal("stdout", *arguments, **environment)
                self.assertEqual(seen.replace("\r\n", "\n"), plain)


    def test_the_tour_waits_for_its_reader(self):
        master, slave = pty.openpty()
        child = subprocess.Popen([GIBBS, "tour"], stdin=slave, stdout=slave, stderr=slave, cwd=self.folder)
        os.write(master, b"\nq\n")
        os.close(slave)
        seen = read_all(master)
        os.close(master)
        self.assertEqual(child.wait(), 0)
        self.assertIn("information-nonnegative", seen)
        self.assertNotIn("information-decreasing\033", seen)
        self.assertEqual(seen.count("[Enter: on, q: end]"), 2)


class Pipes(CliTest):
    def test_a_reader_that_leaves_is_no_error(self):
        for arguments in (["list"], ["explain", "entropy-bounds"], ["check", "--only", "entropy-bounds", "--cases", "1"]):
            read, write = os.pipe()
            os.close(read)
            done = subprocess.run([GIBBS, *arguments], stdout=write, stderr=subprocess.PIPE, text=True, cwd=self.folder)
            os.close(write)
            self.assertIn(done.returncode, (0, -signal.SIGPIPE), arguments)
            self.assertEqual(done.stderr, "")

    def test_standard_output_that_is_full_is_an_error(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([GIBBS, "list"], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual((done.returncode, done.stderr), (2, "gibbs list: No space left on device\n"))


class Signals(CliTest):
    def test_interrupted_trials_leave_nothing(self):
        """Neither files nor children, and they end at once."""
        for number in (signal.SIGINT, signal.SIGTERM):
            self.file("r.json", "old")
            pid_file = self.folder / "pid"
            child = subprocess.Popen([GIBBS, "check", "--subject", subject("hang"), "--report", "r.json", "--junit", "r.xml"],
                                     cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            while not (pid_file.exists() and pid_file.read_text().endswith("\n")):
                time.sleep(0.01)
            start = time.monotonic()
            child.send_signal(number)
            out, err = child.communicate()
            self.assertLess(time.monotonic() - start, 2)
            self.assertEqual((child.returncode, out, err), (-number, b"", b""))
            self.assertEqual((self.folder / "r.json").read_text(), "old")
            self.assertFalse((self.folder / "r.xml").exists())
            self.assert_gone(int(pid_file.read_text()))
            self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["pid", "r.json"])
            pid_file.unlink()

    def test_an_interrupted_trial_of_the_library_ends_at_once(self):
        child = subprocess.Popen([GIBBS, "check", "--cases", "1000000", "--report", "r.json"], cwd=self.folder)
        time.sleep(0.5)
        start = time.monotonic()
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(timeout=5), -signal.SIGINT)
        self.assertLess(time.monotonic() - start, 2)
        self.assertEqual(list(self.folder.iterdir()), [])

    def assert_gone(self, pid):
        for _ in range(200):
            stat = pathlib.Path(f"/proc/{pid}/stat")
            if not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return
            time.sleep(0.01)
        self.fail(f"child {pid} is still running")


if __name__ == "__main__":
    unittest.main()
