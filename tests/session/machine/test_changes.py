"""Easier, harder, a little more: what is left of a bout is done in the new way, and no dose is lost."""

from dataclasses import replace

import pytest
from played import Play, clip, do, named, rest, say, script

from coach.cue.model import Measure, Spoken
from coach.routine.model import Caution, DoseKeys, Exercise, Say, Sides, VariantKeys
from coach.routine.plan.plan import Difficulty
from coach.session.events import Resumed, StepEnded, StepStarted
from coach.session.inputs import Command
from coach.session.modes import Mode
from coach.time.units import Seconds

S = Seconds
EASIER, HARDER, MORE = Command.EASIER, Command.HARDER, Command.MORE
SAY = Say(setup="Sit tall.", move="Reach with your arms.", end="Let go.")


def both_ways(id_: str, dose: DoseKeys, less: DoseKeys, more: DoseKeys) -> Exercise:
    easier, harder = VariantKeys("Do less.", less), VariantKeys("Do it further.", more)
    return named(id_, dose, say=SAY, easier=easier, harder=harder)


REACH = both_ways("reach", DoseKeys(reps=6), DoseKeys(reps=4), DoseKeys(reps=8))
PLANK = both_ways("plank", DoseKeys(hold=S(30)), DoseKeys(hold=S(20)), DoseKeys(hold=S(40)))
WALK = both_ways("walk", DoseKeys(duration=S(60)), DoseKeys(duration=S(40)), DoseKeys(duration=S(80)))
SIGH = both_ways("sigh", DoseKeys(breath=(S(4), S(6)), reps=6), DoseKeys(reps=4), DoseKeys(reps=8))
MARCH = both_ways(
    "march", DoseKeys(cadence=60, duration=S(60)), DoseKeys(duration=S(40)), DoseKeys(duration=S(80))
)
GRIP = both_ways("grip", DoseKeys(hold=S(5), reps=6), DoseKeys(reps=4), DoseKeys(reps=8))
TWIST = both_ways(
    "twist",
    DoseKeys(hold=S(30), sides=Sides.EACH, sets=2, rest=S(12)),
    DoseKeys(hold=S(20)),
    DoseKeys(hold=S(40)),
)
TURN = both_ways("turn", DoseKeys(reps=6, sides=Sides.ALTERNATE), DoseKeys(reps=4), DoseKeys(reps=8))
PLAIN = named("plain", DoseKeys(reps=3), say=SAY)
PART = {"grip": 16.0}
"""Seconds to a moment between two repetitions; for the others it is a third of the whole."""
KINDS = (REACH, PLANK, WALK, SIGH, MARCH, GRIP, TURN)


def one(exercise: Exercise, *after: Exercise) -> Play:
    return Play(script(*(do(e.id) for e in (exercise, *after)), say("Well done."), of=(exercise, *after)))


def into_work(play: Play, seconds: float) -> None:
    """Play until so far into the first bout's work."""
    play.until(lambda: bool(play.state.bars) and play.state.bars[0].part.kind == "work")
    bar = play.state.bars[0]
    play.wait((bar.start + bar.timeline.work[0] - play.position) / 48_000 + seconds)


# Easier and harder


@pytest.mark.parametrize("exercise", KINDS, ids=lambda e: e.id)
def test_easier_in_the_middle_leaves_what_is_left_of_the_easier_dose(exercise: Exercise) -> None:
    play, plain = one(exercise), one(exercise)
    plain.end()
    whole = plain.worked[0][1]
    into_work(play, PART.get(exercise.id, whole / 3))

    play.ask(EASIER)
    play.end()

    assert play.changed == ["The easier way from here."]
    assert "Do less." in play.words
    _, worked, planned = play.worked[0]
    assert worked == pytest.approx(planned, abs=0.1)
    assert planned < whole
    play.check()


@pytest.mark.parametrize("exercise", KINDS, ids=lambda e: e.id)
def test_harder_in_the_middle_does_the_whole_harder_dose(exercise: Exercise) -> None:
    play, plain = one(exercise), one(exercise)
    plain.end()
    whole = plain.worked[0][1]
    into_work(play, PART.get(exercise.id, whole / 3))

    play.ask(HARDER)
    play.end()

    _, worked, planned = play.worked[0]
    assert worked == pytest.approx(planned, abs=0.1)
    assert planned > whole
    assert play.told(StepEnded)[0].way == "harder"
    play.check()


@pytest.mark.parametrize("exercise", KINDS, ids=lambda e: e.id)
def test_harder_and_then_as_written_again_in_the_middle_comes_to_the_written_dose(exercise: Exercise) -> None:
    play, plain = one(exercise), one(exercise)
    plain.end()
    whole = plain.worked[0][1]
    into_work(play, PART.get(exercise.id, whole / 3))
    play.ask(HARDER)
    into_work(play, PART.get(exercise.id, whole / 3))

    play.ask(EASIER)
    play.end()

    assert play.changed == ["The harder way from here.", "As written again."]
    _, worked, planned = play.worked[0]
    assert worked == pytest.approx(whole, abs=0.1)
    assert planned == whole
    play.check()


def test_easier_in_the_preparation_tells_the_exercise_anew_in_the_easier_way() -> None:
    play = one(REACH)
    play.hear("Reach with your arms.")
    mark = len(play.words)

    play.ask(EASIER)
    play.hear("four")

    assert play.since(mark)[:6] == [
        *("First, reach.", "Four times.", "Sit tall.", "Reach with your arms.", "Do less."),
        "ready",
    ]
    play.end()
    assert play.worked[0] == (0, 24.0, 24.0)


def test_easier_and_then_harder_before_the_rest_of_a_bout_begins_repeats_nothing() -> None:
    play = one(PLANK)
    play.hear("halfway")
    play.wait(1)
    play.ask(EASIER)
    play.wait(2)

    play.ask(HARDER)
    play.end()

    assert play.worked[0] == (0, 30.0, 30.0)
    assert play.words.count("First, plank.") == 1
    play.check()


def test_easier_on_the_second_side_leaves_the_first_and_changes_all_that_follows() -> None:
    play = one(TWIST)
    play.hear("Change over. Now the right side.")
    into_work(play, 5)
    mark = len(play.words)

    play.ask(EASIER)
    play.end()

    assert play.worked[0][1] == 30 + 20 + 20 + 20
    assert play.since(mark).count("Change over. Now the right side.") == 1
    assert play.since(mark).count("Last set.") == 1


def test_easier_between_sets_takes_the_coming_set_easier_and_keeps_its_rest() -> None:
    play = one(TWIST)
    play.hear("Rest for twelve seconds.")
    play.wait(4)

    play.ask(EASIER)
    play.end()

    assert play.worked[0][1] == 30 + 30 + 20 + 20
    assert play.words.count("Rest for twelve seconds.") == 2


def test_easier_holds_whenever_this_exercise_comes_again() -> None:
    play = Play(script(do("reach"), do("plain"), do("reach"), of=(REACH, PLAIN)))
    play.hear("two")

    play.ask(EASIER)
    play.end()

    assert [(e.way, e.planned) for e in play.told(StepEnded)] == [
        *(("easier", 24.0), ("as written", 18.0), ("easier", 24.0)),
    ]


def test_easier_where_there_is_no_such_way_says_so_aloud_and_goes_on() -> None:
    play = one(PLAIN)
    play.hear("two")
    play.wait(1)

    play.ask(EASIER)
    play.end()

    assert play.changed == ["There is no easier way for this one."]
    assert play.words.count("There is no easier way for this one.") == 1
    assert play.worked[0] == (0, 19.0, 18.0)
    play.check()


def test_easier_twice_says_that_there_is_none_still_easier() -> None:
    play = one(REACH)
    play.hear("two")

    play.ask(EASIER)
    play.hear("ready")
    play.ask(EASIER)

    assert play.changed == ["The easier way from here.", "There is no easier way for this one."]


def test_harder_at_a_level_without_an_easier_way_goes_straight_to_the_harder() -> None:
    only = named("reach", DoseKeys(reps=3), say=SAY, harder=VariantKeys("Further.", DoseKeys(reps=5)))
    play = Play(script(do("reach"), of=(only,)), options={"way": Difficulty.EASIER})
    play.hear("two")

    play.ask(HARDER)
    play.end()

    assert play.changed == ["The harder way from here."]
    assert play.told(StepEnded)[0].way == "harder"


@pytest.mark.parametrize("key", [EASIER, HARDER])
@pytest.mark.parametrize("word", ["Test. About five minutes.", "Look up.", "Rest for twenty seconds."])
def test_where_there_is_no_exercise_there_is_none_to_change(word: str, key: Command) -> None:
    play = Play(script(say("Look up."), rest(20), say("Sit."), of=()))
    play.hear(word)

    play.ask(key)
    play.end()

    assert play.changed == ["There is no exercise to change just now."]
    play.check()


def test_easier_while_paused_acts_and_goes_on() -> None:
    play = one(PLANK)
    play.hear("halfway")
    play.wait(1)
    play.ask(Command.PAUSE)
    play.wait(30)
    mark = len(play.words)

    play.ask(EASIER)
    play.end()

    assert play.since(mark)[0] == "Do less."
    assert play.worked[0] == (0, 20.0, 20.0)
    assert len(play.told(Resumed)) == 1


def test_what_is_refused_leaves_the_session_paused() -> None:
    play = one(PLAIN)
    play.hear("two")
    play.ask(Command.PAUSE)

    play.ask(EASIER)
    play.wait(5)

    assert play.state.mode is Mode.PAUSED
    assert play.changed == ["There is no easier way for this one."]


def test_easier_in_the_words_after_a_bout_repeats_none_of_it() -> None:
    play = one(PLANK)
    play.hear("Let go.")
    play.wait(0.1)

    play.ask(EASIER)
    play.end()

    assert play.worked[0][1] == 30.0
    assert play.words.count("halfway") == 1
    assert [e.step for e in play.told(StepStarted)] == [0, 1]


# Another exercise in its place

CAUTION = "Stop if your wrist hurts."
WALL = named(
    "wall",
    DoseKeys(reps=4),
    say=Say(setup="Stand at a wall.", move="Bend your arms.", end="Push back."),
    caution=Caution(stop=CAUTION),
)
FLOOR = named(
    "floor", DoseKeys(reps=6, sets=2, rest=S(12)), say=SAY, easier=VariantKeys("Use a wall.", exercise="wall")
)


def replaced() -> Play:
    return Play(script(do("floor"), do("floor"), of=(FLOOR, WALL)))


def test_another_exercise_in_the_middle_of_a_bout_is_told_with_its_caution_first() -> None:
    play = replaced()
    play.hear("three")
    play.wait(1)
    mark = len(play.words)

    play.ask(EASIER)
    play.hear("one")

    assert play.since(mark) == [
        *("Next, wall.", CAUTION, "Stand at a wall.", "Bend your arms.", "Use a wall."),
        *("ready", "and", "one"),
    ]


def test_another_exercise_that_comes_with_the_next_step_is_told_in_full() -> None:
    play = replaced()
    play.hear("Last set.")
    mark = len(play.words)

    play.ask(EASIER)
    play.hear("one")

    assert play.since(mark) == [
        *("Last, wall.", "Four times.", CAUTION, "Stand at a wall.", "Bend your arms.", "Use a wall."),
        *("ready", "and", "one"),
    ]
    assert play.worked[0][1] == 36


@pytest.mark.parametrize("word", ["Rest for twelve seconds.", "Last set.", "Sit tall."])
def test_another_exercise_in_the_preparation_is_told_with_its_caution_first(word: str) -> None:
    twice = replace(WALL, dose=DoseKeys(reps=4, sets=2))
    play = Play(script(do("floor"), do("floor"), of=(FLOOR, twice)))
    play.hear(word)
    play.wait(0.2)
    mark = len(play.words)

    play.ask(EASIER)
    play.hear("ready")

    assert play.since(mark).index(CAUTION) < play.since(mark).index("ready")
    assert "Stand at a wall." in play.since(mark)
    play.end()
    play.check()


def test_another_exercise_is_named_when_it_is_come_back_to() -> None:
    play = replaced()
    play.hear("three")
    play.ask(EASIER)
    play.hear("one")
    play.ask(Command.PAUSE)
    play.wait(20)
    mark = len(play.words)

    play.ask(Command.RESUME)
    play.wait(2)

    assert play.since(mark)[0] == "Wall."


def test_back_from_the_other_exercise_the_written_one_is_told_again() -> None:
    play = replaced()
    play.hear("two")
    play.ask(EASIER)
    play.hear("one")
    play.wait(1)
    mark = len(play.words)

    play.ask(HARDER)
    play.hear("ready")

    assert play.since(mark)[:3] == ["Next, floor.", "Sit tall.", "Reach with your arms."]
    play.end()
    play.check()


def test_from_alternate_sides_to_an_exercise_without_them_half_is_half() -> None:
    arms = named("arms", DoseKeys(reps=6), say=SAY)
    turns = named(
        "turn", DoseKeys(reps=6, sides=Sides.ALTERNATE), say=SAY, easier=VariantKeys("", exercise="arms")
    )
    play = Play(script(do("turn"), of=(turns, arms)))
    into_work(play, 37)

    play.ask(EASIER)
    play.end()

    assert play.words.count("last one") == 1
    assert play.worked[0][1] == 37 + 18


# More


@pytest.mark.parametrize(
    ("exercise", "seconds"),
    [(REACH, 18), (PLANK, 15), (WALK, 15), (SIGH, 20), (MARCH, 15), (GRIP, 24), (TURN, 36)],
    ids=lambda value: getattr(value, "id", value),
)
def test_more_adds_to_the_bout_that_is_heard_without_a_break(exercise: Exercise, seconds: int) -> None:
    play, plain = one(exercise), one(exercise)
    plain.end()
    whole = plain.worked[0][1]
    into_work(play, whole / 2)
    laid = play.state.bars[0]

    play.ask(MORE)
    play.end()

    assert play.changed == ["A little more."]
    assert play.worked[0] == (0, whole + seconds, whole + seconds)
    assert play.position == plain.position + seconds * 48_000
    assert laid.start == next(e.position for e in play.told(StepStarted))
    assert play.cut == []
    play.check()


def test_more_twice_adds_twice() -> None:
    play = one(PLANK)
    into_work(play, 10)

    play.ask(MORE)
    play.wait(3)
    play.ask(MORE)
    play.end()

    assert play.worked[0] == (0, 60.0, 60.0)


def test_more_never_goes_past_the_limit_and_says_so() -> None:
    play = one(PLANK)
    into_work(play, 2)

    for _ in range(9):
        play.ask(MORE)
        play.wait(0.1)
    play.end()

    assert play.changed == ["A little more.", "A little more."] + ["That is as much as this one has."] * 7
    assert "That is as much as this one has." in play.words
    assert play.worked[0] == (0, 60.0, 60.0)
    play.check()


def test_the_second_side_gets_the_same_as_the_first() -> None:
    play = one(TWIST)
    into_work(play, 29.5)

    play.ask(MORE)
    play.end()

    assert play.worked[0] == (0, 4 * 45.0, 4 * 45.0)
    play.check()


def test_more_in_the_preparation_loses_no_line_of_it() -> None:
    plain = one(REACH)
    plain.end()
    for word in ("First, reach.", "Six times.", "Sit tall.", "Reach with your arms.", "ready", "and"):
        play = one(REACH)
        play.hear(word)
        play.wait(0.15)

        play.ask(MORE)
        play.end()

        assert play.lines == plain.lines
        assert play.words.count("nine") == 1
        assert play.worked[0] == (0, 54.0, 54.0)
        play.check()


def test_more_in_a_rest_makes_it_longer() -> None:
    play = Play(script(do("plain"), rest(20), say("Sit."), of=(PLAIN,)))
    play.hear("Rest for twenty seconds.")
    play.wait(19.5)
    began = play.told(StepStarted)[1].position

    play.ask(MORE)
    play.hear("Sit.")

    assert (play.position - began) / 48_000 == 35
    play.end()
    play.check()


def test_more_in_the_rest_between_sets_is_for_the_sets_that_follow() -> None:
    play = one(TWIST)
    play.hear("Rest for twelve seconds.")

    play.ask(MORE)
    play.end()

    assert play.worked[0][1] == 30 + 30 + 45 + 45


def test_more_in_the_last_seconds_takes_back_what_was_laid_ahead() -> None:
    play = one(REACH, PLANK)
    play.hear("six")
    play.until(lambda: len(play.state.bars) == 2)

    play.ask(MORE)
    play.end()

    assert play.worked[0] == (0, 54.0, 54.0)
    assert play.words.count("Last, plank.") == 1
    play.check()


def test_more_in_the_words_after_a_bout_gives_more_of_it_after_a_lead_in() -> None:
    play = one(REACH)
    play.hear("Let go.")
    play.wait(0.1)
    mark = len(play.words)

    play.ask(MORE)
    play.end()

    assert play.since(mark)[:6] == ["Reach with your arms.", "ready", "and", "one", "two", "last one"]
    assert play.worked[0] == (0, 54.0, 54.0)
    play.check()


def test_more_while_the_step_waits_is_for_that_step() -> None:
    play = one(PLAIN, REACH)
    play.hear("two")
    play.ask(Command.WAIT)
    play.until(lambda: play.state.mode is Mode.WAITING)

    play.ask(MORE)
    play.ask(Command.TOGGLE)
    play.end()

    assert play.worked[:2] == [(0, 18.0, 18.0), (1, 54.0, 54.0)]


def test_more_while_paused_leaves_it_paused() -> None:
    play = one(PLANK)
    into_work(play, 10)
    play.ask(Command.PAUSE)

    play.ask(MORE)
    play.wait(3)
    assert play.state.mode is Mode.PAUSED
    play.ask(Command.RESUME)
    play.end()

    assert play.worked[0] == (0, 45.0, 45.0)


def test_more_after_easier_adds_to_the_easier_way() -> None:
    play = one(PLANK)
    into_work(play, 10)
    play.ask(EASIER)
    into_work(play, 2)

    play.ask(MORE)
    play.end()

    assert play.worked[0] == (0, 35.0, 35.0)
    play.check()


def test_more_of_a_spoken_step_is_refused() -> None:
    play = Play(script(say("Look up."), of=()))
    play.hear("Look up.")

    play.ask(MORE)
    play.end()

    assert play.changed == ["That is as much as this one has."]


# With clips that come late


def slow(text: str, seconds: float = 30.0) -> Play:
    def voice(line: Spoken) -> tuple[float, Measure]:
        return (seconds if line.text == text else 0.0), clip(line)

    return Play(script(do("twist"), do("reach"), of=(TWIST, REACH)), voice=voice)


def test_more_whose_counts_come_after_the_bout_is_over_is_still_given() -> None:
    play = Play(
        script(do("reach"), do("plain"), of=(REACH, PLAIN)),
        voice=lambda line: (30.0 if line.text in ("seven", "eight") else 0.0, clip(line)),
    )
    play.hear("six")

    play.ask(MORE)
    play.end()

    assert play.worked[:2] == [(0, 54.0, 54.0), (1, 18.0, 18.0)]
    assert play.words.count("Last, plain.") == 1
    play.check()


def test_easier_and_then_harder_while_the_words_are_late_leaves_the_written_dose() -> None:
    play = slow("Do less.")
    into_work(play, 10)

    play.ask(EASIER)
    play.wait(5)
    play.ask(HARDER)
    play.end()

    assert play.worked[0] == (0, 120.0, 120.0)
    play.check()


def test_easier_while_the_next_bout_is_late_repeats_none_of_those_done() -> None:
    play = slow("Change over. Now the right side.", 120.0)
    play.until(lambda: play.words[-1:] == ["Let go."] and not play.state.bars)
    play.wait(3)

    play.ask(EASIER)
    play.end()

    assert play.worked[0][1] == 30 + 20 + 20 + 20
    play.check()


def test_more_while_words_put_between_are_late_lengthens_the_bout_that_goes_on() -> None:
    play = slow("Fifteen seconds to go.")
    play.hear("halfway")
    play.ask(Command.PAUSE)
    play.wait(20)
    play.ask(Command.RESUME)
    play.wait(1)
    assert not play.state.bars

    play.ask(MORE)
    play.end()

    assert play.worked[0] == (0, 180.0, 180.0)
    play.check()
