"""The agent brings each reminder once, whatever happens to it, its file, its history and the clock."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from lived import waited
from scenes import DESK, Scene, later

from coach.config.settings import set_value
from coach.errors import CoachError
from coach.history.sessions import Sessions
from coach.reminder.agent.loop import Input, Stop, Wake
from coach.reminder.journal.records import OccurrenceState
from coach.reminder.model import Presence
from coach.time.units import Seconds


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


def test_it_comes_at_its_time_with_its_name_its_length_and_the_command(scene: Scene) -> None:
    assert scene.look("2026-03-04 10:29:59") == []
    assert scene.look("2026-03-04 10:30") == [("10:30", "came", "")]

    [(_, shown)] = scene.noted.shown
    assert shown.title == "Desk reset"
    assert shown.text == "Now is a good time: 5 minutes.\nOr type: coach start desk-reset"
    assert shown.buttons == (("start", "Start"), ("snooze", "Snooze 15 min"), ("skip", "Skip"))
    assert scene.noted.sounds == [{"chime": True, "spoken": False, "voice": ""}]
    assert scene.look("2026-03-04 10:31") == []


def test_the_start_button_opens_a_session(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")

    scene.press("start")

    assert [tuple(words) for words in scene.noted.begun] == [("start", "desk-reset")]
    assert scene.said()[-1] == ("10:30", "started", "by its button")
    assert scene.noted.seen is None


def test_the_snooze_button_brings_it_again_later(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")

    scene.press("snooze")

    assert scene.look("2026-03-04 10:44") == []
    assert scene.look("2026-03-04 10:45") == [("10:30", "came", "")]


def test_the_skip_button_lets_it_go(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")

    scene.press("skip")

    assert scene.look("2026-03-04 14:59") == []
    assert scene.look("2026-03-04 15:00") == [("15:00", "came", "")]


def test_a_button_of_a_notification_that_is_gone_does_nothing(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")
    scene.press("skip")

    scene.press("start")

    assert scene.noted.begun == []


def test_a_snooze_across_midnight_and_a_clock_change_is_as_long_as_it_says() -> None:
    set_value("reminders.quiet", "")
    with Scene('[reminder.late]\nroutine = "desk-reset"\nat = "1:50"\n', "2026-03-29 01:00") as scene:
        scene.look("2026-03-29 01:00")
        scene.look("2026-03-29 01:50")
        scene.press("snooze")  # at 2:00 the clock leaps to 3:00

        assert scene.look("2026-03-29 03:04:59") == []
        assert scene.look("2026-03-29 03:05") == [("01:50", "came", "")]


def test_what_is_held_back_comes_once_the_rule_lets_it(scene: Scene) -> None:
    scene.presence = Presence(microphone=True)
    held = scene.look("2026-03-04 10:30")
    still = scene.look("2026-03-04 10:31")
    scene.presence = Presence()
    came = scene.look("2026-03-04 10:50")

    assert held == [("10:30", "held back", "the microphone is in use")]
    assert still == []
    assert came == [("10:30", "came", "late: the microphone is in use")]
    assert scene.look("2026-03-04 10:51") == []


def test_what_is_held_back_for_too_long_is_missed_and_says_why(scene: Scene) -> None:
    scene.presence = Presence(session=True)
    for clock in ("10:30", "11:30", "12:30"):
        scene.look(f"2026-03-04 {clock}")

    assert scene.look("2026-03-04 12:31") == [("10:30", "missed", "a session is running")]


def test_quiet_hours_hold_it_back() -> None:
    with Scene('[reminder.late]\nroutine = "desk-reset"\nat = "23:00"\n', "2026-03-04 20:00") as scene:
        scene.look("2026-03-04 20:00")

        assert scene.look("2026-03-04 23:00") == [("23:00", "held back", "these are your quiet hours")]


def test_a_person_who_is_away_finds_it_after_an_hour_and_nothing_is_sounded(scene: Scene) -> None:
    scene.presence = Presence(idle=Seconds(4000))
    scene.look("2026-03-04 10:30")

    assert scene.look("2026-03-04 11:30") == [("10:30", "came", "late: you are away from the computer")]
    assert scene.noted.seen is not None
    assert scene.noted.sounds == []


def test_without_a_notification_service_it_is_spoken_unless_that_was_refused(scene: Scene) -> None:
    scene.noted.serves = False

    assert scene.look("2026-03-04 10:30") == [("10:30", "came", "")]
    assert scene.noted.sounds == [{"chime": True, "spoken": True, "voice": ""}]

    set_value("reminders.speak", "no")
    why = "there is nothing to show it with, and it may not be spoken"
    assert scene.look("2026-03-04 15:00")[-1] == ("15:00", "held back", why)
    scene.noted.serves = True
    assert scene.look("2026-03-04 15:01") == [("15:00", "came", f"late: {why}")]


def test_those_that_come_together_are_shown_together() -> None:
    several = "".join(f'[reminder.r{n:04}]\nroutine = "desk-reset"\nat = "10:30"\n' for n in range(1000))
    with Scene(several) as scene:
        scene.look("2026-03-04 09:00")

        said = scene.look("2026-03-04 10:30")

        assert len(said) == 1000
        assert {what for _, what, _ in said} == {"came"}
        [(_, shown)] = scene.noted.shown
        assert shown.title == "1,000 reminders"
        assert len(shown.text) < 300


def test_one_that_comes_while_another_is_shown_joins_it() -> None:
    second = '[reminder.walk]\nroutine = "hourly-break-2"\nat = "10:30"\n'
    with Scene(DESK + second.replace("10:30", "10:31")) as scene:
        scene.look("2026-03-04 09:00")
        scene.look("2026-03-04 10:30")
        scene.look("2026-03-04 10:31")

        assert scene.noted.shown[-1][1].title == "2 reminders"
        assert len(scene.noted.sounds) == 2
        scene.press("start")
        assert [tuple(words) for words in scene.noted.begun] == [("start", "desk-reset")]
        assert scene.said()[-1] == ("10:31", "waiting", "a session is running")


def test_a_routine_that_was_deleted_is_told_and_the_others_come() -> None:
    gone = '[reminder.gone]\nroutine = "no-such-routine"\nat = "10:30"\n'
    with Scene(gone + DESK) as scene:
        scene.look("2026-03-04 09:00")

        said = scene.look("2026-03-04 10:30")

        assert sorted(said) == [
            ("10:30", "came", ""),
            ("10:30", "missed", "there is no routine no-such-routine that can be used"),
        ]


def test_a_category_gives_another_routine_each_time() -> None:
    with Scene('[reminder.s]\ncategory = "mobility"\nat = ["10:00", "13:00", "16:00"]\n') as scene:
        for clock in ("09:00", "10:00", "13:00", "16:00"):
            scene.look(f"2026-03-04 {clock}")

        kept = scene.reminded.occurrences(scene.at("2026-03-04 09:00"))
        assert len({each.routine for each in kept}) == 3


def test_a_routine_that_was_done_after_it_was_suggested_waits_its_turn_from_then_on() -> None:
    with Scene('[reminder.s]\ncategory = "mobility"\nat = ["9:00", "10:00", "11:00", "15:00"]\n') as scene:
        for clock in ("08:00", "09:00", "10:00", "11:00"):
            scene.look(f"2026-03-04 {clock}")
        first = scene.reminded.occurrences(scene.at("2026-03-04 08:00"))[0].routine
        session = scene.store.begin(first, "First", scene.at("2026-03-04 11:30"))
        scene.store.end(session, scene.at("2026-03-04 11:40"), finished=True)
        scene.look("2026-03-04 15:00")

        routines = [each.routine for each in scene.reminded.occurrences(scene.at("2026-03-04 08:00"))]
        assert [routines.index(each) for each in routines] == [0, 1, 2, 1]


def test_after_three_that_were_let_go_it_asks_once_whether_to_move_it() -> None:
    with Scene('[reminder.desk]\nroutine = "desk-reset"\nat = "10:30"\n') as scene:
        scene.look("2026-03-04 09:00")
        for day in range(4, 9):
            scene.look(f"2026-03-0{day} 10:30")
            scene.look(f"2026-03-0{day} 12:31")

        asked = ["Would another time be better?" in shown.text for _, shown in scene.noted.shown]
        assert asked == [False, False, False, True, False]
        assert scene.noted.shown[3][1].buttons[-1] == ("move", "Move it")
        assert "coach remind edit desk" in scene.noted.shown[3][1].text


def test_a_crash_between_firing_and_showing_brings_it_once_more_and_says_so(scene: Scene) -> None:
    def die(key: str, notice: object) -> bool:
        raise KeyboardInterrupt

    scene.noted.show = die  # type: ignore[method-assign]  # the moment of the kill
    with pytest.raises(KeyboardInterrupt):
        scene.look("2026-03-04 10:30")
    del scene.noted.show  # as it was
    scene.start()

    said = scene.look("2026-03-04 10:31")
    scene.start()

    assert said == [("10:30", "came", "again, since coach had to start anew: it may have been seen already")]
    assert "You may have seen this already" in scene.noted.shown[-1][1].text
    assert scene.look("2026-03-04 10:32") == []


def test_what_was_missed_while_off_comes_once_if_it_is_still_useful(scene: Scene) -> None:
    scene.agent.leave()
    scene.start()

    said = scene.look("2026-03-04 16:10")

    why = "coach was not running, the computer was asleep, or its clock was set"
    assert said == [("10:30", "missed", why), ("15:00", "came", f"late: {why}")]


def test_a_reminder_that_is_written_later_misses_nothing_from_before(scene: Scene) -> None:
    scene.now = scene.at("2026-03-04 12:00")
    scene.save(DESK + '[reminder.new]\nroutine = "desk-reset"\nat = ["11:00", "12:05"]\n')

    assert scene.look("2026-03-04 12:01") == [
        ("10:30", "came", "late: coach was not running, the computer was asleep, or its clock was set")
    ]
    assert scene.look("2026-03-04 12:05") == [("12:05", "came", "")]


def test_a_rule_that_is_changed_misses_nothing_from_before(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")
    scene.press("skip")
    scene.now = scene.at("2026-03-04 12:00")
    scene.save(DESK.replace("10:30", "11:45"))

    assert scene.look("2026-03-04 12:01") == []


def test_a_file_that_breaks_leaves_the_last_good_one_in_force_and_says_where(scene: Scene) -> None:
    scene.save('[reminder.desk]\nroutine = "desk-reset"\nat = "25:00"\n')
    scene.look("2026-03-04 09:01")
    scene.look("2026-03-04 09:02")

    [(_, told)] = scene.trouble.shown
    assert told.title == "Your reminders cannot be read"
    assert "reminders.toml:3:6" in told.text
    assert scene.look("2026-03-04 10:30") == [("10:30", "came", "")]


def test_a_clock_that_was_set_forth_and_back_loses_no_reminder(scene: Scene) -> None:
    scene.look("2026-03-05 10:30")
    scene.look("2026-03-04 10:00")

    assert ("10:30", "taken back", "the clock was set back") in scene.said()
    for day, clock in ((4, "10:30"), (4, "15:00"), (5, "10:30")):
        assert scene.look(f"2026-03-0{day} {clock}")[-1] == (clock, "came", "")


def test_a_clock_that_is_set_back_a_little_repeats_nothing(scene: Scene) -> None:
    scene.look("2026-03-04 10:30:10")
    scene.look("2026-03-04 10:29:50")

    assert scene.look("2026-03-04 10:30:20") == []


def test_a_traveller_is_reminded_by_the_clock_on_the_wall(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")
    scene.press("skip")
    scene.zone = ZoneInfo("America/New_York")

    assert scene.look("2026-03-04 10:30") == []  # it came already on this day
    assert scene.look("2026-03-04 15:00") == [("15:00", "came", "")]


def test_a_leap_day_has_its_reminder() -> None:
    with Scene(DESK, "2028-02-29 09:00") as scene:
        scene.look("2028-02-29 09:00")

        assert scene.look("2028-02-29 10:30") == [("10:30", "came", "")]


def test_doing_it_takes_it_from_the_screen(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")
    number = scene.store.begin("desk-reset", "Desk reset", scene.at("2026-03-04 10:35"), planned=4)
    scene.store.end(number, scene.at("2026-03-04 10:40"), finished=True)

    assert scene.look("2026-03-04 10:41") == [("10:30", "started", "you began it yourself")]
    assert scene.noted.seen is None


def test_what_a_command_changes_is_seen(scene: Scene) -> None:
    scene.look("2026-03-04 10:30")
    [kept] = scene.reminded.occurrences(scene.at("2026-03-04 10:00"))
    with Sessions.open() as other:
        from coach.reminder.journal.journal import Journal

        Journal(other).save_occurrences([replace(kept, state=OccurrenceState.SKIPPED, why="by command")])

    assert scene.agent.is_news()
    scene.look("2026-03-04 10:31")
    assert scene.noted.seen is None


def test_a_skipped_one_that_is_still_to_come_does_not_come(scene: Scene) -> None:
    from coach.reminder.journal.records import OccurrenceRecord

    moment = scene.at("2026-03-04 10:30")
    scene.reminded.save_occurrences(
        [
            OccurrenceRecord(
                "desk", moment.astimezone(scene.zone).replace(tzinfo=None), moment, OccurrenceState.SKIPPED
            )
        ]
    )

    assert scene.look("2026-03-04 10:31") == []


def test_a_history_that_cannot_be_written_loses_no_reminder(scene: Scene, home: Path) -> None:
    other = sqlite3.connect(home / "data" / "coach.db", isolation_level=None)
    other.execute("begin immediate")
    scene.look("2026-03-04 10:30")
    shown = len(scene.noted.shown)
    again = scene.look("2026-03-04 10:31")
    other.execute("rollback")
    other.close()
    written = scene.look("2026-03-04 10:32")

    assert shown == 1
    assert again == []
    assert written == [("10:30", "came", "")]
    assert any("Another program is writing" in line for line in scene.noted.log)
    assert len(scene.noted.shown) == 1


def test_it_looks_when_it_is_woken_and_leaves_when_it_is_told(scene: Scene) -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()
    scene.now = scene.at("2026-03-04 10:29")
    running = Thread(target=scene.agent.run, args=(inbox,), daemon=True)
    running.start()
    scene.now = scene.at("2026-03-04 10:30")
    inbox.put(Wake())

    waited(lambda: scene.noted.shown, "the reminder")
    inbox.put(Stop())
    running.join(5)

    assert not running.is_alive()


def test_it_sees_without_being_woken_that_the_time_has_come(scene: Scene) -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()
    scene.now = scene.at("2026-03-04 10:29")
    running = Thread(target=scene.agent.run, args=(inbox,), daemon=True)
    running.start()
    scene.now = scene.at("2026-03-04 12:00")  # as after a night's sleep: no job tells of it

    waited(lambda: scene.noted.shown, "the reminder", 5)
    inbox.put(Stop())
    running.join(5)


def test_a_minute_of_many_is_shown_in_few_notifications_and_each_is_written_at_its_time() -> None:
    many = "".join(
        f'[reminder.r{n:03}]\nroutine = "desk-reset"\nat = "10:{30 + n // 6:02}"\n' for n in range(60)
    )
    with Scene(many) as scene:
        scene.look("2026-03-04 09:00")
        scene.look("2026-03-04 10:29:59")
        for _ in range(660):
            scene.look(later(scene, 1 / 60))

        kept = scene.reminded.occurrences(scene.at("2026-03-04 10:00"))
        assert len(kept) == 60
        assert all(abs((each.shown or each.due) - each.due) <= timedelta(seconds=1) for each in kept)
        assert len(scene.noted.shown) == 10


def test_an_agent_that_cannot_open_the_history_says_so(home: Path) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "coach.db").write_bytes(b"this is no database" * 100)

    with pytest.raises(CoachError, match="damaged"):
        Scene().start()
