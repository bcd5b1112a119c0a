"""docs/findings.md: its code, run without gibbs, returns what it says, wherever the library is installed in that version."""
import ast
import json
import math
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from harness import GIBBS, ROOT, CliTest

PAGE = (ROOT / "docs/findings.md").read_text()
ENTRY = re.compile(r"(?ms)^### (?P<library>[^:\n]+(?::\w+)?): (?P<metric>\w+), (?P<word>\w+)\n\n(?P<fields>.*?)\n```(?P<language>[\w+]+)\n(?P<code>.*?)```\n")
NODE_LIBRARIES = os.environ.get("GIBBS_NODE_LIBS", str(pathlib.Path.home() / ".local/share/gibbs"))


def entries():
    for match in ENTRY.finditer(PAGE):
        fields = dict(re.findall(r"(?m)^- ([a-z ]+): (.*)$", match["fields"]))
        yield match, {name: value.strip("`") for name, value in fields.items()}


PYTHON = """
import ast, json, sys
for code in json.load(sys.stdin):
    tree, names = ast.parse(code), {}
    last = ast.unparse(tree.body.pop())
    try:
        exec(ast.unparse(tree), names)
        value = eval(last, names)
        print(json.dumps([float(x) for x in (value.ravel().tolist() if hasattr(value, 'ravel') else [value])]))
    except Exception as error:
        print(json.dumps(f"{type(error).__name__}: {error}"))
"""


def run(command, given=None, **environment):
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=300, env={**os.environ, **environment})


def python(codes, _):
    """What each returns, numbers or an error's text: in one process, as importing takes seconds."""
    done = run(["/usr/bin/python3", "-W", "ignore", "-c", PYTHON], json.dumps(codes))
    return [json.loads(line) for line in done.stdout.splitlines()] or [done.stderr] * len(codes)


def javascript(codes, _):
    returned = []
    for code in codes:
        *before, last = re.split("\n|; ", code.strip())
        show = f"const shown = {last}; console.log('[' + (shown.length === undefined ? [shown] : Array.from(shown)).join(',') + ']')"
        returned.append(numbers(run(["node", "-e", ";\n".join(["console.warn = () => {}", *before, show])], NODE_PATH=f"{NODE_LIBRARIES}/node_modules")))
    return returned


def r(codes, _):
    show = "cat('[', paste(sprintf('%.17g', as.double(value)), collapse = ','), ']', sep = '')"
    return [numbers(run(["Rscript", "--vanilla", "-e", "suppressPackageStartupMessages({" + code.replace("; ", "\n") + "}) -> value", "-e", show])) for code in codes]


CPP = """
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <type_traits>
#include <vector>
template <class T>
void show(const T& value) {
  if constexpr (std::is_arithmetic_v<T>)
    std::printf("%.17g", static_cast<double>(value));
  else
    for (auto at = value.begin(); at != value.end(); ++at) show(*at), std::printf("%s", at + 1 == value.end() ? "" : ",");
}
int main() {
  BODY;
  std::printf("["), show(LAST), std::printf("]");
}
"""


def cpp(codes, library):
    """Compiled with the flags that the library's adapter names."""
    adapter = (ROOT / "subjects/cpp" / f"{library.partition(':')[0]}_subject.cpp").read_text()
    flags = re.search(r"(?m)^// flags: (.*)$", adapter)[1].split()
    returned = []
    for code in codes:
        *before, last = code.strip().split("; ")
        headers, _, first = (before[0] if before else last).rpartition("\n")
        before, last = ([first, *before[1:]], last) if before else ([], first)
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "finding.cpp")
            source.write_text(headers + CPP.replace("BODY", ";\n  ".join(before)).replace("LAST", last))
            built = run(["c++", "-std=c++17", "-Wno-narrowing", source, "-o", source.with_suffix(""), *flags])
            returned.append(numbers(run([source.with_suffix("")])) if built.returncode == 0 else built.stderr[-2000:])
    return returned


def numbers(done):
    inside = re.search(r"\[(.*)\]\s*$", done.stdout.strip(), re.S)
    return [value(x) for x in inside[1].split(",")] if inside else done.stderr


RUN = {"python": python, "javascript": javascript, "r": r, "c++": cpp}
REQUIRED = {"what", "severity", "kind", "versions", "inputs", "smallest input"}


def installed(library, metric):
    """The library's version here, as its adapter says: what it is compared with."""
    done = run([GIBBS, "check", "--subject", library, "--cases", "1", "--only", f"accuracy-of-{metric}", "--quiet", "--report", "-"])
    if done.returncode == 3:  # its adapter does not start
        return None
    return json.loads(done.stdout)["subject"]["version"]


def value(field):
    """Of "`-Infinity`" and "`0.5` (component 1)"."""
    return float(field.split("`")[0].replace("Infinity", "inf"))


def apart(x, got, exact):
    """Is x what the page says came back, rather than what should have?"""
    return not math.isfinite(x) or x == got or abs(x - got) < abs(x - exact)


def same(a, b):
    return math.isnan(a) and math.isnan(b) or a == b or math.isclose(a, b, rel_tol=1e-6, abs_tol=0)


class Findings(CliTest):
    def test_the_page_is_what_the_command_writes(self):
        """Its shape: every entry whole, and the table its sum."""
        found = list(entries())
        self.assertEqual(len(found), len(re.findall(r"(?m)^### ", PAGE)))
        self.assertGreater(len(found), 10)
        for match, fields in found:
            with self.subTest(match["library"] + " " + match["metric"]):
                self.assertEqual(REQUIRED - set(fields), set())
                self.assertIn(fields["severity"], ("high", "medium", "low"))
                self.assertIn(fields["kind"], ("defect", "undocumented clipping", "documented convention"))
        counted = re.findall(r"(?m)^\| [^|\n]+ \| (\d+) \| (\d+) \| (\d+) \|$", PAGE)
        self.assertEqual(sum(int(n) for row in counted for n in row), len(found))
        self.expect(0, "compare", "gibbs", "--cases", "5", "--findings", "empty.md")
        head = (self.folder / "empty.md").read_text().split("| gibbs ")[0]
        self.assertTrue(PAGE.startswith(head), "docs/findings.md: its head is not what `gibbs compare --findings` writes; write it again")

    def test_the_code_returns_what_the_page_says(self):
        versions, here = {}, {}
        for match, fields in entries():
            library, language = match["library"], match["language"]
            if language not in RUN:
                continue
            if library not in versions:
                versions[library] = installed(library, match["metric"])
            if versions[library] and f" {versions[library]}," in fields["versions"]:
                here.setdefault((library, language), []).append((match, fields))
        if not here:
            self.skipTest("none of these libraries is installed in the version of the page")
        for (library, language), found in here.items():
            codes = [match["code"] for match, _ in found]
            for (match, fields), returned in zip(found, RUN[language](codes, library), strict=True):
                with self.subTest(f"{library} {match['metric']} {match['word']}"):
                    self.assert_returned(returned, fields, match["code"])

    def assert_returned(self, returned, fields, code):
        says = f"{code}\nreturns {returned}"
        if "expected" not in fields:
            self.assertEqual(returned, fields["got"], says)
            return
        got, exact = value(fields["got"]), value(fields["expected"])
        self.assertIsInstance(returned, list, says)
        self.assertTrue(any(same(x, got) and apart(x, got, exact) for x in returned), f"{says}, not {got} for {exact}")


if __name__ == "__main__":
    unittest.main()
