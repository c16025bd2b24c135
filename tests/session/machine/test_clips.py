"""What is late begins late and whole, what fails is told in writing, and what is stale changes nothing."""

from collections.abc import Callable

import pytest
from played import NEVER, Play, clip, do, named, rest, say, script

from coach.cue.full_timeline import placed_parts
from coach.cue.model import Measure, Spoken
from coach.routine.model import DoseKeys, Say
from coach.session.effects import Arm, Lay, Tell
from coach.session.events import Heard
from coach.session.inputs import ClipReady, Command, DeviceChanged, Due, NearlyOut, Tick
from coach.session.machine.state import wake
from coach.session.troubles import VoiceSlow
from coach.time.units import RATE, Samples, Seconds

SAY = Say(setup="Sit tall.", move="Reach.", during=("Keep breathing.",), end="Let go.")
OF = (named("reach", DoseKeys(reps=3), say=SAY), named("plank", DoseKeys(hold=Seconds(30)), say=SAY))
SCRIPT = script(say("Look up.", "Look down."), do("reach"), rest(20), do("plank"), of=OF)
PLANNED = [(p.start + t.start, t.cue) for p in placed_parts(SCRIPT, clip) for t in p.timeline.cues]
LINES = list(dict.fromkeys(cue for _, cue in PLANNED if isinstance(cue, Spoken)))


def late(text: str, seconds: float) -> Callable[[Spoken], tuple[float, Measure]]:
    return lambda line: (seconds if line.text == text else 0.0, clip(line))


def heard(play: Play) -> list[tuple[int, object]]:
    return [(e.position, e.cue) for e in play.told(Heard)]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.text[:20])
def test_a_clip_ten_seconds_late_delays_its_part_and_nothing_is_cut_or_moved(line: Spoken) -> None:
    play = Play(SCRIPT, voice=late(line.text, 200.0))

    code = play.end()

    assert code == 0
    assert heard(play) == PLANNED
    assert play.cut == []
    assert play.clock > play.position
    play.check()


def test_while_a_clip_is_late_the_position_stands_still_and_nothing_sounds() -> None:
    play = Play(SCRIPT, voice=late("Sit tall.", 100.0))
    play.until(lambda: not play.state.bars and play.words[-1:] == ["Look down."])
    where, sounded = play.position, len(play.sounded)

    play.wait(10)

    assert (play.position, len(play.sounded)) == (where, sounded)
    assert wake(play.state) is None
    play.hear("First, reach.")
    assert play.at("First, reach.") * RATE == where


def test_a_part_whose_last_clip_comes_just_in_time_is_not_late() -> None:
    play = Play(SCRIPT)
    plain = Play(SCRIPT)
    plain.end()
    start = plain.at("First, reach.") * RATE
    play = Play(SCRIPT, voice=late("Sit tall.", (start - 4000) / RATE))

    play.end()

    assert heard(play) == PLANNED
    assert play.clock == play.position


def test_a_slow_voice_is_asked_for_the_most_urgent_line_first() -> None:
    play = Play(SCRIPT, voice=lambda line: (0.9, clip(line)))

    play.end()

    assert heard(play) == PLANNED
    assert (play.clock - play.position) / RATE < 10


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.text[:20])
def test_a_line_that_cannot_be_made_is_told_and_goes_on_in_writing_for_its_time(line: Spoken) -> None:
    play = Play(SCRIPT, voice=lambda made: (0.0, None if made == line else clip(made)))

    code = play.end()

    assert code == 0
    assert heard(play) == PLANNED
    assert {e.cue for e in play.told(Heard) if e.missing} == {line}
    assert line not in [s.cue for s in play.sounded]
    assert f"This line could not be spoken (broken): {line.text}" in play.troubles


def test_a_session_without_any_voice_runs_to_its_end_in_writing() -> None:
    play = Play(SCRIPT, voice=lambda _: (0.0, None))

    play.end()

    assert heard(play) == PLANNED
    assert len([text for text in play.troubles if text.startswith("This line could not be")]) == 1
    assert all(e.missing == isinstance(e.cue, Spoken) for e in play.told(Heard))


def test_a_burst_of_next_and_back_while_clips_are_made_goes_on_rightly() -> None:
    play = Play(SCRIPT, voice=lambda line: (0.3, clip(line)))
    play.hear("Look up.")
    for key in [Command.NEXT, Command.NEXT, Command.BACK, Command.AGAIN] * 8:
        play.ask(key)
        play.wait(0.04)
    play.ask(Command.BACK, Command.BACK, Command.BACK)
    mark = len(play.words)

    play.end()

    assert play.since(mark) == [c.text for _, c in PLANNED if isinstance(c, Spoken)][4:]
    play.check()


def test_a_clip_of_a_step_that_was_left_is_not_played_late() -> None:
    play = Play(SCRIPT, voice=late("Sit tall.", 100.0))
    play.until(lambda: not play.state.bars and play.words[-1:] == ["Look down."])

    play.ask(Command.NEXT)
    play.end()

    assert "First, reach." not in play.words
    assert "Last, plank." in play.words


# Whoever says that the next part is due


def just_before_the_next_part() -> Play:
    play = Play(SCRIPT, lost=(Due, NearlyOut))
    play.hear("Sit tall.")
    play.wait((play.state.bars[0].end - play.position) / RATE - 0.3)
    play.inbox.lost = ()
    assert len(play.state.bars) == 1
    return play


@pytest.mark.parametrize("says", [Due, NearlyOut])
def test_one_of_an_old_plan_changes_nothing(says: type[Due] | type[NearlyOut]) -> None:
    play = just_before_the_next_part()
    state, told = play.state, len(play.effects)

    for generation in range(play.state.generation):
        play.give(says(generation))

    assert play.state == state
    assert len(play.effects) == told


@pytest.mark.parametrize("order", [(Due, NearlyOut), (NearlyOut, Due)])
def test_both_of_one_plan_lay_the_next_part_once(order: tuple[type[Due], type[NearlyOut]]) -> None:
    play = just_before_the_next_part()
    generation, before = play.state.generation, len(play.effects)

    for says in order:
        play.give(says(generation))

    assert [type(e) for e in play.effects[before:] if not isinstance(e, Tell)] == [Lay, Arm]
    assert len(play.state.bars) == 2
    play.end()
    assert heard(play) == PLANNED


def test_a_job_that_comes_far_too_early_lays_nothing_and_the_stream_lays_it_later() -> None:
    play = Play(SCRIPT)
    play.hear("ready")
    laid = play.state.bars

    play.give(Due(play.state.generation))

    assert play.state.bars == laid
    play.end()
    assert heard(play) == PLANNED


@pytest.mark.parametrize("lost", [(Due,), (NearlyOut,), (Due, NearlyOut)])
def test_with_any_of_them_lost_every_cue_keeps_its_place(lost: tuple[type, ...]) -> None:
    play = Play(SCRIPT, lost=lost)

    play.end()

    assert heard(play) == PLANNED
    assert all(s.whole for s in play.sounded)


def test_the_job_is_armed_for_the_end_of_what_is_laid_each_time_it_is_laid() -> None:
    play = Play(SCRIPT)

    play.end()

    laid = [(e.generation, e.segments[-1].end) for e in play.effects if isinstance(e, Lay) and e.segments]
    assert [(e.generation, e.end) for e in play.effects if isinstance(e, Arm)] == laid
    assert [g for g, _ in laid] == sorted({g for g, _ in laid})


# What is told of trouble


def test_a_line_too_long_for_its_beat_is_told_with_the_routines_place_and_left_out() -> None:
    long = Say(setup="", move="Reach.", phases=("out for as long as there is breath", "back"))
    play = Play(script(say("Look up."), do("reach"), of=(named("reach", DoseKeys(reps=3), say=long),)))

    play.end()

    told = set(play.troubles)
    assert told == {
        'test.toml:1:1: "out for as long as there is breath" takes 3.2 s and has 2.5 s. '
        "It is left out; shorten it in the routine's file."
    }
    assert "out for as long as there is breath" not in play.words
    assert play.worked[1] == (1, 18.0, 18.0)


def test_a_device_that_goes_and_comes_back_is_told() -> None:
    play = Play(SCRIPT)
    play.hear("Look up.")

    play.give(DeviceChanged(False, ""))
    play.give(DeviceChanged(True, "Speaker"))

    assert "coach doctor" in play.troubles[0]
    assert play.changed[0] == "Playing to Speaker."
    play.end()
    assert heard(play) == PLANNED


def test_an_answer_aloud_that_is_late_stops_nothing_meanwhile() -> None:
    play = Play(SCRIPT, voice=late("There is no easier way for this one.", 5.0))
    play.hear("halfway")

    play.ask(Command.EASIER)
    play.wait(4)
    assert play.state.bars
    play.end()

    halfway = play.at("halfway")
    assert play.at("There is no easier way for this one.") == pytest.approx(halfway + 5)
    assert play.worked[2] == (2, 30.0, 30.0)


def test_an_answer_aloud_that_never_comes_changes_nothing_that_is_heard() -> None:
    refusal = "There is no easier way for this one."
    play = Play(SCRIPT, voice=lambda line: (NEVER if line.text == refusal else 0.0, clip(line)))
    play.hear("halfway")

    play.ask(Command.EASIER)
    play.end()

    assert heard(play) == PLANNED


def test_waking_is_always_ahead_of_what_was_told() -> None:
    play = Play(SCRIPT)
    turns = 0
    while play.exit_code is None:
        play.on(play.clock + 10 * RATE)
        turns += 1
        moment = wake(play.state)
        assert moment is None or moment > play.position or play.exit_code is None
    assert turns < 4 * len(PLANNED)
    assert Samples(play.position) == play.clock


@pytest.mark.parametrize(("seconds", "told"), [(2.5, 0), (3.5, 1), (60.0, 1)])
def test_a_voice_that_is_slow_for_three_seconds_is_told_on_the_screen(seconds: float, told: int) -> None:
    play = Play(SCRIPT, voice=lambda line: (NEVER if line.text == "Sit tall." else 0.0, clip(line)))
    play.until(lambda: not play.state.bars and play.words[-1:] == ["Look down."])

    play.wait(seconds)
    play.give(ClipReady(Spoken("Sit tall."), clip(Spoken("Sit tall."))))
    play.end()

    slow = play.told(VoiceSlow)
    assert len(slow) == told
    play.check()


def test_a_voice_that_never_comes_is_told_before_the_first_word_and_only_once() -> None:
    play = Play(SCRIPT, voice=lambda line: (NEVER, clip(line)))

    play.give(Tick())
    play.wait(60)

    slow = play.told(VoiceSlow)
    assert [event.position for event in slow] == [0]


def test_a_session_that_is_paused_is_not_slow() -> None:
    play = Play(SCRIPT)
    play.hear("Look down.")

    play.ask(Command.PAUSE)
    play.wait(60)
    play.ask(Command.RESUME)
    play.end()

    assert not play.told(VoiceSlow)
