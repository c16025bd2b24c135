"""The observer that writes a session into the history as it happens.

Called with each event, in order, on one thread. Every `CoachError` of the database except `Busy` is
raised to the caller, which then goes on without a history.
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Event as Flag
from typing import Final, Protocol

from coach.errors import CoachError
from coach.session.events import Answered, Ended, Event, Started, StepEnded, StepStarted

_RECORDED: Final = (Started, StepStarted, StepEnded, Answered, Ended)
"""The events that are worth keeping."""
_RETRY_S: Final = 0.1
"""Seconds until a failed write is tried again; the database itself waits a while as well."""


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
        """Close the file."""


class Busy(CoachError):
    """Another program holds the history just now; writing may succeed later."""


class Recorder:
    """Writes one session, each step as it ends. `now` gives the wall clock's aware moment.

    An event that cannot be written because another program holds the history is written together with
    the next event, with its own moment; after the end of the session there is no next event. A job of
    `job_for` waits instead until the other program is done. `sessions` is opened for the first event.
    """

    def __init__(
        self, sessions: SessionWriter | Callable[[], SessionWriter], now: Callable[[], datetime]
    ) -> None:
        self._open = sessions if callable(sessions) else lambda: sessions
        self._opened: SessionWriter | None = None
        self._now = now
        self._session: int | None = None
        self._queue: deque[tuple[Event, datetime]] = deque()
        self._unfinished_step: int | None = None
        """The step that was skipped before its end, until the next step begins."""

    @property
    def session(self) -> int | None:
        """The session's number in the history, once it has begun."""
        return self._session

    @property
    def unwritten(self) -> tuple[str, ...]:
        """The titles of the steps that have ended and are not in the history. Any thread may read it."""
        return tuple(event.title for event, _ in tuple(self._queue) if isinstance(event, StepEnded))

    def __call__(self, event: Event) -> None:
        """Write an event that is worth keeping; ignore the others."""
        if not isinstance(event, _RECORDED):
            return
        self._queue.append((event, self._now()))
        try:
            self._write_all()
        except Busy:
            if isinstance(event, Ended):
                raise

    def job_for(self, event: Event) -> Callable[[], None]:
        """Return the job that writes this event with this moment, however long that takes."""
        if not isinstance(event, _RECORDED):
            return lambda: None
        self._queue.append((event, self._now()))
        return self._write_patiently

    def close(self) -> None:
        """Close the database, if it was opened."""
        if self._opened is not None:
            self._opened.close()

    def _write_patiently(self) -> None:
        while True:
            with suppress(Busy):
                return self._write_all()
            Flag().wait(_RETRY_S)

    def _write_all(self) -> None:
        while self._queue:
            self._write(*self._queue[0])
            self._queue.popleft()

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
                self._unfinished_step = None
                self._sessions.step_begun(session, event.step, at)
            case StepEnded():
                self._unfinished_step = event.step if event.skipped else None
                self._sessions.step_done(session, event, at)
            case Answered(answer=int(value)):
                self._sessions.answer(session, event.name, value)
            case Ended():
                if self._unfinished_step is not None and not event.finished:
                    self._sessions.step_begun(session, self._unfinished_step, at)
                self._sessions.end(session, at, finished=event.finished)
            case _:
                pass
