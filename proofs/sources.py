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


def needed(file, sources):
    """A source and all that it requires, itself first."""
    found, waiting = [], [file]
    while waiting:
        file = waiting.pop(0)
        if file not in found and file in sources:
            found.append(file)
            waiting += sorted(requirements(sources[file]))
    return found


def definitions(text):
    """What a source defines: sentences by name; a notation's is its symbol, and there may be more than one."""
    found = {}
    for sentence in re.findall(r"^(?:(?:Definition|Fixpoint|Inductive) |Notation \"').*?\.(?=\s)", without_comments(text), re.M | re.S):
        name = re.search(r"\w+", sentence.split(None, 1)[1]).group()
        found.setdefault(name, []).append(re.sub(r"[ \t]+$", "", sentence, flags=re.M))
    return found


def used_definitions(sources):
    """What the catalogue's statements use that Definitions.v has not, as (name, file, sentences), each after what it needs.
    One Latin letter is a variable, and what `let` names is no definition."""
    defined = {file: definitions(text) for file, text in sources.items() if file != "Definitions.v"}
    found = {}

    def visit(text, file):
        own = set(re.findall(r"\blet (\w+)", text))
        for name in dict.fromkeys(re.findall(r"[^\W\d]\w*", text)):
            if name in own or re.fullmatch("[A-Za-z]", name):
                continue
            home = next((at for at in needed(file, sources) if name in defined.get(at, ())), None)
            if home and (name, home) not in seen:
                seen.add((name, home))
                visit(" ".join(defined[home][name]), home)
                found[name, home] = defined[home][name]

    seen = set()
    for theorem in theorems(sources):
        visit(theorem.statement, theorem.file)
    return [(name, file, sentences) for (name, file), sentences in found.items()]


def golden(sources):
    """All statements, as statements.txt has them, after the definitions that they use and Definitions.v has not."""
    parts = [f"defined in {file}\n" + "\n".join(sentences) + "\n" for _, file, sentences in used_definitions(sources)]
    parts += [f"{theorem.name} {theorem.file}\n{theorem.statement}.\n"
              for theorem in theorems(sources) + theorems(sources, "sums")]
    return "\n".join(parts)
