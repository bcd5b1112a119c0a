"""Gappa scripts from the files of lib/kernels/proofs and the constants of constants.hpp; and exact arithmetic."""
import pathlib
import re
import subprocess
from fractions import Fraction

KERNELS = pathlib.Path(__file__).parents[2] / "lib" / "kernels"
FAILED = "Error: some properties were not satisfied"
U = Fraction(1, 2**53)


def number(text):
    """A literal of C++ or Gappa, exactly."""
    text = text.strip()
    if "0x" in text:  # float.fromhex rounds what does not fit, none of which occurs
        return Fraction(float.fromhex(text))
    return Fraction(text)


class Constants(dict):
    """Names to text, or lists of it, for Gappa; exact() to fractions."""

    def __init__(self, path):
        for name, array, value in re.findall(r"double (\w+)(\[\])? = \{?([^;{}]*)\}?;", path.read_text()):
            values = [v.strip() for v in value.split(",") if v.strip()]
            self[name] = values if array else values[0]
        self.text = path.read_text()
        self.exact = {n: [number(v) for v in x] if isinstance(x, list) else number(x) for n, x in self.items()}

    def interval(self, function):
        """On which a polynomial is near this function."""
        found = re.search(re.escape(function) + r" on \[([^,]*), ([^\]]*)\]", self.text)
        return number(found[1]), number(found[2])


def above(x, digits=30):
    """A short number that is not below x ≥ 0."""
    x = Fraction(x)
    scale = Fraction(2) ** (digits - x.numerator.bit_length() + x.denominator.bit_length())
    return -((-x * scale).__floor__()) / scale


def below(x):
    """One that is not above it."""
    return above(x) * (1 - Fraction(1, 2**28))


def literal(x):
    """A fraction over a power of two, as text for Gappa."""
    x = Fraction(x)
    assert x.denominator & (x.denominator - 1) == 0
    return f"{x.numerator}b{1 - x.denominator.bit_length()}"


def is_exactly(name, x):
    return f"{name} in [{literal(x)}, {literal(x)}] /\\ @FIX({name}, {1 - x.denominator.bit_length()})"


def within(name, bound):
    return f"|{name}| <= {literal(above(bound))}"


class Script:
    """A file of lib/kernels/proofs."""

    def __init__(self, name, constants):
        self.name, self.constants = name, constants
        self.text = (KERNELS / "proofs" / (name + ".gappa")).read_text()
        self.coded = re.search(r"# as coded\n(.*?)\n\n", self.text, re.S)[1]

    def lookup(self, text):
        text = re.sub(r"\b(\w+)\[(\d+)\]", lambda m: self.constants[m[1]][int(m[2])], text)
        return re.sub(r"\b\w+\b", lambda m: x if isinstance(x := self.constants.get(m[0]), str) else m[0], text)

    def operation(self, line, fused):
        arguments = re.search(r"\((.*)\)", line)
        a = [f"({x.strip()})" for x in arguments[1].split(",")] if arguments else []
        names = [x.strip() for x in line.split("=")[0].split(",")]
        if " fma(" in line:
            product = f"{a[0]} * {a[1]}" if fused else f"rnd({a[0]} * {a[1]})"
            return f"{names[0]} = rnd({product} + {a[2]});"
        for function, sign in (("two_prod", "*"), ("two_sum", "+")):  # exact, Dekker 1971
            if function + "(" in line:
                value = f"{a[0]} {sign} {a[1]}"
                return f"{names[0]} = rnd({value}); {names[1]} = {value} - {names[0]};"
        return line

    def script(self, fused, holes):
        coded = "\n".join(self.operation(x, fused) for x in self.coded.split("\n"))
        text = self.text.replace(self.coded, coded)
        if "|lo - " not in holes.get("goals", ""):  # rules that are of no use cost time
            text = text.split("# Only for |lo|")[0]
        if holes.get("polynomial"):  # known already
            text = re.sub(r"^[pP]\d* = .*\n", "", text, flags=re.M)
            holes = {**holes, "hypotheses": holes["polynomial"] + " /\\ " + holes["hypotheses"]}
        for hole, value in holes.items():
            text = text.replace(f"<{hole}>", value if isinstance(value, str) else literal(value))
        return self.lookup(re.sub(r"<(\w+)>", lambda m: self.constants[m[1]], text))

    def proves(self, fused, **holes):
        """Does Gappa prove the goals? Values for the <holes> are fractions or text."""
        script = self.script(fused, holes)
        self.answer = subprocess.run(["gappa", "-Eno-auto-dichotomy"], input=script, capture_output=True, text=True)
        errors = self.answer.stderr
        if "not trivially equal" in errors or "rror:" in errors.replace(FAILED, ""):
            raise RuntimeError(f"{self.name}: {errors}\n{script}")
        Script.runs += 1
        return self.answer.returncode == 0

    runs = 0

    def require(self, claim, fused, **holes):
        if not self.proves(fused, **holes):
            raise Unproved(f"{self.name}{'' if fused else ', no fused multiply-add'}: {claim}\n{self.answer.stderr}")

    def learn(self, fused, *what, **holes):
        """What Gappa can say of some terms: hypotheses for what follows."""
        self.require(", ".join(what), fused, goals=" /\\ ".join(f"{x} in ?" for x in what), **holes)
        found = re.findall(r"^  (.*) in \[(\S+) .*?, (\S+) \{", self.answer.stderr, re.M)
        return " /\\ ".join(f"{what} in [{low}, {high}]" for what, low, high in found)

    def climb(self, claim, fused, start, end, holes):
        """Proves a claim for sizes from start to end. holes(a, b): what is to be proved from a to b."""
        climb(f"{self.name}{'' if fused else ', no fused multiply-add'}: {claim}", start, end,
              lambda a, b: self.proves(fused, **holes(a, b)))


def climb(claim, start, end, proved):
    """Proves a claim by steps. They end just below powers of two where they can, as roundings grow there."""
    a, end, factor, successes = Fraction(start), above(end), 4.0, 0
    while a < end:
        b = min(above(a * Fraction(factor), 10), end)
        power = Fraction(2) ** (b.numerator.bit_length() - b.denominator.bit_length()) * (1 - Fraction(1, 2**18))
        power = power if power <= b else power / 2
        b = power if a < power < b else b
        if proved(a, b):
            a, successes = b, successes + 1
            if successes % 4 == 0: factor **= 1.4
        elif factor < 1.01:
            raise Unproved(f"{claim} from {float(a)} on")
        else:
            factor **= 0.7


class Unproved(Exception):
    pass


# Exact arithmetic.

def log(x):
    """ln x for 1/2 ≤ x ≤ 2, but for 2⁻¹⁹⁰: 2 artanh((x − 1)/(x + 1))."""
    z = Fraction(x - 1) / (x + 1)
    return 2 * sum(z ** (2 * k + 1) / (2 * k + 1) for k in range(64))


LOG_ERROR = Fraction(1, 2**190)
LN2 = log(2)


def require(condition, what):
    if not condition: raise Unproved(what)


def rnd(x):
    return Fraction(float(x))  # Python rounds fractions correctly
