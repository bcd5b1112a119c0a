"""The bounds of lib/kernels/bounds.hpp, proved by Gappa from lib/kernels/proofs, constants.hpp and exact arithmetic.

A proof is a Gappa script but for its operations, "as coded": these are expanded here, for processors that have a fused
multiply-add and for those that have not, and constants are looked up in constants.hpp. Bounds that grow with a variable
are proved step by step: for all |r| ≤ b the error is below the bound at the smaller a, then from b on. two_prod and
fast_two_sum are taken as exact (Dekker 1971). The same operations are executed as well, and compared bit for bit with
what the kernels return (kernel_values.cpp, the argument): what is proved is what runs. First of all, faults are planted
in constants and bounds, which must be noticed.
"""
import copy
import re
import sys
import time
from fractions import Fraction

from executed_scripts import compare, compare_page
from gappa_scripts import (KERNELS, LN2, LOG_ERROR, U, Constants, Script, Unproved, above, below, climb, is_exactly,
                           literal, log, number, require, within)
from reductions import R, Power, Reduction, ShortPower, ln2_error, logarithm_table, table_error


# The proofs. Bounds are those of bounds.hpp; of log_pair's, something is left for log1p_of, which rounds lo once more.
LOG_SHARE, OFFSET_SHARE = Fraction(7, 8), Fraction(23, 32)

def prove_log_pair(c, b):
    b = dict(b, log_error=b["log_error"] * LOG_SHARE, log_offset=b["log_offset"] * OFFSET_SHARE)
    reach = logarithm_table(c)
    near, far = reach[0], max(reach)
    script = Script("log_pair", c)
    errors = dict(ln2_error=above(ln2_error(c, ["ln2_hi", "ln2_lo"])),
                  table_error=above(table_error(c, ["log_table_hi", "log_table_lo"])))
    tables = "e in [-1022, 1024] /\\ " + within("table_hi - 1b-1", Fraction(1, 2)) + " /\\ " + within(
        "table_lo", max(map(abs, c.exact["log_table_lo"])))
    # x in [1 − 2⁻⁶, 1 + 2⁻⁵): e and the tables give 0, so nothing is lost in adding that.
    zeros = " /\\ ".join(f"{x} in [0, 0]" for x in ("e", "table_hi", "table_lo", "base", "base_lo", "sum_lo",
                                                    "lo - (sum_lo + rest)"))
    for fused in (True, False):
        known = script.learn(fused, "p - P", "P", hypotheses=within("r", far) + " /\\ " + tables, **errors)

        def everywhere(a, r):
            return dict(hypotheses=within("r", r) + " /\\ " + tables, **errors, polynomial=known,
                        goals=f"|(hi + lo) - Log| <= {literal(below(b['log_error'] * a**3 + b['log_offset']))}")
        script.require("log_offset", fused, **everywhere(Fraction(0), Fraction(1, 2**12)))
        script.climb("log_error", fused, Fraction(1, 2**12), far, everywhere)

        def near_one(a, r):  # |ln(1 + r)| ≥ a − a²/2 for |r| ≥ a
            bound = b["log_error"] * a**3 + b["log_near_one"] * (a - a * a / 2)
            return dict(hypotheses=within("r", r) + " /\\ " + zeros, ln2_error=Fraction(0), table_error=Fraction(0),
                        polynomial=known, goals=f"|(hi + lo) - Log| <= {literal(below(bound))}")
        script.climb("log_near_one", fused, Fraction(1, 2**53), near, near_one)

        # |lo| ≤ 0.345·|r³| + 2⁻³³, and the cube is |r³| but for 2⁻⁵² of it: Logarithm says 0.35.
        script.require("|lo|", fused, hypotheses=within("r", far) + " /\\ " + tables, **errors, polynomial=known,
                       goals="|P| <= 0.345 /\\ |lo - R3 * P| <= 1b-33 /\\ base - Base in [0, 0]")


def prove_rough_log(c, b):
    far = max(logarithm_table(c))
    script = Script("rough_log", c)
    for fused in (True, False):
        script.require("rough_log_error and |lo|", fused, ln2_error=above(ln2_error(c, ["ln2_hi", "ln2_lo"])),
                       table_error=above(table_error(c, ["log_table_hi", "log_table_lo"])),
                       hypotheses=f"{within('r', far)} /\\ e in [-1022, 1024] /\\ "
                                  + within("table_hi - 1b-1", Fraction(1, 2)) + " /\\ "
                                  + within("table_lo", max(map(abs, c.exact["log_table_lo"]))),
                       goals=f"|(hi + lo) - Log| <= {literal(below(b['rough_log_error']))} /\\ |lo| <= 0.00064")


def prove_short_log(c, b):
    reach = logarithm_table(c)
    near, far = reach[0], max(reach)
    script = Script("short_log", c)
    bound, ln2 = b["short_log_error"], c.exact["ln2"]
    ln2_off = ln2_error(c, ["ln2"])
    for fused in (True, False):
        known = script.learn(fused, "p - P", "P", hypotheses=within("r", far), ln2_error=Fraction(0),
                             table_error=Fraction(0))

        def case(e, r, table, error, smallest):
            script.require(f"short_log_error, e in {e}", fused, polynomial=known, ln2_error=above(ln2_off),
                           table_error=above(error),
                           hypotheses=f"{within('r', r)} /\\ e in [{e[0]}, {e[1]}] /\\ {table}",
                           goals=f"|hi - Log| <= {literal(below(bound * smallest))}")
        # |e·ln 2 − ln c| ≥ (e or −e − 1)·ln 2, as 0 ≤ −ln c < ln 2
        for k in range(10):
            everything = "|table - 1b-1| <= 1b-1", table_error(c, ["log_table"])
            case((2**k, 2 ** (k + 1)), far, *everything, 2**k * LN2)
            case((-(2 ** (k + 1)) - 1, -(2**k) - 1), far, *everything, 2**k * LN2)
        for j in range(16):
            table, exact = c.exact["log_table"][j], -log(c.exact["log_inverse"][j])
            for e in (-1, 0) if j else (-1,):
                case((e, e), reach[j], f"{is_exactly('table', table)}", abs(exact - table) + LOG_ERROR,
                     abs(e * LN2 + exact) - LOG_ERROR)

        def near_one(a, r):
            return dict(hypotheses=within("r", r) + " /\\ e in [0, 0] /\\ table in [0, 0] /\\ base in [0, 0]",
                        ln2_error=Fraction(0), table_error=Fraction(0), polynomial=known,
                        goals=f"|hi - Log| <= {literal(below(bound * (a - a * a / 2)))}")
        script.climb("short_log_error near 1", fused, Fraction(1, 2**53), near, near_one)


def short_reduction(c, fused):
    power = ShortPower(c)
    return Reduction(c, fused, 1100, power.rest, power.error).holes(c)


LOW = Fraction(9, 8) * Fraction(1, 2**20)  # 2⁻¹⁹·⁸


def prove_exp_pair(c, b):
    script = Script("exp_pair", c)
    for fused in (True, False):
        holes = short_reduction(c, fused)
        known = script.learn(fused, "p - P", "P", hypotheses="power in [1, 2]", **holes)

        # |lo| ≤ 2⁻¹⁹·⁸·hi, from |lo|/power and hi/power.
        rest = LOW * (1 - R - Fraction(1, 2**51)) - Fraction(1, 2**50)
        script.require("|lo| ≤ 2⁻¹⁹·⁸·hi", fused, hypotheses="power in [1, 2]", polynomial=known, **holes,
                       goals=f"|rest| <= {literal(below(rest))} /\\ |lo - power * rest| <= 1b-50 /\\ "
                             "|hi - power * (1 + r)| <= 1b-51")

        def case(a, z):  # Exp·power ≥ 0.998·a
            bound = b["exp_error"] * a * Fraction("0.998")
            return dict(hypotheses=f"power in [{literal(a)}, {literal(z)}]", polynomial=known, **holes,
                        goals=f"|(hi + lo) - power * Exp| <= {literal(below(bound))}")
        script.climb("exp_error", fused, Fraction(1), Fraction(2), case)


def prove_rough_exp(c, b):
    script = Script("rough_exp", c)
    for fused in (True, False):
        bound = b["rough_exp_error"] * Fraction("0.998")
        script.require("rough_exp_error and growth", fused, **short_reduction(c, fused),
                       goals=f"|growth - (Growth + exp_error)| <= {literal(below(bound))} /\\ |growth| <= 0.00137")


def pair_is_proved(b, rest, holes, bound):
    """grow(), given what is known of head and rest."""
    slices = [Fraction(k, 16) for k in (16, 18, 20, 23, 27, 32)]
    fused = holes.pop("fused")
    return all(Script("precise_exp_pair", rest.constants).proves(
        fused, power=f"[{literal(p)}, {literal(z)}]", **holes, bound=below(bound * p * Fraction("0.998")))
        for p, z in zip(slices, slices[1:]))


def prove_precise_exp_pair(c, b):
    rest = Script("precise_exp_rest", c)
    for fused in (True, False):
        power = Power(c, fused)

        def proved(a, x):
            holes = Reduction(c, fused, x).holes(c, power)
            holes["known"] = rest.learn(fused, "head", "Rest", "rest - Rest", r=holes["r"], s=holes["s"])
            return pair_is_proved(b, rest, dict(holes, fused=fused), b["precise_exp_error"](a))
        require(proved(0, 1), "precise_exp_error below 1")
        climb("precise_exp_error", 1, 1100, proved)


def prove_fine_exp_pair(c, b):
    """Its reduction: k times either of the first parts of the step is exact, as is their sum; `left` and t_lo are rounded
    below 2⁻¹⁰⁸ even where fast_two_sum finds its arguments in the wrong order."""
    rest = Script("fine_exp_rest", c)
    most = (1100 * c.exact["exp_inverse_step"]).__floor__() + 1
    require(most * (c.exact["exp_step_mid"] * 2**76).numerator < 2**53, "k·exp_step_mid is exact")
    step = c.exact["exp_step_hi"] + c.exact["exp_step_mid"] + c.exact["exp_step_rest"]
    gap = most * (abs(LN2 / 256 - step) + LOG_ERROR) + Fraction(1, 2**108)
    low, high = c.interval("(exp(r) - 1 - r - r^2/2)/r^3")
    require(low <= -R - gap and R + gap <= high, "the argument is within the interval of the polynomial")
    error = (R + gap) ** 4 * c.exact["fine_exp_polynomial_error"] + gap * Fraction("1.01")
    left = U * R + most * abs(c.exact["exp_step_rest"]) * 2
    require(4 * U * left <= Fraction(1, 2**108), "roundings of the reduction")
    sixth_error = abs(Fraction(1, 6) - c.exact["sixth_hi"] - c.exact["sixth_lo"])
    for fused in (True, False):
        power = Power(c, fused)
        known = rest.learn(fused, "head", "Rest", "rest - Rest", r=above(R), t_lo=above(U * R),
                           sixth_error=above(sixth_error))
        holes = dict(fused=fused, known=known, exp_error=above(error), power_lo=above(power.lo),
                     power_error=above(power.error))
        require(pair_is_proved(b, rest, holes, b["fine_exp_error"]), f"fine_exp_error, fused: {fused}")


def prove_short_exp(c, b):
    script = Script("short_exp", c)
    step_error = abs(LN2 / 16 - c.exact["exp_coarse_step"]) + LOG_ERROR
    power_error = max(Power.off(x, 16 * j) for j, x in enumerate(c.exact["exp_coarse_hi"]))
    low, high = c.interval("(exp(r) - 1 - r)/r^2")
    error = high**2 * c.exact["short_exp_polynomial_error"]
    for fused in (True, False):
        holes = dict(x="[-600, 600]", step_error=above(step_error), power_error=above(power_error),
                     exp_error=above(error))
        # |k| ≤ 13850 is true, but of it Gappa finds 13850.4 or better, as its terms happen to lie in memory.
        script.require("the argument is within the interval of the polynomial", fused, power="[1, 2]", hypotheses="",
                       goals=f"R in [{literal(-below(high))}, {literal(below(high))}] /\\ {within('k', 13851)}", **holes)
        known = script.learn(fused, "r - R", "R", power="[1, 2]", hypotheses="", **holes)

        def case(a, z):
            bound = b["short_exp_error"] * a * Fraction("0.978")  # Exp ≥ 0.978
            return dict(holes, power=f"[{literal(a)}, {literal(z)}]", hypotheses=" /\\ " + known,
                        goals=f"|hi - Power * Exp| <= {literal(below(bound))}")
        script.climb("short_exp_error", fused, Fraction(1), Fraction(2), case)


def prove_quotient(c, b):
    Script("quotient", c).require("2^-48", True)  # |b·y − a| ≤ 2⁻⁵⁰ ≤ 2⁻⁴⁹·a


def bounds():
    """Those of bounds.hpp."""
    text = re.sub(r"//.*", "", (KERNELS / "bounds.hpp").read_text())
    b = {name: number(x) for name, x in re.findall(r"(\w+) = (0x[\w.]+p[-\d]+)", text)}
    at_0 = number(re.search(r"precise_exp_error.* return (\S+) \+ .* \+ 1\) \* precise_exp_slope;", text)[1])
    b["precise_exp_error"] = lambda x: at_0 + (abs(x) + 1) * b["precise_exp_slope"]
    return b


def prove_derived(b):
    """What bounds.hpp derives from the others. A group has 8 vectors, whose low parts are rounded twice each."""
    gathered = 16 * U
    # add_ratio neglects ρ²/2p ≤ 2⁻⁹⁷·p, and rounds ρ ≤ 2⁻⁴⁸·p up to three times, then in a tail like the rest of it.
    ratio = Fraction(1, 2**97) + (3 + 16) * U * Fraction(1, 2**48)
    low = Fraction("0.00064")  # of rough_log
    require(b["rough_log_error"] + gathered * low + ratio <= b["gathered_rough_log_error"], "gathered_rough_log_error")
    growth = Fraction("0.00137")
    require(b["rough_exp_error"] + 14 * U * growth <= b["gathered_rough_exp_error"], "gathered_rough_exp_error")
    require(b["exp_error"] + 14 * U * LOW <= b["gathered_exp_error"], "gathered_exp_error")
    require(8 * U * LOW <= b["share_roundings"], "share_roundings")
    require((U * (1 + 2 * growth) + b["rough_exp_error"]) * (1 + 2 * growth) <= b["single_exp_error"], "single_exp_error")
    require(b["log_error"] + gathered * Fraction("0.35") <= b["gathered_log_error"], "gathered_log_error")
    # Masses are at most 1 + 2⁻¹².
    offset = b["log_offset"] + gathered * Fraction(1, 2**33) + ratio
    require(offset * (1 + Fraction(1, 2**12)) <= b["gathered_log_offset"], "gathered_log_offset")
    require(b["log_error"] * LOG_SHARE + U * Fraction("0.35") <= b["log_error"], "log_error in log1p_of")
    tiny = Fraction(1, 2**103)  # t²/2 and roundings of t
    require(b["log_offset"] * OFFSET_SHARE + U * Fraction(1, 2**33) + tiny <= b["log_offset"], "log_offset in log1p_of")
    require(b["log_near_one"] * Fraction(1, 2**4) <= b["log_offset"], "log_offset covers log_near_one")


def with_faults(c, b):
    """Proofs that must fail: something in a constant or a bound, planted."""
    def constants(name, i):
        planted = copy.deepcopy(c)
        planted.exact[name][i] += Fraction(1, 2**60)
        planted[name][i] = literal(planted.exact[name][i])
        return planted
    yield "log_table_lo[5] + 2^-60", prove_log_pair, constants("log_table_lo", 5), b
    yield "log_table_hi[9] + 2^-60", prove_log_pair, constants("log_table_hi", 9), b
    yield "exp_coarse_lo[3] + 2^-60", prove_fine_exp_pair, constants("exp_coarse_lo", 3), b
    yield "exp_fine_rest[11] + 2^-60", prove_rough_exp, constants("exp_fine_rest", 11), b
    yield "exp_fine_hi[7] + 2^-60", prove_precise_exp_pair, constants("exp_fine_hi", 7), b
    for prove, bound in ((prove_log_pair, "log_error"), (prove_log_pair, "log_offset"), (prove_rough_log, "rough_log_error"),
                         (prove_short_log, "short_log_error"), (prove_short_exp, "short_exp_error"),
                         (prove_exp_pair, "exp_error"), (prove_rough_exp, "rough_exp_error"),
                         (prove_fine_exp_pair, "fine_exp_error")):
        factor = Fraction(1, 16)
        yield f"{bound} * {factor}", prove, c, dict(b, **{bound: b[bound] * factor})


def main():
    c, b = Constants(KERNELS / "constants.hpp"), bounds()
    for fault, prove, *planted in with_faults(c, b):
        try:
            prove(*planted)
        except Unproved:
            continue
        sys.exit(f"proved in spite of {fault}: {prove.__name__}")
    try:
        compare(sys.argv[1], c)
        compare_page(c)
        prove_derived(b)
        for prove in (prove_log_pair, prove_rough_log, prove_short_log, prove_short_exp, prove_rough_exp, prove_exp_pair,
                      prove_precise_exp_pair, prove_fine_exp_pair, prove_quotient):
            begin, runs = time.monotonic(), Script.runs
            prove(c, b)
            print(f"{prove.__name__[6:]}: {Script.runs - runs} scripts, {time.monotonic() - begin:.1f} s")
    except Unproved as claim:
        sys.exit(f"not proved: {claim}")


if __name__ == "__main__":
    main()
