"""What `coach start` needs around a session: the history, the warnings, the faces, the controllers."""

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import cached_property
from subprocess import Popen
from typing import TYPE_CHECKING, Self

from coach.cli.shared import output
from coach.cli.shared.choose_routine import goes_on
from coach.cli.shared.override_warnings import warn
from coach.config.settings import Settings
from coach.errors import CoachError, UsageError
from coach.language.grammar import counted
from coach.routine.library.library import Library
from coach.time.clock import Clock

if TYPE_CHECKING:
    from coach.cli.shared.face import Face
    from coach.control.controller import Controller
    from coach.history.model import SessionRecord
    from coach.history.sessions import Sessions
    from coach.preparation import Preparation
    from coach.start import Observer, Request, SessionSetup


@dataclass(frozen=True, slots=True)
class StartOptions:
    """What `coach start` was asked for."""

    routine: str
    settings: Settings
    minutes: float | None
    without: tuple[str, ...]
    first: int
    muted: bool
    as_json: bool
    unfinished: "SessionRecord | None" = None
    """The session that was broken off, where this goes on with it; `first` is not asked for then."""


class History:
    """The history before a session, opened when it is first asked for; the first word need not wait for it.

    Without it the session goes on, and says so. Closed with the context.
    """

    def __init__(self) -> None:
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    @property
    def sessions(self) -> "Sessions | None":
        """Where to look things up; `None` where that cannot be."""
        return self._opened[0]

    @property
    def keeps(self) -> bool:
        """Whether this session is kept."""
        return self._opened[1]

    @cached_property
    def _opened(self) -> "tuple[Sessions | None, bool]":
        from coach.history.recorder import Busy
        from coach.history.sessions import Sessions

        try:
            return self._closing.enter_context(Sessions.open()), True
        except Busy as error:
            output.aside(f"{error} This session is kept once that is done.")
            return None, True
        except CoachError as error:
            output.aside(f"{error} This session is not kept.")
            return None, False


def under_way(routine: str, library: Library, *, beside: bool) -> AbstractContextManager[None]:
    """Let others see that a session of this routine runs. Raises `CoachError` where another does."""
    from coach.session import running

    name, _ = library.peek(routine) or (routine, 0)
    return running.under_way(running.Running(routine, name, Clock().now()), beside=beside)


def begin(asked: StartOptions, library: Library, history: History, worker: "Popen[bytes] | None") -> int:
    """Run the session with its faces; return its exit code."""
    from coach.preparation import Preparation
    from coach.session.wanted import Wanted
    from coach.speech.own_pronunciation import own_pronunciation
    from coach.speech.prefetch import ask_ahead
    from coach.speech.voices.installed import must_speak

    terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty() and not asked.as_json
    wanted = Wanted(asked.routine, asked.settings, asked.minutes, asked.without, terminal)
    preparation = Preparation(wanted, library, has_history=lambda: history.keeps)
    pronunciation = own_pronunciation(asked.settings.voice, asked.settings.rate)
    must_speak(pronunciation.voice)
    ask_ahead(worker, preparation.first_words, pronunciation)
    # Only now what takes long to import: the first line is made meanwhile.
    from coach import start
    from coach.cli.shared.session_observers import noting, telling
    from coach.control.signals import not_stopped

    _refuse_past_the_end(asked, preparation)
    warn(asked.routine, library)
    with not_stopped(), noting() as note, ExitStack() as told:
        request = start.Request(preparation, pronunciation, note, muted=asked.muted, worker=worker)
        with start.open_session(request) as there:
            observers = told.enter_context(telling(note, _face(asked), keeps=history.keeps))
            manner = _manner(asked, request, history.sessions, observers)
            _remember(preparation, library)
            return start.run(there, manner)


def _remember(preparation: "Preparation", library: Library) -> None:
    """Keep what this session uses as the last good versions: only now, for the first word is under way."""
    _ = preparation.whole  # reads the routine and its exercises, where that is yet to be done
    library.remember_used()


def _face(asked: StartOptions) -> "Face":
    from coach.cli.shared.face import face

    return face(sys.stdout, plain=asked.settings.plain, as_json=asked.as_json)


def _manner(
    asked: StartOptions,
    request: "Request",
    history: "Sessions | None",
    observers: "Sequence[Observer]",
) -> "SessionSetup":
    """Return how the session goes; asked for once its first word is under way."""
    from coach.start import SessionSetup

    preparation = request.preparation
    before, after = _questions(asked, history, terminal=preparation.wanted.keys)
    controllers, stop_process = _controllers(request.note)
    return SessionSetup(
        observers=observers,
        controllers=controllers,
        stop_process=stop_process,
        first=goes_on(asked.unfinished, preparation) if asked.unfinished else asked.first,
        ask_before=before,
        ask_after=after,
    )


def _controllers(note: Callable[[str], None]) -> "tuple[Sequence[Controller], Callable[[], None]]":
    """Return who gives the session its orders, and what stops the process with the terminal left as it was.

    What that takes is imported only here, for the first word is under way.
    """
    from coach.control.keyboard import of_stdin
    from coach.control.signals import signals, stop_process

    keys = of_stdin(note)

    def stop() -> None:
        with keys.stopped():
            stop_process()

    return (signals, keys.controller), stop


def _refuse_past_the_end(asked: StartOptions, preparation: "Preparation") -> None:
    """Refuse a first step that is not there."""
    if not asked.first:
        return
    script = preparation.whole.script
    if asked.first >= len(script.titles):
        there = f"{script.name} has {counted(len(script.titles), 'step')}"
        raise UsageError(
            f"{there}, so it cannot begin at {asked.first + 1}. `coach show {script.id}` lists them."
        )


def _questions(
    asked: StartOptions, history: "Sessions | None", *, terminal: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is asked before and after. Never off a terminal, nor where the settings say no."""
    if not terminal or not asked.settings.ask:
        return (), ()
    morning = history is not None and history.first_today_after_other_day(Clock().now())
    return (("morning",) if morning else ()) + ("pain_before",), ("pain_after", "effort")
