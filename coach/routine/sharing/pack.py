"""Pack a routine and the exercises that it needs into one text, and unpack such a text.

Pure. In a shared file each part stands under a heading with its kind and its id, and the rest
of it is as it was written, with its comments and blank lines:

    shared = 1

    [routine.desk-reset]
    name = "Desk reset"

    [[routine.desk-reset.step]]
    exercise = "my-row"

    [exercise.my-row]
    name = "Row"

The line by which an editor finds a schema is left out: it names a path on the person's own machine.

Errors: `BadFile` for a text that is not a shared file; `CoachError` for a part that cannot be packed.
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
"""The number at the beginning of a shared file: the version of this format."""
SHARED_KINDS: Final = (Kind.ROUTINE, Kind.EXERCISE)
_HEAD: Final = """\
# A routine for coach, with the exercises that belong to it.
# Bring it in with: coach import FILE
shared = {shared}
"""
_SCHEMA_LINE: Final = re.compile(r"^[ \t]*#:schema[^\n]*(?:\n|\Z)", re.MULTILINE)
_LEADING_COMMENTS: Final = re.compile(r"(?:[ \t\r]*(?:#[^\n]*)?(?:\n|\Z))*")
"""The comments at the beginning of a file: further down, such a line may be part of a spoken text."""


@dataclass(frozen=True, slots=True)
class PackedPart:
    """One file in its own words. `id` is the name that it has, or is to have."""

    kind: Kind
    id: str
    text: str


def pack(parts: Iterable[PackedPart]) -> str:
    """Return one text that holds all of the files."""
    packed = [_HEAD.format(shared=SHARED), *(_packed_text(part) for part in parts)]
    return "\n".join(packed)


def unpack(document: Document) -> tuple[PackedPart, ...]:
    """Return the files that a shared text holds. `refuse_untrusted` must have accepted it."""
    parts: list[PackedPart] = []
    heads = headers(document.text)
    for index, head in enumerate(heads):
        if len(head.names) < 2 or (head.of_list and len(head.names) == 2):
            raise _heading_error(document, head.names)
        if len(head.names) == 2:
            end = next((i for i in range(index + 1, len(heads)) if len(heads[i].names) <= 2), len(heads))
            end_offset = heads[end].start if end < len(heads) else len(document.text)
            parts.append(_part(document, heads[index:end], end_offset))
    nodes = {(part.kind, part.id) for part in parts}
    for kind in SHARED_KINDS:
        for name in document.value.get(kind, {}):
            if (kind, name) not in nodes:
                raise _heading_error(document, (kind, name))
    return tuple(parts)


def _packed_text(part: PackedPart) -> str:
    text = _without_schema_line(without_soft_hyphens(part.text.replace("\r\n", "\n"))).strip("\n")
    prefix = f"{part.kind}.{part.id}"
    pieces: list[str] = []
    offset = 0
    for head in headers(text):
        pieces += [text[offset : head.parts[0]], prefix, "."]
        offset = head.parts[0]
    packed = f"[{prefix}]\n{''.join(pieces)}{text[offset:]}\n"
    if not reads_as(packed.encode(), {part.kind: {part.id: parse(part.text.encode(), "").value}}):
        raise CoachError(f"The {part.kind} {part.id} is written in a way that cannot be packed.")
    return packed


def _part(document: Document, heads: tuple[Header, ...], end_offset: int) -> PackedPart:
    """Return the part under a heading, with the first two words of its own headings taken off."""
    first = heads[0]
    kind, name = first.names
    comment, newline, _ = document.text[first.end : end_offset].partition("\n")
    line_end = f"\r{newline}" if comment.endswith("\r") else newline
    offset = first.end + len(comment) + len(newline)
    pieces = [f"{comment.strip()}{line_end}"] if comment.strip() else []
    for head in heads[1:]:
        if head.names[:2] != first.names:
            raise _heading_error(document, head.names)
        pieces.append(document.text[offset : head.parts[0]])
        offset = head.parts[2]
    pieces.append(document.text[offset:end_offset])
    text = _without_schema_line("".join(pieces)).strip("\r\n") + ("\r\n" if line_end == "\r\n" else "\n")
    if kind not in SHARED_KINDS or not reads_as(text.encode(), document.value[kind][name]):
        raise _heading_error(document, first.names)
    return PackedPart(Kind(kind), name, text)


def _without_schema_line(text: str) -> str:
    """Return the text without the line by which an editor finds a schema."""
    match = _LEADING_COMMENTS.match(text)
    end = match.end() if match else 0
    return _SCHEMA_LINE.sub("", text[:end]) + text[end:]


def _heading_error(document: Document, keys: tuple[str, ...]) -> BadFile:
    message = "this does not stand under a heading of its own, as in a shared file."
    mend = "Write [routine.its-name] or [exercise.its-name] above it, and all that belongs to it right below."
    return BadFile((Problem(document.key_place(keys), "not-shared", message, mend),))
