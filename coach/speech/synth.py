"""Lines to clips, for a session that must never wait for them.

One thread does everything here and is the only one that calls `deliver`, exactly once
for each line that was wanted. Clips in the cache are read there (`line_queue`); the others
are asked of the worker (`worker_process`), in the order of the last `want`. A worker that hangs,
ends or replies with nonsense is replaced, and the line that it was making is tried once more.
After three fresh workers in a row that made nothing, speech is given up, and every
line is delivered as `NotMade` at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from subprocess import Popen
from threading import Thread
from time import monotonic  # noqa: TID251 - how long a worker has been silent
from typing import Any, Final, assert_never

from coach.cue.model import Spoken
from coach.speech.clips import Clip, Clips
from coach.speech.line_queue import LineQueue, Made, NotMade
from coach.speech.pronunciation import Pronunciation
from coach.speech.start_worker import engine_of, spawn
from coach.speech.worker_process import Gone, Link, Reply

__all__ = ["Made", "NotMade", "Synth", "WorkerTimeouts"]

_MOST_FRESH_FAILURES: Final = 3
_STANDSTILL: Final = 1.0
"""A deadline missed by more seconds than these means that this process itself stood still."""


@dataclass(frozen=True, slots=True)
class WorkerTimeouts:
    """How a worker is started, and the seconds of silence after which it is replaced."""

    start: Callable[[str], "Popen[bytes]"] = spawn
    first: float = 10.0
    line: float = 5.0
    per_character: float = 0.02


@dataclass(frozen=True, slots=True)
class _Want:
    lines: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class _Close:
    pass


class Synth:
    """A voice at work. `want` and `clip` return at once, from any thread.

    `process` is a worker that was started early; if the voice is another engine's, it is
    ended and not used.
    """

    def __init__(
        self,
        pronunciation: Pronunciation,
        clips: Clips,
        deliver: Callable[[Made | NotMade], None],
        process: "Popen[bytes] | None" = None,
        *,
        timeouts: WorkerTimeouts | None = None,
    ) -> None:
        self._engine, self._clips, self._timeouts = (
            pronunciation.voice.engine,
            clips,
            timeouts or WorkerTimeouts(),
        )
        self._inbox: SimpleQueue[_Want | _Close | Reply | Gone] = SimpleQueue()
        self._queue = LineQueue(pronunciation, clips, deliver)
        self._link = Link(process, self._inbox.put) if process else None
        if self._link is not None and process is not None and engine_of(process) != self._engine:
            self._link.end()
            self._link = None
        self._deadline: float | None = None
        self._fresh_failures = 0
        self._reason_given_up = ""
        self._thread = Thread(target=self._run, daemon=True, name="synth")
        self._thread.start()

    def want(self, lines: Sequence[Spoken]) -> None:
        """Make these lines, the most urgent first, in place of those wanted before."""
        self._inbox.put(_Want(tuple(lines)))

    def clip(self, spoken: Spoken) -> Clip:
        """Return the pinned clip of a line that was delivered; `KeyError` for any other."""
        return self._queue.clip(spoken)

    def close(self) -> None:
        """End the worker, and keep the cache within its limit."""
        self._inbox.put(_Close())
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            try:
                message = self._inbox.get(timeout=self._wait_time())
            except Empty:
                self._on_silence()
                continue
            if isinstance(message, _Close):
                break
            self._handle(message)
        if self._link is not None:
            self._link.end()
        self._clips.prune()

    def _handle(self, message: _Want | Reply | Gone) -> None:
        match message:
            case _Want(lines):
                self._queue.rank(lines)
                self._send_request()
            case Reply(link, value):
                if link is self._link:
                    self._handle_reply(link, value)
            case Gone(link, reason):
                if link is self._link:
                    self._replace(link, reason)
            case _:
                assert_never(message)

    def _wait_time(self) -> float | None:
        if self._queue.to_read:
            return 0.0
        return None if self._deadline is None else max(0.0, self._deadline - monotonic())

    def _on_silence(self) -> None:
        """Read one clip of the cache, or else the worker has been silent for too long."""
        if self._queue.to_read:
            count_before = len(self._queue.to_make)
            self._queue.read_one()
            if len(self._queue.to_make) > count_before:
                self._send_request()
        elif self._link is not None and self._deadline is not None:
            if monotonic() > self._deadline + _STANDSTILL:
                self._set_deadline(self._link)
            else:
                self._replace(self._link, "the speech engine did not answer")

    def _send_request(self) -> None:
        """Send the worker what is wanted now; start one if there is none."""
        if self._reason_given_up:
            self._queue.refuse_all(self._reason_given_up)
        if self._link is None and self._queue.to_make:
            self._start()
        if self._link is not None:
            self._link.send(self._queue.request())
            if self._deadline is None or not self._queue.to_make:
                self._set_deadline(self._link)

    def _start(self) -> None:
        try:
            self._link = Link(self._timeouts.start(self._engine), self._inbox.put)
        except OSError as error:
            self._give_up(f"the speech worker cannot be started ({error.strerror})")

    def _set_deadline(self, link: Link) -> None:
        """Set the worker's deadline, for the line that it is making or for its start."""
        if self._queue.to_make:
            base = self._timeouts.line if link.lines_made else self._timeouts.first
            name = link.current_clip or self._queue.to_make[0]
            self._deadline = monotonic() + base + self._timeouts.per_character * self._queue.length(name)
        else:
            self._deadline = None

    def _handle_reply(self, link: Link, value: dict[str, Any]) -> None:
        match value:
            case {"begun": str(name)}:
                link.current_clip = name
            case {"ready": str(name)}:
                link.lines_made, link.current_clip, self._fresh_failures = link.lines_made + 1, "", 0
                if name in self._queue and not self._queue.pin(name):
                    self._retry(name, "its clip could not be read back")
            case {"failed": str(name), "reason": str(reason)}:
                link.current_clip = ""
                if name in self._queue:
                    self._retry(name, reason)
            case {"broken": str(reason)}:
                return self._replace(link, reason)
            case _:
                return self._replace(link, "the speech worker said something unreadable")
        return self._set_deadline(link)

    def _retry(self, name: str, reason: str) -> None:
        if self._queue.count_failure(name, reason) and name in self._queue.to_make:
            self._send_request()

    def _replace(self, link: Link, reason: str) -> None:
        """Put a fresh worker in the place of one that is of no more use."""
        link.end()
        self._link = self._deadline = None
        self._fresh_failures = 0 if link.lines_made else self._fresh_failures + 1
        if self._fresh_failures >= _MOST_FRESH_FAILURES:
            return self._give_up(reason)
        if link.current_clip in self._queue:
            self._queue.count_failure(link.current_clip, reason)
        return self._send_request()

    def _give_up(self, reason: str) -> None:
        self._reason_given_up = reason
        self._queue.refuse_all(reason)
