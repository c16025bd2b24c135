"""The commands about what has come and what is to come, as a person types them."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from called import Ran, coach
from lived import NO_SOUND
from reminding import settings, utc, without_bus, written

from coach.files.lock import AGENT, held
from coach.history.sessions import Sessions
from coach.reminder.journal.journal import Journal
from coach.reminder.journal.records import LogEntry, OccurrenceRecord, OccurrenceState

NOWHERE = without_bus(NO_SOUND)
AHEAD = re.compile(r"to(day|morrow) at")
"""Tomorrow, but for some minutes after midnight."""
NOON = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose two reminders come tomorrow at the earliest."""
    settings(tmp_path)
    earlier = f"{datetime.now().astimezone() - timedelta(minutes=5):%H:%M}"
    later = f"{datetime.now().astimezone() - timedelta(minutes=3):%H:%M}"
    written(
        tmp_path,
        f'[reminder.desk]\nroutine = "desk-reset"\nat = "{earlier}"\n'
        f'[reminder.walk]\nroutine = "hourly-break-2"\nat = "{later}"\n',
    )
    return tmp_path


def remind(home: Path, *words: str) -> Ran:
    return coach(home, "remind", *words, env=NOWHERE)


def came(home: Path, state: OccurrenceState = OccurrenceState.SHOWN, name: str = "desk") -> OccurrenceRecord:
    """Have one have come five minutes ago."""
    moment = utc(datetime.now().astimezone() - timedelta(minutes=5)).replace(second=0, microsecond=0)
    wall = moment.astimezone().replace(tzinfo=None)
    kept = OccurrenceRecord(name, wall, moment, state, routine="desk-reset", shown=moment)
    with Sessions.open(home / "data" / "coach.db") as store:
        Journal(store).save_occurrences([kept], [LogEntry(moment, name, wall, "came")])
    return kept


def kept_now(home: Path) -> tuple[OccurrenceRecord, ...]:
    with Sessions.open(home / "data" / "coach.db") as store:
        return tuple(Journal(store).occurrences(utc(NOON) - timedelta(days=2)))


def states(home: Path) -> dict[str, OccurrenceState]:
    with Sessions.open(home / "data" / "coach.db") as store:
        return {
            each.reminder: each.state for each in Journal(store).occurrences(utc(NOON) - timedelta(days=2))
        }


def test_without_words_it_lists_them(home: Path) -> None:
    ran = remind(home)

    assert ran.returncode == 0
    assert [line.split()[0] for line in ran.stdout.splitlines()[:3]] == ["NAME", "desk", "walk"]
    assert AHEAD.search(ran.stdout)
    assert "coach remind install" in ran.stderr


def test_where_there_are_none_it_says_how_to_begin(tmp_path: Path) -> None:
    ran = remind(tmp_path, "list")

    assert (ran.returncode, ran.stdout) == (0, "")
    assert "coach remind add desk-reset --at 10:30" in ran.stderr


def test_the_list_is_a_record_for_programs(home: Path) -> None:
    listed = json.loads(remind(home, "list", "--json").stdout)

    assert [each["name"] for each in listed] == ["desk", "walk"]
    assert all(
        utc(datetime.fromisoformat(each["next"])) > utc(datetime.now().astimezone()) for each in listed
    )


def test_what_has_come_is_snoozed(home: Path) -> None:
    came(home)

    ran = remind(home, "snooze", "20m")

    assert ran.returncode == 0
    assert "desk" in ran.stdout
    assert states(home)["desk"] is OccurrenceState.SNOOZED
    assert "snoozed" in remind(home, "list").stdout


@pytest.mark.parametrize(
    "words", ["half an hour", "30 minutes", "30m desk", "half an hour desk", "30 min desk"]
)
def test_a_span_of_several_words_needs_no_quotes(home: Path, words: str) -> None:
    came(home)

    ran = remind(home, "snooze", *words.split())

    assert ran.returncode == 0, ran.stderr
    [kept] = kept_now(home)
    assert timedelta(minutes=29) < kept.due - utc(datetime.now().astimezone()) <= timedelta(minutes=30)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("30m dsk", "There is no reminder 'dsk'. Did you mean desk?"),
        ("15 desk", '"15" is not a span of time. Write 15m for minutes, or 15h for hours.'),
        ("a long while", '"a long while" is not a span of time. Write it such as 15m'),
    ],
)
def test_a_snooze_that_cannot_be_meant_is_refused(home: Path, words: str, said: str) -> None:
    came(home)

    ran = remind(home, "snooze", *words.split())

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(said)


def test_a_snooze_of_nothing_and_one_that_cannot_be_read_are_refused(home: Path) -> None:
    nothing, unread = remind(home, "snooze"), remind(home, "snooze", "soon")

    assert (nothing.returncode, unread.returncode) == (2, 2)
    assert "No reminder has come lately" in nothing.stderr
    assert "soon" in unread.stderr


def test_what_has_come_is_skipped_before_what_is_to_come(home: Path) -> None:
    came(home)

    first, second = remind(home, "skip", "desk"), remind(home, "skip", "desk")

    assert "today at" in first.stdout or "yesterday at" in first.stdout
    assert AHEAD.search(second.stdout)


def test_of_several_the_soonest_to_come_is_skipped(home: Path) -> None:
    ran = remind(home, "skip")

    assert re.match(r"Skipped: desk to(day|morrow) at", ran.stdout)


def test_how_long_is_never_taken_for_the_name_of_what_is_paused(home: Path) -> None:
    ran = remind(home, "pause", "2d")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "How long goes with --for: coach remind pause --for 2d\n"


def test_the_beginning_of_a_name_is_near_enough_to_be_meant(home: Path) -> None:
    assert remind(home, "skip", "des").stderr == "There is no reminder 'des'. Did you mean desk?\n"


def test_one_in_the_quiet_hours_is_said_to_come_when_they_are_over_or_not_at_all(home: Path) -> None:
    settings(home, quiet="22:00-7:00")
    written(
        home,
        '[reminder.early]\nroutine = "desk-reset"\nat = "6:00"\n'
        '[reminder.late]\nroutine = "desk-reset"\nat = "23:00"\n',
    )

    listed = {each["name"]: each["next"] for each in json.loads(remind(home, "list", "--json").stdout)}
    why = remind(home, "why", "late").stdout

    assert datetime.fromisoformat(listed["early"]).astimezone().hour == 7
    assert listed["late"] is None
    assert "Next: never: it is over, or in your quiet hours." in why


def test_a_pause_is_told_and_ends_when_it_is_resumed(home: Path) -> None:
    paused = remind(home, "pause", "desk", "--for", "2d")
    listed = remind(home, "list").stdout
    resumed = remind(home, "resume", "desk")

    assert "Paused until" in paused.stdout
    assert re.search(r", paused until \w+ at", listed)
    assert resumed.stdout == "They come again: desk.\n"
    assert "paused" not in remind(home, "list").stdout


def test_a_pause_of_all_holds_each_until_it_is_resumed(home: Path) -> None:
    remind(home, "pause")

    assert remind(home, "list").stdout.count("paused until you resume it") == 2
    assert "All reminders are paused until you resume them." in remind(home, "status").stdout
    assert "All reminders are paused" in remind(home, "resume", "desk").stdout
    assert remind(home, "resume").stdout == "They come again: all reminders.\n"
    assert "Nothing was paused" in remind(home, "resume").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--for", "2d", "--until", "tomorrow"), "not both"),
        (("--until", "2020-01-01"), "over already"),
        (("--for", "soon"), "soon"),
        (("dusk",), "Did you mean desk?"),
    ],
)
def test_a_pause_that_means_nothing_is_refused(home: Path, words: tuple[str, ...], said: str) -> None:
    ran = remind(home, "pause", *words)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr


def test_the_log_has_what_happened_the_latest_first(home: Path) -> None:
    came(home)
    remind(home, "skip", "desk")

    told, rows = remind(home, "log"), json.loads(remind(home, "log", "desk", "--json").stdout)

    assert [row["what"] for row in rows] == ["skipped", "came"]
    assert [row["why"] for row in rows] == ["by command", ""]
    assert told.stdout.splitlines()[0].split() == ["WHEN", "REMINDER", "OF", "WHAT", "WHY"]


def test_an_empty_log_says_so(tmp_path: Path) -> None:
    assert "Nothing yet" in remind(tmp_path, "log").stderr


def test_why_tells_what_came_and_when_the_next_comes(home: Path) -> None:
    came(home)

    ran = remind(home, "why", "desk")

    lines = [line.strip() for line in ran.stdout.splitlines()]
    assert lines[0] == "desk"
    assert lines[1].startswith("Came ")
    assert re.match(r"Next: to(day|morrow) at", lines[-1])


def test_why_names_the_rule_that_holds_one_back(home: Path) -> None:
    came(home, OccurrenceState.WAITING)
    settings(home, quiet=_around_now())

    ran = remind(home, "why", "desk")

    assert "It waits: these are your quiet hours." in ran.stdout


def test_status_says_whether_an_agent_runs_and_what_comes_next(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = remind(home, "status")
    monkeypatch.setenv("COACH_HOME", str(home))
    with held(AGENT):
        during = json.loads(remind(home, "status", "--json").stdout)

    assert "Nothing brings them now." in before.stdout
    assert re.search(r"The next comes to(day|morrow) at", before.stdout)
    assert during["running"] is True
    assert during["reminders"] == 2


def test_a_test_without_a_desktop_or_sound_says_what_it_did(home: Path) -> None:
    ran = remind(home, "test", "desk")

    assert "No notification service takes it, and a line is spoken." in ran.stdout


def test_a_test_of_a_routine_that_is_gone_is_refused(home: Path) -> None:
    written(home, '[reminder.desk]\nroutine = "gone"\nat = "10:30"\n')

    ran = remind(home, "test", "desk")

    assert ran.returncode == 1
    assert "coach remind edit" in ran.stderr


def test_forgetting_everything_clears_the_log_and_brings_nothing_again(home: Path) -> None:
    kept = came(home, OccurrenceState.SKIPPED)
    (home / "data" / "remind.log").write_text("2026-03-04 10:30:00 desk: came\n")
    ran = coach(home, "log", "forget", "--all", env=NOWHERE)

    assert ran.returncode == 0
    assert (home / "data" / "remind.log").read_text() == ""
    assert "Nothing yet" in remind(home, "log").stderr
    with Sessions.open(home / "data" / "coach.db") as store:
        [left] = Journal(store).occurrences(kept.due - timedelta(hours=1))
    assert left == replace(kept, routine="", why="")


def _around_now() -> str:
    """Return hours that hold the present moment."""
    now = datetime.now().astimezone()
    return f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=1):%H:%M}"
