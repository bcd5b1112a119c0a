"""Compiles the proofs, in a room of their own, and asks Coq what they rest on."""
import concurrent.futures
import pathlib
import re
import subprocess
import tempfile

import sources

# What Coq's real numbers are built on, and classical logic. Nothing else may be assumed.
ASSUMPTIONS = {"ClassicalDedekindReals.sig_not_dec", "ClassicalDedekindReals.sig_forall_dec",
               "FunctionalExtensionality.functional_extensionality_dep", "Classical_Prop.classic"}
COMMAND = ["coqc", "-w", "none", "-Q", ".", "Gibbs"]


class Refused(Exception):
    """Coq does not accept a file."""


def compile_file(room, file, limit=3600):
    try:
        run = subprocess.run([*COMMAND, file], cwd=room, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        raise Refused(f"{file}: no answer from Coq in {limit} s") from None
    if run.returncode != 0:
        raise Refused(f"{file}: {run.stderr.strip() or run.stdout.strip()}")
    return run.stdout


def compile_all(room, texts, jobs=1, say=lambda line: None):
    """Compiles what has changed and what needs it, each as soon as its requirements are there."""
    room = pathlib.Path(room)
    stale, needs = set(), {file: sources.requirements(text) for file, text in texts.items()}
    for file in sources.in_order(texts):
        place, compiled = room / file, (room / file).with_suffix(".vo")
        if (needs[file] & stale or not compiled.exists() or place.read_text() != texts[file]
                or any((room / needed).with_suffix(".vo").stat().st_mtime_ns > compiled.stat().st_mtime_ns
                       for needed in needs[file])):
            stale.add(file)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        running, waiting = {}, set(stale)
        while running or waiting:
            for file in [file for file in sources.in_order(texts) if file in waiting]:
                if not needs[file] & stale:
                    waiting.discard(file)
                    place = room / file
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.with_suffix(".vo").unlink(missing_ok=True)
                    place.write_text(texts[file])
                    running[pool.submit(compile_file, room, file)] = file
            done, _ = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in done:
                file = running.pop(future)
                try:
                    future.result()
                except Refused:
                    for other in running:
                        other.cancel()
                    raise
                stale.discard(file)
                say(file)


def checked_again(room, texts):
    """What Coq's second checker has against the compiled files, the libraries taken as they are; None if nothing."""
    modules = [part for file in sources.in_order(texts) for part in ("-norec", module(file))]
    run = subprocess.run(["coqchk", "-silent", "-Q", ".", "Gibbs", *modules], cwd=room, capture_output=True, text=True)
    return None if run.returncode == 0 else run.stderr.strip() or run.stdout.strip()


def ask(room, text):
    """Coq's answers to a text that nothing depends on."""
    with tempfile.NamedTemporaryFile("w", suffix=".v", prefix="question_", dir=room) as file:
        file.write(text)
        file.flush()
        try:
            return compile_file(room, pathlib.Path(file.name).name)
        finally:
            for left in pathlib.Path(room).glob(pathlib.Path(file.name).stem + ".*"):
                if left.suffix != ".v":
                    left.unlink()
            for left in pathlib.Path(room).glob("." + pathlib.Path(file.name).stem + ".*"):
                left.unlink()


def module(file):
    return "Gibbs." + file[:-2].replace("/", ".")


def rests_on(room, terms):
    """What each of some named terms assumes."""
    text = "".join(f"Require {module(file)}.\n" for file in sorted({file for file, _ in terms.values()}))
    for place, (name, (_, term)) in enumerate(terms.items()):
        text += f'Definition asked_{place} := {term}.\nGoal True. idtac "@{name}". Abort.\nPrint Assumptions asked_{place}.\n'
    found = {}
    for part in ask(room, text).split("@")[1:]:
        name, _, rest = part.replace("Axioms:\n", "").partition("\n")
        found[name] = set(re.findall(r"^([\w.]+)(?:\s*:|$)", rest, re.M))
    return found


def assumptions(room, theorems):
    """What each theorem rests on, by its name: asked of all of a file at once, and of each where that is too much."""
    files = {}
    for theorem in theorems:
        files.setdefault(theorem.file, []).append(theorem)
    term = {theorem.name: (theorem.file, f"@{module(theorem.file)}.{theorem.name}") for theorem in theorems}
    whole = rests_on(room, {file: (file, "(" + ", ".join(term[theorem.name][1] for theorem in those) + ")")
                            for file, those in files.items()})
    found = {theorem.name: whole[theorem.file] for theorem in theorems}
    doubtful = {name: term[name] for name in found if not found[name] <= ASSUMPTIONS}
    return dict(found, **rests_on(room, doubtful)) if doubtful else found


def hidden_coercions(room, theorems):
    """Theorems whose statement takes +∞ or −∞ for a real number without saying so: Coq inserts `real` silently, and
    real p_infty is 0."""
    text = "Set Printing Coercions.\n"
    text += "".join(f"Require {module(file)}.\n" for file in sorted({theorem.file for theorem in theorems}))
    for theorem in theorems:
        text += f'Goal True. idtac "@@{theorem.name}". Abort.\nCheck @{module(theorem.file)}.{theorem.name}.\n'
    spoken = {theorem.name: theorem.statement for theorem in theorems}
    found = []
    for part in ask(room, text).split("@@")[1:]:
        name, _, rest = part.partition("\n")
        if re.search(r"\breal\b", rest) and not re.search(r"\breal\b", spoken[name]):
            found.append(name)
    return found
