"""`coach log` shows, adds, exports and forgets what was done."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import called
import pytest
from called import Ran
from lived import NO_SOUND

from coach.history.sessions import Sessions
from coach.session.events import StepEnded
from coach.time.units import Samples, Seconds

WALK = """
name = "My walk"
category = "aerobic"
level = "gentle"
minutes = 1
summary = "Round the block."

[[step]]
say = "Walk round the block."
"""
NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def coach(home: Path, *words: str) -> Ran:
    return called.coach(home, *words, env={**NO_SOUND, "TZ": "UTC"})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a routine, one session that was finished, and a later one that was stopped."""
    with Sessions.open(tmp_path / "data" / "coach.db") as store:
        for days, finished in ((0, True), (1, False)):
            at = NOW + timedelta(days=days)
            session = store.begin("desk-reset", "Desk reset", at, planned=2)
            ended = StepEnded(
                Samples(0), 0, "Chin tuck", "chin-tuck", Seconds(90), Seconds(90), skipped=False
            )
            store.step_done(session, ended, at)
            store.answer(session, "pain_before", 4)
            if finished:
                store.answer(session, "pain_after", 3)
            store.end(session, at, finished=finished)
    own = tmp_path / "config" / "routines" / "aerobic" / "my-walk.toml"
    own.parent.mkdir(parents=True)
    own.write_text(WALK)
    return tmp_path


def test_a_history_without_sessions_is_said_and_not_made(tmp_path: Path) -> None:
    text, as_json, table = (
        coach(tmp_path, "log"),
        coach(tmp_path, "log", "--json"),
        coach(tmp_path, "log", "export"),
    )

    assert (text.returncode, text.stdout) == (0, "")
    assert "Nothing yet" in text.stderr
    assert as_json.stdout == "[]\n"
    assert table.stdout.startswith("session,day,")
    assert list(tmp_path.iterdir()) == []


def test_sessions_are_shown_latest_first(home: Path) -> None:
    ran = coach(home, "log")

    assert ran.stdout.splitlines() == [
        "NO  DAY         TIME   ROUTINE     HOW FAR       WORKED  PAIN       EFFORT",
        "2   2026-03-03  08:30  Desk reset  1 of 2 steps  2 min   4",
        "1   2026-03-02  08:30  Desk reset  whole         2 min   4, then 3",
    ]


def test_no_more_sessions_are_shown_than_were_asked_for(home: Path) -> None:
    assert len(coach(home, "log", "--limit", "1").stdout.splitlines()) == 2


def test_sessions_as_json_have_their_steps_and_answers(home: Path) -> None:
    [_, first] = json.loads(coach(home, "log", "--json").stdout)

    assert (first["id"], first["routine"], first["began"]) == (1, "desk-reset", "2026-03-02T08:30:00+00:00")
    assert (first["day"], first["finished"], first["worked"]) == ("2026-03-02", True, 90)
    assert first["answers"] == {"pain_after": 3, "pain_before": 4}
    assert first["steps"][0]["exercise"] == "chin-tuck"


def test_the_export_is_csv_the_first_session_first(home: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(coach(home, "log", "export").stdout)))

    assert [(row["session"], row["pain_after"], row["worked_s"]) for row in rows] == [
        ("1", "3", "90.0"),
        ("2", "", "90.0"),
    ]


def test_one_session_or_all_are_forgotten(home: Path) -> None:
    one = coach(home, "log", "forget", "1")
    after = coach(home, "log", "--json")
    rest = coach(home, "log", "forget", "--all")

    assert one.stdout == "Removed: 1 session.\n"
    assert [session["id"] for session in json.loads(after.stdout)] == [2]
    assert rest.stdout == "Removed: 1 session.\n"
    assert coach(home, "log", "--json").stdout == "[]\n"


@pytest.mark.parametrize("words", [(), ("1", "--all")])
def test_what_to_forget_must_be_said_and_only_once(home: Path, words: tuple[str, ...]) -> None:
    ran = coach(home, "log", "forget", *words)

    assert ran.returncode == 2
    assert "coach log forget 12" in ran.stderr
    assert len(json.loads(coach(home, "log", "--json").stdout)) == 2


def test_a_session_that_is_not_there_is_named(home: Path) -> None:
    ran = coach(home, "log", "forget", "9")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "There is no session 9. `coach log` shows their numbers.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal as POSIX has it")
@pytest.mark.parametrize(("answer", "left"), [(b"y\n", 0), (b"n\n", 2), (b"\n", 2)])
def test_on_a_terminal_forgetting_asks_first(home: Path, answer: bytes, left: int) -> None:
    import pty

    master, terminal = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "coach", "log", "forget", "--all"],
        env={**os.environ, "COACH_HOME": str(home)},
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.close(terminal)
    os.write(master, answer)
    _, said = child.communicate(timeout=30)
    os.close(master)

    assert b"Forget every session? It cannot be brought back." in said
    assert child.returncode == 0
    assert len(json.loads(coach(home, "log", "--json").stdout)) == left


def test_what_was_done_elsewhere_is_added_and_can_be_taken_back(home: Path) -> None:
    added = coach(home, "log", "add", "my-walk", "--on", "2026-03-05")
    shown = coach(home, "log", "--limit", "1")

    assert added.stdout == "Added: My walk, 2026-03-05. `coach log forget 3` takes it back.\n"
    assert shown.stdout.splitlines()[1].split() == ["3", "2026-03-05", "My", "walk", "elsewhere"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("my-walk", "--on", "someday"),
            "'someday' is not a day. Write today, yesterday, or a date such as",
        ),
        (("my-walk", "--on", "вчера"), "'вчера' is not a day. Write yesterday."),
        (("my-walk", "--on", "昨日"), "'昨日' is not a day. Write yesterday."),
        (("my-walk", "--on", "gestern"), "'gestern' is not a day. Write yesterday."),
        (("my-walk", "--on", "Montag"), "'Montag' is not a day. Write its date: the last one was "),
        (("my-walk", "--on", "2999-01-01"), "2999-01-01 is still to come."),
        (("my-wak",), "my-walk"),
    ],
)
def test_what_cannot_be_added_is_said_with_the_mend(home: Path, words: tuple[str, ...], said: str) -> None:
    ran = coach(home, "log", "add", *words)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_yesterday_is_read_however_it_is_written(home: Path) -> None:
    added = [coach(home, "log", "add", "my-walk", "--on", word).stdout for word in ("yesterday", "Yesterday")]

    assert [line.partition(".")[0] for line in added] == [added[0].partition(".")[0]] * 2


def test_a_damaged_history_is_said_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "coach.db"
    path.parent.mkdir()
    path.write_bytes(b"no database" * 100)

    ran = coach(tmp_path, "log")

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "It is damaged. Move it away to begin a new history" in ran.stderr
    assert path.read_bytes() == b"no database" * 100


def test_a_zone_that_is_a_day_from_utc_is_refused_with_a_name_to_use(tmp_path: Path) -> None:
    for words in (("log",), ("log", "add", "desk-reset"), ("list",), ("start", "desk-reset")):
        ran = called.coach(tmp_path, *words, env={**NO_SOUND, "TZ": "UTC-24"})

        assert (ran.returncode, ran.stdout) == (2, "")
        assert (
            ran.stderr
            == 'TZ is "UTC-24", which names no time zone. Write a name, such as TZ="Europe/Berlin".\n'
        )
