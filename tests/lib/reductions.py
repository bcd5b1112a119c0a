"""What the proofs start from: the tables of constants.hpp and the reductions of arguments, by exact arithmetic, or by
Gappa (reduce.gappa) where operations round."""
import re
from fractions import Fraction

from executed_scripts import PAIRS, POWER, SHORT, SHORT_POWER, entries, run
from gappa_scripts import LN2, LOG_ERROR, U, Script, above, literal, log, require, within


def logarithm_table(c):
    """(e·ln2_hi + table_hi) and what is claimed of r, for each entry. Returns how large r may be for each."""
    reach = []
    low, high = c.interval("(ln(1 + r) - r + r^2/2)/r^3")
    for j in range(16):
        inverse, table = c.exact["log_inverse"][j], c.exact["log_table_hi"][j]
        m = [1 + (j - Fraction(1, 2)) / 16 if j else 1 - Fraction(1, 64), 1 + (j + Fraction(1, 2)) / 16]
        r = [x * inverse - 1 for x in m]
        require(low <= r[0] and r[1] <= high, f"r is within the interval of the polynomial: j = {j}")
        step = Fraction(1, 2**52 if m[0] >= 1 else 2**53) * Fraction(1, inverse.denominator)
        require(max(-r[0], r[1]) <= 2**53 * step, f"r has 53 bits: j = {j}")
        require(table.denominator <= 2**42, f"log_table_hi[{j}] is a multiple of 2⁻⁴²")
        size = max(-r[0], r[1])
        head = size + size * size / 2
        for e in range(-1022, 1025):
            base = e * c.exact["ln2_hi"] + table
            require(base == 0 or abs(base) >= head, f"fast_two_sum(base, head): e = {e}, j = {j}")
        reach.append(size)
    return reach


def table_error(c, names):
    """The largest error of the logarithms in a table, all parts of it together."""
    rows = zip(c.exact["log_inverse"], *(c.exact[n] for n in names))
    return max(abs(-log(x) - sum(parts)) for x, *parts in rows) + LOG_ERROR


def ln2_error(c, names):
    return abs(LN2 - sum(c.exact[n] for n in names)) + LOG_ERROR


R = Fraction("0.001355")  # of the reduced argument, before and after s is added


class Reduction:
    """x = k·(ln 2)/256 + ρ, k = 256e + 16j + i; ρ = r + s but for the gap. `rest` and its error: what tables of 26 bits
    leave to s."""

    def __init__(self, c, fused, largest, rest=Fraction(0), rest_error=Fraction(0)):
        step_error = above(abs(LN2 / 256 - c.exact["exp_step_hi"] - c.exact["exp_step_lo"]) + LOG_ERROR)
        largest = above(largest, 20)
        self.most = (largest * c.exact["exp_inverse_step"]).__floor__() + 1
        self.s = above((self.most * c.exact["exp_step_lo"] + rest) * (1 + 4 * U))
        script = Script("reduce", c)
        common = dict(x=f"[-{literal(largest)}, {literal(largest)}]", step_error=step_error, rest=above(rest),
                      rest_error=above(rest_error))
        script.require("k = 0 for small x, so r = x", fused, sizes="[0, 0.0013]", goals="k in [0, 0]", **common)
        script.require("the reduction", fused, sizes=f"[0.0013, {literal(largest)}]", **common,
                       goals=f"@FIX(k, 0) /\\ |k| <= {self.most} /\\ r - Near in [0, 0] /\\ {within('r', R)} /\\ "
                             f"{within('Rho', R)} /\\ {within('s', self.s)}")
        gap = script.learn(fused, "Rho - (r + s)", sizes=f"[0.0013, {literal(largest)}]", **common)
        self.gap = max(abs(int(n) * Fraction(2) ** int(e)) for n, e in re.findall(r"(-?\d+)b(-?\d+)", gap))
        low, high = c.interval("(exp(r) - 1 - r - r^2/2)/r^3")
        require(low <= -R - self.gap and R + self.gap <= high, "the argument is within the interval of the polynomial")

    def holes(self, c, power=None):
        """exp ρ = exp(r + s)·exp(gap)."""
        error = (R + self.gap) ** 3 * c.exact["exp_polynomial_error"] + self.gap * Fraction("1.01")
        pairs = {} if power is None else dict(power_lo=above(power.lo), power_error=above(power.error))
        return dict(r=above(R), s=self.s, exp_error=above(error), **pairs)


class ShortPower:
    """2^(j/16)·2^(i/256) = power·exp(rest + error), from tables of 26 bits: the largest rest and error."""

    def __init__(self, c):
        logs = {part: [log(x) for x in c.exact[f"exp_{part}_short"]] for part in ("coarse", "fine")}
        self.rest = self.error = Fraction(0)
        for k in range(256):
            x = run(SHORT_POWER, True, c, **(table := entries(c, SHORT, k)))
            require(x["power"] == table["coarse"] * table["fine"] and 1 <= x["power"] < 2, "a power of two is exact")
            require(k > 0 or x["rest"] == 0, "1 is 1")
            left = k * LN2 / 256 - logs["coarse"][k >> 4] - logs["fine"][k & 15]
            self.rest = max(self.rest, abs(x["rest"]))
            self.error = max(self.error, abs(left - x["rest"]) + 4 * LOG_ERROR)


class Power:
    """2^(j/16)·2^(i/256) as a pair, for all j and i: the largest low part and error, which 256th powers tell."""

    def __init__(self, c, fused):
        self.lo = self.error = Fraction(0)
        for k in range(256):
            x = run(POWER, fused, c, **entries(c, PAIRS, k))
            require(1 <= x["power"] < 2, "a power of two is in [1, 2)")
            self.lo = max(self.lo, abs(x["power_lo"]))
            self.error = max(self.error, self.off(x["power"] + x["power_lo"], k))

    @staticmethod
    def off(x, k):
        """|x − 2^(k/256)| ≤ 2·ε, where x²⁵⁶ = 2ᵏ(1 + 256ε + …)."""
        return 2 * abs(x**256 / 2**k - 1) / 256 * Fraction("1.01")
