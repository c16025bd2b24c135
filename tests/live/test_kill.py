"""What a kill in the middle leaves behind: what was done is kept, nothing runs on, and it can be resumed."""

import os
import pty
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lived import TROUBLE, Live, alive, at_home, history, waited

from coach.time.units import Seconds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc")

LONGER = """\
name = "Longer"
category = "education"
level = "gentle"
minutes = 1

[[step]]
say = "Sit tall."

[[step]]
exercise = "tap"

[[step]]
say = "Look ahead."

[[step]]
say = "Well done."
"""
SHORTENED = LONGER.partition('[[step]]\nexercise = "tap"')[0]
OTHER = LONGER.replace(
    '[[step]]\nsay = "Sit tall."', '[[step]]\nsay = "Breathe."\n\n[[step]]\nsay = "Sit tall."'
)


def resumed(home: Path) -> Live:
    return Live(home, "--resume")


def killed(home: Path, routine: str = LONGER) -> Live:
    """Kill a session with its third step just begun."""
    live = Live(at_home(home, routine))
    live.until("step_started", step=2)
    live.worker()
    live.kill()
    live.ended()
    return live


def twice_killed(home: Path) -> tuple[int, Live, Live, Live]:
    first = Live(at_home(home, LONGER))
    first.until("step_started", step=2)
    worker = first.worker()
    first.kill()
    first.ended()
    waited(lambda: not alive(worker), "the worker's end")
    second = resumed(home)
    second.until("step_started", step=3)
    second.kill()
    second.ended()
    third = resumed(home)
    third.ended()
    return worker, first, second, third


def shortened_meanwhile(home: Path) -> Live:
    killed(home)
    live = resumed(at_home(home, SHORTENED))
    live.ended()
    return live


def lengthened_meanwhile(home: Path) -> Live:
    killed(home)
    live = resumed(at_home(home, OTHER))
    live.ended()
    return live


def gone_meanwhile(home: Path) -> Live:
    killed(home)
    (home / "config" / "routines" / "education" / "short.toml").unlink()
    live = resumed(home)
    live.ended()
    return live


def beside_another(home: Path) -> tuple[Live, Live]:
    """Two sessions at once, of one home."""
    one = Live(at_home(home, LONGER), "short", "--anyway")
    other = Live(home, "short", "--from", "3", "--anyway")
    one.ended()
    other.ended()
    return one, other


def told_to_survive_its_terminal(home: Path) -> Live:
    """As `nohup` starts it: a hang-up is to be ignored."""
    program = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\nfrom coach.__main__ import main; main()"
    )
    live = Live(at_home(home), program=("-c", program))
    live.until("step_started", step=0)
    live.kill(signal.SIGHUP)
    live.ended()
    return live


def terminal_gone(home: Path) -> Live:
    """Its keys came from a terminal that is no more."""
    ours, theirs = pty.openpty()
    live = Live(at_home(home), stdin=theirs)
    os.close(theirs)
    live.until("started")
    os.write(ours, b"m")
    live.until("mute_set", muted=True)
    os.close(ours)
    live.ended()
    return live


def interrupted_twice(home: Path) -> tuple[Live, float]:
    """Interrupted, and again while the last words are said; with the position at which these would end."""
    live = Live(at_home(home))
    live.until("started")
    live.kill(signal.SIGINT)
    until = live.until("heard", text="Stopping here. What you did is saved.")["until"]
    live.kill(signal.SIGINT)
    live.ended()
    return live, until


LONG = (twice_killed, shortened_meanwhile, lengthened_meanwhile, gone_meanwhile)
SCENES = (terminal_gone, told_to_survive_its_terminal, beside_another, interrupted_twice)


def test_a_killed_session_has_kept_what_was_done(scene: Callable[..., tuple[int, Live, Live, Live]]) -> None:
    _, first, _, _ = scene(twice_killed)

    session = history(first.home)[-1]
    assert session.ended is None
    assert not session.finished
    assert [(step.step, step.title) for step in session.steps] == [(0, "Sit tall"), (1, "Tap")]
    assert [step.worked for step in session.steps] == [Seconds(0), Seconds(6)]


def test_the_worker_of_a_killed_session_ends_too(scene: Callable[..., tuple[int, Live, Live, Live]]) -> None:
    worker, *_ = scene(twice_killed)

    assert not alive(worker)


def test_resume_says_the_safety_words_and_goes_on_at_the_step_that_was_broken_off(
    scene: Callable[..., tuple[int, Live, Live, Live]],
) -> None:
    _, _, second, _ = scene(twice_killed)

    assert second.err[0] == "Going on with Longer, at step 3."
    assert second.texts[0] == "Longer. About half a minute."
    assert sum("stop" in text for text in second.texts) == 2
    assert [event["step"] for event in second.told("step_started")] == [2, 3]


def test_what_was_resumed_and_killed_can_be_resumed(
    scene: Callable[..., tuple[int, Live, Live, Live]],
) -> None:
    _, _, _, third = scene(twice_killed)

    assert third.process.returncode == 0
    assert [event["step"] for event in third.told("step_started")] == [3]
    assert third.events[-1]["finished"]


def test_once_it_is_finished_there_is_nothing_to_resume(
    scene: Callable[..., tuple[int, Live, Live, Live]],
) -> None:
    _, first, _, _ = scene(twice_killed)

    again = resumed(first.home)
    code = again.ended()

    assert code == 2
    assert again.err == ["There is no session to go on with. `coach start` begins one."]


def test_a_routine_without_what_was_done_last_begins_anew(scene: Callable[..., Live]) -> None:
    live = scene(shortened_meanwhile)

    assert live.process.returncode == 0
    assert live.err[1] == "Longer has changed since; it goes on at step 1 of 1."
    assert [event["step"] for event in live.told("step_started")] == [0]


def test_a_routine_with_a_new_step_before_goes_on_where_it_was(scene: Callable[..., Live]) -> None:
    live = scene(lengthened_meanwhile)

    assert live.err[1] == "Longer has changed since; it goes on at step 4 of 5."
    assert [event["title"] for event in live.told("step_started")] == ["Look ahead", "Well done"]


def test_a_routine_that_is_gone_meanwhile_is_named(scene: Callable[..., Live]) -> None:
    live = scene(gone_meanwhile)

    assert live.process.returncode == 2
    assert live.out == []
    assert live.err[-1].startswith("There is no routine called 'short'.")


def test_two_sessions_at_once_are_kept_each_for_itself(scene: Callable[..., tuple[Live, Live]]) -> None:
    one, other = scene(beside_another)

    kept = sorted([step.step for step in session.steps] for session in history(one.home))
    assert (one.process.returncode, other.process.returncode) == (0, 0)
    assert kept == [[0, 1, 2, 3], [2, 3]]
    assert one.told(*TROUBLE) + other.told(*TROUBLE) == []


def test_a_session_that_is_to_outlive_its_terminal_does(scene: Callable[..., Live]) -> None:
    live = scene(told_to_survive_its_terminal)

    assert live.process.returncode == 0
    assert live.events[-1]["finished"]


def test_a_terminal_that_is_gone_stops_no_session(scene: Callable[..., Live]) -> None:
    live = scene(terminal_gone)

    assert live.process.returncode == 0
    assert live.events[-1]["finished"]
    assert "Traceback" not in "".join(live.err)


def test_a_second_interrupt_ends_at_once(scene: Callable[..., tuple[Live, float]]) -> None:
    live, words_end = scene(interrupted_twice)

    assert live.process.returncode == 130
    assert live.events[-1]["event"] == "ended"
    assert live.events[-1]["at"] < words_end
