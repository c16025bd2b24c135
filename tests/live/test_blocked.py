"""A screen, a pipe or a history that stands still holds up no session: it is heard, and it ends."""

import fcntl
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from lived import BRISK, NO_SOUND, PATIENCE, WHOLE, Live, at_home, clean_env, found, history, waited

from bench.recording import Sink, Sound, available
from coach.cue.model import Role
from coach.history.model import SessionRecord
from coach.history.sessions import Sessions
from coach.language import rates
from coach.speech.clips import Clips
from coach.speech.voices.voice import key, resolve

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only")

COMMAND = [sys.executable, "-m", "coach", "start", "short", *BRISK]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """How a session ended whose words nobody took, and what was heard of it."""

    code: int
    kept: SessionRecord
    home: Path
    sound: Sound = field(default_factory=lambda: np.zeros(0, dtype=np.int16))
    err: str = ""

    def heard(self, text: str) -> bool:
        clip = Clips(self.home / "cache" / "clips").get(key(text, Role.LINE, resolve("auto"), rates.FASTEST))
        half = len(self.sound) // 2
        return clip is not None and found(self.sound, clip.sound, half, half)[1] > WHOLE


def full_pipe() -> tuple[int, int]:
    """Return both ends of a pipe that holds nothing more."""
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writes, bytes(4096))
    os.set_blocking(writes, True)
    return reads, writes


def unread(home: Path, *face: str) -> Held:
    """Play a session to its end, into a pipe that nobody reads."""
    reads, writes = full_pipe()
    with Sink() as sink, sink.record() as recording:
        process = subprocess.Popen(
            [*COMMAND, *face],
            env=clean_env(at_home(home), sink.env),
            stdin=subprocess.DEVNULL,
            stdout=writes,
            stderr=writes,
        )
        os.close(writes)
        code = process.wait(PATIENCE)
        sound = recording.sound
    os.close(reads)
    return Held(code, history(home)[0], home, sound)


def unread_as_json(home: Path) -> Held:
    return unread(home, "--json")


def unread_asides(home: Path) -> Held:
    """Play a session whose error stream is a pipe that nobody reads, and its cues are read."""
    reads, writes = full_pipe()
    process = subprocess.Popen(
        COMMAND,
        env=clean_env(at_home(home), NO_SOUND),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=writes,
        encoding="utf-8",
    )
    os.close(writes)
    out, _ = process.communicate(timeout=PATIENCE)
    os.close(reads)
    return Held(process.returncode, history(home)[0], home, err=out)


def kept_steps(home: Path) -> int:
    with suppress(Exception):  # there may be no history yet
        return len(history(home)[0].steps)
    return 0


def still(home: Path) -> Held:
    """Press Ctrl-C at a terminal whose output stands still, once a step is over."""
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    termios.tcflow(slave, termios.TCOOFF)
    process = subprocess.Popen(
        COMMAND,
        env=clean_env(at_home(home), {**NO_SOUND, "COACH_ASK": "false"}),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    waited(lambda: kept_steps(home), "a step in the history")
    os.write(master, b"\x03")
    code = process.wait(PATIENCE)
    left = termios.tcgetattr(slave)
    os.close(slave)
    os.close(master)
    return Held(code, history(home)[0], home, err="" if left == before else f"{left}, not {before}")


@contextmanager
def locked(home: Path) -> Iterator[sqlite3.Connection]:
    """Have another program hold the history."""
    path = home / "data" / "coach.db"
    Sessions.open(path).close()
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        yield other
    finally:
        other.close()


def held_for_a_while(home: Path) -> Held:
    """Hold the history from before the session until after Ctrl-C."""
    with locked(at_home(home)) as other:
        other.execute("begin exclusive")
        live = Live(home, stdin=subprocess.DEVNULL)
        live.until("step_ended")
        live.kill(signal.SIGINT)
        live.until("ended")
        waited(lambda: any("holds the history" in line for line in live.err), "that it is waited for")
        other.execute("rollback")
        code = live.ended()
    return Held(code, history(home)[0], home, err="\n".join(live.err))


def held_to_the_last(home: Path) -> Held:
    """Hold the history from the session's begin on, until the person has had enough of it."""
    with locked(at_home(home)) as other:
        live = Live(home, stdin=subprocess.DEVNULL)
        waited(lambda: history(home), "a session in the history")
        other.execute("begin exclusive")
        live.until("step_ended")
        live.kill(signal.SIGINT)
        waited(lambda: any("holds the history" in line for line in live.err), "that it is waited for")
        live.kill(signal.SIGINT)
        code = live.ended()
        other.execute("rollback")
    return Held(code, history(home)[0], home, err="\n".join(live.err))


def locked_away(home: Path) -> Held:
    """Hold the history so that nobody can even look into it, until the first step is over."""
    with locked(at_home(home)) as other:
        other.execute("pragma locking_mode = exclusive")
        other.execute("begin exclusive")
        other.execute("create table held (value)")
        live = Live(home, stdin=subprocess.DEVNULL)
        live.until("step_ended")
        other.execute("rollback")
        other.close()
        code = live.ended()
    return Held(code, history(home)[0], home, err="\n".join(live.err))


ALONE = (unread,) if available() else ()
SCENES = (unread_as_json, unread_asides, still, held_for_a_while, held_to_the_last, locked_away)


@pytest.mark.skipif(not available(), reason="there is no sink to play into")
def test_into_a_pipe_that_nobody_reads_it_is_heard_and_kept_to_its_end(scene: Callable[..., Held]) -> None:
    held = scene(unread)

    assert held.code == 0
    assert held.kept.finished
    assert [step.title for step in held.kept.steps] == ["Sit tall", "Tap", "Well done"]
    assert held.heard("Sit tall.")
    assert held.heard("Well done.")


def test_so_it_is_for_programs(scene: Callable[..., Held]) -> None:
    held = scene(unread_as_json)

    assert (held.code, held.kept.finished, len(held.kept.steps)) == (0, True, 3)


def test_an_error_stream_that_nobody_reads_keeps_nothing_from_the_screen(scene: Callable[..., Held]) -> None:
    held = scene(unread_asides)

    assert (held.code, held.kept.finished) == (0, True)
    assert "Well done." in held.err


def test_at_a_terminal_that_stands_still_ctrl_c_ends_it_and_leaves_the_terminal_as_it_was(
    scene: Callable[..., Held],
) -> None:
    held = scene(still)

    assert (held.code, held.err) == (130, "")
    assert [step.title for step in held.kept.steps][:1] == ["Sit tall"]


def test_a_history_that_is_held_is_written_once_it_is_let_go(scene: Callable[..., Held]) -> None:
    held = scene(held_for_a_while)

    assert held.code == 130
    assert [step.title for step in held.kept.steps][:1] == ["Sit tall"]
    assert held.kept.ended is not None
    assert "Another program holds the history. Waiting for it, 40 seconds at most." in held.err


def test_what_could_not_be_written_to_the_last_is_named(scene: Callable[..., Held]) -> None:
    held = scene(held_to_the_last)

    assert held.code == 130
    assert "The history was held to the last, so this is not in it: Sit tall" in held.err
    assert "Traceback" not in held.err


def test_a_history_that_cannot_be_opened_at_first_is_written_all_the_same(
    scene: Callable[..., Held],
) -> None:
    held = scene(locked_away)

    assert (held.code, held.kept.finished, len(held.kept.steps)) == (0, True, 3)
    assert "This session is kept once that is done." in held.err
