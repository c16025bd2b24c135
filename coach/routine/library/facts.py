"""What a list shows of a file, as plain JSON: what the index keeps of each good file.

Pure.
"""

from typing import TypedDict

from coach.routine.model import Exercise, Routine


class Facts(TypedDict, total=False):
    """What is known of a file. `silences` are the rules that it silences."""

    position: str
    equipment: list[str]
    cautions: list[str]
    silences: list[str]
    name: str
    category: str
    level: str
    minutes: float
    summary: str


def of_exercise(exercise: Exercise) -> Facts:
    """Return what is known of an exercise."""
    caution = exercise.caution
    kinds = ("tags", "avoid", "stop")
    return {
        "position": exercise.position[0],
        "equipment": [" or ".join(names) for names in exercise.equipment],
        "cautions": [] if caution is None else [kind for kind in kinds if getattr(caution, kind)],
        "silences": [silence.rule for silence in exercise.silences],
    }


def of_routine(routine: Routine) -> Facts:
    """Return what is known of a routine."""
    return {
        "name": routine.name,
        "category": routine.category.value,
        "level": routine.level.name.lower(),
        "minutes": routine.minutes,
        "summary": routine.summary,
    }
