"""What `coach start` needs around a session: the history, the choice, the faces, the keys."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import Popen
from typing import TYPE_CHECKING

from coach.cli import output
from coach.clock import Clock
from coach.config import Settings
from coach.errors import CoachError, UsageError
from coach.routine.library import Library
from coach.routine.model import Category

if TYPE_CHECKING:
    from coach.history.store import Store
    from coach.live import Observer


@dataclass(frozen=True, slots=True)
class Asked:
    """What `coach start` was asked for."""

    routine: str
    settings: Settings
    minutes: float | None
    without: tuple[str, ...]
    first: int
    muted: bool
    as_json: bool


@contextmanager
def opened_history() -> "Iterator[Store | None]":
    """Open the history; without it the session goes on, and says so."""
    from coach.history.store import Store

    try:
        store = Store.open()
    except CoachError as error:
        output.aside(f"{error} This session is not kept.")
        yield None
        return
    with store:
        yield store


def resumed(history: "Store | None") -> tuple[str, int]:
    """Return the routine and the step of the last session that was broken off."""
    last = history.unfinished(Clock().now()) if history is not None else None
    if last is None:
        raise UsageError("There is no session to go on with. `coach start` begins one.")
    output.aside(f"Going on with {last.name}, at step {last.resume_at + 1}.")
    return last.routine, last.resume_at


def chosen(library: Library, history: "Store | None", category: Category | None) -> str:
    """Choose a routine: of a category the one done longest ago, else by asking."""
    from coach.choose import least_recent

    if category is None:
        return _asked(library)
    entries = library.entries(category)
    if not entries:
        raise UsageError(f"There is no routine in {category}. `coach list` shows them all.")
    done = {} if history is None else {k: v.astimezone().date() for k, v in history.last_done().items()}
    entry, why = least_recent(entries, done, Clock().now().date())
    output.aside(why)
    return entry.id


def begin(asked: Asked, library: Library, history: "Store | None", worker: "Popen[bytes] | None") -> int:
    """Run the session with its faces; return its exit code."""
    from coach.live import Request, start
    from coach.screen.keys import listen
    from coach.session.prepare import Wanted

    terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty() and not asked.as_json
    wanted = Wanted(asked.routine, asked.settings, asked.minutes, asked.without, keys=terminal)
    before, after = _questions(asked, history, terminal=terminal)
    request = Request(
        wanted=wanted,
        note=output.aside,
        observers=_observers(asked, history),
        listen=lambda put: listen(put, output.aside),
        first=asked.first,
        muted=asked.muted,
        ask_before=before,
        ask_after=after,
        worker=worker,
    )
    return start(request, library)


def _questions(
    asked: Asked, history: "Store | None", *, terminal: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is asked before and after. Never off a terminal, nor where the settings say no."""
    if not terminal or not asked.settings.ask:
        return (), ()
    morning = history is not None and history.first_today_after_other_day(Clock().now())
    return (("morning",) if morning else ()) + ("pain_before",), ("pain_after", "effort")


def _observers(asked: Asked, history: "Store | None") -> "tuple[Observer, ...]":
    from coach.screen.plain import JsonLines, Plain

    face: Observer = JsonLines(output.now) if asked.as_json else Plain(output.now)
    if history is None:
        return (face,)
    from coach.history.record import Recorder

    return (face, Recorder(history, Clock().now))


def _asked(library: Library) -> str:
    """Ask for a category, then a routine, on a terminal."""
    if not (sys.stdin is not None and sys.stdin.isatty()):
        raise UsageError("Name a routine, such as `coach start desk-reset`. `coach list` shows them all.")
    entries = library.entries()
    kinds = [kind for kind in Category if any(e.category == kind for e in entries)]
    for number, kind in enumerate(kinds, start=1):
        output.line(f"{number:3}  {kind}")
    kind = kinds[_number("Which kind", len(kinds)) - 1]
    of_kind = [e for e in entries if e.category == kind]
    for number, entry in enumerate(of_kind, start=1):
        output.line(f"{number:3}  {entry.name}, {entry.minutes:g} minutes, {entry.level}")
    return of_kind[_number("Which routine", len(of_kind)) - 1].id


def _number(question: str, most: int) -> int:
    """Ask until a number from 1 to `most` is typed."""
    import typer

    while True:
        typed = int(typer.prompt(question, type=int, err=True))
        if 1 <= typed <= most:
            return typed
        output.aside(f"A number from 1 to {most}, please.")
