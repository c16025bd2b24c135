"""Whether an editor that returned at once still has the file open, and waiting until it is closed.

An editor with its own window may hand the file to an editor that runs already, or leave it to a process
that it started: the editing is then still to come. Such a process inherits the editor's pipe, so that on
POSIX its end is noticed. Where no process has the pipe, the person is asked, or the file is watched for a
while.
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
_WATCH_LIMIT: Final = 3.0
"""Seconds to watch a file where nobody can be asked and no process is known."""
_PROCESS_LIMIT: Final = 1800.0
"""Seconds to wait for a process where nobody can be asked."""
_QUIET: Final = 3.0
"""Seconds without a change after which the file is taken to be saved whole."""
_LOOK: Final = 0.1
_PROMPT: Final = "Save and close the file there, then press Enter here: "


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an editor, to its return.

    `at_once`: it returned sooner than anybody could have edited anything, and the file is as it was.
    `pipe_end` is the end of a pipe that closes when the editor's last process ends.
    """

    code: int
    at_once: bool
    pipe_end: int | None

    def still_open(self) -> bool:
        """Return whether a process of the editor still runs."""
        return self.pipe_end is not None and not select.select([self.pipe_end], [], [], 0)[0]


@contextmanager
def run_editor(command: Sequence[str], path: Path) -> Iterator[Run]:
    """Run an editor on a file until it returns. Raises `OSError` where it cannot be started."""
    read_end, write_end = os.pipe() if os.name == "posix" else (None, None)
    start, old_stamp = Clock().monotonic(), _file_stamp(path)
    try:
        try:
            process = subprocess.Popen(command, pass_fds=() if write_end is None else (write_end,))
        finally:
            if write_end is not None:
                os.close(write_end)
        code = process.wait()
        at_once = Clock().monotonic() - start < _AT_ONCE and _file_stamp(path) == old_stamp
        yield Run(code, at_once, read_end)
    finally:
        if read_end is not None:
            os.close(read_end)


def wait(run: Run, path: Path, *, copied: bool) -> None:
    """Wait until the file is closed, as far as that can be known. `copied`: it is removed if unchanged."""
    still_open, at_terminal = run.still_open(), _at_terminal()
    if not still_open and not copied and not at_terminal:
        return
    mend = f"Where that is open still, save it there, and then run: coach check {shown(path)}"
    output.aside(f"The editor came back at once. {mend}")
    if not still_open and not copied:
        return
    if at_terminal:
        _wait_for_enter(run if still_open else None)
    else:
        _watch_file(run, path, _PROCESS_LIMIT if still_open else _WATCH_LIMIT)


def _at_terminal() -> bool:
    """Return whether there is somebody at a terminal to ask."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _wait_for_enter(run: Run | None) -> None:
    """Wait until Enter is pressed, or until the editor's last process has ended."""
    if run is None or run.pipe_end is None:
        output.typed_line(_PROMPT)
        return
    sys.stderr.write(_PROMPT)
    sys.stderr.flush()
    ready, _, _ = select.select([run.pipe_end, sys.stdin], [], [])
    if sys.stdin in ready:
        sys.stdin.readline()
    else:
        sys.stderr.write("\n")


def _watch_file(run: Run, path: Path, limit: float) -> None:
    """Wait until the file was changed and left alone, or the editor's last process has ended."""
    clock, has_process = Clock(), run.still_open()
    start = last_change = clock.monotonic()
    first_stamp = stamp = _file_stamp(path)
    while (now := clock.monotonic()) - start < limit and not (has_process and not run.still_open()):
        select.select([], [], [], _LOOK)
        new_stamp = _file_stamp(path)
        if new_stamp != stamp:
            stamp, last_change = new_stamp, now
        if stamp != first_stamp and (not has_process or now - last_change > _QUIET):
            return


def _file_stamp(path: Path) -> tuple[int, int, int] | None:
    with suppress(OSError):
        status = path.stat()
        return status.st_mtime_ns, status.st_size, status.st_ino
    return None
