"""Everything that commands print: answers on stdout, all else by `aside` on stderr.

The text has no escapes, also on a terminal, so that `NO_COLOR`, pipes and screen readers need no
second form. A line that is too wide for a terminal is broken between words. rich would draw the same
columns, but takes 60 ms more to start. Text from files is made harmless for the terminal first.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, TextIO

from coach.language.sanitize import for_terminal

MOST_LINES: Final = 1_000_000
"""The most lines that may be asked for: more than a life has days, and few enough for the database."""
_INDENT: Final = "    "
"""Stands before the rest of a line that did not fit."""


def line(text: str = "") -> None:
    """Print one line."""
    _write(sys.stdout, for_terminal(text))


def program_line(text: str) -> None:
    """Print a line for programs at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def harmless_lines(text: str) -> None:
    """Print lines for people at once; their text is harmless already."""
    for row in text.split("\n"):
        _write(sys.stdout, row)
    sys.stdout.flush()


def aside(text: str) -> None:
    """Print text that is not part of the answer, on stderr."""
    sys.stdout.flush()
    note(text)


def note(text: str) -> None:
    """Print text on stderr without waiting for stdout, which may be blocked."""
    for row in text.splitlines():
        _write(sys.stderr, for_terminal(row))


def typed_line(question: str) -> str | None:
    """Ask for a line on a terminal and return it without its ends; `None` where there is no more."""
    sys.stdout.flush()
    sys.stderr.write(question)
    sys.stderr.flush()
    typed = ""
    try:
        typed = sys.stdin.readline()
    finally:
        if not typed:  # the question's line has to end, also after Ctrl-C
            sys.stderr.write("\n")
    return typed.strip() if typed else None


def line_from_terminal(question: str) -> str | None:
    """Ask at the terminal itself where the input is something else; `None` where there is no terminal."""
    name = "CONIN$" if sys.platform == "win32" else "/dev/tty"
    try:
        with open(name, encoding="utf-8", errors="replace") as terminal:  # noqa: PTH123 - a device
            sys.stdout.flush()
            sys.stderr.write(question)
            sys.stderr.flush()
            typed = terminal.readline()
    except OSError:
        return None
    if not typed:
        sys.stderr.write("\n")
    return typed.strip()


def table(
    rows: Iterable[Sequence[object]], heads: Sequence[str] = (), narrow: Iterable[str] | None = None
) -> None:
    """Print rows in aligned columns, under their heads if there are any.

    On a terminal that is too narrow for them, each row is a paragraph and the heads are left out.
    Where `narrow` is given, its lines are printed there instead.
    """
    cells = [[for_terminal(str(cell)) for cell in row] for row in ([heads] if heads else []) + list(rows)]
    if not cells:
        return
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    if sum(widths) + 2 * len(widths) - 2 > columns(sys.stdout):
        paragraphs = ("  ".join(filter(None, map(str.rstrip, row))) for row in cells[1 if heads else 0 :])
        for paragraph in paragraphs if narrow is None else map(for_terminal, narrow):
            _write(sys.stdout, paragraph)
        return
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def unbroken(lines: Iterable[str]) -> None:
    """Print lines that are never broken: a program reads them, or a caret points into the line above."""
    for text in lines:
        sys.stdout.write(f"{for_terminal(text)}\n")


def raw(text: str) -> None:
    """Print text that another program will read, exactly as it is."""
    sys.stdout.write(text)


def binary(data: bytes) -> None:
    """Print bytes that another program will read, exactly as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def json_out(value: object) -> None:
    """Print a value as JSON on a line of its own, for programs."""
    import json

    sys.stdout.write(json.dumps(value, ensure_ascii=not _unicode(), default=_json_value) + "\n")


def _write(stream: TextIO, text: str) -> None:
    """Write a line; where it is wider than the terminal, as several lines."""
    width = columns(stream)
    if len(text) > width:
        import textwrap

        indent = text[: len(text) - len(text.lstrip())] + _INDENT
        wrapper = textwrap.TextWrapper(
            width,
            subsequent_indent=indent if len(indent) <= width // 2 else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        text = wrapper.fill(text)
    stream.write(f"{text}\n")


def columns(stream: TextIO) -> int:
    """Return how many characters fit a line of the stream; `sys.maxsize` where that is not known.

    That is so off a terminal, and on a terminal that says 0, such as a serial line or a container's.
    """
    try:
        width = os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        width = 0
    return width if width > 0 else sys.maxsize


def _json_value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
