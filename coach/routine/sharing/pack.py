"""A routine and the exercises that it needs in one text, and that text taken apart again.

Pure. In a shared file each thing stands under a heading with its kind and its id, and all else
of it is as it was written, comments and blank lines too:

    shared = 1

    [routine.desk-reset]
    name = "Desk reset"

    [[routine.desk-reset.step]]
    exercise = "my-row"

    [exercise.my-row]
    name = "Row"

The line by which an editor finds a schema is left out: it names a place of one's own machine.

Errors: `BadFile` for a text that is not such a file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from coach.errors import BadFile, CoachError, Problem
from coach.files.document import Document, parse
from coach.files.edit import reads_as
from coach.files.places import Header, headers
from coach.language.letters import without_soft_hyphens
from coach.routine.kind import Kind

SHARED: Final = 1
"""The number that a shared file begins with: how its parts are put together."""
SHARED_KINDS: Final = (Kind.ROUTINE, Kind.EXERCISE)
_HEAD: Final = """\
# A routine for coach, with the exercises that belong to it.
# Bring it in with: coach import FILE
shared = {shared}
"""
_EDITORS: Final = re.compile(r"^[ \t]*#:schema[^\n]*(?:\n|\Z)", re.MULTILINE)
_NOTES: Final = re.compile(r"(?:[ \t\r]*(?:#[^\n]*)?(?:\n|\Z))*")
"""The comments that a text begins with: further down, the same words may be part of a text."""


@dataclass(frozen=True, slots=True)
class PackedPart:
    """One file in its own words. `id` is the name that it has, or is to have."""

    kind: Kind
    id: str
    text: str


def pack(parts: Iterable[PackedPart]) -> str:
    """Return one text that holds all of the files."""
    packed = [_HEAD.format(shared=SHARED), *(_packed(part) for part in parts)]
    return "\n".join(packed)


def unpack(whole: Document) -> tuple[PackedPart, ...]:
    """Return the files that a shared text holds. Its values must have the form of one."""
    found: list[PackedPart] = []
    heads = headers(whole.text)
    for index, head in enumerate(heads):
        if len(head.names) < 2 or (head.of_list and len(head.names) == 2):
            raise _unshared(whole, head.names)
        if len(head.names) == 2:
            end = next((i for i in range(index + 1, len(heads)) if len(heads[i].names) <= 2), len(heads))
            stop = heads[end].start if end < len(heads) else len(whole.text)
            found.append(_part(whole, heads[index:end], stop))
    there = {(part.kind, part.id) for part in found}
    for kind in SHARED_KINDS:
        for name in whole.value.get(kind, {}):
            if (kind, name) not in there:
                raise _unshared(whole, (kind, name))
    return tuple(found)


def _packed(part: PackedPart) -> str:
    text = _bare(without_soft_hyphens(part.text.replace("\r\n", "\n"))).strip("\n")
    front = f"{part.kind}.{part.id}"
    pieces: list[str] = []
    at = 0
    for head in headers(text):
        pieces += [text[at : head.parts[0]], front, "."]
        at = head.parts[0]
    packed = f"[{front}]\n{''.join(pieces)}{text[at:]}\n"
    if not reads_as(packed.encode(), {part.kind: {part.id: parse(part.text.encode(), "").value}}):
        raise CoachError(f"The {part.kind} {part.id} is written in a way that cannot be packed.")
    return packed


def _part(whole: Document, heads: tuple[Header, ...], stop: int) -> PackedPart:
    """Return what stands under a heading, its own headings without their first two words."""
    first = heads[0]
    kind, name = first.names
    note, newline, _ = whole.text[first.end : stop].partition("\n")
    end = f"\r{newline}" if note.endswith("\r") else newline
    at = first.end + len(note) + len(newline)
    pieces = [f"{note.strip()}{end}"] if note.strip() else []
    for head in heads[1:]:
        if head.names[:2] != first.names:
            raise _unshared(whole, head.names)
        pieces.append(whole.text[at : head.parts[0]])
        at = head.parts[2]
    pieces.append(whole.text[at:stop])
    text = _bare("".join(pieces)).strip("\r\n") + ("\r\n" if end == "\r\n" else "\n")
    if kind not in SHARED_KINDS or not reads_as(text.encode(), whole.value[kind][name]):
        raise _unshared(whole, first.names)
    return PackedPart(Kind(kind), name, text)


def _bare(text: str) -> str:
    """Return the text without the line by which an editor finds a schema."""
    notes = _NOTES.match(text)
    end = notes.end() if notes else 0
    return _EDITORS.sub("", text[:end]) + text[end:]


def _unshared(whole: Document, way: tuple[str, ...]) -> BadFile:
    message = "this does not stand under a heading of its own, as in a shared file."
    mend = "Write [routine.its-name] or [exercise.its-name] above it, and all that belongs to it right below."
    return BadFile((Problem(whole.key_place(way), "not-shared", message, mend),))
