"""`pip install .` from the checkout, offline: what is in the wheel, and the example that is installed beside it."""

import os
import re

from harness import BUILD, PLACE, SOURCE, expect, fresh, run

PYTHON = "/usr/bin/python3"
place = fresh("site")
run(PYTHON, "-m", "pip", "install", "--no-build-isolation", "--no-deps", "--no-index", "--no-warn-script-location",
    "--disable-pip-version-check", "--config-settings", f"build-dir={BUILD}", "--target", place, SOURCE, cwd=PLACE)

version = re.search(r"CMAKE_PROJECT_VERSION:STATIC=(\S+)", (BUILD / "CMakeCache.txt").read_text())[1]
files = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
expect("gibbs/py.typed" in files and f"gibbs-{version}.dist-info/RECORD" in files, "the wheel lacks files", files)
shown = run("nm", "-D", "--defined-only", next(place.glob("gibbs/_metrics*.so"))).split()[2::3]
expect(shown == ["PyInit__metrics"], "the extension shows more than its entry", shown)

installed = {**os.environ, "PYTHONPATH": str(place)}
about = run(PYTHON, "-c", "import gibbs; print(gibbs.__file__, gibbs.__version__)", env=installed, cwd=PLACE)
expect(about == f"{place}/gibbs/__init__.py {version}\n", "another package is imported", about)
run(PYTHON, "-c", "import doctest, gibbs, sys; from gibbs import _information, _losses\n"
    "done = [doctest.testmod(m, extraglobs={'gibbs': gibbs}) for m in (gibbs, _information, _losses)]\n"
    "sys.exit(sum(d.failed for d in done) or sum(d.attempted for d in done) < 5)", env=installed, cwd=PLACE)

output = run(PYTHON, SOURCE / "examples/python/metrics.py", env=installed, cwd=PLACE)
expect("1.5 bits" in output and "refused             p[1, :] sums to 1.25, not 1" in output, "the example says something else", output)
