"""What came of reminders is kept whole, beside the sessions, through kills and migrations."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.history.migrations import MIGRATIONS
from coach.history.sessions import Sessions
from coach.reminder.journal.journal import Journal
from coach.reminder.journal.records import LogEntry, OccurrenceRecord, OccurrenceState, ReminderSeen

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
WALL = datetime(2026, 3, 4, 13)
KEPT = OccurrenceRecord("desk", WALL, NOON, OccurrenceState.SHOWN, "late", "desk-reset", NOON, 1)


def test_an_occurrence_comes_back_as_it_was_kept(store: Sessions) -> None:
    reminded = Journal(store)

    reminded.save_occurrences([KEPT], [LogEntry(NOON, "desk", WALL, "came", "late")])

    assert reminded.occurrences(NOON) == (KEPT,)
    assert reminded.log() == (LogEntry(NOON, "desk", WALL, "came", "late"),)


def test_one_wall_time_is_one_occurrence_whatever_becomes_of_it(store: Sessions) -> None:
    reminded = Journal(store)

    for state in (OccurrenceState.FIRING, OccurrenceState.SHOWN, OccurrenceState.SKIPPED):
        reminded.save_occurrences([OccurrenceRecord("desk", WALL, NOON, state)])

    assert [kept.state for kept in reminded.occurrences(NOON)] == [OccurrenceState.SKIPPED]


def test_what_is_open_is_found_however_old_it_is(store: Sessions) -> None:
    reminded = Journal(store)
    reminded.save_occurrences(
        [
            OccurrenceRecord("old", WALL, NOON - timedelta(days=9), state)
            for state in (OccurrenceState.WAITING,)
        ]
        + [OccurrenceRecord("gone", WALL, NOON - timedelta(days=9), OccurrenceState.MISSED)]
    )

    assert [kept.reminder for kept in reminded.occurrences(NOON)] == ["old"]


def test_the_last_that_are_over_come_the_latest_first(store: Sessions) -> None:
    reminded = Journal(store)
    days = [timedelta(days=n) for n in range(4)]
    reminded.save_occurrences(
        OccurrenceRecord("desk", WALL + day, NOON + day, OccurrenceState.IGNORED) for day in days
    )
    reminded.save_occurrences(
        [OccurrenceRecord("desk", WALL + timedelta(days=5), NOON + timedelta(days=5), OccurrenceState.SHOWN)]
    )

    assert [kept.due - NOON for kept in reminded.last_closed("desk", 3)] == days[:0:-1]


def test_pauses_end_when_they_are_resumed(store: Sessions) -> None:
    reminded = Journal(store)
    reminded.pause("desk", NOON)
    reminded.pause("walk", None)

    assert dict(reminded.pauses()) == {"desk": NOON, "walk": None}
    assert reminded.resume("desk") == 1
    assert dict(reminded.pauses()) == {"walk": None}
    reminded.pause("", None)
    assert reminded.resume("") == 2


def test_what_is_known_of_a_reminder_and_of_the_agent_is_kept(store: Sessions) -> None:
    reminded = Journal(store)
    known = {"desk": ReminderSeen("10:30", NOON, None), "walk": ReminderSeen("9:00", NOON, NOON)}

    reminded.save_seen(known)
    reminded.set_agent_state(looked=NOON.isoformat())

    assert dict(reminded.seen()) == known
    assert dict(reminded.agent_state()) == {"looked": NOON.isoformat()}


def test_another_program_s_change_is_seen_and_one_s_own_is_not(store: Sessions, database_path: Path) -> None:
    reminded = Journal(store)
    before = reminded.version()
    reminded.save_occurrences([KEPT])
    own = reminded.version()
    with Sessions.open(database_path) as other:
        Journal(other).save_occurrences([OccurrenceRecord("walk", WALL, NOON, OccurrenceState.MISSED)])

    assert own == before
    assert reminded.version() != before


def test_what_is_more_than_a_year_old_is_forgotten(store: Sessions) -> None:
    reminded = Journal(store)
    reminded.save_occurrences([KEPT], [LogEntry(NOON, "desk", WALL, "came")])

    reminded.tidy(NOON + timedelta(days=399))
    left = reminded.log()
    reminded.tidy(NOON + timedelta(days=401))

    assert len(left) == 1
    assert (reminded.log(), reminded.occurrences(NOON)) == ((), ())


def test_a_history_from_before_there_were_reminders_keeps_its_sessions(database_path: Path) -> None:
    with Sessions.open(database_path, MIGRATIONS[:1]) as old:
        old.add("desk-reset", "Desk reset", NOON.date())

    with Sessions.open(database_path) as store:
        assert len(store.recent()) == 1
        assert Journal(store).occurrences(NOON) == ()


def test_a_writer_that_is_killed_leaves_all_or_nothing_of_a_change(database_path: Path) -> None:
    script = (
        "from coach.history.sessions import Sessions\n"
        "from coach.reminder.journal.journal import Journal\n"
        "from coach.reminder.journal.records import *\n"
        "from datetime import *\n"
        "import os, pathlib, sys\n"
        "journal = Journal(Sessions.open(pathlib.Path(sys.argv[1]), durable=True))\n"
        "now = datetime(2026, 3, 4, 12, tzinfo=UTC)\n"
        "def rows(n):\n"
        "    for i in range(50):\n"
        "        if n == 20 and i == 25: os.kill(os.getpid(), 9)\n"
        "        yield OccurrenceRecord(f'r{n}-{i}', datetime(2026, 3, 4), now, OccurrenceState.FIRING)\n"
        "for n in range(40): journal.save_occurrences(rows(n))\n"
    )

    ended = subprocess.run([sys.executable, "-c", script, str(database_path)], timeout=60, check=False)

    assert ended.returncode == -9
    with Sessions.open(database_path) as store:
        assert len(Journal(store).occurrences(NOON)) == 20 * 50


def test_a_damaged_history_is_told(database_path: Path) -> None:
    database_path.parent.mkdir(parents=True)
    database_path.write_bytes(b"nothing of the kind" * 100)

    with pytest.raises(CoachError, match="damaged"):
        Sessions.open(database_path)
