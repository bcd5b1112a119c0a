"""What stands in the Coq sources and in the catalogue, as text: no Coq is needed here."""
import dataclasses
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent
UNPROVED = ROOT / "unproved.txt"
STATEMENTS = ROOT / "statements.txt"
# What would let a file compile without a proof.
FORBIDDEN = ("Admitted", "admit", "give_up", "Axiom", "Axioms", "Parameter", "Parameters", "Conjecture", "Hypothesis",
             "Variable", "Unset Guard Checking", "Unset Positivity Checking", "Unset Universe Checking", "bypass_check")
IN_SECTIONS = ("Hypothesis", "Variable")  # as part of a section they are premises


@dataclasses.dataclass(frozen=True)
class Theorem:
    name: str       # as in Coq
    file: str       # below proofs/
    statement: str  # source text, without the final stop


def name_of(id):
    """The name in Coq of a theorem of the catalogue."""
    return id.replace("-", "_").replace("^", "_to_the_")


def without_comments(text):
    out, depth, at = [], 0, 0
    for match in re.finditer(r"\(\*|\*\)", text):
        if depth == 0:
            out.append(text[at:match.start()])
        depth += 1 if match.group() == "(*" else -1
        at = match.end()
        if depth == 0:
            out.append(" ")
    return "".join(out) + text[at:]


def files():
    """Every source, with its path below proofs/."""
    return {str(path.relative_to(ROOT)): path.read_text() for path in sorted(ROOT.rglob("*.v"))}


def requirements(text):
    """The sources that one needs, as paths below proofs/."""
    found = set()
    for room, names in re.findall(r"^From Gibbs(\.\w+)? Require (?:Import |Export )?([\w ]+)\.", text, re.M):
        found.update((room[1:] + "/" if room else "") + name + ".v" for name in names.split())
    return found


def in_order(sources):
    """Each after those that it needs."""
    done = []
    while len(done) < len(sources):
        ready = [file for file, text in sources.items() if file not in done and requirements(text) <= set(done)]
        if not ready:
            raise ValueError("these require each other: " + ", ".join(set(sources) - set(done)))
        done += ready
    return done


def theorems(sources, room="catalogue"):
    """The theorems of a folder, each with its whole statement: they use no sections."""
    found = []
    for file, text in sources.items():
        if file.startswith(room + "/"):
            for name, rest in re.findall(r"^Theorem (\w+)\b(.*?)\.\nProof\b", text, re.M | re.S):
                found.append(Theorem(name, file, f"Theorem {name}{rest}"))
    return found


def forbidden(file, text):
    """Words that would leave something unproved, outside sections."""
    code, depth, found = without_comments(text), 0, []
    for sentence in re.split(r"\.\s", code + " "):
        words = sentence.split()
        if words[:1] in (["Section"], ["End"]):
            depth += 1 if words[0] == "Section" else -1
        for word in FORBIDDEN:
            if re.search(rf"\b{word}\b", sentence) and not (depth > 0 and word in IN_SECTIONS):
                found.append(f"{file}: {word}")
    return found


def unproved():
    """Ids that stay unproved, each with its reason."""
    reasons = {}
    for line in UNPROVED.read_text().splitlines():
        if line and not line.startswith("#"):
            id, reason = line.split(None, 1)
            reasons[id] = reason
    return reasons


def golden(sources):
    """All statements, as statements.txt has them."""
    parts = [f"{theorem.name} {theorem.file}\n{theorem.statement}.\n"
             for theorem in theorems(sources) + theorems(sources, "sums")]
    return "\n".join(parts)
