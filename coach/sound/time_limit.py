"""Calls into a sound system that may never answer, with a limit on their time.

Each call runs on a thread of its own. One that takes too long is left behind, since nothing can end
it; the value that it returns later goes to `on_late`.

Errors: `TookTooLong` for a call that did not end in its time, and all errors of the call itself.
"""

from collections.abc import Callable
from threading import Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class TookTooLong(TimeoutError):
    """A call did not end in its time; `thread` is where it still runs."""

    def __init__(self, thread: Thread) -> None:
        super().__init__(f"{thread.name} did not end in its time")
        self.thread = thread


class _Call(Generic[T]):
    def __init__(self, work: Callable[[], T], on_late: Callable[[T], object]) -> None:
        self._work, self._on_late = work, on_late
        self._lock = Lock()
        self._abandoned = False
        self.values: list[T] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            value = self._work()
        except BaseException as error:  # noqa: BLE001 - it is raised again on the caller's thread
            self.error = error
            return
        with self._lock:
            abandoned = self._abandoned
            self.values.append(value)
        if abandoned:
            self._on_late(value)

    def leave(self) -> bool:
        """Wait no longer; return whether the call has ended all the same."""
        with self._lock:
            self._abandoned = not self.values and self.error is None
            return not self._abandoned


def within(
    seconds: float, work: Callable[[], T], name: str, on_late: Callable[[T], object] = lambda _: None
) -> T:
    """Return what `work` returns, if it does so in its time; `name` is its thread's."""
    call = _Call(work, on_late)
    thread = Thread(target=call.run, daemon=True, name=name)
    thread.start()
    try:
        thread.join(seconds)
    finally:  # Ctrl-C, too, leaves the call behind
        ended = call.leave()
    if not ended:
        raise TookTooLong(thread)
    if call.error is not None:
        raise call.error
    return call.values[0]
