"""A session left alone tells the whole script, each cue at its planned sample, to the end."""

from collections import Counter

import pytest
from played import Play, clip, do, ended, named, rest, say, script

from coach.cue.full_timeline import placed_parts
from coach.cue.model import Measure, Spoken
from coach.cue.script import Script, lines_of
from coach.routine.model import DoseKeys, Say, Sides, VariantKeys
from coach.routine.plan.plan import Difficulty
from coach.session.events import Heard, Started, StepEnded, StepStarted
from coach.time.units import RATE, Seconds

S = Seconds
SAY = Say(setup="Sit tall.", move="Reach.", during=("Keep breathing.", "Jaw loose."), end="Let go.")
OF = (
    named("reach", DoseKeys(reps=4), say=SAY),
    named("plank", DoseKeys(hold=S(30), sets=2, rest=S(12)), say=SAY),
    named("twist", DoseKeys(hold=S(10), sides=Sides.EACH), say=SAY),
    named("walk", DoseKeys(duration=S(45)), say=SAY),
    named("sigh", DoseKeys(breath=(S(4), S(6)), reps=3), say=SAY),
    named("march", DoseKeys(cadence=100, duration=S(21)), say=SAY),
    named("knead", DoseKeys(duration=S(20), stroke=S(2), places=("at the neck", "lower")), say=SAY),
)
ALL = script(
    say("Push your chair back.", "Look up."),
    do("reach"),
    rest(20),
    do("plank"),
    do("twist"),
    rest(8),
    *(do(e.id) for e in OF[3:]),
    rest(6),
    say("Well done."),
    of=OF,
)


def planned(of: Script) -> list[tuple[int, object]]:
    return [(p.start + t.start, t.cue) for p in placed_parts(of, clip) for t in p.timeline.cues]


def test_every_cue_is_told_and_sounds_at_its_planned_sample_in_order() -> None:
    play = Play(ALL)

    code = play.end()

    assert code == 0
    assert [(e.position, e.cue) for e in play.told(Heard)] == planned(ALL)
    assert Counter((s.start, s.cue) for s in play.sounded) == Counter(planned(ALL))
    assert all(s.whole for s in play.sounded)
    play.check()


def test_it_takes_as_long_as_its_plan_and_not_a_sample_more() -> None:
    play = Play(ALL)

    play.end()

    length = sum(p.timeline.length for p in placed_parts(ALL, clip))
    assert (play.position, play.clock) == (length, length)
    assert ended(play).position == length
    assert ended(play).finished


def test_each_step_ends_with_the_seconds_of_work_really_done_and_planned() -> None:
    play = Play(ALL)

    play.end()

    work = [0, 24, 60, 20, 45, 30, 21, 40, 0, 0]
    assert play.worked == [(step, float(s), float(s)) for step, s in enumerate(work)]
    assert not any(e.skipped for e in play.told(StepEnded))
    assert {e.way for e in play.told(StepEnded)} == {"as written"}


def test_each_step_begins_where_the_one_before_it_ended() -> None:
    play = Play(ALL)

    play.end()

    begun, over = play.told(StepStarted), play.told(StepEnded)
    assert [e.title for e in begun] == list(ALL.titles)
    assert [e.position for e in begun[1:]] == [e.position for e in over[:-1]]
    assert play.told(Started)[0].steps == ALL.titles


@pytest.mark.parametrize("first", [1, 4, 9, 10, 99])
def test_a_session_that_begins_later_has_its_welcome_and_stop_rule_and_then_that_step(first: int) -> None:
    play = Play(ALL, options={"first": first})

    play.end()

    opening = [line.text for part in ALL.welcome() for line in lines_of(part.blocks)]
    assert play.words[: len(opening)] == opening
    assert [e.step for e in play.told(StepStarted)] == list(range(first, len(ALL.titles)))
    assert play.words[-1].startswith("Notice how you feel tomorrow morning.")
    play.check()


def test_a_level_takes_the_easier_way_where_there_is_one_and_only_there_says_so() -> None:
    eased = named("nod", DoseKeys(reps=4), easier=VariantKeys("Nod less.", DoseKeys(reps=2)))
    play = Play(script(do("nod"), do("reach"), of=(eased, *OF)), options={"way": Difficulty.EASIER})

    play.end()

    assert [(e.way, e.planned) for e in play.told(StepEnded)] == [("easier", 12.0), ("as written", 24.0)]
    assert "Nod less." in play.words


def test_what_is_made_first_is_what_is_said_first() -> None:
    asked: list[str] = []

    def voice(line: Spoken) -> tuple[float, Measure]:
        asked.append(line.text)
        return 0.05, clip(line)

    play = Play(ALL, voice=voice)

    play.hear("Push your chair back.")

    assert asked[:4] == play.words[:4]
    assert asked[4] == "Stopping here. What you did is saved."
    assert play.clock - play.position == RATE // 20
