"""An observer of a session that is told by an outlet, so that it holds the session up by nothing."""

from collections.abc import Callable
from functools import partial

from coach.session.events import Event, Heard
from coach.session.outlet import Job, Outlet


class Observer:
    """An observer of a session that is told by an outlet. One that fails is told no more.

    `job` makes an event into what is to be done about it, on the session's thread; `failed` is
    told why it failed, on the outlet's.
    """

    def __init__(
        self, outlet: Outlet, job: Callable[[Event], Job], failed: Callable[[Exception], None]
    ) -> None:
        self._outlet, self._job, self._failed = outlet, job, failed
        self._failing = False

    def __call__(self, event: Event) -> None:
        """Have it told, and return at once. What is heard can be spared; a step's end cannot."""
        self._outlet.put(partial(self._do, self._job(event)), spare=isinstance(event, Heard))

    def _do(self, job: Job) -> None:
        if self._failing:
            return
        try:
            job()
        except Exception as error:  # noqa: BLE001 - no screen, history or pipe may stop a session
            self._failing = True
            self._failed(error)
