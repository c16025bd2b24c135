"""A plan: a routine with its exercises, its resolved doses and its unrolled rounds.

Pure: a function gives the exercises. A plan is a flat list of steps, each with all that the script
needs to turn it into words.

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
    """One way to do a task: the exercise, its dose, and the words about what changes."""

    exercise: Exercise
    dose: Dose
    say: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An exercise to be done.

    `rest` is the least rest before it, and begins with `rest_say`. `again` is true where the session
    has had this exercise before. `turn` is the number of the round, from one, and the number of all
    rounds; zero and zero outside a round.
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

    def variant(self, difficulty: Difficulty) -> Variant:
        """Return this way of doing it, or the written one where there is no such way."""
        return {Difficulty.EASIER: self.easier, Difficulty.HARDER: self.harder}.get(
            difficulty
        ) or self.as_written


@dataclass(frozen=True, slots=True)
class PlannedRest:
    """A rest that is not directly before an exercise."""

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
        """The things to have at hand, in order of need; an entry has the names of one thing."""
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


def single_exercise_routine(exercise: Exercise, place: Place) -> Routine:
    """Return a routine of nothing but this exercise, its one step at `place`."""
    step = Do(exercise.id, place)
    return Routine(exercise.id, exercise.name, exercise.category, exercise.level, 1, (step,), exercise.place)


def rests_joined(steps: Sequence[PlanStep]) -> tuple[PlanStep, ...]:
    """Give each rest to the exercise that follows it, whose words it leaves time for."""
    joined: list[PlanStep] = []
    for step in steps:
        previous = joined[-1] if joined else None
        if isinstance(step, Task) and isinstance(previous, PlannedRest):
            joined[-1] = replace(step, rest=previous.least, rest_say=previous.say)
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
            inner_turn = (number, step.times) if step.times > 1 else turn
            yield from _unrolled(
                [_optional(inner_step) for inner_step in step.steps] if step.optional else step.steps,
                inner_turn,
            )


def _optional(step: Step) -> Step:
    return replace(step, optional=True)


def _task(step: Do, exercise_of: Callable[[str], Exercise], problems: list[Problem]) -> Task | None:
    exercise = exercise_of(step.exercise)
    dose = resolve([exercise.dose, step.dose], exercise.category)
    if isinstance(dose, Unfit):
        problems.append(Problem(step.place, "dose", f"{exercise.id}: {dose.message}", dose.mend))
        return None
    easier = _variant(exercise.easier, exercise, step.dose, exercise_of)
    if easier is not None:
        easier = replace(easier, dose=capped(easier.dose, dose))
    harder = _variant(exercise.harder, exercise, step.dose, exercise_of)
    return Task(Variant(exercise, dose), easier, harder, step.place, step.say, step.optional)


def _variant(
    keys: VariantKeys | None, exercise: Exercise, step: DoseKeys, exercise_of: Callable[[str], Exercise]
) -> Variant | None:
    if keys is None:
        return None
    other = exercise_of(keys.exercise) if keys.exercise else exercise
    layers = [other.dose] if keys.exercise else [exercise.dose, step]
    dose = resolve([*layers, keys.dose], other.category)
    return None if isinstance(dose, Unfit) else Variant(other, dose, keys.say)
