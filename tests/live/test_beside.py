"""A session that runs is told to whoever would begin another, before a sound is made."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from called import Ran, coach
from lived import NO_SOUND, Live, at_home, history

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only")


@dataclass(frozen=True, slots=True)
class Beside:
    """What those were told that came while a session ran, and what it became."""

    since: tuple[datetime, datetime]
    refused: Ran
    resumed: Ran
    elsewhere: Ran
    anyway: int
    third: Ran
    after_a_kill: Ran
    kept: int


def beside(home: Path) -> Beside:
    home = at_home(home)
    (other := home / "run").mkdir(mode=0o700)
    begun = datetime.now().astimezone()
    first = Live(home, stdin=subprocess.PIPE)
    first.until("started")
    since = (begun, datetime.now().astimezone())
    first.say("pause")
    refused = coach(home, "start", "short")
    resumed = coach(home, "start", "--resume")
    elsewhere = coach(home, "start", "short", env={**NO_SOUND, "XDG_RUNTIME_DIR": str(other)})
    kept = len(history(home))
    second = Live(home, "short", "--anyway", stdin=subprocess.PIPE)
    second.until("started")
    second.say("pause")
    first.kill()
    first.ended()
    third = coach(home, "start", "short")
    second.say("stop")
    anyway = second.ended()
    last = Live(home, stdin=subprocess.PIPE)
    last.until("started")
    last.kill()
    last.ended()
    after = coach(home, "start", "short", "--rate", "220", given="stop\n")
    return Beside(since, refused, resumed, elsewhere, anyway, third, after, kept)


SCENES = (beside,)


@pytest.fixture
def told(scene: Callable[..., Beside]) -> Beside:
    return scene(beside)


def test_it_says_which_routine_runs_and_since_when_and_leaves(told: Beside) -> None:
    times = {f"{moment:%H:%M}" for moment in told.since}

    assert (told.refused.returncode, told.refused.stdout) == (1, "")
    assert told.refused.stderr in {
        f"Short one (short) has been running since {time}. "
        "End it first, or begin this one beside it: add --anyway\n"
        for time in times
    }


@pytest.mark.parametrize("way", ["resumed", "elsewhere"])
def test_so_it_does_however_it_is_begun(told: Beside, way: str) -> None:
    ran = getattr(told, way)

    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", told.refused.stderr)


def test_one_that_is_wanted_all_the_same_runs_and_is_told_of_in_its_turn(told: Beside) -> None:
    assert told.anyway == 0
    assert told.third.returncode == 1
    assert told.third.stderr.startswith("Short one (short) has been running since ")


def test_one_that_was_killed_is_in_nobodys_way(told: Beside) -> None:
    assert told.after_a_kill.returncode == 0


def test_those_that_were_refused_are_in_no_history(told: Beside) -> None:
    assert told.kept == 1
