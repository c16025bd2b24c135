"""A place where things are told that may hold up whoever tells: a screen, a pipe, a history.

Nobody waits for it but at the end. Each has a queue and a thread of its own, which takes what is
told in its order. Once `MOST` wait, what can be spared is left out, and the rest still comes in.
"""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Event as Flag
from threading import Lock, Thread
from typing import Final

from coach.time.units import Seconds

MOST: Final = 1_000
"""What waits at most: a quarter of an hour of cues."""

Job = Callable[[], object]


class Outlet:
    """Does jobs one after the other. A job must not raise.

    `left_out` is told how many were left out, in their place, once the outlet takes jobs again.
    """

    def __init__(self, name: str, left_out: Callable[[int], None], most: int = MOST) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._most, self._tell = most, left_out
        self._gap, self._in_gap = Lock(), 0
        self._over = Flag()
        Thread(target=self._run, name=name, daemon=True).start()

    def put(self, job: Job, *, spare: bool = False) -> None:
        """Have a job done, and return at once. One to `spare` is left out where too many wait."""
        if spare and self._jobs.qsize() >= self._most:
            with self._gap:
                self._in_gap += 1
                first = self._in_gap == 1
            if first:
                self._jobs.put(self._tell_gap)
        else:
            self._jobs.put(job)

    def settled(self, patience: Seconds) -> bool:
        """Wait until all that was put is done, so long at most; return whether it is. No job may."""
        done = Flag()
        self._jobs.put(done.set)
        return done.wait(patience)

    def close(self, patience: Seconds) -> bool:
        """Wait until all is done, so long at most; return whether it is."""
        self._jobs.put(None)
        return self._over.wait(patience)

    def _tell_gap(self) -> None:
        with self._gap:
            count, self._in_gap = self._in_gap, 0
        self._tell(count)

    def _run(self) -> None:
        for job in iter(self._jobs.get, None):
            job()
        self._over.set()
