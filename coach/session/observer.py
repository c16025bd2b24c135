"""An observer of a session that works through an outlet, so that it never holds the session up."""

from collections.abc import Callable
from functools import partial

from coach.session.events import Event, Heard
from coach.session.outlet import Job, Outlet


class Observer:
    """An observer of a session that works through an outlet. After a failure it gets no more events.

    `job` turns an event into a job, on the session's thread; the outlet's thread does the job, and calls
    `on_failure` with the error of one that fails.
    """

    def __init__(
        self, outlet: Outlet, job: Callable[[Event], Job], on_failure: Callable[[Exception], None]
    ) -> None:
        self._outlet, self._job, self._on_failure = outlet, job, on_failure
        self._has_failed = False

    def __call__(self, event: Event) -> None:
        """Put the event's job, and return at once. A cue may be left out; a step's end may not."""
        self._outlet.put(partial(self._do, self._job(event)), spare=isinstance(event, Heard))

    def _do(self, job: Job) -> None:
        if self._has_failed:
            return
        try:
            job()
        except Exception as error:  # noqa: BLE001 - no screen, history or pipe may stop a session
            self._has_failed = True
            self._on_failure(error)
