"""Dependencies point one way: every file includes from its own room and from rooms below it, and nothing else."""

import re
import sys
from pathlib import Path

# A room may use those before it on its line of descent. `lib` depends on nobody and shares no code with its judge.
USES = {
    "lib": [],
    "reference": [],
    "properties/inputs": ["reference"],
    "properties/judge": ["properties/inputs"],
    "properties/words": [],
    "properties/theorems": ["properties/judge", "properties/words"],
    "properties/shrink": ["properties/inputs"],
    "properties/run": ["properties/theorems", "properties/shrink"],
    "properties/search": ["properties/run"],
    "properties/fallacies": ["properties/run"],
    "museum": ["properties/judge"],
    "subjects": ["museum", "properties/run", "lib"],
    "cli": ["subjects", "properties/search", "properties/fallacies"],
    "packaging/python": ["cli"],
}


def allowed(room):
    rooms = {room}
    for used in USES[room]:
        rooms |= allowed(used)
    return rooms


def room_of(path):
    return next((room for room in USES if path.startswith(room + "/")), None)


def main():
    root = Path(__file__).resolve().parent.parent
    wrong, checked = [], 0
    for path in sorted(root.glob("*/**/*")):
        name = path.relative_to(root).as_posix()
        room = room_of(name)
        if path.suffix not in {".cpp", ".hpp", ".in"} or room is None:
            continue
        for included in re.findall(r'^\s*#include [<"]([^>"]+)[>"]', path.read_text(), re.MULTILINE):
            target = "lib" if included.startswith("gibbs/") else room_of(included)
            checked += 1
            if target is not None and target not in allowed(room):
                wrong.append(f"{name} includes {included}: {room} may not use {target}")
    print("\n".join(wrong) or f"{checked} includes point downwards")
    return 1 if wrong or checked < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
