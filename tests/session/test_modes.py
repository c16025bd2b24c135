"""What each mode allows: every command in every mode has an effect, or has none."""

from collections.abc import Callable
from functools import cache, partial
from itertools import product

import pytest
from played import Play, clip, do, named, rest, say, script

from coach.routine.model import DoseKeys, Say, VariantKeys
from coach.session.inputs import Asked, Command, Now, Slept, Tick
from coach.session.machine.machine import step
from coach.session.modes import ALLOWED, Mode
from coach.time.units import RATE, Samples, Seconds

SAY = Say(setup="Sit tall.", move="Reach.", end="Let go.")
LESS, FURTHER = VariantKeys("Do less.", DoseKeys(reps=2)), VariantKeys("Further.", DoseKeys(reps=6))
OF = (named("reach", DoseKeys(reps=4), say=SAY, easier=LESS, harder=FURTHER),)
SCRIPT = script(say("Look up."), do("reach"), rest(20), say("Well done."), of=OF)
WAIT = "Take your time. Press the space bar when you are ready to go on."


def playing(word: str, *commands: Command) -> Play:
    play = Play(SCRIPT, options={"ask_before": ("morning",), "ask_after": ("effort",)})
    play.hear(word)
    play.wait(0.1)
    play.ask(*commands)
    return play


def waits_for_a_key(*commands: Command) -> Play:
    play = playing("two", Command.WAIT)
    play.until(lambda: play.state.mode is Mode.WAITING)
    play.ask(*commands)
    return play


def says_that_it_waits() -> Play:
    play = playing("two", Command.WAIT)
    play.hear(WAIT)
    return play


def asks(*commands: Command) -> Play:
    play = playing("Test. About five minutes.")
    play.until(lambda: play.state.mode is Mode.ASKING)
    play.ask(*commands)
    return play


def slept() -> Play:
    play = playing("two")
    play.give(Slept(Seconds(60)))
    return play


def is_late() -> Play:
    return Play(SCRIPT, voice=lambda line: (30.0, clip(line)))


def is_over() -> Play:
    play = playing("Look up.", Command.STOP)
    play.end()
    return play


SCENES: dict[Mode, list[Callable[[], Play]]] = {
    Mode.PLAYING: [
        *(partial(playing, word) for word in ("Test. About five minutes.", "Look up.", "two", "Well done.")),
        *(partial(playing, "two", command) for command in (Command.WAIT, Command.EASIER, Command.MORE)),
        *(says_that_it_waits, is_late),
    ],
    Mode.PAUSED: [
        *(partial(playing, word, Command.PAUSE) for word in ("Test. About five minutes.", "two")),
        *(slept, partial(asks, Command.PAUSE)),
    ],
    Mode.WAITING: [partial(waits_for_a_key, *before) for before in ((), (Command.EASIER,), (Command.MORE,))],
    Mode.ASKING: [partial(asks, *before) for before in ((), (Command.WAIT,), (Command.MUTE,))],
    Mode.STOPPING: [partial(playing, word, Command.STOP) for word in ("Look up.", "two", "Well done.")],
    Mode.OVER: [is_over],
}
LOUDNESS = {Command.LOUDER, Command.SOFTER, Command.MUTE}
WITHOUT_EFFECT = {
    (Mode.PAUSED, Command.PAUSE),
    (Mode.WAITING, Command.PAUSE),
    (Mode.ASKING, Command.RESUME),
    *((Mode.STOPPING, command) for command in Command if command not in LOUDNESS),
    *((Mode.OVER, command) for command in Command),
}


@cache
def scenes(mode: Mode) -> tuple[Play, ...]:
    """Return sessions in that mode, each in another situation."""
    return tuple(scene() for scene in SCENES[mode])


def has_effect(play: Play, command: Command) -> bool:
    """Return whether a command does more in a moment of a session than that the time passes."""
    now = Now(Seconds(play.clock / RATE), Samples(play.position))
    return step(play.state, now, Asked(command)) != step(play.state, now, Tick())


@pytest.mark.parametrize("mode", Mode)
def test_each_scene_is_of_its_mode(mode: Mode) -> None:
    assert {play.state.mode for play in scenes(mode)} == {mode}


@pytest.mark.parametrize(("mode", "command"), list(product(Mode, Command)))
def test_a_command_is_allowed_where_it_has_an_effect_and_nowhere_else(mode: Mode, command: Command) -> None:
    effect = any(has_effect(play, command) for play in scenes(mode))

    assert effect == ((mode, command) not in WITHOUT_EFFECT)
    assert effect == (command in ALLOWED[mode])
