"""The loop of a session: how long it waits, whom it tells, and what it makes of the clocks."""

from collections.abc import Callable
from dataclasses import replace
from queue import SimpleQueue

import pytest
from played import Play, clip, do, named, say, script
from simulated import NEVER, Inbox

from coach.cue.model import Chime, ChimeName, Role, Spoken
from coach.routine.model import DoseKeys
from coach.session.events import Ended, Event, Heard, Paused
from coach.session.inputs import Input, Interrupted, Suspended
from coach.session.loop import LOOK, SHORTEST, Parts, run
from coach.session.machine.state import Options
from coach.sound.mix import Sound
from coach.time.units import RATE

SCRIPT = script(say("Look up."), do("reach"), of=(named("reach", DoseKeys(reps=4)),))
OPTIONS = Options(chimes=clip, fallback=clip)


class Watched(Inbox):
    """An inbox that notes how long it was to be waited for, and acts just before a wait."""

    def __init__(self, act: Callable[[int], None] = lambda _: None) -> None:
        super().__init__(lambda line: (0.0, clip(line)))
        self.timeouts: list[float] = []
        self._act = act

    def get(self, *, timeout: float) -> Input:
        self._act(len(self.timeouts))
        self.timeouts.append(timeout)
        return super().get(timeout=timeout)


def parts(
    inbox: Inbox, *observers: Callable[[Event], None], stop: Callable[[], None] = lambda: None
) -> Parts:
    def chime(name: ChimeName) -> Sound:
        return inbox.voices.sound_of(Chime(name), clip(Chime(name)))

    return Parts(inbox, inbox.device, inbox.voices, inbox.timer, inbox.clock, chime, observers, stop)


def test_it_looks_at_the_clocks_four_times_a_second_and_never_waits_for_no_time() -> None:
    inbox = Watched()

    code = run(SCRIPT, OPTIONS, parts(inbox))

    assert code == 0
    assert max(inbox.timeouts) == LOOK == 0.25
    assert min(inbox.timeouts) >= SHORTEST
    assert len(inbox.timeouts) > inbox.clock.samples / RATE / LOOK


def test_what_is_told_is_the_same_however_often_it_looks() -> None:
    events: list[Event] = []
    play = Play(SCRIPT)
    play.end()

    run(SCRIPT, OPTIONS, parts(Watched(), events.append))

    assert events == play.events


def test_a_machine_that_slept_finds_its_session_paused() -> None:
    events: list[Event] = []

    def act(turn: int) -> None:
        if turn == 20:
            inbox.clock.asleep += 40
        if turn == 40:
            inbox.put(Interrupted())

    inbox = Watched(act)
    code = run(SCRIPT, OPTIONS, parts(inbox, events.append))

    assert [event.why for event in events if isinstance(event, Paused)] == ["slept"]
    assert code == 130


def test_a_clock_that_was_set_arms_the_timer_anew_and_nothing_else_changes() -> None:
    events: list[Event] = []
    due: list[tuple[int, int] | None] = []

    def act(turn: int) -> None:
        if turn == 20:
            inbox.clock.set_ahead += 3600
            inbox.timer.due = None
        due.append(inbox.timer.due)

    inbox = Watched(act)
    play = Play(SCRIPT)
    play.end()
    run(SCRIPT, OPTIONS, parts(inbox, events.append))

    assert due[20] is None
    assert due[21] is not None
    assert events == play.events


def test_an_observer_that_fails_is_told_no_more_and_the_others_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    events: list[Event] = []
    failing: list[Event] = []

    def fail(event: Event) -> None:
        failing.append(event)
        raise ValueError("no \x1b[31mroom")

    code = run(SCRIPT, OPTIONS, parts(Watched(), fail, events.append))

    assert code == 0
    assert len(failing) == 1
    assert isinstance(events[-1], Ended)
    assert capsys.readouterr().err == "The session goes on without one of its records: no [31mroom\n"


def test_the_process_is_stopped_once_with_its_sound_held() -> None:
    held: list[bool] = []

    def act(turn: int) -> None:
        if turn in (20, 30):
            inbox.put(Suspended() if turn == 20 else Interrupted())

    inbox = Watched(act)
    run(SCRIPT, OPTIONS, parts(inbox, stop=lambda: held.append(inbox.device.held)))

    assert held == [True]


def test_a_line_without_a_clip_is_told_and_makes_no_sound() -> None:
    events: list[Event] = []
    inbox = Watched()
    inbox.voices.voice = lambda line: (0.0, None if line.text == "Look up." else clip(line))

    run(SCRIPT, OPTIONS, parts(inbox, events.append))

    missing = [event.cue for event in events if isinstance(event, Heard) and event.missing]
    sounded = [inbox.voices.cue_of(one.sound) for one in inbox.device.sounded]
    assert missing == [Spoken("Look up.", Role.LINE)]
    assert missing[0] not in sounded
    assert all(one.whole for one in inbox.device.sounded)


def test_a_real_queue_is_an_inbox() -> None:
    queue: SimpleQueue[Input] = SimpleQueue()
    inbox = Inbox(lambda line: (NEVER, None))
    for _ in range(2):
        queue.put(Interrupted())

    code = run(SCRIPT, OPTIONS, replace(parts(inbox), inbox=queue))

    assert code == 130
