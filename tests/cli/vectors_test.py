"""`gibbs vectors`: what it writes is certified, fits its schema, and is enough for programs that know nothing of gibbs."""
import fractions
import json
import math
import re
import struct
import subprocess
import sys
import unittest

import jsonschema

from harness import ROOT, CliTest

SCHEMA = json.loads((ROOT / "docs/vectors.schema.json").read_text())
CHECKERS = ROOT / "docs/vectors"


def flat(x):
    return [z for y in x for z in flat(y)] if isinstance(x, list) else [x]


def exactly(decimal):
    """As a fraction; far beyond the range of doubles, the nearer of ±10^±400, which is rounded likewise."""
    mantissa, _, exponent = decimal.partition("e")
    return fractions.Fraction(f"{mantissa}e{max(-400, min(400, int(exponent or 0)))}")


def nearest(x, width):
    """A fraction rounded to the format of so many bits."""
    if width == 64:
        try:
            return x.numerator / x.denominator  # Python divides whole numbers with one rounding
        except OverflowError:
            return math.inf if x > 0 else -math.inf
    # Rounding to odd first, in binary64, leaves binary32 its own rounding.
    wide = nearest(x, 64)
    if math.isfinite(wide) and fractions.Fraction(wide) != x:
        down = math.nextafter(wide, -math.inf) if fractions.Fraction(wide) > x else wide
        wide = down if struct.unpack("<Q", struct.pack("<d", down))[0] & 1 else math.nextafter(down, math.inf)
    try:
        return struct.unpack("<f", struct.pack("<f", wide))[0]
    except OverflowError:
        return math.copysign(math.inf, wide)


class Vectors(CliTest):
    def write(self, *arguments, folder="vectors"):
        self.expect(0, "vectors", "--out", folder, *arguments)
        return {path.stem: path.read_text() for path in sorted((self.folder / folder).iterdir())}

    def test_all_metrics_fit_the_schema_and_five_megabytes(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        files = self.write()
        catalogue = json.loads(self.expect(0, "list", "--json"))
        metrics = {x["id"].removeprefix("accuracy-of-") for x in catalogue if x["kind"] == "accuracy"} - {"rows"}
        self.assertEqual(set(files), metrics)
        self.assertLess(sum(len(text.encode()) for text in files.values()), 5_000_000)
        validator = jsonschema.Draft202012Validator(SCHEMA)
        for metric, text in files.items():
            document = json.loads(text)
            validator.validate(document)
            self.assertEqual(document["metric"], metric)
            self.check(document)
            # One vector a line, for readers without JSON.
            self.assertEqual([json.loads(line.rstrip(",")) for line in text.splitlines() if line.startswith('{"id":')], document["vectors"])
        spoilt = json.loads(files["entropy"])
        del spoilt["vectors"][3]["expected"]["lo"]
        self.assertFalse(validator.is_valid(spoilt))

    def check(self, document):
        """The interval and the two roundings agree, in exact arithmetic."""
        where, batches, narrow = document["metric"], 0, 0
        for vector in document["vectors"]:
            batches += vector["rows"] is not None
            narrow += "binary32" in vector["expected"]
            for given in vector["inputs"].values():
                for hexadecimal, decimal in zip(flat(given["hex"]), flat(given["decimal"]), strict=True):
                    if decimal is not None:
                        self.assertEqual(str(float.fromhex(hexadecimal)), str(float(decimal)), where)
            expected = vector["expected"]
            for i, (low, high) in enumerate(zip(flat(expected["lo"]["decimal"]), flat(expected["hi"]["decimal"]), strict=True)):
                below, above = (float.fromhex(flat(expected[end]["hex"])[i]) for end in ("lo", "hi"))
                self.assertIn(above, (below, math.nextafter(below, math.inf)), (where, vector["id"]))
                for width in (64, 32) if "binary32" in expected else (64,):
                    part = expected[f"binary{width}"]
                    value = float.fromhex(flat(part["hex"])[i])
                    self.assertEqual(value, float(flat(part["decimal"])[i]))
                    self.assertGreaterEqual(float(flat(part["stable"])[i]), 0)
                    if "Infinity" in low + high:
                        self.assertIn("Infinity", high if value > 0 else low)
                        continue
                    self.assertLessEqual(exactly(low), exactly(high))
                    ends = {nearest(exactly(end), width) for end in (low, high)}
                    self.assertIn(value, ends, (where, vector["id"], width, low, high))
                    if width == 64 and math.isfinite(below) and math.isfinite(above):
                        self.assertLessEqual(below, exactly(high))
                        self.assertGreaterEqual(above, exactly(low))
        self.assertGreaterEqual(len(document["vectors"]), 40, where)
        self.assertGreater(narrow, 10, where)
        labels = any("label" in x["is"] for x in document["inputs"])
        self.assertEqual(batches > 5, not labels, where)

    def test_same_seed_same_bytes(self):
        few = ("--metric", "kl_divergence", "--metric", "mean_softmax_cross_entropy")
        once = self.write(*few)
        self.assertEqual(set(once), {"kl_divergence", "mean_softmax_cross_entropy"})
        self.assertEqual(once, self.write(*few, folder="again"))
        other = self.write(*few, "--seed", "2", folder="other")
        self.assertNotEqual(once["kl_divergence"], other["kl_divergence"])
        self.assertIn("near-equal pair", once["kl_divergence"])
        self.assertIn("a real defect", once["kl_divergence"])  # the museum's

    def test_condition_numbers(self):
        """Of a mean of squares they are rational: |2x(x−y)| + |2y(x−y)| over the sum of (x−y)²."""
        document = json.loads(self.write("--metric", "mean_squared_error")["mean_squared_error"])
        tried = 0
        for vector in document["vectors"]:
            if vector["rows"] is not None:
                continue
            x, y = ([fractions.Fraction(z) for z in vector["inputs"][name]["decimal"]] for name in "xy")
            value, moved = sum((a - b) ** 2 for a, b in zip(x, y)), sum(2 * abs(a - b) * (abs(a) + abs(b)) for a, b in zip(x, y))
            condition = vector["expected"]["condition"]
            if value == 0:
                self.assertEqual(condition, 0)
                continue
            self.assertLess(abs(fractions.Fraction(condition) / (moved / value) - 1), 1e-4)
            tried += 1
        self.assertGreater(tried, 20)

    def test_bad_usage(self):
        self.refuse("--out is required", "vectors")
        self.refuse("metric .*did you mean 'entropy'", "vectors", "--out", "x", "--metric", "entropi")
        self.refuse("--cases: 0 is no whole number", "vectors", "--out", "x", "--cases", "0")
        self.file("taken", "")
        self.refuse("taken cannot be made", "vectors", "--out", "taken")
        self.assertFalse((self.folder / "x").exists())


class Checkers(CliTest):
    """The three programs of docs/vectors, and each with a fault."""

    def setUp(self):
        super().setUp()
        self.expect(0, "vectors", "--out", "vectors", *(f"--metric={m}" for m in
                    ("entropy", "kl_divergence", "softmax", "softmax_cross_entropy", "log_sum_exp")))

    def outcome(self, name, commands, fault=("", "")):
        source = (CHECKERS / name).read_text()
        self.assertIn(fault[0], source)
        (self.folder / name).write_text(source.replace(*fault, 1))
        for command in commands:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=self.folder, timeout=120)
        self.assertEqual(done.stderr, "")
        checked, wrong = map(int, re.search(r"^(\d+) results, (\d+) wrong$", done.stdout, re.M).groups())
        self.assertGreater(checked, 50)
        self.assertEqual(done.returncode, 1 if wrong else 0, done.stdout)
        return wrong

    def each(self, name, commands, fault, vectors):
        self.assertEqual(self.outcome(name, commands), 0)
        self.assertGreater(self.outcome(name, commands, fault), 0)
        # And a fault in what is expected: lower bounds that are too high.
        path = self.folder / "vectors" / f"{vectors}.json"
        document = path.read_text()
        path.write_text(re.sub(r'"lo":\{"hex":(\[?)"0x1', r'"lo":{"hex":\1"0x9', document).replace('"decimal":"', '"decimal":"9'))
        self.assertNotEqual(path.read_text(), document)
        self.assertGreater(self.outcome(name, commands), 0)

    def test_python(self):
        self.each("check.py", [[sys.executable, "check.py", "vectors"]], ("math.log(x) for", "math.log(x + 1e-12) for"), "entropy")

    def test_javascript(self):
        self.each("check.mjs", [["node", "check.mjs", "vectors"]], ("Math.max(...z), e", "0, e"), "softmax_cross_entropy")

    def test_c(self):
        commands = [["cc", "-std=c99", "-Wall", "-Wextra", "-Werror", "check.c", "-lm"], ["./a.out", "vectors/log_sum_exp.json"]]
        self.each("check.c", commands, ("most = z[0]", "most = 0 * z[0]"), "log_sum_exp")


if __name__ == "__main__":
    unittest.main()
