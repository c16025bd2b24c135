"""One worker process and its pipes, seen from the session's side.

Two threads of its own: one writes requests (a worker that stands still must not make
its client stand still), one reads replies and puts them on the client's queue, the end
of the output among them. Anything that is not a reply is `Gone`, and so is the end.
"""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from subprocess import Popen
from threading import Thread
from typing import Any, Final

_LONGEST_REPLY: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker said."""

    link: "Link"
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gone:
    """A worker has ended, or wrote something that is no reply."""

    link: "Link"
    reason: str


class Link:
    """A running worker. `lines_made` counts the lines it has made."""

    def __init__(self, process: "Popen[bytes]", put: Callable[[Reply | Gone], None]) -> None:
        self.lines_made = 0
        self.current_clip = ""
        self._process = process
        self._put = put
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        for target in (self._write, self._read):
            Thread(target=target, daemon=True).start()

    def send(self, request: dict[str, Any]) -> None:
        """Send the request soon. Never waits, never raises."""
        self._outbox.put(json.dumps(request).encode() + b"\n")

    def end(self) -> None:
        """End the process, whatever state it is in, and wait for it."""
        self._outbox.put(None)
        self._process.kill()
        self._process.wait()

    def _write(self) -> None:
        stream = self._process.stdin
        assert stream is not None
        with contextlib.suppress(OSError, ValueError):
            while (data := self._outbox.get()) is not None:
                stream.write(data)
                stream.flush()
        with contextlib.suppress(OSError):
            stream.close()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        reason = "the speech worker ended"
        with stream:
            while line := stream.readline(_LONGEST_REPLY):
                try:
                    value = json.loads(line)
                except (ValueError, RecursionError):
                    value = None
                if not isinstance(value, dict):
                    reason = "the speech worker said something unreadable"
                    break
                self._put(Reply(self, value))
        self._put(Gone(self, reason))
