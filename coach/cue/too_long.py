"""Which words of a routine do not fit the beat they are said in, each with its place in the files.

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
    """Return every cue that is too long for its beat, in each way an exercise can be done; each once."""
    found: dict[tuple[Place, Cue], tuple[Samples, Problem]] = {}
    for way in Difficulty:
        for long, problem in _misfits(script, measure_of, way):
            known = found.get((problem.place, long.cue))
            if known is None or long.room < known[0]:
                found[problem.place, long.cue] = (long.room, problem)
    return tuple(problem for _, problem in found.values())


def beat_lines(script: Script) -> tuple[Spoken, ...]:
    """Return the lines that stand in a beat, in each way an exercise can be done, once each."""
    beats = (
        block
        for way in Difficulty
        for index in range(len(script.plan.steps))
        for part in script.step(index, StepChange(way))
        for block in part.blocks
        if isinstance(block, Beat)
    )
    return lines_of(beats)


def problem_of(long: TooLong, exercise: Exercise, step: Place) -> Problem:
    """Return the problem of one cue, where the file says it; at the step where no file does."""
    place, mend = _place(long.cue, exercise, step)
    words = f'"{long.cue.text}"' if isinstance(long.cue, Spoken) else f"the chime {long.cue.sound}"
    length, room = seconds(long.length), seconds(long.room)
    message = f"{words} takes {length:.1f} seconds to say, and there is room for {room:.1f}."
    return Problem(place, "too-long", message, mend)


def _misfits(script: Script, measure_of: MeasureOf, way: Difficulty) -> Iterator[tuple[TooLong, Problem]]:
    for index, step in enumerate(script.plan.steps):
        if isinstance(step, Task):
            exercise = step.variant(way).exercise
            for part in script.step(index, StepChange(way)):
                for long in timeline(part.blocks, measure_of).too_long:
                    yield long, problem_of(long, exercise, step.place)


def _place(cue: Cue, exercise: Exercise, step: Place) -> tuple[Place, str]:
    say = exercise.say
    if isinstance(cue, Spoken) and cue.role is Role.LINE and cue.text in say.during:
        return _of(exercise, step, "during", say.during.index(cue.text)), "Shorten it."
    if isinstance(cue, Spoken) and cue.text in say.phases:
        mend = "Shorten it, or give its phase more seconds in the tempo."
        return _of(exercise, step, "phases", say.phases.index(cue.text)), mend
    if isinstance(cue, Spoken) and say.release and cue.text == say.release:
        return _of(exercise, step, "release"), "Shorten it, or give more seconds to relax."
    return step, "Give each repetition more seconds."


def _of(exercise: Exercise, step: Place, *path: str | int) -> Place:
    return exercise.places.get(("say", *path), step)
