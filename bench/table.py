"""Runs the speed benchmarks of the metrics and prints the tables of docs/performance.md.

Usage: table.py BUILD_DIRECTORY [--quick] [--write] [--only-more]
  --quick      vectors of up to 1024 elements only
  --write      puts the tables into docs/performance.md, between their marks
  --only-more  counts, tables and single numbers only, which have tables of their own
"""
import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs" / "performance.md"
BEGIN, END = "<!-- bench/table.py: begin -->\n", "<!-- bench/table.py: end -->\n"
BEGIN_MORE, END_MORE = "<!-- bench/table.py --only-more: begin -->\n", "<!-- bench/table.py --only-more: end -->\n"

ARGUMENTS = {"entropy": 1, "cross_entropy": 2, "kl_divergence": 2, "js_divergence": 2, "log_sum_exp": 1,
             "softmax_cross_entropy": 2, "softmax": 1, "log_softmax": 1, "gradient": 2, "loss_with_gradient": 2}
MORE = ("entropy of counts", "kl_divergence of counts", "conditional_entropy", "mutual_information", "self_information",
        "sigmoid_cross_entropy", "sigmoid_gradient", "mean_squared_error")
VECTORIAL = ("softmax", "log_softmax", "gradient", "loss_with_gradient", "self_information", "sigmoid_cross_entropy",
             "sigmoid_gradient")
SHAPES = {"8": "8", "64": "64", "1024": "1024", "65536": "65 536", "16777216": "16 777 216", "4096x1000": "4096×1000"}
QUICK = ("8", "64", "1024")
FORMATS = ("binary64", "binary32")
PEERS = {"loop": "loop", "probabilities": "probabilities", "scalar": "scalar loop", "Eigen": "Eigen", "NumPy": "NumPy", "SciPy": "SciPy",
         "scikit-learn": "scikit-learn", "PyTorch": "PyTorch", "PyTorch-512": "PyTorch, AVX-512"}
BANDWIDTH = 0.4


def bar(metric, shape, peer):
    """The most gibbs' time may be of the peer's; None: no bar."""
    if peer == "loop":
        return 1.5 if metric in VECTORIAL else 1.0 if shape != "8" else None
    return 1.3 if peer == "probabilities" else 1.0


def run(command, **environment):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, **environment}, text=True).stdout


def compiled_results(directory, metrics, shapes):
    """What metrics_bench was compiled with, and {metric/format/shape: medians of its counters}."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([Path(directory) / "bench" / "metrics_bench", f"--benchmark_filter=^({'|'.join(metrics)})/.*/({'|'.join(shapes)})/",
                        f"--benchmark_out={file.name}", "--benchmark_out_format=json"], check=True, stdout=sys.stderr)
        report = json.load(file)
    medians = [b for b in report["benchmarks"] if b.get("aggregate_name") == "median"]
    return report["context"], {"/".join(b["run_name"].split("/")[:3]): b for b in medians}


def python_results(shapes, only_more):
    """The libraries' versions, and {peer: {metric/format/shape: nanoseconds per element}}."""
    command = ["/usr/bin/python3", HERE / "python_peers.py", "--shapes", *shapes, *["--only-more"] * only_more]
    all_peers = json.loads(run(command))
    wide = json.loads(run([*command, "--only-torch", "PyTorch-512"], ATEN_CPU_CAPABILITY="avx512"))
    versions = {**all_peers["versions"], **wide["versions"]}
    return versions, {**all_peers["nanoseconds"], **wide["nanoseconds"]}


def ratios(key, counters, python):
    """gibbs' time over the time of each peer that has this metric."""
    result = {peer: counters[peer] for peer in PEERS if peer in counters}
    for peer, nanoseconds in python.items():
        if key in nanoseconds:
            result[peer] = counters["ns"] / nanoseconds[key]
    return result


class Tally:
    """How many bars are met, per peer and number format."""

    def __init__(self):
        self.met, self.all, self.worst = {}, {}, {}

    def add(self, metric, shape, peer, ratio):
        limit = bar(metric, shape, peer)
        if limit is None:
            return True
        met = ratio <= limit
        self.all[peer] = self.all.get(peer, 0) + 1
        self.met[peer] = self.met.get(peer, 0) + met
        if ratio / limit > self.worst.get(peer, (0,))[0]:
            self.worst[peer] = (ratio / limit, ratio, metric, shape)
        return met

    def lines(self):
        for peer, total in self.all.items():
            _, ratio, metric, shape = self.worst[peer]
            yield f"| {PEERS[peer]} | {self.met[peer]} of {total} | {ratio:.2f}, {metric}, {SHAPES[shape]} |"


def format_tables(title, number_format, metrics, shapes, counters, python, peers):
    tally = Tally()
    lines = ["| metric | n | ns per element | " + " | ".join(PEERS[p] for p in peers) + " | bar: loop | all met |",
             "|---" * 2 + "|--:" * (len(peers) + 1) + "|--:|---|"]
    for metric in metrics:
        for shape in shapes:
            key = f"{metric}/{number_format}/{shape}"
            cells, all_met = [], True
            found = ratios(key, counters[key], python)
            for peer in peers:
                if peer not in found:
                    cells.append("")
                    continue
                met = tally.add(metric, shape, peer, found[peer])
                all_met = all_met and met
                cells.append(f"{found[peer]:.2f}" if met else f"**{found[peer]:.2f}**")
            limit = bar(metric, shape, "loop")
            lines.append(f"| {metric} | {SHAPES[shape]} | {counters[key]['ns']:.3g} | " + " | ".join(cells) +
                         f" | {limit if limit else ''} | {'yes' if all_met else 'no'} |")
    return ["", f"### {title}", "", "| peer | bars met | worst |", "|---|--:|---|", *tally.lines(), "", *lines]


def bandwidth_table(counters):
    shape = "16777216"
    lines = ["", "### From memory", "",
             f"Bytes of arguments a second at n = {SHAPES[shape]}, over those a plain sum reads; the bar is {BANDWIDTH:.0%}:",
             "", "| metric | " + " | ".join(FORMATS) + " |", "|---" + "|--:" * len(FORMATS) + "|"]
    for metric, arguments in ARGUMENTS.items():
        shares = [arguments / counters[f"{metric}/{f}/{shape}"]["sum"] for f in FORMATS]
        lines.append(f"| {metric} | " + " | ".join(f"{s:.0%}" if s >= BANDWIDTH else f"**{s:.0%}**" for s in shares) + " |")
    return lines


def machine(context, versions):
    info = Path("/proc/cpuinfo").read_text()

    def field(name):
        found = re.search(rf"^{name}\s*:\s*(.*)$", info, re.MULTILINE)
        return found[1] if found else "?"

    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    libraries = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (f"{field('model name')} (family {field('cpu family')}, model {field('model')}), {os.cpu_count()} cores; {system}; "
            f"GCC {context['compiler']}, libmvec of glibc {context['glibc']}, Eigen {context['Eigen']}; {libraries}.")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only-more", action="store_true")
    options = parser.parse_args()
    shapes = QUICK if options.quick else tuple(SHAPES)
    metrics = MORE if options.only_more else (*ARGUMENTS, *MORE)
    context, counters = compiled_results(options.directory, metrics, shapes)
    versions, python = python_results(shapes, options.only_more)

    def tables(of):
        peers = [peer for peer in PEERS
                 if any(peer in b for key, b in counters.items() if key.split("/")[0] in of)
                 or any(key.split("/")[0] in of for key in python.get(peer, {}))]
        lines = [machine(context, versions)]
        for number_format in FORMATS:
            title = number_format if of is ARGUMENTS else f"Counts, tables, single numbers: {number_format}"
            lines += format_tables(title, number_format, of, shapes, counters, python, peers)
        return lines

    if not options.only_more:
        put(BEGIN, END, [*tables(ARGUMENTS), *([] if options.quick else bandwidth_table(counters))], options.write)
    put(BEGIN_MORE, END_MORE, tables(MORE), options.write)


def put(begin, end, lines, write):
    """Prints a text, and perhaps puts it between its marks."""
    text = "\n".join(lines) + "\n"
    print(text)
    if write:
        before, rest = DOCS.read_text().split(begin)
        DOCS.write_text(before + begin + "\n" + text + "\n" + end + rest.split(end)[1])


main()
