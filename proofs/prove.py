"""Has Coq check every proof, and prints a table: the theorem, whether it is proved, and what that assumes.

    prove.py ROOM [--jobs N]    compiles in the folder ROOM; ends with 1 if anything is amiss
    prove.py --statements       writes statements.txt, the golden copy of all statements
"""
import argparse
import pathlib
import re
import shutil
import sys

import coq
import sources


def catalogue_ids():
    page = (sources.ROOT.parent / "docs" / "catalogue.md").read_text()
    rows = re.findall(r"^\| (?:★ )?(`.*?) \|", page, re.M)
    return [id for row in rows for id in re.findall(r"`([^`]+)`", row)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("room", nargs="?", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--statements", action="store_true")
    arguments = parser.parse_args()
    texts = sources.files()
    if arguments.statements:
        sources.STATEMENTS.write_text(sources.golden(texts))
        return 0
    if shutil.which("coqc") is None:
        print("prove: no coqc here; `./run prove` installs it", file=sys.stderr)
        return 2

    wrong = [line for file, text in texts.items() for line in sources.forbidden(file, text)]
    try:
        coq.compile_all(arguments.room, texts, arguments.jobs, lambda file: print(f"  {file}", file=sys.stderr, flush=True))
    except coq.Refused as refused:
        print(f"prove: {refused}", file=sys.stderr)
        return 1
    proved = {theorem.name: theorem for theorem in sources.theorems(texts)}
    of_sums = sources.theorems(texts, "sums")
    rests_on = coq.assumptions(arguments.room, [*proved.values(), *of_sums])
    reasons = sources.unproved()
    ids = catalogue_ids()
    longest = max(map(len, ids))

    def row(name, theorem):
        more = rests_on[theorem.name] - coq.ASSUMPTIONS
        print(f"{name:{longest}}  yes      {theorem.file:36}  " + ("the classical reals" if not more else ", ".join(sorted(more))))
        wrong.extend(f"{name} assumes {axiom}" for axiom in sorted(more))

    for id in ids:
        theorem = proved.get(sources.name_of(id))
        if theorem is None:
            print(f"{id:{longest}}  no       {reasons.get(id, 'NO PROOF AND NO REASON')}")
            if id not in reasons:
                wrong.append(f"{id}: neither proved nor in unproved.txt")
            continue
        row(id, theorem)
    print("bounds of sums:")
    for theorem in of_sums:
        row(theorem.name, theorem)
    wrong += [f"{name}: a theorem of no id" for name in sorted(proved.keys() - {sources.name_of(id) for id in ids})]
    wrong += [f"{name}: its statement takes ±∞ for a real number" for name in coq.hidden_coercions(arguments.room, proved.values())]
    if refused := coq.checked_again(arguments.room, texts):
        wrong.append(f"coqchk: {refused}")
    for line in wrong:
        print(f"prove: {line}", file=sys.stderr)
    print(f"{sum(sources.name_of(id) in proved for id in ids)} of {len(ids)} proved, and {len(of_sums)} bounds; the classical reals: "
          + ", ".join(sorted(name.split(".")[-1] for name in coq.ASSUMPTIONS)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
