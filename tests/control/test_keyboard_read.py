"""The keys of a real terminal: read at once, marked where pasted, and only while it is ours."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest

if sys.platform == "win32":
    pytest.skip("a console has no modes of this kind", allow_module_level=True)
else:
    import pty
    import termios

PATIENCE = 30
PROGRAM = """\
import fcntl, os, sys, termios
from threading import Event
if "alone" not in sys.argv:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
if "background" in sys.argv:
    if child := os.fork():
        os.waitpid(child, 0)
        sys.exit()
    os.setpgid(0, 0)
from coach.control.keyboard import keys_of_stdin
from coach.session.inputs import Entered
from coach.control.signals import signals
ended = Event()
def put(one):
    print(one, flush=True)
    if one == Entered():
        ended.set()
with signals(put), keys_of_stdin(print).controller(put):
    print("listening", flush=True)
    ended.wait(1 if "background" in sys.argv else 30)
    if "fails" in sys.argv:
        sys.exit("it failed")
print("over", flush=True)
"""
ON, OFF = b"\x1b[?2004h", b"\x1b[?2004l"


class Pressed:
    """A program that listens at a terminal; what it is given comes line by line, what it writes in bytes."""

    def __init__(self, master: int, slave: int, process: "subprocess.Popen[str]") -> None:
        self.master, self.slave, self.process = master, slave, process
        self.written = b""

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def press(self, data: bytes) -> None:
        os.write(self.master, data)

    def writes(self, text: bytes) -> None:
        """Wait until it has written this to the terminal."""
        while text not in self.written:
            assert select.select([self.master], [], [], PATIENCE)[0], self.written
            self.written += os.read(self.master, 1000)


@contextmanager
def listening(*words: str, term: str = "xterm") -> Iterator[Pressed]:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TERM": term},
        start_new_session=True,
    )
    try:
        pressed = Pressed(master, slave, process)
        assert pressed.line() == "listening"
        yield pressed
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)
        os.close(master)
        os.close(slave)


def is_raw(terminal: int) -> bool:
    return not termios.tcgetattr(terminal)[3] & (termios.ICANON | termios.ECHO)


@pytest.mark.parametrize("words", [(), ("alone",)])
def test_keys_are_given_one_by_one_and_the_terminal_is_left_as_it_was(words: tuple[str, ...]) -> None:
    with listening(*words) as pressed:
        pressed.writes(ON)
        assert is_raw(pressed.slave)
        pressed.press(b"\x13")  # Ctrl-S stops nothing, and is no key
        told = []
        for data in (b"r", b"\x1b[A", b"7", b"\xc3\xa9", b"\x7f", b"\r"):
            pressed.press(data)
            told.append(pressed.line())
        assert pressed.line() == "over"
        pressed.writes(OFF)
        assert not is_raw(pressed.slave)

    assert told == [
        "Typed(text='r', command=<Command.AGAIN: 'again'>)",
        "Typed(text='', command=<Command.LOUDER: 'louder'>)",
        "Typed(text='7', command=None)",
        "Typed(text='é', command=None)",
        "Typed(text='\\x08', command=None)",
        "Entered()",
    ]


def test_the_terminal_is_left_as_it_was_by_a_session_that_fails() -> None:
    with listening("fails") as pressed:
        pressed.writes(ON)
        assert is_raw(pressed.slave)
        pressed.press(b"\r")
        told = [pressed.line(), pressed.line()]
        pressed.writes(OFF)
        left_raw = is_raw(pressed.slave)

    assert told == ["Entered()", "it failed"]
    assert not left_raw


def test_what_is_pasted_is_marked_by_the_terminal_and_told_from_keys_without_that() -> None:
    with listening() as pressed:
        pressed.writes(ON)
        pressed.press(b"\x1b[200~q\x1b[201~")
        marked = pressed.line()
        pressed.press(b"quit")
        unmarked = [pressed.line() for _ in range(4)]

    assert marked == "Typed(text='q', command=None)"
    assert unmarked == [f"Typed(text='{char}', command=None)" for char in "quit"]


def test_a_sequence_that_a_slow_line_tears_apart_is_one_key() -> None:
    with listening() as pressed:
        pressed.writes(ON)
        for byte in (b"\x1b", b"[", b"B"):
            pressed.press(byte)
            Event().wait(0.2)  # the line is slow: that is what is tried
        arrow = pressed.line()

    assert arrow == "Typed(text='', command=<Command.SOFTER: 'softer'>)"


def test_in_the_background_a_terminal_is_neither_set_nor_read_and_nothing_stops() -> None:
    with listening("background") as pressed:
        pressed.press(b"q\n")
        assert not is_raw(pressed.slave)
        over = pressed.line()
        left = os.read(pressed.slave, 10)
        written = select.select([pressed.master], [], [], 0)[0] and os.read(pressed.master, 100)

    assert over == "over"
    assert left == b"q\n"
    assert written == b"q\r\n"


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_would_show_the_mark_in_writing_is_not_asked_for_it(term: str) -> None:
    with listening(term=term) as pressed:
        pressed.press(b"\n")
        told = [pressed.line(), pressed.line()]
        written = select.select([pressed.master], [], [], 0)[0] and os.read(pressed.master, 100)

    assert told == ["Entered()", "over"]
    assert b"\x1b" not in (written or b"")


def test_a_terminal_that_takes_no_more_holds_up_no_end() -> None:
    with listening() as pressed:
        pressed.writes(ON)
        termios.tcflow(pressed.slave, termios.TCOOFF)
        pressed.press(b"\r")
        told = [pressed.line(), pressed.line()]
        termios.tcflow(pressed.slave, termios.TCOON)
        left_raw = is_raw(pressed.slave)

    assert told == ["Entered()", "over"]
    assert not left_raw
