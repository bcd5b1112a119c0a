"""docs/contracts.md §1 and docs/report.schema.json say of the metrics what reference/metrics.inc declares."""
import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHAPES = {
    "probability": "{}", "logit": "{}", "distribution": "{}[n]", "logits": "{}[n]", "numbers": "{}[n]", "joint": "{}[r][c]",
    "logit_rows": "{}[b][n]", "labels": "{}[b]", "weights": "{}[b]",
}
RESULTS = {"number": "", "vector": "→ [n]", "table": "→ [b][n]"}


def declared():
    text = (ROOT / "reference/metrics.inc").read_text()
    metric = re.compile(r'^METRIC\((\w+), "([^"]*)", (\w+), (\w+), (\w+),\s*(.*?)\)$', re.MULTILINE | re.DOTALL)
    for name, formula, _, unit, result, parameters in metric.findall(text):
        yield name, formula, unit, result, re.findall(r'\{"(\w+)", (\w+)\}', parameters)


def in_contracts():
    section = (ROOT / "docs/contracts.md").read_text().split("## 1. What a metric means")[1].split("\n## ")[0]
    for line in section.splitlines():
        row = re.fullmatch(r"\| `(\w+)`[^|]*\| ([^|]*) \| (.*) \|", line)
        if row:
            yield row.groups()


class Declarations(unittest.TestCase):
    def test_the_table_of_the_contract(self):
        metrics, rows = list(declared()), list(in_contracts())
        self.assertGreater(len(metrics), 16)
        self.assertEqual([m[0] for m in metrics], [row[0] for row in rows])
        for (name, formula, _, result, parameters), (_, inputs, value) in zip(metrics, rows):
            self.assertTrue(value.startswith(formula), f"{name}: {value!r} does not begin with {formula!r}")
            taken, _, given = inputs.partition("→")
            self.assertEqual(RESULTS[result], given and "→" + given.rstrip(), name)
            shown = [SHAPES[domain].format(parameter) for parameter, domain in parameters]
            self.assertEqual(shown, re.findall(r"(?<![a-z])[a-z](?:\[[a-z]\])*(?![a-z])", taken)[:len(shown)], name)

    def test_the_schema_names_them(self):
        schema = json.loads((ROOT / "docs/report.schema.json").read_text())
        self.assertEqual([m[0] for m in declared()], schema["$defs"]["metric"]["enum"])


if __name__ == "__main__":
    unittest.main()
