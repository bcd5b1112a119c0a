"""The suite in this process. A description is what a subject of the protocol says of itself, as JSON; `ask` answers for
it, (metric, arguments, unit, axis, layout) → numbers; a command, if any, is a program that answers in their place."""

from typing import Any, Callable, Dict, List, Sequence, Tuple

import numpy as np

class Refused(Exception): ...
class Declined(Exception): ...
class SubjectUnavailable(RuntimeError): ...

_Ask = Callable[[str, Tuple[Any, ...], str, str, str], np.ndarray]

def check(description: str, ask: _Ask | None, command: str, *, cases: int, seed: int, only: Sequence[str], skip: Sequence[str],
          strict: bool, threads: int) -> Dict[str, Any]: ...
def replay(token: str, description: str, ask: _Ask | None, command: str, *, strict: bool) -> Dict[str, Any]: ...
def theorems(description: str) -> List[Tuple[str, str, str]]:
    """(id, statement, why it cannot be tried or '') of each theorem."""
def metrics() -> Dict[str, List[Tuple[str, str]]]:
    """Each metric's parameters: name, and 'number', 'vector', 'table', 'labels' or 'weights'."""
