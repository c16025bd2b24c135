"""What a shared file holds, and what each part of it would do among a person's own files.

Reads the library; writes nothing. Nobody's file gives way unseen: a part that differs from what
has its id here is told, and is to come in beside it under another name unless it is said that
it shall take its place.

Errors: `BadFile` with every problem of the file; `CoachError` for what cannot be told apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from coach.errors import BadFile, CoachError, Problem, UsageError, refuse
from coach.routine.library import Library
from coach.routine.model import Exercise, Routine
from coach.routine.pack import Part, unpack
from coach.routine.parse import parse_exercise, parse_routine
from coach.routine.plan import build
from coach.routine.references import named_by, renamed
from coach.routine.shareable import id_beside
from coach.routine.shelf import File, Kind
from coach.routine.untrusted import refuse_untrusted
from coach.source import Document, parse, read

_MOST_NAMES: Final = 99
_MOST_TOLD: Final = 50

Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a shared file, and what has its id here: one's own, or what comes with coach.

    `same`: it says what is there already. `users`: the routines here that name such an exercise.
    """

    part: Part
    name: str
    there: File | None
    same: bool = False
    users: tuple[str, ...] = ()
    cautions_lost: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether taking it in as it is would change what is here."""
        return self.there is not None and not self.same


@dataclass(frozen=True, slots=True)
class Offer:
    """A shared file that was checked.

    `beside`: its parts that are to be written where all that is here is kept, and what the routine's
    id is then. `borrowed`: exercises that it takes from this person's own, which may not be those that
    were meant.
    """

    routine: Routine
    items: tuple[Item, ...]
    beside: tuple[Part, ...]
    beside_id: str
    borrowed: tuple[str, ...]

    @property
    def differing(self) -> tuple[Item, ...]:
        """The items that differ from what has their id."""
        return tuple(item for item in self.items if item.differs)


def look(path: Path, library: Library) -> Offer:
    """Check a shared file as one that a stranger wrote, and tell what it would do here."""
    return offer(read(path), library)


def offer(whole: Document, library: Library) -> Offer:
    """Check what was read from a shared file."""
    refuse_untrusted(whole)
    parts = unpack(whole)
    routine, exercises = _read(whole, parts)
    refuse(_references(whole, routine, exercises, library))
    build(routine, lambda name: exercises[name] if name in exercises else library.exercise(name))
    items = tuple(_item(part, whole, library, exercises) for part in parts)
    borrowed = sorted(
        name
        for name in _outside(routine, exercises)
        if (found := _there(library, Kind.EXERCISE, name)) is not None and found.own
    )
    beside, beside_id = _beside(items, library)
    return Offer(routine, items, beside, beside_id, tuple(borrowed))


def _read(whole: Document, parts: Iterable[Part]) -> tuple[Routine, dict[str, Exercise]]:
    routines: list[Routine] = []
    exercises: dict[str, Exercise] = {}
    problems: list[Problem] = []
    for part in parts:
        document = whole.inside((part.kind.value, part.id))
        try:
            if part.kind is Kind.ROUTINE:
                routines.append(parse_routine(document, part.id))
            else:
                exercises[part.id] = parse_exercise(document, part.id)
        except BadFile as bad:
            problems += bad.problems
    refuse(sorted(problems, key=lambda problem: problem.place)[:_MOST_TOLD])
    return routines[0], exercises


def _references(
    whole: Document, routine: Routine, exercises: Mapping[str, Exercise], library: Library
) -> Iterator[Problem]:
    """Yield each exercise that is named and nowhere, and each that is there and not named."""
    needed, waiting = set[str](), [step.exercise for step in routine.exercises()]
    while waiting:
        name = waiting.pop()
        if name not in needed and name in exercises:
            waiting += named_by(exercises[name])
        needed.add(name)
    for step in routine.exercises():
        if step.exercise not in exercises and _there(library, Kind.EXERCISE, step.exercise) is None:
            mend = "Ask for the file again: the exercise belongs in it."
            yield Problem(step.place, "unknown-exercise", f"there is no exercise {step.exercise!r}.", mend)
    for name in exercises:
        if name not in needed:
            place = whole.key_place((Kind.EXERCISE.value, name))
            message = f"the routine does not need the exercise {name}."
            yield Problem(
                place, "stray-exercise", message, "Take it out, or share it with a routine of its own."
            )
        yield from _ways_missing(whole, exercises, name, library)


def _ways_missing(
    whole: Document, exercises: Mapping[str, Exercise], name: str, library: Library
) -> Iterator[Problem]:
    """Yield each other way of an exercise that is nowhere."""
    for way in ("easier", "harder"):
        other = getattr(exercises[name], way)
        if other is None or other.exercise is None or other.exercise in exercises:
            continue
        if _there(library, Kind.EXERCISE, other.exercise) is None:
            place = whole.place((Kind.EXERCISE.value, name, way, "exercise"))
            message = f"there is no exercise {other.exercise!r}."
            yield Problem(place, "unknown-exercise", message, "Ask for the file again: it belongs in it.")


def _outside(routine: Routine, exercises: Mapping[str, Exercise]) -> set[str]:
    named = {step.exercise for step in routine.exercises()}
    return named.union(*(named_by(exercise) for exercise in exercises.values())) - exercises.keys()


def _item(part: Part, whole: Document, library: Library, exercises: Mapping[str, Exercise]) -> Item:
    value = whole.value[part.kind.value][part.id]
    item = Item(part, value["name"], _there(library, part.kind, part.id))
    if item.there is None or _value_of(item.there) == value:
        return replace(item, same=item.there is not None)
    if part.kind is Kind.ROUTINE:
        return item
    lost = () if item.there.own else _lost(exercises[part.id], library.exercise(part.id))
    return replace(item, users=library.users(part.id), cautions_lost=lost)


def _lost(new: Exercise, old: Exercise) -> tuple[str, ...]:
    """Return the kinds of caution that the old one has and the new one has not."""
    kinds = ("tags", "avoid", "stop")
    return tuple(
        kind for kind in kinds if getattr(old.caution, kind, ()) and not getattr(new.caution, kind, ())
    )


def _beside(items: tuple[Item, ...], library: Library) -> tuple[tuple[Part, ...], str]:
    """Return the parts to write so that nothing here is changed, those that differ under other names."""
    parts = tuple(item.part for item in items)
    if not any(item.differs for item in items):
        return tuple(item.part for item in items if not item.same), _routine_of(parts)
    known = _brought_before(parts, library)
    if known is not None:
        return (), known
    for number in range(2, _MOST_NAMES + 1):
        moved = _moved(items, number)
        there = [_there(library, part.kind, part.id) for part in moved]
        both = tuple(zip(moved, there, strict=True))
        if all(file is None or _value_of(file) == _value(part) for part, file in both):
            return tuple(part for part, file in both if file is None), _routine_of(moved)
    raise CoachError("There are too many files of these names already. Set some aside first.")


def _brought_before(parts: tuple[Part, ...], library: Library) -> str | None:
    """Return the routine's id where all is here since it was brought in before, some under other names."""
    for number in range(2, _MOST_NAMES + 1):
        other = {_key(part): id_beside(part.id, number) for part in parts}
        here = {key: name for key, name in other.items() if _there(library, key[0], name) is not None}
        if not here:
            return None
        names = {name: moved for (kind, name), moved in here.items() if kind is Kind.EXERCISE}
        moved = [renamed(part, names) for part in parts]
        if all(_is_here(part, {part.id, here.get(_key(part), part.id)}, library) for part in moved):
            routine = next(part for part in moved if part.kind is Kind.ROUTINE)
            return routine.id if _is_here(routine, {routine.id}, library) else other[_key(routine)]
    return None


def _is_here(part: Part, ids: set[str], library: Library) -> bool:
    """Return whether a file of one of these ids says what the part says; a renamed exercise has one name."""
    wanted = ids - {part.id} if part.kind is Kind.EXERCISE and len(ids) > 1 else ids
    files = (_there(library, part.kind, name) for name in wanted)
    return any(file is not None and _value_of(file) == _value(part) for file in files)


def _routine_of(parts: Iterable[Part]) -> str:
    return next(part.id for part in parts if part.kind is Kind.ROUTINE)


def _moved(items: tuple[Item, ...], number: int) -> list[Part]:
    """Return the parts with another name for each that differs here, and for whatever names such a one."""
    here = {_key(item.part): _value_of(item.there) for item in items if item.there is not None}
    moving = {_key(item.part) for item in items if item.differs}
    while True:
        names = {name: id_beside(name, number) for kind, name in moving if kind is Kind.EXERCISE}
        parts = [renamed(item.part, names) for item in items]
        more = {_key(part) for part in parts if _key(part) in here and _value(part) != here[_key(part)]}
        if more <= moving:
            break
        moving |= more
    return [replace(part, id=id_beside(part.id, number)) if _key(part) in moving else part for part in parts]


def _key(part: Part) -> Key:
    return part.kind, part.id


def _value(part: Part) -> dict[str, Any]:
    return parse(part.text.encode(), part.id).value


def _value_of(file: File) -> dict[str, Any] | None:
    try:
        return read(Path(file.path)).value
    except CoachError:
        return None


def _there(library: Library, kind: Kind, name: str) -> File | None:
    try:
        own, built_in = library.found(kind, name)
    except UsageError:
        return None
    return own or built_in
