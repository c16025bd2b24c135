"""Parse a document into an exercise or a routine, or raise everything that is wrong with it.

Pure. Returns values of `routine.model`. Raises all problems of a file at once, each with its place
and its mend in plain words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from coach.errors import BadFile, Place, Problem, refuse
from coach.files.document import Document
from coach.files.keys import Keys
from coach.files.problems import MOST_TOLD, Clash, in_order
from coach.files.schema_problems import problem, without_echoes
from coach.language.grammar import counted
from coach.routine.format import bounds
from coach.routine.format.key_rules import in_exercise, in_routine
from coach.routine.format.synonyms import WORDS
from coach.routine.format.versions import in_current_format
from coach.routine.kind import Kind
from coach.routine.model import (
    Caution,
    Do,
    DoseKeys,
    Exercise,
    Rest,
    Round,
    Routine,
    Say,
    SayStep,
    Sides,
    Silence,
    Source,
    Step,
    VariantKeys,
)
from coach.routine.plan.resolve import Unfit, resolve
from coach.time.units import Seconds

if TYPE_CHECKING:
    from coach.files.tables import Table
    from coach.routine.format import tables as schema

AnyTable = TypeVar("AnyTable", bound="Table")
_WORDS_FOR_NOTHING: Final = frozenset(("none", "nothing", "no equipment", "no", "n/a", "-"))
"""What people write where nothing is needed."""


class Places(Mapping[Keys, Place]):
    """The places of a file's values, looked up when asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def __getitem__(self, path: Keys) -> Place:
        return self._document.place(path)

    def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204 - any path has a place, so none are listed
        return iter(())

    def __len__(self) -> int:
        return 0


def parse_exercise(document: Document, name: str) -> Exercise:
    """Return the exercise of that id. Raises `BadFile` with every problem."""
    from coach.routine.format import tables as schema

    _refuse_shared(document)
    document = in_current_format(document, Kind.EXERCISE)
    table = _validated(schema.ExerciseTable, document, in_exercise(document.value))
    exercise = Exercise(
        id=name,
        name=table.name,
        category=table.category,
        level=schema.LEVELS[table.level],
        position=tuple(table.position),
        equipment=_equipment(table.equipment),
        targets=tuple(table.targets),
        dose=_dose_keys(table.dose, table.sides),
        say=_say(table.say),
        source=_source(table.source),
        place=document.place(),
        most=_dose_keys(table.most),
        easier=_variant(table.easier),
        harder=_variant(table.harder),
        caution=_caution(table.caution),
        language=table.language,
        silences=_silences(table.silence, document),
        places=Places(document),
    )
    refuse(_dose_problems(exercise, document))
    return exercise


def _equipment(entries: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the things that are needed. An entry such as "none" is not a thing."""
    return tuple(
        tuple(names) for names in entries if not any(name.lower() in _WORDS_FOR_NOTHING for name in names)
    )


def parse_routine(document: Document, name: str) -> Routine:
    """Return the routine of that id. Raises `BadFile` with every problem."""
    from coach.routine.format import tables as schema

    _refuse_shared(document)
    document = in_current_format(document, Kind.ROUTINE)
    depth_problem = _depth_problem(document)
    if depth_problem is not None:
        raise BadFile((depth_problem,))
    table = _validated(schema.RoutineTable, document, in_routine(document.value))
    length_problem = _length_problem(table.step, document)
    if length_problem is not None:
        raise BadFile((length_problem,))
    return Routine(
        id=name,
        name=table.name,
        category=table.category,
        level=schema.LEVELS[table.level],
        minutes=table.minutes,
        steps=_steps(table.step, ("step",), document),
        place=document.place(),
        summary=table.summary or "",
        source=None if table.source is None else _source(table.source),
        language=table.language,
        silences=_silences(table.silence, document),
    )


def _steps(tables: "Sequence[schema.StepTable]", path: Keys, document: Document) -> tuple[Step, ...]:
    return tuple(_step(table, (*path, index), document) for index, table in enumerate(tables))


def _step(table: "schema.StepTable", path: Keys, document: Document) -> Step:
    if table.exercise is not None:
        place = document.place((*path, "exercise"))
        say = " ".join(table.say or ())
        return Do(table.exercise, place, _dose_keys(table, table.sides), say, table.optional)
    place = document.place(path)
    if table.steps is not None:
        inner = _steps(table.steps, (*path, "steps"), document)
        return Round(table.repeat or 1, inner, place, table.optional)
    if table.rest is not None:
        return Rest(Seconds(table.rest), place, " ".join(table.say or ()), table.optional)
    return SayStep(tuple(table.say or ()), place, table.optional)


def _dose_keys(table: "schema.DoseTable | schema.MostTable", sides: Sides | None = None) -> DoseKeys:
    keys = table.model_dump(exclude_none=True, include={field.name for field in fields(DoseKeys)} - {"sides"})
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in keys.items()
    }
    if len(values.get("tempo", ())) == 2:
        values["tempo"] = (values["tempo"][0], 0.0, values["tempo"][1])
    return DoseKeys(**values, sides=sides)


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


def _variant(table: "schema.VariantTable | None") -> VariantKeys | None:
    return None if table is None else VariantKeys(table.say or "", _dose_keys(table.dose), table.exercise)


def _caution(table: "schema.CautionTable | None") -> Caution | None:
    if table is None:
        return None
    return Caution(tuple(table.tags), tuple(table.avoid), table.stop or "", table.instead)


def _source(table: "schema.SourceTable") -> Source:
    return Source(table.kind, table.title, table.by)


def _silences(tables: "Sequence[schema.SilenceTable]", document: Document) -> tuple[Silence, ...]:
    return tuple(
        Silence(table.rule, table.because, document.place(("silence", index, "rule")))
        for index, table in enumerate(tables)
    )


def _dose_problems(exercise: Exercise, document: Document) -> Iterator[Problem]:
    """Yield the problem of the first dose, of an exercise or its other ways, that cannot be done."""
    variants = {"easier": exercise.easier, "harder": exercise.harder}
    layers: list[tuple[Keys, list[DoseKeys]]] = [(("dose",), [exercise.dose])]
    layers += [
        ((key, "dose"), [exercise.dose, variant.dose])
        for key, variant in variants.items()
        if variant and not variant.exercise
    ]
    for path, doses in layers:
        dose = resolve(doses, exercise.category)
        if isinstance(dose, Unfit):
            place = document.place((*path, dose.key))
            yield Problem(place, "dose", dose.message[:1].lower() + dose.message[1:], dose.mend)
            return


def _unrolled_count(step: "schema.StepTable") -> int:
    return (step.repeat or 1) * sum(map(_unrolled_count, step.steps)) if step.steps else 1


def _length_problem(steps: "Sequence[schema.StepTable]", document: Document) -> Problem | None:
    """Return the problem of a routine with too many unrolled steps; its place is the longest round."""
    counts = [_unrolled_count(step) for step in steps]
    if sum(counts) <= bounds.UNROLLED:
        return None
    place = document.place(("step", counts.index(max(counts)), "repeat"))
    message = f"with its rounds unrolled this routine has {counted(sum(counts), 'step')}."
    return Problem(place, "too-many-steps", message, f"Keep it to {bounds.UNROLLED}: repeat less.")


def _refuse_shared(document: Document) -> None:
    """Refuse a shared file, which holds a routine with its exercises: it has other keys."""
    if "shared" in document.value:
        message = "this is a routine that somebody shared, with its exercises in it."
        mend = "`coach import` with this file's name checks it and brings it in."
        raise BadFile((Problem(document.key_place(("shared",)), "shared-file", message, mend),))


def _depth_problem(document: Document) -> Problem | None:
    """Return the problem of rounds that are nested too deep, before any recursive function reads them."""
    level: list[tuple[Keys, object]] = [((), {"steps": document.value.get("step")})]
    for _ in range(bounds.DEPTH + 2):
        level = [
            ((*path, "steps", index) if path else ("step", index), step)
            for path, table in level
            if isinstance(table, dict) and isinstance(table.get("steps"), list)
            for index, step in enumerate(table["steps"])
        ]
    if not level:
        return None
    mend = f"Keep rounds within rounds to {bounds.DEPTH}."
    return Problem(document.place(level[0][0]), "too-deep", "these rounds are nested too deep.", mend)


def _validated(table: type[AnyTable], document: Document, clashes: Iterable[Clash]) -> AnyTable:
    from pydantic import ValidationError

    from coach.routine.format import tables as schema

    problems = [clash.problem(document) for clash in islice(clashes, MOST_TOLD)]
    try:
        validated = table.model_validate(document.value)
    except ValidationError as error:
        keys_at = partial(schema.fields_at, table)
        rows = islice(without_echoes(error.errors(include_url=False), keys_at, WORDS), MOST_TOLD)
        problems += [problem(row, document, keys_at, WORDS) for row in rows]
    if problems:
        raise BadFile(in_order(problems))
    return validated
