"""What is printed suits where it goes: lines of words on a narrow terminal, whole rows in a pipe."""

import os
import re
import select
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from called import coach
from commands import examples
from lived import BRISK, NO_SOUND, PATIENCE, at_home, clean_env

from coach.cli.shared import output

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a terminal as POSIX has it")


@contextmanager
def pty_of(columns: int) -> Iterator[tuple[int, int]]:
    """Open a terminal so wide; give its two ends, the program's second."""
    import fcntl
    import pty
    import struct
    import termios

    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", min(columns, 24), columns, 0, 0))
    try:
        yield master, terminal
    finally:
        os.close(master)


def ran_on_terminal(
    home: Path, columns: int, *words: str, env: Mapping[str, str] = NO_SOUND, keys: Mapping[str, str] = {}
) -> tuple[int, str]:
    """Return the exit code of a command, and what it writes to a terminal so wide.

    `keys` are pressed once the text that they stand under was written.
    """
    with pty_of(columns) as (master, terminal):
        inherited = clean_env(home, NO_SOUND)
        inherited.pop("COLUMNS")
        process = subprocess.Popen(
            [sys.executable, "-m", "coach", *words],
            env={**inherited, **env},
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
        )
        os.close(terminal)
        written, waiting = b"", dict(keys)
        while chunk := _read(master):
            written += chunk
            for text in [text for text in waiting if text.encode() in written]:
                os.write(master, waiting.pop(text).encode())
        return process.wait(60), written.decode()


def on_terminal(home: Path, columns: int, *words: str) -> list[str]:
    """Return the lines that a command writes, on both streams, to a terminal so wide."""
    return ran_on_terminal(home, columns, *words)[1].splitlines()


def printed(columns: int, write: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the lines that come of printing to a terminal so wide."""
    with pty_of(columns) as (master, terminal), os.fdopen(terminal, "w") as stream:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            write()
        stream.close()
        return b"".join(iter(lambda: _read(master), b"")).decode().splitlines()


def _read(master: int) -> bytes:
    assert select.select([master], [], [], PATIENCE)[0], "the command writes no more, and does not end"
    try:
        return os.read(master, 1 << 16)
    except OSError:  # Linux says so where the last program has closed the terminal
        return b""


@pytest.mark.parametrize("words", [(), ("list",), ("show", "desk-reset"), ("doctor",), ("config",)])
@pytest.mark.parametrize("columns", [40, 80])
def test_on_a_narrow_terminal_no_word_is_broken(tmp_path: Path, columns: int, words: tuple[str, ...]) -> None:
    lines = on_terminal(tmp_path, columns, *words)

    too_long = [line for line in lines if len(line) > columns and len(line.split()) > 1]
    assert len(lines) > 5
    assert too_long == []


def test_a_narrow_terminal_is_told_the_same_words_as_a_wide_one(tmp_path: Path) -> None:
    narrow = " ".join(on_terminal(tmp_path, 40, "list")).split()
    wide = " ".join(on_terminal(tmp_path, 200, "list")).split()

    assert narrow == wide[wide.index("NEEDS") + 1 :]


def test_in_a_pipe_a_row_is_a_line_however_long(tmp_path: Path) -> None:
    lines = coach(tmp_path, "list", env={"COLUMNS": "40"}).stdout.splitlines()

    assert max(map(len, lines)) > 80
    assert all(len(line.split()) > 5 for line in lines)


def test_reminders_on_a_narrow_terminal_are_sentences_and_not_rows(tmp_path: Path) -> None:
    path = tmp_path / "config" / "reminders.toml"
    path.parent.mkdir()
    path.write_text('[reminder.desk]\nroutine = "desk-reset"\nat = "12:00"\ndays = "mon-fri"\n')

    lines = on_terminal(tmp_path, 60, "remind", "list")

    assert lines[0] == "desk: desk-reset, at 12:00, Monday to Friday"
    assert re.fullmatch(r"    Next: \w+ at 12:00 \(\d{4}-\d\d-\d\d 12:00\)", lines[1])


@pytest.mark.parametrize("words", examples(), ids=lambda words: " ".join(words) or "coach alone")
def test_every_command_prints_to_a_terminal_that_does_not_know_its_width(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, written = ran_on_terminal(
        at_home(tmp_path),
        0,
        *words,
        env=NO_SOUND | {"EDITOR": "true"},
        keys={"[y/N]: ": "n\n", "press Enter here: ": "\n"},
    )

    assert "Traceback" not in written
    assert code in (0, 1, 2)
    assert written.strip() or code == 0


def test_a_session_is_told_on_a_terminal_that_does_not_know_its_width(tmp_path: Path) -> None:
    keys = {"3 steps. ? shows the keys.": "q"}

    code, written = ran_on_terminal(
        at_home(tmp_path), 0, "start", "short", *BRISK, env=NO_SOUND | {"COACH_ASK": "no"}, keys=keys
    )

    lines = re.sub(r"\x1b\[\?2004[hl]", "", written).splitlines()  # which asks for pastes to be marked
    assert code == 0
    assert "Short one, 3 steps. ? shows the keys." in lines
    assert any(line.endswith("Stopped.") for line in lines)


LONG = "Let both of your shoulders drop, and keep them there for a while."


@pytest.mark.parametrize("columns", [0, 1, 2, 10, 40, 65_535])
def test_a_line_keeps_its_words_on_a_terminal_of_any_width(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(columns, lambda: output.line(f"  {LONG}"), monkeypatch)

    assert " ".join(lines).split() == LONG.split()
    assert columns or lines == [f"  {LONG}"]
    assert all(len(line) <= columns or len(line.split()) == 1 for line in lines) or not columns


@pytest.mark.parametrize("columns", [0, 65_535])
def test_a_table_stands_in_rows_where_no_width_is_known_as_off_a_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [("desk", "At the desk, " * 20, "5 min"), ("neck", "Short", "3 min")]

    lines = printed(columns, lambda: output.table(rows, ("NAME", "WHAT", "LENGTH")), monkeypatch)

    assert [line.split()[0] for line in lines] == ["NAME", "desk", "neck"]
    ends = [line.rindex(last) for line, last in zip(lines, ("LENGTH", "5 min", "3 min"), strict=True)]
    assert len(set(ends)) == 1


@pytest.mark.parametrize("columns", ["0", "-1", "wide", "", "1", "9" * 30])
def test_help_is_printed_whatever_the_environment_says_of_the_width(tmp_path: Path, columns: str) -> None:
    code, written = ran_on_terminal(tmp_path, 0, "list", "--help", env={"COLUMNS": columns, "LINES": columns})

    assert code == 0
    assert "List the routines, by the kind of therapy." in " ".join(written.split())
