"""`pip install .` from the checkout, offline: what is in the wheel, and the examples, run with it."""

import os
import re
import xml.etree.ElementTree as xml

from harness import BUILD, PLACE, SOURCE, expect, fresh, run

PYTHON = "/usr/bin/python3"
place = fresh("site")
run(PYTHON, "-m", "pip", "install", "--no-build-isolation", "--no-deps", "--no-index", "--no-warn-script-location",
    "--disable-pip-version-check", "--config-settings", f"build-dir={BUILD}", "--target", place, SOURCE, cwd=PLACE)

version = re.search(r"CMAKE_PROJECT_VERSION:STATIC=(\S+)", (BUILD / "CMakeCache.txt").read_text())[1]
files = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
expect("gibbs/py.typed" in files and f"gibbs-{version}.dist-info/RECORD" in files, "the wheel lacks files", files)
for module in ("_metrics", "_suite"):
    shown = run("nm", "-D", "--defined-only", next(place.glob(f"gibbs/{module}*.so"))).split()[2::3]
    expect(shown == [f"PyInit_{module}"], "an extension shows more than its entry", shown)

installed = {**os.environ, "PYTHONPATH": str(place)}
about = run(PYTHON, "-c", "import gibbs; print(gibbs.__file__, gibbs.__version__)", env=installed, cwd=PLACE)
expect(about == f"{place}/gibbs/__init__.py {version}\n", "another package is imported", about)
run(PYTHON, "-c", "import doctest, gibbs, sys; from gibbs import _information, _losses\n"
    "done = [doctest.testmod(m, extraglobs={'gibbs': gibbs}) for m in (gibbs, _information, _losses)]\n"
    "sys.exit(sum(d.failed for d in done) or sum(d.attempted for d in done) < 5)", env=installed, cwd=PLACE)

output = run(PYTHON, SOURCE / "examples/python/metrics.py", env=installed, cwd=PLACE)
expect("1.5 bits" in output and "refused             p[1, :] sums to 1.25, not 1" in output, "the example says something else", output)


def tested(file, *options, status=0):
    return run(PYTHON, "-m", "pytest", "-p", "no:cacheprovider", file, *options, status=status, env=installed, cwd=PLACE)


# Every theorem that applies is a test; pytest's options choose among them, report them and share them out.
example = PLACE / "test_metrics.py"
text = (SOURCE / "examples/python/test_metrics.py").read_text()
example.write_text(text)
report = PLACE / "report.xml"
output = tested(example, "-k", "gibbs-inequality or softmax", f"--junitxml={report}", "-n", "2")
names = [case.get("name") for case in xml.parse(report).iter("testcase")]
expect("gibbs-inequality" in names and "softmax-simplex" in names and "entropy-bounds" not in names, "other theorems were tried", names)
listed = tested(example, "--collect-only", "-q")
expect("test_metrics.py::test_metrics::entropy-bounds" in listed and "js" not in listed and listed.count("::") > 25,
       "not the theorems of these metrics", listed)

# Broken on purpose: the failure shows the law, the inputs, the exact value and a line of NumPy.
example.write_text(text.replace("p * (np.log(p) - np.log(q))", "q * (np.log(p) - np.log(q))"))
broken = tested(example, "-x", "-k", "gibbs-inequality", status=1)
for part in ("gibbs-inequality: D(P‖Q) ≥ 0", "  p  ", "  q  ", "exact     ", "import numpy as np; from test_metrics import kl_divergence; kl_divergence(np.array(["):
    expect(part in broken, f"the failure does not show {part!r}", broken)
snippet = re.search(r"in Python (.*)", broken)[1]
value = float(run(PYTHON, "-c", snippet.replace("kl_divergence(np.array", "print(kl_divergence(np.array", 1) + ")", env=installed, cwd=PLACE))
expect(value < 0, "the line of NumPy does not show it", snippet)
again = run(PYTHON, "-c", re.search(r"replay    (.*)", broken)[1], env=installed, cwd=PLACE)
expect("refuted" in again.lower() and "D(P‖Q) ≥ 0" in again, "the counterexample is not replayed", again)

tested(SOURCE / "examples/python/test_with_hypothesis.py")
tested(SOURCE / "tests/packaging/python_strategies.py")
