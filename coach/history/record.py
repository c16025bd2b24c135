"""The observer that writes a session into the history as it happens.

Called by the session's loop with each event, in order, on the loop's thread. A
`CoachError` of the store passes through: whoever calls goes on without a history.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

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


class Recorder:
    """Writes one session, each step as it ends. `now` gives the wall clock's aware moment."""

    def __init__(self, store: Sessions, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._session: int | None = None
        self._left: int | None = None
        """The step that was left before its end, until the next begins."""

    @property
    def session(self) -> int | None:
        """The session's number in the history, once it has begun."""
        return self._session

    def __call__(self, event: Event) -> None:
        """Write what is worth keeping of an event; let the others pass."""
        if isinstance(event, Started):
            planned = len(event.steps)
            self._session = self._store.begin(event.routine, event.name, self._now(), planned=planned)
        elif self._session is not None:
            self._write(self._session, event)

    def _write(self, session: int, event: Event) -> None:
        match event:
            case StepStarted():
                self._left = None
                self._store.step_begun(session, event.step, self._now())
            case StepEnded():
                self._left = event.step if event.skipped else None
                self._store.step_done(session, event, self._now())
            case Answered(answer=int(value)):
                self._store.answer(session, event.name, value)
            case Ended():
                if self._left is not None and not event.finished:
                    self._store.step_begun(session, self._left, self._now())
                self._store.end(session, self._now(), finished=event.finished)
            case _:
                pass
