"""With --plain, or the setting, a real terminal gets lines: nothing is redrawn, and nothing is coloured."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from lived import BRISK, NO_SOUND, at_home
from terminal import NO_QUESTIONS, Terminal, has_tmux

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux" or not has_tmux(), reason="tmux gives these their terminal"),
    pytest.mark.usefixtures("in_real_time"),
]

COACH: Final = f"{sys.executable} -m coach"
BEGIN: Final = f"{COACH} start short {' '.join(BRISK)}"
PREPARE: Final = f"{COACH} voices prepare short"
FOR_KEYS: Final = re.compile(rb"\x1b\[\?2004[hl]")
"""What asks a terminal to say what is pasted, and no more: it shows nothing."""
REDRAWS: Final = re.compile(rb"\r(?!\n)|[\x08\x0b\x0c\x1b\x7f\x9b]")
"""Whatever moves a cursor, clears a screen or gives a colour."""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal(at_home(tmp_path), NO_SOUND | NO_QUESTIONS) as opened:
        yield opened


def redrawn(written: bytes) -> list[bytes]:
    """Return what of this moves a cursor or gives a colour."""
    return REDRAWS.findall(FOR_KEYS.sub(b"", written))


@pytest.mark.parametrize(
    "command", [f"{BEGIN} --plain", f"COACH_PLAIN=true {BEGIN}"], ids=["flag", "variable"]
)
def test_a_session_writes_lines_and_nothing_else(terminal: Terminal, command: str) -> None:
    def act() -> None:
        terminal.until("3 steps")
        terminal.type("?")
        terminal.until("louder, softer")
        terminal.type("Space")
        terminal.until("Paused. Space goes on.")
        terminal.type("Space")
        terminal.until("Going on.")
        terminal.type("q")

    written = terminal.bytes_of(command, act)

    assert FOR_KEYS.findall(written) == [b"\x1b[?2004h", b"\x1b[?2004l"]
    assert b"Stopping here." in written
    assert redrawn(written) == []


@pytest.mark.parametrize("env", ["COACH_PLAIN=true", "TERM=dumb"])
def test_a_long_task_is_named_in_a_line_in_place_of_a_bar(terminal: Terminal, env: str) -> None:
    written = terminal.bytes_of(f"{env} {PREPARE}")

    assert written.startswith(b"Speaking\r\nReady: ")
    assert redrawn(written) == []


def test_without_it_there_is_a_bar_that_is_redrawn(terminal: Terminal) -> None:
    written = terminal.bytes_of(PREPARE)

    assert b"100%" in written
    assert b"\r" in redrawn(written)


def test_the_setting_in_a_file_holds_as_the_variable_does(terminal: Terminal) -> None:
    terminal.answer(f"{COACH} config set plain true")

    written = terminal.bytes_of(PREPARE)

    assert written.startswith(b"Speaking\r\n")
    assert redrawn(written) == []


@pytest.mark.parametrize("words", ["list", "show desk-reset", "check", "config", "voices", "start nowhere"])
def test_commands_are_plain_whatever_the_setting(terminal: Terminal, words: str) -> None:
    written = terminal.bytes_of(f"{COACH} {words}")

    assert written
    assert redrawn(written) == []
