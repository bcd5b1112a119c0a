"""The operations that are proved, executed: what they give is what the kernels return."""
import re
import struct
import subprocess
from fractions import Fraction

from gappa_scripts import KERNELS, Script, number, require, rnd

# 2^(j/16)·2^(i/256) as a pair.
POWER = """power, product_lo = two_prod(coarse, fine);
cross = fma(fine, coarse_lo, product_lo);
power_lo = fma(coarse, fine_lo, cross);"""


def run(lines, fused, c, **values):
    """Their results, all of them exact fractions, by name."""
    def fma(x, y, z): return rnd(x * y + z) if fused else rnd(rnd(x * y) + z)
    def two_prod(x, y): return rnd(x * y), x * y - rnd(x * y)
    def fast_two_sum(x, y):
        hi = rnd(x + y)
        return hi, rnd(y - rnd(hi - x))
    def two_sum(x, y): return rnd(x + y), x + y - rnd(x + y)
    names = dict(c.exact, rnd=rnd, two_sum=two_sum, fma=fma, two_prod=two_prod, fast_two_sum=fast_two_sum, **values)
    for line in re.sub(r"#.*", "", lines).replace("\n", " ").split(";"):
        line = re.sub(r"(?<![\w.])(0x[\da-f.]+p-?\d+|\d+\.\d+)", r"number('\1')", line.strip())
        exec(line, {"number": number}, names)
    return names


def logarithm(c, function, x, fused):
    """All its intermediate results."""
    up = struct.unpack("q", struct.pack("d", x))[0] + (1 << 47)
    e, j = (up >> 52) - 1023, up >> 48 & 15
    r = Fraction(x) / Fraction(2) ** e * c.exact["log_inverse"][j] - 1
    return run(Script(function, c).coded, fused, c, e=Fraction(e), r=r, table=c.exact["log_table"][j],
               table_hi=c.exact["log_table_hi"][j], table_lo=c.exact["log_table_lo"][j])


def entries(c, suffixes, k):
    """Of the tables of the exponentials, for 2^(k/256)."""
    return {f"{part}{name}": c.exact[f"exp_{part}{suffix}"][k >> shift & 15]
            for part, shift in (("coarse", 4), ("fine", 0)) for name, suffix in suffixes.items()}


# What tables of 26 bits give: 2^(j/16)·2^(i/256)·exp(rest).
SHORT_POWER = """power = rnd(coarse * fine);
rest = rnd(coarse_rest + fine_rest);"""
PAIRS, SHORT = {"": "_hi", "_lo": "_lo"}, {"": "_short", "_rest": "_rest"}


def model(c, function, x, fused):
    """What a kernel returns for x, from the operations that are proved: hi and lo."""
    def coded(name, **values): return run(Script(name, c).coded, fused, c, **values)
    if "log" in function:
        y = logarithm(c, function, x, fused)
        return y["hi"], y.get("lo", 0)
    x = Fraction(x)
    if function == "short_exp":
        k = int(run(Script(function, c).coded.split("r =")[0], fused, c, x=x)["k"])
        y = coded(function, x=x, power=c.exact["exp_coarse_hi"][k & 15])
        return y["hi"] * Fraction(2) ** (k >> 4), 0
    k = int(coded("reduce", x=x, rest=Fraction(0))["k"])
    scale = Fraction(2) ** (k >> 8)
    if function in ("precise_exp_pair", "fine_exp_pair"):
        power = run(POWER, fused, c, **entries(c, PAIRS, k))
        y = coded("reduce", x=x, rest=Fraction(0))
        if function == "fine_exp_pair":
            y = run(FINE_REDUCTION, fused, c, x=x, k=Fraction(k))
            rest = coded("fine_exp_rest", t=y["t"], t_lo=y["t_lo"])
        else:
            rest = coded("precise_exp_rest", r=y["r"], s=y["s"])
        y = coded("precise_exp_pair", power=power["power"], power_lo=power["power_lo"], head=rest["head"],
                  rest=rest["rest"])
        return y["hi"] * scale, y["lo"] * scale
    power = run(SHORT_POWER, fused, c, **entries(c, SHORT, k))
    y = coded("reduce", x=x, rest=power["rest"])
    y = coded("exp_pair" if function == "exp_pair" else "rough_exp", r=y["r"], s=y["s"], power=power["power"])
    if function == "exp_pair": return y["hi"] * scale, y["lo"] * scale
    if function == "rough_exp": return power["power"] * scale, rnd(power["power"] * y["growth"]) * scale
    grown = run("hi = fma(power, growth, power);", fused, c, power=power["power"], growth=y["growth"])
    return grown["hi"] * scale, 0


# fine_exp_pair's own reduction.
FINE_REDUCTION = """near = fma(-k, exp_step_hi, x);
middle = rnd(k * -exp_step_mid);
sum, sum_lo = two_sum(near, middle);
left = fma(-k, exp_step_rest, sum_lo);
t, t_lo = fast_two_sum(sum, left);"""


def compare_page(c):
    """The steps of ln 0.3 in docs/one-metric.md."""
    page = (KERNELS.parents[1] / "docs" / "one-metric.md").read_text()
    shown = re.findall(r"\b(\w+) = `(-?0x[^`]*)`", page[page.index("| step |"):page.index("hi + lo misses ln 0.3")])
    y = logarithm(c, "log_pair", 0.3, True)
    y.update(c=c.exact["log_inverse"][3], m=Fraction(0.3) * 4)
    require(len(shown) == 11, "docs/one-metric.md shows eleven steps")
    for name, value in shown:
        require(y[name] == number(value), f"{name} = {value} in docs/one-metric.md is {float(y[name]).hex()}")


def compare(program, c):
    """The operations that are proved are those of the kernels: bit for bit, on each target."""
    seen = {}
    for line in subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines():
        function, *values = line.split()
        if len(values) == 1:
            target, fused = function, values == ["1"]
            continue
        x, hi, lo = (float.fromhex(v) for v in values)
        key = function, x, fused
        if key not in seen: seen[key] = model(c, function, x, fused)
        require(seen[key] == (hi, lo), f"{function}({values[0]}) on {target} is {values[1:]}, not what is modelled")
    print(f"{len(seen)} values compared")
