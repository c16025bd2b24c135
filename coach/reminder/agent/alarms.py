"""APScheduler, which wakes the agent: a date job for each reminder's next moment, and a heartbeat.

It follows the wall clock and sleeps through suspends, so a job may come late or not at all; the
heartbeat, and the agent's own look at the clock, make up for that. Jobs run on the scheduler's
threads and only put on a queue.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from coach.time.units import Seconds

HEARTBEAT: Final = Seconds(25)


class Alarms:
    """The jobs. `wake` is called at each; call everything else from one thread."""

    def __init__(self, wake: Callable[[], None]) -> None:
        from apscheduler.schedulers.background import BackgroundScheduler

        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        self._wake = wake
        self._moments: dict[str, datetime] = {}
        # Moments come with their zone; the system's own may be one that APScheduler cannot read.
        self._scheduler: Any = BackgroundScheduler(daemon=True, timezone=UTC)
        self._scheduler.add_job(wake, "interval", seconds=HEARTBEAT, coalesce=True, misfire_grace_time=None)
        self._scheduler.start()

    def set_moments(self, moments: Mapping[str, datetime]) -> None:
        """Wake at each reminder's moment, and no longer for those that are not named."""
        for name in self._moments.keys() - moments.keys():
            self._remove(name)
        for name, moment in moments.items():
            if self._moments.get(name) != moment:
                self._scheduler.add_job(
                    self._wake,
                    "date",
                    run_date=moment,
                    id=name,
                    replace_existing=True,
                    misfire_grace_time=None,
                    coalesce=True,
                )
        self._moments = dict(moments)

    def close(self) -> None:
        """End the scheduler."""
        # As in session.part_timer: a shutdown while a job is removed would end its thread with a traceback.
        self._scheduler.remove_all_jobs()
        self._scheduler.shutdown(wait=False)

    def _remove(self, name: str) -> None:
        from apscheduler.jobstores.base import JobLookupError

        try:
            self._scheduler.remove_job(name)
        except JobLookupError:  # it has just run
            return
