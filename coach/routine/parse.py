"""From a document to an exercise or a routine, or to everything that is wrong with it.

Pure. All problems of a file at once, each with its place and its mend in plain words;
what a file means is a value of `routine.model`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, TypeVar

from coach.errors import BadFile, Place, Problem
from coach.routine.dose import Unfit, resolve
from coach.routine.model import (
    Category,
    Caution,
    Do,
    DoseKeys,
    Exercise,
    Rest,
    Round,
    Routine,
    Say,
    Sides,
    Source,
    Step,
    Talk,
    Variant,
)
from coach.source import Document, Path_
from coach.units import Seconds

if TYPE_CHECKING:
    from coach.routine import schema

AnyTable = TypeVar("AnyTable", bound="schema.Table")


class Places(Mapping[Path_, Place]):
    """The places of a file's values, looked up when asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def __getitem__(self, path: Path_) -> Place:
        return self._document.place(path)

    def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204 - any path has a place, so none are listed
        return iter(())

    def __len__(self) -> int:
        return 0


def parse_exercise(document: Document, name: str) -> Exercise:
    """Return the exercise of that id. Raises `BadFile` with every problem."""
    from coach.routine import schema

    table = _checked(schema.ExerciseTable, document)
    category = Category(table.category)
    dose = _keys(table.dose, table.sides)
    found = resolve([dose], category)
    if isinstance(found, Unfit):
        place = document.place(("dose",))
        raise BadFile((Problem(place, "dose", _lowered(found.message), found.mend),))
    return Exercise(
        id=name,
        name=table.name,
        category=category,
        level=schema.LEVELS[table.level],
        position=tuple(table.position),
        equipment=tuple(tuple(names) for names in table.equipment),
        targets=tuple(table.targets),
        dose=dose,
        say=_say(table.say),
        source=_source(table.source),
        place=document.place(),
        most=_keys(table.most),
        easier=_variant(table.easier),
        harder=_variant(table.harder),
        caution=_caution(table.caution),
        language=table.language,
        places=Places(document),
    )


def parse_routine(document: Document, name: str) -> Routine:
    """Return the routine of that id. Raises `BadFile` with every problem."""
    from coach.routine import schema

    deep = _too_deep(document)
    if deep is not None:
        raise BadFile((deep,))
    table = _checked(schema.RoutineTable, document)
    unrolled = _unrolled(table.step)
    if unrolled > schema.MOST_STEPS:
        message = f"with its rounds unrolled this routine has {unrolled:,} steps."
        mend = f"Keep it to {schema.MOST_STEPS}: repeat less."
        raise BadFile((Problem(document.place(("step",)), "too-many-steps", message, mend),))
    return Routine(
        id=name,
        name=table.name,
        category=Category(table.category),
        level=schema.LEVELS[table.level],
        minutes=table.minutes,
        steps=_steps(table.step, ("step",), document),
        place=Place(document.name, 1, 1),
        summary=table.summary or "",
        source=None if table.source is None else _source(table.source),
        language=table.language,
    )


def _steps(tables: "Sequence[schema.StepTable]", path: Path_, document: Document) -> tuple[Step, ...]:
    return tuple(_step(table, (*path, index), document) for index, table in enumerate(tables))


def _step(table: "schema.StepTable", path: Path_, document: Document) -> Step:
    if table.exercise is not None:
        place = document.place((*path, "exercise"))
        say = " ".join(table.say or ())
        return Do(table.exercise, place, _keys(table, table.sides), say, table.optional)
    place = document.place(path)
    if table.steps is not None:
        inner = _steps(table.steps, (*path, "steps"), document)
        return Round(table.repeat or 1, inner, place, table.optional)
    if table.rest is not None:
        return Rest(Seconds(table.rest), place, " ".join(table.say or ()), table.optional)
    return Talk(tuple(table.say or ()), place, table.optional)


def _keys(table: "schema.DoseTable", sides: str | None = None) -> DoseKeys:
    given: dict[str, Any] = {
        f.name: tuple(value) if isinstance(value, list) else value
        for f in fields(DoseKeys)
        if f.name != "sides" and (value := getattr(table, f.name)) is not None
    }
    for key in ("tempo", "breath"):
        if key in given:
            given[key] = _in_full(key, given[key])
    return DoseKeys(**given, sides=None if sides is None else Sides(sides))


def _in_full(key: str, phases: tuple[float, ...]) -> tuple[float, ...]:
    """Return a tempo of two phases as move, hold, return."""
    return (phases[0], 0.0, phases[1]) if key == "tempo" and len(phases) == 2 else phases


def _say(table: "schema.SayTable") -> Say:
    return Say(
        setup=table.setup,
        move=table.move,
        feel=table.feel or "",
        breathe=table.breathe or "",
        during=tuple(table.during),
        mistake=table.mistake or "",
        end=table.end or "",
        phases=tuple(table.phases),
        release=table.release or "",
    )


def _variant(table: "schema.VariantTable | None") -> Variant | None:
    return None if table is None else Variant(table.say or "", _keys(table.dose), table.exercise)


def _caution(table: "schema.CautionTable | None") -> Caution | None:
    if table is None:
        return None
    return Caution(tuple(table.tags), tuple(table.avoid), table.stop or "", table.instead)


def _source(table: "schema.SourceTable") -> Source:
    return Source(table.kind, table.title, table.by)


def _unrolled(steps: "Sequence[schema.StepTable]") -> int:
    return sum((step.repeat or 1) * _unrolled(step.steps) if step.steps else 1 for step in steps)


def _too_deep(document: Document) -> Problem | None:
    """Return the problem of rounds within rounds within rounds, before anything walks down them."""
    from coach.routine.schema import DEEPEST

    level: list[tuple[Path_, object]] = [((), {"steps": document.value.get("step")})]
    for _ in range(DEEPEST + 2):
        level = [
            ((*path, "steps", index) if path else ("step", index), step)
            for path, table in level
            if isinstance(table, dict) and isinstance(table.get("steps"), list)
            for index, step in enumerate(table["steps"])
        ]
    if not level:
        return None
    mend = f"Keep rounds within rounds to {DEEPEST}."
    return Problem(document.place(level[0][0]), "too-deep", "these rounds are nested too deep.", mend)


def _checked(table: type[AnyTable], document: Document) -> AnyTable:
    from pydantic import ValidationError

    from coach.routine import schema

    try:
        return table.model_validate(document.value)
    except ValidationError as trouble:
        rows = trouble.errors(include_url=False, include_input=True)
        problems = {_problem(row, table, document, schema.fields_at): None for row in rows}
        raise BadFile(tuple(sorted(problems, key=lambda p: p.place))) from None


def _problem(row: Any, table: Any, document: Document, fields_at: Any) -> Problem:  # noqa: ANN401 - pydantic's own record
    """Put one of pydantic's findings into words, at its place."""
    path: Path_ = tuple(row["loc"])
    kind, context = row["type"], row.get("ctx", {})
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "file")
    if kind == "extra_forbidden":
        mend = _nearest(key, fields_at(table, path[:-1]))
        return Problem(document.key_place(path), "unknown-key", f"there is no key {key!r} here.", mend)
    if kind == "missing":
        above = document.place(path[:-1])
        return Problem(above, "missing-key", f"{key} is missing.", f"Add a line {key} = …")
    place = document.place(path)
    if kind == "literal_error":
        known = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
        given = str(row["input"])[:40]
        return Problem(place, "unknown-word", f"{key} cannot be {given!r}.", _nearest(given, known))
    if kind == "value_error":
        what, _, mend = str(context["error"]).partition("; ")
        return Problem(place, "bad-value", f"{what}.", f"{mend[:1].upper()}{mend[1:]}." if mend else "")
    message, mend = _WORDS.get(kind, ("this value does not fit", "Compare it with a file that works"))
    limits = {"key": key, **{k: f"{v:g}" if isinstance(v, float) else v for k, v in context.items()}}
    return Problem(place, "bad-value", f"{message.format(**limits)}.", f"{mend.format(**limits)}.")


def _nearest(given: str, known: Sequence[str]) -> str:
    near = get_close_matches(given, known, 1, 0.5)
    return f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


_WORDS: Final[dict[str, tuple[str, str]]] = {
    "string_type": ("{key} is not text", 'Put it in quotes, such as {key} = "…"'),
    "int_type": ("{key} is not a whole number", "Write it without quotes, such as {key} = 8"),
    "float_type": ("{key} is not a number", "Write it without quotes, such as {key} = 8"),
    "float_parsing": ("{key} is not a number", "Write it without quotes, such as {key} = 8"),
    "bool_type": ("{key} is neither true nor false", "Write {key} = true or {key} = false"),
    "list_type": ("{key} is not a list", 'Put it in square brackets, such as {key} = ["…"]'),
    "model_type": ("{key} is not a table", "Write it as [{key}], with its keys on the lines below"),
    "dict_type": ("{key} is not a table", "Write it as [{key}], with its keys on the lines below"),
    "greater_than_equal": ("{key} is too small", "Give at least {ge}"),
    "less_than_equal": ("{key} is too large", "Give at most {le}"),
    "finite_number": ("{key} is not a number that can be reached", "Give a plain number"),
    "string_too_long": (
        "{key} is longer than {max_length} characters",
        "Split it into sentences of their own",
    ),
    "too_long": ("{key} has more than {max_length} entries", "Leave some out"),
    "too_short": ("{key} has too few entries", "Give at least {min_length}"),
    "string_pattern_mismatch": (
        "{key} is not the name of a file",
        "Write small letters, figures and hyphens, such as chin-tuck",
    ),
}
