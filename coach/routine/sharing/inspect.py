"""What a shared file holds, and what each part of it would do among a person's own files.

Reads the library; writes nothing. Nobody's file gives way unseen: a part that differs from what
has its id here is told, and is to come in beside it under another name unless it is said that
it shall take its place.

Errors: `BadFile` with every problem of the file; `CoachError` for what cannot be told apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from coach.errors import BadFile, CoachError, Problem, UsageError, refuse
from coach.files.document import Document, parse, read
from coach.routine.format.reference_graph import Reference, reached
from coach.routine.format.shareable import numbered_id
from coach.routine.kind import Kind, Node
from coach.routine.library.file_kinds import KINDS
from coach.routine.library.files import File
from coach.routine.library.library import Library
from coach.routine.model import Exercise, Routine
from coach.routine.sharing.pack import PackedPart, unpack
from coach.routine.sharing.references import renamed
from coach.routine.sharing.screening import refuse_untrusted

_MOST_NAMES: Final = 99
_MOST_TOLD: Final = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a shared file, and what has its id here: one's own, or what comes with coach.

    `same`: it says what is there already. `users`: the routines here that name such an exercise.
    """

    part: PackedPart
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
    beside: tuple[PackedPart, ...]
    beside_id: str
    borrowed: tuple[str, ...]

    @property
    def differing(self) -> tuple[Item, ...]:
        """The items that differ from what has their id."""
        return tuple(item for item in self.items if item.differs)


def inspect(path: Path, library: Library) -> Offer:
    """Check a shared file as one that a stranger wrote, and tell what it would do here."""
    return offer(read(path), library)


def offer(whole: Document, library: Library) -> Offer:
    """Check what was read from a shared file."""
    refuse_untrusted(whole)
    parts = unpack(whole)
    said = _read(whole, parts)
    named = {_key(part): _references(whole, part) for part in parts}
    refuse(_amiss(whole, named, library))
    routine = _key(next(part for part in parts if part.kind == Kind.ROUTINE))
    KINDS[routine[0]].resolved(
        said[routine], lambda *node: said[node] if node in said else library.read(*node)
    )
    items = tuple(_item(part, whole, library, said) for part in parts)
    outside = {reference.node for each in named.values() for reference in each} - said.keys()
    borrowed = sorted(name for kind, name in outside if _is_own(_there(library, kind, name)))
    beside, beside_id = _beside(items, library)
    return Offer(said[routine], items, beside, beside_id, tuple(borrowed))


def _read(whole: Document, parts: Iterable[PackedPart]) -> dict[Node, Any]:
    said: dict[Node, Any] = {}
    problems: list[Problem] = []
    for part in parts:
        try:
            said[_key(part)] = KINDS[part.kind].parse(whole.inside(_key(part)), part.id)
        except BadFile as bad:
            problems += bad.problems
    refuse(sorted(problems, key=lambda problem: problem.place)[:_MOST_TOLD])
    return said


def _references(whole: Document, part: PackedPart) -> tuple[Reference, ...]:
    return tuple(KINDS[part.kind].references(whole.inside(_key(part))))


def _amiss(whole: Document, named: Mapping[Node, Sequence[Reference]], library: Library) -> Iterator[Problem]:
    """Yield each file that is named and nowhere, and each that is there and not named."""
    starts = [node for node in named if node[0] == Kind.ROUTINE]
    needed = {*starts, *reached(starts, lambda node: [each.node for each in named.get(node, ())])}
    for node in sorted(named, key=lambda node: node not in starts):
        if node not in needed:
            message = f"the routine does not need the {node[0]} {node[1]}."
            mend = "Take it out, or share it with a routine of its own."
            yield Problem(whole.key_place(node), f"stray-{node[0]}", message, mend)
        for each in named[node]:
            if each.needed and each.node not in named and _there(library, *each.node) is None:
                place, message = whole.place((*node, *each.path)), f"there is no {each.kind} {each.id!r}."
                mend = f"Ask for the file again: the {each.kind} belongs in it."
                yield Problem(place, f"unknown-{each.kind}", message, mend)


def _is_own(file: File | None) -> bool:
    return file is not None and file.own


def _item(part: PackedPart, whole: Document, library: Library, said: Mapping[Node, Any]) -> Item:
    value = whole.value[part.kind][part.id]
    item = Item(part, value["name"], _there(library, part.kind, part.id))
    if item.there is None or _value_of(item.there) == value:
        return replace(item, same=item.there is not None)
    new = said[_key(part)]
    hides = isinstance(new, Exercise) and not item.there.own
    lost = _lost(new, library.exercise(part.id)) if hides else ()
    return replace(item, users=library.users(_key(part)), cautions_lost=lost)


def _lost(new: Exercise, old: Exercise) -> tuple[str, ...]:
    """Return the kinds of caution that the old one has and the new one has not."""
    kinds = ("tags", "avoid", "stop")
    return tuple(
        kind for kind in kinds if getattr(old.caution, kind, ()) and not getattr(new.caution, kind, ())
    )


def _beside(items: tuple[Item, ...], library: Library) -> tuple[tuple[PackedPart, ...], str]:
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


def _brought_before(parts: tuple[PackedPart, ...], library: Library) -> str | None:
    """Return the routine's id where all is here since it was brought in before, some under other names."""
    for number in range(2, _MOST_NAMES + 1):
        other = {_key(part): numbered_id(part.id, number) for part in parts}
        here = {key: name for key, name in other.items() if _there(library, key[0], name) is not None}
        if not here:
            return None
        names = {name: moved for (kind, name), moved in here.items() if kind == Kind.EXERCISE}
        moved = [renamed(part, names) for part in parts]
        if all(_is_here(part, {part.id, here.get(_key(part), part.id)}, library) for part in moved):
            routine = next(part for part in moved if part.kind == Kind.ROUTINE)
            return routine.id if _is_here(routine, {routine.id}, library) else other[_key(routine)]
    return None


def _is_here(part: PackedPart, ids: set[str], library: Library) -> bool:
    """Return whether a file of one of these ids says what the part says; a renamed exercise has one name."""
    wanted = ids - {part.id} if part.kind == Kind.EXERCISE and len(ids) > 1 else ids
    files = (_there(library, part.kind, name) for name in wanted)
    return any(file is not None and _value_of(file) == _value(part) for file in files)


def _routine_of(parts: Iterable[PackedPart]) -> str:
    return next(part.id for part in parts if part.kind == Kind.ROUTINE)


def _moved(items: tuple[Item, ...], number: int) -> list[PackedPart]:
    """Return the parts with another name for each that differs here, and for whatever names such a one."""
    here = {_key(item.part): _value_of(item.there) for item in items if item.there is not None}
    moving = {_key(item.part) for item in items if item.differs}
    while True:
        names = {name: numbered_id(name, number) for kind, name in moving if kind == Kind.EXERCISE}
        parts = [renamed(item.part, names) for item in items]
        more = {_key(part) for part in parts if _key(part) in here and _value(part) != here[_key(part)]}
        if more <= moving:
            break
        moving |= more
    return [
        replace(part, id=numbered_id(part.id, number)) if _key(part) in moving else part for part in parts
    ]


def _key(part: PackedPart) -> Node:
    return part.kind, part.id


def _value(part: PackedPart) -> dict[str, Any]:
    return parse(part.text.encode(), part.id).value


def _value_of(file: File) -> dict[str, Any] | None:
    try:
        return read(Path(file.path)).value
    except CoachError:
        return None


def _there(library: Library, kind: Kind, name: str) -> File | None:
    try:
        own, built_in = library.files_of(kind, name)
    except UsageError:
        return None
    return own or built_in
