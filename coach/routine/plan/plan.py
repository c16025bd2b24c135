"""A routine with its exercises found, its doses resolved and its rounds unrolled.

Pure: exercises come in through a function. What comes out is a flat list of steps,
each of which the script can turn into words without asking anything more.

Errors: `BadFile` with every step that cannot be done, each with its place.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from coach.errors import Place, Problem, refuse
from coach.routine.model import Do, Dose, DoseKeys, Exercise, Rest, Round, Routine, SayStep, Step, VariantKeys
from coach.routine.plan.limits import capped
from coach.routine.plan.resolve import Unfit, resolve
from coach.time.units import Seconds


class Difficulty(StrEnum):
    """How an exercise is done."""

    EASIER = "easier"
    AS_WRITTEN = "as written"
    HARDER = "harder"


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of a task: the exercise, its dose, and what is said of the change."""

    exercise: Exercise
    dose: Dose
    say: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An exercise to be done.

    `rest` is at least so long before it, with `rest_say` at its head. `again` is true where
    the session has had this exercise before. `turn` counts the rounds from one; nought of
    nought outside a round.
    """

    as_written: Variant
    easier: Variant | None
    harder: Variant | None
    place: Place
    note: str = ""
    optional: bool = False
    again: bool = False
    turn: tuple[int, int] = (0, 0)
    rest: Seconds = Seconds(0)
    rest_say: str = ""

    @property
    def exercise(self) -> Exercise:
        """The exercise as the routine names it."""
        return self.as_written.exercise

    @property
    def title(self) -> str:
        """Its name."""
        return self.exercise.name

    def form(self, way: Difficulty) -> Variant:
        """Return this way of doing it, or the written one where there is no such way."""
        return {Difficulty.EASIER: self.easier, Difficulty.HARDER: self.harder}.get(way) or self.as_written


@dataclass(frozen=True, slots=True)
class PlannedRest:
    """A rest that no exercise follows directly."""

    least: Seconds
    place: Place
    say: str = ""
    optional: bool = False

    @property
    def title(self) -> str:
        """What a screen calls it."""
        return "Rest"


@dataclass(frozen=True, slots=True)
class PlannedSay:
    """Something said."""

    lines: tuple[str, ...]
    place: Place
    optional: bool = False

    @property
    def title(self) -> str:
        """Its first words."""
        words = self.lines[0].split()
        return " ".join(words[:6]).rstrip(".,;:") + ("…" if len(words) > 6 else "")


PlanStep = Task | PlannedRest | PlannedSay


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session will do. `left_out` says, in words, what was dropped and why."""

    routine: Routine
    steps: tuple[PlanStep, ...]
    left_out: tuple[str, ...] = ()

    @property
    def equipment(self) -> tuple[tuple[str, ...], ...]:
        """What to have at hand, each entry any one of its names, in order of need."""
        return tuple(
            dict.fromkeys(
                item for step in self.steps if isinstance(step, Task) for item in step.exercise.equipment
            )
        )

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The steps that are exercises."""
        return tuple(step for step in self.steps if isinstance(step, Task))


def build(routine: Routine, exercise_of: Callable[[str], Exercise]) -> Plan:
    """Find the exercises, resolve the doses, unroll the rounds.

    Raises `BadFile` with every dose that does not fit its exercise, and what `exercise_of` raises.
    """
    problems: list[Problem] = []
    seen: set[str] = set()
    steps: list[PlanStep] = []
    for step, turn in _unrolled(routine.steps):
        match step:
            case Do():
                task = _task(step, exercise_of, problems)
                if task is not None:
                    steps.append(replace(task, again=step.exercise in seen, turn=turn))
                    seen.add(step.exercise)
            case Rest(least, place, say, optional):
                steps.append(PlannedRest(least, place, say, optional))
            case SayStep(lines, place, optional):
                steps.append(PlannedSay(lines, place, optional))
    refuse(problems)
    return Plan(routine, rests_joined(steps))


def alone(exercise: Exercise, place: Place) -> Routine:
    """Return a routine of nothing but this exercise, its one step at `place`."""
    step = Do(exercise.id, place)
    return Routine(exercise.id, exercise.name, exercise.category, exercise.level, 1, (step,), exercise.place)


def rests_joined(steps: Sequence[PlanStep]) -> tuple[PlanStep, ...]:
    """Give each rest to the exercise that follows it, whose words it leaves time for."""
    joined: list[PlanStep] = []
    for step in steps:
        before = joined[-1] if joined else None
        if isinstance(step, Task) and isinstance(before, PlannedRest):
            joined[-1] = replace(step, rest=before.least, rest_say=before.say)
        else:
            joined.append(step)
    return tuple(joined)


def _unrolled(
    steps: Sequence[Step], turn: tuple[int, int] = (0, 0)
) -> Iterator[tuple[Do | Rest | SayStep, tuple[int, int]]]:
    for step in steps:
        if not isinstance(step, Round):
            yield step, turn
            continue
        for number in range(1, step.times + 1):
            inner = (number, step.times) if step.times > 1 else turn
            yield from _unrolled([_optional(s) for s in step.steps] if step.optional else step.steps, inner)


def _optional(step: Step) -> Step:
    return replace(step, optional=True)


def _task(step: Do, exercise_of: Callable[[str], Exercise], problems: list[Problem]) -> Task | None:
    exercise = exercise_of(step.exercise)
    dose = resolve([exercise.dose, step.dose], exercise.category)
    if isinstance(dose, Unfit):
        problems.append(Problem(step.place, "dose", f"{exercise.id}: {dose.message}", dose.mend))
        return None
    easier = _form(exercise.easier, exercise, step.dose, exercise_of)
    if easier is not None:
        easier = replace(easier, dose=capped(easier.dose, dose))
    harder = _form(exercise.harder, exercise, step.dose, exercise_of)
    return Task(Variant(exercise, dose), easier, harder, step.place, step.say, step.optional)


def _form(
    variant: VariantKeys | None, exercise: Exercise, step: DoseKeys, exercise_of: Callable[[str], Exercise]
) -> Variant | None:
    if variant is None:
        return None
    other = exercise_of(variant.exercise) if variant.exercise else exercise
    below = [other.dose] if variant.exercise else [exercise.dose, step]
    dose = resolve([*below, variant.dose], other.category)
    return None if isinstance(dose, Unfit) else Variant(other, dose, variant.say)
