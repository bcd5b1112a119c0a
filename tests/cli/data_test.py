"""gibbs check --data: the user's own rows."""
import importlib.util
import json
import re
import struct
import subprocess
import sys
import unittest

import jsonschema

from harness import ROOT, CliTest, subject

SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text())
EXAMPLES = ROOT / "examples/data"


def npy(numbers, shape, descr="<f8", fortran=False, version=1):
    """What numpy.save() writes, without NumPy."""
    header = str({"descr": descr, "fortran_order": fortran, "shape": shape}).encode() + b"\n"
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    code = {"<f8": "d", "<f4": "f", "<i8": "q"}.get(descr, "d")
    return b"\x93NUMPY" + bytes([version, 0]) + length + header + struct.pack(f"<{len(numbers)}{code}", *numbers)


class Data(CliTest):
    def bytes(self, name, content):
        (self.folder / name).write_bytes(content)

    def report(self, status, *arguments):
        report = json.loads(self.expect(status, "check", "--report", "-", *arguments))
        jsonschema.Draft202012Validator(SCHEMA).validate(report)
        return report, {p["id"]: p for p in report["properties"]}

    def refuse_data(self, message, content, kind="logits", name="a.csv"):
        (self.bytes if isinstance(content, bytes) else self.file)(name, content)
        self.refuse(f"\\Agibbs check: {message}", "check", "--subject", subject("honest"), "--data", f"{kind}={name}" if kind else name)


class Rows(Data):
    def test_every_row_and_all_pairs(self):
        self.file("p.csv", "0.5,0.5\n0.25,0.75\n1,0\n0.125,0.875\n")
        report, properties = self.report(0, "--data", "distributions=p.csv", "--cases", "50")
        self.assertEqual(report["data"], "4 distributions of p.csv")
        self.assertEqual(properties["entropy-bounds"]["cases"], 4)
        self.assertEqual(properties["gibbs-inequality"]["cases"], 4 * 3)
        self.assertEqual(properties["jsd-root-is-a-metric"]["cases"], 4 * 3 * 2)
        _, few = self.report(0, "--data", "distributions=p.csv", "--cases", "5")
        self.assertEqual([few[i]["cases"] for i in ("entropy-bounds", "gibbs-inequality", "jsd-root-is-a-metric")], [4, 5, 5])

    def test_what_was_not_judged_is_not_called_held(self):
        self.file("p.csv", "0.5,0.5\n")
        _, properties = self.report(0, "--data", "distributions=p.csv")
        notes = {"gibbs-inequality": "not judged: it needs 2 different rows of one length", "lse-bounds": "not judged: the data has no logits",
                 "information-nonnegative": "not judged: none of its inputs comes from data", "domain-of-entropy": "not judged: none of its inputs comes from data"}
        for name, note in notes.items():
            self.assertEqual((properties[name]["status"], properties[name]["note"]), ("skipped", note))
        for p in properties.values():
            self.assertEqual(p["status"] in ("held", "rounded"), p["cases"] > 0, p["id"])
        self.assertRegex(self.expect(0, "check", "--data", "distributions=p.csv"), r"(?m)^- \d+ not judged: ")
        self.file("q.csv", "1,2\n3,4\n")  # of rows that no theorem takes nothing is held
        done = self.run_gibbs("check", "--subject", subject("honest"), "--data", "numbers=q.csv")
        self.assertEqual((done.returncode, done.stderr), (2, "gibbs check: nothing was tried\n"))

    def test_findings_name_the_rows(self):
        """The subject is wrong where a logit is −1, which is in the third line alone."""
        self.file("z.csv", "a,b,c\n1,2,3\n0.5,-1,2\n4,4,4\n")
        arguments = ("--subject", subject("softmax"), "--data", "logits=z.csv", "--only", "softmax-simplex", "--only", "accuracy-of-softmax")
        report, properties = self.report(1, *arguments)
        self.assertEqual(properties["accuracy-of-softmax"]["refuted"], 1)
        self.assertEqual(properties["accuracy-of-softmax"]["rows"], "z: z.csv, line 3")
        (cause,) = report["causes"]
        self.assertEqual(cause["rows"], "z: z.csv, line 3")
        text = self.expect(1, "check", *arguments)
        self.assertRegex(text, r"(?m)^✗ .*\n(  .*\n)*?  rows      z: z\.csv, line 3\n")
        self.assertIn("On 3 rows of logits of z.csv", " ".join(text.split()))
        self.assertIn("refuted", self.expect(1, "replay", cause["replay"], "--subject", subject("softmax")))
        self.expect(1, "check", *arguments, "--html", "page.html", "--markdown", "page.md", "--quiet")
        self.assertIn("<dt>rows</dt><dd>z: z.csv, line 3</dd>", (self.folder / "page.html").read_text())
        self.assertIn("Met on z: z.csv, line 3.", (self.folder / "page.md").read_text())

    def test_pairs_name_both_rows(self):
        self.file("p.jsonl", "[0.5, 0.5]\n[1, 0]\n[0.25, 0.75]\n")
        _, properties = self.report(1, "--subject", subject("negative"), "--data", "distributions=p.jsonl")
        self.assertRegex(properties["entropy-concave"]["rows"], r"^p: p\.jsonl, line \d; q: p\.jsonl, line \d$")

    def test_labels_go_with_their_logits(self):
        """A label that belongs to another row gives another loss."""
        self.bytes("z.npy", npy([0, 1, 5, 2, 3, 1], (2, 3)))
        self.file("y.csv", "2\n0\n")
        report, properties = self.report(1, "--subject", "planted:softmax_cross_entropy:negated", "--data", "logits=z.npy", "--data", "labels=y.csv",
                                         "--only", "accuracy-of-softmax_cross_entropy")
        self.assertEqual(properties["accuracy-of-softmax_cross_entropy"]["cases"], 2)
        self.assertEqual(properties["accuracy-of-softmax_cross_entropy"]["rows"], "z: z.npy[0]; p: y.csv, line 1")
        self.assertEqual(report["data"], "2 labels of y.csv, 2 rows of logits of z.npy")
        self.assertIn(report["metrics"][0]["worst"]["replay"].split(" ", 2)[2],
                      ("z=0x0p+0,0x1p+0,0x1.4p+2 p=0x0p+0,0x0p+0,0x1p+0", "z=0x1p+1,0x1.8p+1,0x1p+0 p=0x1p+0,0x0p+0,0x0p+0"))

    def test_objects_say_what_they_hold(self):
        self.file("all.jsonl", '{"logits": [0, 1], "label": 1}\n{"logits": ["-Infinity", 2], "label": null}\n{"count-table": [[3, 0], [1, 4]]}\n{"counts": [1, 2]}\n')
        report, properties = self.report(0, "--data", "all.jsonl", "--cases", "20")
        self.assertEqual(report["data"], "1 row of counts of all.jsonl, 1 count-table of all.jsonl, 2 rows of logits of all.jsonl, 2 labels of all.jsonl")
        self.assertEqual({properties[i]["cases"] for i in ("entropy-bounds", "mi-bounds")}, {1})
        self.assertEqual(properties["lse-bounds"]["cases"], 2)
        self.assertEqual(properties["accuracy-of-softmax_cross_entropy"]["cases"], 1)  # the other row is ignored

    def test_arrays(self):
        for descr in ("<f8", "<f4", "<i8"):
            for version in (1, 2):
                self.bytes("a.npy", npy([1, 0, 3, 4], (2, 2), descr, version=version))
                self.assertEqual(self.report(0, "--data", "counts=a.npy", "--only", "entropy-bounds")[1]["entropy-bounds"]["cases"], 2)
        self.bytes("t.npy", npy([1] * 12, (3, 2, 2)))
        self.assertEqual(self.report(0, "--data", "count-tables=t.npy", "--only", "mi-bounds")[1]["mi-bounds"]["cases"], 3)
        self.bytes("one.npy", npy([0.5, 0.5], (2,)))
        self.assertEqual(self.report(0, "--data", "distributions=one.npy", "--only", "entropy-bounds")[1]["entropy-bounds"]["cases"], 1)

    def test_counts_are_divided_by_their_exact_sum(self):
        self.file("c.csv", "1,2\n")
        report, _ = self.report(0, "--data", "counts=c.csv", "--only", "accuracy-of-entropy")
        self.assertIn("p=0x1.5555555555555p-2,0x1.5555555555555p-1", report["metrics"][0]["worst"]["replay"])

    def test_the_same_bytes(self):
        self.file("p.jsonl", "".join(f"[{k / 64}, {1 - k / 64}]\n" for k in range(1, 30)))
        reports = [self.expect(1, "check", "--report", "-", "--subject", subject("negative"), "--data", "distributions=p.jsonl", "--cases", "40", "--threads", threads, "--seed", seed)
                   for threads, seed in (("1", "1"), ("3", "1"), ("1", "2"))]
        self.assertEqual(reports[0], reports[1])
        self.assertNotEqual(reports[0].replace('"seed": 1', '"seed": 2'), reports[2])


class Refusals(Data):
    def test_rows_outside_the_domain(self):
        self.refuse_data("a.csv, line 2, column 2: -0.1 is no probability", "0.5,0.5\n0.5,-0.1\n", "distributions")
        self.refuse_data("a.csv, line 1, column 1: nan is no probability", "nan,1\n", "distributions")
        self.refuse_data("a.csv, line 2: its sum is 0.9, not 1 within rounding; .* counts=FILE", "0.5,0.5\n0.5,0.4\n", "distributions")
        self.refuse_data("a.csv, line 1: it is neither exactly normalised nor the rounded image .* counts=FILE", "0.1,0.2,0.7000000000000004\n", "distributions")
        self.refuse_data("a.csv, row 2, column 1: -3 is no count or weight", "1,2\n-3,4\n", "count-tables")
        self.refuse_data("a.csv: it has no mass", "0,0\n0,0\n", "count-tables")
        self.refuse_data("a.csv, line 2, column 1: inf is no logit", "0,1\ninf,1\n")
        self.refuse_data("a.jsonl, line 1: it is −∞ everywhere", '["-Infinity", "-Infinity"]\n', name="a.jsonl")
        self.refuse_data(r"a.npy\[1, 0\]: nan is no finite number", npy([1, 2, float("nan"), 4], (2, 2)), "numbers", "a.npy")
        self.refuse_data(r"a.npy\[1, 0, 1\]: 2 is no probability", npy([0.25] * 5 + [2] + [0] * 2, (2, 2, 2)), "tables", "a.npy")
        self.refuse_data("a.csv, line 2: 1.5 is no label", "1\n1.5\n", "labels")
        # The library claims to be correct, and divides by the exact sum.
        self.file("a.csv", "0.1,0.2,0.7000000000000004\n")
        self.expect(0, "check", "--data", "distributions=a.csv", "--only", "entropy-bounds")

    def test_labels_that_do_not_fit(self):
        self.file("z.csv", "1,2\n3,4\n")
        for content, message in (("0\n", "y.csv: there are 1 labels for 2 rows of logits"), ("0\n2\n", "y.csv, line 2: 2 is no class of z.csv, line 2, which has 2"), ("0,1\n", "y.csv, line 1: 2 labels in a line")):
            self.file("y.csv", content)
            self.refuse(message, "check", "--data", "logits=z.csv", "--data", "labels=y.csv")

    def test_files_that_cannot_be_read(self):
        self.refuse_data("a.csv, line 3, column 2: 'x' is not a number", "p,q\n1,2\n3,x\n")
        self.refuse_data("a.csv, line 2: 1 cells, where the lines before have 2", "1,2\n3\n")
        self.refuse_data("a.csv, line 1, column 2: '' is not a number", "1,,2\n")
        self.refuse_data("a.csv: there are no rows in it", "# nothing\n\n")
        self.refuse_data("a.csv: nothing says what it holds: give KIND=a.csv", "1,2\n", kind="")
        self.refuse_data("--data: 'logit' is no kind of data: distributions, counts,", "1,2\n", kind="logit")
        self.refuse_data("a.dat: its ending does not tell", "1,2\n", name="a.dat")
        self.refuse_data("a.jsonl, line 2: it is not JSON", "[1]\n[1\n", name="a.jsonl")
        self.refuse_data("""a.jsonl, line 1, column 2: '"x"' is not a number""", '[1, "x"]\n', name="a.jsonl")
        self.refuse_data("a.jsonl, line 1: the rows of a table are of one length", "[[1, 0], [0]]\n", "tables", "a.jsonl")
        self.refuse_data("a.jsonl, line 1: no list of numbers", "5\n", name="a.jsonl")
        self.refuse_data("a.jsonl, line 1: nothing says what it holds", "[1, 2]\n", "", "a.jsonl")
        self.refuse_data("a.jsonl, line 1: 'lable' is no kind of row", '{"lable": 1}\n', "", "a.jsonl")
        self.refuse("--data: KIND=FILE lacks its file", "check", "--data", "logits=")
        self.refuse("cannot read nowhere.csv: No such file", "check", "--data", "logits=nowhere.csv")
        for option in ("--baseline", "--save-baseline", "--replay-file"):
            self.refuse(f"--data excludes {option}|{option} excludes --data", "check", "--data", "logits=a.csv", option, "x")

    def test_arrays_that_are_not_read(self):
        def refuse(message, content):
            self.refuse_data("a.npy: " + message, content, name="a.npy")

        whole = npy([1, 2, 3, 4], (2, 2))
        refuse("it is no .npy file", b"1,2\n")
        refuse("version 4 of .npy", whole[:6] + b"\4" + whole[7:])
        refuse("it ends within its header", whole[:30])
        refuse("it is shorter than its header says", whole[:-1])
        refuse("it has 40 bytes of numbers, not the 32", whole + bytes(8))
        refuse("its order is Fortran's", npy([1, 2, 3, 4], (2, 2), fortran=True))
        refuse("numbers of type '>f8' are not read", npy([1, 2, 3, 4], (2, 2), ">f8"))
        refuse("it has 3 axes; logits have 2, or 1", npy([1] * 8, (2, 2, 2)))
        refuse("it holds no numbers", npy([], (0, 2)))
        refuse("it is shorter than its header says", npy([1], (2**62, 2**62)))


class Examples(Data):
    """examples/data, as their heads say."""

    def made(self, *words, **how):
        return subprocess.run([sys.executable, "-B", *words], check=True, cwd=self.folder, **how)

    @unittest.skipUnless(importlib.util.find_spec("sklearn"), "scikit-learn is not installed (python3-sklearn)")
    def test_digits(self):
        self.made(EXAMPLES / "digits.py", ".")
        data = [word for argument in re.findall(r"--data (\S+)", (EXAMPLES / "digits.py").read_text()) if "=" in argument for word in ("--data", argument.replace("FOLDER/", ""))]
        self.assertEqual(len(data), 6)
        report, properties = self.report(0, "--cases", "100", *data)
        self.assertEqual(report["data"], "1 count-table of confusion.csv, 450 labels of labels.csv, 450 rows of logits of logits.npy")
        for name, cases in {"softmax-simplex": 450, "accuracy-of-softmax_cross_entropy": 450, "mi-nonnegative": 1, "accuracy-of-mean_softmax_cross_entropy": 100}.items():
            self.assertEqual((properties[name]["status"], properties[name]["cases"]), ("held", cases), name)
        report, properties = self.report(1, "--cases", "100", *data, "--subject", "planted:mutual_information:negated")
        self.assertEqual(properties["accuracy-of-mutual_information"]["rows"], "w: confusion.csv")

    def test_bytes_of_a_text(self):
        text = self.made(EXAMPLES / "text_bytes.py", ROOT / "README.md", stdout=subprocess.PIPE).stdout
        self.bytes("bytes.jsonl", text)
        report, properties = self.report(1, "--cases", "100", "--data", "bytes.jsonl", "--subject", "museum:statsbase-468")
        rows = len(text.splitlines())
        self.assertEqual(report["data"], f"{rows} rows of counts of bytes.jsonl")
        self.assertEqual((properties["accuracy-of-entropy"]["refuted"], properties["accuracy-of-entropy"]["rows"]), (rows, "p: bytes.jsonl, line 1"))


if __name__ == "__main__":
    unittest.main()
