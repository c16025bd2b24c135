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
    """Return the last session that was not finished."""
    session = history.unfinished(Clock().now()) if history is not None else None
    if session is None:
        raise UsageError("There is no session to go on with. `coach start` begins one.")
    output.aside(f"Going on with {session.name}, at step {session.resume_at + 1}.")
    return session


def step_to_resume(session: "SessionRecord", preparation: "Preparation") -> int:
    """Return the step to go on with. Its number differs where the routine was changed or is shortened."""
    from coach.prepare import resume_step

    titles = preparation.whole.script.titles
    first_step = resume_step(titles, session.resume_at, [(step.step, step.title) for step in session.steps])
    if first_step != session.resume_at:
        output.aside(
            f"{session.name} has changed since; it goes on at step {first_step + 1} of {len(titles)}."
        )
    return first_step


def choose(library: Library, history: "Sessions | None", category: Category | None) -> str:
    """Choose a routine: of a category the one done longest ago, else by asking."""
    from coach.routine.library.suggest import least_recent, reason_for

    if category is None:
        return _ask(library)
    entries = library.entries(category)
    if not entries:
        raise UsageError(f"There is no routine in {category}. `coach list` shows them all.")
    done_dates = (
        {}
        if history is None
        else {routine: moment.astimezone().date() for routine, moment in history.last_done().items()}
    )
    entry = least_recent(entries, done_dates)
    output.aside(reason_for(entry, done_dates.get(entry.id), Clock().now().date()))
    return entry.id


def _ask(library: Library) -> str:
    """Ask for a category, then a routine, on a terminal."""
    if not (sys.stdin is not None and sys.stdin.isatty()):
        raise UsageError("Name a routine, such as `coach start desk-reset`. `coach list` shows them all.")
    entries = library.entries()
    categories = [category for category in Category if any(e.category == category for e in entries)]
    category = categories[_pick("Which kind?", categories, categories)]
    category_entries = [e for e in entries if e.category == category]
    lines = [f"{e.name}, {e.minutes:g} min, {e.level}" for e in category_entries]
    return category_entries[_pick("Which routine?", lines, [e.id for e in category_entries])].id


def _pick(question: str, lines: Sequence[str], names: Sequence[str]) -> int:
    """Show the lines with their numbers, and ask until a number or a name is typed. Return its index."""
    for number, line in enumerate(lines, start=1):
        output.aside(f"{number:3}  {line}")
    index_by_answer = {str(number): number - 1 for number in range(1, len(lines) + 1)}
    index_by_answer |= {name: index for index, name in enumerate(names)}
    while True:
        typed = output.typed_line(f"{question} (1 to {len(lines)}): ")
        if typed is None:
            raise UsageError("No routine was chosen. `coach list` shows them all.")
        if typed.lower() in index_by_answer:
            return index_by_answer[typed.lower()]
        output.aside(f"Type a number from 1 to {len(lines)}, then Enter.")
