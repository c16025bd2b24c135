"""The database is its owner's alone, brought up to date, and never spoilt, whatever happens to it."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.history.migrations import MIGRATIONS, Migration
from coach.history.sessions import Sessions

BERLIN = timezone(timedelta(hours=1))
MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=BERLIN)
posix = pytest.mark.skipif(os.name != "posix", reason="modes and kills as POSIX has them")


@posix
def test_every_file_of_the_history_is_its_owners_alone(store: Sessions, database_path: Path) -> None:
    store.begin("a", "A", MORNING)

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in database_path.parent.iterdir()}

    assert modes == {"coach.db": 0o600, "coach.db-wal": 0o600, "coach.db-shm": 0o600}
    assert stat.S_IMODE(database_path.parent.stat().st_mode) == 0o700


@posix
def test_a_history_that_others_could_read_is_closed_to_them(database_path: Path) -> None:
    Sessions.open(database_path).close()
    database_path.chmod(0o644)

    Sessions.open(database_path).close()

    assert stat.S_IMODE(database_path.stat().st_mode) == 0o600


def test_a_history_of_the_first_format_is_brought_up_to_date_with_all_that_is_in_it(
    database_path: Path,
) -> None:
    with Sessions.open(database_path, MIGRATIONS[:1]) as first:
        first.begin("a", "A", MORNING)
    later = (
        *MIGRATIONS[:1],
        Migration("moods", ("alter table session add mood integer not null default 3",)),
    )

    with Sessions.open(database_path, later) as store:
        kept = store.recent()

    assert [s.routine for s in kept] == ["a"]
    with sqlite3.connect(database_path) as raw:
        assert raw.execute("select mood from session").fetchall() == [(3,)]
        assert raw.execute("select number, name from migration").fetchall() == [
            (1, MIGRATIONS[0].name),
            (2, "moods"),
        ]


def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(database_path: Path) -> None:
    Sessions.open(database_path).close()
    broken = Migration("broken", ("alter table session add mood integer", "no such statement"))

    with pytest.raises(CoachError, match="Nothing was changed"):
        Sessions.open(database_path, (*MIGRATIONS, broken))

    with sqlite3.connect(database_path) as raw:
        assert raw.execute("pragma user_version").fetchone() == (len(MIGRATIONS),)
        assert "mood" not in [row[1] for row in raw.execute("pragma table_info(session)")]


def test_a_history_of_a_later_coach_is_left_alone(database_path: Path) -> None:
    Sessions.open(database_path, (*MIGRATIONS, Migration("later", ()))).close()
    before = database_path.read_bytes()

    with pytest.raises(CoachError, match=r"written by a later coach .* Install that coach again"):
        Sessions.open(database_path)

    assert database_path.read_bytes() == before


def test_another_programs_database_is_left_alone(database_path: Path) -> None:
    database_path.parent.mkdir()
    with sqlite3.connect(database_path) as raw:
        raw.execute("create table theirs (a)")
    before = database_path.read_bytes()

    with pytest.raises(CoachError, match="belongs to another program"):
        Sessions.open(database_path)

    assert database_path.read_bytes() == before


def test_a_file_that_is_no_database_is_said_and_left_alone(database_path: Path) -> None:
    database_path.parent.mkdir()
    database_path.write_bytes(b"my pain diary, in words\n" * 200)

    with pytest.raises(CoachError, match=r"coach\.db cannot be used .* Nothing was changed. It is damaged"):
        Sessions.open(database_path)

    assert database_path.read_bytes() == b"my pain diary, in words\n" * 200


def test_a_file_damaged_in_its_middle_is_said(database_path: Path) -> None:
    with Sessions.open(database_path) as store:
        for number in range(200):
            store.begin(f"routine-{number}", "A" * 200, MORNING)
    whole = database_path.read_bytes()
    database_path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    with (
        pytest.raises(CoachError, match=r"It is damaged. Move it away"),
        Sessions.open(database_path) as store,
    ):
        store.recent()


def test_a_folder_in_the_files_place_is_said_with_the_mend(database_path: Path) -> None:
    database_path.mkdir(parents=True)

    with pytest.raises(CoachError, match="A folder stands where the file should be"):
        Sessions.open(database_path)


@posix
def test_a_folder_that_cannot_be_written_is_said_with_the_mend() -> None:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    me = os.geteuid()
    try:
        if me == 0:
            os.seteuid(65534)
        with pytest.raises(CoachError, match="Give yourself the right to write there"):
            Sessions.open(folder / "coach.db")
    finally:
        os.seteuid(me)
        folder.rmdir()


def test_a_history_that_another_program_holds_is_said(store: Sessions, database_path: Path) -> None:
    holder = sqlite3.connect(database_path, isolation_level=None)
    holder.execute("begin immediate")

    with pytest.raises(CoachError, match="Another program is writing to it"):
        store.begin("a", "A", MORNING)

    holder.close()


def test_two_that_open_a_new_history_at_once_both_can_use_it(database_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from coach.history.sessions import Sessions\n"
        "sys.stdin.readline()\n"
        "Sessions.open(Path(sys.argv[1])).begin('a', 'A', datetime.now(UTC))"
    )
    command = [sys.executable, "-c", code, str(database_path)]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    said = [child.communicate(b"go\n", timeout=30)[1] for child in children]

    assert said == [b"", b"", b""]
    with Sessions.open(database_path) as store:
        assert len(store.recent()) == 3
        assert all(s.began <= datetime.now(UTC) for s in store.recent())


def test_a_durable_history_waits_for_the_disk_at_each_change(database_path: Path) -> None:
    with Sessions.open(database_path, durable=True) as durable, durable.reading() as run:
        full = run.execute("pragma synchronous").fetchone()[0]
    with Sessions.open(database_path) as usual, usual.reading() as run:
        normal = run.execute("pragma synchronous").fetchone()[0]

    assert (full, normal) == (2, 1)


@posix
def test_a_second_connection_of_one_process_costs_the_first_none_of_its_writes(database_path: Path) -> None:
    other = "import sys; from pathlib import Path; from coach.history.sessions import Sessions\n"
    other += "Sessions.open(Path(sys.argv[1])).close()"
    with Sessions.open(database_path) as first:
        first.begin("a", "A", MORNING)
        with Sessions.open(database_path):
            pass
        subprocess.run([sys.executable, "-c", other, str(database_path)], check=True, timeout=30)
        first.begin("b", "B", MORNING)
        subprocess.run([sys.executable, "-c", other, str(database_path)], check=True, timeout=30)

        with Sessions.open(database_path) as second:
            assert {session.routine for session in second.recent()} == {"a", "b"}
            assert database_path.with_name("coach.db-wal").exists()
