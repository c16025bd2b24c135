"""The observer that writes a session into the history as it happens.

Called by the session's loop with each event, in order, on the loop's thread. A
`CoachError` of the store passes through, but for `Busy`: whoever calls goes on without a history.
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from coach.errors import CoachError
from coach.session.events import Answered, Ended, Event, Started, StepEnded, StepStarted


class Sessions(Protocol):
    """**Protocol:** what the recorder writes to; `history.store.Store` is one.

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


class Busy(CoachError):
    """Another program holds the history just now; what was to be written may be written later."""


class Recorder:
    """Writes one session, each step as it ends. `now` gives the wall clock's aware moment.

    What cannot be written because another program holds the history is written with the next
    event, each at its own moment; at the end of the session there is no next one.
    """

    def __init__(self, store: Sessions, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._session: int | None = None
        self._waiting: deque[tuple[Event, datetime]] = deque()
        self._left: int | None = None
        """The step that was left before its end, until the next begins."""

    @property
    def session(self) -> int | None:
        """The session's number in the history, once it has begun."""
        return self._session

    def __call__(self, event: Event) -> None:
        """Write what is worth keeping of an event; let the others pass."""
        if not isinstance(event, Started | StepStarted | StepEnded | Answered | Ended):
            return
        self._waiting.append((event, self._now()))
        try:
            while self._waiting:
                self._write(*self._waiting[0])
                self._waiting.popleft()
        except Busy:
            if isinstance(event, Ended):
                raise

    def _write(self, event: Event, at: datetime) -> None:
        if isinstance(event, Started):
            planned = len(event.steps)
            self._session = self._store.begin(event.routine, event.name, at, planned=planned)
        elif self._session is not None:
            self._write_in(self._session, event, at)

    def _write_in(self, session: int, event: Event, at: datetime) -> None:
        match event:
            case StepStarted():
                self._left = None
                self._store.step_begun(session, event.step, at)
            case StepEnded():
                self._left = event.step if event.skipped else None
                self._store.step_done(session, event, at)
            case Answered(answer=int(value)):
                self._store.answer(session, event.name, value)
            case Ended():
                if self._left is not None and not event.finished:
                    self._store.step_begun(session, self._left, at)
                self._store.end(session, at, finished=event.finished)
            case _:
                pass
