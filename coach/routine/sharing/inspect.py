"""What a shared file holds, and what each part of it would do among a person's own files.

Reads the library; writes nothing. No file is replaced without a word: a part that differs from the
file with its id here is told, and comes in under another name unless the person wants to replace
theirs.

Errors: `BadFile` with every problem of the file; `CoachError` where no free name is left.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
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

_MAX_NUMBER: Final = 99
_MAX_PROBLEMS: Final = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a shared file. `existing`: the file with its id here, the person's own or a built-in one.

    `same`: both say the same. `users`: the routines here that name such an exercise.
    """

    part: PackedPart
    name: str
    existing: File | None
    same: bool = False
    users: tuple[str, ...] = ()
    lost_cautions: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether bringing it in under its own name would change the file here."""
        return self.existing is not None and not self.same


@dataclass(frozen=True, slots=True)
class Offer:
    """A shared file that was checked.

    `new_parts` and `new_id`: the parts to write if all files here are kept, and the routine's id then.
    `borrowed`: exercises that it does not hold and that this person has; the sender may mean others.
    """

    routine: Routine
    items: tuple[Item, ...]
    new_parts: tuple[PackedPart, ...]
    new_id: str
    borrowed: tuple[str, ...]

    @property
    def differing(self) -> tuple[Item, ...]:
        """The items that differ from the files with their ids here."""
        return tuple(item for item in self.items if item.differs)


def inspect(path: Path, library: Library) -> Offer:
    """Check a shared file as one that a stranger wrote, and return what it would do here."""
    return offer_of(read(path), library)


def offer_of(document: Document, library: Library) -> Offer:
    """Check the document of a shared file, and return what it would do here."""
    refuse_untrusted(document)
    parts = unpack(document)
    parsed = _parsed_parts(document, parts)
    references = {_node(part): _references(document, part) for part in parts}
    refuse(_reference_problems(document, references, library))
    routine = _node(next(part for part in parts if part.kind == Kind.ROUTINE))
    KINDS[routine[0]].resolved(
        parsed[routine], lambda *node: parsed[node] if node in parsed else library.read(*node)
    )
    items = tuple(_item(part, document, library, parsed) for part in parts)
    all_references = chain.from_iterable(references.values())
    outside_nodes = {reference.node for reference in all_references} - parsed.keys()
    borrowed = sorted(name for kind, name in outside_nodes if _is_own(_existing(library, kind, name)))
    new_parts, new_id = _new_parts(items, library)
    return Offer(parsed[routine], items, new_parts, new_id, tuple(borrowed))


def _parsed_parts(document: Document, parts: Iterable[PackedPart]) -> dict[Node, Any]:
    parsed: dict[Node, Any] = {}
    problems: list[Problem] = []
    for part in parts:
        try:
            parsed[_node(part)] = KINDS[part.kind].parse(document.inside(_node(part)), part.id)
        except BadFile as error:
            problems += error.problems
    refuse(sorted(problems, key=lambda problem: problem.place)[:_MAX_PROBLEMS])
    return parsed


def _references(document: Document, part: PackedPart) -> tuple[Reference, ...]:
    return tuple(KINDS[part.kind].references(document.inside(_node(part))))


def _reference_problems(
    document: Document, references: Mapping[Node, Sequence[Reference]], library: Library
) -> Iterator[Problem]:
    """Yield a problem for each part that the routine does not need, and each needed file that is nowhere."""
    starts = [node for node in references if node[0] == Kind.ROUTINE]
    needed_nodes = {
        *starts,
        *reached(starts, lambda node: [reference.node for reference in references.get(node, ())]),
    }
    for node in sorted(references, key=lambda node: node not in starts):
        if node not in needed_nodes:
            message = f"the routine does not need the {node[0]} {node[1]}."
            mend = "Take it out, or share it with a routine of its own."
            yield Problem(document.key_place(node), f"stray-{node[0]}", message, mend)
        for reference in references[node]:
            is_outside = reference.needed and reference.node not in references
            if is_outside and _existing(library, *reference.node) is None:
                place = document.place((*node, *reference.path))
                message = f"there is no {reference.kind} {reference.id!r}."
                mend = f"Ask for the file again: the {reference.kind} belongs in it."
                yield Problem(place, f"unknown-{reference.kind}", message, mend)


def _is_own(file: File | None) -> bool:
    return file is not None and file.own


def _item(part: PackedPart, document: Document, library: Library, parsed: Mapping[Node, Any]) -> Item:
    value = document.value[part.kind][part.id]
    item = Item(part, value["name"], _existing(library, part.kind, part.id))
    if item.existing is None or _file_value(item.existing) == value:
        return replace(item, same=item.existing is not None)
    new_file = parsed[_node(part)]
    hides_built_in = isinstance(new_file, Exercise) and not item.existing.own
    lost_cautions = _lost_cautions(new_file, library.exercise(part.id)) if hides_built_in else ()
    return replace(item, users=library.users(_node(part)), lost_cautions=lost_cautions)


def _lost_cautions(new: Exercise, old: Exercise) -> tuple[str, ...]:
    """Return the kinds of caution that the old one has and the new one has not."""
    kinds = ("tags", "avoid", "stop")
    return tuple(
        kind for kind in kinds if getattr(old.caution, kind, ()) and not getattr(new.caution, kind, ())
    )


def _new_parts(items: tuple[Item, ...], library: Library) -> tuple[tuple[PackedPart, ...], str]:
    """Return the parts to write so that no file here changes, under new names if they differ; and the id."""
    parts = tuple(item.part for item in items)
    if not any(item.differs for item in items):
        return tuple(item.part for item in items if not item.same), _routine_of(parts)
    earlier_id = _earlier_import(parts, library)
    if earlier_id is not None:
        return (), earlier_id
    for number in range(2, _MAX_NUMBER + 1):
        renamed_parts = _renamed_parts(items, number)
        existing_files = [_existing(library, part.kind, part.id) for part in renamed_parts]
        pairs = tuple(zip(renamed_parts, existing_files, strict=True))
        if all(existing is None or _file_value(existing) == _part_value(part) for part, existing in pairs):
            return tuple(part for part, existing in pairs if existing is None), _routine_of(renamed_parts)
    raise CoachError("There are too many files of these names already. Set some aside first.")


def _earlier_import(parts: tuple[PackedPart, ...], library: Library) -> str | None:
    """Return the routine's id if an earlier import brought in all of this, perhaps under other names."""
    for number in range(2, _MAX_NUMBER + 1):
        new_ids = {_node(part): numbered_id(part.id, number) for part in parts}
        used_ids = {
            node: name for node, name in new_ids.items() if _existing(library, node[0], name) is not None
        }
        if not used_ids:
            return None
        names = {name: new_id for (kind, name), new_id in used_ids.items() if kind == Kind.EXERCISE}
        renamed_parts = [renamed(part, names) for part in parts]
        ids = {_node(part): {part.id, used_ids.get(_node(part), part.id)} for part in renamed_parts}
        if all(_has_content(part, ids[_node(part)], library) for part in renamed_parts):
            routine = next(part for part in renamed_parts if part.kind == Kind.ROUTINE)
            return routine.id if _has_content(routine, {routine.id}, library) else new_ids[_node(routine)]
    return None


def _has_content(part: PackedPart, ids: set[str], library: Library) -> bool:
    """Return whether a file with one of these ids says what the part says. A renamed exercise has one id."""
    other_ids = ids - {part.id} if part.kind == Kind.EXERCISE and len(ids) > 1 else ids
    files = (_existing(library, part.kind, name) for name in other_ids)
    return any(file is not None and _file_value(file) == _part_value(part) for file in files)


def _routine_of(parts: Iterable[PackedPart]) -> str:
    return next(part.id for part in parts if part.kind == Kind.ROUTINE)


def _renamed_parts(items: tuple[Item, ...], number: int) -> list[PackedPart]:
    """Return the parts with another name for each that differs from a file here, and for all that name it."""
    existing_values = {
        _node(item.part): _file_value(item.existing) for item in items if item.existing is not None
    }
    renamed_nodes = {_node(item.part) for item in items if item.differs}
    while True:
        names = {name: numbered_id(name, number) for kind, name in renamed_nodes if kind == Kind.EXERCISE}
        parts = [renamed(item.part, names) for item in items]
        clashing_nodes = {
            _node(part)
            for part in parts
            if _node(part) in existing_values and _part_value(part) != existing_values[_node(part)]
        }
        if clashing_nodes <= renamed_nodes:
            break
        renamed_nodes |= clashing_nodes
    return [
        replace(part, id=numbered_id(part.id, number)) if _node(part) in renamed_nodes else part
        for part in parts
    ]


def _node(part: PackedPart) -> Node:
    return part.kind, part.id


def _part_value(part: PackedPart) -> dict[str, Any]:
    return parse(part.text.encode(), part.id).value


def _file_value(file: File) -> dict[str, Any] | None:
    try:
        return read(Path(file.path)).value
    except CoachError:
        return None


def _existing(library: Library, kind: Kind, name: str) -> File | None:
    try:
        own_file, built_in_file = library.files_of(kind, name)
    except UsageError:
        return None
    return own_file or built_in_file
