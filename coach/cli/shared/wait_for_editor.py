"""Whether an editor that came back at once has the file open still, and waiting until it is closed.

An editor with a window of its own may hand the file to one that runs already, or leave it to a process
that it started: what it was opened for is then yet to come. Such a process has the pipe that the editor
was given, so that it is known on POSIX when it ends; where it has not, the person is asked, or the file
is watched for a while.
"""

import os
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.cli.shared import output
from coach.files.document import shown
from coach.time.clock import Clock

_AT_ONCE: Final = 2.0
"""Seconds within which nobody opens a file, reads it and closes it."""
_WATCHED: Final = 3.0
"""Seconds for which a file is watched where nobody can be asked and no process is known."""
_LONGEST: Final = 1800.0
"""Seconds for which it is waited for a process where nobody can be asked."""
_QUIET: Final = 3.0
"""Seconds without a change after which what was saved is taken for the whole."""
_LOOK: Final = 0.1
_PRESS: Final = "Save and close the file there, then press Enter here: "


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an editor, to its return.

    `at_once`: it came back sooner than anybody could have edited anything, and the file is as it was.
    `left` is the end of a pipe that closes with its last process.
    """

    code: int
    at_once: bool
    left: int | None

    def still_open(self) -> bool:
        """Return whether a process of the editor's lives on."""
        return self.left is not None and not select.select([self.left], [], [], 0)[0]


@contextmanager
def ran(command: Sequence[str], path: Path) -> Iterator[Run]:
    """Run an editor on a file until it returns. Raises `OSError` where it cannot be started."""
    ours, theirs = os.pipe() if os.name == "posix" else (None, None)
    began, before = Clock().monotonic(), _stamp(path)
    try:
        try:
            process = subprocess.Popen(command, pass_fds=() if theirs is None else (theirs,))
        finally:
            if theirs is not None:
                os.close(theirs)
        code = process.wait()
        at_once = Clock().monotonic() - began < _AT_ONCE and _stamp(path) == before
        yield Run(code, at_once, ours)
    finally:
        if ours is not None:
            os.close(ours)


def wait(run: Run, path: Path, *, copied: bool) -> None:
    """Wait until the file is closed, as far as that can be known. `copied`: it goes if nothing is changed."""
    still_open, seen = run.still_open(), _is_seen()
    if not still_open and not copied and not seen:
        return
    mend = f"Where that is open still, save it there, and then run: coach check {shown(path)}"
    output.aside(f"The editor came back at once. {mend}")
    if not still_open and not copied:
        return
    if seen:
        _asked(run if still_open else None)
    else:
        _watched(run, path, _LONGEST if still_open else _WATCHED)


def _is_seen() -> bool:
    """Return whether somebody is at a terminal, who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _asked(run: Run | None) -> None:
    """Wait until Enter is pressed, or until the last process of the editor's has ended."""
    if run is None or run.left is None:
        output.typed_line(_PRESS)
        return
    sys.stderr.write(_PRESS)
    sys.stderr.flush()
    ready, _, _ = select.select([run.left, sys.stdin], [], [])
    if sys.stdin in ready:
        sys.stdin.readline()
    else:
        sys.stderr.write("\n")


def _watched(run: Run, path: Path, most: float) -> None:
    """Wait until the file was changed and left alone, or the last process of the editor's has ended."""
    clock, knows = Clock(), run.still_open()
    began = touched = clock.monotonic()
    first = seen = _stamp(path)
    while (now := clock.monotonic()) - began < most and not (knows and not run.still_open()):
        select.select([], [], [], _LOOK)
        state = _stamp(path)
        if state != seen:
            seen, touched = state, now
        if seen != first and (not knows or now - touched > _QUIET):
            return


def _stamp(path: Path) -> tuple[int, int, int] | None:
    with suppress(OSError):
        state = path.stat()
        return state.st_mtime_ns, state.st_size, state.st_ino
    return None
