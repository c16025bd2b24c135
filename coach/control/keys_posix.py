"""The keys of a POSIX terminal, read one by one; the terminal is left as it was found.

The terminal is used only while this process is in its foreground. In the background it belongs to the
shell: to set its modes or to read from it would stop the process. This can change at any time.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock
from typing import Any, Final

from coach.control.bindings import NOTHING, decode
from coach.control.signals import in_foreground
from coach.language.sanitize import UNABLE
from coach.session.inputs import Input
from coach.time.clock import Clock

if sys.platform != "win32":
    import os
    import select
    import termios

    _LOOK: Final = 0.1
    """Seconds between two checks whether this process has the terminal."""
    _TOGETHER: Final = 0.01
    """Seconds within which bytes belong together: text that is pasted may come in pieces."""
    _PIECES: Final = 20
    """The most pieces to take together: a mouse that reports its moves sends them without end."""
    _INPUT, _LOCAL, _CHARACTERS = 0, 3, 6
    """The places of these kinds in the list of a terminal's modes."""
    _MARK_PASTES, _MARK_NO_PASTES = b"\x1b[?2004h", b"\x1b[?2004l"
    """Tell the terminal to mark pasted text, and to mark it no longer."""

    class Keyboard:
        """The terminal of a descriptor. `read` is for a thread of its own, `while_stopped` for another."""

        def __init__(self, descriptor: int) -> None:
            self._descriptor = descriptor
            self._lock = Lock()
            self._is_stopped = self._in_key_mode = False
            self._modes_found: list[Any] | None = None
            """The modes as they were found."""

        def read(self, put: Callable[[Input], None], stop: Event) -> None:
            """Put what is typed, until told to stop or until the terminal is gone."""
            rest, clock = NOTHING, Clock()
            last = clock.monotonic()
            try:
                with suppress(OSError, EOFError, termios.error):
                    while not stop.is_set():
                        if not self._take_terminal():
                            stop.wait(_LOOK)
                            continue
                        data = self._bytes_typed()
                        if data:
                            now = clock.monotonic()
                            inputs, rest = decode(data, rest, now - last)
                            last = now
                            for received in inputs:
                                put(received)
            finally:
                self._restore()

        @contextmanager
        def while_stopped(self) -> Iterator[None]:
            """Leave the terminal as it was found for as long as the process is stopped."""
            self._is_stopped = True
            self._restore()
            try:
                yield
            finally:
                self._is_stopped = False
                with suppress(OSError, termios.error):
                    self._take_terminal()

        def _take_terminal(self) -> bool:
            """Set the terminal to give key by key, if this process has it; return whether it has."""
            with self._lock:
                if self._is_stopped or not in_foreground(self._descriptor):
                    self._in_key_mode = False
                    return False
                modes = termios.tcgetattr(self._descriptor)
                key_modes = _key_by_key(modes)
                if self._in_key_mode and modes == key_modes:
                    return True
                if self._modes_found is None or modes != key_modes:
                    self._modes_found = modes
                termios.tcsetattr(self._descriptor, termios.TCSANOW, key_modes)
                self._write(_MARK_PASTES)
                self._in_key_mode = True
                return True

        def _restore(self) -> None:
            with self._lock, suppress(OSError, termios.error):
                if self._in_key_mode and self._modes_found is not None and in_foreground(self._descriptor):
                    self._write(_MARK_NO_PASTES)
                    # Does not wait for what is still to be written, which may be held up for ever.
                    termios.tcsetattr(self._descriptor, termios.TCSANOW, self._modes_found)
                self._in_key_mode = False

        def _bytes_typed(self) -> bytes:
            """Return the bytes that were typed, with those that follow at once; empty if there are none."""
            data = b""
            for _ in range(_PIECES):
                ready, _, _ = select.select([self._descriptor], [], [], _TOGETHER if data else _LOOK)
                if not ready or not in_foreground(self._descriptor):
                    break
                try:
                    piece = os.read(self._descriptor, 4096)
                except OSError:
                    if in_foreground(self._descriptor):
                        raise
                    break  # another process got the terminal just now
                if not piece:
                    raise EOFError
                data += piece
            return data

        def _write(self, sequence: bytes) -> None:
            """Write a sequence, if the terminal understands it and takes it at once."""
            if os.environ.get("TERM", "") not in UNABLE:
                with suppress(OSError):
                    if select.select([], [self._descriptor], [], 0)[1]:
                        os.write(self._descriptor, sequence)

    def _key_by_key(modes: list[Any]) -> list[Any]:
        """Return the modes with which a terminal gives each key at once, without showing it. Signals stay.

        Ctrl-S is no signal here: a session that waits for its screen would fall silent.
        """
        key_modes = [*modes[:_CHARACTERS], list(modes[_CHARACTERS])]
        key_modes[_INPUT] &= ~termios.IXON
        key_modes[_LOCAL] &= ~(termios.ICANON | termios.ECHO)
        key_modes[_CHARACTERS][termios.VMIN], key_modes[_CHARACTERS][termios.VTIME] = 1, 0
        return key_modes
