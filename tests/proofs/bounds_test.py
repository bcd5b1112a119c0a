"""The bounds of lib/kernels/bounds.hpp are those of proofs/sums/Bounds.v, and each is in a theorem. No Coq is needed."""
import pathlib
import re
import sys
import unittest
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "proofs"))
import sources

HPP = (ROOT / "lib" / "kernels" / "bounds.hpp").read_text()
TEXTS = sources.files()
# Proved elsewhere, by lib.kernel_proofs: of the elementary functions by Gappa, and what follows from those by arithmetic.
BY_GAPPA = {"log_near_one", "precise_exp_slope", "precise_exp_error", "fine_exp_error", "short_log_error", "short_exp_error"}
BY_ARITHMETIC = {"share_roundings", "single_exp_error"}
NO_BOUNDS = {"smallest", "negligible", "most_rough", "most_precise", "most_kept", "group", "groups", "mass_grid",
             "product_grid", "log_bound"}
LENGTHS = [1, 7, 8, 9, 511, 4095, 4096, 1 << 20, (1 << 33) + 5]


def number(text):
    match = re.fullmatch(r"0x(\w+)\.?(\w*)p(-?\d+)", text)
    if not match:
        return Fraction(text)
    whole, part, power = match.groups()
    return Fraction(int(whole + part, 16)) / 16 ** len(part) * Fraction(2) ** int(power)


def in_cpp(text):
    """Constants, and functions with their parameters: the texts of their expressions, as Python has them."""
    code = re.sub(r"\s+", " ", re.sub(r"//.*", "", text))
    constants, functions = {}, {}
    for declared in re.findall(r"inline constexpr (?:double|int|std::size_t) ([^;]*);", code):
        constants.update(re.findall(r"(\w+) = ([^,]*)", declared))
    for name, arguments, body in re.findall(r"constexpr double (\w+)\(([^)]*)\) \{(.*?)\}(?= |$)", code):
        inner = dict(re.findall(r"constexpr double (\w+) = ([^;]*);", body))
        value = re.search(r"return (.*);", body)[1]
        for local, meaning in inner.items():
            value = re.sub(rf"\b{local}\b", f"({meaning})", value)
        functions[name] = [re.search(r"\w+$", argument)[0] for argument in arguments.split(", ")], value
    def python(value):
        value = re.sub(r"static_cast<double>\(n / lanes \+ 2\)", "(n // lanes + 2)", value)
        value = re.sub(r"static_cast<double>\((\w+)\)", r"\1", value).replace("std::size_t{1}", "1").replace("std::min", "min")
        return re.sub(r"0x[\w.]+p-?\d+|(?<![\w.])\d+(?![\w.])", lambda m: f"number('{m[0]}')", value)
    return ({name: python(value) for name, value in constants.items()},
            {name: (arguments, python(value)) for name, (arguments, value) in functions.items()})


def in_coq(text):
    constants, functions = {}, {}
    for name, arguments, value in re.findall(r"^Definition (\w+)(.*?) :=\s(.*?)\.$", text, re.M | re.S):
        value = re.sub(r"\s+", " ", value).replace("%/", "//").replace("INR ", "")
        value = re.sub(r"Rmin \(([^()]*)\) (\d+)", r"min(\1, \2)", value)
        value = re.sub(r"vectors n lanes", "vectors(n, lanes)", value)
        value = re.sub(r"pow2 \(?(-?\d+)\)?", r"pow2('\1')", value)
        value = re.sub(r"(?<![\w.'-])\d+", lambda m: f"number('{m[0]}')", value)
        names = re.findall(r"\w+", re.sub(r":\s*\w+", "", arguments))
        if names:
            functions[name] = names, value
        else:
            constants[name] = value
    return constants, functions


def evaluated(constants, functions):
    """Each constant's value, and each function's values at many places."""
    names = {"number": number, "min": min, "pow2": lambda e: Fraction(2) ** int(e)}
    for name, value in constants.items():
        if "<<" not in value:
            names[name] = eval(value, names)
    for name, (arguments, value) in functions.items():
        if name in ("vectors", "group_error", "long_error", "pair_error", "grid_error"):
            exec(f"def {name}({', '.join(arguments)}): return {value}", names)
    found = {name: names[name] for name in constants if name in names}
    for name in ("group_error", "long_error", "pair_error"):
        found[name] = [names[name](n, lanes) for n in LENGTHS for lanes in (1, 2, 4, 8)]
    found["grid_error"] = [names["grid_error"](n, lanes, grid) for n in LENGTHS for lanes in (1, 2, 4, 8) for grid in (6, 192)]
    return found


def differing(hpp):
    """The bounds that are not as Coq has them."""
    coq, cpp = evaluated(*in_coq(TEXTS["sums/Bounds.v"])), evaluated(*in_cpp(hpp))
    return {name for name in coq.keys() - {"most"} if coq[name] != cpp[name]}


class Bounds(unittest.TestCase):
    def test_bounds_are_those_of_coq(self):
        self.assertEqual(differing(HPP), set())

    def test_another_bound_is_seen(self):
        for old, new, name in (("11 * 0x1p-52", "10 * 0x1p-52", "group_error"), ("+ 12) * 0x1.1p-53", "+ 11) * 0x1.1p-53", "long_error"),
                               ("21 * 0x1p-106", "20 * 0x1p-106", "pair_error"), ("0x1.2p-103", "0x1.1p-103", "grid_error"),
                               ("group * groups + 2", "group * groups", "pair_error"),
                               ("gathered_rough_log_error = 0x1.cp-60", "gathered_rough_log_error = 0x1.bp-60", "gathered_rough_log_error"),
                               ("gathered_exp_error = 0x1.8p-69", "gathered_exp_error = 0x1p-69", "gathered_exp_error"),
                               ("gathered_log_offset = 0x1.42p-82", "gathered_log_offset = 0x1.4p-82", "gathered_log_offset"),
                               ("gathered_rough_exp_error = 0x1.6fp-59", "gathered_rough_exp_error = 0x1.6ep-59", "gathered_rough_exp_error"),
                               ("gathered_log_error = 0x1.34p-50", "gathered_log_error = 0x1.33p-50", "gathered_log_error")):
            self.assertEqual(HPP.count(old), 1, old)
            self.assertEqual(differing(HPP.replace(old, new)), {name})

    def test_every_bound_is_proved_somewhere(self):
        constants, functions = in_cpp(HPP)
        coq_constants, coq_functions = in_coq(TEXTS["sums/Bounds.v"])
        proved = (coq_constants.keys() | coq_functions.keys()) - {"most"}
        self.assertEqual(constants.keys() | functions.keys(), proved | BY_GAPPA | BY_ARITHMETIC | NO_BOUNDS)
        self.assertEqual(proved & (BY_GAPPA | BY_ARITHMETIC | NO_BOUNDS), set())

    def test_every_bound_of_coq_is_in_a_theorem(self):
        statements = " ".join(theorem.statement for theorem in sources.theorems(TEXTS, "sums"))
        constants, functions = in_coq(TEXTS["sums/Bounds.v"])
        for name in (constants.keys() | functions.keys()) - {"vectors"}:
            self.assertRegex(statements, rf"\b{name}\b")

    def test_groups_are_as_the_theorems_have_them(self):
        constants, _ = in_cpp(HPP)
        group, groups = (eval(constants[name]) for name in ("group", "groups"))
        self.assertEqual((group, groups), (8, 64))


if __name__ == "__main__":
    unittest.main()
