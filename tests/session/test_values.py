"""What is asked for comes back in values: the step, the way, the level, the reason; no words among them."""

from dataclasses import fields
from typing import get_args

import pytest
from played import Play, do, named, rest, say, script

from coach.cue import wording
from coach.cue.model import Refusal
from coach.routine.model import DoseKeys, Say, VariantKeys
from coach.routine.plan.plan import Difficulty
from coach.session.inputs import Command, DeviceChanged, Entered, Typed
from coach.session.modes import Mode
from coach.session.replies import (
    AnswerRejected,
    MoreAdded,
    MuteSet,
    Refused,
    Reply,
    VolumeSet,
    WaitSet,
    WaySet,
)
from coach.session.troubles import DeviceLost, DeviceNamed
from coach.time.units import Samples

SAY = Say(setup="Sit tall.", move="Reach.", end="Let go.")
OF = (
    named("reach", DoseKeys(reps=6), say=SAY, easier=VariantKeys("Do less.", DoseKeys(reps=4))),
    named("plain", DoseKeys(reps=3), say=SAY),
)
SCRIPT = script(say("Look up."), do("reach"), rest(20), do("plain"), of=OF)


def test_a_way_is_told_with_its_step() -> None:
    play = Play(SCRIPT)
    play.hear("two")

    play.ask(Command.EASIER, Command.HARDER)

    at = Samples(play.position)
    assert play.told(WaySet) == [WaySet(at, 1, Difficulty.EASIER), WaySet(at, 1, Difficulty.AS_WRITTEN)]


def test_a_little_more_is_told_with_its_step_and_how_often() -> None:
    play = Play(SCRIPT)
    play.hear("two")

    play.ask(Command.MORE, Command.MORE)

    assert [(e.step, e.times) for e in play.told(MoreAdded)] == [(1, 1), (1, 2)]


def test_the_volume_and_the_mute_are_told_apart() -> None:
    play = Play(SCRIPT, options={"volume": 70})

    play.ask(Command.MUTE, Command.MUTE, Command.SOFTER)

    start = Samples(0)
    assert [e for e in play.events if isinstance(e, Reply)] == [
        *(MuteSet(start, muted=True), MuteSet(start, muted=False), VolumeSet(start, 60))
    ]


def test_waiting_is_told_on_and_off() -> None:
    play = Play(SCRIPT)
    play.hear("two")

    play.ask(Command.WAIT, Command.WAIT)

    assert [e.on for e in play.told(WaitSet)] == [True, False]


@pytest.mark.parametrize(
    ("word", "command", "reason"),
    [
        ("Test. About five minutes.", Command.NEXT, Refusal.SAFETY_FIRST),
        ("Look up.", Command.EASIER, Refusal.NO_EXERCISE),
        ("First, reach.", Command.HARDER, Refusal.NO_HARDER_WAY),
        ("Last, plain.", Command.EASIER, Refusal.NO_EASIER_WAY),
        ("Look up.", Command.MORE, Refusal.NO_MORE),
        ("Last, plain.", Command.WAIT, Refusal.NO_NEXT_STEP),
    ],
)
def test_what_is_refused_is_told_with_its_reason_and_said_in_its_words(
    word: str, command: Command, reason: Refusal
) -> None:
    play = Play(SCRIPT)
    play.hear(word)

    play.ask(command)
    refused = play.told(Refused)
    play.end()

    assert [e.reason for e in refused] == [reason]
    assert play.words.count(wording.REFUSED[reason]) == 1


def test_nothing_is_said_aloud_where_nothing_comes_next() -> None:
    play = Play(SCRIPT)
    play.hear("That was test, two exercises.")

    play.ask(Command.NEXT)
    play.end()

    assert [e.reason for e in play.told(Refused)] == [Refusal.NOTHING_NEXT]
    assert wording.REFUSED[Refusal.NOTHING_NEXT] not in play.words


def test_each_reason_has_its_words() -> None:
    assert set(wording.REFUSED) == set(Refusal)
    assert len(set(wording.REFUSED.values())) == len(Refusal)


def test_an_answer_that_is_none_is_told_with_the_range() -> None:
    play = Play(SCRIPT, options={"ask_before": ("morning",)})
    play.until(lambda: play.state.mode is Mode.ASKING)

    play.give(Typed("7"))
    play.give(Entered())

    assert play.told(AnswerRejected) == [AnswerRejected(Samples(play.position), "morning", 1, 3)]


def test_a_device_is_told_by_its_name_and_that_it_is_lost() -> None:
    play = Play(SCRIPT)

    play.give(DeviceChanged(False, "Speaker"))
    play.give(DeviceChanged(True, "Head\x1bphones"))

    assert play.told(DeviceLost) == [DeviceLost(Samples(0))]
    assert play.told(DeviceNamed) == [DeviceNamed(Samples(0), "Head\x1bphones")]


def test_no_event_of_what_was_asked_for_has_room_for_a_sentence() -> None:
    kinds = {field.type for event in get_args(Reply) for field in fields(event) if field.name != "name"}

    assert str not in kinds
