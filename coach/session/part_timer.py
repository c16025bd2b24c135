"""APScheduler, timing each part: one date job at a time, about a second ahead of its start.

The only module of a session that imports apscheduler. That goes by the wall clock, so a job may come
late or twice after the clock was changed; each job has the number of its plan, so that a stale one has
no effect. Jobs run on the scheduler's threads and only put on a queue.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock, Thread
from typing import Any, Final

from coach.session.inputs import Due, Input, Tick
from coach.time.units import Seconds

_JOB: Final = "part"


class Timer:
    """One job. `put` takes its inputs, on any thread; call the methods from one thread."""

    def __init__(self, put: Callable[[Input], None]) -> None:
        self._put = put
        self._scheduler: Any = None
        self._armed: tuple[int, datetime] | None = None
        self._lock = Lock()
        # Importing it takes a tenth of a second; the first word does not wait for that.
        self._starter = Thread(target=self._start, daemon=True, name="scheduler start")
        self._starter.start()

    def arm(self, generation: int, wait: Seconds) -> None:
        """Put `Due(generation)` after `wait` seconds, in place of what was armed before."""
        at = datetime.now().astimezone() + timedelta(seconds=max(0.0, wait))
        with self._lock:
            self._armed = (generation, at)
            if self._scheduler is not None:
                self._set_job(generation, at)

    def close(self) -> None:
        """End the scheduler."""
        self._starter.join()
        # This waits for the scheduler's lock on its jobs. Shut down while it removes a job that has just
        # run, the scheduler would not find the job, and its thread would die with a traceback.
        self._scheduler.remove_all_jobs()
        self._scheduler.shutdown(wait=False)

    def _start(self) -> None:
        from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED
        from apscheduler.schedulers.background import BackgroundScheduler

        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        # Moments come with their zone; the system's own may be one that APScheduler cannot read.
        scheduler = BackgroundScheduler(daemon=True, timezone=UTC)
        scheduler.add_listener(
            lambda _: self._put(Tick()), EVENT_JOB_ERROR | EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES
        )
        scheduler.start()
        with self._lock:
            self._scheduler = scheduler
            if self._armed is not None:
                self._set_job(*self._armed)

    def _set_job(self, generation: int, at: datetime) -> None:
        self._scheduler.add_job(
            self._put,
            "date",
            run_date=at,
            args=(Due(generation),),
            id=_JOB,
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
        )
