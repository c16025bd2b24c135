"""What is printed suits where it goes: lines of words on a narrow terminal, whole rows in a pipe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from called import coach
from lived import NO_SOUND, clean_env

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a terminal as POSIX has it")


def on_terminal(home: Path, columns: int, *words: str) -> list[str]:
    """Return the lines that a command writes, on both streams, to a terminal so wide."""
    import fcntl
    import pty
    import struct
    import termios

    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = clean_env(home, NO_SOUND)
    env.pop("COLUMNS")
    process = subprocess.Popen(
        [sys.executable, "-m", "coach", *words], env=env, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    written = b""
    while chunk := _read(master):
        written += chunk
    process.wait(60)
    os.close(master)
    return written.decode().splitlines()


def _read(master: int) -> bytes:
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
