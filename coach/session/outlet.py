"""A queue of jobs for something slow: a screen, a pipe, a history.

Nobody waits for it until the end. Each outlet has its own queue and thread, which does the jobs in their
order. Once `MOST` jobs wait, those that can be spared are left out; the others are still taken.
"""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Event as Flag
from threading import Lock, Thread
from typing import Final

from coach.time.units import Seconds

MOST: Final = 1_000
"""The most jobs that wait: a quarter of an hour of cues."""

Job = Callable[[], object]


class Outlet:
    """Does jobs one after the other. A job must not raise.

    `left_out` is called with the number of jobs that were left out, in their place in the queue.
    """

    def __init__(self, name: str, left_out: Callable[[int], None], most: int = MOST) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._most, self._tell_left_out = most, left_out
        self._lock, self._left_out_count = Lock(), 0
        self._over = Flag()
        Thread(target=self._run, name=name, daemon=True).start()

    def put(self, job: Job, *, spare: bool = False) -> None:
        """Put a job in the queue, and return at once. With `spare` it is left out where too many wait."""
        if spare and self._jobs.qsize() >= self._most:
            with self._lock:
                self._left_out_count += 1
                is_first = self._left_out_count == 1
            if is_first:
                self._jobs.put(self._report_left_out)
        else:
            self._jobs.put(job)

    def wait_until_done(self, patience: Seconds) -> bool:
        """Wait until all jobs so far are done, at most so long; return whether they are. Not for a job."""
        done = Flag()
        self._jobs.put(done.set)
        return done.wait(patience)

    def close(self, patience: Seconds) -> bool:
        """Wait until all jobs are done, at most so long; return whether they are. Takes no more jobs."""
        self._jobs.put(None)
        return self._over.wait(patience)

    def _report_left_out(self) -> None:
        with self._lock:
            count, self._left_out_count = self._left_out_count, 0
        self._tell_left_out(count)

    def _run(self) -> None:
        for job in iter(self._jobs.get, None):
            job()
        self._over.set()
