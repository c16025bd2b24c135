"""What a person has is shown to them on a disk that is full or read-only, as on any other."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from called import coach
from disks import disk, fill, needs_mount, read_only
from lived import NO_SOUND, at_home, clean_env
from rights import ORDINARY, needs_ordinary

from coach.errors import CoachError
from coach.history.migrations import MIGRATIONS
from coach.history.read_only import open_to_read
from coach.history.sessions import Sessions

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the disks are made by Linux's means")
READING = [
    *[("log",), ("log", "--json"), ("log", "export"), ("list",), ("list", "--json"), ("show", "short")],
    *[("remind", "list"), ("remind", "why"), ("remind", "log"), ("remind", "next"), ("remind", "status")],
    *[("config",), ("check",), ("diff", "desk-reset")],
]
WRITING = [("log", "add", "short"), ("remind", "pause"), ("config", "set", "volume", "3")]


def lived_in(home: Path) -> Path:
    """Fill a home with a bit of everything; return it."""
    at_home(home)
    for words in (
        ("log", "add", "desk-reset", "--on", "2026-01-31"),
        ("remind", "add", "desk-reset", "--at", "10:30"),
        ("remind", "skip", "desk-reset"),
        ("set", "desk-reset", "2", "reps", "4"),
        ("config", "set", "volume", "40"),
        ("list",),
    ):
        ran = coach(home, *words)
        assert ran.returncode == 0, ran.stderr
    return home


@contextmanager
def on_disk(home: Path) -> Iterator[Path]:
    with disk(home, "2m"):
        yield lived_in(home)


@contextmanager
def closed(home: Path) -> Iterator[Path]:
    """Let nothing below a home be written."""
    below = [home, *home.rglob("*")]
    modes = {path: path.stat().st_mode & 0o777 for path in below}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        yield home
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


@needs_mount
@pytest.mark.parametrize("spoil", [fill, read_only])
def test_all_is_shown_as_before_on_a_disk_that_cannot_be_written(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    with on_disk(tmp_path / "home") as home:
        before = {words: coach(home, *words) for words in READING}
        spoil(home)

        after = {words: coach(home, *words) for words in READING}
        refused = [coach(home, *words) for words in WRITING]

    for words in READING:
        assert after[words].returncode == before[words].returncode, after[words].stderr
        assert same(after[words].stdout) == same(before[words].stdout)
        assert after[words].stderr == before[words].stderr
    assert [ran.returncode for ran in refused] == [1, 1, 1]
    assert all("Traceback" not in ran.stderr for ran in refused)


def same(text: str) -> list[str]:
    """Return the lines of an output that do not tell how long something is off."""
    return [line for line in text.splitlines() if " in " not in line]


@needs_mount
def test_a_full_disk_is_told_as_full_whatever_the_history_calls_it(tmp_path: Path) -> None:
    with on_disk(tmp_path / "home") as home:
        fill(home)

        refused = [coach(home, *words) for words in WRITING]

    assert [ran.returncode for ran in refused] == [1, 1, 1]
    assert all("Free some space" in ran.stderr for ran in refused), [ran.stderr for ran in refused]


@needs_mount
def test_where_the_history_alone_cannot_be_written_it_is_shown_whole(tmp_path: Path) -> None:
    home = lived_in(tmp_path / "home")
    kept = {path.name: path.read_bytes() for path in (home / "data").iterdir() if path.is_file()}
    (home / "data").rename(home / "was")
    with disk(home / "data", "1m") as data:
        for name, content in kept.items():
            (data / name).write_bytes(content)
        read_only(data)

        ran = coach(home, "log")

    assert ran.returncode == 0, ran.stderr
    assert "2026-01-31" in ran.stdout


@needs_ordinary
def test_what_an_ordinary_person_may_only_read_is_shown_to_them(tmp_path: Path) -> None:
    with closed(lived_in(tmp_path / "home")) as home:
        ran = {words: coach(home, *words, before=ORDINARY) for words in READING}

    assert {words: each.stderr for words, each in ran.items() if each.returncode not in (0,)} == {}
    assert "2026-01-31" in ran["log",].stdout
    assert "desk-reset" in ran["remind", "list"].stdout


@needs_ordinary
@pytest.mark.parametrize("words", [("log",), ("remind", "log"), ("remind", "why")], ids=" ".join)
@pytest.mark.parametrize("what", ["data", "data/coach.db"])
def test_a_history_that_may_not_be_read_is_told_and_not_called_empty(
    tmp_path: Path, what: str, words: tuple[str, ...]
) -> None:
    home = lived_in(tmp_path / "home")
    (home / what).chmod(0)
    try:
        ran = coach(home, *words, before=ORDINARY)
    finally:
        (home / what).chmod(0o700)

    assert ran.returncode == 1
    assert "cannot be read (permission denied)" in ran.stderr


@needs_ordinary
@pytest.mark.parametrize("what", ["config.toml", "lexicon.toml", "reminders.toml"])
def test_a_file_in_a_folder_that_may_not_be_entered_is_told_and_not_passed_over(
    tmp_path: Path, what: str
) -> None:
    home = lived_in(tmp_path / "home")
    (home / "config").chmod(0o600)
    words = {
        "config.toml": ("config",),
        "lexicon.toml": ("say", "Hello."),
        "reminders.toml": ("remind", "why"),
    }
    try:
        ran = coach(home, *words[what], before=ORDINARY)
    finally:
        (home / "config").chmod(0o700)

    assert "permission denied" in ran.stderr
    assert "Traceback" not in ran.stderr


@needs_ordinary
@pytest.mark.parametrize(
    ("words", "changed"),
    [
        (("config", "set", "volume", "31"), "config.toml"),
        (("remind", "add", "desk-reset", "--at", "06:30"), "reminders.toml"),
        (("reset", "desk-reset"), "routines/posture/desk-reset.toml"),
    ],
    ids=lambda what: " ".join(what) if isinstance(what, tuple) else "",
)
def test_a_change_that_came_about_is_not_called_failed_since_the_data_may_not_be_read(
    tmp_path: Path, words: tuple[str, ...], changed: str
) -> None:
    home = lived_in(tmp_path / "home")
    coach(home, "set", "desk-reset", "1", "reps", "4")
    path = home / "config" / changed
    before = path.read_bytes() if path.exists() else None
    (home / "data").chmod(0)
    try:
        ran = coach(home, *words, before=ORDINARY)
    finally:
        (home / "data").chmod(0o700)

    after = path.read_bytes() if path.exists() else None
    assert (ran.returncode, ran.stderr if ran.returncode else "") == (0, "")
    assert after != before


WRITER = """
import os, sys
from datetime import datetime, UTC
from pathlib import Path
from coach.history.sessions import Sessions
store = Sessions.open(Path(sys.argv[1]))
store.begin("late", "Late", datetime(2026, 2, 1, 12, tzinfo=UTC))
os.kill(os.getpid(), 9)
"""


def killed_after_writing(path: Path) -> None:
    """Have a session written by a process that is killed, so that the log alone has it."""
    ended = subprocess.run(
        [sys.executable, "-c", WRITER, str(path)], timeout=60, env=clean_env(path, NO_SOUND)
    )
    assert ended.returncode == -signal.SIGKILL


@needs_mount
@pytest.mark.parametrize("lost", ["", "-shm", "-wal"])
def test_what_a_killed_coach_wrote_last_is_shown_on_a_disk_that_cannot_be_written(
    tmp_path: Path, lost: str
) -> None:
    with disk(tmp_path / "disk", "1m") as folder:
        path = folder / "coach.db"
        with Sessions.open(path) as store:
            store.begin("early", "Early", datetime(2026, 1, 1, 12, tzinfo=UTC))
        killed_after_writing(path)
        if lost:
            path.with_name(path.name + lost).unlink()
        read_only(folder)

        with open_to_read(path) as history:
            shown = [session.routine for session in history.recent()]

    assert shown == (["early"] if lost == "-wal" else ["late", "early"])


@needs_mount
def test_a_history_in_an_older_format_is_shown_on_a_disk_that_cannot_be_written(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "1m") as folder:
        path = folder / "coach.db"
        with Sessions.open(path, MIGRATIONS[:1]) as store:
            store.begin("early", "Early", datetime(2026, 1, 1, 12, tzinfo=UTC))
        read_only(folder)

        with open_to_read(path) as history:
            shown = [session.routine for session in history.recent()]

    assert shown == ["early"]


@needs_mount
def test_what_would_be_written_to_a_copy_is_refused_and_not_lost_in_silence(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "1m") as folder:
        Sessions.open(folder / "coach.db").close()
        read_only(folder)

        with open_to_read(folder / "coach.db") as history, pytest.raises(CoachError, match="cannot be used"):
            history.begin("late", "Late", datetime(2026, 2, 1, 12, tzinfo=UTC))


def test_a_damaged_history_is_told_when_it_is_to_be_read(tmp_path: Path) -> None:
    path = tmp_path / "coach.db"
    path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)

    with pytest.raises(CoachError, match="It is damaged"):
        open_to_read(path)


@needs_ordinary
@pytest.mark.parametrize("words", [("voices",), ("doctor",)], ids=" ".join)
def test_a_folder_of_voices_that_may_not_be_read_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "config" / "voices").mkdir(parents=True, mode=0)
    try:
        ran = coach(tmp_path, *words, before=ORDINARY)
    finally:
        (tmp_path / "config" / "voices").chmod(0o700)

    assert "voices cannot be read, so the voices in it are not seen." in ran.stdout + ran.stderr


@needs_ordinary
def test_the_doctor_says_of_a_closed_history_what_it_is(tmp_path: Path) -> None:
    home = lived_in(tmp_path / "home")
    (home / "data").chmod(0)
    try:
        ran = coach(home, "doctor", "--json", before=ORDINARY)
    finally:
        (home / "data").chmod(0o700)

    [history] = [each for each in json.loads(ran.stdout) if each["part"] == "history"]
    assert history["state"] == "problem"
    assert "cannot be read (permission denied)" in history["what"]
    assert "Install coach again" not in str(history)
