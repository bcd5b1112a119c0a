"""The schemes of summation that proofs/sums/ is about are those of the kernels: written down again here, line by line as in
Coq, they give what the kernels give, bit for bit, on each dispatch target. The argument is the program sum_values."""
import math
import random
import subprocess
import sys
from fractions import Fraction

SMALLEST = 2.0**-1074


def fl(x):
    """The nearest number, ties to even, of an exact one; −0 and 0 are the same here."""
    return float(x)


def mul_add(fused, a, b, c):
    return fl(Fraction(a) * Fraction(b) + Fraction(c)) if fused else a * b + c


def two_sum(a, b):
    hi = a + b
    b_seen = hi - a
    return hi, (a - (hi - b_seen)) + (b - b_seen)


def fast_two_sum(a, b):
    hi = a + b
    return hi, b - (hi - a)


def dekker(a, b):
    def upper(x):
        far = x * (2.0**27 + 1)
        return far - (far - x)
    error = upper(a) * upper(b) - a * b
    error = (error + upper(a) * (b - upper(b))) + (a - upper(a)) * upper(b)
    return error + (a - upper(a)) * (b - upper(b))


def product_error(fused, a, b, near):
    return fl(Fraction(a) * Fraction(b) - Fraction(near)) if fused else (a * b - near) + dekker(a, b)


def added(lanes):
    """In the order of Highway's reductions: halves of a vector are added to each other."""
    while len(lanes) > 1:
        half = len(lanes) // 2
        lanes = [a + b for a, b in zip(lanes[:half], lanes[half:])]
    return lanes[0]


def lanes_of(arrays, lanes):
    """Of each lane, its groups of at most 8 terms."""
    terms = list(zip(*arrays))
    terms += [tuple(0.0 for _ in arrays)] * (-len(terms) % lanes)
    columns = [terms[lane::lanes] for lane in range(lanes)]
    return [[column[i:i + 8] for i in range(0, len(column), 8)] for column in columns]


def plain(fused, terms):
    s = 0.0
    for term in terms:
        s = s + term[0] if len(term) == 1 else mul_add(fused, *term, s)
    return s


def group_lane(fused, groups, rest=()):
    hi = lo = 0.0
    for group in groups:
        hi, missed = two_sum(hi, plain(fused, group))
        lo = lo + missed
    return hi + (lo + plain(fused, rest))


def long_lane(fused, groups):
    settled = len(groups) // 64 * 64
    blocks = [sum(groups[i:i + 64], []) for i in range(0, settled, 64)]
    return group_lane(fused, blocks, sum(groups[settled:], []))


def pair_lane(groups):
    def total(all, s):
        hi, missed = two_sum(all[0], s[0])
        return fast_two_sum(hi, missed + (all[1] + s[1]))
    all = s = (0.0, 0.0)
    for settled, group in enumerate(groups, 1):
        for x in group:
            hi, missed = two_sum(s[0], x[0])
            s = hi, s[1] + (missed + x[1] if len(x) == 2 else missed)
        s = fast_two_sum(*s)
        if settled % 64 == 0:
            all, s = total(all, s), (0.0, 0.0)
    return total(all, s)


def sum_of_pairs(lanes):
    s = 2 * added([hi for hi, _ in lanes])
    most = 2.0 ** (math.frexp(s)[1] - 1)
    heads = [(hi + 3 * most) - 3 * most for hi, _ in lanes]
    rests = [(hi - head) + lo for (hi, lo), head in zip(lanes, heads)]
    return fast_two_sum(added(heads), added(rests))


def grid_lane(fused, grid, groups):
    h, t = grid, 0.0
    for group in groups:
        for term in group:
            before = h
            if len(term) == 1:
                h = h + term[0]
                t = t + (term[0] + (before - h))
                continue
            a, b, c, d = term
            h = mul_add(fused, a, b, h)
            t = mul_add(fused, a, c, t + (product_error(fused, a, b, h - before) - d))
        before, gathered = h, t
        h = h + gathered
        t = 0.0 + (gathered + (before - h))
    return h, t


def model(scheme, grid, arrays, lanes, fused):
    split = lanes_of(arrays, lanes)
    if scheme.startswith("group"):
        return added([group_lane(fused, groups) for groups in split]), 0.0
    if scheme.startswith("long"):
        return added([long_lane(fused, groups) for groups in split]), 0.0
    if scheme.startswith("grid"):
        sums = [grid_lane(fused, grid, groups) for groups in split]
        return added([h - grid for h, _ in sums]), added([t for _, t in sums])
    return sum_of_pairs([pair_lane(groups) for groups in split])


def any_number(draw):
    return draw.choice((-1, 1)) * draw.uniform(1, 2) * 2.0**draw.randint(-80, 10)


def questions(draw):
    """Scheme, grid, arrays: numbers of all sizes, sums that cancel, ties, subnormal numbers and products, long ones."""
    lengths = [1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 300, 700]
    for n in lengths * 3 + [4096 + 5, 9000]:
        numbers = [any_number(draw) for _ in range(n)]
        cancelling = [x for x in numbers[: n // 2] for x in (x, -x)] + numbers[: n % 2]
        ties = [draw.choice((1.0, 2.0**-52, 2.0**-53, 3 * 2.0**-53, -2.0**-53)) for _ in range(n)]
        least = [draw.randint(-9, 9) * SMALLEST for _ in range(n)]
        for xs in (numbers, cancelling, ties, least):
            yield "group", 0.0, [xs]
            yield "long", 0.0, [xs]
            ys = [any_number(draw) for _ in range(n)]
            yield "group_of_products", 0.0, [xs, ys]
            yield "long_of_products", 0.0, [xs, ys]
        weights = [draw.random() * 2.0**-draw.choice((0, 0, 1, 30, 60, 300)) for _ in range(n)]
        yield "numbers", 0.0, [weights]
        yield "pairs", 0.0, [weights, [x * draw.uniform(-1, 1) * 2.0**-54 for x in weights]]
        shares = [x / (sum(weights) or 1) for x in weights]
        yield "grid", 6.0, [shares]
        yield "grid", 6.0, [[x * 2.0**-53 for x in ties]]
        heads = [draw.uniform(-44, 0) for _ in range(n)]
        lows = [draw.uniform(-6e-4, 6e-4) for _ in range(n)]
        yield "grid_of_products", 192.0, [shares, heads, lows, [x * 2.0**-49 * draw.uniform(-1, 1) for x in shares]]
        yield "grid_of_products", 192.0, [[x * 2.0**-530 for x in shares], [x * 2.0**-530 for x in heads], lows, [0.0] * n]


def main():
    asked = list(questions(random.Random(1)))
    lines = [" ".join([scheme, grid.hex(), str(len(arrays[0])), *(x.hex() for array in arrays for x in array)])
             for scheme, grid, arrays in asked]
    out = subprocess.run([sys.argv[1]], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout.split("\n")
    targets, wrong = [], 0
    for line in filter(None, out):
        words = line.split()
        if len(words) == 3:
            targets.append((words[0], int(words[1]), words[2] == "1"))
            place = 0
            continue
        name, lanes, fused = targets[-1]
        scheme, grid, arrays = asked[place]
        place += 1
        if fused and len(arrays[0]) > 1000:
            continue  # exact fractions take too long
        expected, got = model(scheme, grid, arrays, lanes, fused), tuple(map(float.fromhex, words))
        if expected != got:
            wrong += 1
            if wrong < 10:
                print(f"{name}: {scheme} of {len(arrays[0])} is {words}, not {[x.hex() for x in expected]}")
    print(f"{len(asked)} sums on " + ", ".join(name for name, _, _ in targets))
    return 1 if wrong or not targets else 0


if __name__ == "__main__":
    sys.exit(main())
