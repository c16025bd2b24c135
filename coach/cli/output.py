"""Everything that commands print: answers on stdout, all else by `aside` on stderr.

Plain text without escapes, on a terminal too, so that `NO_COLOR`, pipes and screen
readers need no second form. rich would draw the same columns for 60 ms more of
start-up. Text that comes from files is made harmless for the terminal first.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from coach.text import for_terminal


def line(text: str = "") -> None:
    """Print one line."""
    sys.stdout.write(f"{for_terminal(text)}\n")


def now(text: str) -> None:
    """Print text that is made harmless already, out at once: a line of a session as it is heard."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def aside(text: str) -> None:
    """Say something that is no part of the answer, each line of it on a line of its own."""
    sys.stdout.flush()
    for part in text.splitlines():
        sys.stderr.write(f"{for_terminal(part)}\n")


def asked(question: str) -> str | None:
    """Ask for a line on a terminal and return it without its ends; `None` where there is no more."""
    sys.stdout.flush()
    sys.stderr.write(question)
    sys.stderr.flush()
    typed = sys.stdin.readline()
    if typed:
        return typed.strip()
    sys.stderr.write("\n")
    return None


def table(rows: Iterable[Sequence[object]], heads: Sequence[str] = ()) -> None:
    """Print rows in aligned columns, under their heads if there are any."""
    cells = [[for_terminal(str(cell)) for cell in row] for row in ([heads] if heads else []) + list(rows)]
    if not cells:
        return
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def record(fields: Mapping[str, object]) -> None:
    """Print one thing, a line a field."""
    table((f"{name}:", value) for name, value in fields.items())


def raw(text: str) -> None:
    """Print text that another program will read, exactly as it is."""
    sys.stdout.write(text)


def json_out(value: object) -> None:
    """Print a value as JSON on a line of its own, for programs."""
    import json

    sys.stdout.write(json.dumps(value, ensure_ascii=not _unicode(), default=_written) + "\n")


def json_line(value: object) -> None:
    """Print one of a stream of JSON values, out at once."""
    json_out(value)
    sys.stdout.flush()


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
