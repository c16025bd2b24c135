"""The words of a routine that do not fit their beat, each with its place in the files.

Pure: the lengths of clips come in through a function. Counts are never spoken slower than
155 words a minute, whatever the listener's rate; the cues of a hold or a duration are, so a
routine is sound only if it fits at the slowest rate.
"""

from collections.abc import Iterator

from coach.cue.model import Beat, Cue, MeasureOf, Role, Spoken, TooLong
from coach.cue.script import Script, StepChange, lines_of
from coach.cue.timeline import timeline
from coach.errors import Place, Problem
from coach.routine.model import Exercise
from coach.routine.plan.plan import Difficulty, Task
from coach.time.units import Samples, seconds


def cues_too_long(script: Script, measure_of: MeasureOf) -> tuple[Problem, ...]:
    """Return every cue that is too long for its beat, at each difficulty of an exercise; each once."""
    tightest: dict[tuple[Place, Cue], tuple[Samples, Problem]] = {}
    for difficulty in Difficulty:
        for misfit, problem in _misfits(script, measure_of, difficulty):
            previous = tightest.get((problem.place, misfit.cue))
            if previous is None or misfit.room < previous[0]:
                tightest[problem.place, misfit.cue] = (misfit.room, problem)
    return tuple(problem for _, problem in tightest.values())


def beat_lines(script: Script) -> tuple[Spoken, ...]:
    """Return the lines within beats, at each difficulty of an exercise, once each."""
    beats = (
        block
        for difficulty in Difficulty
        for index in range(len(script.plan.steps))
        for part in script.step(index, StepChange(difficulty))
        for block in part.blocks
        if isinstance(block, Beat)
    )
    return lines_of(beats)


def problem_of(misfit: TooLong, exercise: Exercise, step: Place) -> Problem:
    """Return the problem of one cue, at its place in the file; at the step where no file has the words."""
    place, mend = _place_and_mend(misfit.cue, exercise, step)
    words = f'"{misfit.cue.text}"' if isinstance(misfit.cue, Spoken) else f"the chime {misfit.cue.sound}"
    length, room = seconds(misfit.length), seconds(misfit.room)
    message = f"{words} takes {length:.1f} seconds to say, and there is room for {room:.1f}."
    return Problem(place, "too-long", message, mend)


def _misfits(
    script: Script, measure_of: MeasureOf, difficulty: Difficulty
) -> Iterator[tuple[TooLong, Problem]]:
    for index, step in enumerate(script.plan.steps):
        if isinstance(step, Task):
            exercise = step.variant(difficulty).exercise
            for part in script.step(index, StepChange(difficulty)):
                for misfit in timeline(part.blocks, measure_of).too_long:
                    yield misfit, problem_of(misfit, exercise, step.place)


def _place_and_mend(cue: Cue, exercise: Exercise, step: Place) -> tuple[Place, str]:
    say = exercise.say
    if isinstance(cue, Spoken) and cue.role is Role.LINE and cue.text in say.during:
        return _say_place(exercise, step, "during", say.during.index(cue.text)), "Shorten it."
    if isinstance(cue, Spoken) and cue.text in say.phases:
        mend = "Shorten it, or give its phase more seconds in the tempo."
        return _say_place(exercise, step, "phases", say.phases.index(cue.text)), mend
    if isinstance(cue, Spoken) and say.release and cue.text == say.release:
        return _say_place(exercise, step, "release"), "Shorten it, or give more seconds to relax."
    return step, "Give each repetition more seconds."


def _say_place(exercise: Exercise, step: Place, *path: str | int) -> Place:
    return exercise.places.get(("say", *path), step)
