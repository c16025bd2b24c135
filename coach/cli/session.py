"""What `coach start` needs around a session: the history, the warnings, the faces, the keys."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from subprocess import Popen
from typing import TYPE_CHECKING

from coach.cli import output
from coach.cli.choice import goes_on
from coach.cli.masked import warn
from coach.clock import Clock
from coach.config import Settings
from coach.errors import CoachError, UsageError
from coach.grammar import counted
from coach.routine.library import Library

if TYPE_CHECKING:
    from coach.history.store import Store
    from coach.session.prepare import Wanted


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
    again: bool = False
    """Whether this goes on with a session that was broken off."""


@dataclass(frozen=True, slots=True)
class History:
    """The history before a session: `store` to look things up in, and whether it `keeps` this one."""

    store: "Store | None"
    keeps: bool


@contextmanager
def opened_history() -> "Iterator[History]":
    """Open the history; without it the session goes on, and says so."""
    from coach.history.record import Busy
    from coach.history.store import Store

    try:
        store = Store.open()
    except Busy as error:
        output.aside(f"{error} This session is kept once that is done.")
        yield History(None, keeps=True)
        return
    except CoachError as error:
        output.aside(f"{error} This session is not kept.")
        yield History(None, keeps=False)
        return
    with store:
        yield History(store, keeps=True)


def under_way(routine: str, library: Library, *, beside: bool) -> AbstractContextManager[None]:
    """Let others see that a session of this routine runs. Raises `CoachError` where another does."""
    from coach.session import running

    name, _ = library.peek(routine) or (routine, 0)
    return running.under_way(running.Running(routine, name, Clock().now()), beside=beside)


def begin(asked: Asked, library: Library, history: History, worker: "Popen[bytes] | None") -> int:
    """Run the session with its faces; return its exit code."""
    from coach.session.prepare import Wanted, first_words
    from coach.speech.ahead import ask_ahead
    from coach.speech.known import must_speak
    from coach.speech.own import own_diction

    terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty() and not asked.as_json
    wanted = Wanted(asked.routine, asked.settings, asked.minutes, asked.without, terminal, history.keeps)
    diction = own_diction(asked.settings.voice, asked.settings.rate)
    must_speak(diction.voice)
    ask_ahead(worker, first_words(wanted, library), diction)
    # Only now what takes long to import: the first line is made meanwhile.
    from coach.cli.telling import telling
    from coach.live import Request, start
    from coach.screen.keys import listen

    _refuse_past_the_end(asked, wanted, library)
    warn(asked.routine, library)
    before, after = _questions(asked, history.store, terminal=terminal)
    with telling(as_json=asked.as_json, keeps=history.keeps) as (note, observers):
        request = Request(
            wanted=wanted,
            diction=diction,
            note=note,
            observers=observers,
            listen=lambda put: listen(put, note),
            first=goes_on(wanted, library, history.store) if asked.again else asked.first,
            muted=asked.muted,
            ask_before=before,
            ask_after=after,
            worker=worker,
        )
        return start(request, library)


def _refuse_past_the_end(asked: Asked, wanted: "Wanted", library: Library) -> None:
    """Refuse a first step that is not there. A session that is gone on with knows its own."""
    if not asked.first or asked.again:
        return
    from coach.session.prepare import prepare

    script = prepare(wanted, library).script
    if asked.first >= len(script.titles):
        there = f"{script.name} has {counted(len(script.titles), 'step')}"
        raise UsageError(
            f"{there}, so it cannot begin at {asked.first + 1}. `coach show {script.id}` lists them."
        )


def _questions(
    asked: Asked, history: "Store | None", *, terminal: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is asked before and after. Never off a terminal, nor where the settings say no."""
    if not terminal or not asked.settings.ask:
        return (), ()
    morning = history is not None and history.first_today_after_other_day(Clock().now())
    return (("morning",) if morning else ()) + ("pain_before",), ("pain_after", "effort")
