"""What is said before an exercise begins.

Pure. Full: the first time, everything; short: the name, the dose, the position and the
movement; quiet: the name and the dose. The caution is in all of them, every time that
the exercise comes.
"""

from collections.abc import Iterator
from enum import StrEnum

from coach.cue import wording
from coach.cue.model import Spoken
from coach.routine.model import Exercise, Sides
from coach.routine.plan.plan import Task, Variant


class Detail(StrEnum):
    """How much is said."""

    FULL = "full"
    SHORT = "short"
    QUIET = "quiet"


def instruction(task: Task, form: Variant, detail: Detail, *, first: bool, last: bool) -> tuple[Spoken, ...]:
    """Return the lines before the first bout of a task; `first` and `last` tell its place in the session."""
    name = form.exercise.name
    lines = [
        wording.coming(name, first=first, last=last, again=task.again),
        wording.dose(form.dose),
        *caution(form.exercise),
        task.note,
        *(_repeat_lines(form, detail) if task.again else _full_lines(task, form, detail)),
        *_side_and_place(form),
    ]
    return tuple(Spoken(line) for line in lines if line)


def caution(exercise: Exercise) -> tuple[str, ...]:
    """Return who should leave it out, and when to stop."""
    if exercise.caution is None:
        return ()
    return (wording.avoid(exercise.caution.avoid), exercise.caution.stop)


def reminder(form: Variant, set_: int, detail: Detail) -> tuple[Spoken, ...]:
    """Return the lines before a later set: which one it is, and in full the common mistake, once."""
    lines = [wording.set_(set_ + 1, form.dose.sets)]
    if detail is Detail.FULL and set_ == 1:
        lines.append(form.exercise.say.mistake)
    return tuple(Spoken(line) for line in lines if line)


def replacement_lines(form: Variant) -> tuple[str, ...]:
    """Return the lines before an exercise that replaces another one in the middle of it."""
    say = form.exercise.say
    name = wording.coming(form.exercise.name, first=False, last=False, again=False)
    return tuple(filter(None, (name, *caution(form.exercise), say.setup, say.move, form.say)))


def _full_lines(task: Task, form: Variant, detail: Detail) -> Iterator[str]:
    say, dose = form.exercise.say, form.dose
    if detail is Detail.QUIET:
        return
    yield from (say.setup, say.move, form.say)
    if dose.pressure is not None:
        yield wording.pressure(dose.pressure)
    if detail is Detail.SHORT:
        return
    yield from (say.feel, say.breathe)
    if dose.sets == 1:
        yield say.mistake
    easier = task.easier
    if form is task.as_written and easier is not None and easier.say:
        yield wording.easier(easier.say)


def _repeat_lines(form: Variant, detail: Detail) -> Iterator[str]:
    if detail is not Detail.QUIET:
        yield from (form.exercise.say.move, form.say)


def _side_and_place(form: Variant) -> Iterator[str]:
    """Yield the side and the place of the first bout."""
    if form.dose.sides is Sides.EACH:
        yield wording.LEFT_FIRST
    elif form.dose.sides is Sides.ONE:
        yield wording.CHOOSE_SIDE
    if form.dose.places:
        yield wording.place(0, form.dose.places[0])
