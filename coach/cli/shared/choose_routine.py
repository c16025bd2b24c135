"""Which routine `coach start` begins where none was named."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.cli.shared import output
from coach.errors import UsageError
from coach.routine.library.library import Library
from coach.routine.model import Category
from coach.time.clock import Clock

if TYPE_CHECKING:
    from coach.history.model import SessionRecord
    from coach.history.sessions import Sessions
    from coach.preparation import Preparation


def unfinished(history: "Sessions | None") -> "SessionRecord":
    """Return the last session that was broken off."""
    last = history.unfinished(Clock().now()) if history is not None else None
    if last is None:
        raise UsageError("There is no session to go on with. `coach start` begins one.")
    output.aside(f"Going on with {last.name}, at step {last.resume_at + 1}.")
    return last


def goes_on(last: "SessionRecord", preparation: "Preparation") -> int:
    """Return the step to go on with. A routine that was changed or is cut otherwise has it elsewhere."""
    from coach.prepare import goes_on_at

    titles = preparation.whole.script.titles
    first = goes_on_at(titles, last.resume_at, [(step.step, step.title) for step in last.steps])
    if first != last.resume_at:
        output.aside(f"{last.name} has changed since; it goes on at step {first + 1} of {len(titles)}.")
    return first


def chosen(library: Library, history: "Sessions | None", category: Category | None) -> str:
    """Choose a routine: of a category the one done longest ago, else by asking."""
    from coach.routine.library.suggest import least_recent, reason_for

    if category is None:
        return _asked(library)
    entries = library.entries(category)
    if not entries:
        raise UsageError(f"There is no routine in {category}. `coach list` shows them all.")
    done = {} if history is None else {k: v.astimezone().date() for k, v in history.last_done().items()}
    entry = least_recent(entries, done)
    output.aside(reason_for(entry, done.get(entry.id), Clock().now().date()))
    return entry.id


def _asked(library: Library) -> str:
    """Ask for a category, then a routine, on a terminal."""
    if not (sys.stdin is not None and sys.stdin.isatty()):
        raise UsageError("Name a routine, such as `coach start desk-reset`. `coach list` shows them all.")
    entries = library.entries()
    kinds = [kind for kind in Category if any(e.category == kind for e in entries)]
    kind = kinds[_pick("Which kind?", kinds, kinds)]
    of_kind = [e for e in entries if e.category == kind]
    lines = [f"{e.name}, {e.minutes:g} min, {e.level}" for e in of_kind]
    return of_kind[_pick("Which routine?", lines, [e.id for e in of_kind])].id


def _pick(question: str, lines: Sequence[str], names: Sequence[str]) -> int:
    """Show the lines with their numbers, and ask until one of those, or of the names, is typed."""
    for number, line in enumerate(lines, start=1):
        output.aside(f"{number:3}  {line}")
    known = {str(number): number - 1 for number in range(1, len(lines) + 1)}
    known |= {name: index for index, name in enumerate(names)}
    while True:
        typed = output.typed_line(f"{question} (1 to {len(lines)}): ")
        if typed is None:
            raise UsageError("No routine was chosen. `coach list` shows them all.")
        if typed.lower() in known:
            return known[typed.lower()]
        output.aside(f"Type a number from 1 to {len(lines)}, then Enter.")
