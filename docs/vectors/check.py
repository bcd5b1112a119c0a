"""Functions of mine, held to test vectors of gibbs: python3 check.py DIR. Needs the standard library alone."""
import json
import math
import pathlib
import sys


def entropy(p):
    return -math.fsum(x * math.log(x) for x in p if x > 0)


def kl_divergence(p, q):
    if any(x > 0 == y for x, y in zip(p, q)):
        return math.inf
    return math.fsum(x * (math.log(x) - math.log(y)) for x, y in zip(p, q) if x > 0)


def flat(x):
    return [z for y in x for z in flat(y)] if isinstance(x, list) else [x]


checked = wrong = 0
for mine in (entropy, kl_divergence):
    for vector in json.loads((pathlib.Path(sys.argv[1]) / f"{mine.__name__}.json").read_text())["vectors"]:
        if vector["unit"] not in (None, "nat"):
            continue
        arguments = [given["decimal"] for given in vector["inputs"].values()]
        rows = [arguments] if vector["rows"] is None else zip(*arguments)
        returned = flat([mine(*row) for row in rows])
        lo, hi, stable = (flat(vector["expected"][a][b]) for a, b in (("lo", "hex"), ("hi", "hex"), ("binary64", "stable")))
        for got, low, high, allowed in zip(returned, lo, hi, stable, strict=True):
            checked += 1
            if not float.fromhex(low) - allowed <= got <= float.fromhex(high) + allowed:
                wrong += 1
                print(f"{mine.__name__} {vector['id']}: {got}, not in [{low}, {high}] ± {allowed} ({vector['comment']})")
print(f"{checked} results, {wrong} wrong")
sys.exit(wrong > 0 or checked == 0)
