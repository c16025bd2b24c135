"""What `coach start` needs around a session: the history, the warnings, the faces, the controllers."""

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import cached_property
from subprocess import Popen
from typing import TYPE_CHECKING, Self

from coach.cli.shared import output
from coach.cli.shared.choose_routine import step_to_resume
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
    """The unfinished session that this one goes on with; `first` is not used then."""


class History:
    """The history before a session, opened at its first use, so that the first word does not wait for it.

    Where it cannot be opened, this is reported and the session goes on. Closed with the context.
    """

    def __init__(self) -> None:
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    @property
    def sessions(self) -> "Sessions | None":
        """The earlier sessions; `None` where the history cannot be read."""
        return self._opened[0]

    @property
    def keeps(self) -> bool:
        """Whether this session is recorded."""
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


def begin(options: StartOptions, library: Library, history: History, worker: "Popen[bytes] | None") -> int:
    """Run the session with its faces; return its exit code."""
    from coach.preparation import Preparation
    from coach.session.wanted import Wanted
    from coach.speech.own_pronunciation import own_pronunciation
    from coach.speech.prefetch import ask_ahead
    from coach.speech.voices.installed import must_speak

    terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty() and not options.as_json
    wanted = Wanted(options.routine, options.settings, options.minutes, options.without, terminal)
    preparation = Preparation(wanted, library, has_history=lambda: history.keeps)
    pronunciation = own_pronunciation(options.settings.voice, options.settings.rate)
    must_speak(pronunciation.voice)
    ask_ahead(worker, preparation.first_words, pronunciation)
    # These take long to import: the first line is made meanwhile.
    from coach import start
    from coach.cli.shared.session_observers import note_writer, session_observers
    from coach.control.signals import not_stopped

    _refuse_past_the_end(options, preparation)
    warn(options.routine, library)
    with not_stopped(), note_writer() as note, ExitStack() as observing:
        request = start.Request(preparation, pronunciation, note, muted=options.muted, worker=worker)
        with start.open_session(request) as opened_session:
            observers = observing.enter_context(session_observers(note, _face(options), keeps=history.keeps))
            setup = _setup(options, request, history.sessions, observers)
            _remember(preparation, library)
            return start.run(opened_session, setup)


def _remember(preparation: "Preparation", library: Library) -> None:
    """Keep what this session uses as the last good versions: only now that the first word is under way."""
    _ = preparation.whole  # reads the routine and its exercises, if that is not done yet
    library.remember_used()


def _face(options: StartOptions) -> "Face":
    from coach.cli.shared.face import face

    return face(sys.stdout, plain=options.settings.plain, as_json=options.as_json)


def _setup(
    options: StartOptions,
    request: "Request",
    history: "Sessions | None",
    observers: "Sequence[Observer]",
) -> "SessionSetup":
    """Return how the session is set up; called once its first word is under way."""
    from coach.start import SessionSetup

    preparation = request.preparation
    questions_before, questions_after = _questions(options, history, terminal=preparation.wanted.keys)
    controllers, stop_process = _controllers(request.note)
    return SessionSetup(
        observers=observers,
        controllers=controllers,
        stop_process=stop_process,
        first=step_to_resume(options.unfinished, preparation) if options.unfinished else options.first,
        ask_before=questions_before,
        ask_after=questions_after,
    )


def _controllers(note: Callable[[str], None]) -> "tuple[Sequence[Controller], Callable[[], None]]":
    """Return the session's controllers, and what stops the process with the terminal left as it was.

    Their modules are imported only here, when the first word is under way.
    """
    from coach.control.keyboard import keys_of_stdin
    from coach.control.signals import signals, stop_process

    keys = keys_of_stdin(note)

    def stop() -> None:
        with keys.while_stopped():
            stop_process()

    return (signals, keys.controller), stop


def _refuse_past_the_end(options: StartOptions, preparation: "Preparation") -> None:
    """Refuse a first step that does not exist."""
    if not options.first:
        return
    script = preparation.whole.script
    if options.first >= len(script.titles):
        length = f"{script.name} has {counted(len(script.titles), 'step')}"
        raise UsageError(
            f"{length}, so it cannot begin at {options.first + 1}. `coach show {script.id}` lists them."
        )


def _questions(
    options: StartOptions, history: "Sessions | None", *, terminal: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the questions before and after. There are none off a terminal, or where the settings say no."""
    if not terminal or not options.settings.ask:
        return (), ()
    ask_morning = history is not None and history.first_today_after_other_day(Clock().now())
    return (("morning",) if ask_morning else ()) + ("pain_before",), ("pain_after", "effort")
