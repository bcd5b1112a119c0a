"""`./run docs` makes pages that name every metric, with what its comment says."""

import re

from harness import SOURCE, expect, run

page = run(SOURCE / "run", "--no-install", "docs").strip()
folder = page.removeprefix("file://").rsplit("/", 1)[0]
expect(page.endswith("/files.html") and "\n" not in page, "it says more than where the pages are", page)
text = "".join(open(f"{folder}/{name}_8hpp.html", encoding="utf-8").read() for name in
               ("entropy", "divergence", "joint", "logits", "loss", "labels", "squared__error", "derivatives"))
metrics = re.findall(r"^METRIC\((\w+)", (SOURCE / "reference/metrics.inc").read_text(), re.MULTILINE)
missing = [name for name in metrics if f">gibbs::{name}</a>" not in text]
expect(len(metrics) > 20 and not missing, "metrics are missing", missing)
expect("Kullback–Leibler" in text, "comments are missing", folder)
