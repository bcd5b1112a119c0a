"""`./run docs` makes pages that name every function of the library and of the Python package, with what its comment says."""

import re

from harness import SOURCE, expect, run

pages = run(SOURCE / "run", "--no-install", "docs").splitlines()
expect([page.rsplit("/", 2)[1:] for page in pages] == [["cpp", "files.html"], ["python", "index.html"]],
       "it says more than where the pages are, or else a comment is at fault", "\n".join(pages))
folder = pages[0].removeprefix("file://").rsplit("/", 1)[0]
text = "".join(open(f"{folder}/{name}_8hpp.html", encoding="utf-8").read() for name in
               ("entropy", "divergence", "joint", "logits", "loss", "labels", "squared__error", "derivatives"))
metrics = re.findall(r"^METRIC\((\w+)", (SOURCE / "reference/metrics.inc").read_text(), re.MULTILINE)
missing = [name for name in metrics if f">gibbs::{name}</a>" not in text]
expect(len(metrics) > 20 and not missing, "metrics are missing", missing)
expect("Kullback–Leibler" in text, "comments are missing", folder)

folder = pages[1].removeprefix("file://").rsplit("/", 1)[0]
text = "".join(open(f"{folder}/{name}.html", encoding="utf-8").read() for name in ("metrics", "suite", "strategies", "examples"))
package = (SOURCE / "packaging/python/gibbs/__init__.py").read_text()
imported = re.findall(r"\w+", " ".join(re.findall(r"^from \.\w+ import (\([^)]*\)|.*)$", package, re.MULTILINE)))
of_the_suite = re.findall(r'"(\w+)": "_', package)
missing = [name for name in imported + of_the_suite if name != "__version__" and f'id="gibbs.{name}"' not in text]
expect(len(imported) > 20 and len(of_the_suite) > 5 and not missing, "functions are missing", missing)
for part in ("Kullback and Leibler", "near_pairs", "-m pytest test_metrics.py"):
    expect(part in text, "the pages lack what comments and examples say", part)
