"""ci/slurm.sh on a cluster of three nodes, all of them on this host, one of which is killed in the middle. Where Slurm (Debian's
slurm-wlm) is not installed, it says so and ends with exit status 77."""
import getpass
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

from harness import GIBBS, ROOT, CliTest, subject

OUTPUTS = ("report.json", "junit.xml", "summary.md")
NEEDED = ("slurmctld", "slurmd", "sbatch", "scontrol", "squeue")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def processes():
    """Their parents, and the words they were started with."""
    table = {}
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                table[int(entry.name)] = (int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]), (entry / "cmdline").read_text())
        except OSError:
            pass
    return table


class Cluster:
    """Daemons in the foreground, and nothing of the host's own Slurm, if it has any."""

    def __init__(self, folder, nodes):
        self.folder, self.nodes, self.daemons = folder, nodes, {}
        host, user = socket.gethostname().split(".")[0], getpass.getuser()
        control, *ports = free_ports(1 + len(nodes))
        (folder / "state").mkdir()
        lines = [f"SlurmctldHost={host}(127.0.0.1)", f"SlurmctldPort={control}", f"SlurmUser={user}", f"SlurmdUser={user}",
                 "ClusterName=gibbs", "AuthType=auth/none", "CredType=cred/none", "ProctrackType=proctrack/linuxproc", "TaskPlugin=task/none", "MpiDefault=none",
                 f"StateSaveLocation={folder}/state", f"SlurmctldPidFile={folder}/control.pid", f"SlurmctldLogFile={folder}/control.log",
                 f"SlurmdPidFile={folder}/%n.pid", f"SlurmdLogFile={folder}/%n.log", f"SlurmdSpoolDir={folder}/%n.spool",
                 "SlurmdParameters=config_overrides",
                 "SlurmdTimeout=3", "AuthInfo=cred_expire=5",  # a node that is silent is down, and its tasks are queued again, in seconds
                 "SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0"]
        lines += [f"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=1" for node, port in zip(nodes, ports)]
        lines += [f"PartitionName=all Nodes={','.join(nodes)} Default=YES State=UP"]
        configuration = folder / "slurm.conf"
        configuration.write_text("\n".join(lines) + "\n")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("SLURM", "SBATCH", "GIBBS"))} | {"SLURM_CONF": str(configuration)}
        self.start("control", "slurmctld", "-D")
        for node in nodes:
            self.start(node, "slurmd", "-D", "-N", node)

    def start(self, name, *command):
        output = open(self.folder / f"{name}.out", "w")
        self.daemons[name] = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output)
        output.close()

    def ask(self, *command):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        return done.stdout + done.stderr

    def of_node(self, node):
        """The daemon of a node, the steps that it began, and what they run."""
        table = processes()
        steps = {pid: parent for pid, (parent, words) in table.items() if f"{self.folder}/{node}.spool" in words}
        doomed = {self.daemons[node].pid, *steps, *(parent for parent in steps.values() if parent != 1 and "slurmstepd" in table[parent][1])}
        while more := {pid for pid, (parent, _) in table.items() if parent in doomed} - doomed:
            doomed |= more
        return doomed

    def at_work(self):
        """A node that judges a part, and the part's number."""
        for node in self.nodes:
            table, mine = processes(), self.of_node(node)
            words = "".join(words for pid, (_, words) in table.items() if pid in mine)
            if found := re.search("--shard\0(\\d+)/", words):
                return node, found[1]

    def kill(self, *nodes):
        for node in nodes:
            for pid in self.of_node(node):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass

    def end(self):
        self.kill(*self.nodes)
        for daemon in self.daemons.values():
            daemon.kill()
            daemon.wait()


class Slurm(CliTest):
    def setUp(self):
        super().setUp()
        state = self.folder / "cluster"
        state.mkdir()
        self.cluster = Cluster(state, ["n1", "n2", "n3"])
        self.addCleanup(self.cluster.end)
        self.until(lambda: self.cluster.ask("sinfo", "--noheader", "--format=%T %D").strip() == "idle 3", "no cluster")

    def until(self, true, why, seconds=120):
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                logs = "\n".join(f"{log}:\n{log.read_text()[-2000:]}" for log in (self.folder / "cluster").glob("*.out"))
                self.fail(f"{why}\n{self.cluster.ask('sinfo')}{self.cluster.ask('squeue')}{logs}")
            threading.Event().wait(0.2)

    def script(self, *arguments, **environment):
        process = subprocess.Popen([ROOT / "ci/slurm.sh", *arguments], cwd=self.folder, env={**self.cluster.environment, "GIBBS": GIBBS, **environment},
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        return process

    def whole(self, who, *trial):
        """Exit status, what is printed, and what is written on one machine."""
        done = self.run_gibbs("check", "--subject", who, *trial, *(word for o in OUTPUTS for word in ("--" + {"report.json": "report", "junit.xml": "junit", "summary.md": "markdown"}[o], o)))
        return done.returncode, done.stdout, *((self.folder / o).read_text() for o in OUTPUTS)

    def test_a_node_that_is_killed(self):
        slow = self.file("slow.py", (ROOT / "tests/cli/subject.py").read_text().replace("    questions += 1\n", "    questions += 1\n    time.sleep(0.01)\n"))
        who = f"exec:{sys.executable} {slow} negative"
        trial = ("--only", "entropy-*", "--cases", "200", "--seed", "3")
        whole = self.whole(who, *trial)
        self.assertEqual(whole[0], 1)
        begun = self.script("5", *trial, GIBBS_SUBJECT=who)
        at_work = []
        self.until(lambda: at_work.extend(self.cluster.at_work() or ()) or at_work, "no part is being judged")
        node, task = at_work
        self.cluster.kill(node)
        self.assertFalse((self.folder / "gibbs-report" / f"part.{task}").exists())
        printed, _ = begun.communicate(timeout=300)
        self.assertEqual((begun.returncode, printed, *((self.folder / "gibbs-report" / o).read_text() for o in OUTPUTS)), whole)
        log = (self.folder / "cluster/control.log").read_text()
        self.assertRegex(log, rf"requeue job JobId=\d+_{task}\(\d+\) due to failure of node {node}")
        self.assertIn("down", self.cluster.ask("sinfo", f"--nodes={node}", "--noheader", "--format=%T"))
        self.assertEqual(sorted(path.name for path in (self.folder / "gibbs-report").glob("part.*")), [f"part.{i}" for i in range(1, 6)])

    def test_what_cannot_be_tried(self):
        """The trial's exit status is the script's, and the log says why."""
        done = self.script("2", "--cases", "5", GIBBS_SUBJECT="exec:no-such-program")
        printed, _ = done.communicate(timeout=120)
        self.assertEqual((done.returncode, printed), (2, "gibbs merge: cannot read gibbs-report/part.1: No such file or directory\n"))
        self.assertIn("no-such-program", (self.folder / "gibbs-report/log.1").read_text())


if __name__ == "__main__":
    missing = [program for program in NEEDED if not shutil.which(program)]
    if missing:
        print(f"not run: {', '.join(missing)} not found; apt-get install slurm-wlm has them")
        sys.exit(77)
    unittest.main()
