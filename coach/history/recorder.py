"""The observer that writes a session into the history as it happens.

Called with each event, in order, on one thread. A `CoachError` of the database passes through, but
for `Busy`: whoever calls goes on without a history.
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Event as Flag
from typing import Final, Protocol

from coach.errors import CoachError
from coach.session.events import Answered, Ended, Event, Started, StepEnded, StepStarted

_KEPT: Final = (Started, StepStarted, StepEnded, Answered, Ended)
"""The events that are worth keeping."""
_AGAIN_S: Final = 0.1
"""Seconds until what could not be written is tried again; the database itself waits a while as well."""


class SessionWriter(Protocol):
    """**Protocol:** what the recorder writes to; `history.sessions.Sessions` is one.

    Moments are aware, in the zone where the person is. Any may raise `CoachError`.
    """

    def begin(self, routine: str, name: str, at: datetime, *, planned: int) -> int:
        """Note that a session has begun; return its number."""

    def step_begun(self, session: int, step: int, at: datetime) -> None:
        """Note the step that is under way."""

    def step_done(self, session: int, ended: StepEnded, at: datetime) -> None:
        """Note a step as it ended."""

    def answer(self, session: int, name: str, value: int) -> None:
        """Keep an answer."""

    def end(self, session: int, at: datetime, *, finished: bool) -> None:
        """Note that the session is over."""

    def close(self) -> None:
        """Let go of the file."""


class Busy(CoachError):
    """Another program holds the history just now; what was to be written may be written later."""


class Recorder:
    """Writes one session, each step as it ends. `now` gives the wall clock's aware moment.

    What cannot be written because another program holds the history is written with the next
    event, each at its own moment; at the end of the session there is no next one. `insist` has it
    written as soon as the other lets go. `sessions` is opened with the first that is written.
    """

    def __init__(
        self, sessions: SessionWriter | Callable[[], SessionWriter], now: Callable[[], datetime]
    ) -> None:
        self._open = sessions if callable(sessions) else lambda: sessions
        self._opened: SessionWriter | None = None
        self._now = now
        self._session: int | None = None
        self._waiting: deque[tuple[Event, datetime]] = deque()
        self._left: int | None = None
        """The step that was left before its end, until the next begins."""

    @property
    def session(self) -> int | None:
        """The session's number in the history, once it has begun."""
        return self._session

    @property
    def unwritten(self) -> tuple[str, ...]:
        """The titles of the steps that have ended and are not in the history. Any thread may ask."""
        return tuple(event.title for event, _ in tuple(self._waiting) if isinstance(event, StepEnded))

    def __call__(self, event: Event) -> None:
        """Write what is worth keeping of an event; let the others pass."""
        if not isinstance(event, _KEPT):
            return
        self._waiting.append((event, self._now()))
        try:
            self._write_all()
        except Busy:
            if isinstance(event, Ended):
                raise

    def insisting(self, event: Event) -> Callable[[], None]:
        """Return what writes an event at this moment, on the one thread, however long that takes."""
        if not isinstance(event, _KEPT):
            return lambda: None
        self._waiting.append((event, self._now()))
        return self._insist

    def close(self) -> None:
        """Let go of a database that was opened here."""
        if self._opened is not None:
            self._opened.close()

    def _insist(self) -> None:
        while True:
            with suppress(Busy):
                return self._write_all()
            Flag().wait(_AGAIN_S)

    def _write_all(self) -> None:
        while self._waiting:
            self._write(*self._waiting[0])
            self._waiting.popleft()

    @property
    def _sessions(self) -> SessionWriter:
        self._opened = self._opened or self._open()
        return self._opened

    def _write(self, event: Event, at: datetime) -> None:
        if isinstance(event, Started):
            planned = len(event.steps)
            self._session = self._sessions.begin(event.routine, event.name, at, planned=planned)
        elif self._session is not None:
            self._write_in(self._session, event, at)

    def _write_in(self, session: int, event: Event, at: datetime) -> None:
        match event:
            case StepStarted():
                self._left = None
                self._sessions.step_begun(session, event.step, at)
            case StepEnded():
                self._left = event.step if event.skipped else None
                self._sessions.step_done(session, event, at)
            case Answered(answer=int(value)):
                self._sessions.answer(session, event.name, value)
            case Ended():
                if self._left is not None and not event.finished:
                    self._sessions.step_begun(session, self._left, at)
                self._sessions.end(session, at, finished=event.finished)
            case _:
                pass
