"""Real agents on real desktops: seen, heard, answered, killed, stopped, and found to have kept their word."""

import os
import re
import signal
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from called import coach
from desktops import NEEDED, Bus, Dunst, Screen, need
from lived import NO_SOUND, WHOLE, at_home, found, history, waited
from reminding import (
    SELDOM_S,
    Agent,
    happened,
    next_minute,
    passed,
    settings,
    told,
    until,
    utc,
    without_bus,
    written,
)

from bench.recording import RATE, Sink, Sound, available
from coach.cue.model import ChimeName
from coach.history.sessions import Sessions
from coach.reminder.journal.journal import Journal
from coach.sound.chimes import chime
from coach.speech.clips import Clips

pytestmark = [
    need(*NEEDED),
    pytest.mark.skipif(not available(), reason="there is no PulseAudio to record from"),
]
SECOND: Final = timedelta(seconds=1)
LATE: Final = timedelta(seconds=2)
"""A second, and one more for a machine on which everything else is tested at once."""


class Desk:
    """A home with the routine `short`, and a desktop, perhaps with sound. Use as a context."""

    def __init__(self, folder: Path, *, sounds: bool = False) -> None:
        self.home, self._closing, self._sounds = at_home(folder), ExitStack(), sounds

    def __enter__(self) -> "Desk":
        self.bus, screen = self._closing.enter_context(Bus()), self._closing.enter_context(Screen())
        self.dunst = self._closing.enter_context(Dunst(self.bus, screen))
        self.sink = Sink()
        if self._sounds:
            self._closing.enter_context(self.sink)
        names = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "XDG_SESSION_TYPE")
        sound = self.sink.env if self._sounds else NO_SOUND
        self.env = {**sound, **{name: self.dunst.env[name] for name in names}}
        brisk = {"rate": 220, "detail": "quiet"}
        settings(
            self.home, spoken=brisk, snooze="1 min", terminal="env", away=False
        )  # nobody is at this desk
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def due(self, ahead: float = 8) -> datetime:
        """Have `short` be due at the next minute; return that."""
        at = next_minute(ahead)
        written(self.home, f'[reminder.short]\nroutine = "short"\nat = "{at:%H:%M}"\nspeak = true\n')
        return at


class FromNothing(NamedTuple):
    due: datetime
    shown: datetime
    buttons: list[str]
    bell: float
    line: float
    snoozed_for: timedelta
    sessions: list[str]
    what: list[str]
    why: str
    left: int


def from_nothing(folder: Path) -> FromNothing:
    with Desk(folder, sounds=True) as desk:
        at = next_minute(20)
        added = coach(desk.home, "remind", "add", "short", "--at", f"{at:%H:%M}", "--speak", env=desk.env)
        assert added.returncode == 0, added.stderr
        with Agent(desk.home, desk.env) as agent:
            heard, line = _heard(desk, at)
            waited(desk.dunst.displayed, "the notification", every=SELDOM_S)
            came = until(desk.home, "came")[0]
            buttons = desk.dunst.offered()
            desk.dunst.press("Snooze 1 min")
            until(desk.home, "snoozed")
            waited(lambda: desk.dunst.displayed() == 0, "an empty screen", every=SELDOM_S)
            passed(until(desk.home, "snoozed")[0].at + 58 * SECOND)
            again = until(desk.home, "came", 2, 120)[1]
            waited(desk.dunst.displayed, "the notification again", every=SELDOM_S)
            desk.dunst.press("Start")
            until(desk.home, "started")
            waited(lambda: [s for s in history(desk.home) if s.finished], "the session", 120, every=SELDOM_S)
            why = coach(desk.home, "remind", "why", "short", env=desk.env).stdout
            left = agent.kill(signal.SIGTERM)
        snoozed = until(desk.home, "snoozed")[0]
        return FromNothing(
            utc(at),
            came.at,
            buttons,
            _whole(heard, chime(ChimeName.OPENING)),
            _whole(heard, line),
            again.at - snoozed.at,
            [session.routine for session in history(desk.home)],
            [each["what"] for each in reversed(told(desk.home, desk.env, "remind", "log"))],
            why,
            left,
        )


def test_from_nothing_to_a_session_by_way_of_its_buttons(scene: Callable[..., Any]) -> None:
    became: FromNothing = scene(from_nothing)

    assert timedelta(0) <= became.shown - became.due <= LATE
    assert sorted(became.buttons) == ["Skip", "Snooze 1 min", "Start"]
    assert became.bell > WHOLE
    assert became.line > WHOLE
    assert timedelta(seconds=59) <= became.snoozed_for <= timedelta(seconds=60) + LATE
    assert became.sessions == ["short"]
    assert became.what == ["came", "snoozed", "came", "started"]
    assert re.search(r"Started (to|yester)day at", became.why)  # it may be midnight meanwhile
    assert became.left == 0


class Killed(NamedTuple):
    before: list[str]
    after: list[tuple[str, str]]
    seen: str


def killed_while_firing(folder: Path) -> Killed:
    with Desk(folder) as desk:
        due = desk.due()
        with Agent(desk.home, desk.env) as agent:
            passed(due - SECOND)
            with desk.dunst.hanging():
                waited(lambda: _state(desk.home) == "firing", "the firing", 120)
                agent.kill()
            before = [each.what for each in happened(desk.home)]
        with Agent(desk.home, desk.env) as second:
            until(desk.home, "came")
            waited(desk.dunst.displayed, "the notification", every=SELDOM_S)
            desk.dunst.press("Skip")
            until(desk.home, "skipped")
            second.kill()
        after = [(each.what, each.why) for each in happened(desk.home)]
        return Killed(before, after, desk.dunst.seen()[-1].text)


def test_an_agent_that_is_killed_between_firing_and_showing_repeats_it_once_and_says_so(
    scene: Callable[..., Any],
) -> None:
    became: Killed = scene(killed_while_firing)

    assert became.before == []
    again = "again, since coach had to start anew: it may have been seen already"
    assert became.after == [("came", again), ("skipped", "by its button")]
    assert "You may have seen this already" in became.seen


class Slept(NamedTuple):
    due: datetime
    woken: datetime
    came: list[datetime]


def slept_through(folder: Path) -> Slept:
    with Desk(folder) as desk:
        due = desk.due()
        with Agent(desk.home, desk.env) as agent:
            os.kill(agent.process.pid, signal.SIGSTOP)
            passed(due + 3 * SECOND)
            woken = datetime.now().astimezone()
            os.kill(agent.process.pid, signal.SIGCONT)
            came = until(desk.home, "came")
            waited(desk.dunst.displayed, "the notification", every=SELDOM_S)
        return Slept(utc(due), utc(woken), [each.at for each in came])


def test_what_was_slept_through_comes_once_on_waking(scene: Callable[..., Any]) -> None:
    became: Slept = scene(slept_through)

    [came] = became.came
    assert timedelta(0) <= came - became.woken <= LATE


class Broken(NamedTuple):
    after: float
    title: str
    text: str
    second: int
    said: str
    left: int
    came: int


def broken_and_twice(folder: Path) -> Broken:
    with Desk(folder) as desk:
        due = desk.due(ahead=20)
        with Agent(desk.home, desk.env) as agent:
            second = coach(desk.home, "remind", "run", env=desk.env)
            saved = datetime.now()
            written(desk.home, '[reminder.short]\nroutine = "short"\nat = "25:00"\n')
            waited(desk.dunst.displayed, "the notification of the mistake", every=SELDOM_S / 5)
            after = (datetime.now() - saved).total_seconds()
            desk.dunst.close()
            notice = waited(desk.dunst.seen, "what was seen")[-1]
            passed(due)
            came = until(desk.home, "came", patience=120)
            left = agent.kill(signal.SIGINT)
        return Broken(after, notice.title, notice.text, second.returncode, second.stderr, left, len(came))


def test_a_file_that_breaks_is_told_within_two_seconds_and_the_last_good_one_comes(
    scene: Callable[..., Any],
) -> None:
    became: Broken = scene(broken_and_twice)

    assert became.after <= 3
    assert became.title == "Your reminders cannot be read"
    assert "reminders.toml:3:6" in became.text
    assert became.came == 1
    assert became.left == 0


def test_a_second_agent_leaves_at_once_and_says_why(scene: Callable[..., Any]) -> None:
    became: Broken = scene(broken_and_twice)

    assert became.second == 1
    assert "another agent runs" in became.said


class Alone(NamedTuple):
    heard: float
    what: list[str]


def without_a_desktop(folder: Path) -> Alone:
    with Desk(folder, sounds=True) as desk:
        env = without_bus(desk.env)
        at = next_minute()
        written(desk.home, f'[reminder.short]\nroutine = "short"\nat = "{at:%H:%M}"\n')
        with Agent(desk.home, env):
            heard, line = _heard(desk, at)
            until(desk.home, "came")
        return Alone(_whole(heard, line), [each.what for each in happened(desk.home)])


def test_without_a_notification_service_a_line_is_spoken(scene: Callable[..., Any]) -> None:
    became: Alone = scene(without_a_desktop)

    assert became.heard > WHOLE
    assert became.what == ["came"]


class Once(NamedTuple):
    code: int
    came: list[str]
    again: list[str]


def once(folder: Path) -> Once:
    home = at_home(folder)
    settings(home)
    now = datetime.now().astimezone()
    path = written(home, f'[reminder.short]\nroutine = "short"\nat = "{now - timedelta(minutes=1):%H:%M}"\n')
    os.utime(path, (now.timestamp() - 300, now.timestamp() - 300))
    env = without_bus(NO_SOUND)
    first = coach(home, "remind", "run", "--once", env=env)
    came = [each.what for each in happened(home)]
    coach(home, "remind", "run", "--once", env=env)
    return Once(first.returncode, came, [each.what for each in happened(home)])


def test_run_once_brings_what_is_due_and_leaves(scene: Callable[..., Any]) -> None:
    became: Once = scene(once)

    assert became == Once(0, ["came"], ["came"])


def _heard(desk: Desk, due: datetime) -> tuple[Sound, Sound]:
    """Return what is heard from shortly before a moment on, and the one line that was spoken in it."""
    passed(due - 3 * SECOND)
    with desk.sink.record() as recording:
        clips = desk.home / "cache" / "clips"
        name = waited(lambda: next((path.stem for path in clips.glob("*.wav")), ""), "the line")
        clip = Clips(clips).get(name)
        assert clip is not None
        # The line is made before it is sounded, behind its chime.
        end = recording.seconds + 5 + len(clip.sound) / RATE
        waited(lambda: recording.seconds > end, "the line's end", every=SELDOM_S)
        return recording.sound, clip.sound


def _whole(heard: Sound, sound: Sound) -> float:
    """Return how much of a sound is in what was heard."""
    return found(heard, sound, 0, len(heard))[1]


def _state(home: Path) -> str:
    with Sessions.open(home / "data" / "coach.db") as store:
        kept = Journal(store).occurrences(utc(datetime.now().astimezone()) - timedelta(minutes=5))
    return str(kept[0].state) if kept else ""


SCENES = [from_nothing, killed_while_firing, slept_through, broken_and_twice, without_a_desktop, once]
