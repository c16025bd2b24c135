"""What cannot be written or read stops no session: it goes on, and says what is not kept."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from disks import disk, fill, mounts, needs_mount, read_only
from lived import BRISK, NO_SOUND, PATIENCE, Live, at_home, clean_env, history

from coach.time.units import Seconds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the disks are made by Linux's means")

NOT_KEPT = "This session is not kept."


def to_its_end(home: Path, **options: Any) -> Live:  # noqa: ANN401 - what Live takes
    live = Live(home, stdin=subprocess.DEVNULL, **options)
    live.ended()
    return live


def unwritable(home: Path) -> Live:
    with disk(at_home(home) / "data", "1m") as data:
        read_only(data)
        return to_its_end(home)


def full_from_the_start(home: Path) -> Live:
    with disk(at_home(home) / "data", "16k"):
        return to_its_end(home)


def full_in_the_middle(home: Path) -> Live:
    with disk(at_home(home) / "data", "1m") as data:
        live = Live(home, stdin=subprocess.DEVNULL)
        live.until("step_started", step=0)
        fill(data)
        live.ended()
        return live


def broken(home: Path) -> Live:
    (at_home(home) / "data").mkdir()
    (home / "data" / "coach.db").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
    return to_its_end(home)


def in_the_way(home: Path) -> Live:
    """A file where the folder should be: nobody may write there, root neither."""
    (at_home(home) / "data").write_text("")
    return to_its_end(home)


@dataclass(frozen=True, slots=True)
class Piped:
    """A session whose reader has gone."""

    read: str
    err: str
    code: int
    home: Path


def piped(home: Path, *face: str) -> Piped:
    """Read one line of a session's output, then close it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "coach", "start", "short", *BRISK, *face],
        env=clean_env(at_home(home), NO_SOUND),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    return Piped(line, err, process.wait(PATIENCE), home)


def read_by_head(home: Path) -> Piped:
    return piped(home)


def read_by_head_as_json(home: Path) -> Piped:
    return piped(home, "--json")


def without_streams(home: Path, closed: str) -> Piped:
    """Start a session from a shell that closes one of its streams."""
    command = f"{sys.executable} -m coach start short {' '.join(BRISK)} {closed}"
    ran = subprocess.run(
        ["sh", "-c", command],
        env=clean_env(at_home(home), NO_SOUND),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    return Piped(ran.stdout, ran.stderr, ran.returncode, home)


def without_stdin(home: Path) -> Piped:
    return without_streams(home, "<&-")


def without_stderr(home: Path) -> Piped:
    return without_streams(home, "2>&-")


def without_stdout(home: Path) -> Piped:
    return without_streams(home, ">&-")


ON_DISKS = (
    (unwritable, full_from_the_start, full_in_the_middle) if sys.platform == "linux" and mounts() else ()
)
SCENES = (
    *(*ON_DISKS, broken, in_the_way, read_by_head, read_by_head_as_json),
    *(without_stdin, without_stderr, without_stdout),
)


@needs_mount
@pytest.mark.parametrize("act", [unwritable, full_from_the_start])
def test_a_history_that_cannot_be_written_is_told_and_the_session_goes_on(
    scene: Callable[..., Live], act: Callable[[Path], Live]
) -> None:
    live = scene(act)

    told = [line for line in live.err if line.endswith(NOT_KEPT)]
    assert live.process.returncode == 0
    assert live.events[-1]["finished"]
    assert len(told) == 1
    assert "coach.db" in told[0]


@pytest.mark.parametrize("act", [broken, in_the_way])
def test_a_history_that_cannot_be_read_is_told_and_the_session_goes_on(
    scene: Callable[..., Live], act: Callable[[Path], Live]
) -> None:
    live = scene(act)

    told = [line for line in live.err if line.endswith(NOT_KEPT)]
    assert live.process.returncode == 0
    assert live.events[-1]["finished"]
    assert len(told) == 1


def test_a_broken_history_is_left_as_it_is(scene: Callable[..., Live]) -> None:
    live = scene(broken)

    assert (live.home / "data" / "coach.db").read_bytes()[16:272] == bytes(range(256))


@needs_mount
def test_a_disk_that_is_full_in_the_middle_is_told_once_and_the_session_goes_on(
    scene: Callable[..., Live],
) -> None:
    live = scene(full_in_the_middle)

    told = [line for line in live.err if "disk is full" in line.lower()]
    assert live.process.returncode == 0
    assert live.events[-1]["finished"]
    assert len(told) == 1
    assert told[0].startswith("The session goes on without one of its records: ")


@pytest.mark.parametrize("act", [read_by_head, read_by_head_as_json])
def test_a_reader_that_goes_away_stops_no_session(
    scene: Callable[..., Piped], act: Callable[[Path], Piped]
) -> None:
    piped = scene(act)

    [session] = history(piped.home)
    assert piped.read
    assert "Traceback" not in piped.err
    assert piped.err.count("The session goes on without one of its records") == 1
    assert session.finished
    assert session.worked == Seconds(6)


@pytest.mark.parametrize("act", [without_stdin, without_stderr, without_stdout])
def test_a_stream_that_is_closed_stops_no_session(
    scene: Callable[..., Piped], act: Callable[[Path], Piped]
) -> None:
    ran = scene(act)

    [session] = history(ran.home)
    assert session.finished
    assert "Traceback" not in ran.err
    assert ran.code == 0
