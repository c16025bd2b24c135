"""What an unkind world does to reminders: each keeps its true reason, and none is lost or comes twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from scenes import DESK, Scene

from coach.config.settings import load, set_value
from coach.reminder.due import Situation
from coach.reminder.explain import next_in_words, next_time
from coach.reminder.journal.records import OccurrenceState
from coach.reminder.model import Presence

OFF = "coach was not running, the computer was asleep, or its clock was set"
TWO = DESK + '[reminder.walk]\nroutine = "hourly-break-2"\nat = "10:30"\n'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    for name in ("COACH_REMINDERS_QUIET", "COACH_REMINDERS_SPEAK"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def scene() -> Iterator[Scene]:
    with Scene() as playing:
        playing.look("2026-03-04 09:00")
        yield playing


@pytest.fixture
def two() -> Iterator[Scene]:
    with Scene(TWO) as playing:
        playing.look("2026-03-04 09:00")
        yield playing


def by_command(scene: Scene, name: str, state: OccurrenceState) -> None:
    """Do what a command does: change what is kept, in the history alone."""
    from coach.history.sessions import Sessions
    from coach.reminder.journal.journal import Journal

    with Sessions.open() as other:
        kept = [k for k in Journal(other).occurrences(scene.now) if k.reminder == name]
        Journal(other).save_occurrences([replace(each, state=state, why="by command") for each in kept])


def states(scene: Scene) -> dict[str, OccurrenceState]:
    return {k.reminder: k.state for k in scene.reminded.occurrences(scene.now - timedelta(hours=1))}


def test_a_snooze_that_was_slept_through_was_not_missed_because_of_its_button(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")
    scene.press("snooze")

    assert scene.look("2026-03-04 14:00") == [("10:30", "missed", OFF)]


def test_a_snooze_that_comes_late_says_why(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")
    scene.press("snooze")

    assert scene.look("2026-03-04 11:30") == [("10:30", "came", f"late: {OFF}")]


def test_what_is_not_shown_nor_spoken_is_told_once(scene: Scene) -> None:
    set_value("reminders.speak", "no")
    scene.noted.serves = False
    for second in range(0, 50, 10):
        scene.look(f"2026-03-04 10:30:{second:02}")

    assert [what for _, what, _ in scene.said()] == ["held back"]


def test_what_is_skipped_just_before_it_joins_does_not_come() -> None:
    with Scene(TWO.replace('"10:30"\n', '"10:31"\n')) as scene:
        scene.look("2026-03-04 09:00")
        scene.look("2026-03-04 10:30:58")
        scene.look("2026-03-04 10:31:00")
        by_command(scene, "walk", OccurrenceState.SKIPPED)
        scene.look("2026-03-04 10:31:05")

        assert states(scene) == {"desk": OccurrenceState.SHOWN, "walk": OccurrenceState.SKIPPED}
        assert [text.title for _, text in scene.noted.shown] == ["Desk reset"]


def test_a_button_pressed_just_after_a_command_undoes_nothing_of_it(two: Scene) -> None:
    two.look("2026-03-04 10:30")
    by_command(two, "walk", OccurrenceState.SKIPPED)
    two.press("snooze")

    assert states(two) == {"desk": OccurrenceState.SNOOZED, "walk": OccurrenceState.SKIPPED}


def test_a_notice_of_two_names_one_after_the_other_was_answered(two: Scene) -> None:
    two.look("2026-03-04 10:30")
    by_command(two, "desk", OccurrenceState.SKIPPED)
    two.look("2026-03-04 10:31")

    assert two.noted.seen is not None
    assert two.noted.seen.title != "2 reminders"
    assert "coach start hourly-break-2" in two.noted.seen.text
    assert len(two.noted.sounds) == 1
    two.press("start")
    assert [tuple(words) for words in two.noted.begun] == [("start", "hourly-break-2")]


def test_what_start_left_does_not_come_while_the_session_is_being_opened(two: Scene) -> None:
    two.look("2026-03-04 10:30")
    two.press("start")
    two.look("2026-03-04 10:30:02")

    assert len(two.noted.shown) == 1
    two.presence = Presence(session=True)
    two.look("2026-03-04 10:36")
    two.presence = Presence()
    assert two.look("2026-03-04 10:37") == [("10:30", "came", "late: a session is running")]


def test_after_a_clock_was_set_back_it_is_woken_for_what_comes_first(scene: Scene) -> None:
    scene.look("2026-03-05 10:31")
    scene.look("2026-03-04 10:00")

    assert scene.noted.laid == {"desk": scene.at("2026-03-04 10:30")}


def test_without_a_notification_service_one_soon_after_another_is_heard_too() -> None:
    with Scene(TWO.replace('"10:30"\n', '"10:31"\n')) as scene:
        scene.noted.serves = False
        scene.look("2026-03-04 09:00")
        for clock in ("10:30:01", "10:31:00", "10:31:06", "10:31:12"):
            scene.look(f"2026-03-04 {clock}")

        assert len(scene.noted.sounds) == 2
        assert states(scene) == {"desk": OccurrenceState.SHOWN, "walk": OccurrenceState.SHOWN}


def test_a_routine_that_is_changed_while_it_is_snoozed_comes_as_it_is_now(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")
    scene.press("snooze")
    scene.now = scene.at("2026-03-04 10:40")
    scene.save(DESK.replace("desk-reset", "hourly-break-2"))
    scene.look("2026-03-04 10:45")

    assert "coach start hourly-break-2" in scene.noted.shown[-1][1].text


def test_a_category_whose_snoozed_routine_is_gone_gives_another_one() -> None:
    with Scene('[reminder.s]\ncategory = "mobility"\nat = "10:30"\n') as scene:
        scene.look("2026-03-04 09:00")
        scene.look("2026-03-04 10:30")
        scene.press("snooze")
        scene.reminded.save_occurrences(
            [replace(k, routine="gone") for k in scene.reminded.occurrences(scene.now)]
        )

        assert scene.look("2026-03-04 10:45") == [("10:30", "came", "")]


def test_a_history_that_is_damaged_while_it_runs_stops_no_reminder(scene: Scene, home: Path) -> None:
    scene.look("2026-03-04 10:00")
    for path in (home / "data").glob("coach.db*"):
        with path.open("r+b") as file:
            file.write(b"\xff" * path.stat().st_size)

    scene.now = scene.at("2026-03-04 10:30")
    assert scene.agent.is_news()
    scene.agent.look()
    scene.agent.look()
    assert [text.title for _, text in scene.noted.shown] == ["Desk reset"]
    assert scene.noted.log


def test_what_cannot_be_written_is_told_once_till_it_is_written(scene: Scene, home: Path) -> None:
    import sqlite3

    other = sqlite3.connect(home / "data" / "coach.db", isolation_level=None)
    for clock in ("10:30", "15:00"):
        other.execute("begin immediate")
        for second in range(4):
            scene.look(f"2026-03-04 {clock}:{second:02}")
        other.execute("rollback")
        scene.look(f"2026-03-04 {clock}:30")
    other.close()

    assert len([line for line in scene.noted.log if "Another program is writing" in line]) == 2


def test_a_damaged_history_keeps_no_category_from_coming(home: Path) -> None:
    with Scene('[reminder.s]\ncategory = "mobility"\nat = "10:30"\n') as scene:
        scene.look("2026-03-04 10:00")
        for path in (home / "data").glob("coach.db*"):
            with path.open("r+b") as file:
                file.write(b"\xff" * path.stat().st_size)

        scene.now = scene.at("2026-03-04 10:30")
        scene.agent.look()
        assert len(scene.noted.shown) == 1


def test_a_file_that_may_be_read_again_is_read_again() -> None:
    from coach.reminder.file.store import own_file

    with Scene() as scene:
        scene.look("2026-03-04 09:00")
        own_file().chmod(0o400)
        scene.look("2026-03-04 09:01")
        own_file().chmod(0o600)  # nothing else of it has changed

        assert scene.agent.is_news()


def test_a_click_on_a_notice_closes_it(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")

    scene.press("clicked")

    assert scene.said()[-1] == ("10:30", "dismissed", "closed")


def test_what_was_done_early_does_not_come_next(scene: Scene) -> None:
    number = scene.store.begin("desk-reset", "Desk reset", scene.at("2026-03-04 09:10"), planned=4)
    scene.store.end(number, scene.at("2026-03-04 09:20"), finished=True)
    scene.now = scene.at("2026-03-04 09:30")
    from coach.reminder.file.store import load as reminders

    facts = Situation(
        scene.now,
        scene.zone,
        load().settings.reminders,
        {},
        (),
        scene.reminded.sessions(scene.at("2026-03-03 00:00")),
    )
    [desk] = reminders().reminders
    assert next_time(desk, facts).moment == scene.at("2026-03-04 15:00")


@pytest.mark.parametrize(
    ("at", "comes"), [("6:30", "2026-03-05 07:00"), ("23:00", None), ("12:00", "2026-03-04 12:00")]
)
def test_what_falls_in_quiet_hours_comes_after_them_or_never(at: str, comes: str | None) -> None:
    with Scene(f'[reminder.desk]\nroutine = "desk-reset"\nat = "{at}"\n') as scene:
        from coach.reminder.file.store import load as reminders

        facts = Situation(scene.now, scene.zone, load().settings.reminders, {})
        [desk] = reminders().reminders
        assert next_time(desk, facts).moment == (scene.at(comes) if comes else None)


def test_what_start_left_comes_as_if_for_the_first_time(two: Scene) -> None:
    two.look("2026-03-04 10:30")
    two.press("start")

    assert two.look("2026-03-04 10:31") == [("10:30", "came", "")]
    assert "may have seen" not in two.noted.shown[-1][1].text


def test_a_pause_is_told_with_its_end_and_what_comes_after() -> None:
    with Scene() as scene:
        from coach.reminder.file.store import load as reminders

        pauses = {"desk": scene.at("2026-03-04 12:00")}
        facts = Situation(scene.now, scene.zone, load().settings.reminders, {}, pauses=pauses)
        [desk] = reminders().reminders
        assert next_in_words(desk, facts) == "today at 15:00, paused until today at 12:00"


def test_a_clock_that_is_set_back_to_just_before_a_reminder_does_not_lose_it(scene: Scene) -> None:
    scene.look("2026-03-04 16:00")
    scene.look("2026-03-04 10:28")

    assert scene.look("2026-03-04 10:30")[-1] == ("10:30", "came", "")


def test_the_buttons_of_what_is_shown_work_while_another_cannot_be_shown() -> None:
    with Scene(TWO.replace('"10:30"\n', '"10:31"\n')) as scene:
        set_value("reminders.speak", "no")
        scene.look("2026-03-04 09:00")
        scene.look("2026-03-04 10:30")
        scene.noted.serves = False
        scene.look("2026-03-04 10:31")
        scene.press("skip")

        assert states(scene) == {"desk": OccurrenceState.SKIPPED, "walk": OccurrenceState.WAITING}
