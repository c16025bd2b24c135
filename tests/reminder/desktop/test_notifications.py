"""A notice on a real notification daemon: shown as it is, answered, replaced, and never waited for."""

import os
import subprocess
import sys
from collections.abc import Iterator
from queue import SimpleQueue
from time import monotonic  # noqa: TID251 - how long a caller waits is what is measured

import pytest
from desktops import NO_BUS, Bus, Dunst, Screen, need
from lived import waited

from coach.reminder.desktop.notifications import NUMBERS, PATIENCE, Desktop
from coach.reminder.model import Notice

pytestmark = need()

BUTTONS = (("start", "Start"), ("snooze", "Snooze"), ("skip", "Skip"))
NOTICE = Notice("Desk reset", "Five minutes beside your chair.\nOr type: coach start desk-reset", BUTTONS)
OTHER = Notice("Morning stretch", "Ten minutes.", BUTTONS)
AT_ONCE = PATIENCE + 1.0

Answers = SimpleQueue[tuple[str, str]]


@pytest.fixture(scope="module")
def screen(in_real_time: None) -> Iterator[Screen]:
    with Screen() as screen:
        yield screen


@pytest.fixture
def bus(in_real_time: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with Bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus


@pytest.fixture
def dunst(bus: Bus, screen: Screen) -> Iterator[Dunst]:
    with Dunst(bus, screen) as dunst:
        yield dunst


@pytest.fixture
def answers() -> Answers:
    return SimpleQueue()


@pytest.fixture
def desktop(in_real_time: None, answers: Answers) -> Iterator[Desktop]:
    desktop = Desktop(lambda key, answer: answers.put((key, answer)))
    yield desktop
    desktop.close()


def _shown(desktop: Desktop, key: str = "a", notice: Notice = NOTICE) -> bool:
    """Show a notice; a machine that is busy may need more than one try to do so in time."""
    return waited(lambda: desktop.show(key, notice), "a notice")


def test_a_notice_is_shown_with_its_title_its_text_and_its_buttons(dunst: Dunst, desktop: Desktop) -> None:
    assert _shown(desktop)

    assert dunst.displayed() == 1
    assert sorted(dunst.offered()) == ["Skip", "Snooze", "Start"]
    desktop.clear()
    waited(dunst.seen, "its end")
    [seen] = dunst.seen()
    assert seen.title == NOTICE.title
    assert seen.drawn == f"{NOTICE.title}\n{NOTICE.text}"
    assert seen.timeout == 0, "it stays until it is answered"


@pytest.mark.parametrize(("label", "answer"), [("Snooze", "snooze"), ("Start", "start")])
def test_a_button_that_is_pressed_is_told_and_the_notice_goes(
    label: str, answer: str, dunst: Dunst, desktop: Desktop, answers: Answers
) -> None:
    _shown(desktop, "desk-reset")

    dunst.press(label)

    assert answers.get(timeout=10) == ("desk-reset", answer)
    waited(lambda: dunst.displayed() == 0, "its end")
    assert answers.empty()


def test_a_notice_that_is_closed_is_told_as_dismissed(
    dunst: Dunst, desktop: Desktop, answers: Answers
) -> None:
    _shown(desktop, "desk-reset")

    dunst.close()

    assert answers.get(timeout=10) == ("desk-reset", "dismissed")


def test_a_click_on_the_notice_is_told_as_one(dunst: Dunst, desktop: Desktop, answers: Answers) -> None:
    _shown(desktop, "desk-reset")

    dunst.click()

    assert answers.get(timeout=10) == ("desk-reset", "clicked")


def test_a_notice_stands_in_place_of_the_one_before_whose_end_is_no_answer(
    dunst: Dunst, desktop: Desktop, answers: Answers
) -> None:
    _shown(desktop, "first")
    _shown(desktop, "second", OTHER)

    assert dunst.displayed() == 1
    assert [seen.title for seen in dunst.seen()] == [NOTICE.title]
    dunst.press("Start")
    assert answers.get(timeout=10) == ("second", "start")
    assert answers.empty()


def test_text_that_would_be_markup_or_control_is_shown_as_it_is(dunst: Dunst, desktop: Desktop) -> None:
    hostile = '<b>5 < 6</b> & "co" &amp; <a href="file:///etc/passwd">x</a> </span>'

    _shown(desktop, notice=Notice(f"<i>{hostile}\x1b[31m\x00", f"{hostile}\x07\u202e\nend\ud800", BUTTONS))

    assert dunst.displayed() == 1
    desktop.clear()
    [seen] = waited(dunst.seen, "its end")
    assert seen.drawn == f"<i>{hostile}[31m\n{hostile}\nend\N{REPLACEMENT CHARACTER}"


def test_where_there_is_no_service_a_notice_is_not_shown_and_nobody_waits(bus: Bus, desktop: Desktop) -> None:
    begun = monotonic()

    assert not desktop.show("a", NOTICE)

    assert monotonic() - begun < AT_ONCE


def test_where_there_is_no_bus_a_notice_is_not_shown_and_nobody_waits(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", NO_BUS["DBUS_SESSION_BUS_ADDRESS"])
    begun = monotonic()

    assert not desktop.show("a", NOTICE)

    assert monotonic() - begun < AT_ONCE


def test_a_service_that_crashed_and_came_back_shows_the_next_notice(
    dunst: Dunst, desktop: Desktop, answers: Answers
) -> None:
    _shown(desktop, "first")
    dunst.kill()
    assert not desktop.show("between", NOTICE)
    dunst.start()

    _shown(desktop, "second", OTHER)

    assert dunst.displayed() == 1
    dunst.press("Snooze")
    assert answers.get(timeout=10) == ("second", "snooze")


def test_another_program_s_notice_is_not_closed_for_having_our_old_number(
    bus: Bus, dunst: Dunst, desktop: Desktop
) -> None:
    _shown(desktop, "first")
    dunst.kill()
    dunst.start()
    path, member = "/org/freedesktop/Notifications", "org.freedesktop.Notifications.Notify"
    for title in ("Letter", "Card", "Parcel"):
        theirs: tuple[object, ...] = ("Mail", 0, "", title, "From a friend", [], {}, 0)
        bus.call("org.freedesktop.Notifications", path, member, "susssasa{sv}i", *theirs)

    _shown(desktop, "second", OTHER)

    assert dunst.displayed() == 4


def test_a_service_that_hangs_is_not_waited_for_and_what_it_shows_late_is_taken_away(
    dunst: Dunst, desktop: Desktop
) -> None:
    _shown(desktop, "first")
    with dunst.hanging():
        begun = monotonic()
        assert not desktop.show("second", OTHER)
        assert not desktop.show("third", OTHER)
        assert monotonic() - begun < 2 * AT_ONCE

    waited(lambda: dunst.displayed() == 0, "the end of what came late")
    _shown(desktop, "fourth", OTHER)
    assert dunst.displayed() == 1


def test_a_bus_that_was_started_anew_carries_the_next_notice(
    bus: Bus, screen: Screen, desktop: Desktop, answers: Answers
) -> None:
    with Dunst(bus, screen):
        _shown(desktop, "first")
        bus.kill()
        assert not desktop.show("between", NOTICE)
    bus.start()
    with Dunst(bus, screen) as dunst:
        _shown(desktop, "second", OTHER)

        dunst.press("Start")

        assert answers.get(timeout=10) == ("second", "start")


def test_nothing_of_all_that_goes_wrong_is_written_on_standard_error() -> None:
    script = (
        "from coach.reminder.desktop.notifications import Desktop, Notice; d = Desktop(print);"
        "print(d.show('a', Notice('Title', 'Text'))); d.clear(); d.close()"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **NO_BUS},
        capture_output=True,
        check=True,
        text=True,
    )

    assert (run.stdout, run.stderr) == ("False\n", "")


def test_the_library_keeps_the_number_of_a_notice_where_it_is_looked_for() -> None:
    from desktop_notifier.backends.dbus import DBusDesktopNotifier
    from desktop_notifier.common import Icon

    numbers = getattr(DBusDesktopNotifier("coach", Icon(name="appointment-soon")), NUMBERS)
    numbers[7] = "a notice"

    assert list(numbers.items()) == [(7, "a notice")]
