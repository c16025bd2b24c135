"""The agent's log: what it does, in lines with their times, to be read later.

Touches disk. What cannot be written, on a full disk, is left out: the reminders come all the same.

Errors: `CoachError` where the file cannot be opened.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from coach.files.atomic import give, unwritable
from coach.files.paths import data_dir, made

LOG: Final = logging.getLogger("coach.reminder")
_BYTES: Final = 200_000


def own_log() -> Path:
    """Return where the agent writes what it does."""
    return data_dir() / "remind.log"


def forget() -> None:
    """Empty the log: it names reminders, and what became of them."""
    for path in (own_log(), own_log().with_name(f"{own_log().name}.1")):
        try:
            if path.exists():
                path.write_bytes(b"")
        except OSError as error:
            raise unwritable(path, error) from error


class _LogFile(RotatingFileHandler):
    """The log. What cannot be written, on a full disk, is left out: the reminders come all the same."""

    def _open(self) -> TextIOWrapper:
        file = super()._open()
        give(Path(self.baseFilename))
        return file

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say nothing: the library would print a traceback."""


class _Echo(logging.Handler):
    """Prints what the agent logs for whoever started it, if they still listen."""

    def __init__(self, print_line: Callable[[str], None]) -> None:
        super().__init__()
        self._print_line = print_line

    def emit(self, record: logging.LogRecord) -> None:
        """Print the record."""
        with suppress(OSError, ValueError):  # a terminal that was closed
            self._print_line(record.getMessage())


@contextmanager
def logging_to_file(print_line: Callable[[str], None]) -> Iterator[None]:
    """Have what the agent does written to its log, and printed."""
    path = own_log()
    try:
        log_file = _LogFile(made(path.parent) / path.name, "a", _BYTES, 1, "utf-8")
    except OSError as error:
        raise unwritable(path, error) from error
    log_file.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    echo = _Echo(print_line)
    for handler in (log_file, echo):
        LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    try:
        yield
    finally:
        for handler in (log_file, echo):
            LOG.removeHandler(handler)
            with suppress(OSError):  # what could not be written is tried once more
                handler.close()
